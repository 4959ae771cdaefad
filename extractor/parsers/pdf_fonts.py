"""Fonts whose table to Unicode is wrong or missing, mended from the font program that the file carries.

Some writers count on from letter to letter where Unicode does not: `Ơ ơ Ư ư` (01A0, 01A1, 01AF, 01B0) come
out as `Ơ ơ Ƣ ƣ`, and capitals are written as blanks (`CỘNG ÒA XÃ ỘI C Ủ NG ĨA`). The embedded TrueType font
says in its own `cmap` which glyph is which letter.
"""

from __future__ import annotations

import io
import unicodedata
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pikepdf
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdffont import TrueTypeFont

from extractor.parsers.pdf_chars import Characters

WIDE = 0.5  # ems: no blank of a text font is as wide, a capital is
MISREAD = "\u01a2\u01a3\ufffd"  # letters that Vietnamese has not


def has_lost_letters(chars: Characters) -> bool:
    """Are there blanks as wide as capitals among letters of many widths, or letters of no Vietnamese text?"""
    if not len(chars.code):
        return False
    size = np.array([style.size for style in chars.styles])[chars.style]
    letters = chars.code > 32
    narrow = letters & (chars.advance < 0.45 * size) & (chars.advance > 0)
    wide_blanks = (chars.code == 32) & (chars.advance > WIDE * size)
    private = (chars.code >= 0xE000) & (chars.code < 0xF000)
    misread = np.isin(chars.code, [ord(c) for c in MISREAD]) | (chars.code == 0) | private
    return bool(misread.any() or (wide_blanks.any() and 10 * narrow.sum() > letters.sum()))


def mended(path: Path) -> io.BytesIO | None:
    """The file with its fonts' tables to Unicode set right; None where nothing could be mended."""
    found = False
    with pikepdf.open(path) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Subtype") == "/Type0":
                found |= _mend(pdf, thing)
        if not found:
            return None
        result = io.BytesIO()
        with warnings.catch_warnings(action="ignore"):
            pdf.save(result)
    result.seek(0)
    return result


def _mend(pdf: pikepdf.Pdf, font: pikepdf.Dictionary) -> bool:
    """Gives the font a table to Unicode in which no letter's glyph stands for a blank or for nothing."""
    try:
        descendant = font.DescendantFonts[0]
        if font.Encoding != "/Identity-H" or descendant.get("/CIDToGIDMap", "/Identity") != "/Identity":
            return False
        program = io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes())
        glyphs: dict[int, str] = TrueTypeFont("", program).create_unicode_map().cid2unichr
        known = _table(font.get("/ToUnicode"))
    except Exception:  # a font program out of a damaged file fails pdfminer in any way there is
        return False
    wrong = {
        code: char for code, char in glyphs.items() if _is_letter(char) and not _is_right(known.get(code, ""))
    }
    if not wrong:
        return False
    font.ToUnicode = pdf.make_stream(_cmap(known | wrong))
    return True


def _table(stream: Any) -> dict[int, str]:
    table = FileUnicodeMap()
    if stream is not None:
        CMapParser(table, io.BytesIO(stream.read_bytes())).run()
    known: dict[int, str] = table.cid2unichr
    return known


def _is_letter(char: str) -> bool:
    return len(char) == 1 and unicodedata.category(char)[0] in "LN"


def _is_right(text: str) -> bool:
    return bool(text.strip()) and not any(
        c in MISREAD or unicodedata.category(c) in ("Co", "Cc") for c in text
    )


def _cmap(table: dict[int, str]) -> bytes:
    entries = [f"<{code:04X}> <{text.encode('utf-16-be').hex()}>" for code, text in sorted(table.items())]
    blocks = [entries[i : i + 100] for i in range(0, len(entries), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{body}\n"
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    ).encode("ascii")
