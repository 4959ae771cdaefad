"""Runs of characters, line by line, on their way to whole paragraphs.

A docx paragraph is read as `Line`s (more than one where a break in it starts a new line in the reader's
eyes); `paragraph` folds a line's blanks, turns its runs into one text and says where its marks and its bold
head end.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import regex

from extractor.parsers.docx_styles import AS_IS, Face, Layout
from extractor.parsers.flow import FlowCell, FlowTable, Mark, Paragraph, Style
from extractor.text import clean


class Run(NamedTuple):
    """Characters set alike, tabs as `\\t` and breaks as `\\n`; or a footnote mark, with no text."""

    text: str
    face: Face
    mark: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    runs: tuple[Run, ...]
    layout: Layout = AS_IS
    label: str | None = None  # the automatic number
    suffix: str = " "

    @property
    def text(self) -> str:
        """As printed, blanks not folded; as long as what was typed."""
        return "".join(capitals(run.text) if run.face.caps else run.text for run in self.runs)


@dataclass(frozen=True, slots=True)
class LineCell:
    """A table cell whose paragraphs are still lines (see `flow.FlowCell`)."""

    row: int
    col: int
    lines: tuple[Line, ...]
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False


@dataclass(frozen=True, slots=True)
class LineTable:
    cells: tuple[LineCell, ...]
    ruled: bool


Item = Line | LineTable


def capitals(text: str) -> str:
    """The text in capitals, as long as it was: a letter whose capital is two stays (`ß`)."""
    upper = text.upper()
    if len(upper) == len(text):
        return upper
    return "".join(c.upper() if len(c.upper()) == 1 else c for c in text)


def all_lines(items: Iterable[Item]) -> Iterator[Line]:
    """The lines of the items, those of tables cell by cell."""
    for item in items:
        if isinstance(item, Line):
            yield item
        else:
            for cell in item.cells:
                yield from cell.lines


def each_line(item: Item, change: Callable[[Line], Line]) -> Item:
    """The item with each of its lines changed."""
    if isinstance(item, Line):
        return change(item)
    return replace(
        item, cells=tuple(replace(cell, lines=tuple(map(change, cell.lines))) for cell in item.cells)
    )


_LIST_MARK = regex.compile(r"\s*[-+*•–]\s?\p{Lu}|\s*(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ])[.)]\s+\p{Lu}")
_SENTENCE_END = regex.compile(r"[.;:!?”\"]\s*$")
_BARE_LABEL = regex.compile(
    r"\s*(?:PHẦN|CHƯƠNG|MỤC|TIỂU MỤC|ĐIỀU|PHỤ LỤC)(?:\s+(?:THỨ\s+)?[\p{L}\d]{1,6})?\s*[.:]?\s*",
    regex.IGNORECASE,
)
_BREAK = regex.compile(r"\n|(?<=[.;:]\s*)\t+(?=-\s?\p{Lu})")


def split(line: Line, *, layout_cell: bool = False) -> list[Line]:
    """The lines a reader sees in a paragraph with breaks in it.

    A break that only wraps a long line is a blank. It parts two lines in the cells of a letterhead or a
    signature (`layout_cell`), where the type changes with it (`CỘNG HÒA … VIỆT NAM` / `Độc lập - …`), after
    a bare label or a centred line of a few words in capitals (`Chương I`, `BÁO CÁO`), and before an item's
    dash or number after the end of a sentence; there a tab that pushes the dash to the next line parts too.
    """
    text = line.text
    cuts = [
        found.span()
        for found in _BREAK.finditer(text)
        if layout_cell or found[0] != "\n" or _parts(text[: found.start()], text[found.end() :], line)
    ]
    if not cuts:
        return [line]
    out: list[Line] = []
    start = 0
    for first, last in [*cuts, (len(text), len(text))]:
        out.append(part(line, start, first))
        start = last
    return [out[0], *(replace(rest, label=None) for rest in out[1:])]


def _parts(before: str, after: str, line: Line) -> bool:
    before, after = before.rpartition("\n")[2], after.partition("\n")[0]
    if not before.strip() or not after.strip():
        return False
    if _BARE_LABEL.fullmatch(before):
        return True
    if _SENTENCE_END.search(before) and _LIST_MARK.match(after):
        return True
    if line.layout.align != "center":
        return False
    if before.isupper() and (len(before.split()) <= 4 or not after.isupper()):
        return True
    at = line.text.find(before + "\n" + after)
    return _face_at(line.runs, at)[:4] != _face_at(line.runs, at + len(before) + 1)[:4]


def _face_at(runs: Iterable[Run], offset: int) -> Face:
    """The face of the first letter from `offset` on."""
    face = Face()
    for run in runs:
        if offset < len(run.text) and run.text[max(offset, 0) :].strip():
            return run.face
        offset -= len(run.text)
        face = run.face
    return face


def part(line: Line, start: int, end: int) -> Line:
    """The characters `[start, end)` of a line, and the marks among and at the ends of them, as a line."""
    runs: list[Run] = []
    at = 0
    for run in line.runs:
        if run.mark is not None:
            if start <= at <= end:
                runs.append(run)
        elif text := run.text[max(start - at, 0) : max(end - at, 0)]:
            runs.append(run._replace(text=text))
        at += len(run.text)
    return replace(line, runs=tuple(runs))


def paragraph(line: Line) -> Paragraph | None:
    """The line as a paragraph, its label at the head of the text; None where nothing is printed."""
    raw = "".join(run.text for run in line.runs)
    typed, text = clean(raw), clean(line.text)
    if not text:
        return None
    head = f"{line.label}{line.suffix}" if line.label else ""
    place = _folding(raw, text)
    marks: list[Mark] = []
    at = 0
    for run in line.runs:
        if run.mark is not None:
            marks.append(Mark(len(head) + place(at), run.mark))
        at += len(run.text)
    return Paragraph(
        head + text,
        tuple(marks),
        _style(line, place, len(head)),
        label=line.label,
        typed=head + typed if typed != text else None,
    )


_CUT = regex.compile(r"(?s).{200}.*?(?=[!-~])")  # before a letter that is never joined to the one before it


def _folding(raw: str, text: str) -> Callable[[int], int]:
    """From offsets in `raw` to offsets in `text`, its cleaned form."""
    if raw == text:
        return lambda offset: offset
    cuts = [(0, 0)]  # places in both from which on each can be told without what stands before
    for found in _CUT.finditer(raw):
        start, folded = cuts[-1]
        cuts.append((found.end(), folded + len(clean(raw[start : found.end()] + "|")) - 1))

    def place(offset: int) -> int:
        start, folded = cuts[bisect_left(cuts, (offset + 1,)) - 1]
        return min(folded + len(clean(raw[start:offset] + "|")) - 1, len(text))

    return place


def _style(line: Line, place: Callable[[int], int], head: int) -> Style:
    letters = [(len(run.text.strip()), run.face) for run in line.runs if run.text.strip()]
    total = sum(count for count, _ in letters)

    def most(trait: Callable[[Face], bool]) -> bool:
        return 2 * sum(count for count, face in letters if trait(face)) > total

    def prefix(trait: Callable[[Face], bool]) -> int:
        at = end = 0
        for run in line.runs:
            if run.text.strip():
                if not trait(run.face):
                    break
                end = at + len(run.text.rstrip())
            at += len(run.text)
        return head + place(end) if end else 0

    sizes: Counter[float] = Counter()
    for count, face in letters:
        if face.size is not None:
            sizes[face.size] += count
    layout = line.layout
    indent = None if layout.left is layout.first is None else (layout.left or 0.0) + (layout.first or 0.0)
    return Style(
        bold=most(lambda face: face.bold),
        italic=most(lambda face: face.italic),
        align=layout.align,
        size=max(sizes, key=lambda size: sizes[size]) if sizes else None,
        indent=indent,
        bold_prefix=prefix(lambda face: face.bold),
        italic_prefix=prefix(lambda face: face.italic),
        underline_prefix=prefix(lambda face: face.underline),
        outline_level=layout.outline_level,
    )


def paragraphs(lines: Iterable[Line]) -> tuple[Paragraph, ...]:
    return tuple(found for found in map(paragraph, lines) if found is not None)


def flow_items(items: Iterable[Item]) -> tuple[Paragraph | FlowTable, ...]:
    """The items as they go into a Flow, broken where a reader sees a new line."""
    out: list[Paragraph | FlowTable] = []
    for item in items:
        if isinstance(item, Line):
            out.extend(paragraphs(split(item)))
            continue
        cells = [
            FlowCell(
                cell.row,
                cell.col,
                paragraphs(piece for line in cell.lines for piece in split(line, layout_cell=not item.ruled)),
                cell.row_span,
                cell.col_span,
                cell.is_header,
            )
            for cell in item.cells
        ]
        out.append(FlowTable(tuple(cells), item.ruled))
    return tuple(out)
