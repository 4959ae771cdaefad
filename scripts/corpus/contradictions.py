"""The contradictions planted in the corpus, and statements that only look like one, with their places.

`contradictions.toml` names each side by a stretch of its text with the mark in brackets
(`nộp hồ sơ [12/22 cơ sở]`); here the stretch becomes a block and offsets, in corpus/contradictions.json.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any


def resolve(root: Path) -> None:
    plan = tomllib.loads((Path(__file__).parent / "contradictions.toml").read_text(encoding="utf-8"))
    golds = {
        p.stem: json.loads(p.read_text(encoding="utf-8")) for p in sorted((root / "gold").glob("*.json"))
    }
    found: dict[str, list[dict[str, Any]]] = {"contradictions": [], "consistent": []}
    for part, rows in found.items():
        for n, entry in enumerate(plan[part], 1):
            sides = [_place(golds, side, entry) for side in entry["sides"]]
            rows.append(
                {
                    "id": f"{part[:3]}{n}",
                    "check": entry["check"],
                    "sides": sides,
                    "sentence": entry["sentence"],
                }
            )
    text = json.dumps({"format": 1, **found}, ensure_ascii=False, indent=1) + "\n"
    (root / "corpus" / "contradictions.json").write_text(text, encoding="utf-8")


def _place(golds: dict[str, Any], side: str, entry: dict[str, Any]) -> dict[str, Any]:
    slug, _, stretch = side.rpartition(" :: ")
    gold = golds[slug or entry["document"]]
    before, exact, _ = (stretch.replace("[", "\0").replace("]", "\0")).split("\0")
    text = stretch.replace("[", "").replace("]", "")
    places = [(b, b["text"].find(text)) for b in gold["blocks"] if text in b["text"]]
    if len(places) != 1:
        raise ValueError(f"{stretch!r} stands {len(places)} times in {slug or entry['document']}")
    block, at = places[0]
    names = gold["metadata"]["document"]
    start = at + len(before)
    return {
        "gold": slug or entry["document"],
        "documents": names if isinstance(names, list) else [names],
        "block": block["id"],
        "exact": exact,
        "start": start,
        "end": start + len(exact),
    }
