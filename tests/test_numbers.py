"""Vietnamese numbers as printed → their value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.numbers import MAGNITUDES, comma, mend, read, read_digits, starts

VALUES = [
    ("7", "7"),
    ("05", "5"),
    ("2.035", "2035"),
    ("237.902.200", "237902200"),
    ("54,5", "54.5"),
    ("54.5", "54.5"),
    ("6.886,164", "6886.164"),
    ("1,234.5", "1234.5"),
    ("1,234,567", "1234567"),
    ("3,456", "3456"),
    ("0,125", "0.125"),
    ("2743,47", "2743.47"),
    ("1990", "1990"),
    # magnitude words
    ("300 ngàn", "300000"),
    ("18,6 triệu", "18600000"),
    ("149,542 triệu", "149542000"),
    ("44,962.000", "44962000"),
    ("3.945 tỷ", "3945000000000"),
    ("1,156 triệu tỷ", "1156000000000000"),
    ("104,45 nghìn tỷ", "104450000000000"),
    ("1 nghìn 200 tỷ", "1200000000000"),
    ("1 tỷ 250 triệu", "1250000000"),
    ("2 vạn", "20000"),
    ("3 chục", "30"),
    ("5 trăm nghìn", "500000"),
    ("2 triệu rưỡi", "2500000"),
    ("nửa triệu", "500000"),
    # words
    ("hai", "2"),
    ("mười", "10"),
    ("mười lăm", "15"),
    ("hai mươi", "20"),
    ("hai mươi mốt", "21"),
    ("hai mươi tư", "24"),
    ("chín mươi chín", "99"),
    ("một trăm linh năm", "105"),
    ("ba trăm lẻ bảy", "307"),
    ("ba trăm năm mươi hai", "352"),
    ("năm trăm nghìn", "500000"),
    ("hai nghìn không trăm mười", "2010"),
    ("mười hai nghìn ba trăm", "12300"),
    ("ba trăm hai mươi lăm nghìn bốn trăm tỷ", "325400000000000"),
    ("Hai mươi", "20"),
]


@pytest.mark.parametrize(("printed", "value"), VALUES)
def test_read(printed: str, value: str) -> None:
    assert read(printed) == Decimal(value)


@pytest.mark.parametrize(
    "printed", ["", "12.05.2023", "1.2.3", "1.23.456", "1,2.3,4", "mô hình", "rưỡi", "3 4", "1.2345,6"]
)
def test_read_leaves_what_is_no_number(printed: str) -> None:
    assert read(printed) is None


@pytest.mark.parametrize(
    ("texts", "notation"),
    [
        (["khai thác 18,734 m3 gỗ"], "thousands"),
        (["tổng diện tích 88.653,42 ha", "phá rừng 8,462 ha"], "decimal"),
        (["tỷ lệ che phủ 58,7%", "phá rừng 8,462 ha"], "decimal"),
        (["diện tích 1,250,400 m2", "tăng 12,5%"], "thousands"),
        (["rừng trồng 2,412.5 ha"], "thousands"),
    ],
)
def test_comma_is_what_the_other_numbers_show(texts: list[str], notation: str) -> None:
    assert comma(texts) == notation


@given(st.integers(0, 10**15), st.integers(0, 999))
def test_read_digits_reads_vietnamese_notation(whole: int, thousandths: int) -> None:
    grouped = f"{whole:,}".replace(",", ".")
    assert read_digits(grouped) == whole
    fraction = f"{thousandths:03d}"
    expected = Decimal(f"{whole}.{fraction}")
    assert read_digits(f"{grouped},{fraction}", "decimal") == expected


@given(st.text("0123456789., ạăđơtriệuỷnghìn", max_size=30))
def test_read_never_fails(text: str) -> None:
    value = read(text)
    assert value is None or value >= 0


@given(st.integers(1, 999), st.sampled_from(sorted(MAGNITUDES)))
def test_a_magnitude_word_multiplies(number: int, magnitude: str) -> None:
    assert read(f"{number} {magnitude}") == number * MAGNITUDES[magnitude]


@pytest.mark.parametrize(
    ("printed", "mended"),
    [("l0", "10"), ("O5", "05"), ("2l", "21"), ("1O.000", "10.000"), ("300 ngàn", "300 ngàn")],
)
def test_mend_turns_letters_back_into_digits(printed: str, mended: str) -> None:
    assert mend(printed) == mended


STARTS = [
    ("tổ chức 12 cuộc, hai tỉnh", ["12", "hai"]),
    ("từ 10 - 15 người", ["10", "15"]),
    ("từ 10-15 người", ["10"]),
    ("bệnh Covid-19, cúm H1N1", []),
    ("49 giường bệnh/10.000 dân", ["49"]),
    ("ngày 06/12/2022", ["06"]),
    ("kết nạp l0 người", ["l0"]),
    ("đầu năm nhiệm vụ còn nặng", []),
    ("36 năm mô hình tự quản", ["36"]),
    ("tập trung năm nhóm giải pháp", ["năm"]),
    ("năm trăm nghìn đồng", ["năm"]),
    ("một trăm hộ, một hộ", ["một"]),
]


@pytest.mark.parametrize(("text", "expected"), STARTS)
def test_starts(text: str, expected: list[str]) -> None:
    found = starts(text)
    assert [text[s : s + len(e)] for s, e in zip(found, expected, strict=True)] == expected
