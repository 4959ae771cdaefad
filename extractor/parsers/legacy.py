"""Which character set each font of a document draws, and its text in Unicode.

A font's name decides, unless its text in this document speaks against it: runs typed in Unicode but left in
`.VnTime`, or TCVN3 text whose font was replaced by Times New Roman.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from extractor.parsers.charsets import Charset, charset_for, pieces
from extractor.parsers.lines import Line, Run

_SAMPLE = 20_000  # characters of a font that are looked at


class Charsets:
    """The character set of every font in these lines, None for Unicode."""

    def __init__(self, lines: Iterable[Line]) -> None:
        samples: defaultdict[str | None, list[str]] = defaultdict(list)
        lengths: defaultdict[str | None, int] = defaultdict(int)
        for line in lines:
            for font, text in _spans(line):
                if lengths[font] < _SAMPLE and not text.isascii():
                    samples[font].append(text)
                    lengths[font] += len(text)
        self._charsets = {font: charset_for(font, "\n".join(texts)) for font, texts in samples.items()}

    def of(self, font: str | None) -> Charset | None:
        return self._charsets.get(font)

    @property
    def legacy(self) -> bool:
        """Whether any text of the document was in a pre-Unicode character set."""
        return any(charset is not None for charset in self._charsets.values())


def decoded(line: Line, charsets: Charsets) -> Line:
    """The line with its text in Unicode."""
    if all(charsets.of(run.face.font) is None for run in line.runs):
        return line
    runs: list[Run] = []
    for font, group in groupby(line.runs, key=lambda run: run.face.font):
        runs.extend(_decoded(list(group), font, charsets.of(font)))
    return replace(line, runs=tuple(runs))


def _decoded(runs: list[Run], font: str | None, charset: Charset | None) -> Iterator[Run]:
    """Runs in one font, converted as a whole: VNI's letter and mark may stand in two runs."""
    if charset is None:
        yield from runs
        return
    found = deque(pieces("".join(run.text for run in runs), font, charset))
    end = 0
    for run in runs:
        end += len(run.text)
        text = ""
        while found and found[0].start < end:
            text += found.popleft().text
        yield run._replace(text=text)


def _spans(line: Line) -> Iterator[tuple[str | None, str]]:
    for font, group in groupby(line.runs, key=lambda run: run.face.font):
        yield font, "".join(run.text for run in group)
