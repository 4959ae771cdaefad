"""Which character set each font of a document draws, and its text in Unicode.

A font's name decides, unless its text in this document speaks against it: runs typed in Unicode but left in
`.VnTime`, or TCVN3 text whose font was replaced by Times New Roman.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from extractor.parsers.charsets import Charset, charset_for, draws_capitals, pieces
from extractor.parsers.lines import Line, Run, capitals

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
    """The line with its text in Unicode, and in capitals where Word prints it so (`w:caps`)."""
    if not any(run.face.caps or charsets.of(run.face.font) for run in line.runs):
        return line
    runs: list[Run] = []
    for font, group in groupby(line.runs, key=lambda run: run.face.font):
        for run in _decoded(list(group), font, charsets.of(font)):
            text = capitals(run.text) if run.face.caps else run.text
            runs.append(Run(text, run.face._replace(caps=draws_capitals(font)), run.mark))
    return replace(line, runs=tuple(runs))


def _decoded(runs: list[Run], font: str | None, charset: Charset | None) -> list[Run]:
    """Runs in one font, converted as a whole: VNI's letter and mark may stand in two runs."""
    if charset is None:
        return runs
    found = deque(pieces("".join(run.text for run in runs), font, charset))
    out: list[Run] = []
    end = 0
    for run in runs:
        end += len(run.text)
        text = ""
        while found and found[0].start < end:
            text += found.popleft().text
        out.append(run._replace(text=text))
    return out


def _spans(line: Line) -> Iterator[tuple[str | None, str]]:
    for font, group in groupby(line.runs, key=lambda run: run.face.font):
        yield font, "".join(run.text for run in group)
