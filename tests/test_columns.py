"""Letterheads and signatures set in two columns by tabs and blanks."""

from __future__ import annotations

import pytest

from extractor.parsers.columns import set_columns
from extractor.parsers.docx_styles import Face
from extractor.parsers.flow import FlowTable, Paragraph
from extractor.parsers.lines import Line, Run, flow_items

# (lines as typed, what becomes of them: a paragraph, or the left and the right column)
SET: dict[str, tuple[list[str], list[str | tuple[list[str], list[str]]]]] = {
    "letterhead": (
        [
            "UBND HUYỆN TÂN GIANG                 CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "PHÒNG NỘI VỤ\t\t               Độc lập - Tự do - Hạnh phúc",
            "   Số: 15/BC-PNV \t\t           Tân Giang, ngày  14   tháng  5   năm 2009",
            "BÁO CÁO",
        ],
        [
            (
                ["UBND HUYỆN TÂN GIANG", "PHÒNG NỘI VỤ", "Số: 15/BC-PNV"],
                [
                    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
                    "Độc lập - Tự do - Hạnh phúc",
                    "Tân Giang, ngày 14 tháng 5 năm 2009",
                ],
            ),
            "BÁO CÁO",
        ],
    ),
    "blanks to be filled in": (
        [
            "UBND XÃ VÂN KHÊ\t\t\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Số:        /BC-UBND\t\t\tVân Khê, ngày     tháng     năm 2024",
        ],
        [
            (
                ["UBND XÃ VÂN KHÊ", "Số: /BC-UBND"],
                ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Vân Khê, ngày tháng năm 2024"],
            )
        ],
    ),
    "signature beside recipients": (
        [
            "Nơi nhận:\t\t\t\t\tKT. CHỦ TỊCH",
            "- Như trên;\t\t\t\t\tPHÓ CHỦ TỊCH",
            "- Thường trực HĐND xã;",
            "\t\t\t\t\t\tLê Văn Bình",
            "- Lưu: VT.",
        ],
        [
            (
                ["Nơi nhận:", "- Như trên;", "- Thường trực HĐND xã;", "- Lưu: VT."],
                ["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Lê Văn Bình"],
            )
        ],
    ),
    "in one paragraph": (
        ["UBND XÃ VÂN KHÊ\t\t\tCỘNG HÒA XÃ HỘI\nSố: 3/BC-UBND\t\t\tĐộc lập - Tự do"],
        [(["UBND XÃ VÂN KHÊ", "Số: 3/BC-UBND"], ["CỘNG HÒA XÃ HỘI", "Độc lập - Tự do"])],
    ),
    "both columns centred by tabs": (
        [
            "\tỦY BAN NHÂN DÂN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "\tXÃ TÂN HÒA\tĐộc lập - Tự do - Hạnh phúc",
        ],
        [
            (
                ["ỦY BAN NHÂN DÂN", "XÃ TÂN HÒA"],
                ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"],
            )
        ],
    ),
    "one such line is no table": (["Điện thoại:\t\t\tMáy nhắn tin: 12"], ["Điện thoại: Máy nhắn tin: 12"]),
    "labels and wide gaps in a text": (
        [
            "1.\tCông tác tuyên truyền",
            "-\tTổ chức 12 cuộc",
            "được trình bày tại mục 2              phần I " + "phụ lục này " * 9,
        ],
        [
            "1. Công tác tuyên truyền",
            "- Tổ chức 12 cuộc",
            "được trình bày tại mục 2 phần I " + ("phụ lục này " * 9).strip(),
        ],
    ),
    "a form to fill in": (
        ["Họ và tên: ………\t\t\tNăm sinh: ………", "Nơi ở: ………\t\t\t\tNghề nghiệp: ………"],
        ["Họ và tên: ……… Năm sinh: ………", "Nơi ở: ……… Nghề nghiệp: ………"],
    ),
    "three offices under a form": (
        [
            "Người lập biểu          Kế toán trưởng          Giám đốc",
            "(Ký tên)          (Ký tên)          (Ký tên)",
        ],
        ["Người lập biểu Kế toán trưởng Giám đốc", "(Ký tên) (Ký tên) (Ký tên)"],
    ),
}


@pytest.mark.parametrize(("typed", "expected"), SET.values(), ids=SET.keys())
def test_columns(typed: list[str], expected: list[str | tuple[list[str], list[str]]]) -> None:
    found = flow_items(set_columns([Line((Run(text, Face()),)) for text in typed]))
    assert [shape(item) for item in found] == expected


def shape(item: Paragraph | FlowTable) -> str | tuple[list[str], list[str]]:
    if isinstance(item, Paragraph):
        return item.text
    assert not item.ruled
    left, right = ([p.text for p in cell.paragraphs] for cell in item.cells)
    return left, right
