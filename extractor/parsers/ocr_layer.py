"""A PDF page out of a page image and what was read on it: the image, the rules drawn again, the words
invisible.

The words stand where they stand on the image, in the size and weight they are printed in, raised marks
raised, so that the text layer goes the same way as the text of a PDF that was never on paper. The font has
no outlines: every glyph is one em wide and stretched to its word (as Tesseract's own GlyphLessFont),
character codes are UTF-16.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pikepdf
from PIL import Image

from extractor.parsers.ocr_image import Rectangle

_END = "\u200b"  # of no width, behind each piece: PDFium passes over text objects whose extent is nothing
_SHOWN_DPI = 120  # the picture is there to be looked at, not to be read again
_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
/CMapName /UTF16 def
1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, part of a word or mark, in points from the page's top left: where its baseline begins and
    ends.
    """

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool = False


class Layer:
    """A PDF that grows by scanned pages."""

    def __init__(self) -> None:
        self.pdf = pikepdf.Pdf.new()
        self._fonts = {b: _font(self.pdf, "Recognised-Bold" if b else "Recognised") for b in (False, True)}

    def add(
        self, image: Image.Image, pieces: Iterable[Piece], rules: Sequence[Rectangle], points_a_pixel: float
    ) -> None:
        width, height = image.width * points_a_pixel, image.height * points_a_pixel
        drawn = b"".join(
            b"%.2f %.2f %.2f %.2f re f\n"
            % (r.x0 * points_a_pixel, height - r.y1 * points_a_pixel, _length(r.x0, r.x1, points_a_pixel),
               _length(r.y0, r.y1, points_a_pixel))
            for r in rules
        )  # fmt: skip
        text = b"".join(_shown(p, height) for p in pieces)
        content = b"q %.2f 0 0 %.2f 0 0 cm /Scan Do Q\n%sBT 3 Tr\n%sET" % (width, height, drawn, text)
        page = pikepdf.Dictionary(
            Type=pikepdf.Name.Page,
            MediaBox=pikepdf.Array([0, 0, round(width, 2), round(height, 2)]),
            Resources=pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Scan=_picture(self.pdf, image, points_a_pixel)),
                Font=pikepdf.Dictionary(R=self._fonts[False], B=self._fonts[True]),
            ),
            Contents=self.pdf.make_stream(content),
        )
        self.pdf.pages.append(pikepdf.Page(self.pdf.make_indirect(page)))


def _length(start: int, end: int, points_a_pixel: float) -> float:
    return max(0.5, (end - start) * points_a_pixel)


def _shown(piece: Piece, height: float) -> bytes:
    codes = (piece.text + _END).encode("utf-16-be")
    advance = max(0.1, (piece.x1 - piece.x0) / (len(codes) // 2 - 1))
    return b"/%s 1 Tf %.4f 0 0 %.3f %.3f %.3f Tm <%s> Tj\n" % (
        b"B" if piece.bold else b"R",
        advance,
        piece.size,
        piece.x0,
        height - piece.baseline,
        codes.hex().encode(),
    )


def _picture(pdf: pikepdf.Pdf, image: Image.Image, points_a_pixel: float) -> pikepdf.Object:
    scale = min(1.0, _SHOWN_DPI * points_a_pixel / 72)
    small = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
    data = io.BytesIO()
    small.convert("L").save(data, "JPEG", quality=60)
    stream = pdf.make_stream(data.getvalue())
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = small.width, small.height, 8
    stream.ColorSpace, stream.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
    return stream


def _font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/" + name),
        Flags=5,
        FontBBox=pikepdf.Array([0, -220, 1000, 890]),
        ItalicAngle=0,
        Ascent=890,
        Descent=-220,
        CapHeight=660,
        StemV=80,
    )
    descendant = pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.CIDFontType2,
        BaseFont=pikepdf.Name("/" + name),
        CIDSystemInfo=pikepdf.Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        CIDToGIDMap=pikepdf.Name.Identity,
        DW=1000,
        W=pikepdf.Array([ord(_END), pikepdf.Array([0])]),
        FontDescriptor=pdf.make_indirect(descriptor),
    )
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type0,
            BaseFont=pikepdf.Name("/" + name),
            Encoding=pikepdf.Name("/Identity-H"),
            DescendantFonts=pikepdf.Array([pdf.make_indirect(descendant)]),
            ToUnicode=pdf.make_stream(_TO_UNICODE),
        )
    )
