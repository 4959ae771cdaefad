"""The sample corpus: its gold is what its sources say, its files are what they render, its marks stand."""

from __future__ import annotations

import json
import re
import sys
from collections import Counter
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pytest
from docx import Document
from lxml import etree

from extractor.facts import KINDS

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "scripts" / "corpus"))

import docx_writer  # noqa: E402
import legacy  # noqa: E402
import source  # noqa: E402

import gold as corpus_gold  # noqa: E402

SOURCES = sorted((ROOT / "scripts" / "corpus" / "sources").glob("*.txt"))
GOLD = {p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "gold").glob("*.json"))}
FIELDS = {
    "date": {"start", "end"},
    "duration": {"value", "unit"},
    "doc_number": {"number"},
    "count": {"value", "unit", "object"},
    "fraction": {"numerator", "denominator", "unit"},
    "percent": {"value"},
    "money": {"value", "currency"},
    "measure": {"value", "unit"},
}
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def documents(gold: dict[str, Any]) -> list[str]:
    names = gold["metadata"]["document"]
    return [names] if isinstance(names, str) else names


def word_text(path: Path) -> list[str]:
    """All text of a docx, part by part, as Word stores it."""
    package = Document(str(path)).part.package
    parts = sorted(package.iter_parts(), key=lambda part: str(part.partname))
    wanted = [p for p in parts if str(p.partname) in ("/word/document.xml", "/word/footnotes.xml")]
    return ["".join(etree.fromstring(part.blob).itertext(f"{W}t")) for part in wanted]


def letters(text: str) -> Counter[str]:
    return Counter(re.sub(r"\s", "", text))


def test_corpus_is_as_large_as_promised() -> None:
    facts = [fact for gold in GOLD.values() for fact in gold["facts"]]
    assert len(GOLD) >= 12
    assert len(facts) >= 1000
    assert {fact["kind"] for fact in facts} == set(KINDS)
    assert sum({"docx", "pdf"} <= {n.rsplit(".")[-1] for n in documents(g)} for g in GOLD.values()) >= 10


def test_every_gold_has_its_source() -> None:
    assert [path.stem for path in SOURCES] == list(GOLD)


@pytest.mark.parametrize("slug", GOLD)
def test_gold_is_what_the_source_says(slug: str) -> None:
    report = source.read(ROOT / "scripts" / "corpus" / "sources" / f"{slug}.txt")
    assert corpus_gold.build(report, documents(GOLD[slug])) == GOLD[slug]


@pytest.mark.parametrize("slug", GOLD)
def test_marks_stand_on_their_text_and_carry_their_value(slug: str) -> None:
    gold = GOLD[slug]
    blocks = {block["id"]: block for block in gold["blocks"]}
    assert len(blocks) == len(gold["blocks"])
    for fact in gold["facts"]:
        block = blocks[fact["block"]]
        zone = block["zone"].partition(":")[0]
        assert zone in ("heading", "paragraph", "item", "table", "footnote")
        assert fact["zone"] == ("footnote" if zone == "footnote" else "body")
        assert block["text"][fact["start"] : fact["end"]] == fact["exact"] == fact["exact"].strip()
        assert fact["value"].keys() >= FIELDS[fact["kind"]], fact
        if fact["kind"] == "date":
            start, end = fact["value"]["start"], fact["value"]["end"]
            assert (start is None) == (end is None)
            assert start is None or date.fromisoformat(start) <= date.fromisoformat(end)
    places = [(list(blocks).index(f["block"]), f["start"], f["end"]) for f in gold["facts"]]
    assert all(a[0] < b[0] or a[2] <= b[1] for a, b in pairwise(places)), "marks out of order or overlapping"


@pytest.mark.parametrize("slug", GOLD)
def test_marks_do_not_cut_a_word(slug: str) -> None:
    blocks = {block["id"]: block["text"] for block in GOLD[slug]["blocks"]}
    for fact in GOLD[slug]["facts"]:
        text = blocks[fact["block"]]
        around = text[fact["start"] - 1 : fact["start"]] + "|" + text[fact["end"] : fact["end"] + 1]
        assert not re.search(r"\w", around), (fact["exact"], around)


