"""What an archive is made of: tables, views, comments and vocabulary, and the fingerprint of them all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from importlib.resources import files

import duckdb
import regex

_TABLE = regex.compile(r"^CREATE TABLE (?P<table>\w+) \( -- (?P<comment>.+)$")
_COLUMN = regex.compile(r'^ {4}(?P<column>"?\w+"?) [A-Z][^-]*?,? -- (?P<comment>.+)$')
_VOCABULARY = ("document_types", "issuers", "synonyms")
_VIEWS = ("views.sql", "citations.sql", "indicators.sql", "contradictions.sql")


def prepare(connection: duckdb.DuckDBPyConnection) -> None:
    """Makes tables, views, comments and vocabulary where they are missing or of another version."""
    if fingerprint(connection) == definition():
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
    for target, comment in comments():
        connection.execute(f"COMMENT ON {target} IS {quoted(comment)}")
    _inherit_comments(connection)
    connection.execute(f"CREATE OR REPLACE MACRO archive_definition() AS {quoted(definition())}")
    connection.execute("COMMIT")


@cache
def definition() -> str:
    """Fingerprint of the tables, views and vocabulary that this version makes."""
    texts = [_schema(), *map(_read, _VIEWS), *(_read(f"vocabulary/{table}.csv") for table in _VOCABULARY)]
    return sha256("\n".join(texts).encode()).hexdigest()[:16]


def fingerprint(connection: duckdb.DuckDBPyConnection) -> str | None:
    """The definition by which an archive was made; None where the file is no archive."""
    try:
        row = connection.execute("SELECT archive_definition()").fetchone()
    except duckdb.CatalogException:
        return None
    return str(row[0]) if row else None


def comments() -> Iterator[tuple[str, str]]:
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
        connection.execute(f'COMMENT ON COLUMN {view}."{column}" IS {quoted(comment)}')


def _schema() -> str:
    return _read("schema.sql")


def _read(name: str) -> str:
    return files("extractor.archive").joinpath(name).read_text(encoding="utf-8")


def quoted(text: str) -> str:
    """A text as SQL writes it, for statements that take no parameters: comments, macros."""
    return "'" + text.replace("'", "''") + "'"
