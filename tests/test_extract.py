"""From a document to its facts: where they are looked for, who wins a place, what does not matter."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.dates import Report
from extractor.document import Block, Box, Document, Line, Metadata, Section, Zone
from extractor.extract import explain, extract, judge, passages
from extractor.facts import Fact
from extractor.rules.engine import Candidate, Rule, load
from extractor.text import clean

SENTENCES = (
    "Trong 9 tháng năm 2023, toàn huyện tổ chức 45 hội nghị với 3.120 lượt người tham dự.",
    "Thực hiện Nghị quyết số 12-NQ/HU, ngày 04/01/2023 của Huyện ủy về “Xây dựng nông thôn mới”.",
    "Tính đến 30/9, có 14/15 xã đạt chuẩn, đạt 93,3% kế hoạch.",
    "Tổng kinh phí 1 tỷ 250 triệu đồng, trồng mới 12,5 ha rừng trong 45 ngày đêm.",
    "Căn cứ Quyết định số 217 và 218-QĐ/TW, từ ngày 01/01 đến ngày 30/9/2023 đã giám sát 26 cuộc.",
    "Quý III, Ban đã ban hành 08 văn bản; khiển trách 3 đảng viên.",
)


def document(*blocks: Block, period: tuple[date, date] | None = None) -> Document:
    start, end = period or (None, None)
    section = Section("s1", None, "II", "Kết quả", 1, "II", "b1")
    return Document(
        path="bao-cao.docx",
        format="docx",
        sha256="0" * 64,
        pages=1,
        text_source="text",
        metadata=Metadata(period_start=start, period_end=end),
        sections=(section,),
        blocks=blocks,
    )


def block(text: str, zone: Zone = "body", **fields: object) -> Block:
    return replace(Block("b1", zone, "paragraph", text, section_id="s1"), **fields)  # type: ignore[arg-type]


def marks(facts: tuple[Fact, ...]) -> list[tuple[str, str]]:
    return [(f.kind, f.exact) for f in facts]


def test_a_fact_knows_its_place() -> None:
    text = "Toàn huyện có 45 hội nghị tháng 6/2023."
    lines = (Line(0, 26, Box(2, 90, 100, 500, 112)), Line(26, len(text), Box(2, 90, 114, 300, 126)))
    facts = extract(document(block(text, lines=lines, page_start=2, page_end=2)))
    assert marks(facts) == [("count", "45 hội nghị"), ("date", "tháng 6/2023")]
    assert [(f.start, f.end, f.section_path, f.page, f.zone) for f in facts] == [
        (14, 25, "II", 2, "body"),
        (26, 38, "II", 2, "body"),
    ]
    assert facts[1].box == Box(2, 90, 114, 300, 126)
    assert facts[1].rule == "date.month"


def test_a_fact_is_no_surer_than_the_line_it_was_read_on() -> None:
    text = "Toàn huyện có 45 hội nghị."
    born, scanned = (
        extract(document(block(text, lines=(Line(0, len(text), Box(1, 90, 100, 500, 112), sure),))))
        for sure in (None, 0.5)
    )
    assert scanned[0].confidence == born[0].confidence / 2


@pytest.mark.parametrize("zone", ["letterhead", "title", "recipients", "signature"])
def test_only_body_and_footnotes_hold_facts(zone: Zone) -> None:
    assert extract(document(block("Hà Nội, ngày 05 tháng 10 năm 2023", zone))) == ()


def test_a_footnote_keeps_its_label() -> None:
    (fact,) = extract(document(block("Kết luận số 44-KL/TW", "footnote", kind="footnote", note="3")))
    assert (fact.zone, fact.note, fact.number) == ("footnote", "3", "44-KL/TW")


def test_cells_of_a_row_are_read_one_by_one() -> None:
    row = block("Quý | III/2023 | 6 tháng đầu năm 2023 | 54,5%", kind="table_row")
    assert [(p.text, p.offset) for p in passages(row)] == [
        ("Quý", 0),
        ("III/2023", 6),
        ("6 tháng đầu năm 2023", 17),
        ("54,5%", 40),
    ]
    assert marks(extract(document(row))) == [("date", "6 tháng đầu năm 2023"), ("percent", "54,5%")]


@pytest.mark.parametrize(
    ("period", "heading", "text", "expected"),
    [
        (None, "KẾT QUẢ 6 THÁNG ĐẦU NĂM 2022", "Quý II tăng khá", (date(2022, 4, 1), date(2022, 6, 30))),
        (None, "KẾT QUẢ 6 THÁNG ĐẦU NĂM 2022", "Sáu tháng, đã họp", (date(2022, 1, 1), date(2022, 6, 30))),
        ((2023, 2023), "NHIỆM VỤ NĂM 2024", "Quý I xong", (date(2024, 1, 1), date(2024, 3, 31))),
        ((2023, 2023), "Khắc phục tồn tại năm 2021", "Quý I xong", (date(2023, 1, 1), date(2023, 3, 31))),
        ((2020, 2025), "Kết quả", "Năm 2022 gặp bão. Tháng 9 lũ về.", (date(2022, 9, 1), date(2022, 9, 30))),
    ],
)
def test_headings_and_earlier_sentences_place_what_the_report_does_not(
    period: tuple[int, int] | None, heading: str, text: str, expected: tuple[date, date]
) -> None:
    covered = (date(period[0], 1, 1), date(period[1], 12, 31)) if period else None
    read = document(block(text), period=covered)
    read = replace(read, sections=(replace(read.sections[0], heading=heading),))
    fact = extract(read)[-1]
    assert (fact.date_start, fact.date_end) == expected


def candidate(start: int, end: int, priority: int) -> Candidate:
    return Candidate("date", start, end, rule=replace(RULE, priority=priority), fields={})


RULE: Rule = load("date")[0]


@pytest.mark.parametrize(
    ("candidates", "winners"),
    [
        ([(0, 4, 0), (5, 9, 0)], [(0, 4), (5, 9)]),
        ([(0, 4, 0), (0, 9, 0)], [(0, 9)]),  # the longer
        ([(0, 4, 1), (0, 9, 0)], [(0, 4)]),  # the higher priority
        ([(3, 6, 0), (0, 3, 0), (6, 8, 0)], [(0, 3), (3, 6), (6, 8)]),  # touching is not overlapping
        ([(0, 5, 0), (4, 9, 0)], [(0, 5)]),  # the earlier
        ([(0, 3, 0), (6, 9, 0), (2, 7, 1)], [(2, 7)]),
    ],
)
def test_one_winner_a_place(candidates: list[tuple[int, int, int]], winners: list[tuple[int, int]]) -> None:
    verdicts = judge(candidate(*c) for c in candidates)
    assert [(v.candidate.start, v.candidate.end) for v in verdicts if v.beaten_by is None] == winners
    for v in verdicts:
        if v.beaten_by:
            assert v.candidate.start < v.beaten_by.end
            assert v.beaten_by.start < v.candidate.end


def test_explain_names_the_winner_and_whom_it_beat() -> None:
    verdicts = explain("nhiệm vụ 6 tháng cuối năm 2023", Report())
    won = [v for v in verdicts if v.beaten_by is None]
    assert [v.candidate.rule.id for v in won] == ["date.months-of-year"]
    assert won[0].candidate.fields == {"date_start": date(2023, 7, 1), "date_end": date(2023, 12, 31)}
    beaten = {v.candidate.rule.id: v.beaten_by.rule.id for v in verdicts if v.beaten_by}
    assert beaten["date.year"] == beaten["duration.number-unit"] == "date.months-of-year"


@settings(deadline=None)
@given(st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=4), st.sampled_from(["NFC", "NFD"]))
def test_same_facts_whatever_the_unicode_form_and_line_breaks(sentences: list[str], form: str) -> None:
    text = " ".join(sentences)
    other = clean(unicodedata.normalize(form, text.replace(" ", "\n")))  # type: ignore[arg-type]
    assert extract(document(block(other))) == extract(document(block(clean(text))))


@settings(deadline=None)
@given(st.permutations(SENTENCES))
def test_a_document_is_read_without_memory_of_others(sentences: list[str]) -> None:
    read = {s: extract(document(block(s))) for s in sentences}
    assert read == {s: extract(document(block(s))) for s in SENTENCES}


@settings(deadline=None)
@given(st.text(alphabet="0123456789./-,% |ngàytháquýnămIVXQĐTW“”()", max_size=60))
def test_marks_never_overlap_and_are_exact(text: str) -> None:
    facts = extract(document(block(clean(text))))
    for fact in facts:
        assert clean(text)[fact.start : fact.end] == fact.exact
    assert all(a.end <= b.start for a, b in pairwise(facts))
