"""Characters → the printed lines of a page, each a row of runs of one style.

Blanks are decided by geometry: a blank glyph that has a width, or a gap wider than letters keep inside a
word. So `nh ận` set in two fonts is `nhận` again, and justified lines keep their blanks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from extractor.parsers.charsets import charset_of, to_unicode
from extractor.parsers.pdf_chars import Characters, Floats, Integers, read_characters
from extractor.parsers.pdf_drawings import read_drawings
from extractor.parsers.pdf_frame import Frame, Ruling
from extractor.parsers.symbols import symbol

# Letters of one word keep less than this between them, blanks of justified text more (in ems).
WORD_GAP = 0.14
# Lines whose baselines differ by less are one printed line (in ems).
BASELINE_TOLERANCE = 0.14
# Word sets raised marks at about 65 % of the size, LibreOffice at 58 %; gazette presses at up to 80 %.
SMALL = 0.82
RAISED = 0.12
BESIDE = 0.6  # ems between a letter and its mark, at most
FIGURES = 9  # of marks, at most: `(10),(11)`
OVERPRINTED = 0.4  # share of a letter that another covers when one text was painted over the other
ASCENT, DESCENT = 0.89, 0.22  # of Times New Roman, the type face that Nghị định 30/2020/NĐ-CP prescribes
BLANKS = (0x20, 0xA0, *range(0x2000, 0x200C), 0x202F, 0x205F, 0x3000)
PICTURE = 0.1  # share of a page covered by pictures from which invisible text may be what they show
PADDING = 2.0  # points that text may stand outside the page


class Run(NamedTuple):
    """Letters of one style without a blank. `blank` says that a blank stands before it on its line."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    bold: bool
    italic: bool
    blank: bool
    raised: bool


@dataclass(frozen=True)
class TextLine:
    """One printed line (or the part of it in one column), in reading coordinates: y grows downwards.

    Where it is turned against its page, they are those of the page's frame `turned` as far.
    """

    runs: tuple[Run, ...]
    baseline: float
    size: float
    page: int
    confidence: float | None = None  # of the recogniser, on a page read by OCR
    turn: int = 0

    @property
    def x0(self) -> float:
        return self.runs[0].x0

    @property
    def x1(self) -> float:
        return self.runs[-1].x1

    @property
    def top(self) -> float:
        return self.baseline - ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.baseline + DESCENT * self.size

    @cached_property
    def text(self) -> str:
        return "".join(" " + r.text if r.blank else r.text for r in self.runs).strip()


@dataclass(frozen=True, slots=True)
class PageText:
    """What stands on one page: lines from top to bottom, rulings, and how much of it is visible text.

    `turned` are the lines that run up, down or upside down on it: heads of narrow columns, marginal stamps.
    """

    number: int
    frame: Frame
    lines: tuple[TextLine, ...]
    rulings: tuple[Ruling, ...]
    pictured: float  # the share of the page that its pictures cover
    strokes: int  # how many shapes are drawn on it
    turned: tuple[TextLine, ...] = ()


def read_page(page: pdfium.PdfPage, number: int) -> tuple[PageText, Characters]:
    """The lines and rulings of the page (`number` from 1), and the characters that they are made of."""
    chars = read_characters(page)
    frame = _frame(page, chars)
    drawings = read_drawings(page, frame)
    empty = PageText(number, frame, (), drawings.rulings, drawings.pictured, drawings.strokes)
    return with_characters(empty, chars), chars


def page_text(document: pdfium.PdfDocument, index: int) -> PageText:
    """The lines and rulings of the page (`index` from 0)."""
    page = document[index]
    try:
        return read_page(page, index + 1)[0]
    finally:
        page.close()


def with_characters(page: PageText, chars: Characters) -> PageText:
    """The page with those characters as its text."""
    turns = sorted({(style.turn - page.frame.turn) % 4 for style in chars.styles if style.turn >= 0} - {0})
    turned = tuple(line for turn in turns for line in _turned_lines(chars, page, turn))
    return replace(page, lines=_lines(chars, page), turned=turned)


def _turned_lines(chars: Characters, page: PageText, turn: int) -> list[TextLine]:
    rulings = [
        Ruling(*map(min, a, b), *map(max, a, b))
        for r in page.rulings
        for a, b in [(page.frame.onto(r.x0, r.y0, turn), page.frame.onto(r.x1, r.y1, turn))]
    ]
    page = replace(page, frame=page.frame.turned(turn), rulings=tuple(rulings))
    return [replace(line, turn=turn) for line in _lines(chars, page)]


