"""A parsed document as Markdown: headings by level, list items, tables, footnotes at their marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from extractor.document import CELL_SEPARATOR, Block, Document


def markdown(document: Document) -> str:
    """The document in reading order; of a footnote the mark stands as `[^1]` and the text at the end."""
    marks: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for note in document.footnotes:
        if note.anchor_block_id is not None and note.anchor_offset is not None:
            marks[note.anchor_block_id].append((note.anchor_offset, note.note))
    levels = {section.block_id: section.level for section in document.sections}
    parts = list(_body(document, marks, levels))
    parts += [f"[^{b.note}]: {b.text}\n" for b in document.blocks if b.kind == "footnote"]
    return "\n".join(parts)


def _body(
    document: Document, marks: dict[str, list[tuple[int, str]]], levels: dict[str, int]
) -> Iterator[str]:
    in_table = False
    for block in document.blocks:
        if block.kind == "footnote":
            continue
        text = _with_marks(block, marks[block.block_id])
        if block.kind != "table_row":
            in_table = False
        if block.kind == "heading":
            yield f"{'#' * min(levels.get(block.block_id, 1) + 1, 6)} {text}\n"
        elif block.kind == "table_row":
            cells = [cell.replace("|", "\\|") for cell in text.split(CELL_SEPARATOR)]
            yield f"| {' | '.join(cells)} |" + ("" if in_table else "\n|" + " --- |" * len(cells))
            in_table = True
        elif block.zone == "title":
            yield f"**{text}**\n"
        else:
            yield f"{text}\n"


def _with_marks(block: Block, marks: list[tuple[int, str]]) -> str:
    text = block.text
    for offset, label in sorted(marks, reverse=True):
        text = f"{text[:offset]}[^{label}]{text[offset:]}"
    return text
