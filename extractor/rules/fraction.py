"""Parts of a whole with the noun counted: `35/35 sở` (facts.md)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import regex

from extractor import numbers
from extractor.rules import nouns, understood
from extractor.rules.engine import Candidate, Passage, scan

# What stands before a date (`sáng 12/02`), and before a ratio, a rank, a house number (`tỷ lệ 1/500`)
_DATE = regex.compile(
    r"(?<!\p{L})(?:ngày|sáng|trưa|chiều|tối|đêm|hôm|quốc\s+khánh|tết|lễ|dịp|từ|đến|trước|sau)\s+$",
    regex.IGNORECASE,
)
_OTHER = regex.compile(
    r"(?<!\p{L})(?:thứ|hạng|(?<!(?:tổng|ký|kí|quân)\s)số|nhà|ngõ|ngách|hẻm|kiệt|đường)\s+$", regex.IGNORECASE
)
_RATIO = regex.compile(r"(?<!\p{L})t[ỷỉ]\s+(?:lệ|số)\s+$", regex.IGNORECASE)
_SCALE = 100  # `bản đồ tỷ lệ 1/500`, but `đạt tỷ lệ 2/3 số phiếu`
_BEFORE = 24
_LIST = 120  # characters before a fraction in which the one listed before it stands


def find(passage: Passage) -> Iterator[Candidate]:
    """Every part of a whole in a passage."""
    text = passage.text
    for rule, match in scan("fraction", text):
        part, whole = numbers.read(match["number"]), numbers.read(match["whole"])
        if part is None or not whole or (rule.options.get("proper") and part > whole):
            continue
        dated = _may_be_date(part, whole) and not _continued(text, match)
        before = text[max(0, match.start() - _BEFORE) : match.start()]
        groups = match.groupdict()
        scale = part == 1 and whole % _SCALE == 0
        ratio = _RATIO.search(before) and ("gap" not in groups or scale)
        if ratio or _OTHER.search(before) or (dated and _DATE.search(before)):
            continue
        if "unit" in groups:
            unit, end, phrase = groups["unit"], match.end(), groups["unit"]
        elif "gap" in groups and (noun := nouns.head(text, match.end("gap"), guess=not dated)):
            unit, end, phrase = noun.text, noun.end, nouns.phrase(text, noun)
        elif (
            "gap" not in groups
            and part <= whole
            and not (dated or scale)
            and (noun := understood.of_fraction(text, match.start()))
        ):
            unit, end, phrase = noun.text, match.end(), nouns.phrase(text, noun)
        else:
            continue
        fields = {"numerator": part, "denominator": whole, "unit": unit, "object": phrase}
        yield Candidate("fraction", match.start(), end, rule, fields, rule.confidence)


def _continued(text: str, match: regex.Match[str]) -> bool:
    """Whether parts of the same whole are listed: `03/11 đồng chí xuất sắc, 08/11 hoàn thành tốt`."""
    before = text[max(0, match.start() - _LIST) : match.start()]
    return regex.search(rf"\d/{regex.escape(match['whole'])}\s+\p{{Ll}}", before) is not None


def _may_be_date(part: Decimal, whole: Decimal) -> bool:
    """`12/02` may be a day and a month, `8/2022` a month and a year; `35/35` may be neither."""
    return (1 <= part <= 31 and 1 <= whole <= 12) or (1 <= part <= 12 and 1900 <= whole <= 2100)
