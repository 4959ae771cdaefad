"""How far the facts are from what is asked of them, in one table.

usage: python benchmarks/fact_table.py GOLD_DIR FILES_DIR [--only WORD] [--speed]

Files are parsed, their facts scored as `extractor evaluate` does; scans are left out unless named by `--only`.
`--speed` adds rules against underthesea (rules_speed.py), which takes a minute. A row with a cross falls short.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rules_speed import rules, seconds, tags
from score_files import named, read

from extractor.evaluate.report import Report, attributes, report
from extractor.evaluate.score import score_document
from extractor.extract import extract
from extractor.facts import KINDS
from extractor.gold import as_document, read_gold_folder
from extractor.rules.engine import load

FEWEST = 20  # gold marks of a kind that is asked for


class Row(NamedTuple):
    what: str
    found: float
    least: float
    of: int  # how many it is measured on


def facts(total: Report) -> Iterator[Row]:
    micro = total.micro["value"]
    yield Row("all facts, value F1", micro.f1, 0.98, micro.gold)
    for kind, scores in total.kinds.items():
        if scores["value"].gold >= FEWEST:
            yield Row(f"  {kind}, value F1", scores["value"].f1, 0.96, scores["value"].gold)
    yield Row("all facts, strict F1", total.micro["strict"].f1, 0.96, micro.gold)
    given = attributes(total.documents)
    for field, least in (("doc_type", 0.95), ("doc_issuer", 0.95), ("doc_date", 0.95), ("doc_title", 0.90)):
        gold, equal, _ = given[field]
        if gold:
            yield Row(f"{field.removeprefix('doc_')} of document numbers, equal", equal / gold, least, gold)
    gold, _, near = given["object"]
    if gold:
        yield Row("object of counts and parts, equal but for trailing words", near / gold, 0.80, gold)


def examples() -> Iterator[Row]:
    """The fewest examples beside any rule."""
    all_rules = [rule for kind in KINDS for rule in load(kind)]
    yield Row(
        "examples that must match, fewest of a rule", min(len(r.must) for r in all_rules), 5, len(all_rules)
    )
    yield Row(
        "examples that must not, fewest of a rule", min(len(r.must_not) for r in all_rules), 3, len(all_rules)
    )


def speed(folder: Path) -> Iterator[Row]:
    documents = [as_document(gold) for gold in read_gold_folder(folder)]
    letters = sum(len(block.text) for document in documents for block in document.blocks)
    yield Row(
        "speed, times underthesea.pos_tag", seconds(tags, documents) / seconds(rules, documents), 5, letters
    )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("gold", type=Path)
    arguments.add_argument("files", type=Path)
    arguments.add_argument("--only", default="")
    arguments.add_argument("--speed", action="store_true")
    options = arguments.parse_args()
    scores = []
    for gold, name in named(options.gold, options.only):
        if "scan" in name and "scan" not in options.only:
            continue
        document = read(options.files / name, "auto")
        scores.append(score_document(gold, document, extract(document) if document else (), name=name))
    rows = [*facts(report(scores)), *examples(), *(speed(options.gold) if options.speed else ())]
    print(f"{'':60}{'at least':>9}{'found':>9}{'measured on':>13}")
    for row in rows:
        sign = "✓" if row.found >= row.least else "✗"
        print(f"{sign} {row.what:58}{row.least:9.4g}{row.found:9.4g}{row.of:13}")
    print(f"files: {', '.join(s.name for s in scores)}")


if __name__ == "__main__":
    main()
