"""What this machine can read, and how to get the rest."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec

import duckdb

from extractor.archive import index
from extractor.errors import ExtractorError


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that reading may need: what it is for, what was found, and the remedy where it is missing."""

    name: str
    purpose: str
    present: bool
    found: str
    remedy: str = ""


def examine() -> Iterator[Part]:
    """Every part, in the order of its weight."""
    yield Part("docx, pdf, txt, md", "documents with text", True, "built in")
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    yield Part(
        "LibreOffice", "old .doc and .rtf files", soffice is not None, soffice or "missing",
        "apt-get install libreoffice-writer-nogui",
    )  # fmt: skip
    languages = _ocr_languages()
    yield Part(
        "Tesseract",
        "scans and page images",
        bool(languages),
        ", ".join(languages) or "missing",
        "apt-get install tesseract-ocr",
    )
    yield Part(
        "Tesseract vie", "Vietnamese scans", "vie" in languages, "vie" if "vie" in languages else "missing",
        "apt-get install tesseract-ocr-vie",
    )  # fmt: skip
    yield _search()
    yield _library("underthesea", "word segmentation and tags", "pip install underthesea")
    yield _library("ray", "ingest on a cluster (--engine ray)", "pip install 'extractor[ray]'")
    yield _library("s3fs", "files and shards at s3://", "pip install 'extractor[s3]'")
    yield Part("processors", "workers of an ingest (--jobs)", True, str(os.cpu_count() or 1))


def _library(name: str, purpose: str, remedy: str) -> Part:
    present = find_spec(name) is not None
    return Part(name, purpose, present, "installed" if present else "missing", remedy)


def _search() -> Part:
    try:
        with duckdb.connect() as connection:
            index.load_extension(connection)
        return Part("DuckDB fts", "full-text search", True, f"for DuckDB {duckdb.__version__}")
    except (ExtractorError, duckdb.Error) as error:
        remedy = f"pip install duckdb-extension-fts=={duckdb.__version__}"
        return Part("DuckDB fts", "full-text search", False, str(error).splitlines()[0], remedy)


def _ocr_languages() -> list[str]:
    """The languages Tesseract has on this machine; none where it is missing."""
    if shutil.which("tesseract") is None:
        return []
    done = subprocess.run(
        ["tesseract", "--list-langs"], capture_output=True, text=True, timeout=30, check=False
    )
    return [line for line in done.stdout.splitlines()[1:] if line and line != "osd"]
