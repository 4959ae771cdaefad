"""PDF → Flow: paragraphs whole over line and page ends, notes linked, furniture out, tables and columns."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from pdf_files import LEFT, Page, Text, body, marked, write

from extractor.errors import UnreadableFile
from extractor.parsers import pdf
from extractor.parsers.flow import Flow, FlowTable, Paragraph
from extractor.parsers.pdf_frame import Frame, Ruling
from extractor.parsers.pdf_layout import Area, paragraph
from extractor.parsers.pdf_lines import Run, TextLine
from extractor.parsers.pdf_source import read_source

# Two full pages' worth of a report in one paragraph style: a first line stands in, all but the last are full.
P1 = [
    ">Sáu tháng đầu năm 2025, kinh tế - xã hội của huyện tiếp tục|",
    "phát triển; thu ngân sách đạt 56,2% dự toán được giao./.",
]
P2 = [">Các phòng, ban đã tiếp nhận 1.204 hồ sơ, giải quyết đúng hạn|", "1.198 hồ sơ."]


def read(tmp_path: Path, *pages: Page) -> Flow:
    return pdf.read(write(tmp_path / "a.pdf", pages), ocr="never")


def paragraphs(flow: Flow) -> list[str]:
    return [item.text for item in flow.items if isinstance(item, Paragraph)]


def with_marks(paragraph: Paragraph | FlowTable) -> str:
    assert isinstance(paragraph, Paragraph)
    text = paragraph.text
    for mark in reversed(paragraph.marks):
        text = f"{text[: mark.offset]}{{{mark.label}}}{text[mark.offset :]}"
    return text


def cells(table: FlowTable) -> list[list[str]]:
    rows = max(cell.row for cell in table.cells) + 1
    return [
        [" / ".join(p.text for p in cell.paragraphs) for cell in table.cells if cell.row == row]
        for row in range(rows)
    ]


# ---- paragraphs ----

# (lines as they are printed, the text that they make)
JOINED = [
    (
        ["theo Nghị định số 179/2024/NĐ-|", "CP ngày 31/12/2024"],
        "theo Nghị định số 179/2024/NĐ-CP ngày 31/12/2024",
    ),
    (["phát triển kinh tế -|", "xã hội của tỉnh"], "phát triển kinh tế - xã hội của tỉnh"),
    (["Quyết định số 308-|", "QĐ/TW của Bộ Chính trị"], "Quyết định số 308-QĐ/TW của Bộ Chính trị"),
    (["Nghị định số 30/2020/|", "NĐ-CP của Chính phủ"], "Nghị định số 30/2020/NĐ-CP của Chính phủ"),
    (["Nghị quyết số 08|", "-NQ/TU của Thành ủy"], "Nghị quyết số 08-NQ/TU của Thành ủy"),
    (["giai đoạn 2021 -|", "2025 đạt kết quả"], "giai đoạn 2021 - 2025 đạt kết quả"),
    (["tên mô hình/|", "phần việc tiêu biểu"], "tên mô hình/ phần việc tiêu biểu"),
]


@pytest.mark.parametrize(("lines", "text"), JOINED)
def test_line_ends_are_undone(tmp_path: Path, lines: list[str], text: str) -> None:
    flow = read(tmp_path, Page(body(*P1, ">" + lines[0], *lines[1:], *P2)))
    assert text in paragraphs(flow)[1]


def test_paragraphs_part_by_indent_space_and_short_line(tmp_path: Path) -> None:
    flow = read(tmp_path, Page([*body(*P1, *P2), *body("- Mục tiêu:", "- Giải pháp:", top=240)]))
    assert paragraphs(flow)[0].startswith(
        "Sáu tháng đầu năm 2025, kinh tế - xã hội của huyện tiếp tục phát triển;"
    )
    assert paragraphs(flow)[1:] == [
        "Các phòng, ban đã tiếp nhận 1.204 hồ sơ, giải quyết đúng hạn 1.198 hồ sơ.",
        "- Mục tiêu:",
        "- Giải pháp:",
    ]


def test_a_first_line_as_far_from_both_edges_is_not_centred(tmp_path: Path) -> None:
    item = [Text("- Xác định nhiệm vụ, phân công trách nhiệm cụ thể và lộ trình", 105, 200)]
    rest = [Text("nhằm đẩy nhanh tiến độ triển khai các nhiệm vụ.", LEFT, 216)]
    flow = read(tmp_path, Page([*body(*P1, *P2), *item, *rest, *body(*P1, top=300)]))
    assert paragraphs(flow)[2].endswith("lộ trình nhằm đẩy nhanh tiến độ triển khai các nhiệm vụ.")


def test_a_page_end_cuts_no_paragraph(tmp_path: Path) -> None:
    first = Page([Text("1", 300, 40), *body(*P1, *P2[:1])])
    second = Page([Text("2", 300, 40), *body(*P2[1:], *P1)])
    flow = read(tmp_path, first, second)
    assert paragraphs(flow)[1] == "Các phòng, ban đã tiếp nhận 1.204 hồ sơ, giải quyết đúng hạn 1.198 hồ sơ."
    joined = flow.items[1]
    assert isinstance(joined, Paragraph)
    assert [(joined.text[line.start : line.end], line.box.page) for line in joined.lines] == [
        ("Các phòng, ban đã tiếp nhận 1.204 hồ sơ, giải quyết đúng hạn", 1),
        ("1.198 hồ sơ.", 2),
    ]


def test_style_tells_how_a_paragraph_is_set(tmp_path: Path) -> None:
    title = [Text("BÁO CÁO", 293, 100, bold=True), Text("Kết quả công tác dân vận", 233, 116, bold=True)]
    run_in = [Text("Nông nghiệp:", 121, 180, bold=True), Text("diện tích gieo trồng đạt 1.204 ha.", 212, 180)]
    flow = read(tmp_path, Page([*title, *run_in, *body(*P1, *P2, top=200)]))
    styles = {item.text: item.style for item in flow.items if isinstance(item, Paragraph)}
    assert styles["BÁO CÁO"].bold
    assert styles["BÁO CÁO"].align == "center"
    item = styles["Nông nghiệp: diện tích gieo trồng đạt 1.204 ha."]
    assert not item.bold
    assert item.bold_prefix == len("Nông nghiệp:")
    assert item.indent == pytest.approx(36, abs=0.5)


# ---- notes ----

RULE = Ruling(LEFT, 700, LEFT + 144, 700)


def note(label: str, *lines: str, top: float) -> list[Text]:
    """Lines of a footnote in 10 points; the first begins with its raised label, if it has one."""
    texts = body(*lines, top=top, size=10, step=12)
    if not label:
        return texts
    first, *rest = texts
    begun = Text(first.text, first.x + 6, first.y, 10, spacing=first.spacing - 6 / len(first.text))
    return [*marked(f"^{label}^", first.x, top, 10), begun, *rest]


def test_marks_leave_the_text_and_find_their_notes(tmp_path: Path) -> None:
    text = marked("Toàn huyện có 35 mô hình^3^.", LEFT + 36, 180)
    page = Page([*body(*P1, *P2), *text, *note("3", "Trong đó có 12 mô hình mới.", top=715)], [RULE])
    flow = read(tmp_path, page)
    assert with_marks(flow.items[-1]) == "Toàn huyện có 35 mô hình{3}."
    assert [(n.label, [p.text for p in n.paragraphs]) for n in flow.notes] == [
        ("3", ["Trong đó có 12 mô hình mới."])
    ]


def test_a_page_that_notes_fill_keeps_the_measure_of_the_body(tmp_path: Path) -> None:
    """Its lines, 19 points apart, are one paragraph, though most lines of the page are 12 apart."""
    lines = [">Sáu tháng đầu năm 2025, kinh tế - xã hội của huyện, do|", "Ủy ban nhân dân huyện báo cáo."]
    filled = note("1", *["Kế hoạch số 15/KH-UBND ngày 20/01/2025 của Ủy ban nhân dân huyện|"] * 20, top=515)
    page = Page([*body(*lines * 4, step=19), *filled], [Ruling(LEFT, 500, LEFT + 144, 500)])
    plain = Page(body(*P1 * 8, *P2 * 8))
    found = paragraphs(read(tmp_path, page, plain, plain, plain))[:4]
    assert [text.endswith("Ủy ban nhân dân huyện báo cáo.") for text in found] == [True] * 4


# (a line with its raised figures, the text and its marks)
RAISED = [
    ("theo Nghị quyết số 5^5^ của huyện", "theo Nghị quyết số 5{5} của huyện"),
    ("tổ chức 03 hội nghị ^12^.", "tổ chức 03 hội nghị {12}."),
    ("cho 1.204 lượt người^(1)^, mở 02 lớp", "cho 1.204 lượt người{1}, mở 02 lớp"),
    ("theo quy chế^*^ của Ban", "theo quy chế{*} của Ban"),
    ("có 32 lớp^1^, 74 giáo viên^23^.", "có 32 lớp{1}, 74 giáo viên{2}{3}."),
    ("có 32 lớp^9^, 74 giáo viên^1011^.", "có 32 lớp{9}, 74 giáo viên{10}{11}."),
    ("có 74 giáo viên^(2)(3)^; 32 lớp", "có 74 giáo viên{2}{3}; 32 lớp"),
    ("có 74 giáo viên^(2),(3)^; 32 lớp", "có 74 giáo viên{2}{3}; 32 lớp"),
    ("có 74 giáo viên^2,^ 32 lớp^iv^", "có 74 giáo viên{2}, 32 lớp{iv}"),
]


@pytest.mark.parametrize(("line", "text"), RAISED)
def test_raised_figures(tmp_path: Path, line: str, text: str) -> None:
    flow = read(tmp_path, Page([*body(*P1, *P2), *marked(line, LEFT + 36, 180)]))
    assert with_marks(flow.items[-1]) == text


# (text before the raised figure, the figure, the paragraph)
UNITS = [
    ("diện tích 12,5 km", "2", "diện tích 12,5 km2 đất"),
    ("khai thác 30 m", "3", "khai thác 30 m3 đất"),
    ("(m", "2", "(m2 đất"),
    ("xã Ea Kam", "2", "xã Ea Kam{2} đất"),
    ("dài 12 km", "4", "dài 12 km{4} đất"),
]


@pytest.mark.parametrize(("before", "figure", "text"), UNITS)
def test_raised_unit_signs_are_no_marks(before: str, figure: str, text: str) -> None:
    runs = (
        Run(before, LEFT, 200, 100, 14, False, False, False, False),
        Run(figure, 200, 205, 95, 8, False, False, False, True),
        Run("đất", 210, 230, 100, 14, False, False, True, False),
    )
    line = TextLine(runs, 100, 14, 1)
    frame = Frame(0, 0, 595, 842, 0, 0)
    assert with_marks(paragraph([line], {1: Area(LEFT, 550, 16)}, {1: frame})) == text


@pytest.mark.parametrize("rulings", [[RULE], []], ids=["under a rule", "without a rule"])
def test_a_note_goes_on_over_three_pages(tmp_path: Path, rulings: list[Ruling]) -> None:
    full = "trong đó|"
    begin = note("1", "Trong năm 2024, Ban đã tổ chức 12 hội nghị, mở 04 lớp tập huấn cho|", top=715)
    middle = note("", full, full, top=715)
    end = [*note("", "và 03 cuộc thi.", top=715), *note("2", "Gồm 15 xã.", top=735)]
    flow = read(tmp_path, *(Page([*body(*P1, *P2), *notes], rulings) for notes in (begin, middle, end)))
    assert [note.label for note in flow.notes] == ["1", "2"]
    [text] = [p.text for p in flow.notes[0].paragraphs]
    assert "Trong năm 2024, Ban đã tổ chức 12 hội nghị, mở 04 lớp tập huấn cho và" in text
    assert text.endswith("và 03 cuộc thi.")
    assert [p.text for p in flow.notes[1].paragraphs] == ["Gồm 15 xã."]
    assert len(paragraphs(flow)) == 6


# (a note's typed label on the first page, on the second)
TYPED_LABELS = {
    "goes on": ("1", "2"),
    "restarts on each page": ("1", "1"),
    "letters": ("a", "b"),
    "asterisks": ("*", "**"),
    "with a full stop": ("1.", "2."),
    "in brackets": ("[1]", "[2]"),
    "with a bracket apart": ("1 )", "2 )"),
}


@pytest.mark.parametrize("size", [10, 14], ids=["small", "as large as the text"])
@pytest.mark.parametrize("labels", TYPED_LABELS.values(), ids=TYPED_LABELS.keys())
def test_a_label_at_full_size_is_known_by_its_mark(
    tmp_path: Path, labels: tuple[str, str], size: int
) -> None:
    def page(label: str) -> Page:
        text = marked(f"Toàn huyện có 35 mô hình^{label.strip('. )')}^.", LEFT + 36, 180)
        notes = body(f"{label} Trong đó có 12 mô hình mới, gồm", "05 xã.", top=715, size=size)
        return Page([*body(*P1, *P2), *text, *notes], [RULE])

    flow = read(tmp_path, *map(page, labels))
    assert [(n.label, [p.text for p in n.paragraphs]) for n in flow.notes] == [
        (label.strip(".[] )"), ["Trong đó có 12 mô hình mới, gồm 05 xã."]) for label in labels
    ]


def recognised(tmp_path: Path, *pages: Page) -> Flow:
    """The pages as if a recogniser had read them."""
    source = read_source(write(tmp_path / "a.pdf", pages), "never")
    return pdf.flow(
        [
            replace(page, lines=tuple(replace(line, confidence=0.9) for line in page.lines))
            for page in source.pages
        ]
    )


# what a recogniser makes of the second note's label, 12
MISREAD = ["Đ", "1Ö", "1 2", "2"]


@pytest.mark.parametrize("read_as", MISREAD)
def test_a_misread_label_is_the_next(tmp_path: Path, read_as: str) -> None:
    text = marked("Có 35 mô hình^11^, 12 xã^1^, 15 thôn^13^.", LEFT + 36, 180)
    lines = ["11 Gồm 05 xã.", f"{read_as} Trong đó có 12 mô hình mới.", "13 Gồm 02 xã."]
    flow = recognised(
        tmp_path, Page([*body(*P1, *P2), *text, *body(*lines, top=715, size=10, step=13)], [RULE])
    )
    assert with_marks(flow.items[-1]) == "Có 35 mô hình{11}, 12 xã{12}, 15 thôn{13}."
    assert [(n.label, [p.text for p in n.paragraphs]) for n in flow.notes] == [
        ("11", ["Gồm 05 xã."]),
        ("12", ["Trong đó có 12 mô hình mới."]),
        ("13", ["Gồm 02 xã."]),
    ]


def test_a_misread_page_number_stands_where_others_do(tmp_path: Path) -> None:
    numbers = ["1", "2", "Á"]
    pages = [Page([*body(*P1, *P2), Text(number, 295, 810)]) for number in numbers]
    assert not {"1", "2", "Á"} & set(paragraphs(recognised(tmp_path, *pages)))


def test_notes_may_be_most_of_the_text(tmp_path: Path) -> None:
    text = marked("Toàn huyện có 35 mô hình^1^.", LEFT + 36, 180)
    line = "05 mô hình của các xã, thị trấn và 03 mô hình của các cơ quan, đơn vị,"
    notes = body(f"1 {line}", *[line] * 24, top=415, size=12)
    flow = read(tmp_path, Page([*body(*P1, *P2), *text, *notes], [Ruling(LEFT, 400, LEFT + 144, 400)]))
    assert [note.label for note in flow.notes] == ["1"]
    assert len(flow.items) == 3


# ---- furniture ----


def test_running_heads_page_numbers_and_stamps_are_out(tmp_path: Path) -> None:
    def page(number: int) -> Page:
        head = Text(f"CÔNG BÁO/Số {100 + number}", 200, 40, 11)
        return Page([head, Text(f"- {number} -", 290, 810, 11), *body(*P1, *P2)])

    stamp = [
        Text("Người ký: Sở Nội vụ", 400, 60, 6),
        Text("Thời gian ký: 09.04.2025 10:37:29 +07:00", 400, 68, 6),
    ]
    first = page(1)
    flow = read(tmp_path, Page([*first.texts, *stamp]), page(2), page(3))
    assert len(paragraphs(flow)) == 6
    assert flow.stamps == ("Người ký: Sở Nội vụ\nThời gian ký: 09.04.2025 10:37:29 +07:00",)


def test_a_running_foot_at_the_very_edge_needs_two_pages(tmp_path: Path) -> None:
    foot = Text("Ban Dân vận Huyện ủy An Lão", LEFT, 811, 9)
    higher = Text("Số liệu do các xã báo cáo", LEFT, 760, 9)
    pages = [Page([*body(*P1, *P2), higher, foot]), Page([*body(*P1, *P2), higher, foot])]
    assert paragraphs(read(tmp_path, *pages)).count(foot.text) == 0
    assert paragraphs(read(tmp_path, *pages)).count(higher.text) == 2
    assert paragraphs(read(tmp_path, pages[0])).count(foot.text) == 1


def test_the_rest_of_a_paragraph_over_the_recipients_is_in_no_column(tmp_path: Path) -> None:
    foot = [
        Text(text, LEFT, 125 + 12 * n, 11)
        for n, text in enumerate(["Nơi nhận:", "- Như trên;", "- Lưu: VT."])
    ]
    sign = [Text("CHÁNH ÁN", 393, 127, bold=True), Text("Nguyễn Văn An", 380, 190, bold=True)]
    last = Page([*body("huyện đã đề ra./."), *foot, *sign])
    flow = read(tmp_path, Page(body(*P1 * 3, ">thực hiện đúng thời hạn theo Kế hoạch của|")), last)
    assert [t for t in paragraphs(flow) if t.endswith("Kế hoạch của huyện đã đề ra./.")]


def test_a_line_that_begins_with_a_mark_goes_on_without_a_blank(tmp_path: Path) -> None:
    lines = [*body(*P1, ">bảo đảm quốc phòng - an ninh|", top=84), *marked("^14^. Công tác khác.", LEFT, 132)]
    assert with_marks(read(tmp_path, Page(lines)).items[-1]).endswith("an ninh{14}. Công tác khác.")


def test_notes_that_end_alike_are_no_running_feet(tmp_path: Path) -> None:
    def page(number: int) -> Page:
        ending = "trong đó|", "quy định tại khoản 1 Điều 2 Nghị định số 21."
        return Page([*body(*P1, *P2), *note(str(number), *ending, top=715)], [RULE])

    flow = read(tmp_path, page(1), page(2), page(3))
    assert [n.label for n in flow.notes] == ["1", "2", "3"]
    assert all(n.paragraphs[0].text.endswith("Nghị định số 21.") for n in flow.notes)


# ---- columns and tables ----


def test_letterhead_and_signature_stand_in_columns(tmp_path: Path) -> None:
    head = [
        Text("UBND HUYỆN AN LÃO", 90, 60, 13),
        Text("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 290, 60, 13, bold=True),
        Text("PHÒNG NỘI VỤ", 107, 75, 13, bold=True),
        Text("Độc lập - Tự do - Hạnh phúc", 320, 75, 13, bold=True),
        Text("Số: 15/BC-PNV", 105, 95, 13),
        Text("An Lão, ngày 09 tháng 4 năm 2025", 305, 97, 13),
    ]
    title = Text("BÁO CÁO", 293, 130, bold=True)
    foot = [
        Text("Nơi nhận:", 85, 300, 12, bold=True),
        Text("TRƯỞNG PHÒNG", 380, 302, 14, bold=True),
        Text("- Như trên;", 85, 314, 11),
        Text("- Lưu: VT.", 85, 326, 11),
        Text("Nguyễn Văn An", 382, 390, 14, bold=True),
    ]
    flow = read(tmp_path, Page([*head, title, *body(*P1, *P2, top=170), *foot]))
    tables = [item for item in flow.items if isinstance(item, FlowTable)]
    assert [cells(table) for table in tables] == [
        [
            [
                "UBND HUYỆN AN LÃO / PHÒNG NỘI VỤ / Số: 15/BC-PNV",
                "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM / Độc lập - Tự do - Hạnh phúc"
                " / An Lão, ngày 09 tháng 4 năm 2025",
            ]
        ],
        [["Nơi nhận: / - Như trên; / - Lưu: VT.", "TRƯỞNG PHÒNG / Nguyễn Văn An"]],
    ]
    assert not any(table.ruled for table in tables)
    assert "BÁO CÁO" in paragraphs(flow)


def test_place_and_date_above_the_office_stand_alone(tmp_path: Path) -> None:
    foot = [
        Text("Phú Thạnh, ngày 10 tháng 12 năm 2024", 290, 200, 13),
        Text("TM. BAN CHẤP HÀNH", 365, 215, 13, bold=True),
    ]
    flow = read(tmp_path, Page([*body(*P1, *P2), *foot]))
    assert paragraphs(flow)[-2:] == [text.text for text in foot]


def test_a_last_page_of_few_lines_has_the_edges_of_the_others(tmp_path: Path) -> None:
    foot = [Text(text, LEFT, 140 + 12 * n, 11) for n, text in enumerate(["Nơi nhận:", *["- Sở Nội vụ;"] * 6])]
    name = Text("TRƯỞNG PHÒNG", 380, 142, 14, bold=True)
    last = Page([*body("huyện đã đề ra./."), *foot, name])
    flow = read(tmp_path, Page(body(*P1, *P2, ">thực hiện đúng thời hạn theo Kế hoạch của|")), last)
    assert paragraphs(flow)[2].endswith("theo Kế hoạch của huyện đã đề ra./.")


def test_an_unruled_table_whose_rows_are_one_line_each(tmp_path: Path) -> None:
    rows = [
        ("Tân Lập", "412 ha", "58,1 tạ/ha"),
        ("Bình An", "295 ha", "59,0 tạ/ha"),
        ("Tân Hòa", "386 ha", "57,4 tạ/ha"),
    ]
    texts = [
        Text(cell, 100 + 140 * c, 200 + 15 * r) for r, row in enumerate(rows) for c, cell in enumerate(row)
    ]
    flow = read(tmp_path, Page([*body(*P1, *P2), *texts]))
    assert [cells(item) for item in flow.items if isinstance(item, FlowTable)] == [
        [list(row) for row in rows]
    ]


def test_an_unruled_table_whose_rows_stand_a_little_apart(tmp_path: Path) -> None:
    rows = [
        (100, "Nội dung", "Số lượng", "Giá trị"),
        (119, "Tặng quà cho hộ nghèo,", "1.250 suất", "625 triệu"),
        (134, "khuyết tật", "", ""),
        (153, "Xây nhà", "08 căn", "560 triệu"),
        (172, "Chương trình", "3.412 lượt", "410 triệu"),
    ]
    texts = [Text(cell, 90 + 200 * c, y, 11) for y, *row in rows for c, cell in enumerate(row) if cell]
    flow = read(tmp_path, Page([*texts, *body(*P1, *P2, *P1, top=220)]))
    assert [row[0] for row in cells(flow.items[0]) if isinstance(flow.items[0], FlowTable)] == [
        "Nội dung",
        "Tặng quà cho hộ nghèo, khuyết tật",
        "Xây nhà",
        "Chương trình",
    ]


def test_items_in_one_paragraph_parted_by_line_breaks(tmp_path: Path) -> None:
    lines = [
        ">- Công tác tuyên truyền được thực hiện thường xuyên|",
        "trên địa bàn;",
        "- Hội đồng nhân dân giám sát.",
    ]
    found = paragraphs(read(tmp_path, Page(body(*P1, *P2, *lines))))
    assert found[-1] == "- Hội đồng nhân dân giám sát."
    assert found[-2].endswith("trên địa bàn;")


def test_a_paragraph_goes_on_after_a_table(tmp_path: Path) -> None:
    rulings = [Ruling(100, y, 400, y) for y in (130, 150)] + [Ruling(x, 130, x, 150) for x in (100, 300, 400)]
    cell = [Text("Dân số", 106, 145, 12), Text("35.204", 306, 145, 12)]
    lines = [
        *body(*P1, ">thực hiện đúng thời hạn theo Kế hoạch của|", top=84),
        *body("huyện đã đề ra./.", *P2, top=166),
    ]
    flow = read(tmp_path, Page([*lines, *cell], rulings))
    texts = [item.text if isinstance(item, Paragraph) else "table" for item in flow.items]
    assert texts[1].endswith("theo Kế hoạch của huyện đã đề ra./.")
    assert texts[2] == "table"


def test_a_head_row_repeated_on_many_pages_is_no_running_head(tmp_path: Path) -> None:
    parts = [table([HEAD, (str(n), f"Xã số {n}", "35")], 50, ruled=True) for n in (1, 2, 3)]
    flow = read(tmp_path, *(Page([*part.texts, *body(*P1, top=300)], part.rulings) for part in parts))
    tables = [item for item in flow.items if isinstance(item, FlowTable)]
    assert [cells(found)[0] for found in tables] == [list(HEAD)] * 3


def test_small_print_after_a_page_with_notes_is_no_note(tmp_path: Path) -> None:
    first = Page([*body(*P1, *P2), *note("1", "Gồm 15 xã.", top=715)], [RULE])
    last = Page([*body(*P1, *P2), *body("Nơi nhận:", "- Như trên;", "- Lưu: VT.", top=300, size=11)])
    flow = read(tmp_path, first, last)
    assert [p.text for n in flow.notes for p in n.paragraphs] == ["Gồm 15 xã."]
    assert paragraphs(flow)[-3:] == ["Nơi nhận:", "- Như trên;", "- Lưu: VT."]


HEAD = ("TT", "Tên đơn vị", "Số hồ sơ")
COLUMNS = (85.0, 125.0, 325.0, 450.0)


def table(rows: list[tuple[str, str, str]], top: float, *, ruled: bool) -> Page:
    texts = [
        Text(text, x + 6, top + 14 + 26 * r, 12)
        for r, row in enumerate(rows)
        for x, text in zip(COLUMNS, row, strict=False)
        if text
    ]
    bottom = top + 26 * len(rows)
    rulings = [Ruling(COLUMNS[0], top + 26 * r, COLUMNS[-1], top + 26 * r) for r in range(len(rows) + 1)]
    rulings += [Ruling(x, top, x, bottom) for x in COLUMNS]
    return Page(texts, rulings if ruled else rulings[1:2])


def test_a_symbol_is_whole_in_a_narrow_cell(tmp_path: Path) -> None:
    texts = [Text("Nghị quyết số 66-", 106, 116, 12), Text("NQ/TW", 130, 130, 12), Text("1", 306, 116, 12)]
    rulings = [Ruling(100, y, 400, y) for y in (100, 140)] + [Ruling(x, 100, x, 140) for x in (100, 300, 400)]
    flow = read(tmp_path, Page([*texts, *body(*P1, *P2, top=200)], rulings))
    [found] = [item for item in flow.items if isinstance(item, FlowTable)]
    assert cells(found) == [["Nghị quyết số 66-NQ/TW", "1"]]


@pytest.mark.parametrize("ruled", [True, False], ids=["ruled", "without rulings"])
def test_a_table_over_a_page_end_is_one_table(tmp_path: Path, ruled: bool) -> None:
    first = table([HEAD, ("1", "Xã An Thắng", "35"), ("2", "Xã Trường Sơn,", "40")], 600, ruled=ruled)
    second = table([HEAD, ("", "thị trấn An Lão", ""), ("3", "Xã Thái Sơn", "1.204")], 60, ruled=ruled)
    flow = read(tmp_path, Page([*body(*P1, *P2), *first.texts], first.rulings), second)
    [found] = [item for item in flow.items if isinstance(item, FlowTable)]
    assert found.ruled is ruled
    assert cells(found) == [
        list(HEAD),
        ["1", "Xã An Thắng", "35"],
        ["2", "Xã Trường Sơn, thị trấn An Lão", "40"],
        ["3", "Xã Thái Sơn", "1.204"],
    ]


def test_bold_rows_at_the_top_are_heads(tmp_path: Path) -> None:
    page = table([HEAD, ("1", "Xã An Thắng", "35")], 300, ruled=True)
    bold = [replace(text, bold=True) if text.y < 320 else text for text in page.texts]
    flow = read(tmp_path, Page([*body(*P1, *P2), *bold], page.rulings))
    [found] = [item for item in flow.items if isinstance(item, FlowTable)]
    assert [cell.is_header for cell in found.cells] == [True] * 3 + [False] * 3


def test_merged_cells_keep_their_spans(tmp_path: Path) -> None:
    rulings = [Ruling(100, y, 400, y) for y in (100, 140)]
    rulings += [
        Ruling(200, 120, 400, 120),
        *(Ruling(x, 100, x, 140) for x in (100, 200, 400)),
        Ruling(300, 120, 300, 140),
    ]
    texts = [
        Text("TT", 110, 125, 10),
        Text("Số hồ sơ", 260, 114, 10),
        Text("nhận", 220, 134, 10),
        Text("trả", 320, 134, 10),
    ]
    flow = read(tmp_path, Page([*texts, *body(*P1, top=200)], rulings))
    [found] = [item for item in flow.items if isinstance(item, FlowTable)]
    assert {(c.row, c.col, c.row_span, c.col_span, c.paragraphs[0].text) for c in found.cells} == {
        (0, 0, 2, 1, "TT"),
        (0, 1, 1, 2, "Số hồ sơ"),
        (1, 1, 1, 1, "nhận"),
        (1, 2, 1, 1, "trả"),
    }


# ---- annotations ----


def test_annotations_fill_the_gaps_of_the_letterhead(tmp_path: Path) -> None:
    head = [Text("Số:", 85, 95, 13), Text("/BC-PNV", 130, 95, 13), Text("An Lão, ngày", 300, 95, 13)]
    head += [Text("tháng", 400, 95, 13), Text("năm 2025", 455, 95, 13)]
    typed = [
        Text("292", 107, 93, 12),
        Text("292", 107, 93, 12),
        Text("09", 382, 97, 12),
        Text("4", 442, 96, 12),
    ]
    signed = Text("Người ký: Phòng Nội vụ\nThời gian ký: 09.04.2025\n10:37:29 +07:00", 380, 700, 8)
    flow = read(tmp_path, Page([*head, *body(*P1, *P2, top=170)], annotations=[*typed, signed]))
    [letterhead] = [item for item in flow.items if isinstance(item, FlowTable)]
    assert cells(letterhead) == [["Số: 292 /BC-PNV", "An Lão, ngày 09 tháng 4 năm 2025"]]
    assert flow.stamps == ("Người ký: Phòng Nội vụ\nThời gian ký: 09.04.2025\n10:37:29 +07:00",)


# ---- files that will not open ----


def test_encryption_without_a_password_is_no_hindrance(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.pdf", [Page(body(*P1, *P2))], encryption=pikepdf.Encryption(owner="o", user="")
    )
    assert len(paragraphs(pdf.read(path, ocr="never"))) == 2


def test_damaged_cross_references_are_rebuilt(tmp_path: Path) -> None:
    path = write(tmp_path / "a.pdf", [Page(body(*P1, *P2))])
    data = path.read_bytes()
    path.write_bytes(data[: data.rindex(b"xref")] + b"xref\n0 0\ntrailer\n<<>>\nstartxref\n7\n%%EOF")
    assert len(paragraphs(pdf.read(path, ocr="never"))) == 2


def test_what_cannot_be_read_says_why_in_one_line(tmp_path: Path) -> None:
    whole = write(tmp_path / "whole.pdf", [Page(body(*P1))]).read_bytes()
    locked = write(tmp_path / "b.pdf", [Page([])], encryption=pikepdf.Encryption(owner="o", user="u"))
    cases = {"cut.pdf": whole[:300], "empty.pdf": b"%PDF-1.7\n", "locked.pdf": locked.read_bytes()}
    for name, data in cases.items():
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(UnreadableFile) as error:
            pdf.read(path, ocr="never")
        assert str(error.value).startswith(f"{name}: ")
        assert "\n" not in str(error.value)


def test_a_file_without_pages_or_text_is_unreadable(tmp_path: Path) -> None:
    empty = write(tmp_path / "none.pdf", [])
    blank = write(tmp_path / "blank.pdf", [Page([])])
    for path in (empty, blank):
        with pytest.raises(UnreadableFile, match=path.name):
            pdf.read(path, ocr="never")
