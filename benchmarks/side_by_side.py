"""Ours against what a user would otherwise script: the same files, one process each, one worker, one run.

usage: make benchmark-peers      (installs the peers in build/peers-env, then runs this, too)
       python benchmarks/side_by_side.py [GOLD_DIR FILES_DIR] [--ocr auto|never]

Ours is `extractor ingest --jobs 1`: reading, structure, language, rules, audit, load, index. The others are
side_by_side_script.py: the text of pdfplumber (python-docx for docx), viparse or kreuzberg, then one set of regexes and
a row a fact into DuckDB, file by file (a row at a time is what DuckDB is slowest at: see its column). Wall and
processor time are those of the whole process, start and children included. Gold whose file no way reads (a scan, with
`--ocr never`) is left out, and said.

What one gets for it is measured on what every way yields, a text and marks in it, and by one measure: the text is lined
up with all of the gold's (letterhead to signature, notes), in whatever order, and a fact counts where its mark
lies on a gold mark of its kind and its required values are equal (`extractor.evaluate`). A report's own number, date and
signature count neither for nor against. Notes and paragraphs are whole where the gold's letters and digits stand in one
piece: a footnote mark left in the text breaks them, as does a page's end. What only ours has (zones, sections, what a
footnote's mark stands at, a place on the page) is not in the tables. A peer that is not installed is said.
"""

from __future__ import annotations

import argparse
import ctypes
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from importlib.metadata import distributions
from pathlib import Path

import duckdb
from rich.console import Console
from rich.table import Table

from extractor.archive.open import connect
from extractor.evaluate.align import Text, align
from extractor.evaluate.intervals import f1
from extractor.evaluate.marks import Mark, match, required_value
from extractor.evaluate.read import read_document
from extractor.evaluate.score import BODY
from extractor.facts import KINDS, Fact
from extractor.gold import Gold, read_gold_folder
from extractor.text import clean

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "build" / "peers-env"
SCRIPT = Path(__file__).with_name("side_by_side_script.py")
FORMATS = (".doc", ".docx", ".pdf", ".rtf")
PEERS = ("pdfplumber", "viparse", "kreuzberg")
PR_SET_CHILD_SUBREAPER = 36  # linux/prctl.h: a command's orphans become ours, and their time is counted
MARKED = (*BODY, "footnote")  # the gold zones that facts are looked for in


@dataclass(frozen=True, slots=True)
class Output:
    """What one way yields of one file: its lines or blocks, and facts whose places count in their `joined` text."""

    lines: tuple[str, ...] = ()
    facts: tuple[Fact, ...] = ()

    @property
    def joined(self) -> str:
        return "\n".join(self.lines)


@dataclass(frozen=True, slots=True)
class Run:
    """One way over all files: seconds of the whole process, those of its stages, and outputs by file name."""

    name: str
    wall: float
    processor: float
    stages: Mapping[str, float]
    outputs: Mapping[str, Output]


@dataclass(slots=True)
class Score:
    """Counts over documents: marks of both sides and value matches by kind, whole notes, whole paragraphs."""

    gold: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    notes: int = 0
    whole_notes: int = 0
    paragraphs: int = 0
    whole_paragraphs: int = 0

    def f1(self, kinds: Iterable[str]) -> float:
        right, gold, found = (sum(side[k] for k in kinds) for side in (self.right, self.gold, self.found))
        return float(f1(right, gold, found))

    def add(self, gold: Gold, output: Output) -> None:
        """Count one document's output against its gold."""
        marks, found = gold_marks(gold), found_marks(gold, output)
        matched = match(marks, found).matched["value"]
        self.gold.update(mark.kind for mark in marks)
        self.found.update(mark.kind for mark in found)
        self.right.update(marks[i].kind for i in matched)
        text = squeezed(output.joined)
        paragraphs = (b.text for b in gold.blocks if b.zone.partition(":")[0] in ("paragraph", "item"))
        whole = [squeezed(paragraph) in text for paragraph in paragraphs]
        joined = [squeezed(note.text) in text for note in gold.footnotes]
        self.paragraphs += len(whole)
        self.whole_paragraphs += sum(whole)
        self.notes += len(joined)
        self.whole_notes += sum(joined)


