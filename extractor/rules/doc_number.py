"""Numbers of documents: `362/QĐ-UBND`, `08-NQ/TU`, `33/2013/QH13`, elided lists (facts.md, "doc_number")."""

from __future__ import annotations

from collections.abc import Iterator

import regex

from extractor.rules.engine import Candidate, Passage, scan

_BLANK = regex.compile(r"\s+")
_DASH = regex.compile(r"[-‐-―−]")


def canonical(number: str) -> str:
    """`09 - CT/TW` → `09-CT/TW`: blanks removed, dashes turned into `-`, letters and zeros as written."""
    return str(_DASH.sub("-", _BLANK.sub("", number)))


def find(passage: Passage) -> Iterator[Candidate]:
    """Every number with its canonical form; each number of an elided list with the list's symbol."""
    for rule, match in scan("doc_number", passage.text):
        items = match.spans("item") if "item" in match.re.groupindex else [match.span()]
        for start, end in items:
            number = canonical(match.string[start:end] + (match["symbol"] if end < match.end() else ""))
            yield Candidate("doc_number", start, end, rule, {"number": number}, rule.confidence)
