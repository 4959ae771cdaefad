"""PDF → Flow.

PDFium ─► characters ─► lines ───► furniture out ─► tables, footnote areas, columns ─► paragraphs over pages
          (pdf_chars)  (pdf_lines) (pdf_furniture)  (pdf_tables, pdf_notes, pdf_layout)
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from pathlib import Path

from extractor.errors import UnreadableFile
from extractor.parsers import ocr as recogniser
from extractor.parsers.flow import Flow, FlowTable, Paragraph
from extractor.parsers.pdf_columns import Columns, with_columns
from extractor.parsers.pdf_frame import Frame
from extractor.parsers.pdf_furniture import without_furniture
from extractor.parsers.pdf_layout import Area, paragraphs, runs_on, text_area
from extractor.parsers.pdf_lines import PageText, TextLine
from extractor.parsers.pdf_marks import marks, with_single_marks
from extractor.parsers.pdf_notes import note_start, read_notes, ruled_start
from extractor.parsers.pdf_source import read_source
from extractor.parsers.pdf_tables import PageTable, flow_table, goes_on, joined, ruled_tables, unruled

FEW = 5  # lines of the body's size from which a page's own edges can be told


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
    pages = with_single_marks(pages)
    marks_on = {page.number: marks(page.lines) for page in pages}
    frames = {page.number: page.frame for page in pages}
    tables = {page.number: ruled_tables(page) for page in pages}
    pages = [replace(page, lines=tuple(tables[page.number][1])) for page in pages]
    pages, printed_stamps = without_furniture(pages)
    running = _without_notes(pages, marks_on)
    body_size = _main_size(running)
    common = text_area([line for line in running if abs(line.size - body_size) < 1])
    body: list[TextLine | PageTable] = []
    notes: list[Sequence[TextLine]] = [()]
    areas: dict[int, Area] = {}
    for page in pages:
        main = _main_lines(page.lines, body_size)
        area = text_area(main, common) or Area(0, page.frame.width, 0)
        areas[page.number] = area
        start = note_start(page.lines, page.rulings, body_size, area, notes[-1], marks_on[page.number])
        notes.append(page.lines[start:])
        beside = with_columns(page.lines[:start], page.rulings, area.middle)
        unruled_tables = [unruled(item, area) if isinstance(item, Columns) else item for item in beside]
        body += sorted([*tables[page.number][0], *unruled_tables], key=lambda item: item.top)
    return Flow(
        tuple(_items(body, areas, frames)),
        tuple(read_notes(notes, frames, marks_on)),
        pages=len(pages),
        stamps=tuple(dict.fromkeys([*stamps, *printed_stamps])),
    )


def _without_notes(pages: Sequence[PageText], marks_on: Mapping[int, Sequence[str]]) -> list[TextLine]:
    """The lines above the notes, as far as a rule and a label tell them: notes may be most of the text."""
    lines = [line for page in pages for line in page.lines]
    size = _main_size(lines)
    area = text_area([line for line in lines if abs(line.size - size) < 1])
    if area is None:
        return lines
    return [
        line
        for page in pages
        for line in page.lines[: ruled_start(page.lines, page.rulings, area, marks_on[page.number])]
    ]


def _main_lines(lines: Sequence[TextLine], body_size: float) -> list[TextLine]:
    """The lines that tell where the page's text stands: the body's; on an annex, those of most letters.

    Of most letters are the notes, on a page that notes fill.
    """
    main = [line for line in lines if abs(line.size - body_size) < 1]
    if len(main) >= FEW:
        return main
    size = _main_size(lines)
    return [line for line in lines if abs(line.size - size) < 1]


def _main_size(lines: Sequence[TextLine]) -> float:
    """The size of most letters."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _items(
    body: Sequence[TextLine | PageTable], areas: dict[int, Area], frames: dict[int, Frame]
) -> Iterator[Paragraph | FlowTable]:
    for is_table, group in groupby(_past_tables(body, areas), lambda item: isinstance(item, PageTable)):
        if is_table:
            yield from _joined_tables([item for item in group if isinstance(item, PageTable)], frames)
        else:
            yield from paragraphs([item for item in group if isinstance(item, TextLine)], areas, frames)


def _past_tables(
    body: Sequence[TextLine | PageTable], areas: dict[int, Area]
) -> Iterator[TextLine | PageTable]:
    """Lines and tables; a table that stands in the middle of a paragraph comes after it."""
    last: TextLine | None = None
    waiting: list[PageTable] = []
    for item in body:
        if isinstance(item, PageTable):
            waiting.append(item)
            continue
        if waiting and not (last and runs_on(last, item, areas)):
            yield from waiting
            waiting.clear()
        yield item
        last = item
    yield from waiting


def _joined_tables(tables: Sequence[PageTable], frames: dict[int, Frame]) -> Iterator[FlowTable]:
    parts: list[PageTable] = []
    for table in tables:
        if parts and not goes_on(parts[-1], table):
            yield flow_table(joined(parts), frames)
            parts = []
        parts.append(table)
    yield flow_table(joined(parts), frames)
