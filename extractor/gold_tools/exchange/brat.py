"""brat standoff (https://brat.nlplab.org/standoff.html): `<slug>.txt`, one line a block, and `<slug>.ann`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import regex

from extractor.facts import KINDS
from extractor.gold import Gold
from extractor.gold_tools.exchange.common import Span, assemble, read_json, read_text

_ENTITY = regex.compile(r"^(?P<id>T\S*)\t(?P<kind>\S+) (?P<spans>\d+ \d+(?:;\d+ \d+)*)\t")
_CONFIGURATION = "\n".join(["[entities]", *KINDS, "[relations]", "[events]", "[attributes]", ""])
_NOTE = regex.compile(r"^#\S*\tAnnotatorNotes (?P<id>T\S*)\t(?P<text>.*)$")


def export(gold: Gold, path: Path) -> list[str]:
    """Write the folder `path`: text, marks with values as annotators' notes, and brat's configuration."""
    path.mkdir(parents=True, exist_ok=True)
    starts: dict[str, int] = {}
    length = 0
    for block in gold.blocks:
        starts[block.id] = length
        length += len(block.text) + 1
    lines = []
    for i, fact in enumerate(gold.facts, 1):
        at = starts[fact.block]
        lines.append(f"T{i}\t{fact.kind} {at + fact.start} {at + fact.end}\t{fact.exact}")
        lines.append(f"#{i}\tAnnotatorNotes T{i}\t{json.dumps(dict(fact.value), ensure_ascii=False)}")
    (path / f"{gold.slug}.txt").write_text("".join(b.text + "\n" for b in gold.blocks), encoding="utf-8")
    (path / f"{gold.slug}.ann").write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    (path / "annotation.conf").write_text(_CONFIGURATION, encoding="utf-8")
    return [
        "brat holds neither metadata, sections, zones nor footnote anchors: import onto the gold",
    ]


def load(path: Path, onto: Gold | None) -> Gold:
    """Read an `.ann` file, or a folder with one, and the `.txt` beside it; of a split mark the hull."""
    if path.is_dir():
        path = next(iter(sorted(path.glob("*.ann"))), path / "missing.ann")
    return assemble(path, [("", read_text(path.with_suffix(".txt")))], _spans(read_text(path), path), onto)


def _spans(source: str, path: Path) -> Iterator[Span]:
    rows = [row.removesuffix("\r") for row in source.split("\n")]
    notes = {m["id"]: m["text"] for row in rows if (m := _NOTE.match(row))}
    for row in rows:
        if not (match := _ENTITY.match(row)):
            continue
        places = [tuple(map(int, s.split())) for s in match["spans"].split(";")]
        start, end = min(a for a, _ in places), max(b for _, b in places)
        note = notes.get(match["id"], "")
        value = read_json(note, path) if note.startswith("{") else None
        yield Span("", match["kind"], start, end, value)
