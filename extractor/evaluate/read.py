"""Documents and facts as they stand in an archive's tables, read back for scoring."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import duckdb

from extractor.document import Block, Box, Document, Footnote, Metadata, Section
from extractor.facts import Fact

_LATEST = """
SELECT d.doc_id FROM documents d LEFT JOIN paths p USING (doc_id)
WHERE d.file_name = $name OR parse_filename(p.path) = $name
ORDER BY d.ingested_at DESC, d.doc_id LIMIT 1
"""


def read_document(archive: duckdb.DuckDBPyConnection, name: str) -> tuple[Document | None, tuple[Fact, ...]]:
    """The document whose file is called `name` and its facts; None and nothing where the archive has none.

    What scoring has no use for (lines, cells) is left out.
    """
    latest = archive.execute(_LATEST, {"name": name}).fetchone()
    if latest is None:
        return None, ()
    doc_id = latest[0]

    def rows(table: str, order: str) -> list[dict[str, Any]]:
        result = archive.execute(f"SELECT * FROM {table} WHERE doc_id = ? ORDER BY {order}", [doc_id])
        columns = [column[0] for column in result.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]

    (record,) = rows("documents", "doc_id")
    notes = rows("footnotes", "block_id")
    labels = {n["block_id"]: n["note"] for n in notes}
    blocks = [
        _pick(Block, row, note=labels.get(row["block_id"]), lines=()) for row in rows("blocks", "ordinal")
    ]
    place = {b.block_id: i for i, b in enumerate(blocks)}
    texts = {b.section_id: b.block_id for b in reversed(blocks)}
    document = Document(
        path=record["path"],
        format=record["format"],
        sha256=record["sha256"],
        pages=record["pages"],
        text_source=record["text_source"],
        metadata=_pick(Metadata, record),
        sections=tuple(
            _pick(Section, row, block_id=texts.get(row["section_id"], ""))
            for row in rows("sections", "ordinal")
        ),
        blocks=tuple(blocks),
        footnotes=tuple(sorted((_pick(Footnote, n) for n in notes), key=lambda n: place[n.block_id])),
        warnings=tuple(record["warnings"]),
    )
    facts = [_pick(Fact, row, box=_box(row)) for row in rows("facts", 'block_id, start, "end"')]
    return document, tuple(sorted(facts, key=lambda f: (place[f.block_id], f.start)))


def _pick(cls: type[Any], row: dict[str, Any], **more: Any) -> Any:
    """An instance of a dataclass from the columns that bear its fields' names."""
    return cls(**{f.name: more[f.name] if f.name in more else row[f.name] for f in fields(cls)})


def _box(row: dict[str, Any]) -> Box | None:
    if row["x0"] is None or row["page"] is None:
        return None
    return Box(row["page"], row["x0"], row["y0"], row["x1"], row["y1"])
