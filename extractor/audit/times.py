"""Checks of dates and lengths of time: anniversaries, years of carrying out, days that do not exist."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Sequence

import regex

from extractor.audit.figures import by_block, made_by, sentence, within
from extractor.audit.finding import Finding, finding
from extractor.document import Document
from extractor.facts import Fact

_DAY = regex.compile(
    r"(?P<day>\d{1,2})\s*(?:[/.-]|tháng)\s*(?P<month>\d{1,2})(?:\s*(?:[/.-]|năm)\s*(?P<year>\d{4}))?", regex.I
)
_REACH = 140  # characters from `10 năm` to what it is counted from, at most
_TITLED = 800  # characters of a title quoted between `sơ kết` and its years, at most
LEAP = 2000  # where no year is given, 29/02 may be meant
_AS_OF = regex.compile(
    r"(?:tại thời điểm|tính đến|đến hết|đến thời điểm)\s*(?:hết\s*)?(?:ngày\s*)?$", regex.I
)
_AHEAD = regex.compile(r"phấn đấu|dự kiến|mục tiêu|kế hoạch|ước|sẽ|chỉ tiêu", regex.I)
_PLAN = regex.compile(
    r"phương hướng|nhiệm vụ (?:trọng tâm|chủ yếu|thời gian tới|năm)|kế hoạch|giải pháp|thời gian tới", regex.I
)
_BRACKET = regex.compile(r"[^.;()]{0,100}\(\s*$")
_CARRIED_OUT = regex.compile(
    r"\s*(?:tổ chức\s+)?(?:triển khai\s+)?(?:thực hiện|thi hành)\b[^.;“”]{0,80}", regex.I
)
# `sơ kết 05 năm`, `tổng kết 10 năm thực hiện Nghị quyết …; 05 năm`
_SUMMED_UP = regex.compile(r"(?:(?:sơ kết|tổng kết)(?:[^.]*[;,])?|kết quả|qua|sau)\s*(?:và\s*)?$", regex.I)


def impossible_day(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`ngày 31/02/2023` is on no calendar."""
    for fact in facts:
        if fact.kind == "date" and fact.date_start is None:
            for match in _DAY.finditer(fact.exact):
                if not _exists(int(match["day"]), int(match["month"]), int(match["year"] or LEAP)):
                    yield finding("impossible-day", "strong", f"{fact.exact} không có trên lịch.", fact)


def _exists(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= day <= monthrange(max(year, 1), month)[1]


def anniversary(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`48 năm Ngày giải phóng … (30/4/1975 - 30/4/2023)`: the years between the two days are the number."""
    for block, held in by_block(document, facts):
        for years in (f for f in held if _is_years(f)):
            after = within(held, years.end, years.end + _REACH)
            dates = (f for f in after if f.kind == "date")
            span = next((f for f in dates if _BRACKET.fullmatch(block.text[years.end : f.start])), None)
            if span is None or span.date_start is None or span.date_end is None or years.value is None:
                continue
            if not _spans_years(span) or _other_years_between(held, years, span):
                continue
            between = span.date_end.year - span.date_start.year
            same_day = (span.date_start.day, span.date_start.month) == (
                span.date_end.day,
                span.date_end.month,
            )
            fits = {between} if same_day else {between, between + 1}
            if int(years.value) not in fits:
                yield finding(
                    "anniversary",
                    "strong",
                    f"{span.exact} là {between} năm, không phải {years.exact}.",
                    years,
                    span,
                )


def years_of_carrying_out(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`Tổng kết 20 năm thực hiện Nghị quyết số …, ngày 08/01/2022` in a report on 2023: one year, not 20."""
    now = _years_of(document)
    planned = plans(document)
    for block, held in by_block(document, facts) if now else ():
        for years in (f for f in held if _is_years(f)):
            after = within(held, years.end, years.end + _REACH)
            cited = next((f for f in after if f.kind == "doc_number"), None)
            if cited is None or cited.doc_date is None or years.value is None:
                continue
            begin, end = sentence(block.text, years.start)
            before = block.text[max(begin, years.start - _TITLED) : years.start]
            if not _CARRIED_OUT.fullmatch(block.text[years.end : cited.start]) or not _SUMMED_UP.search(
                before
            ):
                continue
            due = cited.doc_date.year + int(years.value)
            named = {f.date_end.year for f in within(held, begin, end) if f.kind == "date" and f.date_end}
            plan = {max(now) + 1} if block.section_id in planned else set()
            if due not in now | plan | (named - {cited.doc_date.year}) and not _other_years_between(
                held, years, cited
            ):
                elapsed = max(now) - cited.doc_date.year
                yield finding(
                    "years-of-carrying-out",
                    "strong" if abs(elapsed - int(years.value)) > 1 else "weak",
                    f"{cited.number} ngày {cited.doc_date:%d/%m/%Y}: đến năm {max(now)} là {elapsed} năm, "
                    f"không phải {years.exact}.",
                    years,
                    cited,
                )


def figure_from_the_future(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`Tính đến ngày 30/9/2025, toàn huyện có …` cannot stand in a report made in May."""
    made = made_by(document)
    planned = plans(document)
    for block, held in by_block(document, facts) if made else ():
        if block.section_id in planned:
            continue
        for day in (f for f in held if f.kind == "date" and f.date_start == f.date_end and f.date_end):
            assert made is not None
            assert day.date_end is not None
            begin, _ = sentence(block.text, day.start)
            before = block.text[begin : day.start]
            if day.date_end > made and _AS_OF.search(before[-60:]) and not _AHEAD.search(before):
                yield finding(
                    "figure-from-the-future",
                    "strong",
                    f"Báo cáo ngày {made:%d/%m/%Y} nêu số liệu tại {day.exact}.",
                    day,
                )


def plans(document: Document) -> set[str | None]:
    """The sections that say what is to be done (`PHƯƠNG HƯỚNG, NHIỆM VỤ`), and those below them."""
    found: set[str | None] = set()
    for section in document.sections:
        if section.parent_id in found or _PLAN.search(section.heading):
            found.add(section.section_id)
    return found


def _is_years(fact: Fact) -> bool:
    return (
        fact.kind == "duration" and fact.unit == "năm" and fact.value is not None and fact.value_max is None
    )


def _spans_years(date: Fact) -> bool:
    """True for `30/4/1975 - 30/4/2023`, false for a day or a year."""
    return (
        date.date_start is not None
        and date.date_end is not None
        and date.date_start.year < date.date_end.year
    )


def _other_years_between(held: Sequence[Fact], a: Fact, b: Fact) -> bool:
    return any(map(_is_years, within(held, a.end, b.start)))


def _years_of(document: Document) -> set[int]:
    """The years that are the report's present: of its date and its period."""
    meta = document.metadata
    first, last = meta.period_start, meta.period_end
    years = set(range(first.year, last.year + 1)) if first and last else set()
    return years | ({meta.date.year} if meta.date else set())
