"""Why a piece of text gives the facts it gives: every candidate, its rule, and what decided, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from extractor.dates import UNKNOWN, Period, Report, days
from extractor.errors import ExtractorError
from extractor.extract import Verdict
from extractor.extract import explain as verdicts
from extractor.facts import FactKind
from extractor.text import clean


@dataclass(frozen=True, slots=True)
class Explained:
    """A candidate as a reader sees it; `outcome` is `won`, or to which rule it lost, and by what."""

    text: str
    kind: FactKind
    value: str
    confidence: float
    outcome: str
    rule: str
    purpose: str


def explain(text: str, report: Report = UNKNOWN) -> list[Explained]:
    """Every candidate in the order of the text, a winner before those that it beat."""
    text = clean(text)
    return [_explained(v, text) for v in verdicts(text, report)]


def report_of(words: str) -> Report:
    """The report meant by a year (`2023`), a period (`2023-01-01..2023-06-30`) or a date (`2023-07-05`)."""
    first, dots, last = words.partition("..")
    try:
        if dots:
            return Report(date.fromisoformat(first), date.fromisoformat(last))
        if words.isdigit() and len(words) == 4:
            return Report(date(int(words), 1, 1), date(int(words), 12, 31))
        return Report(date=date.fromisoformat(words))
    except ValueError as error:
        raise ExtractorError(
            f"{words}: no time of a report", remedy="give 2023, 2023-01-01..2023-06-30 or 2023-07-05"
        ) from error


def _explained(v: Verdict, text: str) -> Explained:
    c = v.candidate
    return Explained(
        text=text[c.start : c.end],
        kind=c.kind,
        value=_value(c.fields),
        confidence=c.confidence,
        outcome=f"lost to {v.beaten_by.rule.id}: {_reason(v)}" if v.beaten_by else "won",
        rule=c.rule.id,
        purpose=c.rule.purpose,
    )


def _reason(v: Verdict) -> str:
    """What `extract.judge` decided by: priority, then length, then place; the first that differs."""
    loser, winner = v.candidate, v.beaten_by
    assert winner is not None
    if loser.rule.priority != winner.rule.priority:
        return f"priority {loser.rule.priority} against {winner.rule.priority}"
    if loser.end - loser.start != winner.end - winner.start:
        return "shorter"
    return "begins later" if loser.start > winner.start else "same place, rule later by name"


def _value(fields: Mapping[str, Any]) -> str:
    """`value=2035 unit=mô hình`; a date that lost has not been completed: what it lacks is open."""
    period = fields.get("period")
    if isinstance(period, Period):
        first, last = days(period)
        return f"date_start={first} date_end={last}" if first else "open: context was not asked"
    return " ".join(f"{name}={_plain(value)}" for name, value in fields.items() if value is not None)


def _plain(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)
