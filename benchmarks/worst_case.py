"""How long a rule can take: every rule over long runs of what rules look for, repeated without end.

usage: python benchmarks/worst_case.py [--size CHARACTERS] [--kind KIND]

Prints the slowest input of every rule, in seconds for a text of one million characters (issue: at most 5).
A rule of time more than linear in the text shows at once: halve and double `--size`.
"""

from __future__ import annotations

import argparse
import time

from extractor.facts import KINDS
from extractor.rules.engine import Rule, load
from extractor.rules.quantity import matches

UNITS = (
    *("1", ".", "/", " ", "-", "1/", "1.", "1 ", "1, ", "1-", "1%", "1 và ", "12/5 ", "2020 - ", "1.000"),
    *("1/QĐ-A ", "ngày 1, ", "ngày 8/3, ", "tháng 1, ", "quý I, ", "năm 2020, ", "12 tháng ", "Ngày a "),
    *("Luật a ", "Tháng ", "hai ", "hai trăm ", "1 triệu ", "10 xã ", "1/1 xã ", "từ 1 đến ", "số 1, "),
    *("trên 1 ", "khiển trách 1, ", "“1"),
)
BY_SEARCH = ("date", "duration", "doc_number")  # the other kinds are tried where a number begins


def seconds(rule: Rule, text: str) -> float:
    begun = time.process_time()
    found = rule.pattern.finditer(text) if rule.kind in BY_SEARCH else matches((rule,), text)
    for _ in found:
        pass
    return time.process_time() - begun


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--size", type=int, default=100_000)
    arguments.add_argument("--kind", choices=KINDS)
    options = arguments.parse_args()
    for kind in KINDS if options.kind is None else (options.kind,):
        for rule in load(kind):
            taken = {unit: seconds(rule, unit * (options.size // len(unit))) for unit in UNITS}
            worst = max(taken, key=taken.__getitem__)
            print(f"{taken[worst] * 1_000_000 / options.size:7.2f} s/MB  {rule.id:32}{worst!r}", flush=True)


if __name__ == "__main__":
    main()
