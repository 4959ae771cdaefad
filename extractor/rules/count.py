"""Counts: a cardinal number and the head noun it counts (facts.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import regex

from extractor.rules import nouns, understood
from extractor.rules.engine import Candidate, Passage, scan
from extractor.rules.ordinals import is_multiple, is_ordinal, is_year
from extractor.rules.quantity import amount, approx

_GUESSED = 0.8  # how sure a noun is that the vocabulary does not hold
_WHOLE = regex.compile(r"(?:\d{1,3}(?:[.,]\d{3})+|\d+)(?:\s*\p{L}.*)?")
_OPENING = regex.compile(r"(?:^|[.:;!?“\"(-]\s?)$")


class Counted(NamedTuple):
    """The head noun, where the mark ends, and the whole phrase counted."""

    noun: nouns.Noun
    end: int
    phrase: str


def find(passage: Passage) -> Iterator[Candidate]:
    """Every count of a passage, with its noun, the phrase that noun heads, and its hedge."""
    text = passage.text
    for rule, match in scan("count", text):
        counted = _NOUNS[rule.options["noun"]](match)
        if counted is None or is_ordinal(text, match, in_table=passage.in_table):
            continue
        if fields := amount(match):
            start, end = match.start(), counted.end
            fields |= {
                "unit": counted.noun.text,
                "object": counted.phrase,
                "approx": approx(text, start, end),
            }
            confidence = rule.confidence * (1 if counted.noun.known else _GUESSED)
            yield Candidate("count", start, end, rule, fields, confidence)


def _following(match: regex.Match[str]) -> Counted | None:
    """`2.035 mô hình “Dân vận khéo”`: the noun stands after the number, and the mark ends with it."""
    text, number = match.string, match["number"]
    noun = nouns.head(
        text, match.end("gap"), guess=_WHOLE.fullmatch(number) is not None and not is_year(number)
    )
    if noun is None or (noun.text.lower() == "lần" and is_multiple(text, match)):
        return None
    return Counted(noun, noun.end, nouns.phrase(text, noun))


def _following_words(match: regex.Match[str]) -> Counted | None:
    """`hai tỉnh`, `Bốn đồng chí` at the head of a sentence; not a name (`Hai Bà Trưng`, `Ba Vì`)."""
    text, start = match.string, match.start()
    noun = nouns.head(text, match.end("gap"), guess=False)
    if noun and text[start].isupper():
        opening = _OPENING.search(text[max(0, start - 3) : start])
        noun = noun if opening and noun.text[0].islower() else None
    return noun and Counted(noun, noun.end, nouns.phrase(text, noun))


def _glued(match: regex.Match[str]) -> Counted | None:
    """`970con`: only a noun of the vocabulary."""
    noun = nouns.head(match.string, match.end(), guess=False)
    return noun and Counted(noun, noun.end, nouns.phrase(match.string, noun))


def _quoted(match: regex.Match[str]) -> Counted | None:
    """`05 “điểm nghẽn”`: the quotation marks belong to the mark, not to the noun."""
    noun = nouns.head(match.string, match.end("gap"))
    return noun and Counted(noun, match.end("close"), match["quoted"])


def _item(match: regex.Match[str]) -> Counted | None:
    """`11 tổ chức đảng (khiển trách 10, …)`: the noun was counted before, the mark is the number."""
    found = understood.item(match.string, match.start(), subject=match["subject"] is not None)
    return found and Counted(found[0], match.end(), found[1])


def _total(match: regex.Match[str]) -> Counted | None:
    """`nâng tổng số doanh nghiệp trên địa bàn lên 13.044`: the noun stands earlier in the clause."""
    noun = understood.total(match.string, match.start())
    return noun and Counted(noun, match.end(), nouns.phrase(match.string, noun, label=True))


def _victims(match: regex.Match[str]) -> Counted:
    """`làm chết 02, bị thương 05`: people, whatever was counted before."""
    return Counted(nouns.Noun("người", match.end(), match.end(), True), match.end(), "người")


_NOUNS: dict[str, Callable[[regex.Match[str]], Counted | None]] = {
    "following": _following,
    "following words": _following_words,
    "glued": _glued,
    "quoted": _quoted,
    "item": _item,
    "total": _total,
    "victims": _victims,
}
