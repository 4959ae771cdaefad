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
        elided = "item" in match.re.groupindex
        for start, end in match.spans("item") if elided else [match.span()]:
            number = match.string[start:end]
            left_out = match["symbol"] if elided and match["symbol"] not in number else ""
            fields = {"number": canonical(number + left_out)}
            yield Candidate("doc_number", start, end, rule, fields, rule.confidence)
