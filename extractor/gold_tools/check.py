"""What cannot be right in a gold file, and what an annotator may have overlooked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, Literal, get_args

import regex

from extractor.document import CELL_SEPARATOR
from extractor.facts import KINDS, REQUIRED, Approx
from extractor.gold import FIELDS, Gold, GoldBlock, GoldFact
from extractor.text import clean

BODY = ("heading", "paragraph", "item", "table")
_NUMBER = regex.compile(r"(?<![\p{L}\d])\d+(?:[.,/]\d+)*")
_LABEL = regex.compile(r"^(?:\(?\d+(?:\.\d+)*[.)]|\p{L}[.)]|[-+*])\s|^(?:Điều|Chương|Phần|Mục)\s+\S+")
_BARE_CELL = regex.compile(r"(?<=^|\| )[-+]?\d[\d.,/]*%?(?= \||$)")
_ISO = regex.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True, slots=True)
class Problem:
    """`error`: cannot be right; `look`: a number that nobody marked, or another thing to look at again."""

    level: Literal["error", "look"]
    block: str | None
    start: int | None
    message: str


def check(gold: Gold) -> list[Problem]:
    """Every problem of a gold, in the order of its blocks."""
    order = {b.id: i for i, b in enumerate(gold.blocks)}
    problems = [*_structure(gold), *_marks(gold), *_overlaps(gold), *_unmarked(gold)]
    return sorted(problems, key=lambda p: (order.get(p.block or "", -1), p.start or 0))


def _structure(gold: Gold) -> Iterator[Problem]:
    texts: dict[str, str] = {}
    for block in gold.blocks:
        if block.id in texts:
            yield Problem("error", block.id, None, f"two blocks are called {block.id}")
        texts[block.id] = block.text
        if block.text != clean(block.text):
            yield Problem("error", block.id, None, "the text is not NFC with single blanks")
    for note in gold.footnotes:
        anchor = texts.get(note.anchor_block or "")
        if note.anchor_block is not None and anchor is None:
            yield Problem(
                "error",
                None,
                None,
                f"footnote {note.label}: its anchor's block {note.anchor_block} is missing",
            )
        elif anchor is not None and not 0 <= (note.anchor_offset or 0) <= len(anchor):
            yield Problem(
                "error",
                note.anchor_block,
                note.anchor_offset,
                f"footnote {note.label}: its anchor is off the text",
            )
        elif anchor is not None and not anchor[: note.anchor_offset].endswith(note.before):
            yield Problem(
                "error",
                note.anchor_block,
                note.anchor_offset,
                f"footnote {note.label}: the text before its anchor differs",
            )
        if f"n{note.label}" in texts and texts[f"n{note.label}"] != note.text:
            yield Problem(
                "error",
                f"n{note.label}",
                None,
                f"footnote {note.label}: its block's text differs from its own",
            )
    paths = {s.path for s in gold.sections}
    for block in gold.blocks:
        name, _, path = block.zone.partition(":")
        if name in BODY and path and path not in paths:
            yield Problem("error", block.id, None, f"there is no section {path}")
    for field, value in gold.metadata.items():
        if field in ("date", "period_start", "period_end") and value is not None and not _is_date(value):
            yield Problem("error", None, None, f"metadata: {field} {value!r} is not a date")


def _marks(gold: Gold) -> Iterator[Problem]:
    blocks = {b.id: b for b in gold.blocks}
    for fact in gold.facts:
        block = blocks.get(fact.block)
        if block is None:
            yield Problem(
                "error", fact.block, fact.start, f"[{fact.exact}] stands in a block that is missing"
            )
            continue
        for message in (*_place(fact, block), *_value(fact)):
            yield Problem("error", fact.block, fact.start, f"[{fact.exact}] {fact.kind}: {message}")


def _place(fact: GoldFact, block: GoldBlock) -> Iterator[str]:
    name = block.zone.partition(":")[0]
    marked = block.text[fact.start : fact.end]
    if not 0 <= fact.start < fact.end <= len(block.text) or marked != fact.exact:
        yield f"off its text: [{marked}] stands there"
    elif fact.exact != fact.exact.strip():
        yield "begins or ends with a blank"
    if name not in BODY and name != "footnote":
        yield f"stands in zone {name}, where no facts are looked for"
    if (name == "footnote") != (fact.zone == "footnote") or (name == "footnote") != (fact.note is not None):
        yield "zone and note do not fit its block"
    if name == "table" and CELL_SEPARATOR in marked:
        yield "runs over two cells"


def _value(fact: GoldFact) -> Iterator[str]:
    if fact.kind not in KINDS:
        yield "there is no such kind"
        return
    fields = FIELDS[fact.kind]
    unknown = set(fact.value) - set(fields.values())
    if unknown:
        yield f"unknown value fields: {', '.join(sorted(unknown))}"
    for name in REQUIRED[fact.kind]:
        if fact.value.get(fields[name]) in (None, "") and fact.kind != "date":
            yield f"{fields[name]} is missing"
    value: Mapping[str, Any] = fact.value
    numbers = {
        k: value[k] for k in ("value", "value_max", "numerator", "denominator") if value.get(k) is not None
    }
    for key, number in numbers.items():
        if isinstance(number, bool) or not isinstance(number, int | float):
            yield f"{key} {number!r} is not a number"
            return
    for key in ("start", "end", "date"):
        if value.get(key) and not _is_date(value[key]):
            yield f"{key} {value[key]!r} is not a date"
            return
    if value.get("start") and value.get("end") and value["start"] > value["end"]:
        yield "starts after its end"
    if (value.get("start") is None) != (value.get("end") is None):
        yield "has only one of start and end"
    if "value_max" in numbers and Decimal(str(numbers["value_max"])) < Decimal(str(numbers.get("value", 0))):
        yield "value_max is below value"
    if numbers.get("denominator") == 0:
        yield "the denominator is 0"
    if value.get("approx") is not None and value["approx"] not in get_args(Approx):
        yield f"approx {value['approx']!r} is not one of {' '.join(get_args(Approx))}"
    number = value.get("number")
    if number and (regex.search(r"\s", number) or regex.search(r"[\p{Pd}--[-]]", number, regex.V1)):
        yield f"number {number!r} is not canonical (no blanks, `-` for every dash)"
    currency = value.get("currency")
    if currency and not regex.fullmatch(r"[A-Z]{3}", currency):
        yield f"currency {currency!r} is not an ISO code"


def _overlaps(gold: Gold) -> Iterator[Problem]:
    by_block: dict[str, list[GoldFact]] = {}
    for fact in gold.facts:
        by_block.setdefault(fact.block, []).append(fact)
    for facts in by_block.values():
        ordered = sorted(facts, key=lambda f: (f.start, f.end))
        for a, b in pairwise(ordered):
            if b.start < a.end:
                yield Problem("error", b.block, b.start, f"[{b.exact}] overlaps [{a.exact}]")


def _unmarked(gold: Gold) -> Iterator[Problem]:
    """Numbers in body and footnotes that no mark covers; labels of headings and items, and table cells that
    are but a number (facts.md, Tables), aside."""
    covered: dict[str, list[tuple[int, int]]] = {}
    for fact in gold.facts:
        covered.setdefault(fact.block, []).append((fact.start, fact.end))
    for block in gold.blocks:
        if block.zone.partition(":")[0] not in (*BODY, "footnote"):
            continue
        label = _LABEL.match(block.text)
        spans = [*covered.get(block.id, ()), (0, label.end() if label else 0)]
        if block.zone.startswith("table"):
            spans += [m.span() for m in _BARE_CELL.finditer(block.text)]
        for match in _NUMBER.finditer(block.text):
            if not any(start <= match.start() < end for start, end in spans):
                around = block.text[max(0, match.start() - 20) : match.end() + 20]
                yield Problem("look", block.id, match.start(), f"nobody marked {match.group()} in …{around}…")


def _is_date(value: Any) -> bool:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
