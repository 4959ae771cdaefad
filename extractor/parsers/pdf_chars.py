"""PDFium's characters: where each stands on its page and how it is set.

PDFium reads a page about fifty times as fast as pdfplumber does; a few calls a character (code, origin,
advance box, text object) give what a line needs; what belongs to a font or text object is asked once for
each.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

INVISIBLE_MODES = (3, 7)  # PDF 32000-1, table 106: neither filled nor stroked
HYPHENS = (0x02, 0xFFFE)  # how PDFium reports a hyphen at a line end


# ---- raw PDFium calls ----
# The same functions as pypdfium2's bindings, prototyped for plain addresses and without giving up the
# interpreter lock: one call costs 0.3 µs instead of 2.

_P, _I = ctypes.c_void_p, ctypes.c_int


def _address(handle: Any) -> int:
    return ctypes.cast(handle, _P).value or 0


def _prototype(name: str, result: Any, *arguments: Any) -> Any:
    return ctypes.PYFUNCTYPE(result, *arguments)(_address(getattr(pdfium_c, name)))


_char_box = _prototype("FPDFText_GetLooseCharBox", _I, _P, _I, _P)
_char_origin = _prototype("FPDFText_GetCharOrigin", _I, _P, _I, _P, _P)
_char_object = _prototype("FPDFText_GetTextObject", _P, _P, _I)
_char_code = _prototype("FPDFText_GetUnicode", ctypes.c_uint, _P, _I)
_char_matrix = _prototype("FPDFText_GetMatrix", _I, _P, _I, _P)
_char_size = _prototype("FPDFText_GetFontSize", ctypes.c_double, _P, _I)
_object_font = _prototype("FPDFTextObj_GetFont", _P, _P)
_object_mode = _prototype("FPDFTextObj_GetTextRenderMode", _I, _P)
_object_colour = _prototype("FPDFPageObj_GetFillColor", _I, _P, _P, _P, _P, _P)


class Style(NamedTuple):
    """What all characters of a text object share."""

    font: str
    size: float
    bold: bool
    italic: bool
    visible: bool
    white: bool
    turn: int  # quarter turns anticlockwise in which it runs; -1 where it is tilted


@dataclass(frozen=True, slots=True)
class Characters:
    """The characters of a page in user space, one row each in the order of painting.

    `style` indexes `styles`; `object` numbers the text object, the letters that were painted at one go.
    """

    code: npt.NDArray[np.uint32]
    x: Floats
    y: Floats
    advance: Floats
    style: Integers
    object: Integers
    styles: tuple[Style, ...]

    def take(self, rows: Sequence[int] | Integers) -> Characters:
        """Those rows alone."""
        index = np.array(rows, dtype=np.int64)
        code, x, y, advance = self.code[index], self.x[index], self.y[index], self.advance[index]
        return Characters(code, x, y, advance, self.style[index], self.object[index], self.styles)

    def moved(self, y: float) -> Characters:
        """The same characters on the baseline `y`."""
        return replace(self, y=np.full(len(self.y), y))

    def joined(self, other: Characters) -> Characters:
        """The characters of both, on one page."""
        return Characters(
            np.concatenate([self.code, other.code]),
            np.concatenate([self.x, other.x]),
            np.concatenate([self.y, other.y]),
            np.concatenate([self.advance, other.advance]),
            np.concatenate([self.style, other.style + len(self.styles)]),
            np.concatenate([self.object, other.object + 1 + max(self.object, default=0)]),
            self.styles + other.styles,
        )


def read_characters(page: pdfium.PdfPage) -> Characters:
    """All characters that stand in text objects of the page, without the blanks that PDFium adds."""
    text = page.get_textpage()
    try:
        count = max(0, pdfium_c.FPDFText_CountChars(text))
        handle = _address(text.raw)
        boxes = (pdfium_c.FS_RECTF * count)()
        x, y = (ctypes.c_double * count)(), (ctypes.c_double * count)()
        box_at, x_at, y_at = ctypes.addressof(boxes), ctypes.addressof(x), ctypes.addressof(y)
        for i in range(count):
            _char_box(handle, i, box_at + 16 * i)
            _char_origin(handle, i, x_at + 8 * i, y_at + 8 * i)
        objects = np.array([_char_object(handle, i) or 0 for i in range(count)], dtype=np.uint64)
        codes = np.array([_char_code(handle, i) for i in range(count)], dtype=np.uint32)
        real = objects != 0
        first: npt.NDArray[np.int64]
        _, first, inverse = np.unique(objects, return_index=True, return_inverse=True)
        reader = _StyleReader(text, {})
        found = [reader.read(i, int(objects[i])) if real[i] else None for i in first.tolist()]
        numbers: dict[Style, int] = {}
        style_of = np.array([numbers.setdefault(s, len(numbers)) if s else 0 for s in found], dtype=np.int64)
        rect = (
            np.frombuffer(boxes, dtype=np.float32).reshape(-1, 4).astype(np.float64)
            if count
            else np.zeros((0, 4))
        )
        left, top, right, bottom = rect[:, 0], rect[:, 1], rect[:, 2], rect[:, 3]
        ox, oy = np.frombuffer(x, dtype=np.float64), np.frombuffer(y, dtype=np.float64)
        advance = _advance(ox, oy, left, right, bottom, top, style_of[inverse], tuple(numbers))
    finally:
        text.close()
    codes[np.isin(codes, HYPHENS)] = ord("-")
    style = style_of[inverse][real]
    return Characters(codes[real], ox[real], oy[real], advance[real], style, inverse[real], tuple(numbers))


def _advance(
    x: Floats, y: Floats, left: Floats, right: Floats, bottom: Floats, top: Floats,
    style: npt.NDArray[np.int64], styles: Sequence[Style],
) -> Floats:  # fmt: skip
    """How far each character reaches from its origin along its line."""
    turns = np.array([s.turn for s in styles] or [0])[style] if len(x) else np.zeros(0)
    return np.select([turns == 0, turns == 1, turns == 2], [right - x, top - y, x - left], y - bottom)


class _StyleReader:
    """Asks for the style of text objects; the places that PDFium writes its answers to are made once."""

    def __init__(self, text: pdfium.PdfTextPage, fonts: dict[int, tuple[str, bool, bool]]) -> None:
        self._text, self._fonts = _address(text.raw), fonts
        self._matrix = pdfium_c.FS_MATRIX()
        self._colour = (ctypes.c_uint * 4)()
        self._at = [ctypes.addressof(self._colour) + 4 * i for i in range(4)]
        self._matrix_at = ctypes.addressof(self._matrix)

    def read(self, index: int, handle: int) -> Style:
        font = _object_font(handle)
        if font not in self._fonts:
            self._fonts[font] = _font(ctypes.cast(font, pdfium_c.FPDF_FONT))
        name, bold, italic = self._fonts[font]
        _char_matrix(self._text, index, self._matrix_at)
        m = self._matrix
        size = _char_size(self._text, index) * math.hypot(m.c, m.d)
        quarters = math.atan2(m.b, m.a) / (math.pi / 2)
        turn = round(quarters) % 4 if abs(quarters - round(quarters)) < 0.06 else -1
        mode = _object_mode(handle)
        _object_colour(handle, *self._at)
        red, green, blue, alpha = self._colour
        return Style(
            name,
            round(size, 1),
            bold or mode == 2,  # filled and stroked: how Word fakes a missing bold face
            italic or (abs(m.c) > 0.15 * abs(m.d) and turn == 0),
            mode not in INVISIBLE_MODES and alpha > 0,
            mode == 0 and min(red, green, blue) >= 250,
            turn,
        )


def _font(font: Any) -> tuple[str, bool, bool]:
    """Name without its subset tag, bold, italic."""
    buffer = ctypes.create_string_buffer(256)
    pdfium_c.FPDFFont_GetBaseFontName(font, buffer, 256)
    name = buffer.value.decode("utf-8", "replace")
    name = name[7:] if name[6:7] == "+" else name
    folded = name.lower()
    flags = pdfium_c.FPDFFont_GetFlags(font)
    bold = any(w in folded for w in ("bold", "black", "heavy", "demi")) or bool(flags & 1 << 18)
    italic = any(w in folded for w in ("italic", "oblique")) or folded.endswith("-it") or bool(flags & 1 << 6)
    return name, bold, italic
