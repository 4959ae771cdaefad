"""Numbers as printed: what a rounded figure may stand for, and when two figures agree."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

import regex

from extractor.document import Block, Document
from extractor.facts import Fact, FactKind

_DIGITS = regex.compile(r"\d[\d.,]*")
_SENTENCE_END = regex.compile(r"[.!?…][”\"’)]*\s+(?=[\p{Lu}“\"])")
AMOUNTS: tuple[FactKind, ...] = ("count", "money", "measure")
LONGEST = 3000  # characters of a sentence; of a text that runs on without end only so much is compared


@dataclass(frozen=True, slots=True)
class Range:
    """The values that a printed figure may stand for."""

    low: Decimal
    high: Decimal

    def meets(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __truediv__(self, other: Range) -> Range:
        return Range(self.low / other.high, self.high / other.low)

    def times(self, factor: int) -> Range:
        return Range(self.low * factor, self.high * factor)


def printed(fact: Fact) -> Range:
    """A fact's value with the room its rounding leaves: one unit of the last digit where it has decimals.

    A whole number of plain things is exact. `54,5%` is 54.4 to 54.6: reports round and cut off alike. A hedge
    (khoảng, gần, trên) leaves a twentieth.
    """
    value = fact.value if fact.value is not None else Decimal(0)
    slack = _last_digit(fact, value)
    if fact.approx:
        slack = max(slack, abs(value) / 20)
    return Range(value - slack, value + slack)


def exactly(value: Decimal | int) -> Range:
    return Range(Decimal(value), Decimal(value))


def _last_digit(fact: Fact, value: Decimal) -> Decimal:
    """What a step of the last digit is worth: 0.1 in `54,5%`, 10 thousand million in `1,06 nghìn tỷ`."""
    match = _DIGITS.search(fact.exact)
    if match is None or not value:
        return Decimal(0)
    digits = match[0].rstrip(".,")
    whole, comma, decimals = digits.partition(",")
    number = Decimal(whole.replace(".", "") + ("." + decimals if comma else ""))
    if not number:
        return Decimal(0)
    scale = value / number
    if not comma and scale == 1 and fact.kind == "count":
        return Decimal(0)
    return abs(scale) * Decimal(1).scaleb(-len(decimals))


def by_block(document: Document, facts: Sequence[Fact]) -> Iterator[tuple[Block, list[Fact]]]:
    """The blocks that hold facts, each with its facts in the order of the text."""
    held: dict[str, list[Fact]] = {}
    for fact in facts:
        held.setdefault(fact.block_id, []).append(fact)
    for block in document.blocks:
        if block.block_id in held:
            yield block, sorted(held[block.block_id], key=lambda f: f.start)


def made_by(document: Document) -> date | None:
    """The day by which the report was made: its date, of a scan the end of that month.

    Number and day are often written or stamped by hand, and read by OCR with a digit lost.
    """
    made = document.metadata.date
    if made is None or document.text_source != "ocr":
        return made
    return made.replace(day=monthrange(made.year, made.month)[1])


def sentence(text: str, position: int) -> tuple[int, int]:
    """Start and end of the sentence of `text` around `position`."""
    starts, ends = _sentences(text)
    at = bisect_right(starts, position) - 1
    return max(starts[at], position - LONGEST), min(ends[at], position + LONGEST)


@lru_cache(maxsize=64)
def _sentences(text: str) -> tuple[list[int], list[int]]:
    """Where the sentences of a text start, and where each ends."""
    breaks = list(_SENTENCE_END.finditer(text))
    return [0, *(m.end() for m in breaks)], [*(m.start() + 1 for m in breaks), len(text)]


def within(facts: Sequence[Fact], start: int, end: int) -> Sequence[Fact]:
    """Those of a block's facts, in the order of the text, that start in `[start, end)`."""
    first = bisect_left(facts, start, key=lambda f: f.start)
    return facts[first : bisect_left(facts, end, lo=first, key=lambda f: f.start)]


def same_measure(a: Fact, b: Fact) -> bool:
    """True where two amounts are of one kind and counted in one unit."""
    return a.kind == b.kind and a.currency == b.currency and (a.unit or "").lower() == (b.unit or "").lower()


def shown(value: Decimal, decimals: int = 0) -> str:
    """A number in Vietnamese notation: 1234.5 → `1.234,5`."""
    text = f"{value:,.{decimals}f}"
    if decimals:
        text = text.rstrip("0").rstrip(".")
    return text.translate(str.maketrans(",.", ".,"))
