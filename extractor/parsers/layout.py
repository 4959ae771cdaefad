"""Tables that only set text side by side become paragraphs, left column first; tables of figures stay
tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

import regex

from extractor.parsers.flow import FlowCell, FlowTable, Paragraph

# What only a letterhead or a closing holds: `Số: …/BC-UBND`, the State's and the Party's mottoes, `Nơi
# nhận:`, `KT. GIÁM ĐỐC`.
FORM = regex.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do"
    r"|^(?i:nơi nhận)\s*:|^(?i:kính gửi)\s*:?$|^(?:TM|T/M|KT|K/T|TL|T/L|TUQ|T/UQ)\s*[.:]?\s*\p{Lu}{2}|\(Ký, "
)


def flattened(items: Iterable[Paragraph | FlowTable]) -> Iterator[Paragraph | FlowTable]:
    """The flow with layout tables dissolved: within rows that no cell spans, column by column."""
    for item in items:
        if isinstance(item, FlowTable) and is_layout(item):
            yield from _dissolved(item)
        elif isinstance(item, FlowTable) or item.text:
            yield item


def is_layout(table: FlowTable) -> bool:
    """Whether a table is a letterhead, a signature block or another setting side by side, not a table of
    figures.
    """
    columns = {cell.col for cell in table.cells}
    rows = {cell.row for cell in table.cells}
    if len(columns) <= 1 and (len(rows) <= 1 or not table.ruled):
        return True
    if not table.ruled and len(rows) == 1:
        return True
    texts = [p.text for cell in table.cells for p in cell.paragraphs]
    return len(columns) <= 4 and sum(map(len, texts)) < 3000 and any(FORM.search(t) for t in texts)


def _dissolved(table: FlowTable) -> Iterator[Paragraph]:
    width = max((c.col + c.col_span for c in table.cells), default=0)
    whole = {c.row for c in table.cells if c.col_span == width and width > 1}
    bands = groupby(sorted(table.cells, key=lambda c: (c.row, c.col)), key=lambda c: _band(c, whole))
    for _, band in bands:
        for cell in sorted(band, key=lambda c: (c.col, c.row)):
            yield from (p for p in cell.paragraphs if p.text)


def _band(cell: FlowCell, whole: set[int]) -> tuple[int, bool]:
    """Rows between cells that span the whole width belong together."""
    return sum(1 for row in whole if row < cell.row), cell.row in whole
