"""Counts: a cardinal number and the head noun it counts (facts.md)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.rules.engine import Candidate, Passage, load
from extractor.rules.quantity import amount, approx, matches


def find(passage: Passage) -> Iterator[Candidate]:
    """Every count of a passage."""
    text = passage.text
    for rule, match in matches(load("count"), text):
        if fields := amount(match):
            fields |= {"unit": match["unit"], "approx": approx(text, *match.span())}
            yield Candidate("count", *match.span(), rule, fields, rule.confidence)
