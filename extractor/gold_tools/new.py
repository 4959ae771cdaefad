"""A first gold for a report, from the program's own reading: to be corrected by a person before use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from pathlib import PurePath
from typing import Any

from extractor.document import Block, Document
from extractor.facts import Fact
from extractor.gold import Gold, GoldBlock, GoldFootnote, GoldSection, gold_value, mark

_BEFORE = 30  # characters of text kept before a footnote's mark
_BODY = {"heading": "heading", "item": "item", "table_row": "table"}


def pre_annotate(document: Document, facts: Iterable[Fact]) -> Gold:
    """The document and the facts found in it in the form of gold."""
    name = PurePath(document.path).name
    paths = {s.section_id: s.path for s in document.sections}
    ids = _ids(document)
    texts = {b.block_id: b.text for b in document.blocks}
    blocks = {
        b.block_id: GoldBlock(ids[b.block_id], _zone(b, paths.get(b.section_id or "", "")), b.text)
        for b in document.blocks
    }
    metadata = {f.name: getattr(document.metadata, f.name) for f in fields(document.metadata)}
    return Gold(
        slug=PurePath(name).stem,
        documents=(name,),
        metadata={"document": name} | {key: _plain(value) for key, value in metadata.items()},
        blocks=tuple(
            GoldBlock(ids[b.block_id], _zone(b, paths.get(b.section_id or "", "")), b.text)
            for b in document.blocks
        ),
        sections=tuple(GoldSection(s.path, s.label, s.level, s.heading) for s in document.sections),
        footnotes=tuple(
            GoldFootnote(
                n.note,
                texts[n.block_id],
                ids.get(n.anchor_block_id or ""),
                n.anchor_offset,
                texts.get(n.anchor_block_id or "", "")[: n.anchor_offset or 0][-_BEFORE:],
            )
            for n in document.footnotes
        ),
        facts=tuple(mark(blocks[f.block_id], f.kind, f.start, f.end, gold_value(f)) for f in facts),
    )


def _ids(document: Document) -> dict[str, str]:
    """Gold's names of the blocks: `n` and the label for the footnotes, `b1`, `b2`, … for the others."""
    ids: dict[str, str] = {}
    taken: set[str] = set()
    count = 0
    for block in document.blocks:
        name = f"n{block.note}" if block.zone == "footnote" and block.note else ""
        if not name or name in taken:
            count += 1
            name = f"b{count}"
        taken.add(name)
        ids[block.block_id] = name
    return ids


def _zone(block: Block, path: str) -> str:
    return f"{_BODY.get(block.kind, 'paragraph')}:{path}" if block.zone == "body" else block.zone


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value
