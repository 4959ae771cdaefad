"""A source as gold (format 1): what the annotator marked, nothing found by machine."""

from __future__ import annotations

import re
from typing import Any

from source import Report

FIELDS = (
    "issuer", "parent_issuer", "number", "date", "place", "type", "title",
    "period_start", "period_end", "signer", "signer_role",
)  # fmt: skip
CONTEXT = 24  # characters kept either side of a mark, for a person who reads the file


def build(report: Report, documents: list[str]) -> dict[str, Any]:
    meta = report.meta["metadata"]
    anchors = {
        label: {"block": b.id, "offset": at, "before": b.text[max(0, at - 30) : at]}
        for b in report.blocks
        for label, at in b.anchors
    }
    notes = [b for b in report.blocks if b.zone == "footnote"]
    if lost := {b.id[1:] for b in notes} ^ anchors.keys():
        raise ValueError(f"{report.slug}: footnotes without mark or marks without footnote: {sorted(lost)}")
    return {
        "format": 1,
        "metadata": {"document": documents if len(documents) > 1 else documents[0]}
        | {f: str(meta[f]) if f in meta else None for f in FIELDS},
        "sections": [
            {
                "path": b.path,
                "label": b.path.split("/")[-1],
                "level": b.level,
                "heading": _heading(b.text, b.path),
            }
            for b in report.blocks
            if b.kind == "heading"
        ],
        "footnotes": [{"label": b.id[1:], "text": b.text, "anchor": anchors[b.id[1:]]} for b in notes],
        "blocks": [{"id": b.id, "zone": b.zone, "text": b.text} for b in report.blocks],
        "facts": [
            {
                "kind": f.kind,
                "exact": f.exact,
                "block": b.id,
                "start": f.start,
                "end": f.end,
                "before": b.text[max(0, f.start - CONTEXT) : f.start],
                "after": b.text[f.end : f.end + CONTEXT],
                "zone": "footnote" if b.zone == "footnote" else "body",
                "note": b.id[1:] if b.zone == "footnote" else None,
                "section": None if b.zone == "footnote" else b.path,
                "value": f.value,
            }
            for b in report.blocks
            for f in b.facts
        ],
    }


def _heading(text: str, path: str) -> str:
    """The heading without its label; of a numbered whole paragraph, its first sentence."""
    head = re.sub(r"^\s*" + re.escape(path.split("/")[-1]) + r"\s*[.\)/:-]*\s*", "", text)
    if len(head) > 160 and not head.isupper():
        ends = (m.end() for m in re.finditer(r"[.?!](?=\s+[“\"(]?(\w))", head) if m[1].isupper())
        head = head[: next(ends, len(head))]
    return head


def unmarked(report: Report) -> list[str]:
    """Numbers that nobody marked: places to look at, not errors."""
    found = []
    for b in report.blocks:
        if b.kind not in ("heading", "paragraph", "item", "table", "footnote"):
            continue
        for m in re.finditer(r"\d[\d.,/]*", b.text):
            if not any(f.start <= m.start() < f.end for f in b.facts):
                found.append(f"{b.id}: …{b.text[max(0, m.start() - 25) : m.end() + 20]}…")
    return found
