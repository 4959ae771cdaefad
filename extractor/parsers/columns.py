"""Letterheads and signatures set in two columns by tabs and blanks, as typists did before tables.

    UBND TP. CẦN THƠ                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
    SỞ CÔNG THƯƠNG⇥⇥               Độc lập - Tự do - Hạnh phúc

Such lines, with those between them that stand in one of the columns, become an unruled table of one row and
two cells.
"""

from __future__ import annotations

from collections.abc import Sequence

import regex

from extractor.parsers.layout import FORM
from extractor.parsers.lines import Item, Line, LineCell, LineTable, part
from extractor.text import clean

_GAP = regex.compile(r"[^\S\n]*\t[^\S\n]*|[^\S\n]{4,}")
_TAB = 8  # blanks that a tab is worth
_RIGHT_MARGIN = 20  # a line that begins this far in stands in the right column
_ALIKE = 0.6  # gaps of this share of the widest one part columns, too
_CELL = 75  # letters in a column's line, at most
_BETWEEN = 8  # lines in one column that may stand between two lines in both
_LIST_LABEL = regex.compile(r"\s*(?:[-+*•]|\(?[\divxlIVXL]{1,5}(?:\.\d{1,2})*[.)/]?|\p{L}[.)])\s*")
_BEGINS = regex.compile(r"[\p{L}\d(“\"-]")


def set_columns(items: Sequence[Item]) -> list[Item]:
    """The items, runs of lines in two columns set as tables."""
    lines: list[Item] = [line for item in items for line in _broken(item)]
    cuts = [_cut(line) for line in lines]
    out: list[Item] = []
    at = 0
    while at < len(lines):
        end = _run_end(lines, cuts, at)
        if _is_form(lines, cuts, at, end):
            end = _with_recipients(lines, at, end)
            out.append(_table(lines[at:end], cuts[at:end]))
        else:
            out += lines[at:end]  # a form to fill in reads line by line
        at = end
    return out


def _broken(item: Item) -> list[Item]:
    """A paragraph whose lines, parted by breaks, are in two columns is several lines; any other item is
    itself.
    """
    if isinstance(item, LineTable) or "\n" not in item.text:
        return [item]
    spans = [found.span() for found in regex.finditer(r"[^\n]+", item.text)]
    pieces = [part(item, *span) for span in spans]
    return list(pieces) if any(_cut(piece) is not None for piece in pieces) else [item]


def _cut(item: Item) -> tuple[int, int] | None:
    """Where the gap between the columns begins and ends in a line, None where it is not in two columns.

    A gap at the head means the line stands in the right column alone, so the left one is empty.
    """
    if isinstance(item, LineTable) or item.label is not None:
        return None
    text = item.text
    if "\n" in text.strip() or not text.strip():
        return None
    gaps = [found.span() for found in _GAP.finditer(text.rstrip())]
    if not gaps:
        return None
    if not gaps[0][0] and len(gaps) == 2 and _width(text[slice(*gaps[1])]) >= _width(text[slice(*gaps[0])]):
        del gaps[0]  # the left column is centred by a tab, too
    start, end = max(gaps, key=lambda gap: _width(text[slice(*gap)]))
    wide = _ALIKE * _width(text[start:end])
    if sum(gap[0] > 0 and _width(text[slice(*gap)]) >= wide for gap in gaps) > 1:
        return None  # three columns or more: a row of a form, the offices under a balance sheet
    left, right = text[:start].strip(), text[end:].strip()
    if (
        len(left) > _CELL
        or len(right) > _CELL
        or not _BEGINS.match(right)
        or not regex.search(r"\p{L}", right)
    ):
        return None
    if not left:
        return (start, end) if _width(text[start:end]) >= _RIGHT_MARGIN else None
    return None if _LIST_LABEL.fullmatch(left) or not regex.search(r"[\p{L}\d]", left) else (start, end)


def _width(gap: str) -> int:
    return sum(_TAB if char == "\t" else 1 for char in gap)


def _run_end(lines: Sequence[Item], cuts: Sequence[tuple[int, int] | None], start: int) -> int:
    """The end of the run of lines in two columns that begins with this line, which is in both."""
    end = start + 1
    if not _in_both(cuts[start], lines[start]):
        return end
    at = end
    while at < len(lines) and at < end + _BETWEEN:
        line = lines[at]
        if isinstance(line, LineTable) or (cuts[at] is None and len(line.text.strip()) > _CELL):
            break
        if cuts[at] is not None:
            end = at + 1
        at += 1
    return end


def _is_form(lines: Sequence[Item], cuts: Sequence[tuple[int, int] | None], start: int, end: int) -> bool:
    """Two lines at least have something in the right column, and some line holds what only letterheads and
    closings do.
    """
    return sum(cut is not None for cut in cuts[start:end]) > 1 and any(
        FORM.search(clean(side)) for at in range(start, end) for side in _sides(lines, cuts, at)
    )


def _with_recipients(lines: Sequence[Item], start: int, end: int) -> int:
    """The end of the table where its list of recipients goes on below the signature."""
    if any(map(_is_recipient, lines[start:end])):
        while end < len(lines) and _is_recipient(lines[end]):
            end += 1
    return end


def _sides(lines: Sequence[Item], cuts: Sequence[tuple[int, int] | None], at: int) -> tuple[str, ...]:
    line, cut = lines[at], cuts[at]
    if not isinstance(line, Line):
        return ()
    return (line.text[: cut[0]], line.text[cut[1] :]) if cut else (line.text,)


def _in_both(cut: tuple[int, int] | None, line: Item) -> bool:
    return cut is not None and isinstance(line, Line) and bool(line.text[: cut[0]].strip())


def _is_recipient(line: Item) -> bool:
    """`- Như trên;`, with or without something in the right column."""
    return (
        isinstance(line, Line) and len(clean(line.text)) <= 2 * _CELL and line.text.lstrip().startswith("-")
    )


def _table(lines: Sequence[Item], cuts: Sequence[tuple[int, int] | None]) -> LineTable:
    left: list[Line] = []
    right: list[Line] = []
    for line, cut in zip(lines, cuts, strict=True):
        assert isinstance(line, Line)
        if cut is None:
            (right if line.layout.align == "right" else left).append(line)
            continue
        left.append(part(line, 0, cut[0]))
        right.append(part(line, cut[1], len(line.text)))
    return LineTable((LineCell(0, 0, tuple(left)), LineCell(0, 1, tuple(right))), ruled=False)
