"""What the text around a date decides: the year, or the month, that it leaves out (facts.md, "date")."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import regex

from extractor.dates import Period, Report, days, in_month, in_year
from extractor.rules.engine import Candidate, Passage

_SENTENCE_END = regex.compile(r"(?<=[.!?…]['”\"’)]?)\s+(?=\p{Lu}|[-+*“\"]\s?\p{Lu})")


def complete(winners: Iterable[Candidate], passage: Passage) -> list[Candidate]:
    """Dates with `date_start` and `date_end`, other candidates as they are.

    What a date lacks comes from its sentence, then from the period reported on, then from the report's date.
    """
    winners = list(winners)
    periods = [(w, w.fields["period"]) for w in winners if w.kind == "date"]
    if not periods:
        return winners
    bounds = [0, *(m.end() for m in _SENTENCE_END.finditer(passage.text)), len(passage.text) + 1]
    done: list[Candidate] = []
    for w in winners:
        if w.kind == "date":
            period: Period = w.fields["period"]
            if not period.complete:
                start, end = _sentence(bounds, w.start)
                around = [(o, p) for o, p in periods if o is not w and start <= o.start < end]
                period = _completed(w, period, around, passage.report)
            first, last = days(period)
            w = replace(w, fields={"date_start": first, "date_end": last})
        done.append(w)
    return done


def _sentence(bounds: list[int], place: int) -> tuple[int, int]:
    after = next(i for i, bound in enumerate(bounds) if bound > place)
    return bounds[after - 1], bounds[after]


def _completed(
    w: Candidate, period: Period, around: list[tuple[Candidate, Period]], report: Report
) -> Period:
    around.sort(key=lambda pair: (pair[0].start < w.start, abs(pair[0].start - w.start)))
    if any(p.day is not None and p.month is None for p in (period.first, period.last)):
        months = [p.last.month for _, p in around if p.last.month and p.first == p.last]
        if months:
            period = in_month(period, months[0])
    years = [p.last.year for _, p in around if p.last.year and _places_year(p)]
    last = report.end or report.date
    year = years[0] if years else last.year if last else None
    return in_year(period, year) if year else period


def _places_year(period: Period) -> bool:
    return period.first.year == period.last.year
