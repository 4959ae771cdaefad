"""Footnotes that are only typed: a raised `1` in the text, and a paragraph below that begins with a raised
`1`.

Converters from PDF, and some typists, make such notes. They are told from squares (`m²`) by their pairs: a
raised label counts as a mark only where a later paragraph begins with the same raised label.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.parsers.lines import Item, Line, Run, part

_LABEL = regex.compile(r"\s*[\[(]?(\d{1,3}|\*{1,4}|[†‡§])[\])]?\s*")


@dataclass(frozen=True, slots=True)
class _Raised:
    """A raised label at characters `[start, end)` of a line's text."""

    label: str
    start: int
    end: int


def without_typed_notes(items: Sequence[Item]) -> tuple[list[Item], list[tuple[str, list[Line]]]]:
    """The items with typed marks as marks and typed notes taken out, and the notes in the order of their
    marks.
    """
    heads = {at: raised for at, item in enumerate(items) if (raised := _head(item)) is not None}
    if not heads:
        return list(items), []
    marks = [(at, raised) for at, item in enumerate(items) if at not in heads for raised in _raised(item)]
    notes: dict[tuple[int, _Raised], int] = {}
    for below, head in heads.items():
        above = [
            mark for mark in marks if mark[0] < below and mark[1].label == head.label and mark not in notes
        ]
        if above:
            notes[above[-1]] = below
    taken = set(notes.values())
    out = [
        _marked(item, [raised for where, raised in notes if where == at])
        for at, item in enumerate(items)
        if at not in taken
    ]
    return out, [
        (raised.label, [_body(items[notes[at, raised]])]) for at, raised in sorted(notes, key=_order)
    ]


def _order(mark: tuple[int, _Raised]) -> tuple[int, int]:
    return mark[0], mark[1].start


def _raised(item: Item) -> Iterator[_Raised]:
    """The raised labels of a paragraph, neighbouring runs as one."""
    if not isinstance(item, Line):
        return
    at = start = 0
    text = ""
    for run in (*item.runs, Run("", item.runs[-1].face._replace(raised=False))) if item.runs else ():
        if run.face.raised and run.mark is None:
            start = start if text else at
            text += run.text
        elif text:
            if found := _LABEL.fullmatch(text):
                yield _Raised(found[1], start, start + len(text))
            text = ""
        at += len(run.text)


def _head(item: Item) -> _Raised | None:
    """The raised label that a paragraph begins with, if it has more to say."""
    first = next(_raised(item), None)
    if first is None or not isinstance(item, Line) or item.text[: first.start].strip():
        return None
    return first if item.text[first.end :].strip() else None


def _body(item: Item) -> Line:
    head = _head(item)
    assert isinstance(item, Line)
    assert head is not None
    return part(item, head.end, len(item.text))


def _marked(item: Item, found: Sequence[_Raised]) -> Item:
    if not found or not isinstance(item, Line):
        return item
    runs: list[Run] = []
    at = 0
    for raised in sorted(found, key=lambda r: r.start):
        face = item.runs[0].face
        runs += [*part(item, at, raised.start).runs, Run("", face, raised.label)]
        at = raised.end
    runs += part(item, at, len(item.text)).runs
    return replace(item, runs=tuple(runs))