def squeezed(text: str) -> str:
    """Letters and digits alone."""
    return "".join(c for c in clean(text) if c.isalnum())


def gold_text(gold: Gold) -> Text:
    return Text((b.id, b.text) for b in gold.blocks)


def gold_marks(gold: Gold) -> list[Mark]:
    text = gold_text(gold)
    return [
        Mark(f.kind, clean(f.exact), required_value(f), "", start, start + f.end - f.start, f.block, f)
        for f in gold.facts
        for start in [text.at(f.block, f.start)]
    ]


def found_marks(gold: Gold, output: Output) -> list[Mark]:
    """The output's facts on the gold's text, without those in letterhead, title, recipients and signature."""
    lined_up = align(gold_text(gold), Text((str(i), line) for i, line in enumerate(output.lines)))
    zones = {b.id: b.zone.partition(":")[0] for b in gold.blocks}
    marks = []
    for fact in output.facts:
        span = lined_up.span("0", fact.start, fact.end)
        block = lined_up.gold.place(span[0])[0] if span else ""
        if not span or zones[block] in MARKED:
            start, end = span or (None, None)
            marks.append(
                Mark(fact.kind, clean(fact.exact), required_value(fact), "", start, end, block, fact)
            )
    return marks


# --- the ways -----------------------------------------------------------------------------------------


def timed(command: list[str], codes: tuple[int, ...] = (0,)) -> tuple[float, float]:
    """Wall and processor seconds of a command with its children, Tesseract on one thread as our workers run it."""
    begun, before = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"OMP_THREAD_LIMIT": "1"}
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment)
    wall = time.perf_counter() - begun
    with suppress(ChildProcessError):
        while True:
            os.wait()  # for what the command left behind: the server that our workers were forked from
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in codes:
        raise SystemExit(f"{' '.join(command[:4])} …: {done.stderr.decode(errors='replace')}")
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def ours(files: list[Path], db: Path, ocr: str) -> Run:
    log = db.with_suffix(".jsonl")
    command = [sys.executable, "-m", "extractor", "ingest", "--jobs", "1", "--ocr", ocr]
    command += ["--db", str(db), "--log-json", str(log), *map(str, files)]
    seconds = timed(command, codes=(0, 1))  # 1: some files failed
    stages = json.loads(log.read_text(encoding="utf-8").splitlines()[-1])["stages"]
    outputs = {}
    with connect(db, read_only=True) as archive:
        for file in files:
            document, facts = read_document(archive, file.name)
            if document:
                text = Text((b.block_id, b.text) for b in document.blocks)
                outputs[file.name] = Output(tuple(text.texts), tuple(moved(f, text) for f in facts))
    return Run("extractor", *seconds, stages, outputs)


def moved(fact: Fact, text: Text) -> Fact:
    """The fact at its place in the joined text."""
    start = text.at(fact.block_id, fact.start)
    return replace(fact, start=start, end=start + fact.end - fact.start)


def scripted(peer: str, files: list[Path], db: Path, ocr: str) -> Run:
    python = str(ENVIRONMENT / "bin" / "python")
    seconds = timed([python, str(SCRIPT), peer, str(db), ocr, *map(str, files)])
    with duckdb.connect(str(db), read_only=True) as archive:
        documents = archive.execute("SELECT file, lines FROM documents WHERE len(lines) > 0").fetchall()
        stages = archive.execute("SELECT sum(reading), sum(regexes), sum(rows) FROM documents").fetchone()
        outputs = {
            Path(file).name: Output(tuple(lines), tuple(_facts(archive, file))) for file, lines in documents
        }
    return Run(peer, *seconds, dict(zip(("parse", "extract", "load"), stages or (), strict=True)), outputs)


def _facts(archive: duckdb.DuckDBPyConnection, file: str) -> Iterator[Fact]:
    rows = archive.execute("SELECT * EXCLUDE file FROM facts WHERE file = ? ORDER BY start", [file])
    names = [column[0] for column in rows.description or ()]
    for row in rows.fetchall():
        yield Fact(block_id="0", zone="body", **dict(zip(names, row, strict=True)))


