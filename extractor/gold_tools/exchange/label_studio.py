"""Label Studio JSON, a task a block, for an interface with `<Labels name="kind" toName="text">` and a
`<TextArea name="value" toName="text" perRegion="true">` that holds the value as JSON.

Label Studio counts places as its page's JavaScript does, in units of UTF-16.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extractor.errors import ExtractorError
from extractor.gold import Gold, GoldFact
from extractor.gold_tools.exchange.common import Span, assemble, frame, read_frame, read_json, read_text


def export(gold: Gold, path: Path) -> list[str]:
    """Write the file `path`. The first task's data carry structure and metadata along."""
    tasks = []
    for i, block in enumerate(gold.blocks):
        data: dict[str, Any] = {"text": block.text, "block": block.id, "zone": block.zone}
        if i == 0:
            data["gold"] = frame(gold)
        regions = [
            r
            for n, f in enumerate(gold.facts)
            if f.block == block.id
            for r in _regions(f"m{n}", f, block.text)
        ]
        tasks.append({"id": i + 1, "data": data, "annotations": [{"result": regions}]})
    path.write_text(json.dumps(tasks, ensure_ascii=False, indent=1), encoding="utf-8")
    return []


def load(path: Path, onto: Gold | None) -> Gold:
    """Read tasks as this module or Label Studio writes them (JSON, or JSON-MIN with regions under `kind`).

    Of a task annotated more than once the last annotation that was not cancelled counts.
    """
    tasks = read_json(read_text(path), path)
    if not isinstance(tasks, list):
        raise ExtractorError(f"{path}: not a list of Label Studio tasks", stage="gold")
    data = [task.get("data", task) for task in tasks]
    base = onto or read_frame(next((d["gold"] for d in data if d.get("gold")), None), path)
    ids = [str(d.get("block") or f"b{i}") for i, d in enumerate(data, 1)]
    texts = [(block, d.get("text", "")) for block, d in zip(ids, data, strict=True)]
    spans = [
        s._replace(start=_characters(text, s.start), end=_characters(text, s.end))
        for (block, text), task in zip(texts, tasks, strict=True)
        for s in _spans(block, task, path)
    ]
    return assemble(path, texts, spans, base)


def _units(text: str, characters: int) -> int:
    return len(text[:characters].encode("utf-16-le")) // 2


def _characters(text: str, units: int) -> int:
    """How many characters so many UTF-16 units are; what is beyond the text stays beyond it."""
    whole = text.encode("utf-16-le")
    beyond = max(0, units - len(whole) // 2)
    return len(whole[: 2 * units].decode("utf-16-le", "ignore")) + beyond


def _regions(region: str, fact: GoldFact, text: str) -> Iterator[dict[str, Any]]:
    place = {"start": _units(text, fact.start), "end": _units(text, fact.end), "text": fact.exact}
    same = {"id": region, "to_name": "text"}
    yield {**same, "from_name": "kind", "type": "labels", "value": {**place, "labels": [fact.kind]}}
    written = json.dumps(dict(fact.value), ensure_ascii=False)
    yield {**same, "from_name": "value", "type": "textarea", "value": {**place, "text": [written]}}


def _spans(block: str, task: dict[str, Any], path: Path) -> Iterator[Span]:
    annotations = task.get("annotations") or task.get("completions")
    if annotations is None:  # JSON-MIN
        for region in task.get("kind") or task.get("label") or []:
            yield Span(block, region["labels"][0], region["start"], region["end"], None)
        return
    results = [a["result"] for a in annotations if not a.get("was_cancelled")]
    regions = results[-1] if results else []
    written = {r["id"]: r["value"]["text"] for r in regions if r["type"] == "textarea"}
    for region in regions:
        if region["type"] == "labels":
            at, text = region["value"], written.get(region["id"])
            text = text[0] if isinstance(text, list) else text
            value = read_json(text, path) if text else None
            yield Span(block, at["labels"][0], at["start"], at["end"], value)
