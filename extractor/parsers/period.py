"""The period that a report covers, read from its title or, where that is silent, from the words it opens
with.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

import regex


class Period(NamedTuple):
    start: date
    end: date


_NUMBERS = {
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "năm": 5,
    "sáu": 6,
    "bảy": 7,
    "tám": 8,
    "chín": 9,
    "mười": 10,
    "mười một": 11,
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_YEAR = r"(?:năm\s+)?(?P<year>(?:19|20)\d\d)"

# What a report plans for begins here: `…; phương hướng, nhiệm vụ 3 tháng cuối năm 2023`.
_PLAN = regex.compile(
    r"(?:[;,.]|\bvà)\s*(?:đề xuất |một số |các |những |triển khai )*"
    r"(?:phương hướng|nhiệm vụ|kế hoạch|mục tiêu|chương trình|dự báo|dự kiến|giải pháp|định hướng|trọng tâm)",
    regex.IGNORECASE,
)
# Titles about a draft, a policy or others' opinions: the years in them belong to that, not to the report.
_ABOUT_ANOTHER = regex.compile(
    r"\b(?:dự thảo|tác động của chính sách|đánh giá tác động|thẩm định|thẩm tra|giải trình|tiếp thu|góp ý"
    r"|(?<!thực hiện |triển khai )đề án|quy hoạch|thuyết minh|đề nghị xây dựng|đề xuất)\b",
    regex.IGNORECASE,
)
_RANGE = regex.compile(
    r"(?:giai đoạn|nhiệm kỳ|thời kỳ|từ năm|năm|trong)?\s*\(?(?P<first>(?:19|20)\d\d)"
    r"\s*(?:[-–—]|đến(?: năm)?)\s*(?P<last>(?:19|20)\d\d)",
    regex.IGNORECASE,
)
_CLOCK = r"(?:\d{1,2}\s*(?:h|giờ)\s*(?:\d{1,2}\s*(?:phút|')?)?,?\s*)?"  # `từ 07h00 ngày 24/8/2021 đến …`
_DAYS = regex.compile(
    rf"từ\s*{_CLOCK}(?:ngày\s*)?(\d{{1,2}})(?:[/.-](\d{{1,2}})(?:[/.-](\d{{4}}))?)?"
    rf"\s*(?:đến(?: hết)?|[-–])\s*{_CLOCK}(?:ngày\s*)?(\d{{1,2}})[/.-](\d{{1,2}})[/.-](\d{{4}})",
    regex.IGNORECASE,
)
_MONTHS = regex.compile(
    rf"(?P<count>\d{{1,2}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})\s+tháng"
    rf"(?:\s+(?P<which>đầu|cuối))?(?:\s+năm)?(?:\s+{_YEAR})?",
    regex.IGNORECASE,
)
_QUARTER = regex.compile(rf"quý\s+(?P<quarter>IV|I{{1,3}}|[1-4])(?:\s*[-/,]?\s*{_YEAR})?", regex.IGNORECASE)
_MONTH = regex.compile(rf"(?<!\d )tháng\s+(?P<month>\d{{1,2}})(?:\s*[-/,]?\s*{_YEAR})?", regex.IGNORECASE)
_WHOLE_YEAR = regex.compile(r"năm\s+(?P<year>(?:19|20)\d\d)(?!\s*[-–—]\s*\d)", regex.IGNORECASE)
_REPORTED = regex.compile(
    r"(?:kết quả|tình hình|công tác|báo cáo)[^.;]*(?:như sau|sau đây|cụ thể)\s*:?\s*$", regex.IGNORECASE
)


def covered(title: str | None, opening: str, issued: date | None) -> Period | None:
    """The period reported on. `opening` is the body's text before and at its first figures, `issued` the
    report's date.

    Where several periods are joined (`quý II và 6 tháng đầu năm 2019`) it runs from the first day to the
    last. A period that ends more than a year after the report was issued is a plan's, not the report's.
    """
    if title and _ABOUT_ANOTHER.search(title):
        return None
    found = _joined(title or "", issued)
    if found is None:
        sentences = [s for s in opening.split("\n") if _REPORTED.search(s)]
        found = next((p for s in sentences if (p := _joined(_last_clause(s), issued))), None)
    return found or _term_before(title or "", opening)


def _term_before(title: str, text: str) -> Period | None:
    """A report to a congress covers the term that ends where the title's (`nhiệm kỳ 2025 - 2030`) begins."""
    coming = regex.search(r"đại hội.*nhiệm kỳ ((?:19|20)\d\d)", title, regex.IGNORECASE)
    past = coming and regex.search(
        rf"nhiệm kỳ ((?:19|20)\d\d)\s*[-–—]\s*{coming[1]}\b", text, regex.IGNORECASE
    )
    return Period(date(int(past[1]), 1, 1), date(int(coming[1]), 12, 31)) if coming and past else None


