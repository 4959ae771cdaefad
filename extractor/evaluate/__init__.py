"""How far an archive can be trusted: its facts and its reading scored against gold (scoring.md).

`align` lines two readings of a text up, `marks` says who is whose, `score` does one document, `reading` its
text, `intervals` draws, `report` sums; `tables`, `page`, `compare` and `saved` show the outcome and keep it.
"""

from __future__ import annotations

from pathlib import Path

from extractor.archive.open import connect
from extractor.evaluate.compare import Comparison, compare
from extractor.evaluate.intervals import SEED
from extractor.evaluate.read import read_document
from extractor.evaluate.report import Report, report
from extractor.evaluate.score import DocumentScore, Error, score_document
from extractor.gold import read_gold, read_gold_folder

__all__ = [
    "Comparison",
    "DocumentScore",
    "Error",
    "Report",
    "compare",
    "evaluate",
    "report",
    "score_document",
]


def evaluate(db: Path | str, gold: Path, *, seed: int = SEED) -> Report:
    """Score the archive `db` against the gold in a folder (or one file).

    A document is matched by its file name, of several with one name the latest; one that the archive does
    not hold counts with all its gold as missed. Raises ExtractorError without archive or gold.
    """
    golds = read_gold_folder(gold) if gold.is_dir() else [read_gold(gold)]
    named = [(g, name) for g in golds for name in g.documents]
    with connect(db, read_only=True) as archive:
        held = [read_document(archive, name) for _, name in named]
    scored = zip(named, held, strict=True)
    return report([score_document(g, *found, name=name) for (g, name), found in scored], seed=seed)
