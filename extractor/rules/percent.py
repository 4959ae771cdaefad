"""Percentages: number and sign, `54,5%`, `10 - 15%`, `0,5 điểm phần trăm` (facts.md)."""

from __future__ import annotations

from collections.abc import Iterator

from extractor.rules.engine import Candidate, Passage, scan
from extractor.rules.quantity import amount, approx


def find(passage: Passage) -> Iterator[Candidate]:
    """Every percentage of a passage, with its hedge."""
    text = passage.text
    for rule, match in scan("percent", text):
        if fields := amount(match):
            fields["approx"] = approx(text, *match.span())
            yield Candidate("percent", match.start(), match.end(), rule, fields, rule.confidence)