def _joined(text: str, issued: date | None) -> Period | None:
    reported = _PLAN.split(text, maxsplit=1)[0]
    year = _year(text, issued)
    found = [p for p in _periods(reported, issued, year) if _past(p, issued)]
    return Period(min(p.start for p in found), max(p.end for p in found)) if found else None


def _last_clause(sentence: str) -> str:
    """The end of an opening sentence, behind the documents it cites: from the last `báo cáo` on."""
    places = [m.start() for m in regex.finditer(r"\bbáo cáo\b", sentence, regex.IGNORECASE)]
    return sentence[places[-1] :] if places else sentence


def _past(period: Period, issued: date | None) -> bool:
    return issued is None or (period.start <= issued and period.end <= issued + timedelta(days=366))


def _year(text: str, issued: date | None) -> int | None:
    """The year that a part without one (`6 tháng đầu năm`) means: the first the text names, else the
    date's.
    """
    found = regex.search(r"(?<![\d/-])(?:19|20)\d\d(?![\d/])", text)
    return int(found[0]) if found else issued.year if issued else None


def _periods(text: str, issued: date | None, year: int | None = None) -> Iterator[Period]:
    year = year or _year(text, issued)
    taken: list[tuple[int, int]] = []

    def free(found: regex.Match[str]) -> bool:
        start, end = found.span()
        if any(start < e and s < end for s, e in taken):
            return False
        taken.append((start, end))
        return True

    for m in filter(free, _DAYS.finditer(text)):
        day, month, first, last_day, last_month, last = m.groups()
        if (start := _date(first or last, month or last_month, day)) and (
            end := _date(last, last_month, last_day)
        ):
            yield Period(start, end)
    for m in filter(free, _RANGE.finditer(text)):
        if m["first"] < m["last"]:
            yield Period(date(int(m["first"]), 1, 1), date(int(m["last"]), 12, 31))
    for m in filter(free, _MONTHS.finditer(text)):
        count = int(m["count"]) if m["count"].isdigit() else _NUMBERS[m["count"].lower()]
        if 2 <= count <= 12 and (of := _of(m, year)):
            first_month = 13 - count if m["which"] and m["which"].lower() == "cuối" else 1
            yield Period(date(of, first_month, 1), _end(of, first_month + count - 1))
    for m in filter(free, _QUARTER.finditer(text)):
        if of := _of(m, year):
            quarter = _QUARTERS[m["quarter"].lower()]
            yield Period(date(of, 3 * quarter - 2, 1), _end(of, 3 * quarter))
    for m in filter(free, _MONTH.finditer(text)):
        month = int(m["month"])
        if 1 <= month <= 12 and (of := _of(m, year)):
            yield Period(date(of, month, 1), _end(of, month))
    for m in filter(free, _WHOLE_YEAR.finditer(text)):
        yield Period(date(int(m["year"]), 1, 1), date(int(m["year"]), 12, 31))


def _of(found: regex.Match[str], year: int | None) -> int | None:
    return int(found["year"]) if found["year"] else year


def _end(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _date(year: str, month: str, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
