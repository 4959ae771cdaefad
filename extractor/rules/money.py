"""Amounts of money in units of their currency: `56.572,5 triệu đồng`, `30-60 USD`, `16.500 đ` (facts.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import regex

from extractor.rules.engine import Candidate, Passage, load, words
from extractor.rules.quantity import amount, approx, matches

_NEAR = 80  # characters before an amount in which a word of money must stand where the currency is left out
_MONEY = regex.compile(
    r"(?<!\p{L})(?:" + "|".join(regex.escape(w) for w in words("money_words")) + r")(?!\p{L})",
    regex.IGNORECASE,
)


def find(passage: Passage) -> Iterator[Candidate]:
    """Every amount of a passage; of a rate (`500.000 đồng/người/tháng`) the amount alone."""
    text = passage.text
    for rule, match in matches(load("money"), text):
        if rule.options.get("elided") and not _MONEY.search(
            text[max(0, match.start() - _NEAR) : match.start()]
        ):
            continue
        if fields := amount(match):
            written = match.groupdict().get("currency") or "đồng"
            fields |= {"currency": _codes()[_plain(written)], "approx": approx(text, *match.span())}
            yield Candidate("money", *match.span(), rule, fields, rule.confidence)


@cache
def _codes() -> dict[str, str]:
    """A currency as written → its ISO 4217 code."""
    data = tomllib.loads(files("extractor.rules").joinpath("currencies.toml").read_text(encoding="utf-8"))
    return {_plain(name): code for code, names in data.items() for name in names}


def _plain(name: str) -> str:
    return regex.sub(r"[\s-]+", " ", name).lower()
