"""What a worker does with one file: read, extract, check, and make rows of it."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from hashlib import sha256
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from extractor import __version__
from extractor.errors import ExtractorError
from extractor.text import shown

Ocr = Literal["auto", "never", "always"]

# All but these decide the rows that a file gives; a change in what does reads the archive's files again.
_DECIDE_NOTHING = frozenset(
    {
        *("__init__.py", "__main__.py", "__pycache__", "archive", "chart.py", "cli.py", "cli_gold.py"),
        *("console.py", "doctor.py", "evaluate", "explain.py", "gold.py", "gold_tools", "graph.py"),
        *("ingest", "markdown.py", "places.py", "progress.py", "query.py", "search.py", "show"),
    }
)

# What workers and the loader need, imported once for all of them.
NEEDED = (
    "extractor.parsers",
    "extractor.extract",
    "extractor.audit",
    "extractor.archive.reports",
    "extractor.ingest.write",
)


@dataclass(frozen=True, slots=True)
class Task:
    path: Path
    sha256: str
    ocr: Ocr
    version: str
    name: str = ""  # as the archive is to name it, where that is not its path: a URL


@dataclass(frozen=True, slots=True)
class Outcome:
    """A file's rows, or the stage, kind and line of what went wrong."""

    rows: bytes | None = None  # packed, as `load.unpacked` takes them
    pages: int = 0
    stage: str = ""
    error: str = ""
    message: str = ""
    seconds: Mapping[str, float] = field(default_factory=dict)  # by stage: parse, extract, audit, rows


class _Stages:
    """Which stage a file is in, and the seconds each has taken."""

    def __init__(self) -> None:
        self.now = "parse"
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self.now, begun = name, time.perf_counter()
        yield
        self.seconds[name] = time.perf_counter() - begun


def work(task: Task) -> Outcome:
    """One file from bytes to rows. Whatever goes wrong becomes the outcome; only MemoryError goes up."""
    stages = _Stages()
    try:
        from extractor.archive import load, reports
        from extractor.audit import audit
        from extractor.extract import extract
        from extractor.parsers import parse

        with stages.stage("parse"):
            document = parse(task.path, ocr=task.ocr)
        with stages.stage("extract"):
            facts = extract(document)
        with stages.stage("audit"):
            findings = audit(document, facts)
        with stages.stage("rows"):
            sketch = reports.sketch(document)
            path = shown(task.name or task.path)
            rows = load.packed(load.rows(document, facts, findings, sketch, task.version, path))
        return Outcome(rows, document.pages or 0, seconds=stages.seconds)
    except MemoryError:
        raise
    except ExtractorError as error:
        return Outcome(stage=error.stage, error=type(error).__name__, message=str(error))
    except Exception as error:
        reason = shown(" ".join(str(error).split())) or "no further word"
        message = f"{shown(task.path.name)}: {reason}"[:500]
        return Outcome(stage=stages.now, error=type(error).__name__, message=message)


@cache
def version() -> str:
    """The extractor's version with a fingerprint of the code and vocabulary that decide what it finds."""
    package = files("extractor")
    fingerprint = sha256()
    for entry in sorted(package.iterdir(), key=lambda e: e.name):
        for source in _sources(entry) if entry.name not in _DECIDE_NOTHING else ():
            fingerprint.update(source.name.encode() + b"\0" + source.read_bytes())
    return f"{__version__}+{fingerprint.hexdigest()[:8]}"


def _sources(place: Traversable) -> list[Traversable]:
    if place.is_dir():
        return [s for entry in sorted(place.iterdir(), key=lambda e: e.name) for s in _sources(entry)]
    wanted = place.is_file() and os.path.splitext(place.name)[1] in {".py", ".toml", ".txt", ".csv", ".json"}  # noqa: PTH122
    return [place] if wanted else []
