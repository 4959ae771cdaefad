"""Archives made on the spot: a reader's document and its facts loaded without workers."""

from __future__ import annotations

from pathlib import Path

from extractor.archive import index, load, reports
from extractor.archive.open import connect
from extractor.audit import audit
from extractor.extract import extract
from extractor.parsers import parse


def archive(db: Path, *files: Path, version: str = "test") -> Path:
    """An archive of `files`, indexed, as ingest leaves it."""
    with connect(db, read_only=False) as connection:
        for file in files:
            document = parse(file)
            facts = extract(document)
            findings = audit(document, facts)
            rows = load.rows(document, facts, findings, reports.sketch(document), version, str(file))
            load.store(connection, [rows])
        load.settle_paths(connection)
        reports.group(connection)
        index.build(connection)
    return db
