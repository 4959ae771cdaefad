"""Opening an archive: for reading while others read, or for writing with its tables and views in place."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import duckdb

from extractor.archive import shard
from extractor.archive.definition import definition, fingerprint, prepare
from extractor.errors import ExtractorError

_LOCKED = "Could not set lock"


def connect(
    db: Path | str,
    *,
    read_only: bool,
    patience: float = 20.0,
    talk: Callable[[str], None] | None = None,
) -> duckdb.DuckDBPyConnection:
    """A connection to the archive `db`. A reader gets nothing but the archive: no other file, no settings.

    To a reader a shard (a folder or URL of Parquet partitions) is an archive as well: see `archive/shard.py`.
    An ingest holds the file for moments only, so whoever finds it locked tries again for `patience` seconds
    (`talk` is told once). Raises ExtractorError where there is no archive, or no way to it.
    """
    if shard.is_shard(db):
        if read_only:
            return shard.connect(str(db))
        raise ExtractorError(
            f"{db}: a shard is only read here",
            remedy=f"make an archive of it: `extractor merge {db} --db FILE`",
            stage="open",
        )
    db = Path(db)
    if read_only and not db.is_file():
        raise ExtractorError(
            f"{db}: no such archive", remedy=f"make one with `extractor ingest PATH --db {db}`", stage="open"
        )
    deadline = time.monotonic() + patience
    while True:
        try:
            connection = duckdb.connect(str(db), read_only=read_only)
            break
        except duckdb.Error as error:
            if _LOCKED not in str(error):
                raise ExtractorError(
                    f"{db}: not an archive that can be opened ({_first_line(error)})", stage="open"
                ) from error
            if time.monotonic() > deadline:
                raise ExtractorError(
                    f"{db}: in use by another program",
                    remedy="close it there or try again later",
                    stage="open",
                ) from error
            if talk is not None:
                talk(f"{db} is in use by another program: waiting")
                talk = None
            time.sleep(0.05)
    connection.execute("SET enable_progress_bar = false")  # stdout is for results
    if read_only:
        _require_archive(connection, db)
        connection.execute("SET enable_external_access = false; SET lock_configuration = true")
    else:
        prepare(connection)
    return connection


def _require_archive(connection: duckdb.DuckDBPyConnection, db: Path) -> None:
    found = fingerprint(connection)
    if found is None:
        raise ExtractorError(f"{db}: a DuckDB file, but not an archive of this program", stage="open")
    if found != definition():
        raise ExtractorError(
            f"{db}: made by another version of this program",
            remedy="run `extractor ingest` on it once to bring its tables and views up to date",
            stage="open",
        )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
