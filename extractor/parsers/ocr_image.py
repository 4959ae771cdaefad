"""What a page image tells beside its letters: its skew, drawn rules, raised marks, and how heavy the
strokes are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

Ink = npt.NDArray[np.bool_]

# In ems, from the baseline up. A raised digit is as tall as 0.37 (Word, LibreOffice: 58 to 65 % of a
# digit's 0.66); quotation marks reach as high, but are only 0.28 tall; accents stand above a letter, so
# they are never alone.
MARK_BOTTOM, MARK_HEIGHT, MARK_WIDTH = 0.2, 0.32, 0.65
REACH_ABOVE, REACH_BELOW = 0.95, 0.05
BESIDE = 2.2  # a note's own mark may be left out of the line that is read


class Rectangle(NamedTuple):
    """Pixels `[x0, x1)` × `[y0, y1)` of a page image."""

    x0: int
    y0: int
    x1: int
    y1: int

    def moved(self, x: int, y: int) -> Rectangle:
        return Rectangle(self.x0 + x, self.y0 + y, self.x1 + x, self.y1 + y)


def ink(image: Image.Image) -> Ink:
    """The dark pixels, by Otsu's threshold (IEEE Trans. SMC 9(1), 1979)."""
    grey = np.asarray(image)
    counts = np.bincount(grey.ravel(), minlength=256).astype(float)
    below = np.cumsum(counts)
    mass = np.cumsum(counts * np.arange(256))
    with np.errstate(divide="ignore", invalid="ignore"):
        between = (mass[-1] * below / below[-1] - mass) ** 2 / (below * (below[-1] - below))
    dark: Ink = grey <= (int(np.nanargmax(between)) if np.isfinite(between).any() else 127)
    return dark


def straightened(image: Image.Image) -> Image.Image:
    """The image turned (by up to three degrees) until its lines run level: where rows of ink differ most."""
    small = image.resize((max(1, image.width // 3), max(1, image.height // 3)))
    dark = Image.fromarray(ink(small).astype(np.uint8) * 255)

    def contrast(angle: float) -> float:
        rows = np.asarray(dark.rotate(angle, Image.Resampling.NEAREST)).sum(axis=1, dtype=float)
        return float(((rows[1:] - rows[:-1]) ** 2).sum())

    coarse = max(np.arange(-3, 3.01, 0.25), key=contrast)
    angle = float(max(np.arange(coarse - 0.25, coarse + 0.26, 0.05), key=contrast))
    return image.rotate(angle, Image.Resampling.BICUBIC, fillcolor=255) if abs(angle) > 0.04 else image


def raised_marks(dark: Ink, box: Rectangle, baseline: float, slope: float, em: float) -> Iterator[Rectangle]:
    """Small figures that stand clear above a printed line's baseline, with nothing below them: footnote
    marks.

    `box` is the line's; `baseline` its height at the box's left edge, falling by `slope` a pixel.
    """
    left, right = max(0, int(box.x0 - BESIDE * em)), min(dark.shape[1], int(box.x1 + BESIDE * em))
    middle = round(baseline + slope * (box.x1 - box.x0) / 2)
    top = max(0, middle - int(REACH_ABOVE * em))
    strip = dark[top : middle + max(1, int(REACH_BELOW * em)), left:right]
    for start, end in _spans(np.any(strip, axis=0)):
        rows = np.flatnonzero(strip[:, start:end].any(axis=1))
        mark = Rectangle(left + start, top + int(rows[0]), left + end, top + int(rows[-1]) + 1)
        clear = middle - mark.y1 > MARK_BOTTOM * em
        tall = mark.y1 - mark.y0 > MARK_HEIGHT * em
        if clear and tall and 0.05 * em < mark.x1 - mark.x0 < MARK_WIDTH * em:
            yield mark


def stroke(dark: Ink, box: Rectangle) -> float | None:
    """How thick the upright strokes in a box are, in pixels: the median run of ink along its rows."""
    rows = dark[box.y0 : box.y1, box.x0 : box.x1]
    padded = np.zeros((rows.shape[0], rows.shape[1] + 2), dtype=np.int8)
    padded[:, 1:-1] = rows
    change = np.diff(padded, axis=1)
    begins, ends = np.argwhere(change == 1), np.argwhere(change == -1)
    runs = ends[:, 1] - begins[:, 1]
    runs = runs[runs < 0.4 * max(1, box.y1 - box.y0)]
    return float(np.median(runs)) if len(runs) > 8 else None


def unread(dark: Ink, read: Iterable[Rectangle], em: float) -> list[Rectangle]:
    """Patches of ink that look like a piece of a line and that no box of `read` covers: short last lines."""
    left = dark.copy()
    for r in rules(dark, int(2 * em)):
        left[max(0, r.y0 - 3) : r.y1 + 3, max(0, r.x0 - 3) : r.x1 + 3] = False
    around = int(0.35 * em)
    for r in read:
        left[max(0, r.y0 - around) : r.y1 + around, max(0, r.x0 - around) : r.x1 + around] = False
    found: list[Rectangle] = []
    for top, bottom in _spans(np.sum(left, axis=1) > 2):
        if not 0.35 * em < bottom - top < 1.5 * em:
            continue  # dust, or a seal
        for start, end in _joined(_spans(np.any(left[top:bottom], axis=0)), em):
            if end - start > 0.6 * em and left[top:bottom, start:end].mean() > 0.05:
                found.append(Rectangle(start, top, end, bottom))
    return found


def _joined(spans: Iterable[tuple[int, int]], gap: float) -> list[tuple[int, int]]:
    """Spans less than `gap` apart made one."""
    out: list[tuple[int, int]] = []
    for start, end in spans:
        if out and start - out[-1][1] < gap:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return out


def rules(dark: Ink, shortest: int) -> list[Rectangle]:
    """Drawn straight lines, level and upright, at least `shortest` pixels long."""
    level = _long_runs(dark, shortest)
    upright = [Rectangle(r.y0, r.x0, r.y1, r.x1) for r in _long_runs(dark.T, shortest)]
    return level + upright


def _long_runs(dark: Ink, shortest: int) -> list[Rectangle]:
    """Runs of ink along rows, those of neighbouring rows joined, as long as they stay a thin line."""
    thickest = max(3, shortest // 12)
    found: list[Rectangle] = []
    open_runs: list[Rectangle] = []
    for y in np.flatnonzero(dark.sum(axis=1) >= shortest).tolist():
        kept = [r for r in open_runs if r.y1 >= y - 1]
        found += [r for r in open_runs if r.y1 < y - 1]
        for start, end in _spans(dark[y]):
            if end - start < shortest:
                continue
            over = next((r for r in kept if r.x0 < end and start < r.x1), None)
            if over:
                kept.remove(over)
                kept.append(Rectangle(min(over.x0, start), over.y0, max(over.x1, end), y + 1))
            else:
                kept.append(Rectangle(start, y, end, y + 1))
        open_runs = kept
    return [r for r in found + open_runs if r.y1 - r.y0 <= thickest]


def _spans(flags: npt.ArrayLike) -> Iterator[tuple[int, int]]:
    """The runs of true values as `[start, end)`."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], np.asarray(flags), [False]]).astype(np.int8)))
    yield from ((int(a), int(b)) for a, b in list(pairwise(edges))[::2])
