"""Characters of a PDF page → its printed lines: blanks, marks, what is not to be seen."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from unicodedata import normalize

import pdfplumber
import pypdfium2 as pdfium
import pytest
from pdf_files import Page, Text, marked, write

from extractor.parsers.pdf_frame import Ruling
from extractor.parsers.pdf_lines import page_text

# (what is put on the page, the lines that a reader sees; raised marks in braces)
LINES: list[tuple[str, list[Text], list[str]]] = [
    ("a blank that is written", [Text("mô hình", 85, 100)], ["mô hình"]),
    ("a blank that is only a gap", [Text("mô", 85, 100), Text("hình", 103, 100)], ["mô hình"]),
    ("two fonts in one word", [Text("nh", 85, 100), Text("ận", 99.4, 100, bold=True)], ["nhận"]),
    (
        "a short line of short words",
        [Text(w, x, 100) for w, x in (("-", 85), ("Bộ", 96), ("Y", 114), ("tế", 125))],
        ["- Bộ Y tế"],
    ),
    (
        "a sign raised beside another column's line",
        [
            Text("Đất (m", 85, 100, 9),
            Text("2", 113, 96, 6),
            Text(")", 116, 100, 9),
            Text("Tổng số", 300, 96.5, 9),
        ],
        ["Tổng số", "Đất (m{2})"],
    ),
    ("letters set close", [Text("CẤP TỈNH", 85, 100, spacing=-1.5)], ["CẤP TỈNH"]),
    ("letters set wide", [Text("KÍNH GỬI", 85, 100, spacing=3.5)], ["KÍNH GỬI"]),
    ("out of order", [Text("hội", 120, 100), Text("Tỉnh", 85, 100)], ["Tỉnh hội"]),
    ("a raised mark", marked("mô hình^3^.", 85, 100), ["mô hình{3}."]),
    (
        "a mark where an invisible character stands",
        [
            Text("năm 2023”", 85, 100),
            Text("\u200b", 148.1, 100),
            Text("1", 148, 95.4, 8.1),
            Text(".", 152, 100),
        ],
        ["năm 2023”{1}."],
    ),
    ("a lowered sign", [Text("CO", 85, 100), Text("2", 101, 103, 8.1)], ["CO2"]),
    (
        "small lines one under another are not marks",
        [Text("Lưu văn phòng", 85, 100, 12), Text("Nơi nhận gửi", 85, 93, 8)],
        ["Nơi nhận gửi", "Lưu văn phòng"],
    ),
    ("painted twice", [Text("Số: 16", 85, 100), Text("Số: 16", 85.3, 100)], ["Số: 16"]),
    (
        "one text painted over another",
        [Text("GIÁM ĐỐC", 300, 100), Text("KT. GIÁM ĐỐC", 305, 100)],
        ["GIÁM ĐỐC", "KT. GIÁM ĐỐC"],
    ),
    ("doubled letters stay", [Text("Quốc hội XXII", 85, 100)], ["Quốc hội XXII"]),
    ("invisible", [Text("Báo cáo", 85, 100), Text("ẩn", 85, 120, mode=3)], ["Báo cáo"]),
    ("white on white", [Text("Báo cáo", 85, 100), Text("trắng", 85, 120, grey=1)], ["Báo cáo"]),
    ("off the page", [Text("Báo cáo", 85, 100), Text("ngoài", 700, 100)], ["Báo cáo"]),
    ("combining marks", [Text(normalize("NFD", "tiếng Việt"), 85, 100)], ["tiếng Việt"]),
]


@pytest.mark.parametrize(("texts", "expected"), [case[1:] for case in LINES], ids=[case[0] for case in LINES])
def test_lines(tmp_path: Path, texts: list[Text], expected: list[str]) -> None:
    assert shown(write(tmp_path / "a.pdf", [Page(texts)])) == expected


def test_a_ruling_parts_the_numbers_of_two_cells(tmp_path: Path) -> None:
    """`359,6|351,96`: closer than letters of a word; and a word too wide for its cell stays whole."""
    texts = [Text("359,6", 85, 100), Text("351,96", 120.5, 100), Text("Đắk Nông", 85, 120)]
    rulings = [Ruling(120.2, 80, 120.2, 140)]
    assert shown(write(tmp_path / "a.pdf", [Page(texts, rulings)])) == ["359,6 351,96", "Đắk Nông"]


@pytest.mark.parametrize(("rotate", "upside"), [(0, False), (90, False), (180, False), (0, True), (90, True)])
def test_text_reads_upright_however_the_page_is_turned(tmp_path: Path, rotate: int, upside: bool) -> None:
    texts = [Text("Biểu số 01", 85, 100), Text("Đơn vị: triệu đồng", 85, 120)]
    path = write(tmp_path / "a.pdf", [Page(texts, rotate=rotate, upside=upside)])
    assert shown(path) == ["Biểu số 01", "Đơn vị: triệu đồng"]


def test_boxes_stand_on_the_page_as_it_is_shown(tmp_path: Path) -> None:
    page = read(write(tmp_path / "a.pdf", [Page([Text("Biểu số 01", 85, 100)], upside=True)]))
    line = page.lines[0]
    box = page.frame.box(1, line.x0, line.top, line.x1, line.bottom)
    assert box.x0 < 100 < box.x1, "the baseline runs up the page, 100 points from its left edge"
    assert box.y1 == pytest.approx(842 - 85, abs=1)


def test_same_words_as_pdfplumber(shared: Path) -> None:
    """pdfplumber is the referee: the same letters in every file, the same words but for a few it splits."""
    for path in sorted((shared / "real").glob("*.pdf")):
        ours, theirs = Counter[str](), Counter[str]()
        document = pdfium.PdfDocument(path)
        with pdfplumber.open(path) as referee:
            for index, page in enumerate(referee.pages[:4]):
                words = page.dedupe_chars().extract_words(x_tolerance_ratio=0.14)
                theirs.update(normalize("NFC", word["text"]) for word in words)
                for line in page_text(document, index).lines:
                    ours.update(normalize("NFC", line.text).split())
                page.close()
        document.close()
        assert Counter("".join(ours.elements())) == Counter("".join(theirs.elements())), path.name
        assert (ours & theirs).total() >= 0.95 * theirs.total(), path.name


def read(path: Path):  # type: ignore[no-untyped-def]
    document = pdfium.PdfDocument(path)
    try:
        return page_text(document, 0)
    finally:
        document.close()


def shown(path: Path) -> list[str]:
    lines = []
    for line in read(path).lines:
        parts = [(" " if r.blank else "") + (f"{{{r.text}}}" if r.raised else r.text) for r in line.runs]
        lines.append(normalize("NFC", "".join(parts)))
    return lines
