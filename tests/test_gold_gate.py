"""The gate: value F1 on the project's own gold, micro and by kind, does not fall below what is recorded.

Recorded by `python benchmarks/score_files.py gold corpus --only .docx --record tests/gold_baseline.json`; who
changes corpus, gold or rules for the better records again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from extractor import extract as extraction
from extractor.document import Document
from extractor.evaluate.compare import below
from extractor.evaluate.report import Report, report
from extractor.evaluate.score import score_document
from extractor.extract import extract
from extractor.facts import KINDS
from extractor.gold import Gold, read_gold_folder
from extractor.parsers import parse
from extractor.rules.engine import Candidate, Passage

ROOT = Path(__file__).parent.parent
BASELINE = json.loads((ROOT / "tests" / "gold_baseline.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def documents() -> list[tuple[Gold, Document]]:
    """Every Word file of the gold, read."""
    named = ((gold, name) for gold in read_gold_folder(ROOT / "gold") for name in gold.documents)
    return [(gold, parse(ROOT / "corpus" / name)) for gold, name in named if name.endswith(".docx")]


def scored(documents: list[tuple[Gold, Document]]) -> Report:
    return report([score_document(gold, document, extract(document)) for gold, document in documents])


def test_value_f1_does_not_fall_below_what_is_recorded(documents: list[tuple[Gold, Document]]) -> None:
    assert len(documents) >= 12
    assert set(BASELINE["kinds"]) == set(KINDS)
    assert below(scored(documents), BASELINE) == []


def test_the_gate_names_every_kind_that_lost_a_rule(
    documents: list[tuple[Gold, Document]], monkeypatch: pytest.MonkeyPatch
) -> None:
    used = Counter((f.kind, f.rule) for _, document in documents for f in extract(document))
    lost = {max((n, rule) for (k, rule), n in used.items() if k == kind)[1] for kind in KINDS}
    every = extraction.candidates

    def fewer(passage: Passage) -> Iterator[Candidate]:
        return (c for c in every(passage) if c.rule.id not in lost)

    monkeypatch.setattr(extraction, "candidates", fewer)
    complaints = below(scored(documents), BASELINE)
    assert len(complaints) == len(KINDS) + 1  # and the whole
    assert all(any(kind in line for line in complaints) for kind in KINDS)
