"""Document, facts and findings → rows: Arrow tables made where the file is read, loaded many files at a time.

A transaction holds one document or many, each whole: whatever stops it, a document is there with all its rows
or with none.
"""

from __future__ import annotations

import pickle
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from datetime import UTC, datetime
from decimal import Context, Decimal
from pathlib import PurePath
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa

from extractor.audit import Finding
from extractor.back_references import back_references
from extractor.document import Document
from extractor.facts import Fact

Rows = Mapping[str, pa.Table]  # by name of the table they go into

BY_DOCUMENT = (
    "facts",
    "back_references",
    "findings",
    "table_cells",
    "footnotes",
    "search_texts",
    "blocks",
    "sections",
    "sketches",
    "documents",
)
_NUMBER = pa.decimal128(38, 9)
_LARGEST, _STEP, _EXACT = Decimal(10) ** 29, Decimal("1e-9"), Context(prec=38)
_TYPES: dict[str, pa.DataType] = {
    **dict.fromkeys(("value", "value_max", "numerator", "denominator"), _NUMBER),
    **dict.fromkeys(
        ("date", "period_start", "period_end", "date_start", "date_end", "doc_date"), pa.date32()
    ),
    **dict.fromkeys(("x0", "y0", "x1", "y1", "confidence"), pa.float64()),
    **dict.fromkeys(
        (
            "pages",
            "ordinal",
            "level",
            "page",
            "page_start",
            "page_end",
            "anchor_offset",
            "row",
            "col",
            "row_span",
            "col_span",
        ),
        pa.int32(),
    ),
    **dict.fromkeys(("start", "end"), pa.int32()),
    **dict.fromkeys(("warnings", "fact_ids"), pa.list_(pa.string())),
    "is_header": pa.bool_(),
    "ingested_at": pa.timestamp("us"),
    "hashes": pa.list_(pa.uint64()),
}


def rows(
    document: Document,
    facts: Sequence[Fact],
    findings: Iterable[Finding],
    sketch: np.ndarray,
    version: str,
    path: str,
) -> Rows:
    """Everything the archive keeps of one document, as Arrow tables by table name."""
    doc_id = document.doc_id
    ids = {"doc_id": doc_id}
    blocks = {b.block_id: b for b in document.blocks}
    tables: dict[str, list[dict[str, Any]]] = {
        "documents": [
            ids
            | {
                "report_id": doc_id,
                "path": path,
                "file_name": PurePath(path).name,
                "format": document.format,
                "sha256": document.sha256,
                "pages": document.pages,
                "text_source": document.text_source,
                "warnings": list(document.warnings),
                "extractor_version": version,
                "ingested_at": now(),
            }
            | asdict(document.metadata)
        ],
        "sections": [
            ids
            | {"section_id": s.section_id, "parent_id": s.parent_id, "ordinal": i, "label": s.label}
            | {"heading": s.heading, "level": s.level, "path": s.path, "page": s.page}
            for i, s in enumerate(document.sections, 1)
        ],
        "blocks": [
            ids
            | {
                "block_id": b.block_id,
                "section_id": b.section_id,
                "ordinal": i,
                "zone": b.zone,
                "kind": b.kind,
            }
            | {"text": b.text, "page_start": b.page_start, "page_end": b.page_end}
            for i, b in enumerate(document.blocks, 1)
        ],
        "footnotes": [
            ids
            | {"note": n.note, "block_id": n.block_id, "text": blocks[n.block_id].text}
            | {"anchor_block_id": n.anchor_block_id, "anchor_offset": n.anchor_offset}
            | {"page_start": blocks[n.block_id].page_start, "page_end": blocks[n.block_id].page_end}
            for n in document.footnotes
        ],
        "table_cells": [
            ids
            | {
                "table_id": t.table_id,
                "row": c.row,
                "col": c.col,
                "row_span": c.row_span,
                "col_span": c.col_span,
            }
            | {
                "is_header": c.is_header,
                "text": c.text,
                "page": c.page,
                "section_id": t.section_id,
                "block_id": c.block_id,
            }
            for t in document.tables
            for c in t.cells
        ],
        "facts": [ids | _fact_row(doc_id, f) for f in facts],
        "back_references": [ids | asdict(r) for r in back_references(document, facts)],
        "findings": [ids | _finding_row(doc_id, f) for f in findings],
        "sketches": [ids | {"hashes": sketch}],
    }
    return {name: _arrow(content) for name, content in tables.items() if content}


def packed(rows: Rows) -> bytes:
    """Rows as bytes, to go from process to process; `unpacked` makes rows of them again."""
    return pickle.dumps(rows, protocol=5)


def unpacked(data: bytes) -> Rows:
    """The rows of `packed`, made by a process of this program: never for bytes from elsewhere."""
    rows: Rows = pickle.loads(data)
    return rows


def fact_id(doc_id: str, block_id: str, start: int) -> str:
    """A fact's id: marks never overlap, so document, block and place name one. The same on every run."""
    return f"{doc_id}/{block_id}/{start}"