def _frame(page: pdfium.PdfPage, chars: Characters) -> Frame:
    box = pdfium_c.FS_RECTF()
    pdfium_c.FPDF_GetPageBoundingBox(page, box)
    rotation = max(0, pdfium_c.FPDFPage_GetRotation(page))
    turns = np.array([style.turn for style in chars.styles] or [0])[chars.style]
    counts = np.bincount(turns[turns >= 0], minlength=4)
    turn = int(counts.argmax()) if counts.any() else rotation
    return Frame(box.left, box.bottom, box.right, box.top, rotation, turn)


@dataclass(frozen=True, slots=True)
class _Glyphs:
    """Letters and blanks in reading coordinates, one row each; `band` numbers the printed line."""

    code: npt.NDArray[np.uint32]
    x: Floats
    y: Floats
    advance: Floats
    size: Floats
    style: Integers
    object: Integers
    band: Integers

    def take(self, rows: npt.NDArray[Any]) -> _Glyphs:
        return _Glyphs(*(getattr(self, f.name)[rows] for f in fields(self)))

    @property
    def new_line(self) -> npt.NDArray[np.bool_]:
        return np.concatenate([[True], self.band[1:] != self.band[:-1]])


def _lines(chars: Characters, page: PageText) -> tuple[TextLine, ...]:
    glyphs = _in_reading_order(_visible(chars, page.frame, page.pictured > PICTURE))
    is_blank = np.isin(glyphs.code, BLANKS) | (glyphs.code < 32)
    printed = np.flatnonzero(~is_blank)
    blanks_before = np.cumsum(is_blank & (glyphs.advance > 0.05 * glyphs.size))[printed]
    glyphs = glyphs.take(printed)
    # painted twice: the same letter again nearly where it stands already
    again = (glyphs.code[1:] == glyphs.code[:-1]) & (np.diff(glyphs.x) < 0.3 * glyphs.advance[:-1])
    single = np.concatenate([[True], ~again])[: len(printed)] | glyphs.new_line[: len(printed)]
    glyphs, blanks_before = glyphs.take(single), blanks_before[single]
    if not len(glyphs.code):
        return ()
    end = glyphs.x + np.maximum(glyphs.advance, 0)
    new_line = glyphs.new_line
    gap = np.concatenate([[0.0], glyphs.x[1:] - end[:-1]])
    size = np.maximum(glyphs.size, np.concatenate([glyphs.size[:1], glyphs.size[:-1]]))
    blank = np.concatenate([[False], np.diff(blanks_before) > 0])
    blank |= gap - _letter_gaps(gap, glyphs, blank | new_line) > WORD_GAP * size
    blank |= _parted_by_ruling(glyphs, page.rulings)
    blank &= ~new_line
    starts = np.flatnonzero(new_line | blank | np.concatenate([[True], np.diff(glyphs.style) != 0]))
    text = glyphs.code.astype("<u4").tobytes().decode("utf-32-le", "replace")
    legacy = [charset_of(style.font) is not None for style in chars.styles]
    symbols = bool(((glyphs.code >= 0xF000) & (glyphs.code <= 0xF0FF)).any())
    base, band_size = _baselines(glyphs)
    runs_of: dict[int, list[Run]] = {}
    for s, e in pairwise([*starts.tolist(), len(text)]):
        face = chars.styles[glyphs.style[s]]
        b, y = int(glyphs.band[s]), float(glyphs.y[s])
        raised = face.size < SMALL * band_size[b] and base[b] - y > RAISED * band_size[b]
        letters = text[s:e]
        if legacy[glyphs.style[s]]:
            letters = to_unicode(letters, face.font)
        if symbols:
            letters = symbol(letters, face.font)
        x0, x1 = float(glyphs.x[s]), float(end[s:e].max())
        run = Run(letters, x0, x1, y, face.size, face.bold, face.italic, bool(blank[s]), raised)
        runs_of.setdefault(b, []).append(run)
    return tuple(
        TextLine(tuple(runs), base[b], band_size[b], page.number) for b, runs in sorted(runs_of.items())
    )


