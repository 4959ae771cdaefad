"""Letterheads, title blocks, recipients and signatures of both forms, as plain lines."""

from __future__ import annotations

import pytest

from extractor.document import Box, Line
from extractor.parsers.flow import FlowCell, FlowTable, Paragraph, Style
from extractor.parsers.layout import flattened, is_layout
from extractor.parsers.zones import Zoned, is_person, role_in, zoned

STATE = """\
UBND HUYỆN THANH LÂM
PHÒNG NỘI VỤ
Số: 45/BC-PNV
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
---------------
Thanh Lâm, ngày 12 tháng 7 năm 2024
BÁO CÁO
Kết quả công tác cải cách hành chính 6 tháng đầu năm 2024
Kính gửi: Ủy ban nhân dân huyện
Thực hiện Kế hoạch số 12/KH-UBND ngày 05/01/2024, Phòng Nội vụ báo cáo như sau:
I. KẾT QUẢ
1. Cải cách thể chế
Trên đây là báo cáo của Phòng Nội vụ.
Nơi nhận:
- Như trên;
- Lưu: VT.
KT. TRƯỞNG PHÒNG
PHÓ TRƯỞNG PHÒNG
(Đã ký)
Trần Thị Bích Hà
PHỤ LỤC
Danh sách các xã"""

PARTY = """\
ĐẢNG BỘ TỈNH BÌNH SƠN
HUYỆN ỦY THANH LÂM
*
Số 108-BC/HU
ĐẢNG CỘNG SẢN VIỆT NAM
Thanh Lâm, ngày 05 tháng 10 năm 2023
BÁO CÁO
tổng kết 05 năm thực hiện Nghị quyết số 18-NQ/TW
-----
Thực hiện chỉ đạo của Ban Thường vụ Tỉnh ủy, Huyện ủy báo cáo như sau:
I- TÌNH HÌNH
T/M BAN THƯỜNG VỤ
PHÓ BÍ THƯ
Lê Văn Quý
Nơi nhận:
- Tỉnh ủy,
- Lưu Văn phòng Huyện ủy."""

LETTER = """\
UBND HUYỆN THANH LÂM
Số: 77/UBND-NV
V/v rà soát biên chế
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Thanh Lâm, ngày 02 tháng 3 năm 2022
Kính gửi:
- Sở Nội vụ;
- Các xã, thị trấn.
Ủy ban nhân dân huyện đề nghị các đơn vị rà soát."""

COVER = """\
ĐẢNG CỘNG SẢN VIỆT NAM
BAN CHẤP HÀNH ĐẢNG BỘ HUYỆN THANH LÂM
BÁO CÁO CHÍNH TRỊ
TRÌNH ĐẠI HỘI ĐẢNG BỘ HUYỆN
LƯU HÀNH NỘI BỘ
THÁNG 7 - 2025
HUYỆN ỦY THANH LÂM
ĐẢNG CỘNG SẢN VIỆT NAM
Thanh Lâm, ngày 01 tháng 7 năm 2025
BÁO CÁO CHÍNH TRỊ
trình Đại hội đại biểu Đảng bộ huyện lần thứ XV
Đại hội diễn ra trong bối cảnh huyện vừa hoàn thành nhiều nhiệm vụ quan trọng được giao."""


def read(text: str, styles: dict[str, Style] | None = None) -> list[Zoned]:
    return zoned([Paragraph(line, style=(styles or {}).get(line, Style())) for line in text.splitlines()])


def parts(text: str) -> list[tuple[str, str]]:
    return [(z.zone, z.part) for z in read(text)]


def test_state_form() -> None:
    assert parts(STATE) == [
        *[("letterhead", "body_name")] * 2,
        ("letterhead", "number"),
        *[("letterhead", "nation")] * 2,
        ("letterhead", "place_date"),
        ("title", "type"),
        ("title", "title"),
        ("recipients", "addressee"),
        *[("body", "text")] * 4,
        *[("recipients", "recipient")] * 3,
        *[("signature", "role")] * 2,
        ("signature", "note"),
        ("signature", "name"),
        *[("body", "text")] * 2,
    ]


