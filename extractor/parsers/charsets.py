"""Pre-Unicode Vietnamese text to Unicode, by the font that each run of characters is set in.

Before Unicode a Vietnamese letter was a byte above 127 (or, in VNI, a letter and a byte) that only the right
font drew as meant: `Céng hoµ x· héi` in `.VnTime` is *Cộng hoà xã hội*. Readers hand each run with its own
font's name to `to_unicode`; runs in other fonts come back as they are. The tables are data, in
`charsets.toml`: TCVN 5712:1993 (the `.Vn` fonts), VNI-Windows, VPS, and VISCII (RFC 1456).
"""

from __future__ import annotations

import tomllib
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

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
    Unicode has (`ậ`) is left alone. The text is as typed, see `draws_capitals`.
    """
    return "".join(piece.text for piece in pieces(text, font))


def draws_capitals(font: str | None) -> bool:
    """Whether the font prints every letter as a capital: in `.VnTimeH`, `b¸o c¸o` is typed and *BÁO CÁO*
    printed.
    """
    charset = charset_of(font)
    return charset is not None and charset.capitals.search(_plain_name(font or "")) is not None


def charset_for(font: str | None, text: str) -> Charset | None:
    """The character set of all the `text` that a document sets in this font; the name decides unless the
    text denies it.

    Unicode left in `.VnTime` reads as Vietnamese as it stands; TCVN3 whose font was replaced by Times New
    Roman reads as Vietnamese only once converted. What is too short to tell, or reads well in no way, goes
    by the name.
    """
    named = charset_of(font)
    words = _words(text)
    as_it_stands = _share_of_syllables(words)
    if named is not None:
        read = _share_of_syllables(_words(to_unicode(text, font)))
        denied = as_it_stands > read or _UNICODE_LETTER.search(text) is not None
        return None if denied and as_it_stands > _READS_WELL else named
    if len(words) < _ENOUGH_WORDS or as_it_stands > _READS_BADLY:
        return None
    shares = [
        (_share_of_syllables(_words("".join(p.text for p in pieces(text, None, c)))), c) for c in _charsets()
    ]
    share, charset = max(shares, key=lambda pair: pair[0])
    return charset if share > _READS_WELL else None


def pieces(text: str, font: str | None, charset: Charset | None = None) -> list[Piece]:
    """Like `to_unicode`, with the place each letter came from, for readers that keep a box a character.

    Every character of `text` lies in exactly one piece, in order. `pieces("aùo", "VNI-Times")` →
    `[("á", 0, 2), ("o", 2, 3)]`.
    """
    charset = charset or charset_of(font)
    if charset is None or _UNICODE_LETTER.search(text):
        return [Piece(c, i, i + 1) for i, c in enumerate(text)]
    out: list[Piece] = []
    source = "".join(map(_byte, _GLYPH.sub(_letter_glyph, text)))
    at = 0
    while at < len(source):
        match = charset.sequence.match(source, at)
        end = match.end() if match else at + 1
        letter = charset.letters[match[0]] if match else text[at]
        out.append(Piece(letter, at, end))
        at = end
    return _composed(out)


# A Vietnamese syllable, tone mark taken off: initial, nucleus, final. Foreign words and garbled ones rarely
# fit.
_SYLLABLE = regex.compile(
    r"(?:b|ch?|[dđ]|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?"
    r"(?:iêu|yêu|oai|oao|oay|oeo|uao|uây|uôi|ươi|ươu|uya|uyê|uyu|uêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|oa|oă|oe|oi|oo"
    r"|ôi|ơi|ua|uâ|uê|ui|uô|uơ|uy|ưa|ưi|ươ|ưu|yê|[aăâeêioôơuưy])(?:ch?|m|ng|nh?|p|t)?"
)
_WORD = regex.compile(r"[^\s\d.,;:!?()\[\]{}/\"'“”‘’…+=*%&<>–_-]+")
_TONES = regex.compile(r"[\u0300\u0301\u0303\u0309\u0323]")
_READS_WELL, _READS_BADLY = 0.8, 0.5  # shares of the words with Vietnamese letters that are syllables
_ENOUGH_WORDS = 6


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if not word.isascii()]


def _share_of_syllables(words: list[str]) -> float:
    """How many of these words could be Vietnamese: one syllable, one tone, no capitals inside small
    letters.
    """
    return sum(map(_is_syllable, words)) / len(words) if words else 0.0


@cache
def _is_syllable(word: str) -> bool:
    if word not in {word.lower(), word.upper(), word.capitalize()}:
        return False
    plain, tones = _TONES.subn("", unicodedata.normalize("NFD", word.lower()))
    return tones <= 1 and _SYLLABLE.fullmatch(unicodedata.normalize("NFC", plain)) is not None


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


def _letter_glyph(glyph: regex.Match[str]) -> str:
    return _GLYPHS[glyph[0]]


@cache
def _byte(char: str) -> str:
    """The Latin-1 character of the byte that this character stands for."""
    for page in _CODE_PAGES if char > "\u00ff" else ():
        with suppress(UnicodeEncodeError):
            return char.encode(page).decode("latin-1")
    return char


def _plain_name(font: str) -> str:
    return str(_SUBSET_TAG.sub("", font.split(";")[0].strip()))


@cache
def _by_font(font: str) -> Charset | None:
    name = _plain_name(font)
    return next((charset for charset in _charsets() if charset.fonts.search(name)), None)


@cache
def _charsets() -> tuple[Charset, ...]:
    tables = tomllib.loads(Path(__file__).with_name("charsets.toml").read_text(encoding="utf-8"))
    return tuple(_charset(name, table) for name, table in tables.items())


def _charset(name: str, table: dict[str, Any]) -> Charset:
    letters = _single_bytes(table.get("bytes", {}))
    letters |= _with_marks(table.get("letters", {}), table.get("marks", {}))
    keys = sorted(letters, key=len, reverse=True)
    return Charset(
        name,
        regex.compile(table["fonts"], regex.IGNORECASE),
        regex.compile(table["capitals"], regex.IGNORECASE),
        letters,
        regex.compile("|".join(map(regex.escape, keys))),
    )


def _single_bytes(rows: dict[str, str]) -> dict[str, str]:
    found = {chr(int(row, 16) + i): letter for row, line in rows.items() for i, letter in enumerate(line)}
    return {byte: letter for byte, letter in found.items() if byte != letter}


def _with_marks(letters: dict[str, str], marks: dict[str, list[str]]) -> dict[str, str]:
    """Every vowel with every mark it may bear: in small letters, in capitals, and a capital with a small
    mark.
    """
    small = dict(letters)
    for mark, (vowels, combining) in marks.items():
        for vowel in vowels:
            small[vowel + mark] = unicodedata.normalize("NFC", letters.get(vowel, vowel) + combining)
    capital = {sequence.upper(): letter.upper() for sequence, letter in small.items()}
    mixed = {sequence[0].upper() + sequence[1:]: letter.upper() for sequence, letter in small.items()}
    return capital | mixed | small
