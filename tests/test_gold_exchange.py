"""Gold through other tools' formats and back, and what those tools themselves write."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from gold_text import report_gold
from spacy.tokens import DocBin

from extractor.errors import ExtractorError
from extractor.gold import Gold, read_gold_folder
from extractor.gold_tools.exchange import FORMATS

GOLD = report_gold()
CARRIES_ALL = [name for name in FORMATS if name != "brat"]


def round_trip(gold: Gold, name: str, folder: Path, onto: Gold | None) -> Gold:
    path = folder / f"out{FORMATS[name].suffix}"
    FORMATS[name].export(gold, path)
    return replace(FORMATS[name].load(path, onto), slug=gold.slug)


@pytest.mark.parametrize("name", CARRIES_ALL)
def test_a_round_trip_loses_nothing(tmp_path: Path, name: str) -> None:
    assert round_trip(GOLD, name, tmp_path, None) == GOLD


@pytest.mark.parametrize("name", FORMATS)
def test_a_round_trip_onto_the_bare_gold_brings_every_mark_and_value(tmp_path: Path, name: str) -> None:
    assert round_trip(GOLD, name, tmp_path, replace(GOLD, facts=())) == GOLD


@pytest.mark.parametrize("name", FORMATS)
def test_real_gold_makes_the_round_trip(tmp_path: Path, shared: Path, name: str) -> None:
    for gold in read_gold_folder(shared / "gold"):
        back = round_trip(gold, name, tmp_path / gold.slug if name == "brat" else tmp_path, gold)
        assert set(map(repr, back.facts)) == set(map(repr, gold.facts))
        assert replace(back, facts=()) == replace(gold, facts=())


def test_brat_says_what_it_cannot_hold(tmp_path: Path) -> None:
    (said,) = FORMATS["brat"].export(GOLD, tmp_path / "b")
    assert "metadata" in said
    alone = FORMATS["brat"].load(tmp_path / "b", None)
    assert [(f.kind, f.exact, f.value) for f in alone.facts] == [
        (f.kind, f.exact, f.value) for f in GOLD.facts
    ]
    assert {b.zone for b in alone.blocks} == {"paragraph:"}


# --- as the tools write it ----------------------------------------------------------------------------

TEXT = "Tặng 12 suất quà trong quý I/2024."


def marks(gold: Gold) -> list[tuple[str, str]]:
    return [(f.kind, f.exact) for f in gold.facts]


def test_brat_with_windows_ends_pieces_relations_and_attributes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"{TEXT}\r\nHết.\r\n".encode())
    lines = [
        "T1\tcount 5 7;8 12\t12 suất",
        "T2\tdate 23 33\tquý I/2024",
        "A1\tUnsure T1",
        "R1\tof Arg1:T1 Arg2:T2",
        "#1\tAnnotatorNotes T1\txem lại",
    ]
    (tmp_path / "a.ann").write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert marks(FORMATS["brat"].load(tmp_path / "a.ann", None)) == [
        ("count", "12 suất"),
        ("date", "quý I/2024"),
    ]


def test_brat_counts_both_signs_of_a_windows_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(f"Mở đầu.\r\n{TEXT}\r\n".encode())
    (tmp_path / "a.ann").write_bytes("T1\tcount 14 21\t12 suất\r\nT2\tdate 32 42\tquý I/2024\r\n".encode())
    loaded = FORMATS["brat"].load(tmp_path / "a.ann", None)
    assert marks(loaded) == [("count", "12 suất"), ("date", "quý I/2024")]
    assert [b.text for b in loaded.blocks] == ["Mở đầu.", TEXT]


def test_a_report_as_one_document_of_many_lines(tmp_path: Path) -> None:
    """As one uploads a `.txt` to doccano or Label Studio: a line is a block, on the gold's own where given."""
    whole = "\n".join(b.text for b in GOLD.blocks)
    fact = GOLD.facts[3]
    before = [b.text for b in GOLD.blocks][: [b.id for b in GOLD.blocks].index(fact.block)]
    at = sum(len(text) + 1 for text in before) + fact.start
    path = tmp_path / "all.jsonl"
    row = {"id": 7, "text": whole, "label": [[at, at + len(fact.exact), fact.kind]]}
    path.write_text(json.dumps(row), encoding="utf-8")
    for onto in (None, GOLD):
        assert marks(FORMATS["doccano"].load(path, onto)) == [(fact.kind, fact.exact)]
    assert FORMATS["doccano"].load(path, GOLD).facts == (fact,)
    path.write_text(json.dumps({**row, "label": [[0, at, "count"]]}), encoding="utf-8")
    with pytest.raises(ExtractorError, match="over its line"):
        FORMATS["doccano"].load(path, GOLD)


def test_doccano_lines_end_at_line_ends_only(tmp_path: Path) -> None:
    """JSON writes U+2028 as it is; it ends no line of the file."""
    path = tmp_path / "a.jsonl"
    row = json.dumps({"text": f"{TEXT}\u2028", "label": [[5, 12, "count"]]}, ensure_ascii=False)
    path.write_text(f"{row}\r\n", encoding="utf-8", newline="")
    assert marks(FORMATS["doccano"].load(path, None)) == [("count", "12 suất")]


