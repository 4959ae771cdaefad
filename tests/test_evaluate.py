"""Scoring: gold against itself is perfect, a corruption costs what scoring.md says, other scorers agree."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest
import spacy
from gold_text import perfect, report_gold
from hypothesis import given, settings
from hypothesis import strategies as st
from nervaluate import Evaluator
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span
from spacy.training import Example

from extractor.document import Block, Document, Footnote, Section
from extractor.errors import ExtractorError
from extractor.evaluate import evaluate
from extractor.evaluate.align import Text, align
from extractor.evaluate.compare import below, compare
from extractor.evaluate.intervals import wilson
from extractor.evaluate.marks import MEASURES, Mark, match
from extractor.evaluate.page import write_pages
from extractor.evaluate.reading import same_heading
from extractor.evaluate.report import Report, report, scores
from extractor.evaluate.saved import save
from extractor.evaluate.score import DocumentScore, Tally, score_document
from extractor.facts import KINDS, Fact, FactKind
from extractor.gold import Gold, GoldBlock, GoldFootnote, as_facts, mark, read_gold_folder
from extractor.ingest import ingest
from extractor.ingest.work import version

GOLD = report_gold()
DOCUMENT, FACTS = perfect(GOLD)
N = len(FACTS)


def counts(score: DocumentScore) -> tuple[int, int, int, int, int]:
    """gold, found, strict, overlap, value over all kinds."""
    total = scores(score.tallies)
    return total["value"].gold, total["value"].found, *(total[m].right for m in MEASURES)  # type: ignore[return-value]


def test_gold_against_itself_is_perfect() -> None:
    score = score_document(GOLD, DOCUMENT, FACTS)
    assert counts(score) == (N, N, N, N, N)
    assert score.errors == ()
    assert score.slips == ()
    assert report([score]).to_json()["micro"]["value"]["f1"] == 1.0


def test_real_gold_against_itself_is_perfect(shared) -> None:
    for gold in read_gold_folder(shared / "gold"):
        score = score_document(gold, *perfect(gold))
        assert counts(score) == (len(gold.facts),) * 5
        assert score.slips == ()


# --- one corruption, one price ------------------------------------------------------------------------

WRONG: dict[FactKind, dict[str, object]] = {
    "date": {"date_start": FACTS[-1].date_start and FACTS[-1].date_start + timedelta(days=400)},
    "duration": {"unit": "thế kỷ"},
    "doc_number": {"number": "999-QĐ/TU"},
    "count": {"unit": "con voi"},
    "fraction": {"denominator": Decimal(77)},
    "percent": {"value": Decimal("0.25")},
    "money": {"currency": "USD"},
    "measure": {"value": Decimal("12.6")},
}


PRICES = [  # gold, found, strict, overlap, value
    ("drop", (0, -1, -1, -1, -1), "missed"),
    ("duplicate", (0, +1, 0, 0, 0), "spurious"),
    ("shift", (0, 0, -1, 0, 0), "wrong boundary"),
    ("change value", (0, 0, 0, 0, -1), "wrong value"),
    ("change kind", (0, 0, -1, -1, -1), "wrong kind"),
]


def corrupted(facts: Sequence[Fact], index: int, corruption: str, texts: dict[str, str]) -> list[Fact]:
    result = list(facts)
    fact = result[index]
    if corruption == "drop":
        del result[index]
    elif corruption == "duplicate":
        result.append(fact)
    elif corruption == "shift":
        exact = texts[fact.block_id][fact.start + 1 : fact.end]
        result[index] = replace(fact, start=fact.start + 1, exact=exact)
    elif corruption == "change value":
        result[index] = replace(fact, **WRONG[fact.kind])
    else:
        result[index] = replace(fact, kind="percent" if fact.kind != "percent" else "measure")
    random.Random(index).shuffle(result)
    return result


@pytest.mark.parametrize("index", range(N), ids=lambda i: f"{FACTS[i].kind}-{i}")
@pytest.mark.parametrize(("corruption", "price", "error"), PRICES)
def test_a_corruption_costs_what_it_should(
    index: int, corruption: str, price: tuple[int, ...], error: str
) -> None:
    texts = {b.block_id: b.text for b in DOCUMENT.blocks}
    score = score_document(GOLD, DOCUMENT, corrupted(FACTS, index, corruption, texts))
    assert counts(score) == tuple(N + x for x in price)
    assert [e.error for e in score.errors] == [error]


MARKS = [(f.kind, f.exact, f.value) for f in GOLD.facts]
WORDS = st.lists(
    st.sampled_from(
        ["toàn", "huyện", "đã", "tổ", "chức", "được", "và", "trong", "năm", "2024", "đạt", "12", "hộ"]
    ),
    max_size=6,
).map(" ".join)


@st.composite
def reports(draw: st.DrawFn) -> Gold:
    """Reports of repeating words and marks, in body and footnotes: what is hard to line up."""
    blocks, facts = [], []
    for i in range(draw(st.integers(1, 5))):
        note = draw(st.booleans())
        text, spans = draw(WORDS), []
        for kind, exact, value in draw(st.lists(st.sampled_from(MARKS), max_size=4)):
            text += " "
            spans.append((kind, len(text), len(text) + len(exact), value))
            text += f"{exact} {draw(WORDS)}"
        block = GoldBlock(f"n{i}", "footnote", text) if note else GoldBlock(f"b{i}", "paragraph:", text)
        blocks.append(block)
        facts += [mark(block, *span) for span in spans]
    notes = tuple(GoldFootnote(b.id[1:], b.text, None, None, "") for b in blocks if b.zone == "footnote")
    return replace(GOLD, blocks=tuple(blocks), sections=(), footnotes=notes, facts=tuple(facts))


@settings(deadline=None, max_examples=150)
@given(reports(), st.data())
def test_in_any_report_a_corruption_costs_what_it_should(gold: Gold, data: st.DataObject) -> None:
    document, facts = perfect(gold)
    n = len(facts)
    assert counts(score_document(gold, document, facts)) == (n,) * 5
    if facts:
        corruption, price, error = data.draw(st.sampled_from(PRICES))
        texts = {b.block_id: b.text for b in document.blocks}
        changed = corrupted(facts, data.draw(st.integers(0, n - 1)), corruption, texts)
        score = score_document(gold, document, changed)
        assert counts(score) == tuple(n + x for x in price)
        assert [e.error for e in score.errors] == [error]


@settings(deadline=None, max_examples=60)
@given(st.sets(st.integers(0, N - 1)), st.sets(st.integers(0, N - 1)), st.randoms(use_true_random=False))
def test_prices_add_up_and_order_does_not_matter(
    dropped: set[int], doubled: set[int], shuffler: random.Random
) -> None:
    facts = [f for i, f in enumerate(FACTS) if i not in dropped]
    facts += [f for i, f in enumerate(FACTS) if i in doubled - dropped]
    shuffler.shuffle(facts)
    kept = N - len(dropped)
    assert counts(score_document(GOLD, DOCUMENT, facts)) == (N, len(facts), kept, kept, kept)


def test_matching_is_optimal_where_taking_the_first_is_not() -> None:
    """Two found marks on two gold marks: the long one must leave the short one its only partner."""

    def at(start: int, end: int, value: int) -> Mark:
        return Mark("count", "x" * (end - start), (Decimal(value), "hộ"), "", start, end, "b", FACTS[0])

    gold = [at(0, 10, 1), at(12, 20, 1)]
    found = [at(0, 20, 1), at(8, 10, 1)]
    for order in (found, found[::-1]):
        assert len(match(gold, order).matched["value"]) == 2


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "gold_value", "found", "right"),
    [
        (
            "count",
            {"value": 2035, "unit": "mô hình"},
            {"value": Decimal("2035.000"), "unit": "Mô hình"},
            True,
        ),
        (
            "count",
            {"value": 2035, "unit": "mô hình", "approx": ">"},
            {"value": Decimal(2035), "unit": "mô hình"},
            True,
        ),
        ("count", {"value": 2035, "unit": "mô hình"}, {"value": Decimal(2036), "unit": "mô hình"}, False),
        ("percent", {"value": 54.5}, {"value": Decimal("54.5")}, True),
        ("doc_number", {"number": "08-NQ/TU"}, {"number": "08 – NQ/TU"}, True),
        ("doc_number", {"number": "08-NQ/TU"}, {"number": "8-NQ/TU"}, False),
        ("date", {"start": None, "end": None}, {}, True),
        ("money", {"value": 5, "currency": "VND"}, {"value": Decimal(5)}, False),
    ],
)
def test_required_values(kind: FactKind, gold_value: dict, found: dict, right: bool) -> None:
    wanted = replace(GOLD.facts[0], kind=kind, value=gold_value)
    got = replace(FACTS[0], **{"value": None, "unit": None, "object": None, "kind": kind, **found})
    score = score_document(replace(GOLD, facts=(wanted,)), DOCUMENT, [got])
    assert scores(score.tallies)["value"].right == right


def test_other_values_count_where_gold_gives_them() -> None:
    facts = [replace(f, object="mô hình Dân vận khéo") if f.object == "mô hình" else f for f in FACTS]
    facts = [replace(f, doc_issuer=None) if f.kind == "doc_number" else f for f in facts]
    given = score_document(GOLD, DOCUMENT, facts).attributes
    assert given["object"] == (3, 1, 3)
    assert given["doc_issuer"] == (1, 0, 0)
    assert given["doc_type"] == (2, 2, 2)


# --- reading another text -----------------------------------------------------------------------------


def misread(
    document: Document, facts: list[Fact], edit: dict[str, tuple[str, str]]
) -> tuple[Document, list[Fact]]:
    """The document with a stretch of some blocks' text replaced; facts behind it move along."""
    texts = {}
    for block_id, (old, new) in edit.items():
        text = next(b.text for b in document.blocks if b.block_id == block_id)
        texts[block_id] = (text.index(old), len(old), len(new), text.replace(old, new, 1))
    moved = []
    for f in facts:
        if f.block_id in texts:
            at, old_length, new_length, _ = texts[f.block_id]
            if f.start >= at + old_length:
                f = replace(f, start=f.start + new_length - old_length, end=f.end + new_length - old_length)
        moved.append(f)
    blocks = tuple(
        replace(b, text=texts[b.block_id][3]) if b.block_id in texts else b for b in document.blocks
    )
    return replace(document, blocks=blocks), moved


