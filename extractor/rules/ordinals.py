"""Numbers that count nothing: ordinals, names, years and labels (facts.md, "Not counts")."""

from __future__ import annotations

import regex

from extractor.rules.engine import alternatives

_BEFORE = 24  # characters before a number in which the noun that it names stands
# The patterns with (?r) match backwards from the number: only what stands right before it is looked at.
# `mỗi tháng 03 video`, `tổng số 239 cơ sở`: the word before the noun makes the number a count
_NO_NAME = r"(?<!(?:mỗi|hằng|hàng|từng|một|trong|01|tổng|con|dân|kim|góp|thiểu|đa|quân|sĩ|hòa|hoà)\s)"
_NAMED = (
    regex.compile(
        rf"(?r)(?<![\p{{L}}\p{{N}}]){_NO_NAME}(?:{alternatives('ordinal_nouns')})\s+", regex.IGNORECASE
    ),
    regex.compile(rf"(?r)(?<!\p{{L}}){_NO_NAME}(?:ngày|tháng|quý|năm)\s+", regex.IGNORECASE),
    # `Bản 3`, `UBND Phường 3`, `trường Nguyễn Du Quận 3`, but not `Nhật Bản 3`, `Vũng Tàu 3`
    regex.compile(
        rf"(?r)(?<![\p{{L}}\p{{N}}])(?:(?<!\p{{Lu}}\p{{Ll}}+\s)(?:{alternatives('ordinal_names')})"
        rf"|(?:{alternatives('ordinal_places')}))\)?\s+"
    ),
)
_YEARS = regex.compile(r"(?:19|20)\d\d(?![.,]?\d)(?:\s*[-–]\s*(?:19|20)\d\d)?")
_YEAR_BEFORE = regex.compile(r"(?r)(?:[-–]|\p{Lu}\p{L}*)\s*")  # `2022 - 2023`, `Quý Mão 2023`
_LABEL = regex.compile(r"(?!0)\d{1,2}(?:\.\d{1,2})*\.?\s+\p{Lu}")  # `2.1 Công tác …`
# `khoảnh 3, 4 tiểu khu 211`, `kênh cấp 1 loại 3`: the noun behind the number is itself numbered
_NEXT_NUMBERED = regex.compile(r"\d{1,3}\s+(?:loại|tiểu khu|khoảnh|lô|thửa|tờ bản đồ)\s+(?:số\s+)?\d")
# `lớp 5 tuổi`, `Bệnh viện 500 giường`: what is told is its age, its size
_ROOMY = regex.compile(r"\d[\d.]*\s+(?:tuổi|giường)(?!\p{L})")
_MULTIPLE = regex.compile(
    r"(?r)(?:(?<!\p{L})(?:gấp|tăng|giảm|cao|lớn|nhiều|nhanh|bằng|hơn)(?:\s+\p{L}+){0,2}\s+"
    r"(?:\d[\d,.]*\s*(?:[-–—]|đến|tới)\s*)?|\d,\d+\s*(?:[-–—]|đến|tới)\s*)",
    regex.IGNORECASE,
)


def is_ordinal(text: str, match: regex.Match[str], *, in_table: bool = False) -> bool:
    """Whether the number a match begins with is a rank, a name's or a label: `Kỳ họp thứ 10`."""
    start = match.start()
    before = max(0, start - _BEFORE)
    alone = match.end("number") == match.end()
    if _YEARS.match(text, start, start + _BEFORE) and (alone or _YEAR_BEFORE.match(text, before, start)):
        return True
    if _NEXT_NUMBERED.match(text, start):
        return True
    if _ROOMY.match(text, start):
        return False
    if any(pattern.match(text, before, start) for pattern in _NAMED):
        return True
    return start == 0 and not in_table and _LABEL.match(text) is not None


def is_year(number: str) -> bool:
    """`2023` without a separator may be a year: then only a noun of the vocabulary makes it a count."""
    return _YEARS.fullmatch(number) is not None


def is_multiple(text: str, match: regex.Match[str]) -> bool:
    """Whether the number before *lần* compares two amounts (`tăng 2,5 lần`) or counts (`họp 3 lần`)."""
    start = match.start()
    return "," in match["number"] or _MULTIPLE.match(text, max(0, start - _BEFORE), start) is not None
