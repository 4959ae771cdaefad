"""What a format's reader hands to the shared steps: paragraphs and tables in reading order, and the notes.

A reader (docx, pdf, text) ends in a `Flow`; `structure.build` turns it into a `Document` (zones, outline,
metadata, ids). In a Flow everything hard about the format is over: text is NFC with white space folded,
paragraphs are whole over page ends, marks are out, Word's automatic numbers are printed at the head of the
text, running heads and page numbers are gone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from extractor.document import Line, TextSource


@dataclass(frozen=True, slots=True)
class Mark:
    """A footnote mark that stood `offset` characters into the paragraph's text."""

    offset: int
    label: str


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set. `size` and the indents are in points; flags are true when most letters are so.

    `bold_prefix` counts the leading characters set in bold (or bold italic): a run-in label
    (`**Nông nghiệp:** diện tích …`) has a short one, a bold heading one as long as its text.
    `italic_prefix` and `underline_prefix` likewise. `outline_level` is Word's (0 outermost), where given.
    """

    bold: bool = False
    italic: bool = False
    align: Literal["left", "center", "right", "justify"] | None = None
    size: float | None = None
    indent: float | None = None  # left edge of the first line from the text area's left edge
    bold_prefix: int = 0
    italic_prefix: int = 0
    underline_prefix: int = 0
    outline_level: int | None = None


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One whole paragraph. `label` is the automatic number Word prints (`1.1.`), already at the head of
    `text`.

    `typed` is the text as it was typed where its font prints small letters as capitals (`.VnTimeH`): as
    long as `text`, letter for letter. What is read from how a paragraph looks goes by `text`; blocks keep
    what was typed.
    """

    text: str
    marks: tuple[Mark, ...] = ()
    style: Style = Style()
    lines: tuple[Line, ...] = ()
    label: str | None = None
    typed: str | None = None

    @property
    def as_typed(self) -> str:
        return self.typed or self.text


@dataclass(frozen=True, slots=True)
class FlowCell:
    """A cell at `row`, `col` (from 0) with its paragraphs; merged cells stand once, with their spans."""

    row: int
    col: int
    paragraphs: tuple[Paragraph, ...]
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class FlowTable:
    """A grid of cells, ruled or not. Letterheads and signature blocks set side by side come as unruled tables

    too, from docx (a borderless table, or columns made of tabs) and from PDF (columns on the page) alike:
    `structure` tells a table of figures from a layout. A table over a page end is one table, repeated
    heading rows are dropped.
    """

    cells: tuple[FlowCell, ...]
    ruled: bool = True


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or endnote: its printed label and its paragraphs, joined over pages."""

    label: str
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    items: tuple[Paragraph | FlowTable, ...]
    notes: tuple[Note, ...] = ()
    pages: int | None = None
    text_source: TextSource = "text"
    warnings: tuple[str, ...] = ()
    stamps: tuple[str, ...] = ()  # text of signature stamps, e.g. "Người ký: …"; never body text
