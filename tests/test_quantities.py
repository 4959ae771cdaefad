"""Money, percentages, measures, fractions beyond the rules' own examples: hedges, currencies, boundaries."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractor.extract import winners
from extractor.rules.engine import Candidate, Passage


def marks(text: str, kind: str) -> list[Candidate]:
    return [c for c in winners(Passage(text)) if c.kind == kind]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        *[
            ("đồng", "VND"),
            ("đ", "VND"),
            ("₫", "VND"),
            ("VNĐ", "VND"),
            ("VND", "VND"),
            ("đồng Việt Nam", "VND"),
        ],
        *[
            ("USD", "USD"),
            ("US$", "USD"),
            ("đô la Mỹ", "USD"),
            ("đô-la", "USD"),
            ("đôla", "USD"),
            ("EUR", "EUR"),
        ],
        *[("euro", "EUR"), ("€", "EUR"), ("Nhân dân tệ", "CNY"), ("NDT", "CNY"), ("yên", "JPY")],
        *[
            ("Yên Nhật", "JPY"),
            ("won", "KRW"),
            ("bảng Anh", "GBP"),
            ("kíp Lào", "LAK"),
            ("baht", "THB"),
            ("AUD", "AUD"),
        ],
    ],
)
def test_every_way_to_write_a_currency_has_its_code(written: str, code: str) -> None:
    (mark,) = marks(f"với tổng trị giá 1,5 triệu {written}, tăng nhẹ", "money")
    assert (mark.fields["value"], mark.fields["currency"]) == (Decimal(1_500_000), code)


@pytest.mark.parametrize(
    ("text", "kind", "approx"),
    [
        ("đạt trên 95%", "percent", ">"),
        ("đạt hơn 95%", "percent", ">"),
        ("còn dưới 3%", "percent", "<"),
        ("gần 57 triệu USD", "money", "<"),
        ("khoảng 374 nghìn tỷ đồng", "money", "~"),
        ("ước khoảng 12,5 ha", "measure", "~"),
        ("tối thiểu 40% số xã", "percent", ">="),
        ("ít nhất 01 mô hình", "count", ">="),
        ("không dưới 30 người", "count", ">="),
        ("tối đa không quá 50 triệu đồng", "money", "<="),
        ("từ 3 sao trở lên", "count", ">="),
        ("từ 18 tuổi trở xuống", "count", "<="),
        ("đạt 95%", "percent", None),
        ("tỷ lệ đi bầu rất cao trên 90%", "percent", ">"),
        ("cao hơn 3% so với cùng kỳ", "percent", None),
        ("từ 250 đơn vị máu trở lên", "count", ">="),
        ("bao phủ bảo hiểm y tế đạt 99,3% dân số trở lên", "percent", ">="),
        ("đối thoại 2 lần/năm trở lên", "count", ">="),
        ("vượt 8,9% so với mục tiêu", "percent", None),
        ("kiểm tra cấp dưới 28 cuộc", "count", None),
        ("giá trị thu được trên 1 ha đất trồng trọt", "measure", None),
    ],
)
def test_hedges(text: str, kind: str, approx: str | None) -> None:
    (mark,) = marks(text, kind)
    assert mark.fields["approx"] == approx


@pytest.mark.parametrize(
    ("text", "kind", "exact"),
    [
        ("giảm từ 13,5% xuống 11,2%", "percent", ["13,5%", "11,2%"]),
        ("tăng từ 16 tỷ đồng năm 2020 lên 24 tỷ đồng", "money", ["16 tỷ đồng", "24 tỷ đồng"]),
        ("từ 38 tổ còn 15 tổ", "count", ["38 tổ", "15 tổ"]),
        ("30-60 USD/tấn", "money", ["30-60 USD"]),
        ("119 triệu đồng/người/năm", "money", ["119 triệu đồng"]),
        ("50 m3/ngày đêm", "measure", ["50 m3"]),
        ("220 ngàn tấn và 6.402ha", "measure", ["220 ngàn tấn", "6.402ha"]),
        ("xếp hạng 05/63 tỉnh", "fraction", []),
        ("trực 24/7 tại chốt", "fraction", []),
        ("ngày 04/12 xã tổ chức", "fraction", []),
        ("04/12 xã đạt chuẩn", "fraction", ["04/12 xã"]),
    ],
)
def test_where_marks_begin_and_end(text: str, kind: str, exact: list[str]) -> None:
    assert [text[c.start : c.end] for c in marks(text, kind)] == exact


def test_a_magnitude_word_goes_to_both_ends_of_a_range() -> None:
    (mark,) = marks("vốn vay 1,2 - 1,5 triệu đồng", "money")
    assert (mark.fields["value"], mark.fields["value_max"]) == (Decimal(1_200_000), Decimal(1_500_000))
