"""Footnote areas at the foot of pages → notes with their labels, joined over pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import regex

from extractor.parsers.flow import Note
from extractor.parsers.pdf_frame import Frame, Ruling
from extractor.parsers.pdf_layout import SENTENCE_END, Area, paragraphs, text_area
from extractor.parsers.pdf_lines import TextLine
from extractor.parsers.pdf_marks import is_mark, label

NOTE_SIZE = 0.9  # a note's size, against the body's, at most
UNDERLINE = 3.5  # points from the baseline of what a rule underlines
SEPARATOR = (40.0, 230.0)  # how long the rule above the notes is: Word draws 144 points
TYPED_LABEL = regex.compile(r"[(\[]?(\d{1,3}|\*{1,3}|[a-z]|[ivx]{1,5})[)\]]?[.:]?")
CLOSING = (".", ":", ")", "]", ".)")  # what a typist set behind the label
AHEAD = 3  # marks of a page of which the next note may be the first: those between have none


def ruled_start(
    lines: Sequence[TextLine], rulings: Sequence[Ruling], area: Area, marks: Sequence[str]
) -> int | None:
    """Where on a page a rule parts the text from a note that its label tells; None where none does."""
    starts = (_below(lines, ruling, area) for ruling in sorted(rulings, key=lambda r: r.y0))
    return next((at for at in starts if at is not None and label_of(lines[at], marks)), None)


def note_start(
    lines: Sequence[TextLine],
    rulings: Sequence[Ruling],
    body_size: float,
    area: Area,
    before: Sequence[TextLine],
    marks: Sequence[str],
) -> int:
    """Where on a page the footnotes begin: an index into `lines`, their number where there are none.

    `before` are the note lines of the page before: the last of those notes may go on here. `marks` are the
    labels of the marks on the page.
    """
    for ruling in sorted(rulings, key=lambda r: r.y0):
        start = _below(lines, ruling, area)
        if start is None:
            continue
        first, rest = lines[start], lines[start:]
        small = all(line.size < 0.97 * body_size for line in rest)
        goes_on = before and _set_alike(first, before[-1]) and (small or _is_open(before[-1], area))
        if label_of(first, marks) or goes_on or (small and label_of(first, ["1"])):
            return start
    start = len(lines)
    while start > 0 and lines[start - 1].size <= NOTE_SIZE * body_size:
        start -= 1
    if (
        before
        and 0 < start < len(lines)
        and _set_alike(lines[start], before[-1])
        and _is_open(before[-1], area)
    ):
        return start
    return next((i for i in range(start, len(lines)) if label_of(lines[i], [])), len(lines))


def _below(lines: Sequence[TextLine], ruling: Ruling, area: Area) -> int | None:
    """The first line under the ruling, if it may be the rule between text and notes; None otherwise."""
    if ruling.y0 != ruling.y1 or abs(ruling.x0 - area.left) > 40:
        return None
    if not SEPARATOR[0] < ruling.x1 - ruling.x0 < SEPARATOR[1]:
        return None
    below = next((i for i, line in enumerate(lines) if line.top + 0.25 * line.size > ruling.y0 - 1), None)
    if below and ruling.y0 - lines[below - 1].baseline <= UNDERLINE:
        return None
    return below


def _set_alike(line: TextLine, other: TextLine) -> bool:
    return abs(line.size - other.size) < 0.6


def _is_open(line: TextLine, area: Area) -> bool:
    """Does the note that ends in this line seem to go on?"""
    return line.x1 > area.right - line.size or not SENTENCE_END.search(line.text)


def label_of(line: TextLine, expected: Sequence[str]) -> str | None:
    """The label that the line begins with: raised, or typed at full size where it is one `expected`."""
    first = line.runs[0]
    if first.raised and is_mark("", first.text):
        return label(first.text)
    typed = TYPED_LABEL.fullmatch(first.text)
    return typed[1] if typed and typed[1] in expected else None


def read_notes(
    areas: Sequence[Sequence[TextLine]], frames: dict[int, Frame], marks: Mapping[int, Sequence[str]]
) -> list[Note]:
    """The notes of all pages' footnote areas, in order.

    `areas` are the lines of each page's, `marks` the labels of the marks on each page: those of its notes.
    """
    edges: dict[int, Area] = {}
    everything = [line for lines in areas for line in lines]
    common = text_area(everything)
    found: list[tuple[str, list[TextLine]]] = []
    for lines in areas:
        waiting = list(marks[lines[0].page]) if lines else []
        for line in lines:
            if common is not None:
                edges[line.page] = common
            following = str(int(found[-1][0]) + 1) if found and found[-1][0].isdigit() else "1"
            mark = label_of(line, waiting[:AHEAD] or [following])
            if mark is not None:
                found.append((mark, [_without_label(line)] if len(line.runs) > 1 else []))
                del waiting[: waiting.index(mark) + 1 if mark in waiting else 0]
            elif found:
                found[-1][1].append(line)
    return [Note(mark, tuple(paragraphs(lines, edges, frames))) for mark, lines in found]


def _without_label(line: TextLine) -> TextLine:
    """The line without the run that is its label; the note's text starts a paragraph at the label's place."""
    first, *rest = line.runs
    if len(rest) > 1 and rest[0].text in CLOSING and rest[1].blank:
        del rest[0]
    return replace(line, runs=(rest[0]._replace(blank=False, x0=first.x0), *rest[1:]))
