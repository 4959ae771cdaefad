"""Marks of both sides in the gold's coordinates, and who is whose by each measure, one to one."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

import regex

from extractor.facts import REQUIRED, Fact, FactKind
from extractor.gold import GoldFact
from extractor.text import clean

Measure = Literal["strict", "overlap", "value"]
MEASURES: tuple[Measure, ...] = ("strict", "overlap", "value")
ErrorClass = Literal["missed", "spurious", "wrong value", "wrong boundary", "wrong kind"]

# A gold value's fields, by the names that `Fact` gives them.
GOLD_FIELDS: dict[str, str] = {
    "date_start": "start",
    "date_end": "end",
    "doc_type": "type",
    "doc_issuer": "issuer",
    "doc_date": "date",
    "doc_title": "title",
}
_DASHES = regex.compile(r"\p{Pd}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark on the gold's text: characters `[start, end)` of the zone's text, None where off that text.

    `place` is the zone: "" for the body, else the footnote's label. `unit` is what the bootstrap draws: the
    gold block it stands in. `value` holds the required fields of the kind, folded.
    """

    kind: FactKind
    exact: str
    value: tuple[object, ...]
    place: str
    start: int | None
    end: int | None
    unit: str
    source: Fact | GoldFact

    def overlaps(self, other: Mark) -> bool:
        if self.start is None or self.end is None or other.start is None or other.end is None:
            return False
        return self.place == other.place and self.start < other.end and other.start < self.end


def folded(value: Any) -> object:
    """A value field as it is compared: numbers as decimals, dates as ISO, text in lower case, empty None."""
    if value is None or value == "":
        return None
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float | Decimal):
        return Decimal(str(value))
    return clean(str(value)).casefold()


def canonical_number(value: Any) -> str | None:
    """A document's number as facts.md has it: blanks removed, dashes as `-`, letters as written."""
    return _DASHES.sub("-", clean(str(value)).replace(" ", "")) if value else None


def gold_value(mark: GoldFact, field: str) -> object:
    raw = mark.value.get(GOLD_FIELDS.get(field, field))
    return _fold_field(field, raw)


def fact_value(fact: Fact, field: str) -> object:
    return _fold_field(field, getattr(fact, field))


def required_value(mark: Fact | GoldFact) -> tuple[object, ...]:
    read: Callable[[Any, str], object] = gold_value if isinstance(mark, GoldFact) else fact_value
    return tuple(read(mark, field) for field in REQUIRED[mark.kind])


def _fold_field(field: str, raw: Any) -> object:
    if field == "number":
        return canonical_number(raw)
    if field in ("value", "value_max", "numerator", "denominator") and isinstance(raw, str):
        try:
            return Decimal(raw)
        except InvalidOperation:
            return folded(raw)
    return folded(raw)


def same(measure: Measure, gold: Mark, found: Mark) -> bool:
    """Whether a found mark is the gold mark by one measure of scoring.md."""
    if gold.kind != found.kind or not gold.overlaps(found):
        return False
    if measure == "strict":
        return gold.exact == found.exact
    return measure == "overlap" or gold.value == found.value


@dataclass(frozen=True, slots=True)
class Matches:
    """`matched[measure]` holds the gold marks (by index) that have a partner, `pairs` who is beside whom.

    Each measure is matched on its own, as many as can be, so its count does not depend on the marks' order.
    """

    matched: Mapping[Measure, frozenset[int]]
    pairs: tuple[tuple[int, int], ...]


def match(gold: Sequence[Mark], found: Sequence[Mark]) -> Matches:
    """Who is whose. Pairs are closed in the order value, same kind, other kind: the best partner first."""
    near = _near(gold, found)
    edges = {
        measure: {g: [f for f in fs if same(measure, gold[g], found[f])] for g, fs in near.items()}
        for measure in MEASURES
    }
    matched = {measure: frozenset(_assign(edges[measure])) for measure in MEASURES}
    both = {g: [f for f in fs if f in edges["strict"][g]] for g, fs in edges["value"].items()}
    pairs: dict[int, int] = _assign(edges["value"], _assign(both))
    for tier in (edges["overlap"], near):
        taken = set(pairs.values())
        pairs |= _assign({g: [f for f in fs if f not in taken] for g, fs in tier.items() if g not in pairs})
    return Matches(matched, tuple(sorted(pairs.items())))


def _near(gold: Sequence[Mark], found: Sequence[Mark]) -> dict[int, list[int]]:
    """For every gold mark, the found marks that overlap it, most common text first."""
    placed = sorted((m.place, m.start, f) for f, m in enumerate(found) if m.start is not None)
    near: dict[int, list[int]] = {}
    longest = max((m.end - m.start for m in found if m.start is not None and m.end is not None), default=0)
    for g, mark in enumerate(gold):
        if mark.start is None or mark.end is None:
            near[g] = []
            continue
        first = bisect_left(placed, (mark.place, mark.start - longest, -1))
        last = bisect_left(placed, (mark.place, mark.end, -1))
        touching = [f for _, _, f in placed[first:last] if mark.overlaps(found[f])]
        near[g] = sorted(touching, key=lambda f: (-_common(mark, found[f]), f))
    return near


def _common(a: Mark, b: Mark) -> int:
    return min(a.end or 0, b.end or 0) - max(a.start or 0, b.start or 0)


def _assign(edges: Mapping[int, Iterable[int]], begun: Mapping[int, int] | None = None) -> dict[int, int]:
    """A maximum matching by augmenting paths (Kuhn 1955), from `begun`, whose gold marks stay matched."""
    partner_of = {f: g for g, f in (begun or {}).items()}

    def augment(g: int, seen: set[int]) -> bool:
        for f in edges[g]:
            if f in seen:
                continue
            seen.add(f)
            if f not in partner_of or augment(partner_of[f], seen):
                partner_of[f] = g
                return True
        return False

    for g in edges:
        if g not in (begun or {}):
            augment(g, set())
    return {g: f for f, g in partner_of.items()}
