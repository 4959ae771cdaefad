"""Footnotes and endnotes: their parts, and the labels Word prints (ECMA-376 part 1, 17.11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import regex
from lxml import etree

from extractor.parsers.docx_package import Package, W
from extractor.parsers.docx_styles import VAL, integer
from extractor.parsers.lines import Run
from extractor.parsers.numbering import formatted

Kind = Literal["footnote", "endnote"]


@dataclass(frozen=True, slots=True)
class _Scheme:
    """17.11.11 and 17.11.4: how the notes of a section are numbered."""

    format: str
    start: int = 1
    restart: str = "continuous"


class Notes:
    """The notes of one kind. Refer to them in document order; `sections` hold the `w:sectPr` of each
    section.
    """

    def __init__(self, package: Package, kind: Kind, sections: list[etree._Element | None]) -> None:
        root = package.part(f"{kind}s")
        self._bodies = {} if root is None else {n.get(W + "id"): n for n in root.iterfind(W + kind)}
        settings = package.part("settings")
        default = _Scheme("decimal" if kind == "footnote" else "lowerRoman")
        document = _scheme(settings, kind, default)
        self._schemes = [_scheme(section, kind, document) for section in sections] or [document]
        self._next: int | None = None
        self._place = (0, 0)
        self._read: set[str | None] = set()
        self.referred: list[tuple[str, etree._Element]] = []  # labels and bodies, in the order of their marks

    @property
    def restart_each_page(self) -> bool:
        return any(scheme.restart == "eachPage" for scheme in self._schemes)

    def refer(self, note_id: str | None, section: int, page: int, custom: str | None) -> str | None:
        """The label of the mark that refers to this note; None where there is no such note.

        A custom mark (17.11.1 `customMarkFollows`) prints as given and takes no number.
        """
        body = self._bodies.get(note_id)
        if body is None:
            return None
        label = custom or self._number(section, page)
        if note_id not in self._read:  # a second mark of one note does not print it again
            self._read.add(note_id)
            self.referred.append((label, body))
        return label

    def _number(self, section: int, page: int) -> str:
        scheme = self._schemes[min(section, len(self._schemes) - 1)]
        before, self._place = self._place, (section, page)
        restart = (scheme.restart == "eachSect" and before[0] != section) or (
            scheme.restart == "eachPage" and before[1] != page
        )
        self._next = scheme.start if self._next is None or restart else self._next + 1
        return formatted(self._next, scheme.format)


_MARK = "\ufffc"  # stands for a mark in the text that is searched for what was typed around it
_AROUND_MARKS = regex.compile(
    rf"(?P<typed>\()(?:{_MARK}|(?P<typed>[,; ]))+(?<={_MARK} *)(?P<typed>\))"
    rf"|(?P<typed>\[)(?:{_MARK}|(?P<typed>[,; ]))+(?<={_MARK} *)(?P<typed>\])"
)
_BETWEEN_MARKS = regex.compile(rf"(?<={_MARK})\s*[,;]\s*(?={_MARK})")


def bare_marks(runs: Sequence[Run]) -> list[Run]:
    """The runs without what was typed around their marks: brackets (`(¹)`, `[²]`), raised commas (`¹, ²`)."""
    text = "".join(_MARK if run.mark else run.text for run in runs)
    if _MARK not in text:
        return list(runs)
    typed = {
        at for found in _AROUND_MARKS.finditer(text) for span in found.spans("typed") for at in range(*span)
    }
    between = {at for found in _BETWEEN_MARKS.finditer(text) for at in range(*found.span())}
    out: list[Run] = []
    start = 0
    for run in runs:
        if run.mark:
            out.append(run)
            start += 1
            continue
        gone = typed | between if run.face.raised else typed
        out.append(
            run._replace(text="".join(char for at, char in enumerate(run.text, start) if at not in gone))
        )
        start += len(run.text)
    return out


def _scheme(properties: etree._Element | None, kind: Kind, default: _Scheme) -> _Scheme:
    element = None if properties is None else properties.find(f"{W}{kind}Pr")
    if element is None:
        return default

    def value(name: str) -> str | None:
        child = element.find(W + name)
        return None if child is None else child.get(VAL)

    start = integer(value("numStart"))
    return _Scheme(
        value("numFmt") or default.format,
        default.start if start is None else start,
        value("numRestart") or default.restart,
    )
