"""What the formats share: gold without its marks, and marks put (back) onto it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from extractor.errors import ExtractorError
from extractor.facts import KINDS
from extractor.gold import Gold, GoldBlock, from_json, mark, to_json


class Span(NamedTuple):
    """A mark as a tool gives it; `value` is None where the tool holds none."""

    block: str
    kind: str
    start: int
    end: int
    value: Mapping[str, Any] | None


def frame(gold: Gold) -> dict[str, Any]:
    """The gold's JSON without its marks: what a format may carry along."""
    return {**to_json(gold), "facts": []}


def assemble(path: Path, texts: Sequence[tuple[str, str]], spans: Iterable[Span], base: Gold | None) -> Gold:
    """Gold of the marks a file holds. `texts` are its blocks (id, text); those of `base`, if given.

    A mark without a value keeps that of the base's mark at its place, else has none (`check` will say so).
    Raises ExtractorError where marks and texts do not fit.
    """
    texts, spans = lines(path, texts, spans)
    if base and len(base.blocks) == len(texts) and not {i for i, _ in texts} <= {b.id for b in base.blocks}:
        names = {ours: b.id for (ours, _), b in zip(texts, base.blocks, strict=True)}
        texts = [(names[i], text) for i, text in texts]
        spans = [s._replace(block=names.get(s.block, s.block)) for s in spans]
    base = base or _bare(path, texts)
    blocks = {b.id: b for b in base.blocks}
    for block_id, text in texts:
        if block_id not in blocks or blocks[block_id].text != text:
            raise ExtractorError(
                f"{path}: the text of block {block_id} is not that of {base.slug}",
                remedy="import onto the gold it was exported from",
                stage="gold",
            )
    known = {(f.block, str(f.kind), f.start, f.end): f.value for f in base.facts}
    facts = []
    for span in spans:
        if span.kind not in KINDS:
            raise ExtractorError(
                f"{path}: {span.kind!r} is not a kind", remedy=f"use {', '.join(KINDS)}", stage="gold"
            )
        block = blocks.get(span.block)
        if block is None or not 0 <= span.start < span.end <= len(block.text):
            raise ExtractorError(
                f"{path}: a {span.kind} at {span.start}–{span.end} of {span.block} is off the text",
                stage="gold",
            )
        at = (span.block, span.kind, span.start, span.end)
        value = span.value if span.value is not None else known.get(at, {})
        facts.append(mark(block, span.kind, span.start, span.end, value))
    order = {b.id: i for i, b in enumerate(base.blocks)}
    return replace(base, facts=tuple(sorted(facts, key=lambda f: (order[f.block], f.start))))


def lines(
    path: Path, texts: Sequence[tuple[str, str]], spans: Iterable[Span]
) -> tuple[list[tuple[str, str]], list[Span]]:
    """Texts of several lines (a whole report as one document) cut into a block a line, their marks with them.

    Raises ExtractorError for a mark over two lines: gold's marks stand in one block.
    """
    if all(name and "\n" not in text for name, text in texts):
        return list(texts), list(spans)
    cut: list[tuple[str, str]] = []
    places: dict[str, list[tuple[int, str, str]]] = {}  # by text: where its lines begin, their block
    for name, text in texts:
        at = 0
        for line in text.removesuffix("\n").split("\n"):
            cut.append((f"b{len(cut) + 1}", line.removesuffix("\r")))
            places.setdefault(name, []).append((at, *cut[-1]))
            at += len(line) + 1
    return cut, [_in_line(path, span, places[span.block]) for span in spans]


def _in_line(path: Path, span: Span, places: Sequence[tuple[int, str, str]]) -> Span:
    begins, block, text = max(p for p in places if p[0] <= span.start)
    moved = span._replace(block=block, start=span.start - begins, end=span.end - begins)
    if moved.end > len(text):
        raise ExtractorError(
            f"{path}: the {span.kind} at {span.start}–{span.end} runs over its line, or off the text",
            remedy="cut it in two in the tool that made it",
            stage="gold",
        )
    return moved


def read_frame(data: Any, path: Path) -> Gold | None:
    """The gold that a file carries along, None where it carries none."""
    if data is None:
        return None
    try:
        return from_json(data, path.stem)
    except ValueError as error:
        raise ExtractorError(f"{path}: {error}", stage="gold") from error


def read_text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")  # offsets count the ends of lines as they stand
    except (OSError, UnicodeDecodeError) as error:
        raise ExtractorError(f"{path}: not readable ({error})", stage="gold") from error


def read_json(text: str, path: Path) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise ExtractorError(f"{path}: not JSON ({error})", stage="gold") from error


def _bare(path: Path, texts: Iterable[tuple[str, str]]) -> Gold:
    """Gold of nothing but paragraphs."""
    blocks = tuple(GoldBlock(block_id, "paragraph:", text) for block_id, text in texts)
    return Gold(path.stem, (path.stem,), {"document": path.stem}, blocks, (), (), ())
