"""Folders that grow: which of their files are new or changed since one last looked."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from extractor.ingest.files import Found, walk

Look = Mapping[Path, tuple[int, int] | None]  # size and time of change; None where a file cannot be looked at


def arrivals(paths: Sequence[Path], every: float, stop: Callable[[], bool]) -> Iterator[list[Path]]:
    """The files there are; then, each `every` seconds, those new or changed, if any; until `stop` says so.

    One that failed comes again when it has changed; one that moved comes under its new name, and an ingest
    knows it by its bytes.
    """
    before = now = look(paths)
    taken: Look = {}
    while not stop():
        if files := fresh(now, before, taken):
            yield files
            taken = {**taken, **{path: now[path] for path in files}}
        deadline = time.monotonic() + every
        while time.monotonic() < deadline and not stop():
            time.sleep(min(0.2, every))
        before, now = now, look(paths)
        taken = {path: state for path, state in taken.items() if path in now}


def fresh(now: Look, before: Look, taken: Look) -> list[Path]:
    """The files that are not as they were taken; one that still changes from look to look must wait."""
    return [
        path
        for path, state in now.items()
        if (path in before and before[path] == state) and not (path in taken and taken[path] == state)
    ]


def look(paths: Sequence[Path]) -> Look:
    """Every file that an ingest of the paths would take, as it is now."""
    return {item.path: _state(item.path) for item in walk(paths) if isinstance(item, Found)}


def _state(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns
