"""Checks of one figure against another beside it: shares, multiples, growth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import regex

from extractor.audit.figures import AMOUNTS, by_block, exactly, printed, same_measure, sentence, shown, within
from extractor.audit.finding import Finding, finding
from extractor.document import Document
from extractor.facts import Fact

# `144/216 xã đạt chuẩn, bằng 66,7%`, `12/222 cơ sở (đạt 54,5%`
_SHARE = regex.compile(
    r"[^.;:%]{0,90}?(?:bằng|đạt|chiếm|tỷ lệ|tỉ lệ|tương đương|tương ứng|=|\()"
    r"\s*(?:tỷ lệ|tỉ lệ|khoảng|là)?\s*",
    regex.I,
)
_GROWTH = regex.compile(r"\b(?:tăng|giảm|vượt)\b", regex.I)
_OF_A_PLAN = regex.compile(
    r"\s*(?:so với\s|của\s|số\s)?(?:kế hoạch|chỉ tiêu|mục tiêu|nghị quyết|dự toán)", regex.I
)
_FROM = regex.compile(r"\btừ\s+(?:mức\s+|khoảng\s+|trên\s+|gần\s+|hơn\s+)?$", regex.I)
_RISE = regex.compile(
    r"[^.;]{0,60}?\b(?:lên|xuống|đến|còn)\s+(?:thành\s+|mức\s+|khoảng\s+|trên\s+|gần\s+|hơn\s+)*", regex.I
)
_TIMES = regex.compile(r"[^.;()]{0,40}?[(,]?\s*(?:tăng\s+)?gấp\s+(?P<times>\d+(?:,\d+)?)\s+lần", regex.I)
_TIMES_BASE = regex.compile(
    r"(?:/\p{L}+)?\s*[(,]?\s*(?:tăng\s+)?gấp\s+(?P<times>\d+(?:,\d+)?)\s+lần\s+"
    r"(?:so với\s+)?(?:cùng kỳ\s+)?[^.;,()]{0,30}\(\s*",
    regex.I,
)
_WAY = regex.compile(r"\b(?P<way>tăng|giảm|vượt)\s+(?:thêm\s+|khoảng\s+|gần\s+|trên\s+)?$", regex.I)
_OVER = regex.compile(r"\s*(?:so với\s+)?[^.;,()%]{0,50}\((?:năm \d{4}\s*(?:là|đạt|:)?\s*)?", regex.I)
_BY = regex.compile(r"[^.;()]{0,30}?[(,]\s*(?P<way>tăng|giảm)\s+(?:khoảng\s+)?", regex.I)


def share_of_fraction(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """A percentage beside a fraction is its share: `12/222 cơ sở (đạt 54,5%)` is not, 12/222 is 5,4%."""
    for block, held in by_block(document, facts):
        for fraction, percent in pairwise(held):
            if fraction.kind != "fraction" or percent.kind != "percent" or not fraction.denominator:
                continue
            between = block.text[fraction.end : percent.start]
            if not _SHARE.fullmatch(between) or _GROWTH.search(between) or fraction.numerator is None:
                continue
            share = 100 * fraction.numerator / fraction.denominator
            if not printed(percent).meets(exactly(share)):
                plan = _OF_A_PLAN.match(block.text, percent.end)
                yield finding(
                    "share-of-fraction",
                    "weak" if plan else "strong",
                    f"{fraction.exact} là {shown(share, 1)}%, không phải {percent.exact}.",
                    fraction,
                    percent,
                )


def multiple_of_values(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`từ 16.440 tỷ lên 24.735 tỷ đồng (gấp 1,70 lần)`: multiple and growth follow from the two values."""
    for block, held in by_block(document, facts):
        amounts = [f for f in held if f.kind in AMOUNTS and f.value]
        for first, second in pairwise(amounts):
            if not _comparable(first, second):
                continue
            between, after = block.text[first.end : second.start], block.text[second.end : second.end + 90]
            if _FROM.search(block.text, max(first.start - 20, 0), first.start) and _RISE.fullmatch(between):
                if match := _TIMES.match(after):
                    yield from _times(first, second, match["times"])
                elif match := _BY.match(after):
                    yield from _growth(first, second, match["way"], second.end + match.end(), held)
            elif match := _TIMES_BASE.fullmatch(between):
                yield from _times(second, first, match["times"])


def growth_over_base(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`đạt 312,7 tỷ đồng, tăng 12,9% so với năm 2022 (286,4 tỷ đồng)`: growth over the bracket."""
    for block, held in by_block(document, facts):
        for percent in (f for f in held if f.kind == "percent"):
            way = _WAY.search(block.text, max(percent.start - 20, 0), percent.start)
            opening = _OVER.match(block.text, percent.end)
            if way is None or opening is None:
                continue
            base = next(iter(within(held, opening.end(), opening.end() + 1)), None)
            if base is None or base.kind not in AMOUNTS or not base.value:
                continue
            begin = max(sentence(block.text, percent.start)[0], block.text.rfind(";", 0, percent.start))
            told = (
                f
                for f in reversed(within(held, begin, percent.start))
                if same_measure(f, base) and not _in_brackets(block.text, f, begin)
            )
            value = next(told, None)
            if value is not None and value.value:
                yield from _growth(
                    base, value, "giảm" if way["way"].lower() == "giảm" else "tăng", percent.start, held
                )


def _in_brackets(text: str, fact: Fact, begin: int) -> bool:
    before = text[begin : fact.start]
    return before.count("(") > before.count(")")


def _comparable(a: Fact, b: Fact) -> bool:
    """Of one unit, or of the unit named once: `từ 10 lên 15 mô hình`."""
    return same_measure(a, b) or (a.kind == b.kind == "count" and a.unit is None)


def _times(base: Fact, value: Fact, times: str) -> Iterator[Finding]:
    stated = Decimal(times.replace(",", "."))
    step = Decimal(1).scaleb(-len(times.partition(",")[2]))
    ratio = printed(value) / printed(base)
    if ratio.high < stated - step or ratio.low > stated + step:
        follows = shown((value.value or Decimal(0)) / (base.value or Decimal(1)), 2)
        yield finding(
            "multiple-of-values",
            "strong",
            f"{value.exact} so với {base.exact} là gấp {follows} lần, không phải {times} lần.",
            base,
            value,
        )


def _growth(base: Fact, value: Fact, way: str, at: int, held: Sequence[Fact]) -> Iterator[Finding]:
    percent = next(iter(within(held, at, at + 1)), None)
    if percent is None or percent.kind != "percent" or percent.value is None:
        return
    sign = -1 if way.lower() == "giảm" else 1
    ratio = (printed(value) / printed(base)).times(100)
    stated = printed(percent)
    low, high = sorted((100 + sign * stated.low, 100 + sign * stated.high))
    if ratio.high < low or ratio.low > high:
        change = 100 * (value.value or Decimal(0)) / (base.value or Decimal(1)) - 100
        yield finding(
            "growth-of-values",
            "strong",
            f"Từ {base.exact} đến {value.exact} là {'tăng' if change >= 0 else 'giảm'} "
            f"{shown(abs(change), 1)}%, không phải {way.lower()} {percent.exact}.",
            base,
            value,
            percent,
        )