def test_party_form_and_recipients_before_the_signature() -> None:
    assert parts(PARTY) == [
        *[("letterhead", "body_name")] * 2,
        ("letterhead", "number"),
        ("letterhead", "nation"),
        ("letterhead", "place_date"),
        ("title", "type"),
        ("title", "title"),
        *[("body", "text")] * 2,
        *[("recipients", "recipient")] * 3,
        *[("signature", "role")] * 2,
        ("signature", "name"),
    ]


def test_official_letter_has_its_title_under_the_number() -> None:
    found = read(LETTER)
    assert [z.text for z in found if z.part == "title"] == ["V/v rà soát biên chế"]
    assert [z.text for z in found if z.part == "addressee"] == [
        "Kính gửi:",
        "- Sở Nội vụ;",
        "- Các xã, thị trấn.",
    ]
    assert found[-1].zone == "body"


def test_cover_page_before_the_letterhead() -> None:
    found = read(COVER)
    assert [z.text for z in found if z.part == "aside"] == ["LƯU HÀNH NỘI BỘ", "THÁNG 7 - 2025"]
    assert [z.part for z in found[6:]] == ["body_name", "nation", "place_date", "type", "title", "text"]


def test_decision_names_its_authority_below_the_title() -> None:
    text = """\
UBND TỈNH BÌNH SƠN
Số: 16/QĐ-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
QUYẾT ĐỊNH
Về việc thành lập Tổ công tác
ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN
Căn cứ Luật Tổ chức chính quyền địa phương;
QUYẾT ĐỊNH:
Điều 1. Thành lập Tổ công tác."""
    bold = Style(bold=True, align="center")
    lines = text.splitlines()
    found = read(text, dict.fromkeys([*lines[3:6], lines[7]], bold))
    assert [(z.part, z.zone) for z in found[3:]] == [
        ("type", "title"), ("title", "title"), ("authority", "title"), *[("text", "body")] * 3,
    ]  # fmt: skip


def test_the_type_over_a_title_in_capitals_stands_alone() -> None:
    """On a page the two are one paragraph: centred, bold, in capitals."""
    text = "BÁO CÁO TỔNG KẾT CÔNG TÁC NĂM 2024"
    lines = (Line(0, 7, Box(1, 270, 100, 330, 116)), Line(8, len(text), Box(1, 180, 116, 420, 132)))
    for align in ("center", "left"):  # a full line is not known to be centred
        title = Paragraph(text, style=Style(bold=True, align=align), lines=lines)
        found = zoned([title, Paragraph("Năm qua.")])
        assert [(z.part, z.text) for z in found[:2]] == [("type", "BÁO CÁO"), ("title", text[8:])]


def test_number_over_place_and_date_are_two() -> None:
    text = "Số: 96/BC-UBND Phú Mỹ, ngày 11 tháng 12 năm 2024"
    lines = (Line(0, 14, Box(1, 260, 100, 360, 116)), Line(15, len(text), Box(1, 200, 118, 420, 134)))
    found = zoned([Paragraph(text, style=Style(align="center"), lines=lines), Paragraph("BÁO CÁO")])
    assert [z.part for z in found] == ["number", "place_date", "type"]


def test_documents_without_letterhead() -> None:
    assert parts("BÁO CÁO\nsơ kết công tác quý I năm 2024\nI. TÌNH HÌNH\n1. Kết quả") == [
        ("title", "type"), ("title", "title"), ("body", "text"), ("body", "text"),
    ]  # fmt: skip
    assert (
        parts("Kính thưa các đồng chí!\nNăm qua, toàn huyện đã đạt nhiều kết quả.") == [("body", "text")] * 2
    )


def test_a_column_that_mentions_recipients_is_body() -> None:
    body = "Hồ sơ ghi rõ nơi giao, nơi nhận.\nT/M BAN THƯỜNG VỤ\nlà cách ghi quyền hạn của người ký."
    assert all(z.zone == "body" for z in read("BÁO CÁO\nvề hồ sơ\nI. CHUNG\n" + body)[2:])


