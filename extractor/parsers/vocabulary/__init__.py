"""Vocabulary of zones and metadata: text files, one entry a line, `#` for remarks."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

from extractor.text import clean


@cache
def entries(name: str) -> tuple[str, ...]:
    """The entries of `<name>.txt`, longest first, so that the first that fits is the most telling."""
    lines = files(__package__).joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()
    found = {clean(line) for line in lines if line.strip() and not line.startswith("#")}
    return tuple(sorted(found, key=lambda e: (-len(e), e)))
