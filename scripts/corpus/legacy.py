"""Text as it was typed before Unicode: TCVN 5712:1993 (TCVN3, "ABC"), one byte a letter, shown by .VnTime.

Toned capitals have no byte of their own: words in capitals are the small letters in .VnTimeH, whose glyphs are
capitals; a word that only begins with one cannot be written, as in its day (`Uỷ ban`, never `Ủy ban`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

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
    tokens = re.split(r"(\s+)", text)
    for small, stretch in groupby(tokens, key=lambda token: token.upper() != token):
        piece = "".join(stretch)
        if not small and any(c in TONED for c in piece):
            yield ".VnTimeH", _encode(piece.lower())
        elif any(c in TONED for c in piece):
            raise ValueError(f"TCVN3 cannot write {piece!r}")
        else:
            yield ".VnTime", _encode(piece)


def _encode(text: str) -> str:
    text = text.translate(str.maketrans({"“": '"', "”": '"', "–": "-"}))
    shown = "".join(SMALL.get(c) or CAPITAL.get(c) or c for c in text)
    shown.encode("latin-1")
    return shown
