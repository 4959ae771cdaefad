"""Full text over blocks and footnotes: words with or without tone marks, "phrases", beginnings (nông*)."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import duckdb
import regex

from extractor.archive.open import connect
from extractor.archive.shard import is_shard
from extractor.errors import ExtractorError
from extractor.text import clean, unaccented

_TERM = regex.compile(r'"(?P<phrase>[^"]+)"|(?P<word>[\p{L}\p{N}]+)(?P<prefix>\*)?')
_WORD = regex.compile(r"[\p{L}\p{N}]+")
SNIPPET = 160  # characters of a snippet, about


@dataclass(frozen=True, slots=True)
class Query:
    """Words to find, which of them count with their tones, which are beginnings; phrases to stand whole."""

    words: tuple[str, ...]
    toned: tuple[bool, ...]
    prefixes: tuple[bool, ...]
    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A block that answers, with its place; `score` is higher the better."""

    score: float
    snippet: str
    file_name: str
    number: str | None
    zone: str
    note: str | None
    section_path: str | None
    page: int | None
    doc_id: str
    block_id: str


def search(db: Path | str, text: str, *, limit: int = 20) -> list[Hit]:
    """The blocks that hold all the words of `text`, best first; where none does, those that hold some.

    Words typed with tone marks are found as typed (`Đảng` is not `đang`), words without in any dress
    (`dan van kheo`).
    """
    asked = parse(text)
    if not asked.words:
        raise ExtractorError(
            "nothing to search for",
            remedy='give words, e.g. extractor search --db FILE "dân vận khéo"',
            stage="search",
        )
    connection = connect(db, read_only=True)
    try:
        for every, query in ((True, with_tones(asked)), (True, asked), (False, asked)):
            if hits := _run(connection, query, every, limit):
                return hits
        return []
    except duckdb.CatalogException as error:
        if is_shard(db):
            raise ExtractorError(
                f"{db}: a shard has no full-text index",
                remedy=f"extractor merge {db} --db FILE",
                stage="search",
            ) from error
        raise ExtractorError(
            f"{db}: has no full-text index yet", remedy="run `extractor ingest` on it once", stage="search"
        ) from error
    finally:
        connection.close()


def parse(text: str) -> Query:
    """`"nông thôn mới" dan van kheo*` as a query."""
    words: list[str] = []
    prefixes: list[bool] = []
    phrases: list[str] = []
    for match in _TERM.finditer(clean(text).lower()):
        if match["phrase"]:
            found = _WORD.findall(match["phrase"])
            phrases.append(" ".join(found))
            words += found
            prefixes += [False] * len(found)
        else:
            words.append(match["word"])
            prefixes.append(match["prefix"] is not None)
    return Query(tuple(words), tuple(w != unaccented(w) for w in words), tuple(prefixes), tuple(phrases))


def with_tones(query: Query) -> Query:
    """A query typed with tone marks counts all its words with them: in `trong sạch`, `trong` is itself."""
    toned = any(query.toned)
    return Query(query.words, (toned,) * len(query.words), query.prefixes, query.phrases)


def _run(connection: duckdb.DuckDBPyConnection, query: Query, every: bool, limit: int) -> list[Hit]:
    sql = files("extractor.archive").joinpath("search.sql").read_text(encoding="utf-8")
    rows = connection.execute(
        sql,
        {
            "words": list(query.words),
            "toned": list(query.toned),
            "prefixes": list(query.prefixes),
            "phrases": list(query.phrases),
            "whole": " ".join(query.words),
            "every": every,
            "limit": limit,
        },
    ).fetchall()
    return [Hit(round(row[0], 3), snippet(row[1], query), *row[2:]) for row in rows]


def snippet(text: str, query: Query) -> str:
    """The stretch of `text` in which most of the query's words stand close together, cut at words."""
    words = list(_WORD.finditer(text))
    found = [m.start() for m in words if matches(m[0], query)]
    if len(text) <= SNIPPET or not found:
        return text if len(text) <= SNIPPET else text[:SNIPPET].rsplit(" ", 1)[0] + " …"
    best = max(
        found, key=lambda start: (sum(start <= other < start + SNIPPET // 2 for other in found), -start)
    )
    begin = max(best - SNIPPET // 3, 0)
    begin = text.find(" ", begin) + 1 if begin else 0
    end = len(text) if begin + SNIPPET >= len(text) else text.rfind(" ", begin, begin + SNIPPET)
    return ("… " if begin else "") + text[begin:end] + (" …" if end < len(text) else "")


def matches(word: str, query: Query) -> bool:
    """True where a word of a text is one the query asks for."""
    lower = word.lower()
    bare = unaccented(lower)
    for asked, toned, prefix in zip(query.words, query.toned, query.prefixes, strict=True):
        there, wanted = (lower, asked) if toned else (bare, unaccented(asked))
        if there == wanted or (prefix and there.startswith(wanted)):
            return True
    return False
