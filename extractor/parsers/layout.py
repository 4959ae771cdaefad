"""Tables that only set text side by side become paragraphs, left column first; tables of figures stay
tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import regex

from extractor.parsers.capitals import is_ornament, is_upper
from extractor.parsers.flow import FlowCell, FlowTable, Mark, Paragraph
from extractor.parsers.labels import item_sign

# What only a letterhead or a closing holds: `Số: …/BC-UBND`, the State's and the Party's mottoes, `Nơi
# nhận:`, `KT. GIÁM ĐỐC`.
FORM = regex.compile(
    r"CỘNG H(?:ÒA|OÀ) XÃ HỘI CHỦ NGHĨA|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do"
    r"|^(?i:nơi nhận)\s*:|^(?i:kính gửi)\s*:?$"
    r"|^(?:T[/.]?M|K[/.]?T|T[/.]?L|T[/.]?UQ)\s*[.:]?\s*\p{Lu}{2}|\(Ký, "
)
# What an unruled table of two columns holds only as a letterhead: `Số:   -BC/TĐTN`, `Bình Hòa, ngày …`.
_HEAD = regex.compile(
    r"^S[ốỐ]\s*[:.]?[\s\d.…_]*[-/]\s*(?:\d{4}/)?\p{Lu}{2}|^[^,.;:\d(]{2,45}, ngày\b.*\btháng\b"
)
_EITHER = regex.compile(f"{FORM.pattern}|{_HEAD.pattern}")
_STAR = regex.compile(
    r"(?:\*\s+(?=Số\b))?"
)  # the star between body and number, taken for the head of its line


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
    forms = FORM if table.ruled or len(columns) > 2 else _EITHER
    return len(columns) <= 4 and sum(map(len, texts)) < 3000 and any(forms.search(t) for t in texts)


def _dissolved(table: FlowTable) -> Iterator[Paragraph]:
    width = max((c.col + c.col_span for c in table.cells), default=0)
    whole = {c.row for c in table.cells if c.col_span == width and width > 1}
    bands = groupby(sorted(table.cells, key=lambda c: (c.row, c.col)), key=lambda c: _band(c, whole))
    for _, band in bands:
        for cell in sorted(band, key=lambda c: (c.col, c.row)):
            for paragraph in cell.paragraphs:
                yield from printed_lines(paragraph)


def printed_lines(paragraph: Paragraph) -> Iterator[Paragraph]:
    """The lines of a letterhead or signature that a page sets one below the other, each as a paragraph.

    `TM. ỦY BAN NHÂN DÂN` / `KT. CHỦ TỊCH`, `- Sở Nội vụ;` / `- Lưu: VT.`; what only runs over stays whole.
    """
    starts = [0]
    for above, line in pairwise(paragraph.lines):
        before, text = paragraph.text[above.start : above.end], paragraph.text[line.start : line.end]
        listed = item_sign(paragraph.text) > 0
        if text.isalpha() and len(text) > 1 and not is_ornament(before):
            continue  # a syllable alone is the rest of the line above: `TM. BAN THƯỜNG VỤ HUYỆN` / `ĐOÀN`
        if item_sign(text) if listed else is_upper(text) or is_upper(before) or is_ornament(before):
            starts.append(line.start)
    starts = [start + len(_STAR.match(paragraph.text[start:])[0]) for start in starts]
    yield from cut(paragraph, starts)


def cut(paragraph: Paragraph, starts: Sequence[int]) -> Iterator[Paragraph]:
    """The parts of a paragraph that begin at `starts`, without those that hold nothing."""
    for start, end in pairwise([*starts, len(paragraph.text) + 1]):
        text = paragraph.text[start:end].rstrip()
        if text:
            marks = (
                Mark(min(m.offset - start, len(text)), m.label)
                for m in paragraph.marks
                if start <= m.offset < end
            )
            lines = (
                replace(line, start=max(0, line.start - start), end=line.end - start)
                for line in paragraph.lines
                if start < line.end and line.start < end
            )
            typed = paragraph.typed and paragraph.typed[start : start + len(text)]
            yield replace(paragraph, text=text, typed=typed, marks=tuple(marks), lines=tuple(lines))


def _band(cell: FlowCell, whole: set[int]) -> tuple[int, bool]:
    """Rows between cells that span the whole width belong together."""
    return sum(1 for row in whole if row < cell.row), cell.row in whole
