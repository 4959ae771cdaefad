"""What a run has to tell the archive, and telling it: many documents a transaction, each whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from extractor.archive import index, load, reports
from extractor.archive.open import connect
from extractor.errors import ExtractorError
from extractor.text import shown

MEMORY = "1GB"  # what DuckDB may hold while it loads and indexes
# A commit that finds the disk full is a TransactionException to DuckDB; no other writer can cause one here.
_DISK = (
    duckdb.IOException,
    duckdb.FatalException,
    duckdb.OutOfMemoryException,
    duckdb.TransactionException,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A document read; its rows stay packed until they are loaded: the steering process holds many."""

    path: Path
    sha256: str
    rows: bytes
    pages: int
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage


@dataclass(frozen=True, slots=True)
class Placed:
    """A document that the archive holds, met at a path."""

    path: Path
    doc_id: str


@dataclass(frozen=True, slots=True)
class Failed:
    path: Path
    sha256: str | None
    stage: str
    error: str
    message: str


News = Read | Placed | Failed


@contextmanager
def writing(db: Path, talk: Callable[[str], None]) -> Iterator[duckdb.DuckDBPyConnection]:
    """The archive open for writing, once its readers let go. Raises ExtractorError where the disk fails."""
    connection = connect(db, read_only=False, patience=float("inf"), talk=talk)
    try:
        connection.execute(f"SET memory_limit = '{MEMORY}'")
        yield connection
    except _DISK as error:
        reason = str(error).splitlines()[0]
        raise ExtractorError(
            f"{db}: cannot be written ({reason})",
            remedy="what was loaded is kept; make room and run again",
            stage="load",
        ) from error
    finally:
        connection.close()


def write(db: Path, news: Sequence[News], talk: Callable[[str], None]) -> list[Failed]:
    """Tells the archive the news; gives what could not be loaded, as the failures that the archive notes."""
    with writing(db, talk) as connection:
        connection.execute("SET threads = 1")  # the workers have the other processors
        refused = _store(connection, [item for item in news if isinstance(item, Read)])
        for item in news:
            if isinstance(item, Placed):
                _place(connection, item)
        for item in (*refused, *(item for item in news if isinstance(item, Failed))):
            load.note_failure(connection, shown(item.path), item.sha256, item.stage, item.error, item.message)
        return refused


def bring_up_to_date(db: Path, talk: Callable[[str], None]) -> None:
    """Groups the copies of reports and indexes the text."""
    with writing(db, talk) as connection:
        reports.group(connection)
        index.build(connection)


def _store(connection: duckdb.DuckDBPyConnection, reads: Sequence[Read]) -> list[Failed]:
    """All in one transaction; where one will not go in, each in its own. Gives those that would not."""
    if not reads:
        return []
    try:
        load.store(connection, [load.unpacked(read.rows) for read in reads])
        return []
    except _DISK:
        raise
    except Exception as error:
        if len(reads) > 1:
            return [refused for read in reads for refused in _store(connection, [read])]
        (read,) = reads
        message = f"{shown(read.path)}: {shown(' '.join(str(error).split()))[:300]}"
        return [Failed(read.path, read.sha256, "load", type(error).__name__, message)]


def _place(connection: duckdb.DuckDBPyConnection, placed: Placed) -> None:
    held = connection.execute("SELECT path FROM paths WHERE doc_id = ?", [placed.doc_id]).fetchall()
    gone = [path for (path,) in held if not Path(path).exists()]
    load.note_place(connection, shown(placed.path), placed.doc_id, gone)
