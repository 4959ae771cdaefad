"""A small report in gold's form, and its marks as facts: shared by the tests of scoring, show and gold."""

from __future__ import annotations

from typing import Any

from extractor.document import Document
from extractor.facts import Fact, FactKind
from extractor.gold import Gold, GoldBlock, GoldFact, GoldFootnote, GoldSection, as_document, as_facts

BLOCKS = (
    ("b1", "letterhead", "HUYỆN ỦY SÔNG LAM"),
    ("b2", "title", "BÁO CÁO"),
    ("b3", "title", "kết quả công tác dân vận 6 tháng đầu năm 2024"),
    ("b4", "heading:I", "I. KẾT QUẢ CHỦ YẾU"),
    (
        "b5",
        "paragraph:I",
        "Sáu tháng qua, huyện xây được 1.250 mô hình, trong đó 35/35 xã có mô hình, đạt 104,5% kế hoạch.",
    ),
    (
        "n1",
        "footnote",
        "Kinh phí 1 tỷ 250 triệu đồng, hỗ trợ 12 hộ nghèo theo Quyết định số 45-QĐ/HU, ngày 12/3/2024.",
    ),
    ("b6", "item:I", "- Tổng kết 10 năm thực hiện Nghị quyết số 25-NQ/TW, ngày 03/6/2013 của Trung ương."),
    ("b7", "heading:II", "II. NHIỆM VỤ"),
    (
        "b8",
        "paragraph:II",
        "Phấn đấu đến ngày 30/11/2024 trồng 12,5 ha rừng và vận động 1.250 mô hình trong quý III/2024.",
    ),
    ("b9", "signature", "Trần Văn Sông"),
)
FACTS: tuple[tuple[str, FactKind, str, dict[str, Any]], ...] = (
    ("b5", "count", "1.250 mô hình", {"value": 1250, "unit": "mô hình", "object": "mô hình"}),
    ("b5", "fraction", "35/35 xã", {"numerator": 35, "denominator": 35, "unit": "xã"}),
    ("b5", "percent", "104,5%", {"value": 104.5}),
    ("n1", "money", "1 tỷ 250 triệu đồng", {"value": 1250000000, "currency": "VND"}),
    ("n1", "count", "12 hộ", {"value": 12, "unit": "hộ", "object": "hộ nghèo"}),
    ("n1", "doc_number", "45-QĐ/HU", {"number": "45-QĐ/HU", "type": "Quyết định", "date": "2024-03-12"}),
    ("n1", "date", "ngày 12/3/2024", {"start": "2024-03-12", "end": "2024-03-12"}),
    ("b6", "duration", "10 năm", {"value": 10, "unit": "năm"}),
    (
        "b6",
        "doc_number",
        "25-NQ/TW",
        {"number": "25-NQ/TW", "type": "Nghị quyết", "issuer": "Trung ương", "date": "2013-06-03"},
    ),
    ("b6", "date", "ngày 03/6/2013", {"start": "2013-06-03", "end": "2013-06-03"}),
    ("b8", "date", "ngày 30/11/2024", {"start": "2024-11-30", "end": "2024-11-30"}),
    ("b8", "measure", "12,5 ha", {"value": 12.5, "unit": "ha"}),
    ("b8", "count", "1.250 mô hình", {"value": 1250, "unit": "mô hình", "object": "mô hình"}),
    ("b8", "date", "quý III/2024", {"start": "2024-07-01", "end": "2024-09-30"}),
)


def report_gold() -> Gold:
    texts = {i: text for i, _, text in BLOCKS}
    zones = {i: zone for i, zone, _ in BLOCKS}
    facts = []
    for block, kind, exact, value in FACTS:
        start = texts[block].index(exact)
        note = block[1:] if zones[block] == "footnote" else None
        section = None if note else zones[block].partition(":")[2]
        zone = "footnote" if note else "body"
        facts.append(GoldFact(kind, exact, block, start, start + len(exact), zone, note, section, value))  # type: ignore[arg-type]
    anchor = texts["b5"].index("mô hình,") + len("mô hình")
    return Gold(
        slug="song-lam",
        documents=("song-lam.docx",),
        metadata={
            "document": "song-lam.docx",
            "type": "Báo cáo",
            "title": "kết quả công tác dân vận 6 tháng đầu năm 2024",
            "issuer": "Huyện ủy Sông Lam",
            "period_start": "2024-01-01",
            "period_end": "2024-06-30",
            "signer": "Trần Văn Sông",
        },
        blocks=tuple(GoldBlock(*b) for b in BLOCKS),
        sections=(GoldSection("I", "I", 1, "KẾT QUẢ CHỦ YẾU"), GoldSection("II", "II", 1, "NHIỆM VỤ")),
        footnotes=(GoldFootnote("1", texts["n1"], "b5", anchor, texts["b5"][anchor - 20 : anchor]),),
        facts=tuple(facts),
    )


def perfect(gold: Gold) -> tuple[Document, list[Fact]]:
    return as_document(gold), list(as_facts(gold))
