"""Rules as data: `<kind>.toml` beside this file holds them, `vocabulary/*.txt` the words they use.

A rule is a regular expression with named groups, an identifier, a line of purpose and examples. What the
groups stand for (a day, a month, a number, a unit) is read by the kind's module, so that a Vietnamese
speaker can add a rule, a word or an example without touching code::

    [[rule]]
    id = "date.day-month-year"
    purpose = "Ngày đủ ngày, tháng, năm"
    pattern = '(?:{ngày}\\s+)?(?P<day>\\d{1,2})/(?P<month>\\d{1,2})/(?P<year>\\d{4})'
    must = ["họp [ngày 06/12/2022] tại thành phố => date_start=2022-12-06 date_end=2022-12-06", …]
    must_not = ["tỷ lệ 12/222 cơ sở", …]

`{name}` in a pattern stands for the alternatives of `vocabulary/name.txt` (one a line, `#` comments,
longest first), for an entry of the file's own `[parts]` table, or of `parts.toml`, which all kinds share.
A pattern begins at a word or a number. The examples of a rule with `report = "2023"` (or two dates joined by
`..`) stand in a report on that period.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

import regex

from extractor import numbers
from extractor.dates import UNKNOWN, Report
from extractor.facts import FactKind

SEARCHED: tuple[FactKind, ...] = ("date", "duration", "doc_number")  # tried wherever a word begins
COUNTED: tuple[FactKind, ...] = ("percent", "money", "measure", "count", "fraction")  # where a number does

_PREFIX = 4  # letters, after its digits those of a number, by which it is told which rules may match
_LONGEST = 24  # letters of such a beginning
LONGEST_MARK = 256  # characters of a counted mark: a pattern that sees no further cannot run away
LONGEST_LIST = 512  # the same for searched rules, which match lists
_WORD = regex.compile(r"\p{L}+|\d+")
_NUMBER = regex.compile(r"\d+(?:[.,]\d+)*")
_ONES = str.maketrans("023456789", "111111111")
_NAME = regex.compile(r"(?<!\\[pP])\{(\p{L}[\p{L}\p{N}_-]*)\}")
_EXAMPLE = regex.compile(
    r"^(?P<before>.*?)\[(?P<exact>.+?)\](?P<after>.*?)(?:\s*=>\s*(?P<fields>.*))?$", regex.S
)


@dataclass(frozen=True, slots=True)
class Example:
    """A text in which a rule must mark `text[start:end]`, with the value fields it must give (as printed)."""

    text: str
    start: int
    end: int
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Rule:
    """`priority` decides between overlapping candidates (higher wins, then longer, then earlier)."""

    id: str
    kind: FactKind
    purpose: str
    pattern: regex.Pattern[str]
    opening: regex.Pattern[str]  # the pattern, whatever stands before: its lookbehinds always hold
    must: tuple[Example, ...]
    must_not: tuple[str, ...]
    priority: int = 0
    confidence: float = 1.0
    options: Mapping[str, Any] = field(default_factory=dict)  # whatever else the rule's table holds


@dataclass(frozen=True, slots=True)
class Candidate:
    """What a rule proposes: `[start, end)` of the passage, and the fields of `Fact` it reads there."""

    kind: FactKind
    start: int
    end: int
    rule: Rule
    fields: Mapping[str, Any]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of text that rules look at: a block's whole text, or one cell of a table row."""

    text: str
    offset: int = 0  # of `text` in its block
    in_table: bool = False
    report: Report = UNKNOWN  # the report's own time, which places `3 tháng tới`
    comma: numbers.Notation = "thousands"  # what the report's commas before three digits are


@cache
def words(name: str) -> tuple[str, ...]:
    """The entries of `vocabulary/<name>.txt`, longest first."""
    source = files("extractor.rules").joinpath("vocabulary", f"{name}.txt").read_text(encoding="utf-8")
    entries = (line.split("#", 1)[0].strip() for line in source.splitlines())
    return tuple(sorted((e for e in entries if e), key=lambda e: (-len(e), e)))


@cache
def alternatives(name: str) -> str:
    """The words of a vocabulary as alternatives of a pattern, with any white space for a blank."""
    return "|".join(regex.escape(word, literal_spaces=True).replace(" ", r"\s+") for word in words(name))


@cache
def shared_parts() -> dict[str, str]:
    """The named pieces of patterns that all kinds share, from `parts.toml`."""
    parts: dict[str, str] = tomllib.loads(
        files("extractor.rules").joinpath("parts.toml").read_text(encoding="utf-8")
    )
    return parts


@cache
def load(kind: FactKind) -> tuple[Rule, ...]:
    """The rules of one kind, from `<kind>.toml`, in the file's order."""
    source = files("extractor.rules").joinpath(f"{kind}.toml").read_text(encoding="utf-8")
    data = tomllib.loads(source)
    parts: dict[str, str] = shared_parts() | data.get("parts", {})
    return tuple(_rule(kind, table, parts) for table in data["rule"])