@pytest.mark.parametrize("slug", GOLD)
def test_documents_exist(slug: str) -> None:
    for name in documents(GOLD[slug]):
        assert (ROOT / "corpus" / name).is_file()


@pytest.mark.parametrize("slug", GOLD)
def test_docx_is_what_the_source_renders(slug: str, tmp_path: Path) -> None:
    report = source.read(ROOT / "scripts" / "corpus" / "sources" / f"{slug}.txt")
    docx_writer.write(report, tmp_path / "again.docx")
    assert word_text(tmp_path / "again.docx") == word_text(ROOT / "corpus" / f"{slug}.docx")


@pytest.mark.parametrize("slug", [s for s in GOLD if f"{s}.pdf" in documents(GOLD[s])])
def test_pdf_holds_every_letter_of_the_gold(slug: str) -> None:
    pages = pdfium.PdfDocument(ROOT / "corpus" / f"{slug}.pdf")
    printed = "".join(page.get_textpage().get_text_range() for page in pages)
    missing = letters("".join(b["text"].replace(" | ", " ") for b in GOLD[slug]["blocks"])) - letters(printed)
    # a hyphen that ends a line comes back from PDFium as U+FFFE
    assert set(missing) <= {"-"}
    assert missing["-"] <= printed.count("\ufffe")


def bare(text: str) -> str:
    return re.sub(r"[-\s\ufffe]", "", text)


def pages_of(slug: str, block: str) -> list[int]:
    """The first and the last page of a block of the gold, by its first and last letters."""
    text = bare({b["id"]: b["text"] for b in GOLD[slug]["blocks"]}[block])
    pages = [
        bare(p.get_textpage().get_text_range()) for p in pdfium.PdfDocument(ROOT / "corpus" / f"{slug}.pdf")
    ]
    return [next(n for n, page in enumerate(pages, 1) if part in page) for part in (text[:25], text[-25:])]


@pytest.mark.parametrize(
    ("slug", "opening", "pages"),
    [
        ("vankhe-danvan-2023", "Trong đó, có Chỉ thị số 18-CT/HU", [1, 2]),  # a footnote over one page end
        ("vankhe-chinhtri-2025", "Gồm: đường Đông Thọ", [2, 4]),  # a footnote over two
        ("vankhe-danvan-2023", "Ban đã tham mưu", [1, 2]),  # paragraphs cut by a footnote area
        ("vankhe-chinhtri-2025", "Trong nhiệm kỳ, huyện", [2, 3]),
        ("vankhe-ktxh-2023", "Giao 148/148 thanh niên", [2, 3]),  # and by a page end
        ("tangiang-congdoan-2024", "Ký mới 5 thỏa ước", [1, 2]),
    ],
)
def test_what_pages_cut(slug: str, opening: str, pages: list[int]) -> None:
    block = next(b["id"] for b in GOLD[slug]["blocks"] if b["text"].startswith(opening))
    assert pages_of(slug, block) == pages


def test_a_table_runs_over_a_page_end_with_its_head_repeated() -> None:
    pages = list(pdfium.PdfDocument(ROOT / "corpus" / "tangiang-ngansach-2023.pdf"))
    heads = [
        "DựtoánƯớcthựchiện" in bare(p.get_textpage().get_text_range()).replace("2023", "") for p in pages
    ]
    assert heads == [True, True, False, False]


def test_contradictions_stand_where_they_are_said_to() -> None:
    plan = json.loads((ROOT / "corpus" / "contradictions.json").read_text(encoding="utf-8"))
    assert len(plan["contradictions"]) >= 15
    assert len(plan["consistent"]) >= 10
    for entry in plan["contradictions"] + plan["consistent"]:
        assert entry["sentence"].endswith(".")
        for side in entry["sides"]:
            text = {b["id"]: b["text"] for b in GOLD[side["gold"]]["blocks"]}[side["block"]]
            assert text[side["start"] : side["end"]] == side["exact"]
            assert side["documents"] == documents(GOLD[side["gold"]])


