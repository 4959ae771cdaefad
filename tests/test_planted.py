"""What corpus/contradictions.json plants is found; what only looks wrong there is left in peace."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.archive.open import connect

PLAN: dict[str, Any] = json.loads(
    (Path(__file__).parent.parent / "corpus" / "contradictions.json").read_text(encoding="utf-8")
)
Finding = tuple[str, frozenset[str], str]


@pytest.fixture(scope="module")
def findings(corpus_archive: Path) -> list[Finding]:
    """Of every finding: its file, the marks it compares, and what it says of them."""
    with connect(corpus_archive, read_only=True) as connection:
        rows = connection.execute(
            """
            SELECT d.file_name, list(DISTINCT f.exact) FILTER (f.exact IS NOT NULL), c.message || ' ' || c.evidence
            FROM contradictions c
            JOIN documents d USING (doc_id)
            LEFT JOIN facts f ON list_contains(c.fact_ids, f.fact_id)
            GROUP BY d.file_name, c.finding_id, c.message, c.evidence
            """
        ).fetchall()
    return [(file, frozenset(marks or ()), said) for file, marks, said in rows]


def is_found(entry: dict[str, Any], found: Finding) -> bool:
    """True where the finding names one of the documents and a mark, where two reports disagree both marks.

    A side may be a date that stands beside the number compared, so in one document a mark is enough; of several
    reports that say the same, any may stand for the other side.
    """
    file, marks, said = found
    documents = {side["gold"] for side in entry["sides"]}
    if not any(f"{document}." in f"{file} {said}" for document in documents):
        return False
    named = [side["exact"] in marks or _day(side["exact"]) in said for side in entry["sides"]]
    return any(named) if len(documents) == 1 else all(named)


def _day(exact: str) -> str:
    """`ngày 08/3/2022` as a finding writes it: 08/03/2022."""
    parts = exact.removeprefix("ngày ").split("/")
    return (
        "/".join(p.zfill(2) for p in parts) if len(parts) == 3 and all(p.isdigit() for p in parts) else exact
    )


def test_planted_contradictions_are_found(findings: list[Finding]) -> None:
    missed = [e["sentence"] for e in PLAN["contradictions"] if not any(is_found(e, f) for f in findings)]
    assert 1 - len(missed) / len(PLAN["contradictions"]) >= 0.95, missed


def test_nothing_else_is_found(findings: list[Finding]) -> None:
    others = [f for f in findings if not any(is_found(e, f) for e in PLAN["contradictions"])]
    assert others == []


@pytest.mark.parametrize("entry", PLAN["consistent"], ids=lambda e: e["sentence"][:60])
def test_consistent_statements_stay_silent(findings: list[Finding], entry: dict[str, Any]) -> None:
    sides = {side["exact"] for side in entry["sides"]}
    files = {name for side in entry["sides"] for name in side["documents"]}
    assert not [said for file, marks, said in findings if file in files and sides <= marks]
