"""Checks of an amount against its neighbours: a mean that is a thousand times off, a sum too large a head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

import regex

from extractor.audit.figures import by_block, sentence, shown, within
from extractor.audit.finding import Finding, finding
from extractor.document import Document
from extractor.facts import Fact

_MEAN = regex.compile(r"bình quân[^.;]{0,40}$|mỗi\s[^.;]{0,25}$", regex.I)
_WORTH = regex.compile(
    r"[^.;]{0,60}?(?:trị giá|(?:với )?(?:tổng )?(?:số tiền|kinh phí|trị giá)|với)"
    r"[^.;\d]{0,30}",
    regex.I,
)
_AROUND = 500  # characters before and after a mean in which what it is the mean of is named
_HEADS = frozenset(
    {"suất", "phần", "lượt", "người", "hộ", "cháu", "em", "học sinh", "hội viên", "đoàn viên", "đối tượng"}
)
MOST_A_HEAD = Decimal(300_000_000)  # đồng: more is no gift, allowance or relief for one person


def mean_out_of_scale(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`148,62 tỷ đồng … 3.146 hộ vay … Bình quân mỗi hộ 47,2 tỷ đồng`: right digits, wrong unit."""
    for block, held in by_block(document, facts):
        for mean in (f for f in held if f.kind == "money" and f.value):
            begin, _ = sentence(block.text, mean.start)
            if not _MEAN.search(block.text, max(begin, mean.start - 60), mean.start):
                continue
            around = within(held, mean.start - _AROUND, mean.end + _AROUND)
            others = [f for f in around if f.kind == "money" and f.value and f is not mean]
            for count in (f for f in around if f.kind == "count" and f.value and f.value > 1):
                if f" {count.unit} " not in block.text[begin : mean.end + 20].lower().replace("/", " ") + " ":
                    continue
                for total in (f for f in others if f.currency == mean.currency):
                    ratio = (
                        (mean.value or Decimal(0)) * (count.value or Decimal(1)) / (total.value or Decimal(1))
                    )
                    if any(abs(ratio / factor - 1) < Decimal("0.02") for factor in (1000, 1_000_000)):
                        each = (total.value or Decimal(0)) / (count.value or Decimal(1)) / 1_000_000
                        yield finding(
                            "mean-out-of-scale",
                            "strong",
                            f"{total.exact} cho {count.exact} là bình quân {shown(each, 1)} triệu đồng, "
                            f"không phải {mean.exact}.",
                            total,
                            count,
                            mean,
                        )


def sum_a_head(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`1.250 suất quà, trị giá 625 tỷ đồng` is 500 million each: most likely a slip of the unit."""
    for block, held in by_block(document, facts):
        for heads, total in pairwise(held):
            if heads.kind != "count" or total.kind != "money" or total.currency != "VND" or not heads.value:
                continue
            if (heads.unit or "").lower() not in _HEADS or not _WORTH.fullmatch(
                block.text, heads.end, total.start
            ):
                continue
            each = (total.value or Decimal(0)) / heads.value
            if each > MOST_A_HEAD:
                yield finding(
                    "sum-a-head",
                    "weak",
                    f"{total.exact} cho {heads.exact} là {shown(each / 1_000_000, 1)} triệu đồng "
                    f"mỗi {heads.unit}.",
                    heads,
                    total,
                )
