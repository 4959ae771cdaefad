"""Document → Facts: candidates from all rules, one winner a place, values completed from context."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec

from extractor.document import CELL_SEPARATOR, Block, Document
from extractor.facts import KINDS, Fact
from extractor.rules.engine import Candidate, Passage

MODULES = tuple(
    import_module(f"extractor.rules.{kind}") for kind in KINDS if find_spec(f"extractor.rules.{kind}")
)  # until every kind has landed


def extract(document: Document) -> tuple[Fact, ...]:
    """Every fact of the body and the footnotes, in the order of the blocks and of the text."""
    paths = {s.section_id: s.path for s in document.sections}
    facts: list[Fact] = []
    for block in document.blocks:
        if block.zone not in ("body", "footnote"):
            continue
        for passage in passages(block):
            for winner in choose(c for module in MODULES for c in module.find(passage)):
                facts.append(_fact(winner, passage, block, paths.get(block.section_id or "")))
    return tuple(facts)


def passages(block: Block) -> Iterator[Passage]:
    """A block's text as rules see it: whole, or cell by cell for a table row."""
    if block.kind != "table_row":
        yield Passage(block.text)
        return
    offset = 0
    for cell in block.text.split(CELL_SEPARATOR):
        yield Passage(cell, offset, in_table=True)
        offset += len(cell) + len(CELL_SEPARATOR)


def choose(candidates: Iterator[Candidate]) -> list[Candidate]:
    """One winner a place: by priority, then length, then position; losers that overlap a winner fall away."""
    winners: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (-c.rule.priority, c.start - c.end, c.start, c.rule.id)):
        if all(c.end <= w.start or w.end <= c.start for w in winners):
            winners.append(c)
    return sorted(winners, key=lambda c: c.start)


def _fact(c: Candidate, passage: Passage, block: Block, section_path: str | None) -> Fact:
    start, end = passage.offset + c.start, passage.offset + c.end
    line = next((line for line in block.lines if line.start <= start < line.end), None)
    return Fact(
        kind=c.kind,
        exact=block.text[start:end],
        block_id=block.block_id,
        start=start,
        end=end,
        zone="footnote" if block.zone == "footnote" else "body",
        note=block.note,
        section_path=section_path,
        page=line.box.page if line else block.page_start,
        box=line.box if line else None,
        rule=c.rule.id,
        confidence=c.confidence,
        **c.fields,
    )
