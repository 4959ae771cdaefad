"""What the kinds that begin with a number share: where to try a rule, the amount or range read, the hedge beside it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from extractor import numbers
from extractor.facts import Approx
from extractor.rules.engine import Rule

_WINDOW = 24  # characters on either side in which a hedge is looked for


def matches(rules: tuple[Rule, ...], text: str) -> Iterator[tuple[Rule, regex.Match[str]]]:
    """Every rule at every place where a number may begin: linear, whatever the text."""
    for start in numbers.starts(text):
        for rule in rules:
            if match := rule.pattern.match(text, start):
                yield rule, match


def amount(match: regex.Match[str], notation: numbers.Notation | None = None) -> dict[str, Any] | None:
    """`value` and, for a range, `value_max` of a match's groups `number` and `max`; None where they are no numbers.

    The magnitude word of `1,2 - 1,5 triệu` goes to both ends; a range runs upward (`2023 - 12` is none).
    """
    lower, upper = numbers.mend(match["number"]), match.groupdict().get("max")
    value = numbers.read(lower, notation)
    if value is None:
        return None
    if upper is None:
        return {"value": value}
    value_max = numbers.read(upper, notation)
    if value_max is not None and value >= value_max:
        return None
    magnitude = upper[len(upper) - len(regex.sub(r"^[\d.,]+", "", upper)) :]
    if magnitude and lower[-1].isdigit():
        value = numbers.read(lower + magnitude, notation)
    if value is None or value_max is None or value >= value_max:
        return None
    return {"value": value, "value_max": value_max}


def approx(text: str, start: int, end: int) -> Approx | None:
    """The hedge of the number at `[start, end)`: `trên 75 cuộc` → `>`, `từ 3 sao trở lên` → `>=`."""
    before, after, signs = _hedges()
    if match := after.match(text, end, end + _WINDOW):
        return signs["after", match[1].lower()]
    if match := before.search(text[max(0, start - _WINDOW) : start]):
        return signs["before", regex.sub(r"\s+", " ", match[1].lower())]
    return None


@cache
def _hedges() -> tuple[regex.Pattern[str], regex.Pattern[str], dict[tuple[str, str], Approx]]:
    data = tomllib.loads(files("extractor.rules").joinpath("hedges.toml").read_text(encoding="utf-8"))
    signs: dict[tuple[str, str], Approx] = {
        (side, word): sign
        for side, table in data.items()
        for sign, entries in table.items()
        for word in entries
    }
    before, after = (
        "|".join(sorted((w.replace(" ", r"\s+") for s, w in signs if s == side), key=len, reverse=True))
        for side in ("before", "after")
    )
    return (
        regex.compile(rf"(?<!\p{{L}})({before})\s+(?:từ\s+)?$", regex.IGNORECASE),
        regex.compile(rf"\s+({after})(?!\p{{L}})", regex.IGNORECASE),
        signs,
    )


def plain(value: Decimal) -> Decimal:
    """Without trailing zeros and without an exponent: 398681000000.000 → 398681000000."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()
