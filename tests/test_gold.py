"""Gold: its file, its check, agreement of annotators, a first gold from a report."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from gold_text import perfect, report_gold
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.errors import ExtractorError
from extractor.evaluate.score import score_document
from extractor.gold import (
    Gold,
    GoldBlock,
    GoldFact,
    as_facts,
    from_json,
    gold_value,
    mark,
    read_gold,
    read_gold_folder,
    to_json,
    write_gold,
)
from extractor.gold_tools.agree import agree, nominal_alpha
from extractor.gold_tools.check import check
from extractor.gold_tools.new import pre_annotate

GOLD = report_gold()


def test_gold_survives_its_file(tmp_path: Path) -> None:
    write_gold(GOLD, tmp_path / "song-lam.json")
    assert read_gold(tmp_path / "song-lam.json") == GOLD
    assert [p.name for p in tmp_path.iterdir()] == ["song-lam.json"]


def test_real_gold_is_written_as_it_was_read(shared: Path) -> None:
    for path in sorted((shared / "gold").glob("*.json")):
        gold = read_gold(path)
        assert to_json(gold) == json.loads(path.read_text(encoding="utf-8"))
        assert [gold_value(f) for f in as_facts(gold)] == [dict(f.value) for f in gold.facts]


MISSHAPEN = [
    ('"text": "', '"text": 5, "texts": "'),
    ('"document": "song-lam.docx"', '"document": []'),
    ('"document": "song-lam.docx"', '"document": [5]'),
    ('"period_start": "2024-01-01"', '"period_start": "2024-13-01"'),
    ('"period_start": "2024-01-01"', '"period_start": 2024'),
    ('"kind": "count"', '"kind": "colour"'),
    ('"level": 1', '"level": "1"'),
    ('"value": {', '"value": [], "values": {'),
    ('"block": "b6", "start"', '"block": "b99", "start"'),
]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{",
        '{"format": 2}',
        '{"format": 1}',
        '{"format": 1, "metadata": {"document": "a"}, "blocks": [{}]}',
        "[" * 100_000,
        *(json.dumps(to_json(GOLD)).replace(old, new, 1) for old, new in MISSHAPEN),
    ],
)
def test_what_is_not_gold_is_said_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExtractorError, match=r"x\.json: not readable as gold"):
        read_gold(path)


@pytest.mark.parametrize(
    ("kind", "value"), [("count", {"value": "many"}), ("date", {"start": 5, "end": "5/2023"})]
)
def test_a_value_that_is_none_is_said_in_one_line(kind: str, value: dict[str, Any]) -> None:
    fact = replace(next(f for f in GOLD.facts if f.kind == kind), value=value)
    with pytest.raises(ExtractorError, match="song-lam: not a value of gold"):
        as_facts(replace(GOLD, facts=(fact,)))


# --- check --------------------------------------------------------------------------------------------


def with_fact(index: int, **changes: Any) -> Gold:
    facts = list(GOLD.facts)
    facts[index] = replace(facts[index], **changes)
    return replace(GOLD, facts=tuple(facts))


def errors(gold: Gold) -> list[str]:
    return [p.message for p in check(gold) if p.level == "error"]


COUNT, FRACTION, PERCENT, MONEY, _, NUMBER, DATE, *_ = range(len(GOLD.facts))


def value(index: int, **changes: Any) -> dict[str, Any]:
    return {"value": {**GOLD.facts[index].value, **changes}}


@pytest.mark.parametrize(
    ("index", "changes", "said"),
    [
        (COUNT, {"start": 3, "end": 16}, "off its text"),
        (COUNT, {"end": 9999}, "off its text"),
        (COUNT, {"block": "b99"}, "missing"),
        (COUNT, {"block": "b1", "start": 0, "end": 8, "exact": "HUYỆN ỦY"}, "zone letterhead"),
        (COUNT, {"zone": "footnote", "note": "1"}, "do not fit"),
        (COUNT, {"kind": "weight"}, "no such kind"),
        (COUNT, value(COUNT, unit=None), "unit is missing"),
        (COUNT, value(COUNT, value="nhiều"), "not a number"),
        (COUNT, value(COUNT, value_max=3), "below value"),
        (COUNT, value(COUNT, approx="≥"), "approx"),
        (COUNT, value(COUNT, colour="đỏ"), "unknown value fields"),
        (FRACTION, value(FRACTION, denominator=0), "denominator is 0"),
        (MONEY, value(MONEY, currency="đồng"), "ISO code"),
        (NUMBER, value(NUMBER, number="45 –QĐ/HU"), "canonical"),
        (NUMBER, value(NUMBER, date="12/3/2024"), "not a date"),
        (DATE, value(DATE, start="2024-02-31"), "not a date"),
        (DATE, value(DATE, start="2025-01-01"), "after its end"),
        (DATE, value(DATE, start=None), "only one"),
    ],
)
def test_check_finds(index: int, changes: dict[str, Any], said: str) -> None:
    assert errors(GOLD) == []
    found = errors(with_fact(index, **changes))
    assert len(found) >= 1
    assert any(said in message for message in found)


def test_check_lets_unreal_dates_stand_empty() -> None:
    assert errors(with_fact(DATE, **value(DATE, start=None, end=None))) == []


def test_check_finds_overlaps_and_marks_over_two_cells() -> None:
    assert any("overlaps" in m for m in errors(replace(GOLD, facts=(*GOLD.facts, GOLD.facts[0]))))
    row = GoldBlock("b20", "table:I", "12 | 35 hộ")
    wide = mark(row, "count", 0, 10, {"value": 12, "unit": "hộ"})
    assert any("two cells" in m for m in errors(replace(GOLD, blocks=(*GOLD.blocks, row), facts=(wide,))))


def test_check_finds_slips_of_structure() -> None:
    (note,) = GOLD.footnotes
    assert errors(replace(GOLD, footnotes=(replace(note, anchor_offset=2),)))
    assert errors(replace(GOLD, footnotes=(replace(note, text="khác"),)))
    assert errors(replace(GOLD, blocks=(*GOLD.blocks, GOLD.blocks[0])))
    assert errors(replace(GOLD, sections=GOLD.sections[:1]))
    assert errors(replace(GOLD, metadata={**GOLD.metadata, "date": "5/6/2024"}))
    assert errors(replace(GOLD, blocks=(*GOLD.blocks, GoldBlock("b30", "paragraph:I", "hai  blank"))))


def test_check_lists_the_numbers_nobody_marked() -> None:
    blocks = (
        GoldBlock("b1", "heading:I", "1. Kết quả năm 2024"),
        GoldBlock("b2", "table:I", "STT | 12 | 54,5% | tặng 30 suất"),
        GoldBlock("b3", "letterhead", "Số: 12/BC"),
    )
    looked = [
        p.message for p in check(replace(GOLD, blocks=blocks, facts=(), footnotes=())) if p.level == "look"
    ]
    assert [m.split()[2] for m in looked] == ["2024", "30"]


# --- agreement ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "alpha"),
    [
        ("aaabbb", "aaabbb", 1.0),
        ("aaaaaa", "aaaaaa", 1.0),
        # the examples of Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), A and B
        ("0100000000", "1110010010", 0.095),
        ("aabbdcccedda", "babbbccceddd", 0.692),
    ],
)
def test_alpha(first: str, second: str, alpha: float) -> None:
    assert nominal_alpha(first, second) == pytest.approx(alpha, abs=0.0006)


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd")), min_size=2, max_size=40))
def test_alpha_is_that_of_the_krippendorff_library(labels: list[tuple[str, str]]) -> None:
    library = pytest.importorskip("krippendorff")
    first, second = ("".join(side) for side in zip(*labels, strict=True))
    if len(set(first + second)) > 1:  # of one label the library gives none
        theirs = library.alpha(np.array([list(first), list(second)]), level_of_measurement="nominal")
        assert nominal_alpha(first, second) == pytest.approx(theirs)


def test_agreement_lists_what_differs() -> None:
    same = agree(GOLD, GOLD)
    assert (same.alpha, same.scores["value"].f1, same.disagreements) == (1.0, 1.0, ())
    other = replace(with_fact(PERCENT, **value(PERCENT, value=1)), slug="binh")
    other = replace(other, facts=other.facts[1:])
    differs = agree(GOLD, other)
    assert [e.error for e in differs.disagreements] == ["missed", "wrong value"]
    assert 0.8 < differs.alpha < 1.0
    assert agree(other, GOLD).scores["value"].f1 == pytest.approx(differs.scores["value"].f1)


# --- a first gold -------------------------------------------------------------------------------------


def test_a_first_gold_is_what_was_read() -> None:
    document, facts = perfect(GOLD)
    begun = pre_annotate(replace(document, path="in/song-lam.docx"), facts)
    assert check(begun) == check(GOLD)
    assert [f.value for f in begun.facts] == [dict(f.value) for f in GOLD.facts]
    score = score_document(GOLD, *perfect(begun))
    assert score.errors == ()
    assert score.slips == ()
    assert from_json(to_json(begun), begun.slug) == begun


def test_projects_own_gold_has_no_errors() -> None:
    folder = Path(__file__).parent.parent / "gold"
    assert {g.slug: errors(g) for g in read_gold_folder(folder) if errors(g)} == {}


def test_a_mark_takes_its_zone_from_its_block() -> None:
    note = next(b for b in GOLD.blocks if b.id == "n1")
    expected = next(f for f in GOLD.facts if f.block == "n1")
    made = mark(note, expected.kind, expected.start, expected.end, expected.value)
    assert made == replace(expected, section=None)
    assert isinstance(made, GoldFact)


def test_a_mark_outside_the_body_is_said_where_it_is_scored() -> None:
    astray = replace(GOLD, facts=(replace(GOLD.facts[0], block="b1"),))
    with pytest.raises(
        ExtractorError, match=r"marked in b1, which is not of the body: see `extractor gold check`"
    ):
        score_document(astray, None, ())