def scan(kind: FactKind, text: str) -> Iterator[tuple[Rule, regex.Match[str]]]:
    """Every match of every rule of a kind, in the order of the text."""
    matches = _searched(text) if kind in SEARCHED else _counted(text)
    return ((rule, match) for rule, match in matches if rule.kind == kind)


@lru_cache(maxsize=4)
def _searched(text: str) -> tuple[tuple[Rule, regex.Match[str]], ...]:
    """Matches of the searched kinds, none over another of the same rule."""
    found: list[tuple[Rule, regex.Match[str]]] = []
    ends: dict[str, int] = {}
    for start, rule in attempts(SEARCHED, text):
        if start >= ends.get(rule.id, 0) and (match := rule.pattern.match(text, start, start + LONGEST_LIST)):
            found.append((rule, match))
            ends[rule.id] = match.end()
    return tuple(found)


@lru_cache(maxsize=4)
def _counted(text: str) -> tuple[tuple[Rule, regex.Match[str]], ...]:
    """Matches of the counted kinds at every place where a number may begin: linear, whatever the text."""
    tried = ((r, r.pattern.match(text, at, at + LONGEST_MARK)) for at, r in attempts(COUNTED, text))
    return tuple((rule, match) for rule, match in tried if match)


def attempts(kinds: tuple[FactKind, ...], text: str) -> Iterator[tuple[int, Rule]]:
    """Where rules of the searched or the counted kinds are tried: a place and a rule that may match there."""
    if kinds is SEARCHED:
        places = ((at, text[at : at + _PREFIX]) for at in map(regex.Match.start, _WORD.finditer(text)))
    else:
        places = ((at, _beginning(text, at)) for at in numbers.starts(text))
    return ((at, rule) for at, beginning in places for rule in opened_by(kinds, beginning))


def _beginning(text: str, start: int) -> str:
    """A number and the letters after it; counted rules see digits, not which: `1.250 hộ` → `1.111 hộ`."""
    number = _NUMBER.match(text, start, start + _LONGEST)
    end = number.end() if number else start
    return (text[start:end].translate(_ONES) + text[end : end + _PREFIX])[:_LONGEST]


@lru_cache(maxsize=50_000)
def opened_by(kinds: tuple[FactKind, ...], prefix: str) -> tuple[Rule, ...]:
    """The rules that may match a text that begins so: each rule is asked once, by a partial match.

    Asked letter by letter and remembered, as RE2 builds its automaton (Cox, *Regular Expression Matching in
    the Wild*, 2010): few rules are left after the first letter, so a new word costs little.
    """
    if not prefix:
        return tuple(rule for kind in kinds for rule in load(kind))
    return tuple(r for r in opened_by(kinds, prefix[:-1]) if r.opening.match(prefix, partial=True))


def parse_example(source: str) -> Example:
    """`họp [ngày 06/12/2022] => date_start=2022-12-06` as an `Example`; blanks or `;` separate fields."""
    match = _EXAMPLE.match(source)
    if match is None:
        raise ValueError(f"an example needs its mark in [brackets]: {source!r}")
    before, exact, after = match["before"], match["exact"], match["after"]
    pairs = regex.findall(r"([a-z_]+)=((?:(?!\s+[a-z_]+=).)*)", match["fields"] or "")
    return Example(
        text=before + exact + after,
        start=len(before),
        end=len(before) + len(exact),
        fields={name: value.strip(" ;") for name, value in pairs},
    )


def expand(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with every `{name}` replaced by the part, or by the words, of that name."""

    def part(match: regex.Match[str]) -> str:
        name = match[1]
        if name in parts:
            return "(?:" + expand(parts[name], parts) + ")"
        return f"(?:{alternatives(name)})"

    return str(_NAME.sub(part, pattern))


def _rule(kind: FactKind, table: Mapping[str, Any], parts: Mapping[str, str]) -> Rule:
    known = {"id", "purpose", "pattern", "must", "must_not", "priority", "confidence", "flags"}
    flags = regex.VERBOSE | regex.V1 if "x" in table.get("flags", "") else regex.V1
    if "i" in table.get("flags", "i"):
        flags |= regex.IGNORECASE
    pattern = expand(table["pattern"], parts)
    return Rule(
        id=table["id"],
        kind=kind,
        purpose=table["purpose"],
        pattern=regex.compile(pattern, flags),
        opening=regex.compile(pattern.replace("(?<=", "(?<=|"), flags),
        must=tuple(parse_example(e) for e in table.get("must", ())),
        must_not=tuple(table.get("must_not", ())),
        priority=table.get("priority", 0),
        confidence=table.get("confidence", 1.0),
        options={k: v for k, v in table.items() if k not in known},
    )
