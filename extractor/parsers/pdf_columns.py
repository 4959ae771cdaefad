"""Lines that stand side by side → columns: letterheads, recipients beside the signature, borderless tables.

A corridor is a strip that a run of lines leaves free while there is print on both of its sides. Running text
has none: the blanks of two lines hardly ever stand over each other, those of three never.
"""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from extractor.parsers.pdf_frame import Ruling
from extractor.parsers.pdf_layout import LABEL
from extractor.parsers.pdf_lines import Run, TextLine

WIDE = 1.6  # ems of a gap that tells columns from words
CORRIDOR = 6.0  # points that stay free between two columns, at least
SUPPORT = 3  # lines on both sides that make a corridor certain
TITLE = 25.0  # points by which the middle of a title may miss
LABEL_GAP = 2.2  # ems that may stand between a list label and its text
NEXT_LINE, NEXT_SIGNATURE = 45.0, 160.0  # points to the next line of a column; to the name under a signature


@dataclass(frozen=True, slots=True)
class Columns:
    """Rows of cells with their lines. A letterhead is one row of two cells."""

    rows: tuple[tuple[tuple[TextLine, ...], ...], ...]
    corridors: tuple[tuple[float, float], ...]  # the strips between the columns

    @property
    def top(self) -> float:
        return min(line.top for row in self.rows for cell in row for line in cell)

    @property
    def page(self) -> int:
        return next(line.page for row in self.rows for cell in row for line in cell)


class _Corridor(NamedTuple):
    x0: float
    x1: float
    support: int  # lines with print on both sides


def with_columns(
    lines: Sequence[TextLine], rulings: Sequence[Ruling], middle: float
) -> list[TextLine | Columns]:
    """Lines of one page in reading order, those side by side gathered into columns.

    `middle` is that of the text area: what is centred there stands in no column.
    """
    rows = _rows(lines)
    found: list[list[TextLine] | Columns] = []
    i = 0
    while i < len(rows):
        start, end, corridors = _region(rows, i, middle)
        if end == start:
            found.append(rows[i])
            i += 1
            continue
        del found[len(found) - (i - start) :]
        found.append(_columns(rows[start:end], [(c.x0, c.x1) for c in corridors], rulings))
        i = end
    flat: list[TextLine | Columns] = []
    for item in found:
        flat += [item] if isinstance(item, Columns) else item
    return flat


def _rows(lines: Sequence[TextLine]) -> list[list[TextLine]]:
    """Lines whose heights overlap, as columns of different type have them, are one row."""
    rows: list[list[TextLine]] = []
    for line in lines:
        if rows and line.baseline - rows[-1][0].baseline < 0.6 * line.size and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _beside(row: Sequence[TextLine], line: TextLine) -> bool:
    return all(line.x0 > other.x1 or line.x1 < other.x0 for other in row)


def _ink(row: Sequence[TextLine]) -> list[tuple[float, float]]:
    """The strips of a row that are printed on, words and list labels with what follows them made one."""
    strips: list[tuple[float, float]] = []
    for line in row:
        text = ""
        fresh = True
        for run in line.runs:
            gap = run.x0 - strips[-1][1] if not fresh else 0.0
            if not fresh and (gap < CORRIDOR or (LABEL.fullmatch(text) and gap < LABEL_GAP * line.size)):
                strips[-1] = (strips[-1][0], max(strips[-1][1], run.x1))
            else:
                strips.append((run.x0, run.x1))
            fresh = False
            text += run.text
    return sorted(strips)


def _region(rows: Sequence[Sequence[TextLine]], i: int, middle: float) -> tuple[int, int, list[_Corridor]]:
    """The rows around `rows[i]` that share corridors: (start, end, corridors); nothing where end == start."""
    ink = _ink(rows[i])
    wide = WIDE * max(line.size for line in rows[i])
    widest = max((b[0] - a[1] for a, b in pairwise(ink)), default=0.0)
    if widest < wide:
        return i, i, []
    corridors = [_Corridor(a[1], b[0], 1) for a, b in pairwise(ink)]
    free = [_Corridor(-1e6, ink[0][0], 0), *corridors, _Corridor(ink[-1][1], 1e6, 0)]
    end = i + 1
    last_both = end
    while end < len(rows):
        strips = _ink(rows[end])
        step = rows[end][0].baseline - rows[end - 1][-1].baseline
        if _is_title(rows[end], middle, free):
            break
        right_only = any(c.support and strips[0][0] >= c.x1 for c in free)
        cut = _cut(free, strips)
        if step > (NEXT_SIGNATURE if right_only else NEXT_LINE) or not any(c.support for c in cut):
            break
        if any(c.support >= SUPPORT and not any(d.x0 < c.x1 and d.x1 > c.x0 for d in cut) for c in free):
            break
        free = cut
        end += 1
        if any(c.support and strips[0][0] < c.x0 and strips[-1][1] > c.x1 for c in free):
            last_both = end
    start, free = _upwards(rows, i, free)
    live = [c for c in free if c.support]
    if len(live) > 1:
        live = [c for c in live if c.support > 1 or c.x1 - c.x0 > wide] or live
        while end > last_both and rows[end - 1][-1].x1 <= live[0].x0:
            end -= 1
    both = max(c.support for c in live)
    if both > 1 or end - start > 2 or widest > 6 * rows[i][0].size:
        return start, end, live
    return i, i, []


