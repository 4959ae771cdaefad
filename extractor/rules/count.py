"""Counts: a cardinal number and the head noun it counts (facts.md)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import NamedTuple

import regex

from extractor.rules import nouns
from extractor.rules.engine import Candidate, Passage, Rule, load, words
from extractor.rules.quantity import amount, approx, matches

_EACH = (
    r"(?<!(?:mỗi|hằng|hàng|từng|một|trong|01|tổng|con|dân)\s)"  # `mỗi tháng 03 video`, `tổng số 239 cơ sở`
)


def _after(name: str, unless: str, flags: int = 0) -> regex.Pattern[str]:
    """Matches a text that ends in one of the words of a vocabulary, with `unless` not before it."""
    entries = "|".join(regex.escape(w, literal_spaces=True).replace(" ", r"\s+") for w in words(name))
    return regex.compile(rf"(?<![\p{{L}}\p{{N}}]){unless}(?:{entries})\s+$", flags)


_ORDINALS = (
    _after("ordinal_nouns", _EACH, regex.IGNORECASE),
    _after("ordinal_names", r"(?<!\p{Lu}\p{L}*\s)"),  # `Bản 3`, but not `Nhật Bản 3`
    regex.compile(rf"(?<!\p{{L}}){_EACH}(?:ngày|tháng|quý|năm)\s+$", regex.IGNORECASE),
)
_NEXT_LABEL = regex.compile(
    r"\d{1,2}(?:\.\d{1,2})*\.(?:\s+\p{Lu}|$)"
)  # `… của Sở 2. Nhiệm vụ`: lines run together
_YEARS = regex.compile(r"(?:19|20)\d\d(?![.,]?\d)(?:\s*[-–]\s*(?:19|20)\d\d)?")
_YEAR_BEFORE = regex.compile(r"(?:[-–]|\p{Lu}\p{L}*)\s*$")  # `2022 - 2023`, `Quý Mão 2023`
_LABEL = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.?\s+\p{Lu}")  # `2.1 Công tác …`
_REACH = 160  # characters over which a noun is still understood
_OPENING = regex.compile(r"(?:^|[.:;!?“\"(-]\s?)$")
_WHOLE = regex.compile(r"(?!(?:19|20)\d\d$)(?:\d+|\d{1,3}(?:[.,]\d{3})+)(?:\s*\p{L}.*)?")  # and no bare year
_MULTIPLE = regex.compile(
    r"(?<!\p{L})(?:gấp|tăng|giảm|cao|lớn|nhiều|nhanh|bằng|hơn)(?:\s+\p{L}+){0,2}\s+$", regex.IGNORECASE
)
_LABEL_STOPS = frozenset(words("label_stops"))
_COUNTED = regex.compile(r"(?<![\p{L}\p{N}.,/-])(?P<number>\d+(?:[.,]\d+)*)(?:/\d[\d.]*)?\s+(?=\p{L})")
_SENTENCE = regex.compile(r"[.!?]\s+(?!Trong\s(?:đó|số))\p{Lu}")
_ITEM = regex.compile(
    r"(?:[(,;:%]|\s(?:và|trong\s+đó|gồm|có))\s*(?P<label>\p{L}[\p{L}\s]{0,50}?\p{Ll})\s+\(?$"
)
_TOTAL_NOUN = r"(?<!\p{L})số\s+(?:lượng\s+)?(?P<noun>\p{L}[^.,;:()\d]{1,60}?)"
_TOTAL = regex.compile(
    _TOTAL_NOUN + r"\s*(?:\s(?:lên|xuống|còn|là|đạt|có|trên|hơn|gần|khoảng)|:)\s+(?:\p{Ll}+\s+){0,2}$",
    regex.IGNORECASE,
)
# `Doanh nghiệp thành lập mới 31 (…)`: a row of a list that begins with its noun
_ROW = regex.compile(
    r"(?:^|[.;(]\s+)(?:[-+•]\s*)?(?P<noun>\p{L}[\p{Ll}\s]{2,60}?\s\p{Ll}+)(?<!\s(?:"
    + "|".join(map(regex.escape, words("label_stops")))
    + r")):?\s+$"
)
_TOTAL_BARE = regex.compile(_TOTAL_NOUN + r"[:\s]+$", regex.IGNORECASE)


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
    text, number = match.string, match["number"]
    noun = nouns.head(text, match.end("gap"), guess=_WHOLE.fullmatch(number) is not None)
    if noun is None or (noun.text.lower() == "lần" and _is_multiple(text, match)):
        return None
    return Counted(noun, noun.end, nouns.phrase(text, noun.start, noun.end))


def _is_multiple(text: str, match: regex.Match[str]) -> bool:
    """`tăng 2,5 lần`, `gấp 3 lần so với` compare two amounts; `họp 3 lần` counts."""
    around = _MULTIPLE.search(text[max(0, match.start() - 24) : match.start()])
    return "," in match["number"] or around is not None


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
    if item is None or not _LABEL_STOPS.isdisjoint(_ends(item["label"])):
        return None
    noun = antecedent(text, start)
    if noun is None:
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
    noun = _totalled(text, start, _TOTAL)
    if noun is None and not _NEXT_LABEL.match(text, start):
        noun = _totalled(text, start, _ROW)
    return noun and Counted(noun, match.end(), nouns.phrase(text, noun.start, noun.end))


def _totalled(text: str, start: int, pattern: regex.Pattern[str]) -> nouns.Noun | None:
    origin = max(0, start - _REACH)
    total = pattern.search(text[origin:start])
    return total and nouns.head(text, origin + total.start("noun"), guess=False)


def understood(text: str, start: int) -> nouns.Noun | None:
    """The noun of a fraction that stands alone: `tổng số đơn vị 46/46`, `tiếp nhận 68 phản ánh, xử lý 68/68`."""
    return _totalled(text, start, _TOTAL_BARE) or antecedent(text, start)


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
    """The noun last counted before `start`, in the same sentence: `tiếp nhận 68 phản ánh, chuyển xử lý 68/68`."""
    found = None
    for match in _COUNTED.finditer(text, max(0, start - _REACH), start):
        if not is_ordinal(text, match) and (noun := nouns.head(text, match.end(), guess=False)):
            found = noun
    return found if found and not _SENTENCE.search(text, found.end, start) else None


@cache
def _sanctions() -> frozenset[str]:
    return frozenset(words("sanctions"))
