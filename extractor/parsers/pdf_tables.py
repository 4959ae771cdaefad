"""Tables, ruled (`pdf_grids`) or not (`pdf_columns`): cells with their lines, joined over page ends."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from extractor.parsers.flow import FlowCell, FlowTable, Paragraph
from extractor.parsers.pdf_columns import Columns
from extractor.parsers.pdf_frame import Frame
from extractor.parsers.pdf_grids import TOUCH, Grid, GridCell, find_grids
from extractor.parsers.pdf_layout import Area, paragraph, paragraphs, text_area
from extractor.parsers.pdf_lines import PageText, Run, TextLine

PADDING = 5.0  # points between a ruled cell's edge and its text


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell with its lines: the edges of its text, and how wide a centred line may get."""

    row: int
    col: int
    row_span: int
    col_span: int
    left: float
    right: float
    room: float
    lines: tuple[TextLine, ...]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table, or the part of it that stands on one page. `edges` are the strips that part its columns."""

    page: int
    top: float
    ruled: bool
    rows: int
    edges: tuple[tuple[float, float], ...]
    cells: tuple[Cell, ...]

    def row(self, number: int) -> list[Cell]:
        return [cell for cell in self.cells if cell.row == number]


def ruled_tables(page: PageText) -> tuple[list[PageTable], list[TextLine]]:
    """The ruled tables of the page, and the lines that stand outside of them."""
    lines = list(page.lines)
    tables = []
    for grid in find_grids(page.rulings):
        table, lines = _ruled(grid, lines, page)
        tables += [table] if table else []
    return tables, lines


def _ruled(grid: Grid, lines: Sequence[TextLine], page: PageText) -> tuple[PageTable | None, list[TextLine]]:
    """The grid with its lines cell by cell (None where it is empty), and the lines outside of it.

    Turned lines of the page that lie in a cell are heads; those elsewhere are page furniture.
    """
    inside, outside = _in_cells(grid, lines, page.frame)
    if not inside:
        return None, list(lines)
    heads, _ = _in_cells(grid, page.turned, page.frame)
    cells = tuple(
        Cell(
            c.row, c.col, c.row_span, c.col_span, c.x0 + PADDING, c.x1 - PADDING, c.x1 - c.x0,
            (*inside.get(c, ()), *heads.get(c, ())),
        )
        for c in grid.cells
    )  # fmt: skip
    edges = tuple((x - TOUCH / 2, x + TOUCH / 2) for x in grid.xs)
    return PageTable(page.number, grid.top, True, len(grid.ys) - 1, edges, cells), outside


def _in_cells(
    grid: Grid, lines: Sequence[TextLine], frame: Frame
) -> tuple[dict[GridCell, list[TextLine]], list[TextLine]]:
    """The parts of the lines in each cell, and those in none."""
    inside: dict[GridCell, list[TextLine]] = {}
    outside: list[TextLine] = []
    for line in lines:
        own, y = frame.turned(line.turn), line.baseline - 0.3 * line.size
        parts: dict[GridCell | None, list[Run]] = {}
        for run in line.runs:
            place = own.onto((run.x0 + run.x1) / 2, y, -line.turn)
            parts.setdefault(grid.cell_at(*place), []).append(run)
        if parts.keys() == {None}:
            outside.append(line)
            continue
        for cell, runs in parts.items():
            part = replace(line, runs=tuple(runs), size=max(r.size for r in runs))
            if cell is None:
                outside.append(part)
            else:
                inside.setdefault(cell, []).append(part)
    return inside, outside


def unruled(columns: Columns, area: Area) -> PageTable:
    """What stands side by side as a table without rulings; `area` is that of the page."""
    bounds = [area.left, *(sum(corridor) / 2 for corridor in columns.corridors), area.right]
    extents: list[tuple[float, float, float]] = []
    for number, (low, high) in enumerate(pairwise(bounds)):
        lines = [line for row in columns.rows for line in row[number]]
        left, right = min((x.x0 for x in lines), default=low), max((x.x1 for x in lines), default=high)
        middle = (left + right) / 2
        extents.append((left, right, 2 * min(middle - low, high - middle)))
    cells = tuple(
        Cell(r, c, 1, 1, *extents[c], lines)
        for r, row in enumerate(columns.rows)
        for c, lines in enumerate(row)
        if lines or len(columns.rows) > 1
    )
    return PageTable(columns.page, columns.top, False, len(columns.rows), columns.corridors, cells)


def goes_on(above: PageTable, below: PageTable) -> bool:
    """Are the two, with nothing between them, parts of one table? They stand in the same columns then."""
    if above.ruled != below.ruled or len(above.edges) != len(below.edges):
        return False
    if not above.ruled and (len(above.edges) < 2 or above.page == below.page):
        return False
    return all(a[0] < b[1] and b[0] < a[1] for a, b in zip(above.edges, below.edges, strict=True))


def joined(parts: Sequence[PageTable]) -> PageTable:
    """The parts of a table over page ends as one: repeated head rows dropped, cut rows made whole."""
    whole = parts[0]
    head = [_text(whole, r) for r in range(whole.rows)]
    for part in parts[1:]:
        whole = _without_empty_end(whole)
        skip = 0
        while skip < min(part.rows, len(head)) and head[skip].strip(" |") and _text(part, skip) == head[skip]:
            skip += 1
        cells = [replace(c, row=c.row - skip) for c in part.cells if c.row >= skip]
        last = whole.rows - 1
        cut = part.page != parts[0].page and _cut_row(whole.row(last), [c for c in cells if c.row == 0])
        shift = whole.rows - cut
        kept = list(whole.cells)
        if cut:
            rest = {c.col: c.lines for c in cells if c.row == 0}
            kept = [replace(c, lines=c.lines + rest.get(c.col, ())) if c.row == last else c for c in kept]
            cells = [c for c in cells if c.row > 0]
        kept += [replace(c, row=c.row + shift) for c in cells]
        whole = replace(whole, rows=whole.rows + part.rows - skip - cut, cells=tuple(kept))
    return whole


def _without_empty_end(table: PageTable) -> PageTable:
    """Without the empty rows that some writers draw down to the page end."""
    rows = 1 + max((c.row for c in table.cells if c.lines), default=table.rows - 1)
    return replace(table, rows=rows, cells=tuple(c for c in table.cells if c.row < rows))


def _text(table: PageTable, row: int) -> str:
    return " | ".join(cell.text for cell in table.row(row))


def _cut_row(above: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Does the row below go on with the row above?

    Its number's cell is empty then and a sentence runs on, or all that stands in it runs on. A capital begins
    a row of its own where the row above had room left for its word: `… tham nhũng` / `Bảo vệ người tố cáo`.
    """
    if len(above) < 2 or [c.col for c in above] != [c.col for c in below]:
        return False
    filled = [(a.text, b.text) for a, b in zip(above, below, strict=True) if b.lines]
    roomy = any(_had_room(a, b) for a, b in zip(above, below, strict=True))
    small = [bool(a) and not b[0].isupper() and not b[0].isdigit() for a, b in filled]
    if below[0].lines or not above[0].lines:
        return bool(small) and all(small) and not below[0].text[:1].isdigit()
    return any(a and not (b[0].isupper() and (roomy or a.endswith((".", ";")))) for a, b in filled)


