"""Opening an archive: for reading while others read, or for writing with its tables and views in place."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path

import duckdb
import regex

from extractor.errors import ExtractorError

_TABLE = regex.compile(r"^CREATE TABLE (?P<table>\w+) \( -- (?P<comment>.+)$")
_COLUMN = regex.compile(r'^ {4}(?P<column>"?\w+"?) [A-Z][^-]*?,? -- (?P<comment>.+)$')
_LOCKED = "Could not set lock"
_VOCABULARY = ("document_types", "issuers", "synonyms")
_VIEWS = ("views.sql", "citations.sql", "indicators.sql", "contradictions.sql")


def connect(
    db: Path, *, read_only: bool, patience: float = 20.0, talk: Callable[[str], None] | None = None
) -> duckdb.DuckDBPyConnection:
    """A connection to the archive `db`. A reader gets nothing but the archive: no other file, no settings.

    An ingest holds the file for moments only, so whoever finds it locked tries again for `patience` seconds
    (`talk` is told once). Raises ExtractorError where there is no archive, or no way to it.
    """
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


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes tables, views, comments and vocabulary where they are missing or of another version."""
    if _fingerprint(connection) == definition():
        return
    connection.execute("BEGIN")
    connection.execute(_schema().replace("CREATE TABLE", "CREATE TABLE IF NOT EXISTS"))
    for table in _VOCABULARY:
        source = files("extractor.archive").joinpath("vocabulary", f"{table}.csv")
        connection.execute(f"DELETE FROM {table}")
        connection.execute(
            f"INSERT INTO {table} SELECT * FROM read_csv(?, header = true, all_varchar = true)", [str(source)]
        )
    for name in _VIEWS:
        connection.execute(_read(name))
    for target, comment in _comments():
        connection.execute(f"COMMENT ON {target} IS {_quote(comment)}")
    _inherit_comments(connection)
    connection.execute(f"CREATE OR REPLACE MACRO archive_definition() AS {_quote(definition())}")
    connection.execute("COMMIT")


@cache
def definition() -> str:
    """Fingerprint of the tables, views and vocabulary that this version makes."""
    texts = [_schema(), *map(_read, _VIEWS), *(_read(f"vocabulary/{table}.csv") for table in _VOCABULARY)]
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def _fingerprint(connection: duckdb.DuckDBPyConnection) -> str | None:
    try:
        row = connection.execute("SELECT archive_definition()").fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None


def _require_archive(connection: duckdb.DuckDBPyConnection, db: Path) -> None:
    found = _fingerprint(connection)
    if found is None:
        raise ExtractorError(f"{db}: a DuckDB file, but not an archive of this program", stage="open")
    if found != definition():
        raise ExtractorError(
            f"{db}: made by another version of this program",
            remedy="run `extractor ingest` on it once to bring its tables and views up to date",
            stage="open",
        )


def _comments() -> Iterator[tuple[str, str]]:
    """`TABLE documents` or `COLUMN documents.doc_id`, and the comment that stands behind it in schema.sql."""
    table = ""
    for line in _schema().splitlines():
        if match := _TABLE.match(line):
            table = match["table"]
            yield f"TABLE {table}", match["comment"]
        elif match := _COLUMN.match(line):
            yield f"COLUMN {table}.{match['column']}", match["comment"]


def _inherit_comments(connection: duckdb.DuckDBPyConnection) -> None:
    """A view's column without a comment of its own takes that of the column it is named after."""
    rows = connection.execute(
        """
        SELECT v.table_name, v.column_name,
               first(t.comment ORDER BY t.table_name <> 'facts', t.table_name <> 'documents',
                                        t.table_name <> 'fact_context')
        FROM duckdb_columns() v
        JOIN duckdb_columns() t ON t.column_name = v.column_name AND t.comment IS NOT NULL
        WHERE NOT v.internal AND v.comment IS NULL
        GROUP BY ALL
        """
    ).fetchall()
    for view, column, comment in rows:
        connection.execute(f'COMMENT ON COLUMN {view}."{column}" IS {_quote(comment)}')


def _schema() -> str:
    return _read("schema.sql")


def _read(name: str) -> str:
    return files("extractor.archive").joinpath(name).read_text(encoding="utf-8")


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
