"""Printed lines → whole paragraphs, over line ends, page ends and footnote areas."""

from __future__ import annotations

import statistics
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from extractor.document import Line
from extractor.parsers.flow import Mark, Paragraph, Style
from extractor.parsers.pdf_frame import Frame
from extractor.parsers.pdf_lines import Run, TextLine
from extractor.parsers.pdf_marks import is_mark, label
from extractor.text import INVISIBLE, unaccented

LABEL = regex.compile(r"(?:[-–+*•●]|\(?(?:\d{1,2}(?:\.\d{1,2})*|[a-zđ]|[ivx]{1,4}|[IVX]{1,5})[.)])(?=\s|$)")
PART = regex.compile(r"(?:Phần|Chương|Mục)\s+(?:thứ\s+\p{L}+|[IVXLC]+|\d+)[.:]?", regex.IGNORECASE)
VOWEL = regex.compile(r"[aeiouy]")
SENTENCE_END = regex.compile(r"[.;:!?…][”\"’)\]]*$")
NUMBER_HEAD = regex.compile(r"\S*\d\S*[/-]$")  # `179/2024/NĐ-`, `308-`, `30/2020/`: a symbol goes on

INDENT = 8.0  # points that a first line stands in from the text's left edge
CENTRED = 6.0  # points by which the middle of a centred line may miss
NARROW = 260.0  # points that a column of a letterhead is wide, at most
ASIDE = 60.0  # points from the page's middle to that of a signature
SLIM = 0.6  # lines that fill no more of the usual width tell no edges: recipients on a last page
LEADING = 1.22  # lines further apart than this many times the usual step have a space between them


@dataclass(frozen=True, slots=True)
class Area:
    """Where text stands: its edges, the usual step from line to line, and how wide a centred line may get."""

    left: float
    right: float
    step: float
    room: float | None = None

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def text_area(lines: Sequence[TextLine], fallback: Area | None = None) -> Area | None:
    """The edges that most wide lines share; `fallback` where there are too few to tell."""
    if not lines:
        return fallback
    widest = max(line.x1 - line.x0 for line in lines)
    wide = [line for line in lines if line.x1 - line.x0 >= 0.7 * widest]
    if fallback is not None and (len(wide) < 5 or widest < SLIM * (fallback.right - fallback.left)):
        return fallback
    lefts = Counter(round(line.x0) for line in wide)
    left = float(min(x for x, n in lefts.items() if n >= max(1, 0.2 * max(lefts.values()))))
    rights = sorted(line.x1 for line in wide)
    right = rights[min(len(rights) - 1, int(0.9 * len(rights)))]
    steps = [
        b.baseline - a.baseline
        for a, b in pairwise(lines)
        if a.page == b.page and 0 < b.baseline - a.baseline < 3 * a.size
    ]
    size = statistics.median(line.size for line in wide)
    near = [s for s in steps if s < 2.2 * size] or [1.15 * size]
    common = Counter(round(s * 2) / 2 for s in near)
    top = max(common.values())
    step = min(s for s, n in common.items() if n >= 0.5 * top)
    return Area(left, right, step)


def is_centred(line: TextLine, area: Area) -> bool:
    return _balanced(line, area) and _stands_in(line, area)


def _balanced(line: TextLine, area: Area) -> bool:
    """Is as much free on the left as on the right? So it is with a full line too."""
    return abs((line.x0 + line.x1) / 2 - area.middle) < CENTRED


def _stands_in(line: TextLine, area: Area) -> bool:
    return line.x0 - area.left > 1.5 * INDENT and area.right - line.x1 > 1.5 * INDENT


def _share_centre(a: TextLine, b: TextLine, area: Area) -> bool:
    """Lines of different length centred under each other, wherever on the page."""
    return (
        abs((a.x0 + a.x1) - (b.x0 + b.x1)) < CENTRED
        and abs(a.x0 - b.x0) > CENTRED
        and _stands_in(a, area)
        and _stands_in(b, area)
    )


def _set_alike(a: TextLine, b: TextLine) -> bool:
    """May two centred lines be one title? They are set alike, or the first is the label of the second."""
    faces = a.runs[-1].bold == b.runs[0].bold and a.runs[-1].italic == b.runs[0].italic
    return faces and (_has_small(a) == _has_small(b) or bool(PART.fullmatch(a.text)))


def _has_small(line: TextLine) -> bool:
    return line.text != line.text.upper()


def paragraphs(
    lines: Sequence[TextLine], areas: dict[int, Area], frames: dict[int, Frame]
) -> list[Paragraph]:
    """Lines of one column in reading order, over pages too → whole paragraphs. `areas`, `frames`: by page."""
    groups: list[list[TextLine]] = []
    for line in lines:
        if groups and not starts_paragraph(groups[-1], line, areas):
            groups[-1].append(line)
        else:
            groups.append([line])
    return [paragraph(group, areas, frames) for group in groups]