def store(connection: duckdb.DuckDBPyConnection, contents: Sequence[Rows]) -> None:
    """Loads documents, all or none, in place of what the archive held of them and noted of their paths.

    What lay at one of the paths before stays until `settle_paths`: its file may have moved elsewhere.
    """
    tables = {
        name: pa.concat_tables([content[name] for content in contents if name in content]).combine_chunks()
        for name in dict.fromkeys(name for content in contents for name in content)
    }
    keys = tables["documents"].select(["path", "doc_id"]).to_pylist()
    with transaction(connection):
        with incoming(connection, tables["documents"]):
            held = connection.execute(
                "SELECT doc_id FROM documents SEMI JOIN incoming USING (doc_id)"
            ).fetchall()
        _delete(connection, [doc_id for (doc_id,) in held])
        _place(connection, {key["path"]: key["doc_id"] for key in keys})
        for name, table in tables.items():
            with incoming(connection, table):
                connection.execute(f"INSERT INTO {name} BY NAME FROM incoming")


def settle_paths(connection: duckdb.DuckDBPyConnection) -> None:
    """Once a run has seen all its files: deletes the documents that lie nowhere any more.

    One that has only left the path it is named by gets that where it was met first of those left.
    """
    with transaction(connection):
        rows = connection.execute("SELECT doc_id FROM documents ANTI JOIN paths USING (doc_id)").fetchall()
        _delete(connection, [doc_id for (doc_id,) in rows])
        connection.execute(
            """
            UPDATE documents SET path = met, file_name = regexp_extract(met, '[^/]*$')
            FROM (SELECT doc_id AS id, arg_min(path, rowid) AS met FROM paths GROUP BY doc_id)
            WHERE doc_id = id AND (doc_id, path) NOT IN (SELECT (doc_id, path) FROM paths)
            """
        )


def note_place(connection: duckdb.DuckDBPyConnection, path: str, doc_id: str, gone: Iterable[str]) -> None:
    """Notes that a document the archive holds lies at `path` too, and no longer at the places `gone`."""
    with transaction(connection):
        _place(connection, {path: doc_id})
        connection.execute(
            "DELETE FROM paths WHERE doc_id = ? AND list_contains(?, path)", [doc_id, list(gone)]
        )


def note_failure(
    connection: duckdb.DuckDBPyConnection, path: str, digest: str | None, stage: str, error: str, message: str
) -> None:
    """Notes that a file failed; one that fails again in the same way keeps its row."""
    values = [path, digest, stage, error, message]
    same = "path = ? AND sha256 IS NOT DISTINCT FROM ? AND stage = ? AND error = ? AND message = ?"
    with transaction(connection):
        if connection.execute(f"SELECT 1 FROM failures WHERE {same}", values).fetchone() is None:
            connection.execute("DELETE FROM failures WHERE path = ?", [path])
            connection.execute("INSERT INTO failures VALUES (?, ?, ?, ?, ?, ?)", [*values, now()])


@contextmanager
def transaction(connection: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """All of it or nothing."""
    connection.execute("BEGIN")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def incoming(connection: duckdb.DuckDBPyConnection, table: pa.Table) -> Iterator[None]:
    """The table by the name `incoming`: whole columns, where parameters go in a value at a time."""
    connection.register("incoming", table)
    try:
        yield
    finally:
        connection.unregister("incoming")


def now() -> datetime:
    """The present time as the archive keeps times: UTC, without a zone."""
    return datetime.now(UTC).replace(tzinfo=None)


def _place(connection: duckdb.DuckDBPyConnection, places: Mapping[str, str]) -> None:
    """Each path holds its `doc_id` from now on."""
    with incoming(connection, pa.table({"path": list(places), "doc_id": list(places.values())})):
        connection.execute("DELETE FROM paths WHERE path IN (SELECT path FROM incoming)")
        connection.execute("INSERT INTO paths BY NAME FROM incoming")
        connection.execute("DELETE FROM failures WHERE path IN (SELECT path FROM incoming)")


def _delete(connection: duckdb.DuckDBPyConnection, doc_ids: Collection[str]) -> None:
    for table in BY_DOCUMENT if doc_ids else ():
        connection.execute(f"DELETE FROM {table} WHERE doc_id IN (SELECT unnest(?))", [doc_ids])


def _fact_row(doc_id: str, fact: Fact) -> dict[str, Any]:
    row = {f.name: getattr(fact, f.name) for f in fields(fact) if f.name != "box"}
    for name in ("value", "value_max", "numerator", "denominator"):
        row[name] = _decimal(row[name])
    box = fact.box
    row |= {"x0": box and box.x0, "y0": box and box.y0, "x1": box and box.x1, "y1": box and box.y1}
    return row | {"fact_id": fact_id(doc_id, fact.block_id, fact.start)}


def _finding_row(doc_id: str, finding: Finding) -> dict[str, Any]:
    row = {name: getattr(finding, name) for name in ("check", "severity", "message", "evidence")}
    fact_ids = [fact_id(doc_id, *place) for place in finding.places]
    return row | {"finding_id": f"{doc_id}/{finding.finding_id}", "fact_ids": fact_ids}


def _decimal(value: Decimal | None) -> Decimal | None:
    """A number as the archive holds it, 29 digits before the point and 9 behind it."""
    if value is None or not value.is_finite() or abs(value) >= _LARGEST:
        return None
    return value.quantize(_STEP, context=_EXACT)


def _arrow(content: list[dict[str, Any]]) -> pa.Table:
    return pa.table(
        {name: pa.array([row[name] for row in content], _TYPES.get(name, pa.string())) for name in content[0]}
    )
