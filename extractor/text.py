"""Text as everyone downstream expects it: NFC, white space folded; and folding for comparison."""

from __future__ import annotations

import os
import unicodedata

import regex

# Blank as a reader sees it: Unicode white space, no-break blanks and those of every width.
_BLANKS = regex.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
# What no reader sees: soft hyphens and zero-width blanks, marks of writing direction, and the control
# characters that a terminal would obey.
INVISIBLE = regex.compile(r"(?V1)[[\p{Cc}\p{Cf}\p{Cs}]--\s]")
_COMBINING = regex.compile(r"\P{Canonical_Combining_Class=0}+")


def clean(text: str) -> str:
    """NFC, invisible characters removed, runs of white space folded into one blank, ends trimmed."""
    visible = text if text.isprintable() else INVISIBLE.sub("", text)
    return str(_BLANKS.sub(" ", unicodedata.normalize("NFC", visible))).strip()


def shown(text: str | os.PathLike[str]) -> str:
    """A path or message as one line to store and print: odd bytes and control characters escaped."""
    return "".join(c if c.isprintable() else _escaped(c) for c in os.fspath(text))


def _escaped(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # a byte of a file's name that is not UTF-8 (PEP 383)
        return f"\\x{code - 0xDC00:02x}"
    return character.encode("unicode_escape").decode()


def unaccented(text: str) -> str:
    """Lower case without tone marks, `đ` as `d`: `Dân vận khéo ở Đảng bộ` → `dan van kheo o dang bo`."""
    return str(_COMBINING.sub("", unicodedata.normalize("NFD", text.lower().replace("đ", "d"))))