def _upwards(
    rows: Sequence[Sequence[TextLine]], i: int, free: list[_Corridor]
) -> tuple[int, list[_Corridor]]:
    """Rows above that leave the corridors free and stand right of the first, or at the head of the page."""
    start, found = i, (i, free)
    while start > 0 and rows[start][0].baseline - rows[start - 1][0].baseline < 30:
        strips = _ink(rows[start - 1])
        live = [c for c in free if c.support]
        free = _cut(free, strips)
        if len([c for c in free if c.support]) < len(live):
            break
        start -= 1
        if strips[0][0] >= live[0].x1 or (start == 0 and not _is_rest(rows[0][-1])):
            found = (start, free)
    return found


def _is_rest(line: TextLine) -> bool:
    """Is the first line of a page the rest of a paragraph, no line of a letterhead?"""
    return line.text[0].islower() or line.text.endswith((".", ";"))


def _is_title(row: Sequence[TextLine], middle: float, free: Sequence[_Corridor]) -> bool:
    """Does the row, though it may stand on one side of the corridor, belong to the page's middle?"""
    strips = _ink(row)
    x0, x1 = strips[0][0], strips[-1][1]
    certain = max(c.support for c in free)
    live = [c for c in free if c.support and 2 * c.support >= certain]
    gaps = [b[0] - a[1] for a, b in pairwise(strips)]
    in_one = all(gap < WIDE * row[0].size for gap in gaps)
    return in_one and len(live) == 1 and abs((x0 + x1) / 2 - middle) < TITLE


def _cut(free: Sequence[_Corridor], strips: Sequence[tuple[float, float]]) -> list[_Corridor]:
    """What a row's print leaves of the free strips, and which of them have print on both sides."""
    left: list[_Corridor] = []
    for corridor in free:
        x = corridor.x0
        pieces = []
        for a, b in strips:
            if b <= corridor.x0 or a >= corridor.x1:
                continue
            pieces.append((x, a))
            x = b
        pieces.append((x, corridor.x1))
        for a, b in pieces:
            if b - a >= CORRIDOR:
                sided = strips[0][0] <= a and strips[-1][1] >= b
                known = corridor.support or _was_between(free, a, b)
                left.append(_Corridor(a, b, known + sided if sided or known else 0))
    return left


def _was_between(free: Sequence[_Corridor], a: float, b: float) -> int:
    """A strip cut out of a margin is between columns once earlier rows have print beyond it."""
    return int(free[0].x1 <= a and free[-1].x0 >= b)


def _columns(
    rows: Sequence[Sequence[TextLine]], corridors: Sequence[tuple[float, float]], rulings: Sequence[Ruling]
) -> Columns:
    """The rows' lines, cut at the corridors. Two columns are one row; more are a table with rows."""
    if len(corridors) == 1:
        return Columns((_cells(rows, corridors),), tuple(corridors))
    groups = _table_rows(rows, corridors, rulings)
    table = [_cells(group, corridors) for group in groups]
    kept = list(corridors)
    for number in range(len(corridors) - 1, -1, -1):
        if not any(row[number] and row[number + 1] for row in table):  # a head that stands beside its column
            table = [(*row[:number], row[number] + row[number + 1], *row[number + 2 :]) for row in table]
            del kept[number]
    return Columns(tuple(table), tuple(kept))


def _cells(
    rows: Sequence[Sequence[TextLine]], corridors: Sequence[tuple[float, float]]
) -> tuple[tuple[TextLine, ...], ...]:
    """The rows' lines, column by column."""
    cells: list[list[TextLine]] = [[] for _ in range(len(corridors) + 1)]
    for line in (line for row in rows for line in row):
        for number, part in _split(line, [(x0 + x1) / 2 for x0, x1 in corridors]):
            cells[number].append(part)
    return tuple(tuple(cell) for cell in cells)


def _split(line: TextLine, edges: Sequence[float]) -> list[tuple[int, TextLine]]:
    parts: dict[int, list[Run]] = {}
    for run in line.runs:
        parts.setdefault(sum(run.x0 > x for x in edges), []).append(run)
    if len(parts) == 1:
        return [(number, line) for number in parts]
    return [(number, _part(line, runs)) for number, runs in parts.items()]


def _part(line: TextLine, runs: Sequence[Run]) -> TextLine:
    baselines = [r.baseline for r in runs if not r.raised] or [line.baseline]
    size = max(r.size for r in runs)
    return replace(line, runs=tuple(runs), baseline=statistics.median(baselines), size=size)


def _table_rows(
    rows: Sequence[Sequence[TextLine]], corridors: Sequence[tuple[float, float]], rulings: Sequence[Ruling]
) -> list[list[Sequence[TextLine]]]:
    """Printed rows → table rows: each where all have print in all columns, which what runs over has not.

    Else a new one begins at a rule, after a space, or where the first column numbers it.
    """
    if all(all(cells) for cells in (_cells([row], corridors) for row in rows)):
        return [[row] for row in rows]
    steps = [b[0].baseline - a[0].baseline for a, b in pairwise(rows)]
    leads = [step for step, row in zip(steps, rows, strict=False) if step >= row[0].size]
    usual = min(leads, default=0.0)  # the leading within a cell; lower steps are between lines side by side
    groups: list[list[Sequence[TextLine]]] = [[rows[0]]]
    for step, above, row in zip(steps, rows, rows[1:], strict=False):
        ruled = any(r.y0 == r.y1 and above[0].baseline < r.y0 < row[0].baseline for r in rulings)
        first = row[0].runs[0]
        numbered = first.x0 < corridors[0][0] and first.text.strip(".").isdigit()
        if ruled or step > 1.12 * usual or numbered:
            groups.append([])
        groups[-1].append(row)
    return groups
