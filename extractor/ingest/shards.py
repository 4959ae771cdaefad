"""Shards: an ingest's rows as Parquet partitions, on any file system that fsspec knows, and merging them.

What a shard is and how it is read stands in archive/shard.py.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from extractor.archive import load, shard
from extractor.archive.definition import quoted
from extractor.archive.open import connect
from extractor.errors import ExtractorError
from extractor.ingest.apart import apart
from extractor.ingest.lock import only_one
from extractor.ingest.write import bring_up_to_date, writing
from extractor.places import reach, reaching

_BATCH = 64  # documents of an archive merged at a time


def write(place: str, part: str, content: Mapping[str, pa.Table]) -> None:
    """Writes the tables of one part, each file whole or not at all, `documents` last."""
    with reaching(place):
        system, root = reach(place)
        for name in sorted(content, key=lambda name: name == shard.MARK):
            path = f"{root}/{name}/{part}{shard.SUFFIX}"
            system.makedirs(f"{root}/{name}", exist_ok=True)
            buffer = io.BytesIO()
            pq.write_table(content[name], buffer, compression="zstd")
            system.pipe_file(f"{path}.unfinished", buffer.getvalue())
            system.mv(f"{path}.unfinished", path)


def sweep(place: str, run: str) -> None:
    """Takes away the parts of which nothing stands any more, and what lost nodes left of the run's own."""
    with reaching(place):
        system, root = reach(place)
        with shard.tables(place) as held:
            dead = {
                part
                for (part,) in held.execute(
                    "SELECT part FROM documents_in_parts EXCEPT (SELECT part FROM shard.live UNION ALL "
                    "SELECT part FROM shard.last_words)"
                ).fetchall()
            }
        complete = {shard.part_of(path) for path in shard.listing(place).get(shard.MARK, ())}
        # `documents` first: without them what else there is of a part does not count.
        for table in sorted(shard.PARTS_OF_DOCUMENTS, key=lambda name: name != shard.MARK):
            for path in system.find(f"{root}/{table}"):
                part = path.rpartition("/")[2].partition(".")[0]
                if part in dead or (part.startswith(run) and part not in complete):
                    system.rm_file(path)


def merge(sources: Sequence[str], db: Path, talk: Callable[[str], None] = lambda line: None) -> int:
    """Brings shards (folders and URLs of Parquet) and archives into the archive `db`; counts its documents.

    Documents and failures that are there already are replaced; merging again changes nothing. Of two
    documents that lie at one path the source named later has the word.
    """
    if not db.parent.is_dir():
        raise ExtractorError(f"{db}: its folder does not exist", remedy=f"mkdir -p {db.parent}", stage="open")
    with only_one(db, talk):
        with writing(db, talk) as connection:
            for source in sources:
                if not (Path(source).is_file() and Path(source).samefile(db)):  # it holds itself already
                    _bring(connection, source)
            if displaced := _count(connection, "documents ANTI JOIN paths USING (doc_id)"):
                talk(f"{displaced} documents give way: a source named later has another file at their path")
            load.settle_paths(connection)
        apart(bring_up_to_date, db, talk=talk)
        with writing(db, talk) as connection:
            return _count(connection, "documents")


def _count(connection: duckdb.DuckDBPyConnection, rows: str) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {rows}").fetchone() or (0,)
    return int(count)


def _bring(connection: duckdb.DuckDBPyConnection, source: str) -> None:
    in_parts = shard.is_shard(source)
    with reaching(source), shard.tables(source) if in_parts else connect(source, read_only=True) as held:
        for f in held.execute("FROM failures").to_arrow_table().to_pylist():
            load.note_failure(connection, f["path"], f["sha256"], f["stage"], f["error"], f["message"])
        for content in _by_part(held) if in_parts else _by_batch(held):
            load.store(connection, [content])
        further = "SELECT path, doc_id FROM paths ANTI JOIN documents USING (path, doc_id)"
        for path, doc_id in held.execute(further).fetchall():
            load.note_place(connection, path, doc_id, gone=())
        with load.incoming(connection, held.execute("FROM runs").to_arrow_table()):
            connection.execute("INSERT INTO runs BY NAME FROM incoming ANTI JOIN runs USING (run_id)")


def _by_part(held: duckdb.DuckDBPyConnection) -> Iterator[load.Rows]:
    """A shard's documents, the rows of one part at a time."""
    for (part,) in held.execute("SELECT DISTINCT part FROM shard.live ORDER BY part").fetchall():
        its_own = f"part = {quoted(part)}"
        live = f"(SELECT doc_id FROM shard.live WHERE {its_own})"
        of_part = dict.fromkeys(shard.LAZY, f"_in_parts WHERE {its_own} AND") | {shard.MARK: " WHERE"}
        yield {
            table: held.execute(
                f"SELECT {shard.columns(table)} FROM {table}{where} doc_id IN {live}"
            ).to_arrow_table()
            for table, where in of_part.items()
        }


def _by_batch(held: duckdb.DuckDBPyConnection) -> Iterator[load.Rows]:
    """An archive's documents, some at a time."""
    doc_ids = [d for (d,) in held.execute("SELECT doc_id FROM documents ORDER BY doc_id").fetchall()]
    for begin in range(0, len(doc_ids), _BATCH):
        batch = [doc_ids[begin : begin + _BATCH]]
        yield {
            table: held.execute(f"FROM {table} WHERE list_contains(?, doc_id)", batch).to_arrow_table()
            for table in shard.PARTS_OF_DOCUMENTS
        }
