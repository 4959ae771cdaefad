"""Physical quantities with their unit as printed: `12,5 ha`, `30 ngàn tấn`, `100KVA` (facts.md)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import numbers
from extractor.rules.engine import Candidate, Passage, scan
from extractor.rules.quantity import amount, approx


def find(passage: Passage) -> Iterator[Candidate]:
    """Every measured quantity of a passage; of a rate (`62 tạ/ha`) the amount alone."""
    text = passage.text
    for rule, match in scan("measure", text):
        if fields := amount(match, _notation(match["number"], passage)):
            fields |= {"unit": match["unit"], "approx": approx(text, *match.span())}
            yield Candidate("measure", match.start(), match.end(), rule, fields, rule.confidence)


def _notation(number: str, passage: Passage) -> numbers.Notation:
    """`41,259 m3` beside `44.128 bao`: where full stops group thousands, a comma is the decimal mark."""
    decimal = "," in number and "decimal" in (passage.comma, numbers.comma([passage.text]))
    return "decimal" if decimal else "thousands"
