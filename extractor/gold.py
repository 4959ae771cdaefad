"""Gold annotations: `gold/<slug>.json` as plain data (gold.md), and a gold document as a `Document`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import Any, Literal, cast

from extractor.document import Block, Document, Footnote, Kind, Metadata, Section, Zone
from extractor.errors import ExtractorError
from extractor.facts import FactKind

FORMAT = 1


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
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise ExtractorError(f"{path}: not readable as gold ({error})", stage="gold") from error
    if not isinstance(data, dict) or data.get("format") != FORMAT:
        raise ExtractorError(f"{path}: not a gold file of format {FORMAT}", stage="gold")
    names = data["metadata"]["document"]
    return Gold(
        slug=path.stem,
        documents=tuple([names] if isinstance(names, str) else names),
        metadata=data["metadata"],
        blocks=tuple(GoldBlock(b["id"], b["zone"], b["text"]) for b in data["blocks"]),
        sections=tuple(
            GoldSection(s["path"], s["label"], s["level"], s["heading"]) for s in data["sections"]
        ),
        footnotes=tuple(
            GoldFootnote(
                n["label"],
                n["text"],
                n["anchor"].get("block"),
                n["anchor"].get("offset"),
                n["anchor"].get("before", ""),
            )
            for n in data["footnotes"]
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