def test_a_misread_text_costs_its_text_score_only() -> None:
    document, facts = misread(
        DOCUMENT, FACTS, {"b5": ("huyện xây được", "huyen xay duoc"), "b8": ("Phấn đấu", "")}
    )
    score = score_document(GOLD, document, facts)
    assert counts(score) == (N, N, N, N, N)
    assert score.reading.wrong_letters > 0
    assert score.reading.whole_paragraphs == score.reading.paragraphs - 2


def test_blocks_in_another_order_still_line_up() -> None:
    blocks = {b.block_id: b for b in DOCUMENT.blocks}
    order = ["b1", "b2", "b3", "b7", "b8", "b6", "b4", "b5", "n1", "b9"]
    score = score_document(GOLD, replace(DOCUMENT, blocks=tuple(blocks[i] for i in order)), FACTS)
    assert counts(score) == (N, N, N, N, N)


def test_misread_blocks_in_another_order_still_line_up() -> None:
    """A scan of columns read the wrong way round, every seventh letter misread: hardly six words in a row are
    left whole, but each paragraph is plainly itself."""
    names = ("hộ nghèo", "giao thông", "trường học", "thủy lợi", "an ninh", "văn hóa", "y tế", "đất đai")
    lines = [
        f"Về {name}: năm 2024 huyện chỉ đạo {i} ban, tổ chức {i * 7} đợt kiểm tra, {name} đạt {i * 3},5% kế hoạch."
        for i, name in enumerate(names, 11)
    ]
    noisy = ["".join("x" if n % 7 == 3 else c for n, c in enumerate(line)) for line in lines]
    gold = Text((f"g{i}", line) for i, line in enumerate(lines))
    found = Text((f"g{i}", line) for i, line in reversed(list(enumerate(noisy))))
    a = align(gold, found)
    for i, line in enumerate(noisy):
        at = a.to_gold[found.at(f"g{i}", 0) : found.at(f"g{i}", len(line))]
        letters = [n for n, c in enumerate(line) if not c.isspace()]
        own = sum(gold.place(int(at[n]))[0] == f"g{i}" for n in letters if at[n] >= 0)
        assert own > 0.9 * len(letters), line


