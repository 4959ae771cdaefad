"""Amounts of money in units of their currency: `56.572,5 triệu đồng`, `30-60 USD`, `16.500 đ` (facts.md)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files

import regex

from extractor import numbers
from extractor.rules.engine import Candidate, Passage, alternatives, scan
from extractor.rules.quantity import amount, approx

_NEAR = 80  # characters before an amount in which a word of money must stand where the currency is left out
_FAR = 250  # characters before an amount in which a currency still holds for the amounts listed after it
_MONEY = regex.compile(
    r"(?<!\p{L})(?:(?P<currency>(?<=\d\s|triệu\s|t[ỷỉ]\s|nghìn\s|ngàn\s)đồng(?!\s+(?:chí|bào))|USD|EUR)"
    rf"|{alternatives('money_words')})(?!\p{{L}})",
    regex.IGNORECASE,
)


def find(passage: Passage) -> Iterator[Candidate]:
    """Every amount of a passage; of a rate (`500.000 đồng/người/tháng`) the amount alone."""
    text = passage.text
    for rule, match in scan("money", text):
        currency = match.groupdict().get("currency") or _left_out(text, match)
        if currency and (fields := amount(match)):
            if rest := match.groupdict().get("rest"):  # `2 tỷ đồng 300 triệu`
                fields["value"] += numbers.read(rest) or 0
            fields |= {"currency": _codes()[_plain(currency)], "approx": approx(text, *match.span())}
            yield Candidate("money", match.start(), match.end(), rule, fields, rule.confidence)


def _left_out(text: str, match: regex.Match[str]) -> str | None:
    """The currency an amount leaves out: the last one named before, else đồng where money is spoken of.

    `triệu` may count anything and wants its currency near; a number without `tỷ` or `triệu` wants it named.
    """
    start, number = match.start(), match[0]
    reach = _NEAR if number.endswith("triệu") else _FAR
    words_of_money = list(_MONEY.finditer(text, max(0, start - reach), start))
    named = [m["currency"] for m in words_of_money if m["currency"]]
    if named:
        return str(named[-1])
    spoken_of = number[-1].isalpha() and any(m.start() >= start - _NEAR for m in words_of_money)
    return "đồng" if spoken_of else None


@cache
def _codes() -> dict[str, str]:
    """A currency as written → its ISO 4217 code."""
    data = tomllib.loads(files("extractor.rules").joinpath("currencies.toml").read_text(encoding="utf-8"))
    return {_plain(name): code for code, names in data.items() for name in names}


def _plain(name: str) -> str:
    return " ".join(name.lower().lstrip(".").replace("-", " ").split())
