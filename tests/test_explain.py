"""Explanations of a piece of text: who won, what decided, what time the report lends."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.dates import Report
from extractor.errors import ExtractorError
from extractor.explain import explain, report_of


@pytest.mark.parametrize(
    ("words", "report"),
    [
        ("2023", Report(date(2023, 1, 1), date(2023, 12, 31))),
        ("2023-01-01..2023-06-30", Report(date(2023, 1, 1), date(2023, 6, 30))),
        ("2023-07-05", Report(date=date(2023, 7, 5))),
    ],
)
def test_report_of_a_year_a_period_or_a_date(words: str, report: Report) -> None:
    assert report_of(words) == report


@pytest.mark.parametrize("words", ["", "23", "05/7/2023", "2023..2024", "2023-02-30"])
def test_no_time_of_a_report_is_said(words: str) -> None:
    with pytest.raises(ExtractorError, match="no time of a report"):
        report_of(words)


@pytest.mark.parametrize(
    ("text", "report", "won"),
    [
        ("họp ngày 12/02", "2023", "date_start=2023-02-12 date_end=2023-02-12"),
        ("họp ngày 12/02", "2019-03-01..2019-08-31", "date_start=2019-02-12 date_end=2019-02-12"),
        ("Toàn huyện có 2.035 mô hình", "2023", "value=2035 unit=mô hình object=mô hình"),
        ("đạt\n54,50%", "2023", "value=54.5"),
    ],
)
def test_winners_carry_the_value_that_the_archive_would_hold(text: str, report: str, won: str) -> None:
    assert [e.value for e in explain(text, report_of(report)) if e.outcome == "won"] == [won]


@pytest.mark.parametrize(
    ("text", "loser", "outcome"),
    [
        ("6 tháng cuối năm 2023", "date.year", "lost to date.months-of-year: "),
        ("thực hiện Nghị quyết số 08-NQ/TU", "doc_number.named", "lost to doc_number.party: priority"),
    ],
)
def test_losers_name_who_beat_them(text: str, loser: str, outcome: str) -> None:
    lost = [e for e in explain(text) if e.outcome != "won" and e.rule == loser]
    assert lost
    assert all(e.outcome.startswith(outcome) and e.purpose for e in lost)