def test_a_paragraph_cut_in_two_keeps_its_facts() -> None:
    b5 = next(b for b in DOCUMENT.blocks if b.block_id == "b5")
    cut = b5.text.index("trong đó")
    halves = (
        replace(b5, text=b5.text[:cut].strip()),
        Block("b5x", "body", "paragraph", b5.text[cut:], b5.section_id),
    )
    blocks = tuple(h for b in DOCUMENT.blocks for h in (halves if b is b5 else (b,)))
    facts = [
        replace(f, block_id="b5x", start=f.start - cut, end=f.end - cut)
        if f.block_id == "b5" and f.start >= cut
        else f
        for f in FACTS
    ]
    score = score_document(GOLD, replace(DOCUMENT, blocks=blocks), facts)
    assert counts(score) == (N, N, N, N, N)
    assert score.reading.whole_paragraphs == score.reading.paragraphs - 1


def test_a_fact_in_the_wrong_zone_does_not_count() -> None:
    facts = [replace(f, zone="body") if f.block_id == "n1" else f for f in FACTS]
    lost = sum(f.block_id == "n1" for f in FACTS)
    score = score_document(GOLD, DOCUMENT, [f for f in facts if f.block_id != "n1"])
    assert counts(score)[4] == N - lost


def test_a_missing_document_is_missed_whole() -> None:
    score = score_document(GOLD, None, ())
    assert counts(score) == (N, 0, 0, 0, 0)
    assert {e.error for e in score.errors} == {"missed"}
    assert score.reading.wrong_letters == score.reading.letters
    assert score.reading.metadata_right == score.reading.whole_paragraphs == score.reading.sections_right == 0


