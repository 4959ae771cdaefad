"""Fonts that lost letters are mended from their own programs; pages without usable text are told apart."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pypdfium2 as pdfium
import pytest
from pdf_files import Page, Text, body, write

from extractor.parsers import pdf
from extractor.parsers.flow import FlowTable, Paragraph
from extractor.parsers.pdf_lines import page_text
from extractor.parsers.pdf_source import needs_ocr

REPORT = (
    "Sáu tháng đầu năm, kinh tế - xã hội của huyện tiếp tục phát triển",
    "ổn định; thu ngân sách đạt khá so với dự toán; đời sống Nhân dân",
    "được nâng lên; quốc phòng, an ninh được giữ vững; cải cách hành",
    "chính có nhiều chuyển biến, thủ tục được rút ngắn, công khai tại",
    "bộ phận một cửa; các phòng, ban phối hợp chặt chẽ, đúng thời hạn.",
)
PLAIN = str.maketrans("áầăếãộủệụạểđựờốâựượữẽòắỉẻôổảồịớợạởảọíươ", "aaaeaouuuaeduooauuuueoaieooaoiooaoaoiuo")
# (what is on the page, the lines, has it to be read again by OCR?)
PAGES = [
    ("a report", REPORT, False),
    ("a layer whose recogniser knew no Vietnamese", tuple(line.translate(PLAIN) for line in REPORT), True),
    (
        "tone marks apart from their letters",
        tuple(unicodedata.normalize("NFD", line) for line in REPORT),
        False,
    ),
    (
        "a foreign language",
        ("The committee reviewed implementation progress throughout the reporting period concerning",) * 5,
        False,
    ),
    ("few words on no picture", ("BÁO CÁO",), False),
]


@pytest.mark.parametrize(("lines", "again"), [case[1:] for case in PAGES], ids=[case[0] for case in PAGES])
def test_garbled_pages_are_read_again(tmp_path: Path, lines: tuple[str, ...], again: bool) -> None:
    document = pdfium.PdfDocument(write(tmp_path / "a.pdf", [Page(body(*lines))]))
    try:
        assert needs_ocr(page_text(document, 0)) is again
    finally:
        document.close()


def test_single_scanned_pages_are_named_where_ocr_is_off(tmp_path: Path) -> None:
    garbled = [line.translate(PLAIN) for line in REPORT]
    path = write(
        tmp_path / "a.pdf", [Page(body(*REPORT)), Page(body(*garbled)), Page([Text("Hết.", 85, 100)])]
    )
    flow = pdf.read(path, ocr="never")
    assert flow.text_source == "text"
    assert flow.warnings == ("pages without usable text, not read by OCR: 2",)


def test_lost_capitals_come_back_from_the_font(shared: Path) -> None:
    flow = pdf.read(shared / "real" / "nd-47-2020-missing-glyphs.pdf", ocr="never")
    [head] = [item for item in flow.items[:1] if isinstance(item, FlowTable)]
    assert {p.text for cell in head.cells for p in cell.paragraphs} >= {
        "CHÍNH PHỦ",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
    }
    text = "\n".join(item.text for item in flow.items if isinstance(item, Paragraph))
    assert "Quản lý, kết nối và chia sẻ dữ liệu số của cơ quan nhà nước" in text
    assert "ƣ" not in text
