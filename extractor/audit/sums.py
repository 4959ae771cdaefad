"""Checks of a total against its parts: in a parenthesis, after `gồm`, in a footnote, in a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice

import regex

from extractor.audit.figures import (
    AMOUNTS,
    LONGEST,
    Range,
    by_block,
    printed,
    same_measure,
    sentence,
    shown,
    within,
)
from extractor.audit.finding import Finding, finding
from extractor.document import Cell, Document, Table
from extractor.facts import Fact

_PARTS_OPEN = regex.compile(
    r"[^.;()]{0,80}?(?P<how>\(|,?\s*(?:bao gồm|gồm|chia ra|cụ thể là|trong đó(?:\s+có)?)\s*:?\s)", regex.I
)
_CLAUSE_END = regex.compile(r"[.;](?:\s|$)")
_LOOSE = regex.compile(r"trong đó", regex.I)
_JOINT = regex.compile(r"[,;](?!\d)|\bvà\b")
_NOTE_OPEN = regex.compile(r"\s*(?:bao gồm|gồm|trong đó|cụ thể|chia ra)\b", regex.I)
_TOTAL = regex.compile(r"(?:tổng(?:\s+(?:cộng|số))?|cộng)\s*:?", regex.I)
_TRAITS = frozenset(
    {"", "nữ", "nam", "người", "đảng viên", "đoàn viên", "đồng chí", "cán bộ", "hộ", "trường hợp"}
)
MOST_PARTS = 12  # a longer list is an account, not a sum
MOST_TOTALS = 50  # rows of a table that add up others
_NUMBER = regex.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
_ORDER = regex.compile(r"(?:[IVX]+|[A-Z])\.?")


def total_and_parts(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`36 văn bằng (05 chỉ dẫn, 05 nhãn hiệu, 26 nhãn hiệu tập thể)`: the parts make the total.

    Parts that miss a total by far are no parts of it; after `trong đó`, which need not name all, only a sum
    that misses by a hundredth is a slip.
    """
    for block, held in by_block(document, facts):
        amounts = [f for f in held if f.kind in AMOUNTS and f.value is not None]
        for total in amounts:
            opening = _PARTS_OPEN.match(block.text, total.end)
            if opening is None or within(held, total.end, opening.end()):
                continue
            close = _close(block.text, opening)
            parts = _parts(block.text, opening.end(), close, amounts, total)
            yield from _compare(
                total, parts, loose=bool(_LOOSE.search(block.text, opening.start("how"), opening.end() + 10))
            )


