"""Gold annotations: `gold/<slug>.json` as plain data (gold.md), and a gold document as a `Document`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import UnionType
from typing import Any, Literal, cast

from extractor.document import Block, Document, Footnote, Kind, Metadata, Section, Zone
from extractor.errors import ExtractorError
from extractor.facts import Fact, FactKind

FORMAT = 1
_AROUND = 24  # characters of text before and after a mark in the file


@dataclass(frozen=True, slots=True)
class GoldBlock:
    """`zone` as in the file: `letterhead`, `title`, `heading:<path>`, `table:<path>`, `footnote`, …"""

    id: str
    zone: str
    text: str


@dataclass(frozen=True, slots=True)
class GoldSection:
    path: str
    label: str
    level: int
    heading: str


@dataclass(frozen=True, slots=True)
class GoldFootnote:
    label: str
    text: str
    anchor_block: str | None
    anchor_offset: int | None
    before: str


@dataclass(frozen=True, slots=True)
class GoldFact:
    """A mark at `[start, end)` of block `block`; `value` holds the kind's fields as in the file."""

    kind: FactKind
    exact: str
    block: str
    start: int
    end: int
    zone: Literal["body", "footnote"]
    note: str | None
    section: str | None
    value: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Gold:
    """One annotated report; `documents` names the files that hold it (each is scored)."""

    slug: str
    documents: tuple[str, ...]
    metadata: Mapping[str, Any]
    blocks: tuple[GoldBlock, ...]
    sections: tuple[GoldSection, ...]
    footnotes: tuple[GoldFootnote, ...]
    facts: tuple[GoldFact, ...]


def read_gold(path: Path) -> Gold:
    """One gold file. Raises ExtractorError where it is not gold of a format this version reads."""
    try:
        return from_json(json.loads(path.read_text(encoding="utf-8")), path.stem)
    except OSError as error:
        raise ExtractorError(f"{path}: cannot be read ({error.strerror})", stage="gold") from error
    except (ValueError, RecursionError) as error:
        raise ExtractorError(f"{path}: not readable as gold ({error})", stage="gold") from error


def from_json(data: Any, slug: str) -> Gold:
    """Gold from its JSON. Raises ValueError, saying what is wrong, where that is not gold of this format."""
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ValueError(f"not gold of format {FORMAT}")
    try:
        gold = _from_json(data, slug)
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"a field is missing or misshapen: {error}") from error
    parts: list[_Part] = [gold, *gold.blocks, *gold.sections, *gold.footnotes, *gold.facts]
    for part in parts:
        _check(part)
    if astray := {fact.block for fact in gold.facts} - {block.id for block in gold.blocks}:
        raise ValueError(f"a mark stands in block {min(astray)}, which is not there")
    return gold


_Part = Gold | GoldBlock | GoldSection | GoldFootnote | GoldFact
# What stands in each field of a part of gold.
_TYPES: dict[str, type | UnionType] = {
    **dict.fromkeys(("id", "zone", "text", "path", "label", "heading", "before", "exact", "block"), str),
    **dict.fromkeys(("level", "start", "end"), int),
    **dict.fromkeys(("anchor_block", "note", "section"), str | None),
    **dict.fromkeys(("metadata", "value"), dict),
    "anchor_offset": int | None,
}


def _check(part: _Part) -> None:
    """Raises ValueError where a field holds what it cannot."""
    for field in fields(part):
        value = getattr(part, field.name)
        if not isinstance(value, _TYPES.get(field.name, object)):
            raise ValueError(f"{field.name} cannot be {value!r:.60}")
    if isinstance(part, GoldFact) and part.kind not in FIELDS:
        raise ValueError(f"{part.kind!r:.60} is no kind of fact")
    if isinstance(part, Gold):
        if not part.documents or not all(isinstance(name, str) for name in part.documents):
            raise ValueError("metadata.document names no file")
        for name in (f.name for f in fields(Metadata)):
            if not isinstance(value := part.metadata.get(name), str | None):
                raise ValueError(f"metadata.{name} cannot be {value!r:.60}")
            _metadata(name, value)


