"""Score files against gold with no database between: parse, extract, compare, as `extractor evaluate` does.

usage: python benchmarks/score_files.py GOLD_DIR FILES_DIR [--errors] [--slips] [--kind KIND] [--only WORD]
       python benchmarks/score_files.py ../shared/gold ../shared/real --errors --kind date --only .docx

For those who write readers and rules: FILES_DIR holds the files that the gold names. `--errors` lists the
facts that went wrong (missed, spurious, wrong value, wrong boundary, wrong kind) in context, `--slips` what
was misread (paragraphs, footnotes, anchors, glued marks, sections, metadata), `--only` keeps files whose name
holds WORD, `--ocr never` leaves scans out.
`--gold-text` reads the gold's own blocks instead of the files: the rules alone, on a perfect reading.
`--record FILE` keeps value F1, micro and by kind, for the gate of `make test` (tests/test_gold_gate.py).
A file that cannot be read is scored as missed, and said. The headline is "micro / value F1".
"""

from __future__ import annotations

import argparse
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console

from extractor.document import Document
from extractor.errors import ExtractorError
from extractor.evaluate.report import Report, report
from extractor.evaluate.score import DocumentScore, Error, score_document
from extractor.evaluate.tables import tables
from extractor.extract import extract
from extractor.facts import KINDS
from extractor.gold import Gold, as_document, read_gold_folder

console = Console(width=140)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("files", type=Path)
    arguments.add_argument("--errors", action="store_true")
    arguments.add_argument("--slips", action="store_true")
    arguments.add_argument("--kind", choices=KINDS)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--ocr", choices=("auto", "never", "always"), default="auto")
    arguments.add_argument("--gold-text", action="store_true")
    arguments.add_argument("--record", type=Path)
    options = arguments.parse_args()
    scores: list[DocumentScore] = []
    seconds = 0.0
    for gold, name in named(options.gold, options.only):
        document = as_document(gold) if options.gold_text else read(options.files / name, options.ocr)
        facts = extract(document) if document else ()
        begun = time.perf_counter()
        scores.append(score_document(gold, document, facts, name=name))
        seconds += time.perf_counter() - begun
    for score in scores:
        if options.errors and score.format is not None:
            for error in score.errors:
                if options.kind in (None, error.kind):
                    console.print(line(error), markup=False, highlight=False, soft_wrap=True)
        if options.slips:
            for slip in score.slips:
                console.print(
                    f"{score.name} {slip.part}\n    want {slip.expected}\n    got  {slip.found}",
                    markup=False,
                    highlight=False,
                    soft_wrap=True,
                )
    total = report(scores)
    for table in tables(total):
        console.print(table)
    if options.record:
        options.record.write_text(json.dumps(recorded(total), indent=1) + "\n", encoding="utf-8")
    console.print(f"scored in {seconds:.1f} s")


def recorded(total: Report) -> dict[str, Any]:
    """What `extractor.evaluate.compare.below` compares with, rounded down to three digits."""

    def floor(f1: float) -> dict[str, Any]:
        return {"value": {"f1": math.floor(f1 * 1000) / 1000}}

    kinds = {kind: floor(scores["value"].f1) for kind, scores in total.kinds.items()}
    return {"micro": floor(total.micro["value"].f1), "kinds": kinds}


def named(folder: Path, only: str) -> Iterator[tuple[Gold, str]]:
    for gold in read_gold_folder(folder):
        for name in gold.documents:
            if only in name:
                yield gold, name


def read(path: Path, ocr: str) -> Document | None:
    from extractor.parsers import parse

    try:
        return parse(path, ocr=ocr)
    except ExtractorError as error:
        console.print(f"{path.name}: not read: {error}", style="red", markup=False)
        return None


def line(e: Error) -> str:
    want = f"want {e.expected_value}" if e.expected is not None else ""
    got = f"got [{e.found}] {e.found_value} by {e.rule}" if e.found is not None else ""
    place = f"{e.document} {e.block_id}: …{e.before}[{e.expected or e.found}]{e.after}…"
    return f"{e.error:14} {place} {want} {got}".rstrip()


if __name__ == "__main__":
    main()
