"""Vocabulary of zones and metadata: text files, one entry a line, `#` for remarks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import regex

from extractor.text import clean


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of `<name>.txt`, longest first, so that the first that fits is the most telling."""
    lines = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = {clean(line) for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(found, key=lambda e: (-len(e), e)))


_TONES = dict(
    zip(
        ("oà", "oá", "oả", "oã", "oạ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
        ("òa", "óa", "ỏa", "õa", "ọa", "ùy", "úy", "ủy", "ũy", "ụy"),
        strict=True,
    )
)
_TONE = regex.compile(rf"(?<!q)(?:{'|'.join(_TONES)})(?!\p{{L}})")


@cache
def spellings(name: str) -> tuple[str, ...]:
    """The entries of `<name>.txt` as `spelling` has them, longest first."""
    return tuple(map(spelling, entries(name)))


def spelling(text: str) -> str:
    """One key for capitals and for both placements of the tone mark: `HOÀ` and `Hòa`, `UỶ` and `Ủy`."""
    key: str = _TONE.sub(lambda found: _TONES[found[0]], text.casefold())
    return key
