"""The full-text index: every block's words as printed and without tone marks, by DuckDB's `fts` extension.

The extension's own folding breaks `đ` (it keeps or drops it, never makes it `d`), so text goes in already
folded, once with tone marks and once without, and the extension only splits and counts. Readers need no
extension: its tables are plain.
"""

from __future__ import annotations

from pathlib import Path

import duckdb

from extractor.archive.load import transaction
from extractor.errors import MissingPart

SCHEMA = "fts_main_search_texts"  # where the extension keeps its tables
WORD = r"[^\p{L}\p{N}]+"  # what stands between words


def load_extension(connection: duckdb.DuckDBPyConnection) -> None:
    """Loads `fts` from its wheel, without network and without writing anywhere."""
    try:
        import duckdb_extension_fts
    except ImportError as error:
        raise MissingPart(
            "full-text search cannot be indexed", remedy="pip install duckdb-extension-fts"
        ) from error
    folder = Path(next(iter(duckdb_extension_fts.__path__))) / "extensions" / f"v{duckdb.__version__}"
    file = folder / "fts.duckdb_extension"
    if not file.is_file():
        raise MissingPart(
            f"duckdb-extension-fts does not fit DuckDB {duckdb.__version__}",
            remedy=f"pip install duckdb-extension-fts=={duckdb.__version__}",
        )
    connection.load_extension(str(file))


def is_stale(connection: duckdb.DuckDBPyConnection) -> bool:
    """True where documents came in, or were read anew, since the index was built."""
    return bool(
        connection.execute(
            "(SELECT DISTINCT doc_id FROM blocks) EXCEPT (SELECT DISTINCT doc_id FROM search_texts) LIMIT 1"
        ).fetchone()
    )


def build(connection: duckdb.DuckDBPyConnection) -> None:
    """Indexes all blocks anew, in one transaction: a reader finds the old index or the new one."""
    load_extension(connection)
    with transaction(connection):
        _build(connection)


def _build(connection: duckdb.DuckDBPyConnection) -> None:
    connection.execute("DELETE FROM search_texts")
    connection.execute(
        """
        INSERT INTO search_texts
        SELECT row_number() OVER (ORDER BY doc_id, ordinal), doc_id, block_id, toned(text), folded(text)
        FROM blocks
        """
    )
    connection.execute(
        f"""
        PRAGMA create_fts_index('search_texts', 'key', 'toned', 'plain', stemmer = 'none', stopwords = 'none',
                                ignore = '{WORD}', strip_accents = 0, lower = 0, overwrite = 1)
        """
    )
    _comment(connection)


def _comment(connection: duckdb.DuckDBPyConnection) -> None:
    """Says of the extension's own tables what they are: everything in an archive carries a comment."""
    rows = connection.execute(
        "SELECT table_name, column_name FROM duckdb_columns() WHERE schema_name = ? ORDER BY ALL", [SCHEMA]
    ).fetchall()
    for table, column in rows:
        connection.execute(
            f"COMMENT ON TABLE {SCHEMA}.{table} IS 'Part of the full-text index over search_texts'"
        )
        connection.execute(f"COMMENT ON COLUMN {SCHEMA}.{table}.{column} IS 'Part of the full-text index'")
