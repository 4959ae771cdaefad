"""Places on a page: in PDF user space, on the page as shown, and on the page turned to read upright."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from extractor.document import Box


class Ruling(NamedTuple):
    """A drawn straight line: from (x0, y0) to (x1, y1), horizontal where y0 == y1, else vertical."""

    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class Frame:
    """A page's box in PDF user space, its rotation, and the quarter turns after which its text is upright."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int
    turn: int

    @property
    def width(self) -> float:
        return self.right - self.left if self.turn % 2 == 0 else self.top - self.bottom

    @property
    def height(self) -> float:
        return self.top - self.bottom if self.turn % 2 == 0 else self.right - self.left

    def reading(self, x: Any, y: Any) -> tuple[Any, Any]:
        """User space → reading coordinates (origin top left, text upright), of numbers or of arrays."""
        return _turned(x - self.left, self.top - y, self.right - self.left, self.top - self.bottom, self.turn)

    def turned(self, quarters: int) -> Frame:
        """The frame of text that reads upright after so many more quarter turns clockwise."""
        return replace(self, turn=(self.turn + quarters) % 4)

    def onto(self, x: float, y: float, quarters: int) -> tuple[float, float]:
        """Reading coordinates → those of the frame `turned` so far."""
        return _turned(x, y, self.width, self.height, quarters)

    def box(self, page: int, x0: float, y0: float, x1: float, y1: float) -> Box:
        """Reading coordinates → a box on the page as it is shown."""
        extra = (self.rotation - self.turn) % 4
        if extra:
            ax, ay = self.onto(x0, y0, extra)
            bx, by = self.onto(x1, y1, extra)
            x0, x1, y0, y1 = min(ax, bx), max(ax, bx), min(ay, by), max(ay, by)
        return Box(page, round(x0, 2), round(y0, 2), round(x1, 2), round(y1, 2))


def _turned(x: Any, y: Any, width: float, height: float, quarters: int) -> tuple[Any, Any]:
    """A point of a page (origin top left, `width` × `height`) after that many quarter turns clockwise."""
    match quarters % 4:
        case 0:
            return x, y
        case 1:
            return height - y, x
        case 2:
            return width - x, height - y
        case _:
            return y, width - x
