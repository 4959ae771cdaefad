"""A line chart of an answer that holds dates and values: `extractor query … --chart out.svg|html`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html import escape
from typing import Literal

from extractor.errors import ExtractorError
from extractor.query import Answer, plain

Format = Literal["svg", "html"]

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 860, 420, 90, 220, 20, 40
LABEL = 55  # pixels that a label of the time axis takes
COLOURS = ("#1c5fb0", "#c2410c", "#15803d", "#7e22ce", "#b45309", "#0e7490", "#be123c", "#4d7c0f")
_NAMES = ("indicator", "series", "unit", "place")  # columns that name a line, where the answer has them


@dataclass(frozen=True, slots=True)
class Line:
    """One series: its name and its points in order of time; hollow points are targets."""

    name: str
    points: tuple[tuple[date, float, str, bool], ...]


def lines(answer: Answer) -> list[Line]:
    """The series of an answer: by its names and units, over its last date column, longest first.

    Raises ExtractorError where the answer holds no date or no number to draw.
    """
    dates = [n for n, _ in enumerate(answer.columns) if _is_of(answer, n, (date,))]
    values = [n for n, _ in enumerate(answer.columns) if _is_of(answer, n, (Decimal, int, float))]
    if not dates or not values:
        raise ExtractorError(
            "nothing to draw: the answer needs a column of dates and one of numbers",
            remedy="ask `series-of --indicator …`",
            stage="query",
        )
    x = next((n for n in dates if answer.columns[n] == "period_end"), dates[-1])
    y = next((n for n in values if answer.columns[n] == "value"), values[0])
    named = [answer.columns.index(name) for name in _NAMES if name in answer.columns]
    status = answer.columns.index("status") if "status" in answer.columns else None
    found: dict[str, list[tuple[date, float, str, bool]]] = {}
    for row in answer.rows:
        if row[x] is not None and row[y] is not None:
            words = dict.fromkeys(str(row[n]) for n in named if row[n] is not None)
            name = " · ".join(words) or answer.columns[y]
            is_target = status is not None and row[status] == "target"
            found.setdefault(name, []).append((row[x], float(row[y]), str(plain(row[y])), is_target))
    made = [Line(name, tuple(sorted(points))) for name, points in found.items()]
    return sorted(made, key=lambda line: (-len(line.points), line.name))[: len(COLOURS)]


def draw(answer: Answer, format: Format, title: str) -> str:
    """The chart as SVG, or as a page that holds it with the answer as a table below."""
    picture = _svg(lines(answer), title)
    if format == "svg":
        return picture
    head = "".join(f"<th>{escape(name)}</th>" for name in answer.columns)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape('' if v is None else str(plain(v)))}</td>" for v in row) + "</tr>\n"
        for row in answer.rows
    )
    table = f"<table><thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody></table>"
    return (
        f'<!doctype html>\n<html lang="vi"><head><meta charset="utf-8"><title>{escape(title)}</title>\n'
        f"{_PAGE_STYLE}</head>\n<body><h1>{escape(title)}</h1>\n{picture}{table}</body></html>\n"
    )


def _svg(series: Sequence[Line], title: str) -> str:
    days = [day.toordinal() for line in series for day, *_ in line.points]
    top = max((value for line in series for _, value, *_ in line.points), default=1) * 1.08 or 1
    first, last = (min(days), max(days)) if days else (0, 1)
    span = max(last - first, 1)

    def x(day: date) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * (day.toordinal() - first) / span

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * value / top

    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12" role="img">',
        f"<title>{escape(title)}</title>",
    ]
    for step in range(5):
        value = top * step / 4
        parts.append(
            f'<line x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y(value):.1f}" y2="{y(value):.1f}" stroke="#ddd"/>'
            f'<text x="{LEFT - 8}" y="{y(value) + 4:.1f}" text-anchor="end">{_tick(value)}</text>'
        )
    free = 0.0
    for day in sorted({day for line in series for day, *_ in line.points}):
        if x(day) >= free:
            parts.append(
                f'<text x="{x(day):.1f}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{day:%m/%Y}</text>'
            )
            free = x(day) + LABEL
    for number, line in enumerate(series):
        colour = COLOURS[number]
        path = " ".join(f"{x(day):.1f},{y(value):.1f}" for day, value, *_ in line.points)
        parts.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        for day, value, shown, is_target in line.points:
            fill = "#fff" if is_target else colour
            parts.append(
                f'<circle cx="{x(day):.1f}" cy="{y(value):.1f}" r="4" fill="{fill}" stroke="{colour}">'
                f"<title>{escape(line.name)}, {day:%d/%m/%Y}: {escape(shown)}</title></circle>"
            )
        parts.append(
            f'<rect x="{WIDTH - RIGHT + 16}" y="{TOP + 22 * number}" width="12" height="12" fill="{colour}"/>'
            f'<text x="{WIDTH - RIGHT + 34}" y="{TOP + 22 * number + 11}">{escape(line.name[:28])}</text>'
        )
    return "\n".join([*parts, "</svg>", ""])


def _is_of(answer: Answer, column: int, kinds: tuple[type, ...]) -> bool:
    given = [row[column] for row in answer.rows if row[column] is not None]
    return bool(given) and all(isinstance(v, kinds) and not isinstance(v, bool) for v in given)


def _tick(value: float) -> str:
    text = f"{value:,.0f}" if value >= 10 or not value else f"{value:,.1f}"
    return text.translate(str.maketrans(",.", ".,"))


_PAGE_STYLE = """<style>
body { font: 15px/1.5 sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem }
table { border-collapse: collapse; display: block; overflow-x: auto }
td, th { border-bottom: 1px solid #ddd; padding: .2rem .6rem; text-align: left }
svg { max-width: 100%; height: auto }
</style>"""
