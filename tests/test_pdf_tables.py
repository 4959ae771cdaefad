"""Cells of PDF tables: what stands in which, and that no number is glued, split or lost on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
import pytest
import regex
from pdf_files import HEIGHT, LEFT, Page, Text, write

from extractor.parsers import pdf
from extractor.parsers.flow import FlowTable, Paragraph
from extractor.parsers.pdf_frame import Ruling
from extractor.parsers.pdf_grids import find_grids
from extractor.parsers.pdf_lines import page_text
from extractor.parsers.pdf_tables import PageTable, ruled_tables

NUMBER = regex.compile(r"(?<!\S)\d[\d.,]*%?(?!\S)")


def box(x0: float, y0: float, x1: float, y1: float) -> list[Ruling]:
    """The four sides of a frame."""
    return [
        Ruling(x0, y0, x1, y0), Ruling(x0, y1, x1, y1), Ruling(x0, y0, x0, y1), Ruling(x1, y0, x1, y1),
    ]  # fmt: skip


def upright(rulings: list[Ruling]) -> list[Ruling]:
    """Rulings for a page whose text runs up it, from where they stand for a reader."""
    return [Ruling(r.y0, HEIGHT - r.x0, r.y1, HEIGHT - r.x1) for r in rulings]


def read(tmp_path: Path, *pages: Page) -> list[list[str]]:
    """The paragraphs of the cells of all tables."""
    flow = pdf.read(write(tmp_path / "a.pdf", pages), ocr="never")
    return [
        [p.text for p in cell.paragraphs]
        for item in flow.items
        if isinstance(item, FlowTable)
        for cell in item.cells
    ]


def test_numbers_of_two_cells_that_nearly_touch_are_two(tmp_path: Path) -> None:
    texts = [Text("359,6", 85, 115), Text("351,96", 120.5, 115)]
    assert read(tmp_path, Page(texts, [*box(84, 100, 120.2, 120), *box(120.2, 100, 170, 120)])) == [
        ["359,6"],
        ["351,96"],
    ]


# (how the heads are turned, where the two lines of the second begin)
TURNED = [(1, [(145, 215), (161, 215)]), (3, [(160, 105), (144, 105)])]


@pytest.mark.parametrize(("turn", "starts"), TURNED)
@pytest.mark.parametrize(("rotate", "upside"), [(0, False), (90, False), (90, True)])
def test_heads_turned_against_the_page_stand_in_their_cells(
    tmp_path: Path, turn: int, starts: list[tuple[float, float]], rotate: int, upside: bool
) -> None:
    """Over narrow columns; what is turned beside the table is no text of the page."""
    heads = [
        Text(line, *start, turn=turn) for line, start in zip(["Tổng số hộ", "nghèo"], starts, strict=True)
    ]
    numbers = [Text("35", 145, 235), Text("6,5", 185, 235), Text("Số liệu đến ngày 31/12/2024.", 85, 300)]
    names = [Text("Xã", 90, 160), Text("Đoàn Kết", 70, 235, 11)]
    stamp = Text("Bản sao lưu trữ", 560 if turn == 1 else 30, 400, turn=turn)
    xs = [65, 130, 170, 210]
    rulings = [
        ruling
        for x0, x1 in pairwise(xs)
        for y0, y1 in ((100, 220), (220, 240))
        for ruling in box(x0, y0, x1, y1)
    ]
    rate = Text("Tỷ lệ (%)", 195 if turn == 1 else 185, 215 if turn == 1 else 105, turn=turn)
    page = Page(
        [*names, rate, *heads, *numbers, stamp], upright(rulings) if upside else rulings, rotate, upside
    )
    flow = pdf.read(write(tmp_path / "a.pdf", [page]), ocr="never")
    table, *rest = flow.items
    assert isinstance(table, FlowTable)
    assert [[p.text for p in cell.paragraphs] for cell in table.cells] == [
        ["Xã"], ["Tổng số hộ nghèo"], ["Tỷ lệ (%)"], ["Đoàn Kết"], ["35"], ["6,5"],
    ]  # fmt: skip
    assert [item.text for item in rest if isinstance(item, Paragraph)] == ["Số liệu đến ngày 31/12/2024."]


def test_a_turned_line_stands_in_its_own_box(tmp_path: Path) -> None:
    texts = [
        Text("Tỷ lệ", 155, 215, turn=1),
        Text("Xã", 90, 160),
        Text("35", 145, 235),
        Text("Văn Khê", 70, 235),
    ]
    rulings = [
        r
        for x0, x1 in ((65, 130), (130, 170))
        for y0, y1 in ((100, 220), (220, 240))
        for r in box(x0, y0, x1, y1)
    ]
    flow = pdf.read(write(tmp_path / "a.pdf", [Page(texts, rulings)]), ocr="never")
    (line,) = flow.items[0].cells[1].paragraphs[0].lines  # type: ignore[union-attr]
    assert (line.box.y0, line.box.y1) == pytest.approx((215 - 5 * 7, 215), abs=0.1), "it runs up the page"
    assert line.box.x0 < 150 < line.box.x1 < 160


def test_a_frame_around_a_paragraph_of_a_cell_is_no_cell() -> None:
    """Word draws a white one, a few points within the cell, around pasted text."""
    outer = [*box(97, 100, 410, 300), *box(410, 100, 800, 300)]
    inner = [*box(100.5, 110, 406, 200), Ruling(97, 110, 100, 110)]
    (grid,) = find_grids([*outer, *inner])
    assert [(round(c.x0), round(c.x1)) for c in grid.cells] == [(97, 410), (410, 800)]


# (the lines of a narrow cell, its text)
NARROW = [
    (["Tổng", "số", "KLTT"], "Tổng số KLTT"),
    (["đồng/thá", "ng"], "đồng/tháng"),
    (["UBMT", "TQ"], "UBMTTQ"),
]


@pytest.mark.parametrize(("lines", "text"), NARROW)
def test_words_broken_in_narrow_cells(tmp_path: Path, lines: list[str], text: str) -> None:
    width = max(map(len, lines)) * 7 + 12
    texts = [Text(line, 100, 114 + 16 * i) for i, line in enumerate(lines)]
    bottom = 120 + 16 * len(lines)
    rulings = [*box(94, 100, 94 + width, bottom), *box(94 + width, 100, 300, bottom)]
    assert read(tmp_path, Page([*texts, Text("35", 250, 114)], rulings))[0] == [text]


def test_items_after_full_lines_begin_paragraphs(tmp_path: Path) -> None:
    full = "- Biểu này không bao gồm kết quả thanh tra chuyên ngành và trách nhiệm"[:66]
    texts = [Text(full, LEFT, 100), Text("- Cột 20, 21 là kết quả thu hồi trong kỳ", LEFT, 116)]
    flow = pdf.read(write(tmp_path / "a.pdf", [Page(texts)]), ocr="never")
    assert len([item for item in flow.items if isinstance(item, Paragraph)]) == 2


def test_a_row_that_heads_a_page_is_no_rest_of_the_last(tmp_path: Path) -> None:
    """Without number or full stop; the last line of the row above had room for its first word."""
    above = [Text("21", 90, 754), Text("Số cán bộ được chuyển đổi vị trí", 125, 754), Text("Người", 452, 754)]
    below = [Text("Thực hiện quy định về minh bạch tài sản", 125, 64)]
    pages = [
        Page(texts, [*box(85, y, 120, y + 20), *box(120, y, 450, y + 20), *box(450, y, 520, y + 20)])
        for texts, y in ((above, 740), (below, 50))
    ]
    assert ["Thực hiện quy định về minh bạch tài sản"] in read(tmp_path, *pages)


# Pages where the referee is wrong, and how.
INTERLEAVED = "letters that overflow into the next cell mixed with its own: `dịch0`, `,v0ụ0`"
TWICE = "paragraphs framed within a cell given twice"
REFEREE_WRONG = {
    **{("dakhoa-ktxh-2019.pdf", page): INTERLEAVED for page in (3, 5, 8, 9)},
    ("vinhlong-so-sanh-2026.pdf", 10): TWICE,
}


def test_same_numbers_in_cells_as_pdfplumber(shared: Path) -> None:
    """On every page with ruled tables. Frames around paragraphs, tables to pdfplumber, hold no cells of ours."""
    compared = 0
    for path in sorted((shared / "real").glob("*.pdf")):
        document = pdfium.PdfDocument(path)
        with pdfplumber.open(path) as referee:
            for index, page in enumerate(referee.pages):
                ours = ruled_tables(page_text(document, index))[0]
                if not ours:
                    continue
                found = _numbers(cell.text for table in ours for cell in table.cells)
                tables = [t for t in page.find_tables() if any(_overlaps(t.bbox, o) for o in ours)]
                expected = _numbers(cell or "" for t in tables for row in t.extract() for cell in row)
                if (path.name, index + 1) in REFEREE_WRONG:
                    assert expected != found, "the referee has learned: strike the exception"
                else:
                    assert found == expected, f"{path.name}, page {index + 1}"
                compared += found.total()
                page.close()
        document.close()
    assert compared > 1000


def _numbers(cells: Iterable[str]) -> Counter[str]:
    return Counter(number for cell in cells for number in NUMBER.findall(cell))


def _overlaps(bbox: tuple[float, float, float, float], table: PageTable) -> bool:
    tops = [line.baseline for cell in table.cells for line in cell.lines]
    return min(tops) <= bbox[3] and bbox[1] <= max(tops)
