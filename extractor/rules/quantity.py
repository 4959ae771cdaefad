"""What the kinds that begin with a number share: the amount, the hedge beside it."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

import regex

from extractor import numbers
from extractor.facts import Approx

_HEDGE = 24  # characters on either side in which a hedge is looked for
_RATE_BASE = regex.compile(r"trên\s+0?1\s?ha(?!\p{L})")  # `giá trị thu được trên 1 ha đất`
_MAGNITUDE = regex.compile(r"[\d.,\s]*(.*)")


def amount(match: regex.Match[str], notation: numbers.Notation = "thousands") -> dict[str, Any] | None:
    """`value` and, for a range, `value_max` of the groups `number` and `max`; None where they are no numbers.

    The magnitude word of `1,2 - 1,5 triệu` goes to both ends; a range runs upward (`2023 - 12` is none).
    """
    lower, upper = numbers.mend(match["number"]), match.groupdict().get("max")
    if upper is None:
        value = numbers.read(lower, notation)
        return None if value is None else {"value": value}
    if lower[-1].isdigit() and (magnitude := _MAGNITUDE.fullmatch(upper)) and upper[0].isdigit():
        lower = f"{lower} {magnitude[1]}"
    value, value_max = numbers.read(lower, notation), numbers.read(upper, notation)
    if value is None or value_max is None or value >= value_max:
        return None
    return {"value": value, "value_max": value_max}


def approx(text: str, start: int, end: int) -> Approx | None:
    """The hedge of the mark at `[start, end)`: `trên 75 cuộc` → `>`, `từ 3 sao trở lên` → `>=`."""
    before, after, signs = _hedges()
    if match := after.match(text, end, end + _HEDGE):
        return signs["after", " ".join(match[1].lower().split())]
    match = before.match(text, max(0, start - _HEDGE), start)
    if match and not _RATE_BASE.match(text, match.start(1)):
        return signs["before", " ".join(match[1].lower().split())]
    return None


@cache
def _hedges() -> tuple[regex.Pattern[str], regex.Pattern[str], dict[tuple[str, str], Approx]]:
    """Patterns for a hedge before (read backwards) and after a mark, and their signs, from `hedges.toml`."""
    data = tomllib.loads(files("extractor.rules").joinpath("hedges.toml").read_text(encoding="utf-8"))
    signs = {
        (side, word): sign
        for side, table in data.items()
        for sign, entries in table.items()
        for word in entries
    }

    def either(side: str) -> str:
        entries = sorted((word for s, word in signs if s == side), key=len, reverse=True)
        return "|".join(word.replace(" ", r"\s+") for word in entries)

    return (
        regex.compile(
            # `cao hơn 3 điểm`, `kiểm tra cấp dưới 28 cuộc` are no hedges
            rf"(?r)(?<!\p{{L}})({either('before')})"
            r"(?<!(?:cao|lớn|nhỏ|nhiều|nhanh|chậm|dài)\shơn|cấp\sdưới)\s+(?:từ\s+)?",
            regex.IGNORECASE,
        ),
        # `từ 250 đơn vị máu trở lên`, `99,3% dân số trở lên`, `2 lần/năm trở lên`
        regex.compile(
            r"(?:(?<=(?<!\p{L})từ\s[\d.,]+\s[^.,;:()\d]{1,30}|%)(?:\s\p{Ll}+){1,3}(?=\s+trở\s)|/\p{L}+)?"
            rf"\s+({either('after')})(?!\p{{L}})",
            regex.IGNORECASE,
        ),
        signs,
    )
