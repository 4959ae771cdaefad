"""Charts of answers: which columns are drawn, as lines of which names, and that the files are well formed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree, html

from extractor.chart import draw, lines
from extractor.errors import ExtractorError
from extractor.query import Answer

ANSWER = Answer(
    ("indicator", "period_start", "period_end", "value", "status"),
    [
        ("hộ nghèo", date(2023, 1, 1), date(2023, 12, 31), Decimal("965.000"), "result"),
        ("hộ nghèo", date(2022, 1, 1), date(2022, 12, 31), Decimal("1243.000"), "result"),
        ("hộ nghèo", date(2024, 1, 1), date(2024, 12, 31), Decimal("700"), "target"),
        ("hộ & người", date(2024, 1, 1), date(2024, 12, 31), Decimal("1"), "result"),
        ("hộ nghèo", None, None, Decimal("5"), "result"),
    ],
)
SVG = "{http://www.w3.org/2000/svg}"


def test_lines_run_over_time_and_know_targets() -> None:
    poor, other = lines(ANSWER)
    assert poor.name == "hộ nghèo"
    assert [(day.year, shown, target) for day, _, shown, target in poor.points] == [
        (2022, "1243", False),
        (2023, "965", False),
        (2024, "700", True),
    ]
    assert other.name == "hộ & người"


def test_a_picture_holds_a_point_a_figure_and_a_line_a_series() -> None:
    root = etree.fromstring(draw(ANSWER, "svg", "series-of --indicator <hộ>").encode())
    circles = list(root.iter(f"{SVG}circle"))
    heights = {c[0].text: float(c.get("cy")) for c in circles}
    assert len(circles) == 4
    assert len(list(root.iter(f"{SVG}polyline"))) == 2
    assert heights["hộ nghèo, 31/12/2022: 1243"] < heights["hộ nghèo, 31/12/2023: 965"]  # higher up the page


def test_a_page_holds_picture_and_table() -> None:
    page = html.fromstring(draw(ANSWER, "html", "series"))
    assert len(page.xpath("//tbody/tr")) == 5
    assert page.xpath("//*[local-name()='svg']")


@pytest.mark.parametrize(
    "answer", [Answer(("a",), [("x",)]), Answer(("d",), [(date(2023, 1, 1),)]), Answer(("n",), [])]
)
def test_nothing_to_draw(answer: Answer) -> None:
    with pytest.raises(ExtractorError, match="nothing to draw"):
        lines(answer)
