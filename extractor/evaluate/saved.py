"""A report's scores and errors as rows of the archive, for SQL (`extractor evaluate --save`)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from pathlib import Path
from typing import Any

import pyarrow as pa

from extractor.archive import load
from extractor.archive.open import connect
from extractor.evaluate.report import Report, Scores, attributes, reading_json, scores
from extractor.ingest.work import version


def save(report: Report, db: Path | str, gold: Path) -> str:
    """Put the report into `evaluation_runs`, `_scores`, `_errors` and `_slips`; gives the run's id."""
    at = datetime.now(UTC).replace(tzinfo=None)
    run_id = at.isoformat(timespec="microseconds")
    headline = report.micro["value"]
    assert headline.interval is not None
    run = {
        "run_id": run_id,
        "evaluated_at": at,
        "gold": str(gold),
        "documents": len(report.documents),
        "missing": list(report.missing),
        "value_f1": headline.f1,
        "low": headline.interval.low,
        "high": headline.interval.high,
        "drawn": report.drawn,
        "seed": report.seed,
        "extractor_version": version(),
    }
    tables = {
        "evaluation_runs": [run],
        "evaluation_scores": [{"run_id": run_id, **row} for row in _score_rows(report)],
        "evaluation_errors": [{"run_id": run_id, **row} for row in _error_rows(report)],
        "evaluation_slips": [
            {"run_id": run_id, "document": d.name, **asdict(slip)}
            for d in report.documents
            for slip in d.slips
        ],
    }
    with connect(db, read_only=False) as archive:
        archive.execute("BEGIN")
        archive.execute(files("extractor.archive").joinpath("evaluation.sql").read_text(encoding="utf-8"))
        for name, rows in tables.items():
            if rows:
                with load.incoming(archive, pa.Table.from_pylist(rows)):
                    archive.execute(f"INSERT INTO {name} BY NAME FROM incoming")
        archive.execute("COMMIT")
    return run_id


def _score_rows(report: Report) -> Iterator[dict[str, Any]]:
    yield from _facts("micro", "all", report.micro)
    for measure, (score, limits) in report.macro.items():
        yield _row("macro", "all", measure, score, **asdict(limits))
    for scope, groups in (("kind", report.kinds), ("zone", report.zones), ("format", report.formats)):
        for name, group in groups.items():
            yield from _facts(scope, name, group)
    for document in report.documents:
        yield from _facts("document", document.name, scores(document.tallies))
        rates = reading_json(document.reading)
        notes = rates["footnotes"]
        for what, rate in {
            "character error rate": rates["character_error_rate"],
            "whole paragraphs": rates["whole_paragraphs"],
            "footnote text": notes["text"],
            "footnote anchor": notes["anchor"],
            "sections F1": rates["sections"]["f1"],
            "metadata": rates["metadata"],
        }.items():
            yield _row("reading", document.name, what, rate)
    for field, (gold, equal, near) in attributes(report.documents).items():
        if gold:
            yield _row("value", field, "equal", equal / gold, gold=gold, right=equal)
            yield _row("value", field, "equal but for trailing words", near / gold, gold=gold, right=near)


def _facts(scope: str, name: str, group: Scores) -> Iterator[dict[str, Any]]:
    for measure, s in group.items():
        counts = {
            "gold": s.gold,
            "found": s.found,
            "right": s.right,
            "precision": s.precision,
            "recall": s.recall,
        }
        yield _row(scope, name, measure, s.f1, **counts, **(asdict(s.interval) if s.interval else {}))


def _row(scope: str, name: str, measure: str, score: float | None, **more: Any) -> dict[str, Any]:
    columns = ("gold", "found", "right", "precision", "recall", "low", "high", "degenerate")
    return {"scope": scope, "name": name, "measure": measure, "score": score} | {
        c: more.get(c) for c in columns
    }


def _error_rows(report: Report) -> Iterator[dict[str, Any]]:
    for error in report.errors:
        known = error.found is not None and error.doc_id and error.block_id and error.start is not None
        yield {
            **asdict(error),
            "fact_id": load.fact_id(error.doc_id or "", error.block_id or "", error.start or 0)
            if known
            else None,
        }
