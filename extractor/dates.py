"""Calendar periods as reports print them: parts left out stay open until context fills them."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date


@dataclass(frozen=True, slots=True)
class Point:
    """A day, a month (no `day`) or a year (neither); None where the text leaves a part out.

    A day of a month that is not named (`ngày 12`) has a day and no month.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None

    @property
    def complete(self) -> bool:
        return self.year is not None and (self.month is not None or self.day is None)


@dataclass(frozen=True, slots=True)
class Period:
    """From the first day of `first` to the last day of `last`."""

    first: Point
    last: Point

    @property
    def complete(self) -> bool:
        return self.first.complete and self.last.complete


@dataclass(frozen=True, slots=True)
class Report:
    """The report's own time: the period it covers and its date, as far as they are known."""

    start: date | None = None
    end: date | None = None
    date: date | None = None


UNKNOWN = Report()


def span(first: Point, last: Point) -> Period:
    """A period from point to point; each takes the month and year it lacks from the other.

    `ngày 10 đến ngày 20/5/2023` begins in the same month, `tháng 12 đến tháng 3/2023` in the year before.
    """
    if first.day is not None and first.month is None:
        first = replace(first, month=last.month)
    if last.day is not None and last.month is None:
        last = replace(last, month=first.month)
    order = (first.month or 0, first.day or 0) > (last.month or 13, last.day or 32)
    if first.year is None and last.year is not None:
        first = replace(first, year=last.year - order)
    elif last.year is None and first.year is not None:
        last = replace(last, year=first.year + order)
    return Period(first, last)


def in_year(period: Period, year: int) -> Period:
    """The period with the year it lacks; the last point's, where it runs over the turn of a year."""
    if period.first.year is None and period.last.year is None:
        return span(period.first, replace(period.last, year=year))
    return period


def in_month(period: Period, month: int | None) -> Period:
    """The period with the month that its days lack."""
    return Period(
        *(replace(p, month=month) if p.day and not p.month else p for p in (period.first, period.last))
    )


def months_from(day: date, first: int, last: int) -> Period:
    """The months from `first` to `last` counted from that of `day` (0 itself, -1 the one before)."""
    base = day.year * 12 + day.month - 1
    return Period(*(Point((base + n) // 12, (base + n) % 12 + 1) for n in (first, last)))


def days(period: Period) -> tuple[date, date] | tuple[None, None]:
    """First and last day, both inclusive; nothing where a part is open or no such day exists (`31/02`)."""
    first, last = period.first, period.last
    if not period.complete or first.year is None or last.year is None:
        return None, None
    try:
        start = date(first.year, first.month or 1, first.day or 1)
        month = last.month or 12
        end = date(last.year, month, last.day or monthrange(last.year, month)[1])
    except ValueError:
        return None, None
    return start, end
