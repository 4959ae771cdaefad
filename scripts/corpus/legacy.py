"""Text as it was typed before Unicode: TCVN 5712:1993 (TCVN3, "ABC"), one byte a letter, shown by .VnTime.

Toned capitals have no byte of their own: words in capitals are the small letters in .VnTimeH,
whose glyphs are capitals; a word that only begins with one cannot be written, as in its day
(`Uỷ ban`, never `Ủy ban`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

SMALL = dict(
    zip(
        "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ",
        "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\xadõøö÷ùúýûüþ",
        strict=True,
    )
)
CAPITAL = dict(zip("ĂÂĐÊÔƠƯ", "¡¢§£¤¥¦", strict=True))
TONED = "".join(c.upper() for c in SMALL if c.upper() not in CAPITAL)


def runs(text: str) -> Iterator[tuple[str, str]]:
    """(font, bytes as Latin-1 characters) for each stretch: `.VnTimeH` where words in capitals need it."""
    stretches: list[tuple[bool, str]] = []
    for word in re.findall(r"\s*\S+\s*|\s+", text):
        capitals = word == word.upper()
        if word.upper() == word.lower() and stretches:  # figures and signs go with the word before
            capitals = stretches[-1][0]
        if stretches and stretches[-1][0] == capitals:
            word = stretches.pop()[1] + word
        stretches.append((capitals, word))
    for capitals, piece in stretches:
        toned = any(c in TONED for c in piece)
        if toned and not capitals:
            raise ValueError(f"TCVN3 cannot write {piece!r}")
        yield (".VnTimeH", _encode(piece.lower())) if toned else (".VnTime", _encode(piece))


def _encode(text: str) -> str:
    text = text.translate(str.maketrans({"“": '"', "”": '"', "–": "-"}))
    shown = "".join(SMALL.get(c) or CAPITAL.get(c) or c for c in text)
    shown.encode("latin-1")
    return shown
