"""Pre-Unicode Vietnamese text to Unicode, by the font that each run of characters is set in.

Before Unicode a Vietnamese letter was a byte above 127 (or, in VNI, a letter and a byte) that only the right
font drew as meant: `Céng hoµ x· héi` in `.VnTime` is *Cộng hoà xã hội*. Readers hand each run with its own
font's name to `to_unicode`; runs in other fonts come back as they are. The tables are data, in `charsets.toml`:
TCVN 5712:1993 (the `.Vn` fonts), VNI-Windows, VPS, and VISCII (RFC 1456).
"""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path
from typing import NamedTuple

import regex

# How a legacy byte reaches us other than as the Latin-1 character of the same number: through Windows code
# pages 1252 and 1258 (RTF with `\fcharset163`), or through PDF glyph names (soft hyphen as a minus sign).
_CODE_PAGES = ("cp1252", "cp1258")
_GLYPHS = {"\u2212": "\u00ad", "\u2219": "\u00b7", "\u03bc": "\u00b5"}
_GLYPH = regex.compile(
    r"(?<=\p{L})[\u2212\u2219\u03bc]|[\u2212\u2219\u03bc](?=\p{L})"
)  # `5 − 3` stays a minus

# Letters that no legacy byte is read as: where they stand, the text is Unicode already, whatever the font.
_UNICODE_LETTER = regex.compile(r"[\u0128\u0129\u0168\u0169\u1EA0-\u1EF9]")
_SUBSET_TAG = regex.compile(r"^[A-Z]{6}\+")


class Piece(NamedTuple):
    """`text` is what the characters `[start, end)` of the run stand for."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Charset:
    """A character set: legacy sequence → letters. `fonts` and `capitals` match the names of its fonts."""

    name: str
    fonts: regex.Pattern[str]
    capitals: regex.Pattern[str]
    letters: dict[str, str]
    sequence: regex.Pattern[str]  # one of the keys of `letters`, the longest that fits


def charset_of(font: str | None) -> Charset | None:
    """The character set that a font of this name draws, None for a Unicode font.

    The name may be as a PDF gives it (`ABCDEF+.VnTime,Bold`) or with its substitutes (`VNI-Times;Arial`).
    """
    return _by_font(font) if font else None


def to_unicode(text: str, font: str | None) -> str:
    """A run of characters set in one font, as Unicode (NFC); unchanged where the font is no legacy font.

    Give whole runs: VNI writes one letter with two characters, and a run whose text holds letters that only
    Unicode has (`ậ`) is left alone, as are its neighbours' Latin letters and digits. In `.VnTimeH` and its
    like, which draw capitals only, the text comes back in capitals.
    """
    return "".join(piece.text for piece in pieces(text, font))


def pieces(text: str, font: str | None) -> list[Piece]:
    """Like `to_unicode`, with the place each letter came from, for readers that keep a box a character.

    Every character of `text` lies in exactly one piece, in order. `pieces("aùo", "VNI-Times")` →
    `[("á", 0, 2), ("o", 2, 3)]`.
    """
    charset = charset_of(font)
    if charset is None or _UNICODE_LETTER.search(text):
        return [Piece(c, i, i + 1) for i, c in enumerate(text)]
    capitals = charset.capitals.search(_plain_name(font or "")) is not None
    out: list[Piece] = []
    source = "".join(map(_byte, _GLYPH.sub(lambda glyph: _GLYPHS[glyph[0]], text)))
    at = 0
    while at < len(source):
        match = charset.sequence.match(source, at)
        end = match.end() if match else at + 1
        letter = charset.letters[match[0]] if match else text[at]
        # Casing `ß` would lengthen it, as a letter of no Vietnamese word: leave what stays outside the table.
        out.append(
            Piece(letter.upper() if capitals and len(letter.upper()) == len(letter) else letter, at, end)
        )
        at = end
    return _composed(out)


def _composed(found: list[Piece]) -> list[Piece]:
    """Combining marks joined to the letter before them (TCVN3 has five marks of their own, B0 to B4)."""
    out: list[Piece] = []
    for piece in found:
        if out and piece.text and all(map(unicodedata.combining, piece.text)):
            text = unicodedata.normalize("NFC", out[-1].text + piece.text)
            out[-1] = Piece(text, out[-1].start, piece.end)
        else:
            out.append(piece)
    return out


@cache
def _byte(char: str) -> str:
    """The Latin-1 character of the byte that this character stands for."""
    if char <= "\u00ff":
        return char
    for page in _CODE_PAGES:
        try:
            return char.encode(page).decode("latin-1")
        except UnicodeEncodeError:
            continue
    return char


def _plain_name(font: str) -> str:
    return _SUBSET_TAG.sub("", font.split(";")[0].strip())


@cache
def _by_font(font: str) -> Charset | None:
    name = _plain_name(font)
    return next((charset for charset in _charsets() if charset.fonts.search(name)), None)


@cache
def _charsets() -> tuple[Charset, ...]:
    tables = tomllib.loads(Path(__file__).with_name("charsets.toml").read_text(encoding="utf-8"))
    return tuple(_charset(name, table) for name, table in tables.items())


def _charset(name: str, table: dict[str, dict[str, str]]) -> Charset:
    letters = _single_bytes(table["bytes"]) if "bytes" in table else _letters_and_marks(table)
    keys = sorted(letters, key=len, reverse=True)
    return Charset(
        name,
        regex.compile(str(table["fonts"]), regex.IGNORECASE),
        regex.compile(str(table["capitals"]), regex.IGNORECASE),
        letters,
        regex.compile("|".join(map(regex.escape, keys))),
    )


def _single_bytes(rows: dict[str, str]) -> dict[str, str]:
    found = {chr(int(row, 16) + i): letter for row, line in rows.items() for i, letter in enumerate(line)}
    return {byte: letter for byte, letter in found.items() if byte != letter}


def _letters_and_marks(table: dict[str, dict[str, str]]) -> dict[str, str]:
    """Every vowel with every mark it may bear, in small letters, capitals, and a capital with a small mark."""
    found = dict(table["letters"])
    for mark, (vowels, combining) in table["marks"].items():
        for vowel in vowels:
            base = table["letters"].get(vowel, vowel)
            found[vowel + mark] = unicodedata.normalize("NFC", base + combining)
    cased = dict(found)
    for sequence, letter in found.items():
        for form in map(
            "".join, product(sequence[0].upper(), {*sequence[1:], *sequence[1:].upper()} or {""})
        ):
            cased[form] = letter.upper()
    return cased