def _had_room(above: Cell, below: Cell) -> bool:
    """Would the first word of the cell below have stood on the last line of the cell above?"""
    if not above.lines or not below.lines:
        return False
    last, first = above.lines[-1], below.lines[0].runs[0]
    return last.x1 + 0.3 * last.size + first.x1 - first.x0 < above.right


def flow_table(table: PageTable, frames: dict[int, Frame]) -> FlowTable:
    """The table with each cell's lines made paragraphs."""
    heads = _head_rows(table)
    return FlowTable(
        tuple(
            FlowCell(c.row, c.col, tuple(_paragraphs(c, frames)), c.row_span, c.col_span, c.row < heads)
            for c in table.cells
        ),
        table.ruled,
    )


def _head_rows(table: PageTable) -> int:
    """How many rows at the top are heads: set bold throughout, over rows that are not."""
    for number in range(table.rows):
        runs = [run for cell in table.row(number) for line in cell.lines for run in line.runs]
        if runs and not all(run.bold for run in runs):
            return number if table.ruled or len(table.edges) > 1 else 0
    return 0


def _paragraphs(cell: Cell, frames: dict[int, Frame]) -> list[Paragraph]:
    """The cell's text; what is turned in it, the head of a narrow column, is one paragraph."""
    found: list[Paragraph] = []
    for turn, group in groupby(cell.lines, key=lambda line: line.turn):
        lines = list(group)
        measured = text_area(lines)
        step = measured.step if measured else 0.0
        area = measured if turn and measured else Area(cell.left, cell.right, step, cell.room)
        areas = {line.page: area for line in lines}
        found += [paragraph(lines, areas, frames)] if turn else paragraphs(lines, areas, frames)
    return found
