"""What a parsed report is: plain frozen data between the parsers and everything after them.

A `Document` is the same whatever file it came from. Its text is Unicode NFC with white space folded,
paragraphs are whole (a page end or a footnote area never cuts one), footnote marks are out of the text
and kept as anchors, Word's automatic numbers are part of the text as printed, page furniture is gone,
and every block knows its zone, its section and, where the format has pages, its lines and their boxes.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

Zone = Literal["letterhead", "title", "body", "footnote", "recipients", "signature"]
Kind = Literal["heading", "paragraph", "item", "table_row", "footnote"]
TextSource = Literal["text", "ocr", "legacy"]

CELL_SEPARATOR = " | "  # joins the cells of a row in the text of a `table_row` block


class Box(NamedTuple):
    """A rectangle on a page: `page` counts from 1, the rest are PDF points from the page's top left."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a block: characters `[start, end)` of the block's text stand in `box`.

    `confidence` is the mean OCR confidence of the line's words (0 to 1), None for born-digital text.
    """

    start: int
    end: int
    box: Box
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading, list item, table row (cells joined by ` | `) or footnote, whole."""

    block_id: str
    zone: Zone
    kind: Kind
    text: str
    section_id: str | None = None
    note: str | None = None  # the footnote's label, for zone "footnote"
    lines: tuple[Line, ...] = ()
    page_start: int | None = None
    page_end: int | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A numbered heading. `path` joins the labels from the root by `/` (`II/5/5.1`); level 1 is outer."""

    section_id: str
    parent_id: str | None
    label: str
    heading: str
    level: int
    path: str
    block_id: str
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note and the place of its mark: `anchor_offset` characters into the text of `anchor_block_id`."""

    note: str
    block_id: str
    anchor_block_id: str | None
    anchor_offset: int | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A table cell; `row`, `col` count from 0. Its text starts at `start` of block `block_id`, the row's."""

    row: int
    col: int
    text: str
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False
    page: int | None = None
    block_id: str | None = None
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    table_id: str
    section_id: str | None
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """What letterhead, title block, recipients and signature say of the document itself (archive.md)."""

    type: str | None = None
    number: str | None = None
    issuer: str | None = None
    parent_issuer: str | None = None
    place: str | None = None
    date: datetime.date | None = None
    title: str | None = None
    period_start: datetime.date | None = None
    period_end: datetime.date | None = None
    signer: str | None = None
    signer_role: str | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A report as read. `blocks` stand in reading order, a footnote's block after the block with its mark."""

    path: str
    format: str  # docx, pdf, doc, rtf, txt, md, image
    sha256: str
    pages: int | None
    text_source: TextSource
    metadata: Metadata = field(default_factory=Metadata)
    sections: tuple[Section, ...] = ()
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    tables: tuple[Table, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def doc_id(self) -> str:
        """The same bytes are the same document wherever they lie: 16 hex digits of their SHA-256."""
        return self.sha256[:16]
