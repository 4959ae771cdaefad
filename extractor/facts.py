"""Fact and its values: what the rules yield, the archive stores and the scorer compares (facts.md)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal, get_args

from extractor.document import Box

FactKind = Literal["date", "duration", "doc_number", "count", "fraction", "percent", "money", "measure"]
KINDS: tuple[FactKind, ...] = get_args(FactKind)
Approx = Literal[">", "<", "~", ">=", "<="]

# The value fields that must be equal for a value match (scoring.md), by kind; names as in `Fact`.
REQUIRED: dict[FactKind, tuple[str, ...]] = {
    "date": ("date_start", "date_end"),
    "duration": ("value", "unit"),
    "doc_number": ("number",),
    "count": ("value", "unit"),
    "fraction": ("numerator", "denominator", "unit"),
    "percent": ("value",),
    "money": ("value", "currency"),
    "measure": ("value", "unit"),
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One mark: `exact` stands at `[start, end)` of its block's text; the fields of its kind hold its value.

    `page` and `box` give its place (the first line's box where it runs over lines), `rule` the rule that
    found it, `confidence` (0 to 1) how sure that rule is here.
    """

    kind: FactKind
    exact: str
    block_id: str
    start: int
    end: int
    zone: Literal["body", "footnote"]
    note: str | None = None
    section_path: str | None = None
    page: int | None = None
    box: Box | None = None
    value: Decimal | None = None
    value_max: Decimal | None = None
    unit: str | None = None
    approx: Approx | None = None
    object: str | None = None
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    currency: str | None = None
    date_start: date | None = None
    date_end: date | None = None
    number: str | None = None
    doc_type: str | None = None
    doc_issuer: str | None = None
    doc_date: date | None = None
    doc_title: str | None = None
    rule: str = ""
    confidence: float = 1.0
