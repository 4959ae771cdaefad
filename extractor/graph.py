"""The graph of citations, who implements, amends, sums up whom: as GraphML, CSV, or a neighbourhood drawn.

GraphML: Brandes et al. 2002, http://graphml.graphdrawing.org/specification.html.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from textwrap import shorten
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from extractor.archive.open import connect
from extractor.errors import ExtractorError

Format = Literal["graphml", "csv", "svg"]

_EDGES = "SELECT source, relation, target, mentions FROM citation_graph ORDER BY ALL"
_NODES = """
SELECT number, arg_min(type, length(type)), arg_max(title, length(title)), mode(issuer), mode(date)::VARCHAR,
       bool_or(held)
FROM (
    SELECT number, type, title, issuer, date, cited_doc_id IS NOT NULL AS held FROM citations
    UNION ALL
    SELECT coalesce(number, file_name), type, title, issuer, date, true FROM reports
)
GROUP BY number
ORDER BY number
"""
_ROW, _WIDTH, _GAP, _MOST = 46, 250, 190, 40  # pixels; documents a side
_STYLE = """<style>
rect { fill: #fff; stroke: #7a869a }
.held rect { fill: #eaf3ff }
.centre rect { stroke: #1c5fb0; stroke-width: 2 }
.small { font-size: 10px; fill: #555 }
path { fill: none; stroke: #9aa5b5 }
</style>"""
_ARROW = """<defs>
<marker id="to" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto">
<path d="M0 0L8 4L0 8" style="fill:#9aa5b5"/></marker>
</defs>"""


@dataclass(frozen=True, slots=True)
class Node:
    """A document: its number (a report's file name where it has none) and what is known of it."""

    number: str
    type: str | None
    title: str | None
    issuer: str | None
    date: str | None
    held: bool


@dataclass(frozen=True, slots=True)
class Edge:
    """`source` stands to `target` as `relation` says (thực hiện, sửa đổi, …), so often."""

    source: str
    relation: str
    target: str
    mentions: int


@dataclass(frozen=True, slots=True)
class Graph:
    nodes: Sequence[Node]
    edges: Sequence[Edge]


def graph(db: Path | str, number: str | None = None) -> Graph:
    """All documents and citations of an archive, or those around one document.

    Raises ExtractorError where nothing of that number is cited or held.
    """
    with connect(db, read_only=True) as connection:
        edges = [Edge(*row) for row in connection.execute(_EDGES).fetchall()]
        nodes = {row[0]: Node(*row) for row in connection.execute(_NODES).fetchall()}
        same = set(nodes)
        if number is not None:
            found = connection.execute(
                "SELECT n FROM (SELECT unnest($all) AS n) "
                "WHERE number_key(n) = number_key($number) OR n = $number",
                {"all": list(nodes), "number": number},
            ).fetchall()
            same = {n for (n,) in found}
            if not same:
                raise ExtractorError(
                    f"{number}: neither cited nor held",
                    remedy="`extractor query cited-documents` lists what is",
                    stage="graph",
                )
    near = [e for e in edges if e.source in same or e.target in same]
    names = {n for e in near for n in (e.source, e.target)} | (same if number else set())
    return Graph([nodes[n] for n in sorted(names) if n in nodes], near)


def write_as(graph: Graph, format: Format, centre: str | None = None) -> str:
    """The graph as text; a picture shows what cites `centre` on its left and what it cites on its right."""
    if format == "csv":
        return _csv(graph)
    return _graphml(graph) if format == "graphml" else _svg(graph, centre)


def _csv(graph: Graph) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(f.name for f in fields(Edge))
    writer.writerows(astuple(e) for e in graph.edges)
    return out.getvalue()


def _graphml(graph: Graph) -> str:
    keys = [("node", f.name) for f in fields(Node)[1:]] + [("edge", "relation"), ("edge", "mentions")]
    types = {"held": "boolean", "mentions": "int"}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
        *(
            f'<key id="{name}" for="{of}" attr.name="{name}" attr.type="{types.get(name, "string")}"/>'
            for of, name in keys
        ),
        '<graph edgedefault="directed">',
    ]
    for n in graph.nodes:
        lines.append(f"<node id={quoteattr(n.number)}>{_data(n, [f.name for f in fields(Node)[1:]])}</node>")
    for e in graph.edges:
        ends = f"source={quoteattr(e.source)} target={quoteattr(e.target)}"
        lines.append(f"<edge {ends}>{_data(e, ['relation', 'mentions'])}</edge>")
    return "\n".join([*lines, "</graph>", "</graphml>", ""])


def _data(item: Node | Edge, names: Sequence[str]) -> str:
    given = [(name, getattr(item, name)) for name in names if getattr(item, name) is not None]
    values = ((n, str(v).lower() if isinstance(v, bool) else escape(str(v))) for n, v in given)
    return "".join(f'<data key="{name}">{value}</data>' for name, value in values)


def _svg(graph: Graph, centre: str | None) -> str:
    """Three columns: what names the centre, the centre, what the centre names; the verbs on the lines."""
    if centre is None:
        raise ExtractorError(
            "a picture shows one document's neighbourhood", remedy="give its number", stage="graph"
        )
    by_name = {n.number: n for n in graph.nodes}
    plain = centre.replace(" ", "").lower().lstrip("0")
    middle = next((n for n in by_name if n.replace(" ", "").lower().lstrip("0") == plain), centre)
    left = _labelled(graph.edges, lambda e: e.source if e.target == middle else None)
    right = _labelled(graph.edges, lambda e: e.target if e.source == middle else None)
    height = _ROW * max(len(left), len(right), 1) + 40
    width = 3 * _WIDTH + 2 * _GAP + 20
    x = (10, 10 + _WIDTH + _GAP, 10 + 2 * (_WIDTH + _GAP))
    mid = height / 2
    lines, boxes = [], [_box(x[1], mid, by_name.get(middle), middle, "centre")]
    for column, side in ((0, left), (2, right)):
        top = mid - _ROW * (len(side) - 1) / 2
        for place, (name, relation) in enumerate(side):
            y = top + _ROW * place
            begin, end = (
                ((x[0] + _WIDTH, y), (x[1], mid)) if column == 0 else ((x[1] + _WIDTH, mid), (x[2], y))
            )
            lines.append(_line(begin, end, relation, at_start=column == 0))
            boxes.append(_box(x[column], y, by_name.get(name), name, ""))
    size = f'viewBox="0 0 {width} {height:g}" width="{width}" height="{height:g}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="12">'
    return "\n".join([head, _STYLE, _ARROW, *lines, *boxes, "</svg>", ""])


def _labelled(edges: Sequence[Edge], end: Callable[[Edge], str | None]) -> list[tuple[str, str]]:
    """The other ends with their verbs, most named first."""
    found: dict[str, list[Edge]] = {}
    for edge in edges:
        if (name := end(edge)) is not None:
            found.setdefault(name, []).append(edge)
    ranked = sorted(found.items(), key=lambda item: (-sum(e.mentions for e in item[1]), item[0]))
    return [(name, ", ".join(e.relation for e in of)) for name, of in ranked[:_MOST]]


def _box(x: float, y: float, node: Node | None, name: str, kind: str) -> str:
    classes = " ".join(filter(None, (kind, "held" if node and node.held else "")))
    words = [node.type, node.title or node.issuer] if node else []
    about = shorten(": ".join(filter(None, words)), 44, placeholder=" …")
    full = escape(" · ".join(filter(None, (node.type, node.issuer, node.date, node.title)))) if node else ""
    return (
        f'<g class="{classes}"><title>{full}</title>'
        f'<rect x="{x}" y="{y - 18:g}" width="{_WIDTH}" height="36" rx="5"/>'
        f'<text x="{x + 8}" y="{y - 3:g}">{escape(shorten(name, 36, placeholder=" …"))}</text>'
        f'<text class="small" x="{x + 8}" y="{y + 12:g}">{escape(about)}</text></g>'
    )


def _line(begin: tuple[float, float], end: tuple[float, float], label: str, *, at_start: bool) -> str:
    """An arrow with its verbs over the end where the lines are apart."""
    bend = (begin[0] + end[0]) / 2
    curve = f"{bend:g} {begin[1]:g} {bend:g} {end[1]:g} {end[0]} {end[1]:g}"
    x, y, anchor = (begin[0] + 6, begin[1], "start") if at_start else (end[0] - 12, end[1], "end")
    return (
        f'<path d="M{begin[0]} {begin[1]:g}C{curve}" marker-end="url(#to)"/>'
        f'<text class="small" x="{x:g}" y="{y - 5:g}" text-anchor="{anchor}">'
        f"{escape(shorten(label, 30, placeholder=' …'))}</text>"
    )