MARKUP = [
    ("[p|54,5%]", "54,5%", {"value": 54.5}),
    ("[p|10 - 15%]", "10 - 15%", {"value": 10, "value_max": 15}),
    ("[m|1 tỷ 250 triệu đồng]", "1 tỷ 250 triệu đồng", {"value": 1250000000, "currency": "VND"}),
    ("[m|6,24 nghìn tỷ đồng]", "6,24 nghìn tỷ đồng", {"value": 6240000000000, "currency": "VND"}),
    ("[m|30 - 60 USD]", "30 - 60 USD", {"value": 30, "currency": "USD", "value_max": 60}),
    (
        "[d|ngày 08 tháng 12 năm 2022]",
        "ngày 08 tháng 12 năm 2022",
        {"start": "2022-12-08", "end": "2022-12-08"},
    ),
    ("[d|quý III|2024-Q3]", "quý III", {"start": "2024-07-01", "end": "2024-09-30"}),
    ("[d|nhiệm kỳ 2020 - 2025]", "nhiệm kỳ 2020 - 2025", {"start": "2020-01-01", "end": "2025-12-31"}),
    ("[d|ngày 31/9/2024|-]", "ngày 31/9/2024", {"start": None, "end": None}),
    ("[f|14/15 xã]", "14/15 xã", {"numerator": 14, "denominator": 15, "unit": "xã"}),
    ("[q|1,2 triệu m3]", "1,2 triệu m3", {"value": 1200000, "unit": "m3"}),
    ("[n|05 NQ/HU|Nghị quyết]", "05 NQ/HU", {"number": "05NQ/HU", "type": "Nghị quyết"}),
    (
        "[c>|75 cuộc // kiểm tra]",
        "75 cuộc",
        {"value": 75, "unit": "cuộc", "object": "cuộc kiểm tra", "approx": ">"},
    ),
    ("[c|ba chỉ tiêu|3]", "ba chỉ tiêu", {"value": 3, "unit": "chỉ tiêu", "object": "chỉ tiêu"}),
]


@pytest.mark.parametrize(("markup", "exact", "value"), MARKUP)
def test_markup_reads_as_annotated(markup: str, exact: str, value: dict[str, Any]) -> None:
    text, (fact,), _ = source.annotated(f"trước {markup} sau")
    assert text[fact.start : fact.end] == fact.exact == exact
    assert fact.value == value


@pytest.mark.parametrize("markup", ["[d|quý III]", "[c|vài xã]", "[x|12 xã]", "[t>|7 năm]", "[m|12 bảng]"])
def test_markup_that_says_too_little_is_refused(markup: str) -> None:
    with pytest.raises(source.SourceError):
        source.annotated(markup)


def test_the_date_and_title_of_a_cited_document_come_from_what_follows_it() -> None:
    _, facts, _ = source.annotated(
        "Nghị quyết số [n|12-NQ/HU|Nghị quyết|@|“], [d|ngày 15/12/2021] về “Chuyển đổi số [d|năm 2022]”"
    )
    assert facts[0].value == {
        "number": "12-NQ/HU",
        "type": "Nghị quyết",
        "date": "2021-12-15",
        "title": "Chuyển đổi số năm 2022",
    }


def test_tcvn3_puts_capitals_in_the_capital_font() -> None:
    assert list(legacy.runs("UỶ BAN nhân dân năm 2006")) == [
        (".VnTimeH", "uû ban "),
        (".VnTime", "nh©n d©n n¨m 2006"),
    ]
    assert {font for font, _ in legacy.runs("khoá XVI, Uỷ ban")} == {".VnTime"}
    with pytest.raises(ValueError, match="Ủy"):
        list(legacy.runs("Ủy ban"))
