"""doccano JSONL for sequence labelling, a line a block.

What is not text or label stands in further fields, which doccano keeps as a document's metadata, flat or
under `meta` as its version has it. Its exports name the marks `label`, `labels` or (with ids) `entities`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.gold import Gold
from extractor.gold_tools.exchange.common import Span, assemble, frame, read_frame, read_json, read_text


def export(gold: Gold, path: Path) -> list[str]:
    """Write the file `path`. The first line's `gold` field carries structure and metadata along."""
    lines = []
    for i, block in enumerate(gold.blocks):
        facts = [f for f in gold.facts if f.block == block.id]
        line: dict[str, Any] = {
            "text": block.text,
            "label": [[f.start, f.end, f.kind] for f in facts],
            "block": block.id,
            "zone": block.zone,
            "values": {f"{f.start}-{f.end}-{f.kind}": dict(f.value) for f in facts},
        }
        lines.append(line | {"gold": frame(gold)} if i == 0 else line)
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return [
        "doccano shows no values: they travel in the field `values`; a mark made there comes back without"
    ]


def load(path: Path, onto: Gold | None) -> Gold:
    """Read a JSONL file of this module or of doccano's own export."""
    rows = [read_json(line, path) for line in read_text(path).split("\n") if line.strip()]
    carried = next((found for row in rows if (found := _field(row, "gold"))), None)
    base = onto or read_frame(carried, path)
    ids = [str(_field(row, "block") or f"b{i}") for i, row in enumerate(rows, 1)]
    texts = [(block, row.get("text", row.get("data", ""))) for block, row in zip(ids, rows, strict=True)]
    return assemble(path, texts, _spans(ids, rows), base)


def _spans(ids: list[str], rows: list[dict[str, Any]]) -> Iterator[Span]:
    for block, row in zip(ids, rows, strict=True):
        values = _field(row, "values") or {}
        for label in row.get("label") or row.get("labels") or row.get("entities") or []:
            if isinstance(label, dict):
                start, end, kind = label["start_offset"], label["end_offset"], label["label"]
            else:
                start, end, kind = label
            yield Span(block, kind, start, end, values.get(f"{start}-{end}-{kind}"))


def _field(row: dict[str, Any], name: str) -> Any:
    meta = row.get("meta") or row.get("metadata") or {}
    return row.get(name, meta.get(name) if isinstance(meta, dict) else None)
