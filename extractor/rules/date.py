"""Dates and periods: what the groups of the rules in `date.toml` stand for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor import numbers
from extractor.dates import Period, Point, Report, months_from, span
from extractor.rules.engine import Candidate, Passage, Rule, scan

_OCR = regex.compile(r"[\dlIoO]+")  # `30/ll/2016`
_OCR_DIGITS = str.maketrans("lIoO", "1100")
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "nhất": 1}
_MONTHS = {"giêng": 1, "chạp": 12}


def find(passage: Passage) -> Iterator[Candidate]:
    """Candidates with a `period`, whose open parts `extractor.context` fills."""
    for rule, match in scan("date", passage.text):
        places = _places(match, "item") or _places(match, "mark") or [match.span()]
        for start, end in places:
            period = _period(rule, match, start, end, passage.report)
            if period is not None:
                yield Candidate("date", start, end, rule, {"period": period}, rule.confidence)


def _period(rule: Rule, match: regex.Match[str], start: int, end: int, report: Report) -> Period | None:
    if (count := _part(match, "months", start, end)) is not None:
        return _months(rule, match, int(numbers.read(count) or 0), report)
    if (count := _part(match, "quarters", start, end)) is not None:
        return _months(rule, match, 3 * int(numbers.read(count) or 0), report)
    if (count := _part(match, "days", start, end)) is not None:
        month = _stretch(match, start, end).first
        return Period(replace(month, day=1), replace(month, day=int(numbers.read(count) or 0)))
    between = next((place for place in _places(match, "to") if start <= place[0] < end), None)
    if between is not None:
        return span(_stretch(match, start, between[0]).first, _stretch(match, between[1], end).last)
    period = _stretch(match, start, end)
    if items := _places(match, "item"):  # an element of a list takes what it lacks from the last one
        return _filled(period, _stretch(match, *items[-1]).last)
    return period


def _months(rule: Rule, match: regex.Match[str], count: int, report: Report) -> Period | None:
    """So many months of a year, or beside the period reported on."""
    groups = match.groupdict()
    if rule.options.get("reported"):
        if report.start is None or report.end is None or report.start.year != report.end.year:
            return None
        covers = report.end.month == count  # `10 tháng` also in a report on October alone
        return Period(Point(report.end.year, 1), Point(report.end.year, count)) if covers else None
    if pointing := groups.get("ahead") or groups.get("back") or groups.get("rest"):
        last = report.end or report.date
        if last is None:
            return None
        if pointing == groups.get("rest"):
            return Period(Point(last.year, 13 - count), Point(last.year, 12)) if count < 12 else None
        if pointing == groups.get("ahead"):
            return months_from(last, 1, count)
        if pointing.endswith("qua"):
            return months_from(last, 1 - count, 0)
        return months_from(report.start or last, -count, -1)
    year = _number(match, "year", match.start(), len(match.string))
    if groups.get("end"):
        return Period(Point(year, 13 - count), Point(year, 12))
    return Period(Point(year, 1), Point(year, count))


def _stretch(match: regex.Match[str], start: int, end: int) -> Period:
    """The day, month, quarter or year printed at `[start, end)`."""
    year = _number(match, "year", start, end)
    if year is not None and year < 100:
        year += 1900 if year >= 50 else 2000
    if (quarter := _number(match, "quarter", start, end)) is not None:
        return Period(Point(year, 3 * quarter - 2), Point(year, 3 * quarter))
    point = Point(year, _number(match, "month", start, end), _number(match, "day", start, end))
    return Period(point, point)


def _filled(period: Period, last: Point) -> Period:
    def fill(point: Point) -> Point:
        month = last.month if point.day is not None and point.month is None else point.month
        return replace(point, month=month, year=last.year if point.year is None else point.year)

    return Period(fill(period.first), fill(period.last))


def _number(match: regex.Match[str], name: str, start: int, end: int) -> int | None:
    """A group's number within `[start, end)`: digits, Roman numerals of quarters, words of months."""
    text = _part(match, name, start, end)
    if text is None:
        return None
    word = text.lower()
    if name == "quarter" and word in _QUARTERS:
        return _QUARTERS[word]
    if word in _MONTHS:
        return _MONTHS[word]
    number = numbers.read(text.translate(_OCR_DIGITS) if _OCR.fullmatch(text) else word)
    return None if number is None else int(number)


def _part(match: regex.Match[str], name: str, start: int, end: int) -> str | None:
    return next((match.string[a:b] for a, b in _places(match, name) if start <= a and b <= end), None)


def _places(match: regex.Match[str], name: str) -> list[tuple[int, int]]:
    return match.spans(name) if name in match.re.groupindex else []
