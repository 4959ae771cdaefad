"""Raised figures → footnote marks, one run a mark, however they were set: `²³`, `⁽¹⁾, ⁽²⁾`, `[` `1` `]`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import regex

from extractor.parsers.pdf_lines import PageText, Run, TextLine

_LABEL = r"(?:\d{1,3}|[*†‡]{1,3}|[ivx]{2,5}|[a-z])"
_ONE = rf"[(\[]?{_LABEL}[)\]]?"
_MARK = regex.compile(_ONE)
_SEVERAL = regex.compile(
    rf"(?P<one>{_ONE})(?:[,;](?P<one>{_ONE})|(?<=[)\]])(?P<one>{_ONE}))*(?P<rest>[,;.]?)"
)
_UNIT = regex.compile(r"(?:^|[\s\d.,(/])(?:[kdcmh]|da)?m$", regex.IGNORECASE)


def is_mark(before: str, raised: str) -> bool:
    """Is a raised figure after `before` a mark? `km` + raised `2` is square kilometres."""
    return _MARK.fullmatch(raised) is not None and not (raised in ("2", "3") and _UNIT.search(before))


def label(mark: str) -> str:
    """A mark without its brackets."""
    return mark.strip("()[]")


def marks(lines: Iterable[TextLine]) -> list[str]:
    """The labels of the marks in the lines, in their order."""
    found = []
    for line in lines:
        before = ""
        for run in line.runs:
            if run.raised and is_mark(before, run.text):
                found.append(label(run.text))
            before = before + " " * run.blank + run.text
    return found


def with_single_marks(pages: Sequence[PageText]) -> list[PageText]:
    """The pages with a run of its own for every mark."""
    last = 0  # the number of the last mark in the text
    out = []
    for page in pages:
        lines = []
        for line in page.lines:
            parted = replace(line, runs=tuple(_parted(line.runs, last)))
            numbers = [int(mark) for mark in marks([parted]) if mark.isdigit()]
            if numbers and not line.runs[0].raised:  # a note begins so
                last = numbers[-1]
            lines.append(parted)
        out.append(replace(page, lines=tuple(lines)))
    return _put_right(out)


def _put_right(pages: Sequence[PageText]) -> list[PageText]:
    """The pages with what a recogniser misread between two marks put right: 11, 1, 13 are 11, 12, 13."""
    places = [
        (p, at, r, int(label(run.text)) if label(run.text).isdigit() else 0)
        for p, page in enumerate(pages)
        for at, line in enumerate(page.lines)
        if line.confidence is not None
        for r, run in enumerate(line.runs)
        if r and run.raised and is_mark(_before(line.runs[:r]), run.text)
    ]
    lines = [list(page.lines) for page in pages]
    for (*_, last), (p, at, r, number), (*_, following) in zip(places, places[1:], places[2:], strict=False):
        if number != last + 1 and following == last + 2:
            line = lines[p][at]
            mended = line.runs[r]._replace(text=str(last + 1))
            lines[p][at] = replace(line, runs=(*line.runs[:r], mended, *line.runs[r + 1 :]))
    return [replace(page, lines=tuple(kept)) for page, kept in zip(pages, lines, strict=True)]


def _before(runs: Sequence[Run]) -> str:
    return "".join(" " * run.blank + run.text for run in runs)


def _parted(runs: Sequence[Run], last: int) -> Iterator[Run]:
    """The runs of a line, raised ones parted into marks; `last` is the number of the last mark above."""
    before = ""
    for beside in _beside(runs):
        text = "".join(run.text for run in beside)
        found = _SEVERAL.fullmatch(text) if beside[0].raised else None
        row = _in_a_row(text, last + 1) if last else []
        labels = row or (found.captures("one") if found else [])
        if not labels or not is_mark(before, labels[0]):
            yield from beside
        else:
            for number, mark in enumerate(labels):
                yield beside[0]._replace(text=mark, x1=beside[-1].x1, blank=beside[0].blank and not number)
            if found and found["rest"]:
                yield beside[-1]._replace(text=found["rest"], blank=False, raised=False)
            last = int(label(labels[-1])) if label(labels[-1]).isdigit() else last
        before = before + " " * beside[0].blank + text


def _beside(runs: Sequence[Run]) -> Iterator[list[Run]]:
    """The runs one by one; raised ones with nothing but a comma and a blank between them together."""
    group: list[Run] = []
    for run in runs:
        if group and run.raised and group[-1].raised and (not run.blank or group[-1].text[-1:] in ",;"):
            group.append(run)
            continue
        if group:
            yield group
        group = [run]
    if group:
        yield group


def _in_a_row(figures: str, first: int) -> list[str]:
    """`23` after mark 1 as the marks 2 and 3; empty where the figures are no such row."""
    row: list[str] = []
    while len("".join(row)) < len(figures):
        row.append(str(first + len(row)))
    return row if len(row) > 1 and "".join(row) == figures else []
