"""The gate: value F1 on the project's own gold, micro and by kind, does not fall below what is recorded.

Recorded by `python benchmarks/score_files.py gold corpus --only .docx --record tests/gold_baseline.json`; who
changes corpus, gold or rules for the better records again.
"""

from __future__ import annotations

import json
from pathlib import Path

from extractor.evaluate.compare import below
from extractor.evaluate.report import report
from extractor.evaluate.score import score_document
from extractor.extract import extract
from extractor.gold import read_gold_folder
from extractor.parsers import parse

ROOT = Path(__file__).parent.parent


def test_value_f1_does_not_fall_below_what_is_recorded() -> None:
    scores = []
    for gold in read_gold_folder(ROOT / "gold"):
        for name in (n for n in gold.documents if n.endswith(".docx")):
            document = parse(ROOT / "corpus" / name)
            scores.append(score_document(gold, document, extract(document), name=name))
    baseline = json.loads((ROOT / "tests" / "gold_baseline.json").read_text(encoding="utf-8"))
    assert len(scores) >= 12
    assert below(report(scores), baseline) == []
