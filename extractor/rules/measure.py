"""Physical quantities with their unit as printed: `12,5 ha`, `30 ngàn tấn`, `100KVA` (facts.md)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.rules.engine import Candidate, Passage, load
from extractor.rules.quantity import amount, approx, matches


def find(passage: Passage) -> Iterator[Candidate]:
    """Every measured quantity of a passage; of a rate (`62 tạ/ha`) the amount alone."""
    text = passage.text
    for rule, match in matches(load("measure"), text):
        if fields := amount(match):
            fields |= {"unit": match["unit"], "approx": approx(text, *match.span())}
            yield Candidate("measure", match.start(), match.end(), rule, fields, rule.confidence)