def _visible(chars: Characters, frame: Frame, has_image: bool) -> _Glyphs:
    """What a reader sees of the characters: upright in the frame, on the page, neither invisible nor white.

    Invisible text is kept where it is the text layer of a scanned page.
    """
    styles = chars.styles
    size = np.array([s.size for s in styles])[chars.style]
    visible = np.array([s.visible for s in styles], dtype=bool)[chars.style]
    white = np.array([s.white for s in styles], dtype=bool)[chars.style]
    x, y = frame.reading(chars.x, chars.y)
    keep = np.array([s.turn for s in styles])[chars.style] == frame.turn
    keep &= np.isfinite(x) & np.isfinite(y) & np.isfinite(chars.advance)
    keep &= (x > -PADDING) & (x < frame.width + PADDING)
    keep &= (y > -PADDING) & (y < frame.height + PADDING) & (size > 0.5)
    if not has_image or visible.sum() >= (~visible).sum():
        keep &= visible
    if 2 * white.sum() < len(white):
        keep &= ~white
    x, advance = np.array(x), chars.advance.copy()
    for i in np.flatnonzero((chars.code >= 0x300) & (chars.code <= 0x36F)):
        if i:  # a combining tone mark stands with the letter before it
            x[i], advance[i] = x[i - 1] + 0.001, advance[i - 1] - 0.001
    glyphs = _Glyphs(
        chars.code, x, y, advance, size, chars.style, chars.object, np.zeros(len(x), dtype=np.int64)
    )
    return glyphs.take(keep)


def _in_reading_order(glyphs: _Glyphs) -> _Glyphs:
    if not len(glyphs.code):
        return glyphs
    band = _overprinted_apart(glyphs, _bands(glyphs))
    return replace(glyphs, band=band).take(np.lexsort((glyphs.x, band)))


def _overprinted_apart(glyphs: _Glyphs, band: Integers) -> Integers:
    """The bands, with phrases painted over others as lines of their own: `GIÁM ĐỐC` under `KT. GIÁM ĐỐC`."""
    order = np.lexsort((glyphs.x, band))
    x, advance, code = glyphs.x[order], glyphs.advance[order], glyphs.code[order]
    covers = (np.diff(band[order]) == 0) & (np.diff(glyphs.object[order]) != 0) & (np.diff(code) != 0)
    covers &= (code[1:] > 32) & (code[:-1] > 32) & (advance[1:] > 1) & (advance[:-1] > 1)
    covers &= x[:-1] + advance[:-1] - x[1:] > OVERPRINTED * np.minimum(advance[1:], advance[:-1])
    lines, count = np.unique(band[order][1:][covers], return_counts=True)
    layer = np.zeros(len(band), dtype=np.int64)
    for b in lines[count > 1].tolist():
        free: list[list[Integers]] = []
        for phrase in _phrases(glyphs, np.flatnonzero(band == b)):
            home = next(
                (n for n, others in enumerate(free) if not any(_overlap(glyphs, phrase, o) for o in others)),
                len(free),
            )
            free += [[]] if home == len(free) else []
            free[home].append(phrase)
            layer[phrase] = home
    apart: Integers = np.unique(band * (layer.max() + 1) + layer, return_inverse=True)[1]
    return apart


def _phrases(glyphs: _Glyphs, rows: Integers) -> list[Integers]:
    """Letters of one line as they were painted, parted where the next does not follow on the last."""
    end = glyphs.x[rows[:-1]] + glyphs.advance[rows[:-1]]
    jump = np.abs(glyphs.x[rows[1:]] - end) > glyphs.size[rows[1:]]
    return np.split(rows, np.flatnonzero(jump) + 1)


def _overlap(glyphs: _Glyphs, phrase: Integers, other: Integers) -> bool:
    end, other_end = (float((glyphs.x[rows] + glyphs.advance[rows]).max()) for rows in (phrase, other))
    shared = min(end, other_end) - max(float(glyphs.x[phrase].min()), float(glyphs.x[other].min()))
    return shared > OVERPRINTED * float(glyphs.size[phrase].max())


def _parted_by_ruling(glyphs: _Glyphs, rulings: Sequence[Ruling]) -> npt.NDArray[np.bool_]:
    """Does a drawn line part a letter from the one before it? Close numbers of two cells: `359,6|351,96`.

    A word that is painted at one go is whole, even where it is too wide for its cell.
    """
    parted = np.zeros(len(glyphs.code), dtype=bool)
    down = np.array([(r.x0, r.y0 - 1, r.y1 + 1) for r in rulings if r.y0 != r.y1])
    rows = np.flatnonzero((np.diff(glyphs.object) != 0) & (np.diff(glyphs.band) == 0)) + 1
    if len(down) and len(rows):
        middle, height = glyphs.x + glyphs.advance / 2, glyphs.y[rows, None] - 0.3 * glyphs.size[rows, None]
        crossed = (middle[rows - 1, None] < down[:, 0]) & (down[:, 0] < middle[rows, None])
        parted[rows] = (crossed & (down[:, 1] < height) & (height < down[:, 2])).any(axis=1)
    return parted