def _from_json(data: dict[str, Any], slug: str) -> Gold:
    names = data["metadata"]["document"]
    return Gold(
        slug=slug,
        documents=tuple([names] if isinstance(names, str) else names),
        metadata=data["metadata"],
        blocks=tuple(GoldBlock(b["id"], b["zone"], b["text"]) for b in data["blocks"]),
        sections=tuple(
            GoldSection(s["path"], s["label"], s["level"], s["heading"]) for s in data["sections"]
        ),
        footnotes=tuple(
            GoldFootnote(n["label"], n["text"], a.get("block"), a.get("offset"), a.get("before", ""))
            for n in data["footnotes"]
            for a in [n.get("anchor") or {}]
        ),
        facts=tuple(
            GoldFact(
                f["kind"],
                f["exact"],
                f["block"],
                f["start"],
                f["end"],
                f["zone"],
                f["note"],
                f["section"],
                f["value"],
            )
            for f in data["facts"]
        ),
    )


def to_json(gold: Gold) -> dict[str, Any]:
    """Gold as it stands in its file (gold.md), with the text before and after each mark."""
    texts = {b.id: b.text for b in gold.blocks}
    return {
        "format": FORMAT,
        "metadata": dict(gold.metadata),
        "blocks": [{"id": b.id, "zone": b.zone, "text": b.text} for b in gold.blocks],
        "sections": [
            {"path": s.path, "label": s.label, "level": s.level, "heading": s.heading} for s in gold.sections
        ],
        "footnotes": [
            {"label": n.label, "text": n.text}
            | {"anchor": {"block": n.anchor_block, "offset": n.anchor_offset, "before": n.before}}
            for n in gold.footnotes
        ],
        "facts": [
            {"kind": f.kind, "exact": f.exact, "block": f.block, "start": f.start, "end": f.end}
            | {
                "before": texts[f.block][max(0, f.start - _AROUND) : f.start],
                "after": texts[f.block][f.end : f.end + _AROUND],
            }
            | {"zone": f.zone, "note": f.note, "section": f.section, "value": dict(f.value)}
            for f in gold.facts
        ],
    }


