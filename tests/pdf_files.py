"""PDF files written for the tests: text where a test wants it, every letter half an em wide."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf

from extractor.parsers.pdf_frame import Ruling

WIDTH, HEIGHT = 595, 842
ADVANCE = 0.5  # ems
LEFT, RIGHT, STEP = 85.0, 550.0, 16.0

_TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def
1 begincodespacerange <0000> <FFFF> endcodespacerange 1 beginbfrange <0000> <FFFF> <0000> endbfrange
endcmap CMapName currentdict /CMap defineresource pop end end"""


@dataclass(frozen=True)
class Text:
    """Letters in a row from (`x`, `y`), from the page's top; `mode` as in PDF 32000-1, table 106.

    They run to the right, or as many quarter turns anticlockwise from there: 1 is upwards.
    """

    text: str
    x: float
    y: float
    size: float = 14.0
    bold: bool = False
    mode: int = 0
    grey: float = 0.0
    spacing: float = 0.0
    turn: int = 0


@dataclass(frozen=True)
class Page:
    texts: Sequence[Text]
    rulings: Sequence[Ruling] = ()
    rotate: int = 0
    upside: bool = False  # text turned a quarter, as on a landscape page that is not marked so
    annotations: Sequence[Text] = ()


def write(path: Path, pages: Iterable[Page], **save: object) -> Path:
    pdf = pikepdf.Pdf.new()
    fonts = pikepdf.Dictionary(R=_font(pdf, "Test-Serif"), B=_font(pdf, "Test-Serif-Bold"))
    for page in pages:
        _add(pdf, page, fonts)
    pdf.save(path, **save)
    return path


def body(*lines: str, top: float = 100.0, size: float = 14.0, step: float = STEP) -> list[Text]:
    """Running text: a line after `>` stands in, one before `|` is filled up with words to the right edge."""
    texts = []
    for i, line in enumerate(lines):
        x = LEFT + 36.0 if line.startswith(">") else LEFT
        words = line.lstrip(">").rstrip("|")
        room = RIGHT - x
        while line.endswith("|") and (len(words) + 3) * ADVANCE * size <= room:
            words = "và " + words
        spacing = (room / len(words) - ADVANCE * size) if line.endswith("|") else 0.0
        texts.append(Text(words, x, top + i * step, size, spacing=spacing))
    return texts


def marked(line: str, x: float, y: float, size: float = 14.0) -> list[Text]:
    """A line in which `^3^` stands raised and small, as Word and LibreOffice set a mark."""
    texts = []
    for i, part in enumerate(line.split("^")):
        raised = i % 2 == 1
        own = 0.6 * size if raised else size
        if part:
            texts.append(Text(part, x, y - 0.33 * size if raised else y, own))
        x += len(part) * ADVANCE * own
    return texts


def _add(pdf: pikepdf.Pdf, page: Page, fonts: pikepdf.Dictionary) -> None:
    resources = pikepdf.Dictionary(Font=fonts)
    turned = "0 1 -1 0 595 0 cm\n" if page.upside else ""
    height = WIDTH if page.upside else HEIGHT
    content = "".join(
        f"{min(r.x0, r.x1)} {HEIGHT - r.y0} m {r.x1} {HEIGHT - r.y1} l 0.5 w S\n" for r in page.rulings
    )
    content += turned + "".join(_shown(text, height) for text in page.texts)
    made = pikepdf.Dictionary(
        Type=pikepdf.Name.Page,
        MediaBox=pikepdf.Array([0, 0, WIDTH, HEIGHT]),
        Rotate=page.rotate,
        Resources=resources,
        Contents=pdf.make_stream(content.encode("ascii")),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(made)))
    if page.annotations:
        pdf.pages[-1].Annots = pikepdf.Array([_annotation(pdf, text, fonts) for text in page.annotations])


def _shown(text: Text, height: float) -> str:
    along = ("1 0 0 1", "0 1 -1 0", "-1 0 0 -1", "0 -1 1 0")[text.turn]
    return (
        f"BT {text.mode} Tr {text.grey} g /{'B' if text.bold else 'R'} {text.size} Tf {text.spacing:.4f} Tc "
        f"{along} {text.x} {height - text.y} Tm <{text.text.encode('utf-16-be').hex()}> Tj ET\n"
    )


def _annotation(pdf: pikepdf.Pdf, text: Text, fonts: pikepdf.Dictionary) -> pikepdf.Object:
    """A signature field whose appearance is the text."""
    lines = text.text.split("\n")
    width, height = max(map(len, lines)) * ADVANCE * text.size + 4, text.size * (1.2 * len(lines) + 0.3)
    shown = "".join(
        _shown(Text(line, 2, text.size * (1 + 1.2 * i), text.size), height) for i, line in enumerate(lines)
    )
    appearance = pdf.make_stream(
        shown.encode("ascii"),
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=pikepdf.Array([0, 0, width, height]),
        Resources=pikepdf.Dictionary(Font=fonts),
    )
    bottom = HEIGHT - text.y - (height - text.size)
    return pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Sig,
            F=132,
            Rect=pikepdf.Array([text.x - 2, bottom, text.x - 2 + width, bottom + height]),
            AP=pikepdf.Dictionary(N=appearance),
        )
    )


def _font(pdf: pikepdf.Pdf, name: str) -> pikepdf.Object:
    descriptor = pikepdf.Dictionary(
        Type=pikepdf.Name.FontDescriptor,
        FontName=pikepdf.Name("/" + name),
        Flags=4,
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
        DW=round(1000 * ADVANCE),
        W=pikepdf.Array(
            [0x300, 0x36F, 0, 0x200B, 0x200B, 0, 0x20, 0xFFFF, round(1000 * ADVANCE)]
        ),  # combining marks have none
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
