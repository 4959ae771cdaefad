"""Characters of the symbol fonts (Symbol, Wingdings), which Word keeps at F000 to F0FF, as Unicode."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

import regex

_BULLET = "•"
_PRIVATE = regex.compile("[\uf000-\uf0ff]")


def symbol(text: str, font: str | None) -> str:
    """Private-use characters as what the font draws; a sign that the tables do not know becomes a bullet.

    Elsewhere than in the private area the text is its own: a bullet `o` in Courier New is an `o`.
    """
    return str(_PRIVATE.sub(lambda match: _drawn(match[0], (font or "").lower()), text))


def _drawn(char: str, font: str) -> str:
    byte = ord(char) - 0xF000
    table = _tables().get(font)
    if table is None:  # bullets are Symbol's wherever the file does not say
        table = _tables()["symbol"]
    known = table.get(f"{byte:02X}")
    if known is not None:
        return known
    return chr(byte) if font == "symbol" and chr(byte).isascii() and chr(byte).isprintable() else _BULLET


@cache
def _tables() -> dict[str, dict[str, str]]:
    return tomllib.loads(Path(__file__).with_name("symbols.toml").read_text(encoding="utf-8"))
