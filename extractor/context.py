"""What the text around a date decides: the year, or the month, that it leaves out (facts.md, "date")."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, replace

import regex

from extractor.dates import Period, Report, days, in_month, in_year
from extractor.rules.engine import Candidate, Passage

_SENTENCE_END = regex.compile(r"(?<=[.!?…][”\"’)]?)\s+(?=\p{Lu}|[-+*“\"]\s?\p{Lu})")
_COMPARED = regex.compile(r"(?:so(?:\svới)?|cùng\skỳ|hơn)\s*$", regex.IGNORECASE)
# what stands before a year that holds no other date: `từ 2019`, `có xét đến 2020`, `giá so sánh 2010`
_BOUND = regex.compile(
    r"(?:cuối|từ|kể\stừ|trước|sau|đến|tới|tầm\snhìn|định\shướng|(?:giá|so\ssánh|cố\sđịnh|hiện\shành)(?:\snăm)?|CĐ)\s*$",
    regex.IGNORECASE,
)
_MEMORY = 10  # years before the report: what is older is an anniversary's and lends nothing
_BESIDE = 30  # dates on either side of one that may lend it a year; a sentence has no more
_CITED = regex.compile(r"[\s,]*\(?(?:ký\s|ban\shành\s)?")


@dataclass(frozen=True, slots=True)
class _Neighbour:
    """A date of the same sentence.

    `compared` where it is only compared with (`so với tháng 12/2007`), `frame` where it may hold the dates
    that follow (`Năm 2022, quý I đạt …`, but not `từ năm 2022, …`).
    """

    start: int
    period: Period
    compared: bool
    frame: bool


def complete(winners: Iterable[Candidate], passage: Passage) -> list[Candidate]:
    """Dates with `date_start` and `date_end`, other candidates as they are.

    What a date lacks comes from its sentence, then from the period reported on, then from the report's date.
    """
    winners = list(winners)
    if all(w.kind != "date" or w.fields["period"].complete for w in winners):
        return [_valued(w, w.fields["period"]) if w.kind == "date" else w for w in winners]
    ends = [*(m.end() for m in _SENTENCE_END.finditer(passage.text)), len(passage.text) + 1]
    done: list[Candidate] = []
    earlier: list[_Neighbour] = []  # of the sentences before, for a report that is not on one year
    first = last = 0
    for end in ends:
        while last < len(winners) and winners[last].start < end:
            last += 1
        inside = winners[first:last]
        neighbours = _neighbours(inside, passage.text)
        for w in inside:
            if w.kind == "date":
                period = _completed(w.start, w.fields["period"], neighbours or earlier, passage.report)
                w = _valued(w, period)
            done.append(w)
        earlier = [] if _one_year(passage.report) else neighbours or earlier
        first = last
    return done


def under_heading(report: Report, dates: Iterable[Candidate]) -> Report:
    """The report's time as the blocks under a heading see it, from the dates that the heading names.

    The heading places what the report does not (`I. KẾT QUẢ 6 THÁNG ĐẦU NĂM 2023`, where no one year is
    reported on), and what is to come: under `NHIỆM VỤ NĂM 2024` in a report on 2023 `quý I` is of 2024.
    """
    for w in dates:
        start, end = w.fields["date_start"], w.fields["date_end"]
        if start is None or start.year != end.year:
            continue
        last = report.end or report.date
        planned = last is not None and end.year == last.year + 1
        if planned or not _one_year(report):
            return Report(start, end, report.date)
    return report


def _valued(w: Candidate, period: Period) -> Candidate:
    first, last = days(period)
    return replace(w, fields={"date_start": first, "date_end": last})


def _neighbours(inside: list[Candidate], text: str) -> list[_Neighbour]:
    """The dates of a sentence that may lend a year: no cited document's, no span of several years."""
    found: list[_Neighbour] = []
    for before, w in zip([None, *inside], inside, strict=False):
        if w.kind != "date":
            continue
        cited = (
            before is not None and before.kind == "doc_number" and _CITED.fullmatch(text, before.end, w.start)
        )
        period: Period = w.fields["period"]
        if period.complete and not cited and period.first.year == period.last.year:
            compared = _COMPARED.search(text, max(0, w.start - 12), w.start) is not None
            bound = _BOUND.search(text, max(0, w.start - 12), w.start) is not None
            found.append(_Neighbour(w.start, period, compared, not (compared or bound)))
    return found


def _completed(place: int, period: Period, neighbours: list[_Neighbour], report: Report) -> Period:
    """The period with what the nearest date of its grain lends, a following one first.

    `6 tháng đầu năm … và 6 tháng cuối năm 2026`; so does a year before it: `Năm 2022, quý I tăng …`;
    but not `3 tháng đầu năm … hợp đồng ký từ cuối năm 2008`.
    """
    if period.complete:
        return period
    known = report.end or report.date
    oldest = known.year - _MEMORY if known else 0
    at = bisect_left(neighbours, place, key=lambda n: n.start)
    beside = neighbours[max(at - _BESIDE, 0) : at + _BESIDE]
    recent = (n for n in beside if (n.period.last.year or 0) >= oldest)
    near = sorted(recent, key=lambda n: (n.start < place, abs(n.start - place)))
    if period.last.day and not period.last.month:
        months = [n for n in near if n.period.last.month]
        period = in_month(period, months[0].period.last.month) if months else period
        like = months
    else:
        like = [n for n in near if _grain(n.period) == _grain(period) and not n.compared]
    frames = [n for n in near if n.start < place and n.frame and _grain(n.period) == "year"]
    lenders = like + frames + ([] if _one_year(report) else [n for n in near if not n.compared])
    year = lenders[0].period.last.year if lenders else _year_of_report(period, report)
    if lenders and lenders[0] in like and known and _nearer(period, known.year, lenders[0].period):
        year = known.year
    return in_year(period, year) if year else period


def _nearer(period: Period, year: int, lender: Period) -> bool:
    """Whether the report's year puts a date nearer to the one that would lend it another: in a report on 2023
    `trước ngày 25/12, … trước ngày 10/01/2024` is of 2023.
    """
    lent, own = days(in_year(period, lender.last.year or year))[0], days(in_year(period, year))[0]
    there = days(lender)[0]
    return bool(lent and own and there and abs(own - there) < abs(lent - there))


def _grain(period: Period) -> str:
    return "day" if period.last.day else "month" if period.last.month else "year"


def _one_year(report: Report) -> bool:
    return bool(report.start and report.end and report.start.year == report.end.year)


def _year_of_report(period: Period, report: Report) -> int | None:
    """The year that puts a date into the period reported on, else the period's last; else the report's."""
    if report.end is None or report.start is None:
        return report.date.year if report.date else None
    if report.date and report.start.year < report.date.year < report.end.year:
        return report.date.year
    for year in range(report.end.year, report.start.year - 1, -1):
        first, last = days(in_year(period, year))
        if first and last and report.start <= last and first <= report.end:
            return year
    return report.end.year
