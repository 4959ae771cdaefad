"""A shard read as an archive: the same tables and views, over Parquet partitions where a cluster wrote them.

A shard is a folder or URL with a folder for each table: `facts/<part>.parquet`. A part's tables count once
its `documents` are there; they are written last. `paths`, `failures` and `runs`, which a run writes at its
end, count by themselves. Parts never change: the last word on a thing counts (shard.sql).

The partitions reach DuckDB as Arrow datasets and are read as far as a question needs them; SQL itself reaches
no file.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
from fsspec.implementations.local import LocalFileSystem
from pyarrow import fs

from extractor.archive import reports
from extractor.archive.definition import comments, prepare, quoted
from extractor.archive.load import BY_DOCUMENT
from extractor.errors import ExtractorError
from extractor.places import is_url, reach, reaching

PARTS_OF_DOCUMENTS = tuple(table for table in BY_DOCUMENT if table != "search_texts")  # that, merging makes
PARTS_OF_RUNS = ("paths", "failures", "runs")
MARK = "documents"
SUFFIX = ".parquet"
LAZY = tuple(table for table in PARTS_OF_DOCUMENTS if table != MARK)

Parts = Mapping[str, Sequence[str]]  # by table: the files of its partitions


def is_shard(place: Path | str) -> bool:
    """True where a reader's archive is not one file but a folder or URL of partitions."""
    return is_url(str(place)) or Path(place).is_dir()


def connect(place: str) -> duckdb.DuckDBPyConnection:
    """A reader's connection to a shard. Raises ExtractorError where none is there or one cannot be read."""
    with reaching(place):
        connection = tables(place)
        reports.group(connection)
    connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    connection.execute("BEGIN TRANSACTION READ ONLY")
    return connection


def tables(place: str) -> duckdb.DuckDBPyConnection:
    """A shard's tables and views as they stand, the copies of reports not yet grouped.

    Beside them stands what shard.sql makes, and, as `facts_in_parts`, each table of all parts.
    """
    system, _ = reach(place)
    parts = listing(place)
    if not parts:
        raise ExtractorError(
            f"{place}: no such shard",
            remedy=f"make one with `extractor ingest PATH --engine ray --out {place}`",
            stage="open",
        )
    connection = duckdb.connect()
    connection.execute("SET enable_progress_bar = false")  # stdout is for results
    prepare(connection)
    for table, schema in schemas().items():
        connection.register(f"{table}_in_parts", _dataset(system, parts.get(table, ()), schema))
    connection.execute(files("extractor.archive").joinpath("shard.sql").read_text(encoding="utf-8"))
    for table in LAZY:
        connection.execute(f"DROP TABLE {table}")
        connection.execute(
            f"CREATE VIEW {table} AS SELECT {columns(table)} FROM {table}_in_parts "
            "ANTI JOIN shard.superseded USING (doc_id, part)"
        )
    for target, comment in comments():
        kind, _, name = target.partition(" ")
        if name.partition(".")[0] in LAZY:
            connection.execute(f"COMMENT ON {kind.replace('TABLE', 'VIEW')} {name} IS {quoted(comment)}")
    return connection


def listing(place: str) -> Parts:
    """The partitions that count, by table; nothing where there is no shard."""
    with reaching(place):
        system, root = reach(place)
        found = system.find(root) if system.isdir(root) else []
    by_table: dict[str, list[str]] = {}
    for path in sorted(name for name in found if name.endswith(SUFFIX)):
        table, *inside = PurePosixPath(path).relative_to(root).parts
        if len(inside) == 1 and table in (*PARTS_OF_DOCUMENTS, *PARTS_OF_RUNS):
            by_table.setdefault(table, []).append(path)
    complete = {part_of(path) for path in by_table.get(MARK, ())}
    return {
        table: [path for path in paths if table in PARTS_OF_RUNS or part_of(path) in complete]
        for table, paths in by_table.items()
    }


@cache
def schemas() -> Mapping[str, pa.Schema]:
    """The columns of each table of which a shard has partitions: the archive's own."""
    with duckdb.connect() as connection:
        prepare(connection)
        return {
            table: connection.execute(f"FROM {table} LIMIT 0").to_arrow_table().schema
            for table in (*PARTS_OF_DOCUMENTS, *PARTS_OF_RUNS)
        }


def columns(table: str) -> str:
    """The archive's columns of a table, as SQL names them."""
    return ", ".join(f'"{name}"' for name in schemas()[table].names)


def part_of(path: str) -> str:
    """The part to which a partition belongs: `…/facts/<part>.parquet`."""
    return PurePosixPath(path).stem


def _dataset(system: Any, paths: Sequence[str], schema: pa.Schema) -> ds.Dataset:
    """The partitions as one table of the archive's own columns, each row with its part."""
    form = ds.ParquetFileFormat()
    whole = schema.append(pa.field("part", pa.string()))
    local = isinstance(system, LocalFileSystem)
    store = fs.LocalFileSystem() if local else fs.PyFileSystem(fs.FSSpecHandler(system))
    fragments = [form.make_fragment(path, store, ds.field("part") == part_of(path)) for path in paths]
    return ds.FileSystemDataset(fragments, whole, form, store)
