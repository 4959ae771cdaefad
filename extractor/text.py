"""Text as everyone downstream expects it: NFC, white space folded; and folding for comparison."""

from __future__ import annotations

import unicodedata

import regex

# Blank as a reader sees it: Unicode white space, no-break and zero-width blanks, soft hyphens gone.
_BLANKS = regex.compile(r"[\s\u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = regex.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")


def clean(text: str) -> str:
    """NFC, invisible characters removed, runs of white space folded into one blank, ends trimmed."""
    return str(_BLANKS.sub(" ", _INVISIBLE.sub("", unicodedata.normalize("NFC", text)))).strip()


def unaccented(text: str) -> str:
    """Lower case without tone marks and with `đ` as `d`: `Dân vận khéo ở Đảng bộ` → `dan van kheo o dang bo`."""
    plain = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    return "".join(c for c in plain if not unicodedata.combining(c))
