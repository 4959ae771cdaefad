"""The errors of a report as an HTML page: gold beside found in context, grouped by cause and by rule."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import Any
from urllib.parse import quote

from jinja2 import Environment
from markupsafe import Markup

from extractor.archive.open import connect
from extractor.evaluate.marks import MEASURES
from extractor.evaluate.read import read_document
from extractor.evaluate.report import Report
from extractor.evaluate.score import Error
from extractor.show import page as document_page
from extractor.show.words import LABEL


def page(report: Report, links: Mapping[str, str] | None = None) -> str:
    """One self-contained page. `links` gives, by document name, the address of its own page (show)."""
    script = _file("errors.js")
    errors = report.errors
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    html: str = environment.from_string(_file("errors.html")).render(
        errors=errors,
        documents=len(report.documents),
        missing=report.missing,
        headline=report.micro["value"],
        scores=[*report.kinds.items(), ("micro", report.micro)],
        measures=MEASURES,
        filters=[
            (f, name, Counter(v for e in errors if (v := getattr(e, f))).most_common())
            for f, name in _FILTERS.items()
        ],
        words=WORDS,
        causes=_causes(errors),
        slips=[(d.name, s) for d in report.documents if d.format for s in d.slips],
        links=links or {},
        target=_target,
        script=Markup(script),
        script_hash=base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    )
    return html


def write_pages(report: Report, db: Path | str, path: Path) -> None:
    """The errors at `path`; beside it, in a folder of its name, a page of each document that has errors."""
    folder = path.with_name(f"{path.stem}-documents")
    links = {}
    with connect(db, read_only=True) as archive:
        for name in {e.document for e in report.errors}:
            document, facts = read_document(archive, name)
            if document is not None:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{name}.html").write_text(document_page(document, facts), encoding="utf-8")
                links[name] = quote(f"{folder.name}/{name}.html")
    path.write_text(page(report, links), encoding="utf-8")


_FILTERS = {"error": "lỗi", "kind": "loại", "document": "văn bản", "rule": "quy tắc"}
WORDS: dict[str, str] = {
    **{str(kind): label for kind, label in LABEL.items()},
    "missed": "Bỏ sót",
    "spurious": "Đánh dấu thừa",
    "wrong value": "Sai giá trị",
    "wrong boundary": "Sai ranh giới",
    "wrong kind": "Sai loại",
    "micro": "Tất cả",
    "body": "phần chính",
    "footnote": "chú thích",
    "strict": "đúng nguyên văn",
    "overlap": "đúng chỗ",
    "value": "đúng giá trị",
}


def _causes(errors: Iterable[Error]) -> list[dict[str, Any]]:
    """Errors by class and kind, then by rule; what explains most comes first."""

    def cause(e: Error) -> tuple[str, str]:
        return e.error, e.kind

    groups = [(key, list(rows)) for key, rows in groupby(sorted(errors, key=cause), key=cause)]
    return [
        {"error": error, "kind": kind, "count": len(rows), "rules": _by_rule(rows)}
        for (error, kind), rows in sorted(groups, key=lambda g: -len(g[1]))
    ]


def _by_rule(errors: Iterable[Error]) -> list[tuple[str, list[Error]]]:
    def rule(e: Error) -> str:
        return e.rule or ""

    groups = [(key, list(rows)) for key, rows in groupby(sorted(errors, key=rule), key=rule)]
    return sorted(groups, key=lambda g: -len(g[1]))


def _target(error: Error) -> str:
    """The place on the document's page: the mark where one was found, else the block."""
    found = error.found is not None and error.start is not None
    return f"fact-{error.block_id}-{error.start}" if found else f"block-{error.block_id}"


def _file(name: str) -> str:
    return files("extractor.evaluate").joinpath(name).read_text(encoding="utf-8")