def starts_paragraph(group: Sequence[TextLine], line: TextLine, areas: dict[int, Area]) -> bool:
    """Does `line` begin a new paragraph after the lines of `group`?"""
    area, previous = areas[line.page], group[-1]
    before = areas[previous.page]
    same_page = previous.page == line.page
    if abs(previous.size - line.size) > 1.2:
        return True
    if same_page and line.baseline - previous.baseline > LEADING * max(area.step, 1.05 * line.size):
        return not runs_on(previous, line, areas)  # a table or a picture stands between
    if NUMBER_HEAD.search(previous.text):
        return False
    if _begins_small(line) and not SENTENCE_END.search(previous.text) and _is_rest(previous, line, area):
        return False
    if _in_signature(previous, before) and _in_signature(line, area) and not _set_alike(previous, line):
        return True
    if is_centred(previous, before) or is_centred(line, area) or _share_centre(previous, line, area):
        if _in_column(previous, before) and _would_fit_centred(previous, line, before):
            return True
        centred = _balanced(previous, before) and _balanced(line, area)
        return not (centred or _share_centre(previous, line, area)) or not _set_alike(previous, line)
    weights_differ = previous.runs[-1].bold != line.runs[0].bold
    if not _has_small(previous) and len(previous.text) > 8 and (_has_small(line) or weights_differ):
        return True
    x0, first = line.x0 - area.left, group[0].x0 - areas[group[0].page].left
    if len(group) > 1:
        rest = group[1].x0 - areas[group[1].page].left
        if abs(x0 - rest) > INDENT:
            return True
    elif x0 - max(first, 0.0) > INDENT and first < INDENT and not LABEL.match(group[0].text):
        return True
    if _begins_small(line) and not SENTENCE_END.search(previous.text):
        return False
    if _would_fit(previous, line, before):
        return True
    if x0 > INDENT and abs(x0 - first) < INDENT / 2 and (len(group) == 1 or abs(rest - first) < INDENT / 2):
        return bool(LABEL.match(line.text)) or bool(
            SENTENCE_END.search(previous.text) and line.text[0].isupper()
        )
    ended, item = SENTENCE_END.search(previous.text), _next_item(group[0], line)
    if ended and item:
        return True  # a line break within the item's paragraph: the next dash stands at the left edge
    return bool(LABEL.match(line.text) and (ended or item) and abs(x0 - first) < INDENT / 2)


def _begins_small(line: TextLine) -> bool:
    return line.text[0].islower() and not LABEL.match(line.text)


def _is_rest(previous: TextLine, line: TextLine, area: Area) -> bool:
    """Does the line, set alike, go on at the left edge, though the one above may look centred?"""
    return abs(line.x0 - area.left) < INDENT / 2 and _set_alike(previous, line)


def _next_item(first: TextLine, line: TextLine) -> bool:
    """Do both begin with the same dash before a capital? `- xã hội` may be the rest of `kinh tế - xã hội`."""
    item = regex.match(r"([-–+*•●])\s+\p{Lu}", line.text)
    return bool(item and first.text.startswith(f"{item[1]} "))


def runs_on(last: TextLine, line: TextLine, areas: dict[int, Area]) -> bool:
    """Does `line` go on in the sentence of `last`, whatever stands between the two?"""
    return (
        _begins_small(line)
        and not SENTENCE_END.search(last.text)
        and last.x1 > areas[last.page].right - 2 * last.size
        and abs(line.x0 - areas[line.page].left) < INDENT
        and abs(line.size - last.size) < 1.2
    )


def _would_fit(previous: TextLine, line: TextLine, area: Area) -> bool:
    """Had the paragraph gone on, the next line's first word would have stood on the previous line."""
    end = next((i for i, r in enumerate(line.runs) if i and r.blank), len(line.runs))
    word = line.runs[end - 1].x1 - line.x0
    return previous.x1 + 0.2 * previous.size + word < area.right - 0.35 * previous.size


def _in_column(line: TextLine, area: Area) -> bool:
    """Is the line part of a letterhead or signature, whose lines are items of their own?"""
    return area.right - area.left < NARROW or _in_signature(line, area)


def _in_signature(line: TextLine, area: Area) -> bool:
    """Does the line stand right of the middle, as place and date, office and name do?"""
    return (line.x0 + line.x1) / 2 > area.middle + ASIDE


def _would_fit_centred(previous: TextLine, line: TextLine, area: Area) -> bool:
    """Had the item gone on, the next line's first word would have stood on the previous line.

    A syllable alone goes on in any case: `BCH ĐOÀN HUYỆN VÂN` over `KHÊ`.
    """
    end = next((i for i, r in enumerate(line.runs) if i and r.blank), len(line.runs))
    if end == len(line.runs) and len(line.text) > 1 and line.text.isalpha():
        return False
    word = line.runs[end - 1].x1 - line.x0
    middle = (previous.x0 + previous.x1) / 2
    room = area.room or 2 * min(middle - area.left, area.right - middle)
    return previous.x1 - previous.x0 + 0.2 * previous.size + word < room