def test_label_studio_counts_in_utf_16_and_writes_more_than_labels(tmp_path: Path) -> None:
    text = f"😀 {TEXT}"
    extra = [
        {
            "id": "y",
            "from_name": "value",
            "to_name": "text",
            "type": "textarea",
            "value": {"start": 8, "end": 15, "text": ['{"value": 12, "unit": "suất"}']},
        },
        {"from_id": "y", "to_id": "z", "type": "relation", "direction": "right"},
        {
            "id": "c",
            "from_name": "hard",
            "to_name": "text",
            "type": "choices",
            "value": {"choices": ["khó"]},
        },
    ]
    labels = [
        {**region(5, 12, "count", "y"), "value": {"start": 8, "end": 15, "labels": ["count"]}},
        {**region(5, 12, "date", "z"), "value": {"start": 26, "end": 36, "labels": ["date"]}},
    ]
    path = tmp_path / "p.json"
    path.write_text(json.dumps([{"data": {"text": text}, "annotations": [{"result": labels + extra}]}]))
    loaded = FORMATS["label-studio"].load(path, None)
    assert marks(loaded) == [("count", "12 suất"), ("date", "quý I/2024")]
    assert loaded.facts[0].value == {"value": 12, "unit": "suất"}
    FORMATS["label-studio"].export(loaded, tmp_path / "back.json")
    again = json.loads((tmp_path / "back.json").read_text(encoding="utf-8"))
    assert again[0]["annotations"][0]["result"][0]["value"]["start"] == 8


@pytest.mark.parametrize(
    "row",
    [
        {"id": 1, "text": TEXT, "label": [[5, 12, "count"], [23, 33, "date"]], "Comments": []},
        {"id": 1, "data": TEXT, "label": [[23, 33, "date"], [5, 12, "count"]]},
        {
            "id": 1,
            "text": TEXT,
            "meta": {"block": "b7"},
            "labels": [[5, 12, "count"], [23, 33, "date"]],
            "annotation_approver": "an",
        },
        {
            "id": 1,
            "text": TEXT,
            "entities": [
                {"id": 3, "label": "count", "start_offset": 5, "end_offset": 12},
                {"id": 4, "label": "date", "start_offset": 23, "end_offset": 33},
            ],
            "relations": [],
        },
    ],
)
def test_doccano_in_all_its_versions(tmp_path: Path, row: dict[str, Any]) -> None:
    path = tmp_path / "admin.jsonl"
    path.write_text(json.dumps(row) + "\n\n", encoding="utf-8")
    assert marks(FORMATS["doccano"].load(path, None)) == [("count", "12 suất"), ("date", "quý I/2024")]


def region(start: int, end: int, kind: str, name: str) -> dict[str, Any]:
    value = {"start": start, "end": end, "text": TEXT[start:end], "labels": [kind]}
    return {
        "id": name,
        "from_name": "kind",
        "to_name": "text",
        "type": "labels",
        "origin": "manual",
        "value": value,
    }


@pytest.mark.parametrize(
    "task",
    [
        {
            "id": 9,
            "data": {"text": TEXT},
            "annotations": [
                {"id": 1, "was_cancelled": False, "result": [region(0, 4, "money", "x")]},
                {
                    "id": 2,
                    "was_cancelled": False,
                    "result": [region(5, 12, "count", "y"), region(23, 33, "date", "z")],
                },
                {"id": 3, "was_cancelled": True, "result": []},
            ],
            "predictions": [],
        },
        {
            "id": 9,
            "text": TEXT,
            "kind": [region(5, 12, "count", "y")["value"], region(23, 33, "date", "z")["value"]],
        },
    ],
)
def test_label_studio_json_and_json_min(tmp_path: Path, task: dict[str, Any]) -> None:
    path = tmp_path / "project-1.json"
    path.write_text(json.dumps([task]), encoding="utf-8")
    assert marks(FORMATS["label-studio"].load(path, None)) == [("count", "12 suất"), ("date", "quý I/2024")]


def test_a_docbin_of_entities(tmp_path: Path) -> None:
    nlp = spacy.blank("xx")
    doc = nlp(TEXT)
    doc.ents = [
        s
        for s in (doc.char_span(5, 12, "count"), doc.char_span(23, 33, "date", alignment_mode="expand"))
        if s
    ]
    DocBin(docs=[doc]).to_disk(tmp_path / "train.spacy")
    assert marks(FORMATS["spacy"].load(tmp_path / "train.spacy", None))[0] == ("count", "12 suất")


# --- what cannot be read ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_a_broken_file_is_said_in_one_line(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"x{FORMATS[name].suffix or '.ann'}"
    path.write_bytes(b"\xff\xfe{")
    with pytest.raises(ExtractorError, match=r"x\."):
        FORMATS[name].load(path, None)


@pytest.mark.parametrize("label", [[5, 12, "weight"], [5, 999, "count"], [7, 7, "count"]])
def test_marks_that_cannot_be_are_refused(tmp_path: Path, label: list[Any]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TEXT, "label": [label]}), encoding="utf-8")
    with pytest.raises(ExtractorError):
        FORMATS["doccano"].load(path, None)


def test_another_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": TEXT, "block": "b5", "label": []}), encoding="utf-8")
    with pytest.raises(ExtractorError, match="not that of song-lam"):
        FORMATS["doccano"].load(path, GOLD)
