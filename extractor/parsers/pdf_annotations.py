"""Text that lives in annotations: what a signing clerk typed over the page, and visible signature stamps.

In a quarter of the signed reports the number and the day stand only there: `Số:      /BC-SNV` is printed on
the page, `292`, `09` and `4` are the appearances of signature fields over its gaps. PDFium draws appearances
into the page (`FPDFPage_Flatten`, in memory); what is new then is the annotations' text.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import regex

from extractor.parsers.pdf_chars import Characters, read_characters
from extractor.parsers.pdf_furniture import STAMP, STAMP_REST

MOST = 500  # annotations of a page that are looked at
FILLING = 40  # characters that fill a gap of the letterhead, at most
REACH = 0.8  # ems by which a filling's baseline may miss the line it fills
PLAIN = (pdfium_c.FPDF_ANNOT_LINK, pdfium_c.FPDF_ANNOT_POPUP)  # never shown as text
TIME = regex.compile(r"\d{1,2}:\d{2}|@")


def has_annotations(page: pdfium.PdfPage) -> bool:
    """Does the page carry annotations that may show text?"""
    return any(kind not in PLAIN for kind in _kinds(page))


def _kinds(page: pdfium.PdfPage) -> list[int]:
    kinds = []
    for i in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, i)
        kinds.append(pdfium_c.FPDFAnnot_GetSubtype(annotation))
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return kinds


def with_annotations(
    document: pdfium.PdfDocument, index: int, chars: Characters
) -> tuple[Characters, list[str]]:
    """The page's characters with what annotations fill in, and the text of its stamps.

    Flattens the page, in memory.
    """
    page = document[index]
    areas = _areas(page)
    pdfium_c.FPDFPage_Flatten(page, pdfium_c.FLAT_NORMALDISPLAY)
    page.close()
    page = document[index]
    drawn = read_characters(page)
    page.close()
    known = set(_places(chars))
    rows = np.array([i for i, key in enumerate(_places(drawn)) if key not in known], dtype=np.int64)
    stamps = []
    for left, bottom, right, top in areas[:MOST]:
        x, y = drawn.x[rows], drawn.y[rows]
        within = (left - 2 <= x) & (x <= right + 2) & (bottom - 2 <= y) & (y <= top + 2)
        inside, rows = rows[within].tolist(), rows[~within]
        text = _text(drawn, inside)
        if _is_filling(text):
            chars = _filled(chars, drawn.take(inside))
        elif text:
            stamps.append(text)
    return chars, list(dict.fromkeys(stamps))


def _places(chars: Characters) -> Iterator[tuple[int, float, float]]:
    return zip(chars.code.tolist(), chars.x.round(1).tolist(), chars.y.round(1).tolist(), strict=True)


def _areas(page: pdfium.PdfPage) -> list[tuple[float, float, float, float]]:
    """The annotations' rectangles, each once."""
    areas: dict[tuple[float, float, float, float], None] = {}
    for i in range(pdfium_c.FPDFPage_GetAnnotCount(page)):
        annotation = pdfium_c.FPDFPage_GetAnnot(page, i)
        if pdfium_c.FPDFAnnot_GetSubtype(annotation) not in PLAIN:
            rect = pdfium_c.FS_RECTF()
            pdfium_c.FPDFAnnot_GetRect(annotation, rect)
            areas[rect.left, rect.bottom, rect.right, rect.top] = None
        pdfium_c.FPDFPage_CloseAnnot(annotation)
    return list(areas)


def _text(chars: Characters, rows: list[int]) -> str:
    text = ""
    for before, i in zip([None, *rows], rows, strict=False):
        if before is not None and abs(chars.y[i] - chars.y[before]) > 2:
            text += "\n"
        text += chr(chars.code[i])
    return text.strip()


def _is_filling(text: str) -> bool:
    return (
        0 < len(text) <= FILLING
        and "\n" not in text
        and not TIME.search(text)
        and not STAMP.match(text)
        and not STAMP_REST.match(text)
    )


def _filled(page: Characters, filling: Characters) -> Characters:
    """The page with the filling on the baseline of the printed line whose gap it fills."""
    size = max(filling.styles[i].size for i in filling.style)
    y = float(filling.y[0])
    near = sorted({round(float(v), 1) for v in page.y if abs(v - y) < REACH * size}, key=lambda v: abs(v - y))
    x0, x1 = float(filling.x.min()), float(filling.x.max())
    for line in near:
        on_line = abs(page.y - line) < 1
        printed = page.x[on_line & (page.code > 32)]
        if (
            len(printed)
            and not ((printed > x0 - 1) & (printed < x1 + 1)).any()
            and (printed < x1 + 150).any()
        ):
            gap = on_line & (page.code <= 32) & (page.x > x0) & (page.x < x1)
            return page.take(np.flatnonzero(~gap)).joined(filling.moved(line))
    return page.joined(filling)
