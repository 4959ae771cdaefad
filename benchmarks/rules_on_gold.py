"""How good the rules are on a perfect reading: facts extracted from the gold's own blocks, against its marks.

usage: python benchmarks/rules_on_gold.py [--errors] [--kind KIND] GOLD_DIR...

What a parser loses does not count here; `extractor evaluate` scores the whole way.
"""

from __future__ import annotations

import argparse
import time
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractor.extract import extract
from extractor.facts import KINDS, REQUIRED, Fact
from extractor.gold import GoldFact, as_document, read_gold_folder

FIELDS = {"date_start": "start", "date_end": "end"}


def same_value(fact: Fact, gold: GoldFact) -> bool:
    return all(
        _plain(getattr(fact, field)) == _plain(gold.value.get(FIELDS.get(field, field)))
        for field in REQUIRED[fact.kind]
    )


def _plain(value: Any) -> Any:
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value)).normalize()
    return str(value).casefold() if value is not None else None


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--errors", action="store_true")
    arguments.add_argument("--kind", choices=KINDS)
    options = arguments.parse_args()
    counts: dict[str, Counter[str]] = {k: Counter() for k in KINDS}
    seconds, letters = 0.0, 0
    for gold in (g for folder in options.folders for g in read_gold_folder(folder)):
        document = as_document(gold)
        texts = {b.block_id: b.text for b in document.blocks}
        letters += sum(map(len, texts.values()))
        begun = time.perf_counter()
        facts = extract(document)
        seconds += time.perf_counter() - begun
        open_facts = list(facts)
        for g in gold.facts:
            c = counts[g.kind]
            c["gold"] += 1
            near = [
                f
                for f in open_facts
                if f.kind == g.kind and f.block_id == g.block and f.start < g.end and g.start < f.end
            ]
            near.sort(key=lambda f: (not same_value(f, g), f.exact != g.exact))
            found = near[0] if near else None
            if found:
                open_facts.remove(found)
                c["overlap"] += 1
                c["strict"] += found.exact == g.exact
                c["value"] += same_value(found, g)
            wrong = found is None or not same_value(found, g) or found.exact != g.exact
            if wrong and options.errors and options.kind in (None, g.kind):
                label = "missed" if found is None else "boundary" if same_value(found, g) else "value"
                text = texts[g.block]
                got = f" got [{found.exact}] {_show(found)}" if found else ""
                print(
                    f"{label:9}{gold.slug} {g.block} {g.kind}: …{text[max(0, g.start - 50) : g.start]}[{g.exact}]{text[g.end : g.end + 40]}… want {dict(g.value)}{got}"
                )
        for f in facts:
            counts[f.kind]["found"] += 1
        if options.errors:
            for f in (f for f in open_facts if options.kind in (None, f.kind)):
                text = texts[f.block_id]
                print(
                    f"spurious {gold.slug} {f.block_id} {f.kind}: …{text[max(0, f.start - 50) : f.start]}[{f.exact}]{text[f.end : f.end + 40]}… {f.rule} {_show(f)}"
                )
    total: Counter[str] = sum(counts.values(), Counter())
    print(f"{'kind':12}{'gold':>6}{'found':>6}{'strict':>8}{'overlap':>8}{'value':>8}")
    for kind, c in [*counts.items(), ("micro", total)]:
        f1 = {
            m: 2 * c[m] / (c["gold"] + c["found"]) if c["gold"] + c["found"] else 1.0
            for m in ("strict", "overlap", "value")
        }
        print(
            f"{kind:12}{c['gold']:6}{c['found']:6}{f1['strict']:8.3f}{f1['overlap']:8.3f}{f1['value']:8.3f}"
        )
    print(f"{letters / seconds / 1000:.0f} thousand characters a second")


def _show(fact: Fact) -> str:
    return " ".join(f"{n}={getattr(fact, n)}" for n in REQUIRED[fact.kind])


if __name__ == "__main__":
    main()