def write_gold(gold: Gold, path: Path) -> None:
    """The gold in its file, whole or not at all."""
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(json.dumps(to_json(gold), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    beside.replace(path)


def read_gold_folder(folder: Path) -> list[Gold]:
    """Every gold file of a folder, by name. Raises ExtractorError where there is none."""
    golds = [read_gold(path) for path in sorted(folder.glob("*.json"))]
    if not golds:
        raise ExtractorError(f"{folder}: no gold files (*.json) here", stage="gold")
    return golds


def as_document(gold: Gold) -> Document:
    """The gold's own blocks as a `Document`: what a perfect reading would hand to the rules."""
    sections: dict[str, Section] = {}
    blocks: list[Block] = []
    headings = iter(gold.sections)
    current: str | None = None
    for block in gold.blocks:
        name, _, path = block.zone.partition(":")
        if name == "heading" and (section := next(headings, None)) is not None:
            current = f"s{len(sections) + 1}"
            parent = section.path.rpartition("/")[0]
            parent_id = next((s.section_id for s in reversed(sections.values()) if s.path == parent), None)
            sections[current] = Section(
                current, parent_id, section.label, section.heading, section.level, section.path, block.id
            )
        in_body = name in ("heading", "paragraph", "item", "table")
        if in_body and not path:
            current = None
        kind = {"table": "table_row", "heading": "heading", "item": "item", "footnote": "footnote"}.get(
            name, "paragraph"
        )
        blocks.append(
            Block(
                block_id=block.id,
                zone=cast(Zone, "body" if in_body else name),
                kind=cast(Kind, kind),
                text=block.text,
                section_id=current if in_body or name == "footnote" else None,
                note=block.id[1:] if name == "footnote" else None,
            )
        )
    meta = gold.metadata
    return Document(
        path=gold.documents[0],
        format="gold",
        sha256="0" * 64,
        pages=None,
        text_source="text",
        metadata=Metadata(**{f.name: _metadata(f.name, meta.get(f.name)) for f in fields(Metadata)}),
        sections=tuple(sections.values()),
        blocks=tuple(blocks),
        footnotes=tuple(
            Footnote(n.label, f"n{n.label}", n.anchor_block, n.anchor_offset) for n in gold.footnotes
        ),
    )


def _metadata(field: str, value: Any) -> Any:
    return date.fromisoformat(value) if value and field in ("date", "period_start", "period_end") else value


# --- marks as facts and back --------------------------------------------------------------------------


def mark(block: GoldBlock, kind: FactKind, start: int, end: int, value: Mapping[str, Any]) -> GoldFact:
    """A mark at `[start, end)` of a block; zone, note and section are the block's own."""
    name, _, path = block.zone.partition(":")
    note = block.id[1:] if name == "footnote" else None
    section = None if note is not None else path
    zone: Literal["body", "footnote"] = "body" if note is None else "footnote"
    return GoldFact(kind, block.text[start:end], block.id, start, end, zone, note, section, value)


# A gold value's fields, by the names that `Fact` gives them, kind by kind; the required ones first.
FIELDS: dict[FactKind, dict[str, str]] = {
    "date": {"date_start": "start", "date_end": "end"},
    "duration": {"value": "value", "unit": "unit", "value_max": "value_max", "approx": "approx"},
    "doc_number": {
        "number": "number",
        "doc_type": "type",
        "doc_issuer": "issuer",
        "doc_date": "date",
        "doc_title": "title",
    },
    "count": {
        "value": "value",
        "unit": "unit",
        "object": "object",
        "value_max": "value_max",
        "approx": "approx",
    },
    "fraction": {"numerator": "numerator", "denominator": "denominator", "unit": "unit", "object": "object"},
    "percent": {"value": "value", "value_max": "value_max", "approx": "approx"},
    "money": {"value": "value", "currency": "currency", "value_max": "value_max", "approx": "approx"},
    "measure": {"value": "value", "unit": "unit", "value_max": "value_max", "approx": "approx"},
}
_NUMBERS = ("value", "value_max", "numerator", "denominator")
_DATES = ("date_start", "date_end", "doc_date")


def as_facts(gold: Gold) -> tuple[Fact, ...]:
    """The gold's marks as facts, in its own blocks (`as_document`). Raises ExtractorError on a bad value."""
    try:
        return tuple(_as_fact(mark) for mark in gold.facts)
    except ValueError as error:
        raise ExtractorError(f"{gold.slug}: not a value of gold ({error})", stage="gold") from error


def _as_fact(mark: GoldFact) -> Fact:
    bare = Fact(
        mark.kind,
        mark.exact,
        mark.block,
        mark.start,
        mark.end,
        mark.zone,
        mark.note,
        mark.section,
        rule="gold",
    )
    return replace(
        bare, **{name: _read(name, mark.value.get(key)) for name, key in FIELDS[mark.kind].items()}
    )


def _read(name: str, value: Any) -> Any:
    if value is None or value == "":
        return None
    if name in _DATES:
        return date.fromisoformat(str(value))
    try:
        return Decimal(str(value)) if name in _NUMBERS else value
    except InvalidOperation:
        raise ValueError(f"{name}: {value!r:.60} is no number") from None


def gold_value(fact: Fact) -> dict[str, Any]:
    """A fact's value as gold writes it: ISO dates, JSON numbers; what is unknown left out."""
    read = {key: getattr(fact, name) for name, key in FIELDS[fact.kind].items()}
    plain = {key: _write(value) for key, value in read.items()}
    return {key: value for key, value in plain.items() if value is not None or key in ("start", "end")}


def _write(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value
