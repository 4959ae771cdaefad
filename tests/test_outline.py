"""Lines of a body → the tree of sections."""

from __future__ import annotations

import pytest

from extractor.parsers.flow import Paragraph, Style
from extractor.parsers.outline import Outline

BOLD = Style(bold=True)


def paths(*lines: str) -> list[str]:
    """The paths of the sections that the lines open; a line that begins with `*` is bold."""
    outline = Outline()
    for number, line in enumerate(lines, 1):
        paragraph = Paragraph(line[1:], style=BOLD) if line.startswith("*") else Paragraph(line)
        outline.read(paragraph, f"b{number}", None)
    return [s.path for s in outline.sections]


TREES = [
    pytest.param(
        [
            "I. KẾT QUẢ",
            "1. Kinh tế",
            "a) Nông nghiệp",
            "b) Công nghiệp",
            "2. Xã hội",
            "II. NHIỆM VỤ",
            "1. Kinh tế",
        ],
        ["I", "I/1", "I/1/a", "I/1/b", "I/2", "II", "II/1"],
        id="levels go down and come back",
    ),
    pytest.param(
        [
            "A. Kết quả",
            "I. Công nghiệp",
            "1. Giá trị",
            "2. Xuất khẩu",
            "2.1. Gạo",
            "2.2. Thủy sản",
            "II. Thương mại",
            "B. Kế hoạch",
            "C. Kiến nghị",
            "1. Với thành phố",
            "2. Với Bộ",
        ],
        ["A", "A/I", "A/I/1", "A/I/2", "A/I/2/2.1", "A/I/2/2.2", "A/II", "B", "C", "C/1", "C/2"],
        id="a level left out costs nothing",
    ),
    pytest.param(
        [
            "Phần thứ nhất ĐÁNH GIÁ",
            "I. KẾT QUẢ",
            "1. Kinh tế",
            "1.1. Công nghiệp",
            "Phần thứ hai PHƯƠNG HƯỚNG",
            "I. MỤC TIÊU",
        ],
        [
            "Phần thứ nhất",
            "Phần thứ nhất/I",
            "Phần thứ nhất/I/1",
            "Phần thứ nhất/I/1/1.1",
            "Phần thứ hai",
            "Phần thứ hai/I",
        ],
        id="parts",
    ),
    pytest.param(
        [
            "Chương I QUY ĐỊNH CHUNG",
            "Điều 1. Phạm vi",
            "1. Quy định này áp dụng cho các xã;",
            "a) Cấp xã;",
            "b) Cấp tỉnh;",
            "2. Các cơ quan có liên quan.",
            "Điều 2. Đối tượng",
            "Chương II TỔ CHỨC",
            "Điều 3. Hiệu lực",
        ],
        [
            "Chương I",
            "Chương I/Điều 1",
            "Chương I/Điều 1/1",
            "Chương I/Điều 1/1/a",
            "Chương I/Điều 1/1/b",
            "Chương I/Điều 1/2",
            "Chương I/Điều 2",
            "Chương II",
            "Chương II/Điều 3",
        ],
        id="chapters and articles",
    ),
    pytest.param(
        ["I. KẾT QUẢ", "1. Kinh tế", "- Nông nghiệp: tăng 3%", "(1) Lúa", "+ Ngô", "* Khác", "2. Xã hội"],
        ["I", "I/1", "I/2"],
        id="items are no sections",
    ),
    pytest.param(
        [
            "1. Kinh tế",
            "a) Thu",
            "b) Chi",
            "c) Nợ",
            "d) Vay",
            "đ) Khác",
            "e) Dự phòng",
            "g) Còn lại",
            "2. Xã hội",
        ],
        ["1", "1/a", "1/b", "1/c", "1/d", "1/đ", "1/e", "1/g", "2"],
        id="points run in the Vietnamese alphabet",
    ),
    pytest.param(
        ["1. Kinh tế", "a) Thu", "b) Chi", "d) Vay, không có đ", "e) Khác", "2. Xã hội"],
        ["1", "1/a", "1/b", "1/d", "1/e", "2"],
        id="a letter may be left out",
    ),
    pytest.param(
        ["A. Một", "B. Hai", "C. Ba", "D. Bốn", "E. Năm"], ["A", "B", "C", "D", "E"], id="C and D are letters"
    ),
    pytest.param(
        ["*I. KẾT QUẢ", "C. Mác nói về lao động.", "V. I. Lênin viết về tổ chức.", "*II. NHIỆM VỤ"],
        ["I", "II"],
        id="initials of persons are no labels",
    ),
    pytest.param(
        ["3. Công tác khác", "2.1. Nhãn sai của người đánh máy", "4. Tiếp theo"],
        ["3", "3/2.1", "4"],
        id="a wrong prefix stays under what is open",
    ),
    pytest.param(
        ["I. KẾT QUẢ", "1.1. Thu ngân sách", "1.2. Chi ngân sách", "II. NHIỆM VỤ", "2.1. Thu"],
        ["I", "I/1.1", "I/1.2", "II", "II/2.1"],
        id="a prefix that is printed nowhere",
    ),
    pytest.param(
        [
            "I. ĐỀ NGHỊ",
            "1. Xem xét dự thảo.",
            "Hồ sơ gửi kèm theo gồm:",
            "1. Nghị quyết của tỉnh;",
            "2. Báo cáo thẩm tra;",
            "II. KẾT LUẬN",
        ],
        ["I", "I/1", "II"],
        id="a list of enclosures is no outline",
    ),
    pytest.param(
        ["I. KẾT QUẢ", "1. Kinh tế", "PHỤ LỤC", "Danh sách các xã", "Phụ lục II SỐ LIỆU", "1. Dân số"],
        ["I", "I/1", "Phụ lục II", "Phụ lục II/1"],
        id="annexes stand apart",
    ),
    pytest.param(
        [
            "*1. Kinh tế",
            "*a) Nông nghiệp",
            "1. Lúa đạt 30 tấn.",
            "2. Ngô đạt 20 tấn.",
            "*b) Công nghiệp",
            "*2. Xã hội",
        ],
        ["1", "1/a", "1/a/1", "1/a/2", "1/b", "2"],
        id="a list set plain inside a bold heading",
    ),
    pytest.param(
        ["I. KẾT QUẢ", "Điều 5 Luật Đầu tư quy định về ưu đãi.", "Mục 2 Phần I nêu rõ các tồn tại."],
        ["I"],
        id="citations at the head of a paragraph",
    ),
]


