"""Is an archive whole? What must hold of every document in it, asked in SQL and by reading its file again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from extractor.archive import load
from extractor.archive.open import connect
from extractor.ingest.pool import Pool
from extractor.ingest.work import NEEDED, Ocr, Task, version, work
from extractor.text import shown

_OF_DOCUMENTS = tuple(table for table in load.BY_DOCUMENT if table != "documents")

_OWN = {"ingested_at", "report_id", "path", "file_name"}  # that reading the file again does not give

# Each query finds what must not be.
_FLAWS = {
    **{f"{t} of no document": f"FROM {t} ANTI JOIN documents USING (doc_id)" for t in (*_OF_DOCUMENTS, "paths")},
    "documents that lie nowhere": "FROM documents ANTI JOIN paths USING (doc_id)",
    "documents twice": "FROM documents GROUP BY doc_id HAVING count(*) > 1",
    "documents without blocks": "FROM documents ANTI JOIN blocks USING (doc_id)",
    "documents without a sketch": "FROM documents ANTI JOIN sketches USING (doc_id)",
    "gaps in blocks": "SELECT doc_id FROM blocks GROUP BY doc_id HAVING max(ordinal) <> count(*) OR count(DISTINCT block_id) <> count(*)",
    "gaps in sections": "SELECT doc_id FROM sections GROUP BY doc_id HAVING max(ordinal) <> count(*) OR count(DISTINCT section_id) <> count(*)",
    "sections of no parent": "FROM sections c ANTI JOIN sections p ON c.doc_id = p.doc_id AND c.parent_id = p.section_id WHERE c.parent_id IS NOT NULL",
    "blocks of no section": "FROM blocks b ANTI JOIN sections s USING (doc_id, section_id) WHERE b.section_id IS NOT NULL",
    "footnotes of no block": "FROM footnotes ANTI JOIN blocks USING (doc_id, block_id)",
    "footnotes on no block": "FROM footnotes n ANTI JOIN blocks b ON n.doc_id = b.doc_id AND n.anchor_block_id = b.block_id WHERE n.anchor_block_id IS NOT NULL",
    "anchors off the text": "FROM footnotes n JOIN blocks b ON n.doc_id = b.doc_id AND n.anchor_block_id = b.block_id WHERE anchor_offset NOT BETWEEN 0 AND length(b.text)",
    "cells of no row": "FROM table_cells c ANTI JOIN blocks b USING (doc_id, block_id) WHERE c.block_id IS NOT NULL",
    "facts of no block": "FROM facts ANTI JOIN blocks USING (doc_id, block_id)",
    "facts off the text": 'FROM facts f JOIN blocks b USING (doc_id, block_id) WHERE substring(b.text, start + 1, "end" - start) <> exact OR exact = \'\'',
    "facts outside body and notes": "FROM facts f JOIN blocks b USING (doc_id, block_id) WHERE b.zone NOT IN ('body', 'footnote')",
    "facts that overlap": 'FROM facts a JOIN facts b USING (doc_id, block_id) WHERE a.start < b.start AND b.start < a."end"',
    "facts twice": "FROM facts GROUP BY fact_id HAVING count(*) > 1",
    "dates without a beginning or an end": "FROM facts WHERE (date_start IS NULL) <> (date_end IS NULL)",
    "text with control characters": "FROM blocks WHERE regexp_matches(text, '[\\x00-\\x1f\\x7f-\\x{9f}]')",
    "failures twice": "FROM failures GROUP BY path HAVING count(*) > 1",
    "failures of more than a line": "FROM failures WHERE regexp_matches(message || path, '[\\x00-\\x1f\\x7f-\\x{9f}]') OR length(message) > 1000 OR message = ''",
    "files in and failed": "FROM failures SEMI JOIN paths USING (path)",
}  # fmt: skip


def flaws(db: Path, files: Iterable[Path]) -> Iterator[str]:
    """What is wrong with the archive that an ingest of `files` has left, a line each; nothing if it is whole."""
    with connect(db, read_only=True) as connection:
        for name, query in _FLAWS.items():
            select = query if query.startswith("SELECT") else _first_column(query)
            found = connection.execute(select).fetchall()
            if found:
                yield f"{name}: {len(found)}, as {found[0]}"
        known = {
            p
            for (p,) in connection.execute(
                "SELECT path FROM paths UNION SELECT path FROM failures"
            ).fetchall()
        }
    wanted = {shown(f.absolute()) for f in files}
    yield from (f"{path}: neither in nor failed" for path in sorted(wanted - known))
    yield from (f"{path}: in, but not given" for path in sorted(known - wanted))


def _first_column(query: str) -> str:
    group = query.partition("GROUP BY ")[2].partition(" ")[0]
    return f"SELECT {group or '*'} {query}"


def differences(db: Path, *, ocr: Ocr, every: int, timeout: float, jobs: int) -> Iterator[str]:
    """Rows that differ from what each `every`th document's file gives when it is read again."""
    with connect(db, read_only=True) as connection:
        held = connection.execute("SELECT path, sha256 FROM documents ORDER BY doc_id").fetchall()
    waiting = [Task(Path(p), sha256, ocr, version()) for p, sha256 in held[::every] if Path(p).exists()]
    pool = Pool(work, jobs=jobs, timeout=timeout, memory=4 << 30, preload=NEEDED)
    try:
        while waiting or pool.busy:
            while waiting and pool.free:
                pool.start(waiting.pop())
            for done in pool.done(patience=1):
                if done.result is None or done.result.rows is None:
                    yield f"{done.task.path}: was read, cannot be read again ({done.message or done.result.message})"
                    continue
                rows = load.unpacked(done.result.rows)
                with connect(db, read_only=True) as connection:
                    for name in set(load.BY_DOCUMENT) - {"search_texts"}:  # made with the index
                        if count := _differing(connection, name, done.task.sha256[:16], rows.get(name)):
                            yield f"{done.task.path}: {count} other rows in {name}"
    finally:
        pool.close()


def _differing(connection: duckdb.DuckDBPyConnection, table: str, doc_id: str, read: pa.Table | None) -> int:
    """How many rows only the archive has or only the file gives now."""
    held = connection.execute(f"FROM {table} WHERE doc_id = ?", [doc_id]).to_arrow_table()
    if read is None:
        return int(held.num_rows)
    columns = ", ".join(f'"{name}"' for name in read.column_names if name not in _OWN)
    connection.register("held", held)
    connection.register("read", read)
    only = f"SELECT {columns} FROM {{}} EXCEPT ALL SELECT {columns} FROM {{}}"
    both = (only.format("held", "read"), only.format("read", "held"))
    return sum(len(connection.execute(query).fetchall()) for query in both)