def test_what_stands_behind_facts_until_is_ignored_on_both_sides() -> None:
    until = replace(GOLD, metadata={**GOLD.metadata, "facts_until": "I"})
    score = score_document(until, DOCUMENT, FACTS)
    inside = sum(f.block_id in ("b5", "n1", "b6") for f in FACTS)
    assert counts(score) == (inside,) * 5


def test_footnotes_that_share_a_label_are_told_apart_by_order() -> None:
    """An annex numbers its notes anew: two notes `1`."""
    n1 = next(b for b in GOLD.blocks if b.id == "n1")
    second = replace(n1, id="n1-2", text="Trong đó 40% là nữ.")
    note = replace(
        GOLD.footnotes[0], text=second.text, anchor_block="b8", anchor_offset=10, before="Phấn đấu đ"
    )
    fact = replace(
        GOLD.facts[2],
        block="n1-2",
        start=9,
        end=12,
        exact="40%",
        zone="footnote",
        note="1",
        value={"value": 40},
    )
    twice = replace(
        GOLD, blocks=(*GOLD.blocks, second), footnotes=(*GOLD.footnotes, note), facts=(*GOLD.facts, fact)
    )
    block = Block("f2", "footnote", "footnote", second.text, note="1")
    forty = replace(
        FACTS[2], block_id="f2", start=9, end=12, exact="40%", zone="footnote", note="1", value=Decimal(40)
    )
    document = replace(
        DOCUMENT,
        blocks=(*DOCUMENT.blocks, block),
        footnotes=(*DOCUMENT.footnotes, Footnote("1", "f2", "b8", 10)),
    )
    score = score_document(twice, document, [*FACTS, forty])
    assert counts(score) == (N + 1,) * 5
    assert (score.reading.footnote_texts, score.reading.footnote_anchors) == (2, 2)
    assert counts(score_document(GOLD, document, [*FACTS, forty])) == (N, N + 1, N, N, N)


@settings(deadline=None, max_examples=50)
@given(st.text("ab ôđ1.,", max_size=60), st.text("ab ôđ1.,", max_size=60))
def test_alignment_gives_every_letter_one_place_at_most(gold: str, found: str) -> None:
    a = align(Text([("g", gold)]), Text([("f", found)]))
    used = a.to_gold[a.to_gold >= 0]
    assert len(used) == len(set(used.tolist()))
    assert all(0 <= p < len(gold) for p in used)
    same = align(Text([("g", gold)]), Text([("f", gold)]))
    assert all(same.to_gold[i] == i for i, c in enumerate(gold) if not c.isspace())


# --- reading ------------------------------------------------------------------------------------------


def test_a_mark_left_in_the_text_is_seen() -> None:
    document, facts = misread(DOCUMENT, FACTS, {"b5": ("1.250 mô hình", "1.250 mô hình1")})
    score = score_document(GOLD, document, facts)
    assert score.reading.glued_marks == 1
    assert counts(score)[4] == N