@pytest.mark.parametrize(("lines", "expected"), TREES)
def test_tree(lines: list[str], expected: list[str]) -> None:
    assert paths(*lines) == expected


@pytest.mark.parametrize(
    ("text", "style", "heading"),
    [
        ("1. Công tác chỉ đạo:", Style(), "Công tác chỉ đạo:"),
        ("1. Tăng cường kiểm tra. Xử lý nghiêm các vi phạm.", Style(), "Tăng cường kiểm tra."),
        ("1. Cụm công nghiệp Bắc Sơn: diện tích 30 ha, đã có 12 dự án. Vốn 20 tỷ.", Style(bold_prefix=27),
         "Cụm công nghiệp Bắc Sơn"),
        ("1. Làm việc với UBND TP. Hải Hòa về đất đai. Sau đó báo cáo.", Style(),
         "Làm việc với UBND TP. Hải Hòa về đất đai."),
        ("Điều 3. Hiệu lực thi hành. Tổ chức thực hiện", BOLD, "Hiệu lực thi hành. Tổ chức thực hiện"),
    ],
)  # fmt: skip
def test_heading_text(text: str, style: Style, heading: str) -> None:
    outline = Outline()
    section = outline.read(Paragraph(text, style=style), "b1", 3)
    assert section is not None
    assert (section.heading, section.page, section.block_id) == (heading, 3, "b1")


def test_levels_and_parents() -> None:
    outline = Outline()
    for n, line in enumerate(["I. KẾT QUẢ", "1. Kinh tế", "1.1. Công nghiệp", "II. NHIỆM VỤ"]):
        outline.read(Paragraph(line), f"b{n}", None)
    assert [(s.level, s.parent_id) for s in outline.sections] == [(1, None), (2, "s1"), (3, "s2"), (1, None)]
