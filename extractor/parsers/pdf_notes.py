"""Footnote areas at the foot of pages → notes with their labels, joined over pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import regex

from extractor.parsers.flow import Note
from extractor.parsers.pdf_frame import Frame, Ruling
from extractor.parsers.pdf_layout import SENTENCE_END, Area, paragraphs, text_area
from extractor.parsers.pdf_lines import Run, TextLine
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
        misread = small and marks and first.confidence is not None and first.text[0] not in "-+"
        if label_of(first, marks) or goes_on or misread or (small and label_of(first, ["1"])):
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
    return next((mark for _, mark in _labels(line, expected)), None)


def _labels(line: TextLine, expected: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The label that the runs at the head of the line may be, and how many they are."""
    apart = "".join(run.text for run in line.runs[:2])
    if line.confidence is not None and apart.isdigit() and apart in expected:
        yield 2, apart  # a recogniser's `1 3`
    first = next((at for at, run in enumerate(line.runs) if at and run.blank), len(line.runs))
    for end in (first, 1):
        head = line.runs[:end]
        text = "".join(run.text for run in head)
        typed = TYPED_LABEL.fullmatch(text)
        if head[0].raised and head[-1].raised and is_mark("", text):
            yield end, label(text)
        elif typed and typed[1] in expected:
            yield end, typed[1]


def _misread(line: TextLine, above: TextLine) -> bool:
    """Has a recogniser misread the label that the line begins with? `Đ Tăng 12 hộ` for 5, `1Ö Nghị quyết`."""
    if line.confidence is None or len(line.runs) < 2 or not SENTENCE_END.search(above.text):
        return False
    first, second = line.runs[:2]
    return second.blank and len(first.text) <= 2 and second.text[0].isupper() and first.text not in "-+*•"


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
            end, mark = next(_labels(line, [*waiting[:AHEAD], following]), (1, None))
            if mark is None and found and found[-1][1] and _misread(line, found[-1][1][-1]):
                mark = following
            if mark is not None:
                found.append((mark, [_without_label(line, end)] if len(line.runs) > end else []))
                del waiting[: waiting.index(mark) + 1 if mark in waiting else 0]
            elif found:
                found[-1][1].append(line)
    return [Note(mark, tuple(paragraphs(lines, edges, frames))) for mark, lines in found]


def _without_label(line: TextLine, end: int) -> TextLine:
    """The line without the runs up to `end`, its label; the note's text begins at the label's place."""
    first, rest = line.runs[0], list(line.runs[end:])
    if len(rest) > 1 and rest[1].blank and (rest[0].text in CLOSING or _is_speck(rest[0], line)):
        del rest[0]
    return replace(line, runs=(rest[0]._replace(blank=False, x0=first.x0), *rest[1:]))


def _is_speck(run: Run, line: TextLine) -> bool:
    """Is it what a recogniser sees below a raised label? `¹ _ Gồm 15 xã`"""
    return line.confidence is not None and not run.text.strip("-_.")
