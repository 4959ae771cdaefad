"""Dates as reports write them, among all other facts, in a report on the first nine months of 2023."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.dates import Period, Point, Report, days, in_year, months_from, span
from extractor.extract import winners
from extractor.rules.engine import Passage

NINE_MONTHS = Report(date(2023, 1, 1), date(2023, 9, 30), date(2023, 10, 5))


def dates(text: str, report: Report = NINE_MONTHS) -> list[str]:
    """`mark = start..end` for every date of a text; a day once."""
    return [
        f"{text[c.start : c.end]} = {_printed(c.fields['date_start'], c.fields['date_end'])}"
        for c in winners(Passage(text, report=report))
        if c.kind == "date"
    ]


def _printed(start: date | None, end: date | None) -> str:
    if start is None:
        return "?"
    return str(start) if start == end else f"{start}..{end}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the year comes from the sentence, a following date of the same grain first
        (
            "So sánh quý I, 6 tháng đầu năm 2022.",
            ["quý I = 2022-01-01..2022-03-31", "6 tháng đầu năm 2022 = 2022-01-01..2022-06-30"],
        ),
        (
            "Ngày Quốc tế Lao động 01/5 (01/5/1886 - 01/5/2023)",
            ["01/5 = 2023-05-01", "01/5/1886 - 01/5/2023 = 1886-05-01..2023-05-01"],
        ),
        (
            "Năm 2021, quý IV tăng 5%.",
            ["Năm 2021 = 2021-01-01..2021-12-31", "quý IV = 2021-10-01..2021-12-31"],
        ),
        (
            "Từ ngày 15/11/2022 đến ngày 14/02, các đội đã trực.",
            ["ngày 15/11/2022 đến ngày 14/02 = 2022-11-15..2023-02-14"],
        ),
        # but neither from a cited document nor from what the report compares with
        (
            "Theo Công văn số 12/UBND-KT ngày 05/01/2021, tháng 6 kiểm tra lại.",
            ["ngày 05/01/2021 = 2021-01-05", "tháng 6 = 2023-06-01..2023-06-30"],
        ),
        (
            "Quý II tăng 12% so với cùng kỳ năm 2019.",
            ["Quý II = 2023-04-01..2023-06-30", "năm 2019 = 2019-01-01..2019-12-31"],
        ),
        (
            "Giá 6 tháng cuối năm tăng chậm, cả năm 2023 tăng 3% so với tháng 12/2022.",
            [
                "6 tháng cuối năm = 2023-07-01..2023-12-31",
                "năm 2023 = 2023-01-01..2023-12-31",
                "tháng 12/2022 = 2022-12-01..2022-12-31",
            ],
        ),
        (
            "Tháng 5 khởi công, thuộc kế hoạch giai đoạn 2021 - 2025.",
            ["Tháng 5 = 2023-05-01..2023-05-31", "giai đoạn 2021 - 2025 = 2021-01-01..2025-12-31"],
        ),
        # a date of another year lends its own only where the report's year is no nearer to it
        (
            "Chốt số liệu trước ngày 25/12, quyết toán trước ngày 10/01/2024.",
            ["ngày 25/12 = 2023-12-25", "ngày 10/01/2024 = 2024-01-10"],
        ),
        (
            "Từ ngày 20/12/2022 ra quân, ngày 15/01 sơ kết.",
            ["ngày 20/12/2022 = 2022-12-20", "ngày 15/01 = 2023-01-15"],
        ),
        # nor do the year of prices and the one looked ahead to
        (
            "Giá trị (giá so sánh 2010) tăng so với tháng 2.",
            ["2010 = 2010-01-01..2010-12-31", "tháng 2 = 2023-02-01..2023-02-28"],
        ),
        (
            "Quy hoạch có xét đến 2030, trình trong tháng 5.",
            ["2030 = 2030-01-01..2030-12-31", "tháng 5 = 2023-05-01..2023-05-31"],
        ),
        # then from the period of the report
        ("Cháy chợ ngày 12/02, không có thương vong.", ["ngày 12/02 = 2023-02-12"]),
        ("Nhiệm vụ 3 tháng cuối năm.", ["3 tháng cuối năm = 2023-10-01..2023-12-31"]),
        ("Chín tháng, thu ngân sách đạt khá.", ["Chín tháng = 2023-01-01..2023-09-30"]),
        # spans and lists
        (
            "từ ngày 01 đến ngày 15 tháng 8 năm 2023",
            ["ngày 01 đến ngày 15 tháng 8 năm 2023 = 2023-08-01..2023-08-15"],
        ),
        (
            "Đợt 1 (từ 05/6 - 20/6), đợt 2 (từ 01/8 đến 15/8)",
            ["05/6 - 20/6 = 2023-06-05..2023-06-20", "01/8 đến 15/8 = 2023-08-01..2023-08-15"],
        ),
        (
            "các năm 2019, 2020 và 2021",
            [
                "năm 2019 = 2019-01-01..2019-12-31",
                "2020 = 2020-01-01..2020-12-31",
                "2021 = 2021-01-01..2021-12-31",
            ],
        ),
        (
            "nhiệm kỳ 2015 - 2020 và 2020 - 2025",
            ["nhiệm kỳ 2015 - 2020 = 2015-01-01..2020-12-31", "2020 - 2025 = 2020-01-01..2025-12-31"],
        ),
        (
            "trong các tháng 4, 5 và 6 năm 2023",
            [
                "tháng 4 = 2023-04-01..2023-04-30",
                "5 = 2023-05-01..2023-05-31",
                "6 năm 2023 = 2023-06-01..2023-06-30",
            ],
        ),
        (
            "giai đoạn 2021-2025, tầm nhìn đến năm 2030, định hướng 2045.",
            [
                "giai đoạn 2021-2025 = 2021-01-01..2025-12-31",
                "năm 2030 = 2030-01-01..2030-12-31",
                "2045 = 2045-01-01..2045-12-31",
            ],
        ),
        (
            "năm học 2022 - 2023, năm học 2023-2024",
            ["năm học 2022 - 2023 = 2022-01-01..2023-12-31", "năm học 2023-2024 = 2023-01-01..2024-12-31"],
        ),
        ("Từ đầu nhiệm kỳ 2020-2025 đến nay", ["nhiệm kỳ 2020-2025 = 2020-01-01..2025-12-31"]),
        (
            "Đến hết ngày 31/8/2023, đến hết quý III, đến cuối tháng 9/2023",
            [
                "ngày 31/8/2023 = 2023-08-31",
                "quý III = 2023-07-01..2023-09-30",
                "tháng 9/2023 = 2023-09-01..2023-09-30",
            ],
        ),
        ("8 giờ 30 phút, ngày 12 tháng 5 năm 2023", ["ngày 12 tháng 5 năm 2023 = 2023-05-12"]),
        (
            "Quyết toán năm 2022; dự toán 2023; kế hoạch 2024.",
            [
                "năm 2022 = 2022-01-01..2022-12-31",
                "2023 = 2023-01-01..2023-12-31",
                "2024 = 2024-01-01..2024-12-31",
            ],
        ),
        (
            "Sáu tháng đầu năm 2023 và sáu tháng cuối năm",
            [
                "Sáu tháng đầu năm 2023 = 2023-01-01..2023-06-30",
                "sáu tháng cuối năm = 2023-07-01..2023-12-31",
            ],
        ),
        (
            "KẾT QUẢ QUÝ III VÀ 9 THÁNG ĐẦU NĂM 2023",
            ["QUÝ III = 2023-07-01..2023-09-30", "9 THÁNG ĐẦU NĂM 2023 = 2023-01-01..2023-09-30"],
        ),
        # as printed, even where it cannot be
        ("họp ngày 31/02/2023", ["ngày 31/02/2023 = ?"]),
        ("Kế hoạch từ năm 2025 đến năm 2021", ["năm 2025 đến năm 2021 = 2025-01-01..2021-12-31"]),
        # no dates
        ("4/4 đồng chí dự họp; 12/15 xã đạt chuẩn; tỷ lệ 70/30; trực 24/7.", []),
        ("mỗi tháng 02 cuộc, hằng quý 01 lần, mỗi năm 12 buổi, trước ngày 05 hằng tháng", []),
        ("hiện nay, cùng kỳ, năm trước, thời gian qua, từ đầu năm đến nay", []),
        ("Cách mạng tháng Tám; kỳ họp thứ 10; khóa XV; lần thứ 12", []),
        ("số 2023 hộ nghèo, có 1995 người, đạt 2015 triệu đồng", []),
    ],
)
def test_dates_in_a_report_on_nine_months(text: str, expected: list[str]) -> None:
    assert dates(text) == expected


@pytest.mark.parametrize(
    ("report", "expected"),
    [
        (Report(date(2022, 12, 16), date(2023, 12, 15), None), "ngày 20/12 = 2022-12-20"),
        (Report(date(2022, 1, 1), date(2022, 12, 31), date(2023, 1, 9)), "ngày 20/12 = 2022-12-20"),
        (Report(None, None, date(2024, 12, 25)), "ngày 20/12 = 2024-12-20"),
        (Report(), "ngày 20/12 = ?"),
    ],
)
def test_year_from_the_report(report: Report, expected: str) -> None:
    assert dates("Hội nghị ngày 20/12 đã thống nhất", report) == [expected]


def test_months_beside_the_report_need_a_report() -> None:
    assert dates("nhiệm vụ 3 tháng tới") == ["3 tháng = 2023-10-01..2023-12-31"]
    assert dates("nhiệm vụ 3 tháng tới", Report()) == []


def test_span_lends_month_and_year() -> None:
    assert span(Point(day=10), Point(2023, 5, 20)).first == Point(2023, 5, 10)
    assert span(Point(month=12), Point(2023, 3)).first == Point(2022, 12)
    assert span(Point(2022, 12), Point(month=3)).last == Point(2023, 3)


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)), st.integers(-30, 30), st.integers(0, 30))
def test_months_from_a_day_run_without_gaps(day: date, first: int, length: int) -> None:
    start, end = days(months_from(day, first, first + length))
    following, _ = days(months_from(day, first + length + 1, first + length + 1))
    assert start is not None
    assert end is not None
    assert following is not None
    assert start <= end
    assert (following - end).days == 1


@settings(deadline=None)
@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_every_day_is_read_back(day: date) -> None:
    for text in (
        f"ngày {day:%d/%m/%Y}",
        f"ngày {day.day} tháng {day.month} năm {day.year}",
        f"{day.day}-{day.month}-{day.year}",
    ):
        assert dates(text) == [f"{text} = {day}"]


def test_open_year_is_filled_at_the_turn_of_a_year() -> None:
    winter = Period(Point(month=11), Point(month=2))
    assert days(in_year(winter, 2023)) == (date(2022, 11, 1), date(2023, 2, 28))
