"""Plain text and Markdown as flows."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.parsers import plain
from extractor.parsers.flow import FlowTable, Mark, Paragraph


def texts(path: Path, *, markdown: bool = False) -> list[str]:
    return [item.text for item in plain.read(path, markdown=markdown).items if isinstance(item, Paragraph)]


def test_a_paragraph_a_line(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(
        "I. TÌNH HÌNH\n1. Nông nghiệp\nDiện tích gieo trồng 12,5 ha.\n\n- Lúa: 10 ha.\n", encoding="utf-8"
    )
    assert texts(path) == ["I. TÌNH HÌNH", "1. Nông nghiệp", "Diện tích gieo trồng 12,5 ha.", "- Lúa: 10 ha."]


def test_wrapped_lines_are_one_paragraph(tmp_path: Path) -> None:
    line = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ"
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join("\n".join([line] * 4 + ["hết."]) for _ in range(2)), encoding="utf-8")
    assert texts(path) == [" ".join([line] * 4 + ["hết."])] * 2


@pytest.mark.parametrize(
    ("before", "line", "parted"),
    [
        (
            "Giá lúa từ 8.500 đến 9.200 đồng/kg, bình quân 8.900",
            "đồng). Trong đó lúa hè thu đạt 34.409 tấn",
            False,
        ),
        ("Hội nghị tổng kết phong trào thi đua yêu nước tháng", "9. Trong quý đã tổ chức 12 hội nghị", False),
        (
            "Kế hoạch phát triển nông thôn mới giai đoạn năm 2021",
            "- 2025 đã được Ủy ban nhân dân huyện ban hành",
            False,
        ),
        ("Ủy ban nhân dân xã đã thực hiện các nhiệm vụ sau đây:", "- Xây dựng 12 mô hình dân vận khéo", True),
        (
            "Diện tích gieo trồng toàn xã đạt 12,5 ha so kế hoạch.",
            "2. Chăn nuôi và thủy sản phát triển khá",
            True,
        ),
        ("I. KẾT QUẢ ĐẠT ĐƯỢC", "1. Về phát triển nông nghiệp", True),
    ],
)
def test_where_an_item_begins_in_wrapped_lines(before: str, line: str, parted: bool, tmp_path: Path) -> None:
    filler = "\n".join(["Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ"] * 12)
    path = tmp_path / "a.txt"
    path.write_text(f"{filler}\n\n{before}\n{line}\n", encoding="utf-8")
    assert texts(path)[1:] == ([before, line] if parted else [f"{before} {line}"])


def test_encodings(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    for data, source in [
        ("Báo cáo".encode("utf-8-sig"), "text"),
        ("Báo cáo".encode("utf-16"), "text"),
        ("B¸o c¸o kÕt qu¶ thùc hiÖn nhiÖm vô ph¸t triÓn kinh tÕ".encode("latin-1"), "legacy"),
    ]:
        path.write_bytes(data)
        flow = plain.read(path)
        assert isinstance(flow.items[0], Paragraph)
        assert flow.items[0].text.startswith("Báo cáo")
        assert flow.text_source == source


def test_markdown(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text(
        "# BÁO CÁO\n\n## 1. Nông nghiệp\n\n**Trồng trọt:** đạt 12 ha[^1].\n- Lúa *hè thu*\n\n"
        "| Xã | Số hộ |\n|----|------|\n| Vân Khê | 12 |\n\n[^1]: Theo **phòng** Nông nghiệp.\n",
        encoding="utf-8",
    )
    flow = plain.read(path, markdown=True)
    title, heading, run_in, item, table = flow.items
    assert isinstance(title, Paragraph)
    assert (title.text, title.style.bold, title.style.outline_level) == ("BÁO CÁO", True, 0)
    assert isinstance(heading, Paragraph)
    assert (heading.text, heading.style.outline_level) == ("1. Nông nghiệp", 1)
    assert isinstance(run_in, Paragraph)
    assert (run_in.text, run_in.style.bold_prefix) == ("Trồng trọt: đạt 12 ha.", 11)
    assert run_in.marks == (Mark(21, "1"),)
    assert isinstance(item, Paragraph)
    assert item.text == "- Lúa hè thu"
    assert isinstance(table, FlowTable)
    assert [(c.row, c.col, c.is_header, c.paragraphs[0].text) for c in table.cells] == [
        (0, 0, True, "Xã"),
        (0, 1, True, "Số hộ"),
        (1, 0, False, "Vân Khê"),
        (1, 1, False, "12"),
    ]
    assert [(n.label, n.paragraphs[0].text) for n in flow.notes] == [("1", "Theo phòng Nông nghiệp.")]
