"""Drawn lines → the grid of cells that crossing rulings make, merged cells as one.

The idea is that of pdfplumber and of Nurminen ("Algorithmic Extraction of Data in Tables in PDF Documents",
2013): edges → crossings → cells; here on PDFium's paths, and kept as a grid, so that rows, columns and spans
come out.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractor.parsers.pdf_frame import Ruling

TOUCH = 3.0  # rulings that come this near to each other meet
MOST = 6000  # squares of a grid; squared paper has more, no table has
SAME = 2.0  # rulings this near to each other are one


@dataclass(frozen=True, slots=True)
class GridCell:
    """Rows and columns of the grid that the cell covers, and its box in reading coordinates."""

    row: int
    col: int
    row_span: int
    col_span: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Grid:
    """A ruled table on one page: where its columns and rows end, and its cells."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]

    @property
    def top(self) -> float:
        return self.ys[0]

    @property
    def bottom(self) -> float:
        return self.ys[-1]

    def holds(self, x: float, y: float) -> bool:
        return self.xs[0] - 1 <= x <= self.xs[-1] + 1 and self.top - 1 <= y <= self.bottom + 1

    def cell_at(self, x: float, y: float) -> GridCell | None:
        if not self.holds(x, y):
            return None
        inside = (c for c in self.cells if c.x0 - 1 <= x <= c.x1 + 1 and c.y0 - 1 <= y <= c.y1 + 1)
        return min(inside, key=lambda c: abs(x - (c.x0 + c.x1) / 2), default=None)


def find_grids(rulings: Iterable[Ruling]) -> list[Grid]:
    """The ruled tables of a page, from top to bottom. A lone frame around text is no table."""
    across = _merged([r for r in rulings if r.y0 == r.y1])
    down = [_flip(r) for r in _merged([_flip(r) for r in rulings if r.y0 != r.y1])]
    grids = [grid for hs, vs in _connected(across, down) if (grid := _grid(hs, vs))]
    return sorted(grids, key=lambda g: g.top)


def _flip(r: Ruling) -> Ruling:
    return Ruling(r.y0, r.x0, r.y1, r.x1)


def _merged(rulings: Sequence[Ruling]) -> list[Ruling]:
    """Horizontal rulings, those on one height that touch made one."""
    found: list[Ruling] = []
    for group in _clusters(sorted(rulings, key=lambda r: r.y0)):
        y = sum(r.y0 for r in group) / len(group)
        spans: list[list[float]] = []
        for r in sorted(group):
            if spans and r.x0 <= spans[-1][1] + TOUCH:
                spans[-1][1] = max(spans[-1][1], r.x1)
            else:
                spans.append([r.x0, r.x1])
        found += [Ruling(a, y, b, y) for a, b in spans]
    return found


def _clusters(rulings: Sequence[Ruling]) -> list[list[Ruling]]:
    groups: list[list[Ruling]] = []
    for r in rulings:
        if groups and r.y0 - groups[-1][0].y0 <= SAME:
            groups[-1].append(r)
        else:
            groups.append([r])
    return groups


def _connected(across: Sequence[Ruling], down: Sequence[Ruling]) -> list[tuple[list[Ruling], list[Ruling]]]:
    """Rulings that hang together by their crossings."""
    home = list(range(len(across) + len(down)))

    def root(i: int) -> int:
        while home[i] != i:
            home[i] = home[home[i]]
            i = home[i]
        return i

    heights = [h.y0 for h in across]
    for j, v in enumerate(down, len(across)):
        for i in range(bisect_left(heights, v.y0 - TOUCH), bisect_right(heights, v.y1 + TOUCH)):
            if across[i].x0 - TOUCH <= v.x0 <= across[i].x1 + TOUCH:
                home[root(i)] = root(j)
    groups: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for i, r in enumerate([*across, *down]):
        groups.setdefault(root(i), ([], []))[i >= len(across)].append(r)
    return list(groups.values())


def _grid(across: Sequence[Ruling], down: Sequence[Ruling]) -> Grid | None:
    if len(across) < 2 or not down:
        return None
    edges = (min(h.x0 for h in across), max(h.x1 for h in across))
    heights = (min(v.y0 for v in down), max(v.y1 for v in down))
    xs = _distinct([v.x0 for v in down] + list(edges))
    ys = _distinct([h.y0 for h in across] + list(heights))
    if len(xs) < 2 or len(ys) < 2 or not 2 <= (len(xs) - 1) * (len(ys) - 1) <= MOST:
        return None
    cells = _cells(xs, ys, across, down)
    return Grid(tuple(xs), tuple(ys), tuple(cells)) if len(cells) > 1 else None


def _distinct(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > TOUCH:
            found.append(value)
    return found


def _cells(
    xs: Sequence[float], ys: Sequence[float], across: Sequence[Ruling], down: Sequence[Ruling]
) -> list[GridCell]:
    """Squares of the grid, those with no ruling between them as one cell."""
    rows, cols = len(ys) - 1, len(xs) - 1
    home = {(r, c): (r, c) for r in range(rows) for c in range(cols)}

    def root(square: tuple[int, int]) -> tuple[int, int]:
        while home[square] != square:
            square = home[square]
        return square

    walls = [[v for v in down if abs(v.x0 - x) <= TOUCH] for x in xs]
    floors = [[h for h in across if abs(h.y0 - y) <= TOUCH] for y in ys]
    for r in range(rows):
        for c in range(cols):
            middle_x, middle_y = (xs[c] + xs[c + 1]) / 2, (ys[r] + ys[r + 1]) / 2
            wall = any(v.y0 - 1 <= middle_y <= v.y1 + 1 for v in walls[c + 1])
            if c + 1 < cols and not wall:
                home[root((r, c + 1))] = root((r, c))
            floor = any(h.x0 - 1 <= middle_x <= h.x1 + 1 for h in floors[r + 1])
            if r + 1 < rows and not floor:
                home[root((r + 1, c))] = root((r, c))
    members: dict[tuple[int, int], list[tuple[int, int]]] = {}
    for square in home:
        members.setdefault(root(square), []).append(square)
    cells = []
    for squares in members.values():
        top, left = min(r for r, _ in squares), min(c for _, c in squares)
        bottom, right = max(r for r, _ in squares) + 1, max(c for _, c in squares) + 1
        cells.append(
            GridCell(top, left, bottom - top, right - left, xs[left], ys[top], xs[right], ys[bottom])
        )
    merged = [c for c in cells if c.row_span * c.col_span > 1]
    return sorted((c for c in cells if not any(_within(c, o) for o in merged)), key=lambda c: (c.row, c.col))


def _within(cell: GridCell, other: GridCell) -> bool:
    """Is the cell a frame around paragraphs that stand in the other?"""
    rows = other.row <= cell.row and cell.row + cell.row_span <= other.row + other.row_span
    cols = other.col <= cell.col and cell.col + cell.col_span <= other.col + other.col_span
    return rows and cols and cell is not other
