"""A reader's flow → a Document: blocks, ids, notes, tables; and the golds' own blocks read back."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.document import CELL_SEPARATOR, Box, Document, Line
from extractor.gold import Gold, read_gold_folder
from extractor.parsers.capitals import is_ornament
from extractor.parsers.flow import Flow, FlowCell, FlowTable, Mark, Note, Paragraph
from extractor.parsers.structure import build


def read(*items: Paragraph | FlowTable, notes: tuple[Note, ...] = ()) -> Document:
    return build(Flow(items, notes), path="thu.docx", format="docx", sha256="ab" * 32)


def note(label: str, text: str) -> Note:
    return Note(label, (Paragraph(text),))


def test_notes_stand_behind_the_block_of_their_mark() -> None:
    document = read(
        Paragraph("Toàn huyện có 12 xã đạt chuẩn.", (Mark(24, "1"),)),
        Paragraph("Có 3 hợp tác xã, 5 tổ.", (Mark(15, "2"), Mark(21, "3"))),
        notes=(note("1", "Gồm 7 xã miền núi."), note("2", "Mới lập 1."), note("3", "Tổ đội.")),
    )
    assert [(b.block_id, b.kind) for b in document.blocks] == [
        ("b1", "paragraph"), ("n1", "footnote"), ("b2", "paragraph"), ("n2", "footnote"), ("n3", "footnote"),
    ]  # fmt: skip
    assert [(f.note, f.anchor_block_id, f.anchor_offset) for f in document.footnotes] == [
        ("1", "b1", 24), ("2", "b2", 15), ("3", "b2", 21),
    ]  # fmt: skip


def test_labels_that_recur_get_ids_of_their_own() -> None:
    document = read(
        Paragraph("Trang một.", (Mark(9, "1"),)),
        Paragraph("Trang hai.", (Mark(9, "1"),)),
        notes=(
            note("1", "Chú thích trang một."),
            note("1", "Chú thích trang hai."),
            note("9", "Không có dấu."),
        ),
    )
    assert [(b.block_id, b.text) for b in document.blocks if b.zone == "footnote"] == [
        ("n1", "Chú thích trang một."), ("n1.2", "Chú thích trang hai."), ("n9", "Không có dấu."),
    ]  # fmt: skip
    assert document.footnotes[-1].anchor_block_id is None
    assert len({b.block_id for b in document.blocks}) == len(document.blocks)


def test_table_rows_keep_offsets_of_their_cells_and_marks() -> None:
    rows = [["Xã", "Số hộ nghèo"], ["Bình An", "120"], ["", ""]]
    cells = [
        FlowCell(r, c, (Paragraph(t, (Mark(3, "1"),) if t == "120" else ()),), is_header=r == 0)
        for r, row in enumerate(rows)
        for c, t in enumerate(row)
    ]
    document = read(Paragraph("I. SỐ LIỆU"), FlowTable(tuple(cells)), notes=(note("1", "Ước tính."),))
    texts = {b.block_id: b.text for b in document.blocks}
    assert [b.text for b in document.blocks if b.kind == "table_row"] == ["Xã | Số hộ nghèo", "Bình An | 120"]
    [table] = document.tables
    assert table.section_id == "s1"
    for cell in table.cells:
        if cell.text:
            assert texts[cell.block_id or ""][cell.start or 0 :].startswith(cell.text)
    assert [(f.anchor_block_id, f.anchor_offset) for f in document.footnotes] == [
        ("b3", len("Bình An | 120"))
    ]


def test_pages_and_lines_of_a_part_over_centred_lines() -> None:
    lines = [
        Paragraph(t, lines=(Line(0, len(t), Box(2, 100, 100 + 16 * n, 400, 114 + 16 * n)),))
        for n, t in enumerate(["Phần thứ nhất", "ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN", "NHIỆM KỲ 2020 - 2025"])
    ]
    document = read(*lines, Paragraph("I. KẾT QUẢ"))
    first = document.blocks[0]
    assert first.text == "Phần thứ nhất ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN NHIỆM KỲ 2020 - 2025"
    assert [first.text[line.start : line.end] for line in first.lines] == [p.text for p in lines]
    assert (first.page_start, first.page_end) == (2, 2)
    assert [(s.path, s.heading) for s in document.sections] == [
        ("Phần thứ nhất", "ĐÁNH GIÁ KẾT QUẢ THỰC HIỆN NHIỆM KỲ 2020 - 2025"),
        ("Phần thứ nhất/I", "KẾT QUẢ"),
    ]


def test_kinds_and_sections_of_blocks() -> None:
    document = read(
        Paragraph("I. KẾT QUẢ"),
        Paragraph("1. Toàn huyện đã hoàn thành các chỉ tiêu. Thu ngân sách vượt kế hoạch đề ra."),
        Paragraph("- Thu ngân sách đạt 12 tỷ đồng."),
        Paragraph("Nhìn chung, tình hình ổn định."),
    )
    assert [(b.kind, b.section_id) for b in document.blocks] == [
        ("heading", "s1"), ("paragraph", "s2"), ("item", "s2"), ("paragraph", "s2"),
    ]  # fmt: skip


def test_what_follows_the_signature_is_under_no_section() -> None:
    lines = ["BÁO CÁO", "kết quả công tác", "I. KẾT QUẢ", "Nơi nhận:", "- Lưu: VT.", "GIÁM ĐỐC", "Lê Văn Quý"]
    document = read(*map(Paragraph, [*lines, "PHỤ LỤC KÈM THEO", "Danh sách các xã"]))
    assert [(b.zone, b.section_id) for b in document.blocks[-2:]] == [("body", None)] * 2


# The golds: their blocks, with zones taken away, must come back with them.


def gold_flow(gold: Gold) -> Flow:
    marks: dict[str, list[Mark]] = {}
    for n in gold.footnotes:
        if n.anchor_block is not None and n.anchor_offset is not None:
            marks.setdefault(n.anchor_block, []).append(Mark(n.anchor_offset, n.label))
    items: list[Paragraph | FlowTable] = []
    for is_row, group in groupby(
        (b for b in gold.blocks if b.zone != "footnote"), lambda b: b.zone.startswith("table")
    ):
        if is_row:
            rows = [b.text.split(CELL_SEPARATOR) for b in group]
            cells = (FlowCell(r, c, (Paragraph(t),)) for r, row in enumerate(rows) for c, t in enumerate(row))
            items.append(FlowTable(tuple(cells)))
        else:
            items += [Paragraph(b.text, tuple(marks.get(b.id, ()))) for b in group]
    notes = tuple(note(b.id[1:], b.text) for b in gold.blocks if b.zone == "footnote")
    return Flow(tuple(items), notes)


@pytest.fixture(scope="session")
def golds(shared: Path) -> list[Gold]:
    return read_gold_folder(shared / "gold")


def test_gold_zones_and_sections_come_back(golds: list[Gold]) -> None:
    for gold in golds:
        document = build(gold_flow(gold), path=gold.slug, format="txt", sha256="0" * 64)
        zones = {"heading": "body", "paragraph": "body", "item": "body", "table": "body"}
        expected = [(zones.get(z := b.zone.split(":")[0], z), b.text) for b in gold.blocks]
        found = [(str(b.zone), b.text) for b in document.blocks]
        assert found == expected, gold.slug
        assert [s.path for s in document.sections] == [s.path for s in gold.sections], gold.slug
        assert all(
            s.heading == g.heading or g.heading.startswith(s.heading)
            for s, g in zip(document.sections, gold.sections, strict=True)
        ), gold.slug


def test_gold_metadata_comes_back(golds: list[Gold]) -> None:
    for gold in golds:
        document = build(gold_flow(gold), path=gold.slug, format="txt", sha256="0" * 64)
        found = {name: getattr(document.metadata, name) for name in document.metadata.__slots__}
        assert {k: str(v) if v is not None else None for k, v in found.items()} == {
            k: gold.metadata.get(k) for k in found
        }, gold.slug


TYPED = (
    "BÁO CÁO",
    "Nơi nhận:",
    "KT. CHỦ TỊCH",
    "Lê Văn Quý",
    "PHỤ LỤC",
    "I. KẾT QUẢ",
    "1. Kinh tế",
    "Điều 3. Chi",
)
LETTERS = "IVX1234.ab)-(: /|*ĐâuàBỘNơinhậKTCHỦỊ“”"
LINES = st.text(st.sampled_from(LETTERS), max_size=40) | st.sampled_from(TYPED)


@settings(deadline=None)
@given(st.lists(LINES, max_size=25))
def test_nothing_is_lost_and_ids_are_unique(lines: list[str]) -> None:
    document = read(*map(Paragraph, lines))
    texts = [b.text for b in document.blocks]
    assert sorted(texts) == sorted(line for line in lines if line and not is_ornament(line))
    assert len({b.block_id for b in document.blocks}) == len(texts)
    known = {s.section_id for s in document.sections}
    assert {s.parent_id for s in document.sections} <= known | {None}
    assert {b.section_id for b in document.blocks} <= known | {None}
    assert all(s.path.endswith(s.label) and s.level == s.path.count("/") + 1 for s in document.sections)
