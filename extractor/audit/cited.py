"""Checks of what a report says about the documents it cites: one date, type and title, a possible order."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import combinations, islice

import regex

from extractor.audit.figures import made_by
from extractor.audit.finding import Finding, finding
from extractor.document import Document
from extractor.facts import Fact
from extractor.text import clean, unaccented

_REGISTER = regex.compile(r"(?P<number>\d+)(?P<register>[-/ ].*\p{L}.*)")
_ANY_TYPE = frozenset({"văn bản", "tài liệu"})  # words for a document of whatever type
MOST_READINGS = 8  # of one document; more are no slips of the pen
MOST_ENTRIES = 100  # of one register and year
_YEAR = regex.compile(r"/\d{4}/")


def two_dates(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """One number, two dates. Numbers that begin anew each year may recur: then only a wrong year counts."""
    for mentions in _by_number(facts):
        for a, b in _pairs([m for m in mentions if m.doc_date], lambda m: m.doc_date):
            assert a.doc_date is not None
            assert b.doc_date is not None
            same_day = (a.doc_date.day, a.doc_date.month) == (b.doc_date.day, b.doc_date.month)
            if a.doc_date.year == b.doc_date.year or same_day or _YEAR.search(a.number or ""):
                yield finding(
                    "two-dates",
                    "strong",
                    f"{a.number} được ghi hai ngày ban hành: {a.doc_date:%d/%m/%Y} và {b.doc_date:%d/%m/%Y}.",
                    a,
                    b,
                )


def two_types(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """One number, two types: `Nghị quyết 05-CT/TU`, `Chỉ thị 05-CT/TU`."""
    for mentions in _by_number(facts):
        for a, b in _pairs(
            [m for m in mentions if m.doc_type and m.doc_type.lower() not in _ANY_TYPE],
            lambda m: (m.doc_type or "").lower(),
        ):
            one, other = (clean(m.doc_type or "").lower() for m in (a, b))
            if one not in other and other not in one and _same_document(a, b):
                yield finding(
                    "two-types", "strong", f"{a.number} được gọi là {a.doc_type} và là {b.doc_type}.", a, b
                )


def two_titles(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """One number, two wordings of its title."""
    for mentions in _by_number(facts):
        for a, b in _pairs([m for m in mentions if m.doc_title], lambda m: _letters(m.doc_title)):
            one, other = _letters(a.doc_title), _letters(b.doc_title)
            alike = SequenceMatcher(None, one, other, autojunk=False).ratio()
            cut_short = one.startswith(other) or other.startswith(one)
            if not cut_short and alike > 0.6 and _same_document(a, b):
                yield finding(
                    "two-titles",
                    "weak",
                    f"{a.number} được trích dẫn với hai tên gọi: “{a.doc_title}” và “{b.doc_title}”.",
                    a,
                    b,
                )


def cited_before_made(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """A report cannot name a document made after it."""
    made = made_by(document)
    for fact in facts:
        if made and fact.doc_date and fact.doc_date > made:
            yield finding(
                "cited-before-made",
                "strong",
                f"{fact.number} ghi ngày {fact.doc_date:%d/%m/%Y}, sau ngày của báo cáo ({made:%d/%m/%Y}).",
                fact,
            )


def register_order(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """In one register and year, a higher number is not of an earlier date."""
    registers: dict[tuple[str, int, str], dict[int, Fact]] = {}
    for fact in facts:
        match = _REGISTER.fullmatch(fact.number or "")
        if match and fact.doc_date:
            whose = fact.doc_issuer or fact.block_id  # named side by side, they are of one body
            key = (unaccented(match["register"]), fact.doc_date.year, unaccented(whose))
            registers.setdefault(key, {}).setdefault(int(match["number"]), fact)
    for entries in registers.values():
        for (low, a), (high, b) in combinations(islice(sorted(entries.items()), MOST_ENTRIES), 2):
            assert a.doc_date is not None
            assert b.doc_date is not None
            if low < high and a.doc_date > b.doc_date:
                yield finding(
                    "register-order",
                    "weak",
                    f"{a.number} ghi ngày {a.doc_date:%d/%m/%Y}, sau {b.number} ngày {b.doc_date:%d/%m/%Y}.",
                    a,
                    b,
                )


def _by_number(facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    mentions: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.number:
            key = regex.sub(r"[\s.]", "", fact.number.lower()).lstrip("0")
            mentions.setdefault(key, []).append(fact)
    yield from (m for m in mentions.values() if len(m) > 1)


def _pairs(mentions: Sequence[Fact], key: object) -> Iterator[tuple[Fact, Fact]]:
    """The first mention of each reading, in pairs."""
    assert callable(key)
    first: dict[object, Fact] = {}
    for mention in mentions:
        first.setdefault(key(mention), mention)
    yield from combinations(islice(first.values(), MOST_READINGS), 2)


def _same_document(a: Fact, b: Fact) -> bool:
    """False where the mentions give dates that part them: registers begin anew."""
    return a.doc_date is None or b.doc_date is None or a.doc_date == b.doc_date


def _letters(text: str | None) -> str:
    return str(regex.sub(r"[^\p{L}\p{N}]+", " ", unaccented(text or ""))).strip()
