"""PDF → Flow.

PDFium ─► characters ─► lines ─► furniture out ─► tables, footnote areas, columns ─► paragraphs over pages
          (pdf_chars)            (pdf_furniture)  (pdf_tables, pdf_notes, pdf_layout)
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from extractor.errors import UnreadableFile
from extractor.parsers import ocr as recogniser
from extractor.parsers.flow import Flow, FlowTable, Paragraph
from extractor.parsers.pdf_chars import PageText, TextLine
from extractor.parsers.pdf_columns import Columns, with_columns
from extractor.parsers.pdf_frame import Frame
from extractor.parsers.pdf_furniture import without_furniture
from extractor.parsers.pdf_grids import find_grids
from extractor.parsers.pdf_layout import Area, paragraphs, text_area
from extractor.parsers.pdf_notes import note_start, read_notes
from extractor.parsers.pdf_source import read_source
from extractor.parsers.pdf_tables import PageTable, flow_table, goes_on, joined, ruled, unruled


def read(path: Path, *, ocr: str = "auto") -> Flow:
    """The file's paragraphs, tables and notes in reading order.

    Raises UnreadableFile, or MissingPart for a scan where Tesseract is missing.
    """
    source = read_source(path, ocr)
    read_by_ocr = 2 * len(source.recognised) > sum(bool(page.lines) for page in source.pages)
    return replace(
        flow(source.pages, source.stamps),
        text_source="ocr" if read_by_ocr else "text",
        warnings=source.warnings,
    )


def read_image(path: Path, *, ocr: str = "auto") -> Flow:
    """Page images (png, jpg, tif) read by OCR."""
    if ocr == "never":
        raise UnreadableFile(f"{path.name}: an image without text", remedy="let it be read with --ocr auto")
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        return read(recogniser.image_to_pdf(path, Path(folder)), ocr="always")


def flow(pages: Sequence[PageText], stamps: Sequence[str] = ()) -> Flow:
    """What the pages say as one flow of paragraphs and tables, and the notes."""
    pages, printed_stamps = without_furniture(pages)
    frames = {page.number: page.frame for page in pages}
    parts = [_tables(page) for page in pages]
    running = [line for _, lines in parts for line in lines]
    body_size = _main_size(running)
    common = text_area([line for line in running if abs(line.size - body_size) < 1])
    body: list[TextLine | PageTable] = []
    note_areas: list[Sequence[TextLine]] = []
    areas: dict[int, Area] = {}
    goes_on = False
    for page, (tables, lines) in zip(pages, parts, strict=True):
        size = _main_size(lines)
        main = [line for line in lines if abs(line.size - size) < 1]
        area = text_area(main, common) or Area(0, page.frame.width, 0)
        areas[page.number] = area
        start = note_start(lines, page.rulings, body_size, area.left, goes_on)
        note_areas.append(lines[start:])
        goes_on = start < len(lines)
        beside = with_columns(lines[:start], page.rulings, area.middle)
        placed = [*tables, *(unruled(item) if isinstance(item, Columns) else item for item in beside)]
        body += sorted(placed, key=lambda item: item.top)
    return Flow(
        tuple(_items(body, areas, frames)),
        tuple(read_notes(note_areas, frames)),
        pages=len(pages),
        stamps=tuple(dict.fromkeys([*stamps, *printed_stamps])),
    )


def _main_size(lines: Sequence[TextLine]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _tables(page: PageText) -> tuple[list[PageTable], list[TextLine]]:
    """The ruled tables of the page, and the lines that stand outside of them."""
    lines = list(page.lines)
    tables = []
    for grid in find_grids(page.rulings):
        table, lines = ruled(grid, lines)
        tables += [table] if table else []
    return tables, lines


def _items(
    body: Sequence[TextLine | PageTable], areas: dict[int, Area], frames: dict[int, Frame]
) -> Iterator[Paragraph | FlowTable]:
    for is_table, group in groupby(body, lambda item: isinstance(item, PageTable)):
        if is_table:
            yield from _joined_tables([item for item in group if isinstance(item, PageTable)], frames)
        else:
            yield from paragraphs([item for item in group if isinstance(item, TextLine)], areas, frames)


def _joined_tables(tables: Sequence[PageTable], frames: dict[int, Frame]) -> Iterator[FlowTable]:
    parts: list[PageTable] = []
    for table in tables:
        if parts and not goes_on(parts[-1], table):
            yield flow_table(joined(parts), frames)
            parts = []
        parts.append(table)
    yield flow_table(joined(parts), frames)
