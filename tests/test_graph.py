"""The graph of citations as CSV, GraphML and a picture."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from lxml import etree

from extractor.errors import ExtractorError
from extractor.graph import Edge, Graph, Node, graph, write_as

GRAPH = Graph(
    [
        Node("08-NQ/TU", "Nghị quyết", "Mục tiêu & “nhiệm vụ”", "Tỉnh ủy", "2022-12-06", False),
        Node("12/BC-UBND", "Báo cáo", None, None, None, True),
    ],
    [Edge("12/BC-UBND", "thực hiện", "08-NQ/TU", 2), Edge("12/BC-UBND", "tổng kết", "08-NQ/TU", 1)],
)
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
SVG = "{http://www.w3.org/2000/svg}"


def test_csv() -> None:
    assert list(csv.reader(io.StringIO(write_as(GRAPH, "csv")))) == [
        ["source", "relation", "target", "mentions"],
        ["12/BC-UBND", "thực hiện", "08-NQ/TU", "2"],
        ["12/BC-UBND", "tổng kết", "08-NQ/TU", "1"],
    ]


def test_graphml() -> None:
    root = etree.fromstring(write_as(GRAPH, "graphml").encode())
    keys = {key.get("id") for key in root.iter(f"{GRAPHML}key")}
    nodes = {n.get("id"): {d.get("key"): d.text for d in n} for n in root.iter(f"{GRAPHML}node")}
    edges = [(e.get("source"), e.get("target"), *(d.text for d in e)) for e in root.iter(f"{GRAPHML}edge")]
    assert nodes["08-NQ/TU"]["title"] == "Mục tiêu & “nhiệm vụ”"
    assert nodes["12/BC-UBND"] == {"type": "Báo cáo", "held": "true"}
    assert edges[0] == ("12/BC-UBND", "08-NQ/TU", "thực hiện", "2")
    assert {d.get("key") for d in root.iter(f"{GRAPHML}data")} <= keys


def test_a_picture_names_everything_once() -> None:
    root = etree.fromstring(write_as(GRAPH, "svg", "8 - NQ/TU").encode())
    texts = ["".join(t.itertext()) for t in root.iter(f"{SVG}text")]
    assert texts.count("08-NQ/TU") == texts.count("12/BC-UBND") == 1
    assert "thực hiện, tổng kết" in texts


def test_a_picture_needs_a_centre() -> None:
    with pytest.raises(ExtractorError, match="give its number"):
        write_as(GRAPH, "svg")


def test_the_neighbourhood_of_a_document(corpus_archive: Path) -> None:
    around = graph(corpus_archive, "12 - NQ/HU")
    assert {e.target for e in around.edges} | {e.source for e in around.edges} == {
        n.number for n in around.nodes
    }
    assert ("41-BC/BDVHU", "thực hiện") in {(e.source, e.relation) for e in around.edges}
    assert all("12-NQ/HU" in (e.source, e.target) for e in around.edges)


def test_a_document_that_nobody_names(corpus_archive: Path) -> None:
    with pytest.raises(ExtractorError, match="neither cited nor held"):
        graph(corpus_archive, "999-XX/YY")