def _letter_gaps(gap: Floats, glyphs: _Glyphs, skip: npt.NDArray[np.bool_]) -> Floats:
    """The usual gap between letters of each line: below zero in condensed type, above it in spaced type."""
    usual = np.zeros(len(gap))
    inside = ~skip & (gap > -0.3 * glyphs.size) & (gap < 0.6 * glyphs.size)
    for s, e in pairwise([*np.flatnonzero(glyphs.new_line).tolist(), len(gap)]):
        gaps = gap[s:e][inside[s:e]]
        if len(gaps) > 3:
            usual[s:e] = np.sort(gaps)[len(gaps) // 3]  # in a short line, half the gaps may be blanks
    return usual


def _middle(values: Floats) -> float:
    """The upper median: quick for the few values of a line."""
    return float(np.sort(values)[len(values) // 2])


def _bands(glyphs: _Glyphs) -> Integers:
    """A number for each character: the printed line it stands on, counted from the top of the page.

    Raised marks and lowered signs, smaller than the letter they stand beside, go with its line.
    """
    order = np.argsort(glyphs.y, kind="stable")
    y, size = glyphs.y[order], glyphs.size[order]
    step = np.diff(y) > BASELINE_TOLERANCE * np.minimum(size[1:], size[:-1])
    starts = [0, *(np.flatnonzero(step) + 1).tolist(), len(y)]
    bands = [order[s:e] for s, e in pairwise(starts)]
    base = [float(glyphs.y[rows[len(rows) // 2]]) for rows in bands]
    largest = [float(glyphs.size[rows].max()) for rows in bands]
    band = np.empty(len(y), dtype=np.int64)
    for b, rows in enumerate(bands):
        band[rows] = b
    for b, rows in enumerate(bands):
        near = [
            o
            for o in range(max(0, b - 3), min(len(bands), b + 4))
            if o != b and _reaches(base, largest, b, o)
        ]
        small = rows[
            (glyphs.size[rows] < SMALL * max((largest[o] for o in near), default=0.0))
            & (glyphs.code[rows] > 32)
        ]
        for figures in _segments(glyphs, small):
            home = next((o for o in near if _stands_beside(glyphs, figures, bands[o])), b)
            band[figures] = home
    return band


def _reaches(base: Sequence[float], largest: Sequence[float], b: int, other: int) -> bool:
    """May what stands on line `b` be raised from, or lowered under, the `other`?"""
    up = base[other] - base[b]
    return 0 < up < 0.75 * largest[other] or 0 < -up < 0.4 * largest[other]


def _segments(glyphs: _Glyphs, rows: Integers) -> list[Integers]:
    """Letters of one line, from left to right, parted where they do not touch."""
    if not len(rows):
        return []
    rows = rows[np.argsort(glyphs.x[rows])]
    gap = glyphs.x[rows[1:]] - glyphs.x[rows[:-1]] - glyphs.advance[rows[:-1]]
    return np.split(rows, np.flatnonzero(gap > 0.3 * glyphs.size[rows[1:]]) + 1)


def _stands_beside(glyphs: _Glyphs, figures: Integers, line: Integers) -> bool:
    """Do the few figures stand just before or after a larger letter of the line, and over none?"""
    x0, x1 = glyphs.x[figures[0]], glyphs.x[figures[-1]] + glyphs.advance[figures[-1]]
    size = glyphs.size[figures].max()
    printed = (glyphs.code[line] > 32) & (glyphs.advance[line] > 0)
    line = line[printed & (glyphs.size[line] * SMALL > size)]
    if not len(line) or len(figures) > FIGURES:
        return False
    left, em = glyphs.x[line], glyphs.size[line]
    middle = left + glyphs.advance[line] / 2
    if ((middle > x0) & (middle < x1)).any():
        return False
    follows = (middle < x0) & (x0 - left - glyphs.advance[line] < BESIDE * em)
    leads = (middle > x1) & (left - x1 < BESIDE * em)
    return bool(follows.any() or leads.any())


def _baselines(glyphs: _Glyphs) -> tuple[dict[int, float], dict[int, float]]:
    """Baseline and size of each line: those of its most common full-size letters."""
    base: dict[int, float] = {}
    size: dict[int, float] = {}
    for s, e in pairwise([*np.flatnonzero(glyphs.new_line).tolist(), len(glyphs.code)]):
        values, counts = np.unique(glyphs.size[s:e], return_counts=True)
        common = values[counts.argmax()]
        if common < SMALL * values[-1] and counts[-1] > 2:
            common = values[-1]
        b = int(glyphs.band[s])
        size[b] = float(common)
        base[b] = _middle(glyphs.y[s:e][glyphs.size[s:e] == common])
    return base, size