def note_and_total(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """A footnote that says what a figure is made of: `231 dự án`, note `Gồm 192 dự án … và 40 dự án …`."""
    blocks = {b.block_id: b for b in document.blocks}
    held = {block.block_id: facts for block, facts in by_block(document, facts)}
    for note in document.footnotes:
        text = blocks[note.block_id].text
        if note.anchor_block_id is None or note.anchor_offset is None or not _NOTE_OPEN.match(text):
            continue
        start, _ = sentence(text=blocks[note.anchor_block_id].text, position=max(note.anchor_offset - 1, 0))
        before = within(held.get(note.anchor_block_id, ()), start, note.anchor_offset)
        totals = [f for f in before if f.kind in AMOUNTS]
        end = sentence(text, 0)[1]
        for total in totals[-3:]:
            told = within(held.get(note.block_id, ()), 0, end)
            parts = [f for f in told if same_measure(f, total) and f.end <= end]
            yield from _compare(total, parts, loose=bool(_LOOSE.match(text.strip())))


def _close(text: str, opening: regex.Match[str]) -> int:
    """Where the list of parts ends: at its bracket, or with the sentence's clause."""
    last = min(opening.end() + LONGEST, len(text))
    if opening["how"] == "(":
        close = text.find(")", opening.end(), last)
        return close if close >= 0 else last
    stop = _CLAUSE_END.search(text, opening.end(), last)
    return int(stop.start()) if stop else last


def _parts(text: str, start: int, end: int, amounts: Sequence[Fact], total: Fact) -> list[Fact]:
    """The amounts between, when they read as a plain list: one to an item, each of the total's kind."""
    inside = list(within(amounts, start, end))
    items = [item for item in _JOINT.split(text[start:end]) if item.strip()]
    if len(inside) < 2 or any(f.kind != total.kind or f.currency != total.currency for f in inside):
        return []
    if total.kind == "measure" and any(f.unit != total.unit for f in inside):
        return []
    return inside if sum(any(c.isdigit() for c in item) for item in items) == len(inside) else []


def _compare(total: Fact, parts: Sequence[Fact], *, loose: bool) -> Iterator[Finding]:
    if not 2 <= len(parts) <= MOST_PARTS or total.value is None or total.approx:
        return
    span = Range(Decimal(0), Decimal(0))
    for part in parts:
        span = span + printed(part)
    added = sum((p.value or Decimal(0) for p in parts), Decimal(0))
    missed = abs(added - total.value)
    if not loose:
        room = max(abs(total.value) / 8, Decimal(2))
    elif added > total.value and _apart(parts):
        room = abs(total.value) / 8
    else:
        room = abs(total.value) / 100
    exact = total.kind == "count" or all("," not in f.exact for f in (total, *parts))
    agrees = added == total.value if exact and not total.approx else printed(total).meets(span)
    if not agrees and missed <= room and all(abs(p.value or Decimal(0)) < abs(total.value) for p in parts):
        words = " + ".join(p.exact for p in parts)
        scale = _scale(total)
        yield finding(
            "total-and-parts",
            "strong",
            f"{words} là {shown(added / scale, 3)}, không phải {total.exact}.",
            total,
            *parts,
        )


def _apart(parts: Sequence[Fact]) -> bool:
    """True where one thing cannot be in two parts: lengths, sums of money, things each of its own kind."""
    units = [(p.unit or "").lower() for p in parts]
    return parts[0].kind != "count" or (len(set(units)) == len(units) and not set(units) & _TRAITS)


def _scale(fact: Fact) -> Decimal:
    """What the printed number is multiplied by to give the value: a thousand million in `81.734 tỷ đồng`."""
    match = _NUMBER.search(fact.exact)
    number = Decimal(match[0].replace(".", "").replace(",", ".")) if match else Decimal(0)
    return (fact.value or Decimal(1)) / number if number and fact.value else Decimal(1)


def table_total(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """The row `Tổng cộng` of a table is the sum of the rows above it, column by column."""
    for table in document.tables:
        for total_row, parts in _totals(table):
            for cell in total_row:
                values = [_value(row.get(cell.col)) for row in parts]
                total = _value(cell)
                if total is None or len(values) < 2 or any(v is None for v in values):
                    continue
                added = sum((v for v in values if v is not None), Decimal(0))
                if added != total and abs(added - total) <= max(abs(total) / 5, Decimal(2)):
                    where = f"bảng {table.table_id}, cột {cell.col + 1}"
                    yield Finding(
                        "table-total",
                        "strong",
                        f"Cộng các dòng của {where} được {shown(added, 3)}, dòng tổng ghi {cell.text}.",
                        f"“{cell.text}” ({where}, trang {cell.page or '?'})",
                        (),
                    )


def _totals(table: Table) -> Iterator[tuple[list[Cell], list[dict[int, Cell]]]]:
    """Total rows with the rows they add up; where some are numbered I, II or A, B, those alone are parts."""
    rows: dict[int, dict[int, Cell]] = {}
    for cell in table.cells:
        rows.setdefault(cell.row, {})[cell.col] = cell
    body = [row for _, row in sorted(rows.items()) if not any(c.is_header for c in row.values())]
    totals = (i for i, row in enumerate(body) if any(_TOTAL.fullmatch(c.text.strip()) for c in row.values()))
    for index in islice(totals, MOST_TOTALS):
        cells = [cell for _, cell in sorted(body[index].items())]
        others = body[:index] if index else body[1:]
        upper = [r for r in others if any(_ORDER.fullmatch(c.text.strip()) for c in r.values())]
        yield cells, upper or others


def _value(cell: Cell | None) -> Decimal | None:
    match = _NUMBER.fullmatch(cell.text.strip()) if cell else None
    return Decimal(match[0].replace(".", "").replace(",", ".")) if match else None
