"""From a reader's Flow to a Document: zones, outline, whole blocks with ids, notes in place, tables,
metadata.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractor.document import CELL_SEPARATOR, Block, Cell, Document, Footnote, Kind, Section, Table
from extractor.parsers.flow import Flow, FlowCell, FlowTable, Mark, Note, Paragraph
from extractor.parsers.labels import item_sign, label
from extractor.parsers.layout import flattened
from extractor.parsers.metadata import metadata
from extractor.parsers.outline import Outline, is_heading
from extractor.parsers.titles import joined, whole_titles
from extractor.parsers.zones import Zoned, zoned


def build(flow: Flow, *, path: str, format: str, sha256: str) -> Document:
    """The document that `flow` holds: every block in its zone, with its section, lines and pages."""
    items = whole_titles(zoned(list(flattened(flow.items))))
    builder = _Builder(flow.notes)
    for item in items:
        builder.add(item)
    builder.add_loose_notes()
    return Document(
        path=path,
        format=format,
        sha256=sha256,
        pages=flow.pages,
        text_source=flow.text_source,
        metadata=metadata(items),
        sections=tuple(builder.outline.sections),
        blocks=tuple(builder.blocks),
        footnotes=tuple(builder.footnotes),
        tables=tuple(builder.tables),
        warnings=flow.warnings,
    )


class _Builder:
    """The parts of a Document while its items come in, in reading order."""

    def __init__(self, notes: Sequence[Note]) -> None:
        self.blocks: list[Block] = []
        self.footnotes: list[Footnote] = []
        self.tables: list[Table] = []
        self.outline = Outline()
        self._bodies = 0
        self._labels: Counter[str] = Counter()
        self._notes: dict[str, deque[Note]] = defaultdict(deque)
        for note in notes:
            self._notes[note.label].append(note)

    def add(self, zoned: Zoned) -> None:
        if zoned.zone in ("letterhead", "title", "signature") or zoned.part == "recipient":
            self.outline.close()
        if isinstance(zoned.item, FlowTable):
            self._add_table(zoned.item)
        else:
            self._add_paragraph(zoned, zoned.item)

    def add_loose_notes(self) -> None:
        """Notes whose mark was not found: kept at the end, without an anchor."""
        for waiting in self._notes.values():
            for note in waiting:
                self._add_note(note, None, None)

    def _add_paragraph(self, zoned: Zoned, paragraph: Paragraph) -> None:
        block_id = self._next_id()
        section: Section | None = None
        if zoned.zone == "body":
            section = self.outline.read(
                paragraph, block_id, paragraph.lines[0].box.page if paragraph.lines else None
            )
        self._append(
            Block(
                block_id=block_id,
                zone=zoned.zone,
                kind=_kind(paragraph, section),
                text=paragraph.as_typed,
                section_id=self.outline.current if zoned.zone == "body" else None,
                lines=paragraph.lines,
            ),
            paragraph.marks,
        )

    def _add_table(self, table: FlowTable) -> None:
        table_id = f"t{len(self.tables) + 1}"
        section_id = self.outline.current
        cells: list[Cell] = []
        for row in _rows(table):
            content = joined([joined(c.paragraphs) for c in row], CELL_SEPARATOR)
            block_id = self._next_id() if content.text.strip(" |") else None
            start = 0
            for cell in row:
                text = joined(cell.paragraphs).as_typed
                cells.append(_cell(cell, text, block_id, start))
                start += len(text) + len(CELL_SEPARATOR)
            if block_id:
                block = Block(
                    block_id, "body", "table_row", content.as_typed, section_id, lines=content.lines
                )
                self._append(block, content.marks)
        self.tables.append(Table(table_id, section_id, tuple(cells)))

    def _append(self, block: Block, marks: Sequence[Mark]) -> None:
        self.blocks.append(_paged(block))
        for mark in marks:
            if self._notes[mark.label]:
                self._add_note(self._notes[mark.label].popleft(), block, mark.offset)

    def _add_note(self, note: Note, anchor: Block | None, offset: int | None) -> None:
        self._labels[note.label] += 1
        recurrence = self._labels[note.label]
        block_id = f"n{note.label}" if recurrence == 1 else f"n{note.label}.{recurrence}"
        content = joined(note.paragraphs)
        section_id = anchor.section_id if anchor else None
        block = Block(
            block_id,
            "footnote",
            "footnote",
            content.as_typed,
            section_id,
            note=note.label,
            lines=content.lines,
        )
        self.blocks.append(_paged(block))
        self.footnotes.append(Footnote(note.label, block_id, anchor.block_id if anchor else None, offset))

    def _next_id(self) -> str:
        self._bodies += 1
        return f"b{self._bodies}"


def _kind(paragraph: Paragraph, section: Section | None) -> Kind:
    found = label(paragraph.text)
    if section and found and is_heading(paragraph, found):
        return "heading"
    return "item" if item_sign(paragraph.text) else "paragraph"


def _rows(table: FlowTable) -> Iterator[list[FlowCell]]:
    rows: dict[int, list[FlowCell]] = defaultdict(list)
    for cell in table.cells:
        rows[cell.row].append(cell)
    for row in sorted(rows):
        yield sorted(rows[row], key=lambda c: c.col)


def _cell(cell: FlowCell, text: str, block_id: str | None, start: int) -> Cell:
    lines = [line for p in cell.paragraphs for line in p.lines]
    return Cell(
        row=cell.row,
        col=cell.col,
        text=text,
        row_span=cell.row_span,
        col_span=cell.col_span,
        is_header=cell.is_header,
        page=lines[0].box.page if lines else None,
        block_id=block_id,
        start=start if block_id else None,
    )


def _paged(block: Block) -> Block:
    pages = [line.box.page for line in block.lines]
    return replace(block, page_start=min(pages), page_end=max(pages)) if pages else block
