"""What a run has to tell the archive, and telling it: each piece in a transaction of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb

from extractor.archive import index, load, reports
from extractor.archive.open import connect
from extractor.errors import ExtractorError
from extractor.text import shown

MEMORY = "1GB"  # what DuckDB may hold while it loads and indexes


@dataclass(frozen=True, slots=True)
class Read:
    """A document read, as rows."""

    path: Path
    sha256: str
    rows: load.Rows
    pages: int


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
    except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException) as error:
        reason = str(error).splitlines()[0]
        raise ExtractorError(
            f"{db}: cannot be written ({reason})",
            remedy="what was loaded is kept; make room and run again",
            stage="load",
        ) from error
    finally:
        connection.close()


def write(db: Path, news: Iterable[News], talk: Callable[[str], None]) -> list[News]:
    """Tells the archive the news; what could not be loaded comes back as a failure, the rest as it was."""
    with writing(db, talk) as connection:
        return [_write(connection, item) for item in news]


def bring_up_to_date(db: Path) -> None:
    """Groups the copies of reports and indexes the text; in a process of its own, for it takes memory."""
    with writing(db, lambda line: None) as connection:
        reports.group(connection)
        index.build(connection)


def _write(connection: duckdb.DuckDBPyConnection, news: News) -> News:
    if isinstance(news, Read):
        try:
            load.store(connection, news.rows)
            return news
        except (duckdb.IOException, duckdb.FatalException, duckdb.OutOfMemoryException):
            raise
        except Exception as error:
            reason = shown(" ".join(str(error).split()))[:300]
            news = Failed(
                news.path, news.sha256, "load", type(error).__name__, f"{shown(news.path)}: {reason}"
            )
    if isinstance(news, Placed):
        held = connection.execute("SELECT path FROM paths WHERE doc_id = ?", [news.doc_id]).fetchall()
        gone = [path for (path,) in held if not Path(path).exists()]
        load.note_place(connection, shown(news.path), news.doc_id, gone)
    else:
        load.note_failure(connection, shown(news.path), news.sha256, news.stage, news.error, news.message)
    return news
