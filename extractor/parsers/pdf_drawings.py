"""What is drawn on a page beside its text: pictures, and lines that may rule tables or part off notes."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.parsers.pdf_frame import Frame, Ruling

THIN = 2.2  # a path thinner than this is a drawn line


@dataclass(frozen=True, slots=True)
class Drawings:
    rulings: tuple[Ruling, ...]  # straight lines, and the edges of rectangles
    pictured: float  # the share of the page that its pictures cover
    strokes: int  # how many shapes are drawn


def read_drawings(page: pdfium.PdfPage, frame: Frame) -> Drawings:
    """The page's drawn lines in reading coordinates, and how much else there is to see."""
    rulings: list[Ruling] = []
    pictured, strokes = 0.0, 0
    for handle, matrix in _objects(page):
        kind = pdfium_c.FPDFPageObj_GetType(handle)
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            (ax, ay), (bx, by) = _bounds(handle, matrix)
            pictured += abs((bx - ax) * (by - ay)) / max(1.0, frame.width * frame.height)
        elif kind == pdfium_c.FPDF_PAGEOBJ_PATH:
            strokes += 1
            rulings += _path_rulings(handle, matrix, frame)
    return Drawings(tuple(rulings), min(1.0, pictured), strokes)


Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _objects(page: pdfium.PdfPage) -> Iterator[tuple[Any, Matrix]]:
    """Page objects with the matrix of the form XObjects around them."""
    for i in range(pdfium_c.FPDFPage_CountObjects(page)):
        yield from _unpacked(pdfium_c.FPDFPage_GetObject(page, i), IDENTITY, 0)


def _unpacked(handle: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    if pdfium_c.FPDFPageObj_GetType(handle) != pdfium_c.FPDF_PAGEOBJ_FORM or depth > 4:
        yield handle, matrix
        return
    inner = _product(_matrix(handle), matrix)
    for i in range(max(0, pdfium_c.FPDFFormObj_CountObjects(handle))):
        yield from _unpacked(pdfium_c.FPDFFormObj_GetObject(handle, i), inner, depth + 1)


def _matrix(handle: Any) -> Matrix:
    m = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(handle, m)
    return (m.a, m.b, m.c, m.d, m.e, m.f)


def _product(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, x: float, y: float) -> Point:
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _bounds(handle: Any, outer: Matrix) -> tuple[Point, Point]:
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(handle, left, bottom, right, top)
    return _apply(outer, left.value, bottom.value), _apply(outer, right.value, top.value)


def _path_rulings(handle: Any, outer: Matrix, frame: Frame) -> list[Ruling]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(handle, fill, stroke)
    if not fill.value and not stroke.value:
        return []
    whole = _edge(*_bounds(handle, outer), frame, THIN + 1)
    if whole:
        return [whole]
    if not stroke.value:
        return []
    matrix = _product(_matrix(handle), outer)
    found: list[Ruling] = []
    start = last = (0.0, 0.0)
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(min(pdfium_c.FPDFPath_CountSegments(handle), 400)):
        segment = pdfium_c.FPDFPath_GetPathSegment(handle, i)
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        point = _apply(matrix, x.value, y.value)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            start = point
        elif kind == pdfium_c.FPDF_SEGMENT_LINETO:
            edge = _edge(last, point, frame, 0.8)
            found += [edge] if edge else []
        last = point
        if pdfium_c.FPDFPathSegment_GetClose(segment):
            edge = _edge(last, start, frame, 0.8)
            found += [edge] if edge else []
            last = start
    return found


def _edge(a: Point, b: Point, frame: Frame, thin: float) -> Ruling | None:
    ax, ay = frame.reading(*a)
    bx, by = frame.reading(*b)
    x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
    if y1 - y0 <= thin and x1 - x0 > max(3.0, y1 - y0):
        middle = (y0 + y1) / 2
        return Ruling(x0, middle, x1, middle)
    if x1 - x0 <= thin and y1 - y0 > max(3.0, x1 - x0):
        middle = (x0 + x1) / 2
        return Ruling(middle, y0, middle, y1)
    return None