@dataclass(slots=True)
class _Builder:
    """A paragraph under way: its text with marks taken out, and which characters are bold or italic."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    marks: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    bold: list[tuple[int, bool]] = field(default_factory=list)
    italic: list[tuple[int, bool]] = field(default_factory=list)

    @property
    def tail(self) -> str:
        return "".join(self.parts[-6:])

    def add(self, text: str, bold: bool, italic: bool) -> None:
        self.parts.append(text)
        self.length += len(text)
        self.bold.append((len(text), bold))
        self.italic.append((len(text), italic))


def paragraph(lines: Sequence[TextLine], areas: dict[int, Area], frames: dict[int, Frame]) -> Paragraph:
    """The text of the lines with line ends undone and raised marks out, and how it is set."""
    built = _Builder()
    for previous, line in zip([None, *lines], lines, strict=False):
        if (
            previous
            and _joins_with_blank(built.tail, _head(line))
            and not _is_broken_word(previous, line, areas)
        ):
            built.add(" ", line.runs[0].bold, line.runs[0].italic)
        start = built.length
        for number, run in enumerate(line.runs):
            _add_run(built, run, number > 0)
        if built.length > start:
            frame = frames[line.page].turned(line.turn)
            box = frame.box(line.page, line.x0, line.top, line.x1, line.bottom)
            built.lines.append(Line(start, built.length, box, line.confidence))
    text = "".join(built.parts).rstrip()
    marks = tuple(Mark(min(mark.offset, len(text)), mark.label) for mark in built.marks)
    return Paragraph(text, marks, _style(built, lines, areas), tuple(built.lines))


def _add_run(built: _Builder, run: Run, inside: bool) -> None:
    text = unicodedata.normalize("NFC", INVISIBLE.sub("", run.text).replace("\x85", ""))
    if run.blank and inside and built.length and not built.tail.endswith(" "):
        built.add(" ", run.bold, run.italic)
    if run.raised and is_mark(built.tail, text):
        built.marks.append(Mark(built.length, label(text)))
        return
    built.add(text, run.bold, run.italic)


def _head(line: TextLine) -> str:
    """The line's text behind the marks that it may begin with: `¹⁴. Công tác` goes on with a full stop."""
    begin = next((at for at, run in enumerate(line.runs) if not (run.raised and is_mark("", run.text))), 0)
    return "".join(" " * (run.blank and at > 0) + run.text for at, run in enumerate(line.runs[begin:], begin))


def _joins_with_blank(before: str, line: str) -> bool:
    """Is there a blank where the line ends? Not after the hyphen of a symbol: `179/2024/NĐ-` + `CP`."""
    if before.endswith(" ") or line.startswith((".", ",", ";", ":", ")")):
        return False
    word = before.rsplit(" ", 1)[-1]
    if word.endswith("-") and len(word) > 1:
        return False
    if word.endswith("/") and NUMBER_HEAD.search(word):
        return False
    return not (regex.match(r"[-/]\p{L}", line) and regex.search(r"\d[\p{L}/-]*$", word))


def _is_broken_word(previous: TextLine, line: TextLine, areas: dict[int, Area]) -> bool:
    """Is a word longer than its narrow cell broken over two lines? `đồng/cháu/thá` + `ng`, `UBMT` + `TQ`."""
    if any(run.blank for run in previous.runs[1:]) or previous.x1 + 0.6 * line.size < areas[line.page].right:
        return False
    head, tail = regex.search(r"\p{L}+$", previous.text), regex.match(r"\p{L}+", line.text)
    if not head or not tail or (head[0].islower() and tail[0].isupper()):  # `Tổng số` over `KLTT`
        return False
    return not VOWEL.search(unaccented(tail[0])) or (
        head[0].islower() and not VOWEL.search(unaccented(head[0]))
    )


def _style(built: _Builder, lines: Sequence[TextLine], areas: dict[int, Area]) -> Style:
    bold = sum(n for n, flag in built.bold if flag)
    italic = sum(n for n, flag in built.italic if flag)
    first, area = lines[0], areas[lines[0].page]
    align = None
    if all(is_centred(line, areas[line.page]) for line in lines):
        align = "center"
    elif len(lines) == 1 and area.right - first.x1 < INDENT and first.x0 > area.middle:
        align = "right"
    elif len(lines) > 2 and all(abs(areas[line.page].right - line.x1) < 2.5 for line in lines[:-1]):
        align = "justify"
    else:
        align = "left"
    return Style(
        bold=2 * bold > built.length,
        italic=2 * italic > built.length,
        align=align,  # type: ignore[arg-type]
        size=first.size,
        indent=round(first.x0 - area.left, 1),
        bold_prefix=_prefix(built.bold),
        italic_prefix=_prefix(built.italic),
    )


def _prefix(flags: Iterable[tuple[int, bool]]) -> int:
    length = 0
    for n, flag in flags:
        if not flag:
            break
        length += n
    return length
