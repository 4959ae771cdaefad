"""What a paragraph's first letters print: a section's label, a list item's sign, or neither."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.parsers.labels import as_letter, item_sign, label, roman

LABELS = [
    # text, family, label as printed, rest
    ("I. TÌNH HÌNH CHUNG", "roman", "I", "TÌNH HÌNH CHUNG"),
    ("IV- Đánh giá", "roman", "IV", "Đánh giá"),
    ("I-ốt trong muối", None, None, None),
    ("II - KẾT QUẢ", "roman", "II", "KẾT QUẢ"),
    ("III/ Kiến nghị", "roman", "III", "Kiến nghị"),
    ("1- Về kinh tế", "decimal", "1", "Về kinh tế"),
    ("a- Thương mại, dịch vụ", "point", "a", "Thương mại, dịch vụ"),
    ("A. Kết quả", "letter", "A", "Kết quả"),
    ("1. Công tác chỉ đạo", "decimal", "1", "Công tác chỉ đạo"),
    ("1.Kiến nghị với thành phố", "decimal", "1", "Kiến nghị với thành phố"),
    ("2.1. Xuất khẩu", "decimal", "2.1", "Xuất khẩu"),
    ("2.1 Xuất khẩu", "decimal", "2.1", "Xuất khẩu"),
    ("3.2.1. Chăn nuôi", "decimal", "3.2.1", "Chăn nuôi"),
    ("1) Về trồng trọt", "decimal", "1", "Về trồng trọt"),
    ("a) Khu công nghiệp", "point", "a", "Khu công nghiệp"),
    ("đ) Các khoản khác", "point", "đ", "Các khoản khác"),
    ("II.1. Nông nghiệp", "roman", "II.1", "Nông nghiệp"),
    ("Phần thứ nhất ĐÁNH GIÁ", "part", "Phần thứ nhất", "ĐÁNH GIÁ"),
    ("PHẦN THỨ HAI", "part", "PHẦN THỨ HAI", ""),
    ("Phần II", "part", "Phần II", ""),
    ("Chương III", "chapter", "Chương III", ""),
    ("Mục 2. QUẢN LÝ", "mục", "Mục 2", "QUẢN LÝ"),
    ("Tiểu mục 1", "tiểu mục", "Tiểu mục 1", ""),
    ("Điều 5. Phạm vi điều chỉnh", "article", "Điều 5", "Phạm vi điều chỉnh"),
    ("Điều 12a. Xử lý", "article", "Điều 12a", "Xử lý"),
    ("Phụ lục số 02", "annex", "Phụ lục số 02", ""),
    # no labels
    ("1.500 người tham gia", None, None, None),
    ("2.035 mô hình đăng ký", None, None, None),
    ("12.5 triệu đồng", None, None, None),
    ("30/4 là ngày lễ", None, None, None),
    ("01/7/2025 sáp nhập", None, None, None),
    ("9 tháng năm 2023, kinh tế phát triển", None, None, None),
    ("05. là số thứ tự", None, None, None),
    ("V/v báo cáo tháng 6", None, None, None),
    ("C/O mẫu D", None, None, None),
    ("- Về tổ chức", None, None, None),
    ("(1) Việc ban hành", None, None, None),
    ("(i) nguồn vốn", None, None, None),
    ("Phần lớn các xã", None, None, None),
    ("Điều kiện thực hiện", None, None, None),
    ("Mục tiêu chung", None, None, None),
    ("CÔNG AN TỈNH", None, None, None),
    ("5- 7 ngày làm việc", None, None, None),
    ("5 - 7 ngày làm việc", None, None, None),
    ("a - b", None, None, None),
    ("IIX. không phải số La Mã", None, None, None),
]


@pytest.mark.parametrize(("text", "family", "printed", "rest"), LABELS)
def test_label(text: str, family: str | None, printed: str | None, rest: str | None) -> None:
    found = label(text)
    assert (found and found.family) == family
    if found:
        assert (found.text, text[found.end :]) == (printed, rest)


def test_label_values() -> None:
    assert [label(f"{sign}) mục").value for sign in "abcdđe"] == [1, 2, 3, 4, 5, 6]  # type: ignore[union-attr]
    found = label("2.10. Khác")
    assert found is not None
    assert (found.numbers, found.prefix, found.value, found.depth) == ((2, 10), "2", 10, 2)
    hundred = label("C. Kiến nghị")
    assert hundred is not None
    letter = as_letter(hundred)
    assert letter is not None
    assert (hundred.family, hundred.value, letter.family, letter.value) == ("roman", 100, "letter", 3)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("- Về tổ chức", 2),
        ("-Gạo: 30 ngàn tấn", 1),
        ("+ Đào tạo", 2),
        ("* Tham mưu", 2),
        ("(1) Việc", 4),
        ("(i) vốn", 4),
        ("– Gạch dài", 2),
        ("• Chấm", 2),
        ("-", 0),
        ("Về tổ chức", 0),
        ("(được bãi bỏ)", 0),
    ],
)
def test_item_sign(text: str, size: int) -> None:
    assert item_sign(text) == size


@pytest.mark.parametrize(
    ("text", "value"), [("I", 1), ("IV", 4), ("IX", 9), ("XIV", 14), ("XL", 40), ("VX", 0), ("IIII", 0)]
)
def test_roman(text: str, value: int) -> None:
    assert roman(text) == value


@given(st.text(max_size=60))
def test_label_ends_inside_its_text(text: str) -> None:
    found = label(text)
    assert found is None or 0 < found.end <= len(text)