@pytest.mark.parametrize(
    ("line", "role"),
    [
        ("K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN", "phó trưởng ban"),
        ("KT.GIÁM ĐỐC", "giám đốc"),
        ("PHÓ HẠT TRƯỞNG", "phó hạt trưởng"),
        ("T.M CHI BỘ", ""),
        ("K.T CHỦ TỊCH", "chủ tịch"),
        ("CHỦ TỊCH", "chủ tịch"),
        ("TRƯỞNG CÔNG AN HUYỆN", "trưởng công an huyện"),
        ("PHÓ TRƯỞNG PHÒNG PHỤ TRÁCH", "phó trưởng phòng phụ trách"),
        ("THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", ""),
        ("Giám đốc các sở", ""),
        ("T/M BAN BÍ THƯ", ""),
        ("TM. ỦY BAN NHÂN DÂN", ""),
    ],
)
def test_role(line: str, role: str) -> None:
    assert role_in(line) == role


@pytest.mark.parametrize(
    ("line", "person"),
    [
        ("Trần Thị Bích Hà", True),
        ("Thượng tá Nguyễn Văn An", True),
        ("TS. Lê Quý", True),
        ("Vũ Thu Hà", True),
        ("NGUYỄN VĂN AN", True),
        ("Đoàn Văn Đạt", True),
        ("Y Thông Niê", True),
        ("H’Lim Niê", True),
        ("BSCKII. Trần Ngọc Ẩn", True),
        ("Đoàn Thanh Niên", False),
        ("PHÓ GIÁM", False),
        ("Sở Nội Vụ", False),
        ("Các xã, thị trấn", False),
        ("Báo Cáo Năm", False),
    ],
)
def test_person(line: str, person: bool) -> None:
    assert is_person(line) is person


def table(*rows: list[str], ruled: bool) -> FlowTable:
    cells = (
        FlowCell(r, c, tuple(Paragraph(t) for t in text.split("\n")))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    )
    return FlowTable(tuple(cells), ruled=ruled)


def test_layout_tables_dissolve_left_column_first() -> None:
    head = table(
        ["SỞ NỘI VỤ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"],
        ["Số: 3/BC-SNV", "Bình Sơn, ngày 03 tháng 4 năm 2024"],
        ruled=False,
    )
    assert [p.text for p in flattened([head]) if isinstance(p, Paragraph)] == [
        "SỞ NỘI VỤ",
        "Số: 3/BC-SNV",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Bình Sơn, ngày 03 tháng 4 năm 2024",
    ]


@pytest.mark.parametrize(
    ("rows", "ruled", "layout"),
    [
        ([["Nơi nhận:\n- Lưu: VT.", "GIÁM ĐỐC\nLê Quý"]], False, True),
        ([["Xã", "Số hộ"], ["Bình An", "120"]], False, False),
        ([["Xã", "Số hộ"], ["Bình An", "120"]], True, False),
        ([["Lưu ý: số liệu tính đến 30/6"]], True, True),
        ([["NGƯỜI LẬP BIỂU", "TRƯỞNG PHÒNG"]], False, True),
        ([["TỈNH ĐOÀN BÌNH SƠN", "ĐOÀN TNCS"], ["Số:    -BC/TĐTN", ""]], False, True),
        ([["TỈNH ĐOÀN", "ĐOÀN TNCS"], ["Số 12", "Bình Sơn, ngày 3 tháng 4 năm 2024"]], False, True),
        ([["Tên văn bản", "Ký hiệu"], ["Kế hoạch", "Số: 12/KH-UBND"]], True, False),
    ],
)
def test_layout_or_figures(rows: list[list[str]], ruled: bool, layout: bool) -> None:
    assert is_layout(table(*rows, ruled=ruled)) is layout


def test_roles_with_nobody_below_are_body_however_many() -> None:
    lines = "\n".join(["TM. ỦY BAN NHÂN DÂN"] * 3000)
    assert {z.zone for z in read(f"BÁO CÁO\nKết quả năm 2023\nI. KẾT QUẢ\n{lines}")[3:]} == {"body"}


def test_more_documents_in_a_file_than_calls_on_a_stack() -> None:
    one = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\nI. KẾT QUẢ\nCó 25 mô hình.\nTM. ỦY BAN NHÂN DÂN\nNguyễn Văn An\n"
    assert [z.part for z in read(one * 1200)].count("nation") == 1200
