"""How long a rule can take: every rule over long runs of what rules look for, repeated without end.

usage: python benchmarks/worst_case.py [--size CHARACTERS] [--kind KIND]

Prints the slowest input of every rule, in seconds for a text of one million characters (issue: at most 5),
then the slowest inputs for all kinds together, candidates judged and completed.
A rule of time more than linear in the text shows at once: halve and double `--size`.
"""

from __future__ import annotations

import argparse
import time

from extractor.extract import winners
from extractor.facts import KINDS
from extractor.rules.engine import (
    COUNTED,
    LONGEST_LIST,
    LONGEST_MARK,
    SEARCHED,
    Passage,
    Rule,
    attempts,
    load,
)

UNITS = (
    *("1", ".", "/", " ", "-", "1/", "1.", "1 ", "1, ", "1-", "1%", "1 và ", "12/5 ", "2020 - ", "1.000"),
    *("1/QĐ-A ", "ngày 1, ", "ngày 8/3, ", "tháng 1, ", "quý I, ", "năm 2020, ", "12 tháng ", "Ngày a "),
    *("Luật a ", "Tháng ", "hai ", "hai trăm ", "1 triệu ", "10 xã ", "1/1 xã ", "từ 1 đến ", "số 1, "),
    *("trên 1 ", "khiển trách 1, ", "“1"),
)


def seconds(rule: Rule, places: list[int], text: str) -> float:
    """Processor time of one rule at the places where it is tried."""
    begun, end = time.process_time(), 0
    for at in places:
        if rule.kind in COUNTED:
            rule.pattern.match(text, at, at + LONGEST_MARK)
        elif at >= end and (match := rule.pattern.match(text, at, at + LONGEST_LIST)):
            end = match.end()
    return time.process_time() - begun


def by_rule(text: str) -> dict[str, float]:
    """Processor time of every rule over a text."""
    places: dict[str, list[int]] = {}
    for kinds in (SEARCHED, COUNTED):
        for at, rule in attempts(kinds, text):
            places.setdefault(rule.id, []).append(at)
    rules = [rule for kind in KINDS for rule in load(kind)]
    return {rule.id: seconds(rule, places.get(rule.id, []), text) for rule in rules}


def together(text: str) -> float:
    """Processor time of everything that rules do with a text."""
    begun = time.process_time()
    winners(Passage(text))
    return time.process_time() - begun


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--size", type=int, default=100_000)
    arguments.add_argument("--kind", choices=KINDS)
    options = arguments.parse_args()
    texts = {unit: unit * (options.size // len(unit)) for unit in UNITS}
    taken = {unit: by_rule(text) for unit, text in texts.items()}
    for kind in KINDS if options.kind is None else (options.kind,):
        for rule in load(kind):
            worst = max(UNITS, key=lambda unit: taken[unit][rule.id])
            report(rule.id, worst, taken[worst][rule.id], options.size)
    if options.kind is None:
        whole = {unit: together(text) for unit, text in texts.items()}
        for unit in sorted(UNITS, key=whole.__getitem__, reverse=True)[:5]:
            report("all kinds together", unit, whole[unit], options.size)


def report(name: str, unit: str, taken: float, size: int) -> None:
    print(f"{taken * 1_000_000 / size:7.2f} s/MB  {name:32}{unit!r}", flush=True)


if __name__ == "__main__":
    main()
