"""Lengths of time that are not placed on the calendar: `10 năm`, `24 - 48 giờ` (facts.md, "duration")."""

from __future__ import annotations

from collections.abc import Iterator

from extractor import numbers
from extractor.rules.engine import Candidate, Passage, scan


def find(passage: Passage) -> Iterator[Candidate]:
    """Every length of time of a passage, with its number and unit."""
    for rule, match in scan("duration", passage.text):
        value, groups = numbers.read(match["number"]), match.groupdict()
        value_max = numbers.read(groups["max"]) if groups.get("max") else None
        if value is None or (value_max is not None and value_max <= value):
            continue
        fields = {"value": value, "value_max": value_max, "unit": match["unit"].lower()}
        yield Candidate("duration", match.start(), match.end(), rule, fields, rule.confidence)