def test_a_footnote_under_the_wrong_label_and_a_moved_anchor() -> None:
    n1 = next(b for b in DOCUMENT.blocks if b.block_id == "n1")
    relabelled = replace(
        DOCUMENT, blocks=tuple(replace(b, note="2") if b is n1 else b for b in DOCUMENT.blocks)
    )
    assert score_document(GOLD, relabelled, FACTS).reading.footnote_texts == 0
    (note,) = DOCUMENT.footnotes
    moved = replace(DOCUMENT, footnotes=(replace(note, anchor_offset=(note.anchor_offset or 0) + 2),))
    reading = score_document(GOLD, moved, FACTS).reading
    assert (reading.footnote_texts, reading.footnote_anchors) == (1, 0)


@pytest.mark.parametrize(
    ("gold", "found", "right"),
    [
        ("NHIỆM VỤ", "NHIỆM VỤ", True),
        ("Hoạt động công nghiệp:", "Hoạt động công nghiệp", True),
        ("Cụm công nghiệp Thống Nhất 1", "Cụm công nghiệp Thống Nhất 1: Đã lấp đầy 80% diện tích.", True),
        ("Tham mưu tổng kết Nghị quyết.", "Tham mưu tổng kết Nghị quyết. Chuẩn bị hội nghị.", True),
        ("Công tác tuyên truyền, vận động", "Công tác tuyên truyền", False),
        ("NHIỆM VỤ", "NHIỆM VỤ TRỌNG TÂM", False),
        ("NHIỆM VỤ", "", False),
    ],
)
def test_headings(gold: str, found: str, right: bool) -> None:
    assert same_heading(gold, found) is same_heading(found, gold) is right


def test_sections_count_in_order() -> None:
    one, two = DOCUMENT.sections
    swapped = replace(DOCUMENT, sections=(two, one))
    assert score_document(GOLD, swapped, FACTS).reading.sections_right == 1
    extra = replace(DOCUMENT, sections=(one, Section("s9", None, "1", "Thừa", 2, "I/1", "b5"), two))
    reading = score_document(GOLD, extra, FACTS).reading
    assert (reading.sections, reading.sections_found, reading.sections_right) == (2, 3, 2)


def test_metadata_is_compared_without_case_but_not_without_tones() -> None:
    shout = replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, issuer="HUYỆN ỦY SÔNG LAM"))
    assert score_document(GOLD, shout, FACTS).reading.metadata_right == 11
    plain = replace(DOCUMENT, metadata=replace(DOCUMENT.metadata, issuer="Huyen uy Song Lam"))
    assert score_document(GOLD, plain, FACTS).reading.metadata_right == 10


# --- intervals, comparison ----------------------------------------------------------------------------


def test_intervals_are_seeded_and_say_where_they_are_degenerate() -> None:
    some = [
        score_document(replace(GOLD, slug=f"g{i}"), DOCUMENT, FACTS[i:], name=f"{i}.docx") for i in range(6)
    ]
    first, again, other = report(some), report(some), report(some, seed=1)
    assert first.to_json() == again.to_json()
    assert first.drawn == "reports"
    limits = first.micro["value"].interval
    assert limits is not None
    assert limits.low < first.micro["value"].f1 < limits.high
    assert not limits.degenerate
    assert other.micro["value"].interval != limits
    whole = report([score_document(GOLD, DOCUMENT, FACTS)])
    assert whole.drawn == "blocks"
    perfect_limits = whole.micro["value"].interval
    assert perfect_limits is not None
    assert perfect_limits.degenerate
    assert perfect_limits.low < 1.0 == perfect_limits.high


def test_one_report_in_four_formats_is_drawn_as_one() -> None:
    golds = [replace(GOLD, slug=f"g{i}") for i in range(5)]
    files = [
        score_document(g, DOCUMENT, FACTS[i:], name=f"{g.slug}.{e}")
        for i, g in enumerate(golds)
        for e in "ab"
    ]
    assert report(files).units == 5


@pytest.mark.parametrize(
    ("right", "total", "low", "high"),
    [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634), (0, 0, 0.0, 1.0)],
)
def test_wilson(right: int, total: int, low: float, high: float) -> None:
    assert wilson(right, total) == pytest.approx((low, high), abs=1e-4)


def test_comparison_lists_gains_and_losses() -> None:
    old = report([score_document(GOLD, DOCUMENT, FACTS[1:])])
    new = report([score_document(GOLD, DOCUMENT, FACTS[:-2])])
    difference = compare(old, new)
    assert [e.expected for e in difference.gains] == ["1.250 mô hình"]
    assert [e.expected for e in difference.losses] == ["1.250 mô hình", "quý III/2024"]
    assert 0 < difference.p <= 1
    assert compare(old, old).p == 1.0
    assert below(new, old.to_json())
    assert below(old, old.to_json()) == []


