"""Parts of a whole with the noun counted: `35/35 sở` (facts.md)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import numbers
from extractor.rules.engine import Candidate, Passage, load
from extractor.rules.quantity import matches


def find(passage: Passage) -> Iterator[Candidate]:
    """Every part of a whole in a passage."""
    for rule, match in matches(load("fraction"), passage.text):
        part, whole = numbers.read(match["number"]), numbers.read(match["whole"])
        if part is not None and whole is not None:
            fields = {"numerator": part, "denominator": whole, "unit": match["unit"]}
            yield Candidate("fraction", *match.span(), rule, fields, rule.confidence)
