"""Every named question, view and search on an archive of a million facts against one of ten thousand.

usage: python benchmarks/questions.py [--small 10000] [--large 1000000] [--keep FOLDER]

The archives hold the sample corpus's reports over and over, each copy with its own ids, numbers, dates and bodies.
Prints the seconds each takes on both and how its time grew against how the facts grew: more than 1 is slower than
the data grows. Exit code 1 where anything is.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from extractor.archive import index
from extractor.archive.open import connect
from extractor.ingest import ingest
from extractor.query import ask, questions
from extractor.search import search

ROOT = Path(__file__).resolve().parent.parent
GIVEN = {
    "number": "12-NQ/HU",
    "topic": "dân vận khéo",
    "report": "215/BC-UBND",
    "figure": "1.243",
    "indicator": "mô hình",
}
VIEWS = (
    "reports",
    "dates",
    "durations",
    "doc_numbers",
    "counts",
    "fractions",
    "percents",
    "money",
    "measures",
    "mentions",
    "citations",
    "citation_graph",
    "indicators",
    "contradictions",
)
SEARCHES = ("dan van kheo", "Đảng bộ", '"nông thôn mới"', "kinh doa*")
LEAST = 0.05  # seconds: what is faster than this on the small archive is start-up, not work

# What a copy changes in each table; ids keep their document's prefix.
CHANGED = {
    "documents": {
        "report_id": "report_id || '-' || i",
        "number": "i || '-' || number",
        "file_name": "i || '-' || file_name",
        "path": "i || '-' || path",
        "date": "date - i::INTEGER",
        "issuer": "issuer || ' ' || (i % 97)",
    },
    "facts": {
        "fact_id": "doc_id || '-' || i || substr(fact_id, 17)",
        "number": "(i % 1000) || '-' || number",
    },
    "back_references": {"number": "(i % 1000) || '-' || number"},
    "findings": {
        "finding_id": "doc_id || '-' || i || substr(finding_id, 17)",
        "fact_ids": "list_transform(fact_ids, lambda f: doc_id || '-' || i || substr(f, 17))",
    },
} | {table: {} for table in ("sections", "blocks", "footnotes", "table_cells")}


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--small", type=int, default=10_000)
    arguments.add_argument("--large", type=int, default=1_000_000)
    arguments.add_argument("--keep", type=Path, help="a folder for the archives, kept")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="questions-") as scratch:
        folder = options.keep or Path(scratch)
        small, large = (built(folder, size) for size in (options.small, options.large))
        sys.exit(1 if compare(small, large) else 0)


def compare(small: Path, large: Path) -> list[str]:
    """Prints a line a question; the names of those whose time grows faster than the data."""
    grown = facts(large) / facts(small)
    print(f"{facts(small)} and {facts(large)} facts: {grown:.0f} times as many")
    print(f"{'':34} {'small s':>8} {'large s':>8} {'growth':>7} {'per data':>8}")
    slower = []
    for name, run in work().items():
        seconds = [timed(run, db) for db in (small, large)]
        growth = seconds[1] / max(seconds[0], LEAST)
        print(
            f"{name:34} {seconds[0]:8.2f} {seconds[1]:8.2f} {growth:7.1f} {growth / grown:8.2f}", flush=True
        )
        if growth > grown:
            slower.append(name)
    print(f"slower than the data grows: {', '.join(slower) or 'none'}")
    return slower


def work() -> dict[str, Callable[[Path], object]]:
    """What is timed, by name."""
    found: dict[str, Callable[[Path], object]] = {}
    for question in questions().values():
        given = {p.name: GIVEN[p.name] for p in question.parameters if p.required}
        found[question.name] = lambda db, n=question.name, g=given: ask(db, n, g)
    for view in VIEWS:
        found[f"view {view}"] = lambda db, v=view: ask(db, f"SELECT count(DISTINCT t::VARCHAR) FROM {v} t")
    for words in SEARCHES:
        found[f"search {words}"] = lambda db, w=words: search(db, w)
    return found


def timed(run: Callable[[Path], object], db: Path) -> float:
    """Seconds of the faster of two runs; of one where it takes long."""
    best = float("inf")
    for _ in range(2):
        begun = time.perf_counter()
        run(db)
        best = min(best, time.perf_counter() - begun)
        if best > 10:
            break
    return best


def built(folder: Path, size: int) -> Path:
    """An archive of about `size` facts in `folder`; one that is there already is used."""
    folder.mkdir(parents=True, exist_ok=True)
    db = folder / f"{size}.duckdb"
    if db.exists():
        return db
    part = folder / f"{size}.part"
    part.unlink(missing_ok=True)
    ingest(sorted((ROOT / "corpus").glob("*.docx")), part)
    with connect(part, read_only=False) as connection:
        copies = size // facts_of(connection)
        for table, changed in CHANGED.items():
            replaced = ", ".join(
                f'{value} AS "{name}"' for name, value in ({"doc_id": "doc_id || '-' || i"} | changed).items()
            )
            connection.execute(
                f"INSERT INTO {table} BY NAME SELECT {table}.* REPLACE ({replaced}) FROM {table}, range(1, {copies}) r(i)"
            )
        index.build(connection)
    part.rename(db)
    return db


def facts(db: Path) -> int:
    with connect(db, read_only=True) as connection:
        return facts_of(connection)


def facts_of(connection: duckdb.DuckDBPyConnection) -> int:
    return int((connection.execute("SELECT count(*) FROM facts").fetchone() or (0,))[0])


if __name__ == "__main__":
    main()
