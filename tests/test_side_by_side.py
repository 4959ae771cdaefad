"""The side-by-side benchmark: what a user's regexes find, and how a bare text with marks is scored on gold."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from gold_text import report_gold

from extractor.facts import Fact

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

from side_by_side import Output, Score
from side_by_side_script import facts, lines

FOUND = [
    ("Nghị quyết số 25-NQ/TW, ngày 03/6/2013", ["doc_number 25-NQ/TW", "date 2013-06-03 2013-06-03"]),
    ("theo Quyết định số 362/QĐ- UBND", ["doc_number 362/QĐ-UBND"]),
    ("ngày 05 tháng 9 năm 2023; ngày 12/02", ["date 2023-09-05 2023-09-05", "date 2023-02-12 2023-02-12"]),
    ("quý III/2023, 6 tháng đầu năm 2024", ["date 2023-07-01 2023-09-30", "date 2024-01-01 2024-06-30"]),
    ("nhiệm kỳ 2020 - 2025", ["date 2020-01-01 2025-12-31"]),
    ("ngày 31/02/2023", []),
    ("đạt 104,5% và 10 - 15%", ["percent 104.5", "percent 10"]),
    ("1 tỷ 250 triệu đồng; 6 nghìn tỷ đồng", ["money 1250000000 VND", "money 6000000000000 VND"]),
    ("35/35 xã có 2.035 mô hình", ["fraction xã 35 35", "count 2035 mô hình"]),
    ("12,5 ha trong 10 năm", ["measure 12.5 ha", "duration 10 năm"]),
    ("lần thứ 3 và 15 đồng chí", ["count 15 đồng chí"]),
]
COLUMNS = ("number", "value", "unit", "currency", "numerator", "denominator", "date_start", "date_end")


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text for text, _ in FOUND])
def test_a_users_regexes(text: str, expected: list[str]) -> None:
    found = [(start, kind, values) for kind, start, _, values in facts(text)]
    shown = [
        " ".join([k, *(str(v[c]) for c in COLUMNS if c in v)])
        for _, k, v in sorted(found, key=lambda f: f[0])
    ]
    assert shown == expected


def test_lines_are_folded_and_composed() -> None:
    assert lines("Báo  cáo\u00a0số\r\n\n\u0020 12\n") == ["Báo cáo số", "12"]


def output(text: str) -> Output:
    """What a script with the regexes makes of a text."""
    kept = lines(text)
    whole = " ".join(kept)
    rows: list[tuple[Any, int, int, dict[str, Any]]] = list(facts(whole))
    return Output(tuple(kept), tuple(Fact(k, whole[s:e], "0", s, e, "body", **v) for k, s, e, v in rows))


def score(text: str) -> Score:
    result = Score()
    result.add(report_gold(), output(text))
    return result


def test_everything_counts_on_the_golds_own_text() -> None:
    perfect = score("\n".join(block.text for block in report_gold().blocks))
    assert perfect.right == perfect.gold == perfect.found
    assert (perfect.whole_notes, perfect.whole_paragraphs) == (perfect.notes, perfect.paragraphs) == (1, 3)


def changed(change: Callable[[str], str]) -> Score:
    return score("\n".join(change(block.text) for block in report_gold().blocks))


def test_order_and_line_breaks_do_not_count() -> None:
    texts = [block.text.replace(" ", "\n", 3) for block in reversed(report_gold().blocks)]
    moved = score("\n".join(texts))
    assert moved.right == moved.gold == moved.found
    assert moved.whole_paragraphs == moved.paragraphs


def test_a_mark_glued_to_its_word_breaks_the_paragraph() -> None:
    glued = changed(lambda text: text.replace("1.250 mô hình, trong", "1.250 mô hình1, trong"))
    assert (glued.whole_notes, glued.whole_paragraphs) == (1, 2)


def test_a_lost_note_loses_its_facts() -> None:
    lost = changed(lambda text: "" if text.startswith("Kinh phí") else text)
    assert lost.whole_notes == 0
    assert sum(lost.gold.values()) - sum(lost.right.values()) == 4
    assert lost.right == lost.found


def test_a_wrong_value_is_found_but_not_right() -> None:
    wrong = changed(lambda text: text.replace("12,5 ha", "12,6 ha"))
    assert (wrong.gold["measure"], wrong.found["measure"], wrong.right["measure"]) == (1, 1, 0)


def test_facts_of_the_title_do_not_count() -> None:
    gold = report_gold()
    title = next(i for i, block in enumerate(gold.blocks) if "6 tháng đầu năm 2024" in block.text)
    given = output("\n".join(block.text for block in gold.blocks))
    dates = [fact.exact for fact in given.facts if fact.kind == "date"]
    assert gold.blocks[title].zone == "title"
    assert "6 tháng đầu năm 2024" in dates
    assert score(given.joined).found["date"] == len(dates) - 1


def test_what_the_gold_does_not_have_counts_against() -> None:
    more = changed(lambda text: text.replace("II. NHIỆM VỤ", "II. NHIỆM VỤ của 12 xã"))
    assert (more.gold["count"], more.right["count"], more.found["count"]) == (3, 3, 4)