def drawn_report(rng: np.random.Generator, difficulty: Iterable[float], better: float) -> Report:
    """Reports of 40 marks, of which each system finds as many as their difficulty and its own skill let it."""
    blank = replace(score_document(GOLD, None, ()), errors=())
    documents = []
    for i, easy in enumerate(difficulty):
        right = int(rng.binomial(40, min(1.0, easy + better)))
        tally = Tally("b", "count", "body", 40, right + int(rng.poisson(3)), right, right, right)
        documents.append(replace(blank, slug=f"r{i}", tallies=(tally,)))
    return report(documents)


@pytest.mark.parametrize(("better", "least", "most"), [(0.0, 0.0, 0.1), (0.08, 0.8, 1.0)])
def test_the_paired_test_errs_as_often_as_it_says(better: float, least: float, most: float) -> None:
    """p ≤ 0.05 in about 5 % of the pairs that are equally good, and in most where one is clearly better."""
    rng = np.random.default_rng(7)
    small = 0
    for trial in range(120):
        difficulty = rng.beta(8, 2, 20)
        old, new = drawn_report(rng, difficulty, 0), drawn_report(rng, difficulty, better)
        small += compare(old, new, seed=trial).p <= 0.05
    assert least <= small / 120 <= most


# --- others' scorers ----------------------------------------------------------------------------------

SPANS = st.lists(st.tuples(st.integers(0, 28), st.integers(1, 4), st.sampled_from(KINDS)), max_size=8)


def disjoint(spans: list[tuple[int, int, FactKind]]) -> list[tuple[int, int, FactKind]]:
    kept: list[tuple[int, int, FactKind]] = []
    for start, length, kind in sorted(spans, key=lambda s: s[0]):
        end = min(start + length, 30)
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, kind))
    return kept


@settings(deadline=None, max_examples=80)
@given(SPANS, SPANS)
def test_strict_counts_agree_with_nervaluate_and_spacy(gold_spans: list, found_spans: list) -> None:
    """Words `t0 t1 …` of 30 tokens: a span of tokens is a mark, without values."""
    words = [f"t{i:02}" for i in range(30)]
    text = " ".join(words)
    gold_spans, found_spans = disjoint(gold_spans), disjoint(found_spans)

    def place(span: tuple[int, int, FactKind]) -> tuple[int, int]:
        return span[0] * 4, span[1] * 4 - 1

    blank = replace(GOLD.facts[0], value={}, block="b", note=None, zone="body")
    golds = [
        replace(blank, kind=s[2], start=place(s)[0], end=place(s)[1], exact=text[slice(*place(s))])
        for s in gold_spans
    ]
    found_marks = [
        replace(blank, kind=s[2], start=place(s)[0], end=place(s)[1], exact=text[slice(*place(s))])
        for s in found_spans
    ]
    founds = as_facts(replace(GOLD, facts=tuple(found_marks)))
    gold = Gold(
        "g",
        ("g.docx",),
        {},
        (replace(GOLD.blocks[0], id="b", zone="paragraph:", text=text),),
        (),
        (),
        tuple(golds),
    )
    document = replace(DOCUMENT, blocks=(Block("b", "body", "paragraph", text),), sections=(), footnotes=())
    _, found, strict, overlap, _ = counts(score_document(gold, document, founds))

    nlp = spacy.blank("xx")
    reference, predicted = Doc(nlp.vocab, words), Doc(nlp.vocab, words)
    reference.ents = [Span(reference, a, b, kind) for a, b, kind in gold_spans]
    predicted.ents = [Span(predicted, a, b, kind) for a, b, kind in found_spans]
    theirs = Scorer.score_spans([Example(predicted, reference)], "ents")
    if gold_spans and found_spans:
        assert strict / len(golds) == pytest.approx(theirs["ents_r"])
        assert strict / found == pytest.approx(theirs["ents_p"])

    def prodigy(spans: list[tuple[int, int, FactKind]]) -> list[dict[str, object]]:
        return [{"label": kind, "start": a, "end": b - 1} for a, b, kind in spans]

    result = Evaluator(
        [prodigy(gold_spans)], [prodigy(found_spans)], tags=list(KINDS), loader="dict"
    ).evaluate()
    assert result["overall"]["strict"].correct == strict
    assert overlap >= strict