def installed() -> dict[str, str]:
    """Names and versions of the peers that their environment holds."""
    folders = [str(folder) for folder in ENVIRONMENT.glob("lib/python*/site-packages")]
    return {d.name: d.version for d in distributions(path=folders) if d.name in PEERS}


# --- the tables ---------------------------------------------------------------------------------------


def costs(runs: list[Run], files: int) -> Table:
    table = Table("", title="What it costs", title_justify="left")
    columns = ("read", "not read", "wall s", "to ours", "CPU s", "to ours", "reading s", "facts s", "rows s")
    for column in columns:
        table.add_column(column, justify="right")
    first = runs[0]
    for run in runs:
        parse, extract = (run.stages.get(stage, 0.0) for stage in ("parse", "extract"))
        rest = sum(run.stages.values()) - parse - extract
        totals = (run.wall, run.wall / first.wall, run.processor, run.processor / first.processor)
        seconds = (f"{n:.2f}" for n in (*totals, parse, extract, rest))
        table.add_row(run.name, str(len(run.outputs)), str(files - len(run.outputs)), *seconds)
    return table


def gains(names: list[str], scores: list[Score]) -> Iterator[Table]:
    table = Table("", title="What one gets", title_justify="left")
    columns = ("facts", "right", "precision", "recall", "value F1", "whole notes", "whole paragraphs")
    for column in columns:
        table.add_column(column, justify="right")
    for name, score in zip(names, scores, strict=True):
        gold, found, right = (side.total() for side in (score.gold, score.found, score.right))
        rates = (right / max(found, 1), right / max(gold, 1), score.f1(KINDS))
        parts = ((score.whole_notes, score.notes), (score.whole_paragraphs, score.paragraphs))
        shares = (f"{whole}/{of}" if of else "–" for whole, of in parts)
        table.add_row(name, str(found), str(right), *(f"{rate:.3f}" for rate in rates), *shares)
    yield table
    table = Table("", title="Value F1 by kind", title_justify="left")
    kinds = [kind for kind in KINDS if any(score.gold[kind] for score in scores)]
    for kind in kinds:
        table.add_column(kind, justify="right")
    table.add_row("gold marks", *(str(scores[0].gold[kind]) for kind in kinds))
    for name, score in zip(names, scores, strict=True):
        table.add_row(name, *(f"{score.f1([kind]):.3f}" for kind in kinds))
    yield table


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", nargs="?", type=Path, default=ROOT / "gold")
    arguments.add_argument("files", nargs="?", type=Path, default=ROOT / "corpus")
    arguments.add_argument("--ocr", choices=("auto", "never"), default="auto")
    options = arguments.parse_args()
    ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    console = Console(width=110)
    files = sorted(f for f in options.files.iterdir() if f.suffix in FORMATS)
    given = {file.name for file in files}
    named = [(g, name) for g in read_gold_folder(options.gold) for name in g.documents if name in given]
    for file in files:
        file.read_bytes()  # so that the first way does not pay for a cold disk
    peers = installed()
    with tempfile.TemporaryDirectory() as folder:
        runs = [ours(files, Path(folder, "ours.duckdb"), options.ocr)]
        runs += [scripted(p, files, Path(folder, f"{p}.duckdb"), options.ocr) for p in PEERS if p in peers]
    unread = {name for _, name in named if not any(name in run.outputs for run in runs)}
    scores = []
    for run in runs:
        scores.append(score := Score())
        for gold, name in named:
            if name not in unread:
                score.add(gold, run.outputs.get(name, Output()))
    console.print(f"{len(files)} files, {len(named)} of them with gold, --ocr {options.ocr}")
    for name in sorted(unread):
        console.print(f"left out of what one gets: {name}, which no way reads")
    for table in (costs(runs, len(files)), *gains([run.name for run in runs], scores)):
        console.print(table)
    for peer in PEERS:
        known = peer in peers
        console.print(f"{peer} {peers[peer]}" if known else f"absent: {peer} (needs `make benchmark-peers`)")


if __name__ == "__main__":
    main()
