"""Shards: an ingest's rows as Parquet partitions, on any file system that fsspec knows, and merging them.

A shard is a folder or URL with a folder for each table, `facts/000007.parquet`. A partition counts once its
`documents` are there: they are written last. Whoever writes one again writes the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import fsspec
import pyarrow as pa
import pyarrow.parquet as pq

from extractor.archive import load
from extractor.errors import ExtractorError
from extractor.ingest.apart import apart
from extractor.ingest.lock import only_one
from extractor.ingest.write import bring_up_to_date, writing

_LAST = "documents"
_BATCH = 64  # documents of an archive merged at a time


def write(
    shard: str, part: str, contents: Sequence[load.Rows], failures: Sequence[Mapping[str, object]]
) -> None:
    """Writes a partition: documents, each once, and the files that failed."""
    system, root = fsspec.core.url_to_fs(shard)
    tables = {name: pa.concat_tables([c[name] for c in contents if name in c]) for name in _names(contents)}
    if failures:
        tables = {"failures": pa.Table.from_pylist([dict(row) for row in failures]), **tables}
    for name in sorted(tables, key=lambda name: name == _LAST):
        system.makedirs(f"{root}/{name}", exist_ok=True)
        with system.open(f"{root}/{name}/{part}.parquet", "wb") as file:
            pq.write_table(tables[name], file, compression="zstd")


def read(shard: str) -> Iterator[load.Rows]:
    """The partitions of a shard, the last first: of copies of a file the first one met is to stay."""
    system, root = fsspec.core.url_to_fs(shard)
    folders = [str(path).rsplit("/", 1)[-1] for path in system.ls(root, detail=False)]
    parts = {f: {str(p).rsplit("/", 1)[-1] for p in system.ls(f"{root}/{f}", detail=False)} for f in folders}
    for part in sorted(set().union(*parts.values()), reverse=True):
        held = [f for f in folders if part in parts[f]]
        if _LAST in held or held == ["failures"]:
            yield {f: _table(system, f"{root}/{f}/{part}") for f in held}


def merge(shards: Sequence[str], db: Path) -> int:
    """Brings shards (folders of Parquet, archives) into the archive `db`; gives the number of its documents.

    Documents and failures that are there already are replaced; merging again changes nothing.
    """
    with only_one(db, lambda line: None):
        with writing(db, lambda line: None) as connection:
            for shard in shards:
                for content in _archive(Path(shard)) if shard.endswith(".duckdb") else read(shard):
                    _load(connection, content)
            load.drop_displaced(connection)
        apart(bring_up_to_date, db, talk=lambda line: None)
        with writing(db, lambda line: None) as connection:
            row = connection.execute("SELECT count(*) FROM documents").fetchone()
    return int(row[0]) if row else 0


def _load(connection: duckdb.DuckDBPyConnection, content: load.Rows) -> None:
    for f in content["failures"].to_pylist() if "failures" in content else ():
        load.note_failure(connection, f["path"], f["sha256"], f["stage"], f["error"], f["message"])
    if _LAST in content:
        load.store(connection, [{name: table for name, table in content.items() if name != "failures"}])


def _archive(db: Path) -> Iterator[load.Rows]:
    from extractor.archive.open import connect

    with connect(db, read_only=True) as archive:
        doc_ids = [d for (d,) in archive.execute("SELECT doc_id FROM documents ORDER BY doc_id").fetchall()]
        for begin in range(0, len(doc_ids), _BATCH):
            batch = [doc_ids[begin : begin + _BATCH]]
            yield {
                table: archive.execute(f"FROM {table} WHERE list_contains(?, doc_id)", batch).to_arrow_table()
                for table in load.BY_DOCUMENT
                if table != "search_texts"  # made anew with the index
            }
        yield {"failures": archive.execute("FROM failures").to_arrow_table()}


def _names(contents: Sequence[load.Rows]) -> list[str]:
    return list(dict.fromkeys(name for content in contents for name in content))


def _table(system: fsspec.AbstractFileSystem, path: str) -> pa.Table:
    try:
        with system.open(path, "rb") as file:
            return pq.read_table(file)
    except (OSError, pa.ArrowInvalid) as error:
        raise ExtractorError(f"{path}: not a partition that can be read ({error})", stage="open") from error