def test_tallies_sum_by_zone_and_kind() -> None:
    scored = report([score_document(GOLD, DOCUMENT, as_facts(GOLD))])
    assert sum(s["value"].gold for s in scored.zones.values()) == N
    assert sum(s["value"].gold for s in scored.kinds.values()) == N
    assert np.isclose(scored.macro["value"][0], 1.0)


# --- the archive --------------------------------------------------------------------------------------

REPORT = """ỦY BAN NHÂN DÂN XÃ SÔNG LAM

BÁO CÁO
kết quả công tác 6 tháng đầu năm 2024

I. KẾT QUẢ

Tổ chức 12 cuộc họp trong quý I/2024, đạt 54,5% kế hoạch.
"""


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """An archive of one report, and gold for it and for a report that it does not hold."""
    tmp_path = tmp_path_factory.mktemp("archive")
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "song-lam.txt").write_text(REPORT, encoding="utf-8")
    db = tmp_path / "a.duckdb"
    ingest([tmp_path / "in"], db)
    line = "Tổ chức 12 cuộc họp trong quý I/2024, đạt 54,5% kế hoạch."

    def fact(kind: str, exact: str, value: dict[str, object]) -> dict[str, object]:
        at = {"block": "b2", "start": line.index(exact), "end": line.index(exact) + len(exact)}
        return {
            "kind": kind,
            "exact": exact,
            "zone": "body",
            "note": None,
            "section": "I",
            "value": value,
            **at,
        }

    gold = {
        "format": 1,
        "metadata": {"document": ["song-lam.txt", "khac.docx"]},
        "blocks": [
            {"id": "b1", "zone": "heading:I", "text": "I. KẾT QUẢ"},
            {"id": "b2", "zone": "paragraph:I", "text": line},
        ],
        "sections": [{"path": "I", "label": "I", "level": 1, "heading": "KẾT QUẢ"}],
        "footnotes": [],
        "facts": [
            fact("count", "12 cuộc", {"value": 12, "unit": "cuộc"}),
            fact("date", "quý I/2024", {"start": "2024-01-01", "end": "2024-03-31"}),
            fact("percent", "54,5%", {"value": 55}),
        ],
    }
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "song-lam.json").write_text(json.dumps(gold), encoding="utf-8")
    return db, tmp_path / "gold"


def test_an_archive_is_scored_and_its_errors_are_asked_in_sql(
    archive: tuple[Path, Path], tmp_path: Path
) -> None:
    db, gold = archive
    scored = evaluate(db, gold)
    assert scored.missing == ("khac.docx",)
    value = scored.micro["value"]
    assert (value.gold, value.found, value.right) == (6, 3, 2)
    assert scored.to_json()["documents"]["song-lam.txt"]["reading"]["sections"]["f1"] == 1.0
    run = save(scored, db, gold)
    with duckdb.connect(str(db), read_only=True) as connection:
        errors = connection.execute(
            "SELECT e.error, e.expected_value, f.value FROM evaluation_errors e JOIN facts f USING (fact_id) "
            "WHERE run_id = ?",
            [run],
        ).fetchall()
        assert errors == [("wrong value", "percent: value=55", Decimal("54.5"))]
        (headline,) = connection.execute("SELECT value_f1, extractor_version FROM evaluation_runs").fetchall()
        assert headline == (value.f1, version())
        slips = connection.execute(
            "SELECT part, expected, found FROM evaluation_slips WHERE part = 'metadata type'"
        ).fetchall()
        assert slips == [("metadata type", "", "Báo cáo")]
        columns = connection.execute("SELECT table_name, comment FROM duckdb_columns()").fetchall()
        assert all(comment for table, comment in columns if table.startswith("evaluation_"))
    pages = tmp_path / "errors.html"
    write_pages(scored, db, pages)
    text = pages.read_text(encoding="utf-8")
    assert "wrong value: percent" in text
    assert "Sai giá trị: Tỷ lệ" in text
    assert "errors-documents/song-lam.txt.html#fact-" in text
    assert (tmp_path / "errors-documents" / "song-lam.txt.html").is_file()
    assert evaluate(db, gold).micro == scored.micro


def test_without_gold_or_archive_there_is_one_clear_line(archive: tuple[Path, Path], tmp_path: Path) -> None:
    db, gold = archive
    for wrong in ((tmp_path / "none.duckdb", gold), (db, tmp_path)):
        with pytest.raises(ExtractorError):
            evaluate(*wrong)
