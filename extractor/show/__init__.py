"""One document as a self-contained HTML page: outline, text as the report sets it, notes, facts."""

from __future__ import annotations

import base64
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import fields
from functools import cache
from importlib.resources import files
from pathlib import PurePath
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from extractor.document import Document
from extractor.facts import KINDS, Fact
from extractor.show.layout import anchor, fact_anchor, groups, render_block
from extractor.show.words import GLOSS, LABEL, METADATA, readable, rows


def page(document: Document, facts: Iterable[Fact]) -> str:
    """The document and its facts as one HTML page that needs no network, for any screen; all text escaped."""
    places = {b.block_id: i for i, b in enumerate(document.blocks)}
    listed = sorted(facts, key=lambda f: (places.get(f.block_id, -1), f.start))
    counts = Counter(fact.kind for fact in listed)
    meta = document.metadata
    name = PurePath(document.path).name
    script = _file("page.js")
    html: str = _template().render(
        title=" – ".join(filter(None, (meta.type, meta.title))) or name,
        short_title=" ".join(filter(None, (meta.type, meta.number, meta.title))) or name,
        style=Markup(_file("page.css")),
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
        kinds=[{"name": k, "label": LABEL[k], "gloss": GLOSS[k], "count": counts[k]} for k in KINDS],
        sections=[
            {"anchor": anchor(s.block_id), "label": s.label, "heading": s.heading, "level": s.level}
            for s in document.sections
        ],
        about=_about(document, name),
        warnings=document.warnings,
        groups=groups(document, listed),
        block=render_block,
        facts=listed,
        facts_json=_json([_fact(fact, document) for fact in listed]),
    )
    return html


def _fact(fact: Fact, document: Document) -> dict[str, Any]:
    return {
        "id": fact_anchor(fact),
        "kind": fact.kind,
        "label": LABEL[fact.kind],
        "gloss": GLOSS[fact.kind],
        "exact": fact.exact,
        "value": readable(fact),
        "rows": rows(fact, document),
    }


def _about(document: Document, name: str) -> Sequence[tuple[str, str]]:
    known = [(METADATA[f.name], getattr(document.metadata, f.name)) for f in fields(document.metadata)]
    pages = f"{document.pages} trang, " if document.pages else ""
    source = {"text": "văn bản số", "ocr": "nhận dạng từ ảnh (OCR)", "legacy": "chuyển từ phông chữ cũ"}[
        document.text_source
    ]
    file = [
        ("Tệp", name),
        ("Định dạng", f"{document.format}, {pages}{source}"),
        ("SHA-256", document.sha256[:16] + "…"),
    ]
    return [
        (label, f"{value:%d/%m/%Y}" if hasattr(value, "year") else str(value))
        for label, value in known
        if value
    ] + file


def _json(value: object) -> Markup:
    """JSON that cannot end the script element it stands in."""
    return Markup(json.dumps(value, ensure_ascii=False).replace("<", "\\u003c"))


@cache
def _template() -> Any:
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_file("page.html"))


def _file(name: str) -> str:
    return files("extractor.show").joinpath(name).read_text(encoding="utf-8")
