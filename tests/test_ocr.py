"""Scanned pages: what the image tells, the text layer, and a page through Tesseract where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from PIL import Image, ImageDraw, ImageFont

from extractor.errors import MissingPart, UnreadableFile
from extractor.parsers import ocr, tesseract
from extractor.parsers.ocr_image import Rectangle, ink, raised_marks, rules, straightened, stroke, unread
from extractor.parsers.ocr_layer import Layer, Piece
from extractor.parsers.pdf_lines import page_text
from extractor.parsers.tesseract import Printed, Word

POINTS = 72 / ocr.DPI


def needs_tesseract() -> None:
    try:
        tesseract.require()
    except MissingPart as missing:
        pytest.skip(str(missing))


def typeface() -> str:
    """The file of a serif face that has Vietnamese letters."""
    if shutil.which("fc-match") is None:
        pytest.skip("fontconfig is not here to find a typeface with Vietnamese letters")
    asked = ["fc-match", "-f", "%{file}", "serif:lang=vi"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout


def sheet(lines: list[str], *, size: int = 58, marks: dict[str, str] | None = None) -> Image.Image:
    """A page image with the lines on it; `marks` gives the raised figure behind a line."""
    serif = typeface()
    page = Image.new("L", (2480, 1400), 255)
    draw = ImageDraw.Draw(page)
    face, small = ImageFont.truetype(serif, size), ImageFont.truetype(serif, round(size * 0.62))
    for number, line in enumerate(lines):
        y = 180 + number * round(size * 1.8)
        draw.text((250, y), line, font=face, fill=0)
        if mark := (marks or {}).get(line):
            draw.text((254 + draw.textlength(line, face), y - 0.02 * size), mark, font=small, fill=0)
    return page


def blank(width: int = 400, height: int = 200) -> np.ndarray:
    return np.zeros((height, width), dtype=bool)


def test_raised_figures_are_told_from_quotes_and_letters() -> None:
    dark = blank()
    baseline, em = 150, 60
    dark[baseline - 38 : baseline, 20:40] = True  # a letter
    dark[baseline - 44 : baseline - 20, 45:57] = True  # a raised figure: clear of the baseline, tall enough
    dark[baseline - 40 : baseline - 26, 80:88] = True  # a quotation mark: too short
    dark[baseline - 44 : baseline - 20, 100:112] = True  # an accent …
    dark[baseline - 15 : baseline, 98:116] = True  # … over a letter
    box = Rectangle(20, baseline - 40, 120, baseline)
    assert list(raised_marks(dark, box, baseline, 0.0, em)) == [
        Rectangle(45, baseline - 44, 57, baseline - 20)
    ]


def test_rules_are_found_and_letters_are_not() -> None:
    dark = blank()
    dark[100:103, 50:350] = True
    dark[20:180, 200:202] = True
    dark[10:30, 10:30] = True
    assert sorted(rules(dark, 120)) == [Rectangle(50, 100, 350, 103), Rectangle(200, 20, 202, 180)]


def test_a_short_line_that_was_passed_over_is_found() -> None:
    dark = blank(600, 300)
    dark[40:70, 50:550:3] = True  # a line that was read
    dark[120:150, 50:90:3] = True  # `tù.`, which was not
    dark[180:290, 300:420] = True  # a seal: too tall for a line
    dark[200:203, 500:503] = True  # dust
    assert unread(dark, [Rectangle(50, 40, 550, 70)], 50) == [Rectangle(50, 120, 90, 150)]


def test_strokes_of_bold_type_are_thicker() -> None:
    thin, thick = blank(), blank()
    for x in range(10, 390, 30):
        thin[20:180, x : x + 5] = True
        thick[20:180, x : x + 9] = True
    box = Rectangle(0, 0, 400, 200)
    assert (stroke(thin, box), stroke(thick, box), stroke(blank(), box)) == (5, 9, None)


def test_a_slanting_page_is_turned_level() -> None:
    page = Image.new("L", (1200, 900), 255)
    draw = ImageDraw.Draw(page)
    for y in range(150, 760, 60):
        draw.rectangle((100, y, 1100, y + 20), fill=0)
    level = straightened(page.rotate(1.4, Image.Resampling.BICUBIC, fillcolor=255))
    rows = ink(level).sum(axis=1)
    assert (rows > 900).sum() > 100  # whole rows of ink again


def test_text_layer_keeps_places_sizes_weight_and_marks(tmp_path: Path) -> None:
    layer = Layer()
    pieces = [
        Piece("Kết", 72, 95, 100, 14, bold=True), Piece(" ", 95, 99, 100, 14),
        Piece("quả", 99, 120, 100, 14, bold=True),
        Piece("17", 120, 127, 95.4, 8.4), Piece(".", 128, 131, 100, 14), Piece("ở", 140, 147, 100, 14),
    ]  # fmt: skip
    layer.add(Image.new("L", (2480, 3508), 255), pieces, [Rectangle(300, 3000, 900, 3004)], POINTS)
    layer.pdf.save(tmp_path / "layer.pdf")
    document = pdfium.PdfDocument(tmp_path / "layer.pdf")
    page = page_text(document, 0)
    document.close()
    [line] = page.lines
    assert line.text == "Kết quả17. ở"
    assert [(r.text, r.bold) for r in line.runs[:2]] == [("Kết", True), ("quả", True)]
    assert [r.text for r in line.runs if r.raised] == ["17"]
    assert line.baseline == pytest.approx(100, abs=0.1)
    assert [(round(r.x0), round(r.x1)) for r in page.rulings] == [(72, 216)]


@pytest.mark.parametrize(
    ("read", "label"),
    [
        ("HIL", "III."),
        ("HI.", "III."),
        ("H.", "II."),
        ("L.", "I."),
        ("lI.", "II."),
        ("IV.", "IV."),
        ("X.", "X."),
        ("TỔNG", None),
    ],
)
def test_roman_labels_that_run_together(read: str, label: str | None) -> None:
    assert ocr._roman_label(read) == label


@pytest.mark.parametrize(
    ("line", "label"),
    [
        ("L. Công tác chỉ đạo", "I."),
        ("IH. Cải cách hành chính", "III."),
        ("IL Về kinh tế", "II."),
        ("H. Cải cách hành chính", "II."),
        ("H. Châu Thành", "H."),
        ("1. Lao động, việc làm", "1."),
        ("HIL ĐÁNH GIÁ CHUNG", "III."),
    ],
)
def test_roman_labels_before_headings(line: str, label: str) -> None:
    words = tuple(Word(text, Rectangle(0, 0, 40, 20), (0,), 0.9) for text in line.split())
    [found] = ocr._with_labels([Printed(words, Rectangle(0, 0, 400, 20), 18, 0.0, 20)])
    assert found.words[0].text == label


def test_digits_side_by_side_are_one_mark() -> None:
    marks = [ocr._Mark(Rectangle(x, 10, x + 10, 30), digit) for x, digit in ((15, "7"), (0, "1"), (200, "2"))]
    assert [m.text for m in ocr._joined(marks)] == ["17", "2"]


def test_a_scanned_page_is_read_with_its_raised_marks(tmp_path: Path) -> None:
    needs_tesseract()
    lines = [
        "Toàn huyện có 125 mô hình sản xuất",
        "Hội nghị thông qua nghị quyết mới",
        "Trường học được sửa chữa, nâng cấp",
    ]
    scan = sheet(lines, marks={lines[0]: "3"})
    scan.save(tmp_path / "trang.png", dpi=(300, 300))
    source = ocr.image_to_pdf(tmp_path / "trang.png", tmp_path)
    result = ocr.searchable_pdf(source, [1], tmp_path)
    document = pdfium.PdfDocument(result)
    page = page_text(document, 0)
    document.close()
    read = [line.text for line in page.lines]
    assert read[1:] == lines[1:]
    assert read[0].replace(" ", "") == lines[0].replace(" ", "") + "3"
    assert [r.text for line in page.lines for r in line.runs if r.raised] == ["3"]
    sure = ocr.confidences(result)[1]
    assert sure
    assert all(0 <= word.value <= 1 and word.box.page == 1 for word in sure)
    assert ocr.confidences(source) == {}


def test_image_to_pdf_keeps_every_frame(tmp_path: Path) -> None:
    frames = [Image.new("L", (827, 1169), 255) for _ in range(3)]
    frames[0].save(tmp_path / "ba-trang.tif", save_all=True, append_images=frames[1:])
    document = pdfium.PdfDocument(ocr.image_to_pdf(tmp_path / "ba-trang.tif", tmp_path))
    sizes = [tuple(round(v) for v in document[i].get_size()) for i in range(len(document))]
    document.close()
    assert sizes == [(595, 842)] * 3  # no resolution is given: an A4 page is meant


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"khong phai anh"])
def test_image_that_is_none(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "hong.png").write_bytes(content)
    with pytest.raises(UnreadableFile, match=r"hong\.png"):
        ocr.image_to_pdf(tmp_path / "hong.png", tmp_path)


def test_tesseract_missing_names_the_remedy(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tesseract.require.cache_clear()
    monkeypatch.setattr(shutil, "which", lambda _: None)
    try:
        with pytest.raises(MissingPart, match="tesseract-ocr-vie"):
            ocr.searchable_pdf(tmp_path / "bat-ky.pdf", [1], tmp_path)
    finally:
        tesseract.require.cache_clear()


def test_a_dash_is_as_bold_as_the_word_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    weights = {"Về": 3.0, "văn": 3.0, "-": None, "xã": 3.0, "đạt": 2.0, "kế": 2.0, "hoạch": 2.0, "giao": 2.0}
    words = tuple(
        Word(text, Rectangle(50 * n, 0, 50 * n + 40, 20), (50 * n,), 0.9) for n, text in enumerate(weights)
    )
    monkeypatch.setattr(ocr, "_stroke", lambda word, line, dark: weights[word.text])
    line = Printed(words, Rectangle(0, 0, 400, 20), 18, 0.0, 20)
    pieces = ocr._pieces([line], [], ink(Image.new("L", (500, 40), 255)), 1.0)
    assert [piece.text for piece in pieces if piece.bold and piece.text.strip()] == ["Về", "văn", "-", "xã"]
