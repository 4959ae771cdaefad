"""Counts: a cardinal number and the head noun it counts (facts.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import regex

from extractor.rules import nouns
from extractor.rules.engine import Candidate, Passage, Rule, load, words
from extractor.rules.quantity import amount, approx, matches

_EACH = r"(?<!(?:mỗi|hằng|hàng|từng|một|trong|01|tổng|con|dân)\s)"  # `mỗi tháng 03 video`, `tổng số 239 cơ sở`


def _after(name: str, flags: int = 0) -> regex.Pattern[str]:
    """Matches a text that ends in one of the words of a vocabulary."""
    entries = "|".join(regex.escape(w, literal_spaces=True).replace(" ", r"\s+") for w in words(name))
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){'' if flags == 0 else _EACH}(?:{entries})\s+$", flags)


_ORDINALS = (
    _after("ordinal_nouns", regex.IGNORECASE),
    _after("ordinal_names"),
    regex.compile(rf"(?<!\p{{L}}){_EACH}(?:ngày|tháng|quý|năm)\s+$", regex.IGNORECASE),
)
_YEARS = regex.compile(r"(?:19|20)\d\d(?![.,]?\d)(?:\s*[-–]\s*(?:19|20)\d\d)?")
_YEAR_BEFORE = regex.compile(r"(?:[-–]|\p{Lu}\p{L}*)\s*$")  # `2022 - 2023`, `Quý Mão 2023`
_LABEL = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+\p{Lu}")  # `2.1 Công tác …`
_REACH = 160  # characters over which a noun is still understood
_OPENING = regex.compile(r"(?:^|[.:;!?“\"(-]\s?)$")
_LABEL_STOPS = frozenset(words("label_stops"))
# What may stand between a counted noun and a number that counts the same: words, brackets and other such numbers
_BETWEEN = regex.compile(r"(?:[\p{L}\s,;:()“”\"/-]|\d[\d.]*(?=\s*[,;)]|\s+và\s))*+")
_ITEM = regex.compile(r"(?:[(,;:]|\s(?:và|trong\s+đó|gồm|có))\s*(?P<label>\p{L}[\p{L}\s]{0,50}?\p{Ll})\s+\(?$")
_TOTAL = regex.compile(
    r"(?<!\p{L})số\s+(?:lượng\s+)?(?P<noun>\p{L}[^.,;:()\d]{1,60}?)\s*(?:\s(?:lên|xuống|còn|là|đạt|có|trên|hơn|gần|khoảng)|:)\s+(?:\p{Ll}+\s+){0,2}$",
    regex.IGNORECASE,
)


def find(passage: Passage) -> Iterator[Candidate]:
    """Every count of a passage, with its noun, the phrase that noun heads, and its hedge."""
    text = passage.text
    for rule, match in matches(load("count"), text):
        fields = amount(match)
        if fields is None or is_ordinal(text, match, passage.in_table):
            continue
        found = _FINDERS[rule.options["noun"]](match)
        if found is None:
            continue
        noun, end, phrase = found
        fields |= {"unit": noun.text, "approx": approx(text, match.start(), end), "object": phrase}
        yield Candidate(
            "count", match.start(), end, rule, fields, rule.confidence * (1 if noun.known else 0.8)
        )


class Counted(NamedTuple):
    """The head noun, where the mark ends, and the whole phrase counted."""

    noun: nouns.Noun
    end: int
    phrase: str


def _following(match: regex.Match[str]) -> Counted | None:
    """`2.035 mô hình “Dân vận khéo”`: the noun stands after the number, and the mark ends with it."""
    noun = nouns.head(match.string, match.end("gap"), guess=not _YEARS.match(match["number"]))
    return noun and Counted(noun, noun.end, nouns.phrase(match.string, noun.start, noun.end))


def _following_words(match: regex.Match[str]) -> Counted | None:
    """`hai tỉnh`; not the `năm` that is a year, nor a name (`Hai Bà Trưng`, `Ba Bể`, `ngã ba`)."""
    text, start = match.string, match.start()
    noun = nouns.head(text, match.end("gap"), guess=False)
    if noun is None or (
        text[start].isupper() and (noun.text[0].isupper() or not _OPENING.search(text[:start][-3:]))
    ):
        return None
    return Counted(noun, noun.end, nouns.phrase(text, noun.start, noun.end))


def _quoted(match: regex.Match[str]) -> Counted | None:
    """`05 “điểm nghẽn”`: the quotation marks belong to the mark, not to the noun."""
    noun = nouns.head(match.string, match.end("gap"))
    return noun and Counted(noun, match.end("close"), match["quoted"])


def _understood(match: regex.Match[str]) -> Counted | None:
    """`11 tổ chức đảng (khiển trách 10, cảnh cáo 01)`: the noun is the one counted before, in the same sentence."""
    text, start = match.string, match.start()
    item = _ITEM.search(text, max(0, start - 60), start)
    if item is None or not _LABEL_STOPS.isdisjoint(_ends(item["label"].lower())):
        return None
    noun = antecedent(text, start)
    if noun is None or not _BETWEEN.fullmatch(text, noun.end, start):
        return None
    whole, label = nouns.phrase(text, noun.start, noun.end), item["label"]
    return Counted(noun, match.end(), f"{whole} bị {label}" if label in _sanctions() else f"{whole} {label}")


def _ends(label: str) -> set[str]:
    """The last word of a label and its last two."""
    syllables = label.split()
    return {syllables[-1], " ".join(syllables[-2:])}


def _total(match: regex.Match[str]) -> Counted | None:
    """`nâng tổng số doanh nghiệp trên địa bàn lên 13.044`: the noun follows *số* earlier in the clause."""
    text, start = match.string, match.start()
    origin = max(0, start - _REACH)
    total = _TOTAL.search(text[origin:start])
    noun = total and nouns.head(text, origin + total.start("noun"), guess=False)
    return noun and Counted(noun, match.end(), total["noun"].strip())


_FINDERS: dict[str, Callable[[regex.Match[str]], Counted | None]] = {
    "following": _following,
    "following words": _following_words,
    "quoted": _quoted,
    "understood": _understood,
    "total": _total,
}


def is_ordinal(text: str, match: regex.Match[str], in_table: bool = False) -> bool:
    """Whether a number is an ordinal, a name's, a year or a label: `Kỳ họp thứ 10`, `Quốc lộ 6`, `2.1 Công tác`."""
    start = match.start()
    before = text[max(0, start - 24) : start]
    if _YEARS.match(text, start) and (match.end("number") == match.end() or _YEAR_BEFORE.search(before)):
        return True
    if any(pattern.search(before) for pattern in _ORDINALS):
        return True
    return start == 0 and not in_table and _LABEL.match(text) is not None and not text.startswith("0")


def antecedent(text: str, start: int) -> nouns.Noun | None:
    """The noun last counted before `start`, in the same clause or the one before: `tiếp nhận 68 phản ánh, xử lý 68/68`."""
    found = None
    for _, match in matches(load("count")[:1], text):
        if match.end() > start:
            break
        if start - match.end() < _REACH and not is_ordinal(text, match):
            found = nouns.head(text, match.end("gap"), guess=False) or found
    return found


@cache
def _sanctions() -> frozenset[str]:
    return frozenset(words("sanctions"))
