"""Real reports in Word's formats against their gold: every paragraph whole, every note in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from extractor.document import Document
from extractor.parsers import docx, office, parse
from extractor.text import clean

PAIRS = [
    ("danvan-2023", "danvan-2023.docx"),
    ("thainguyen-chinh-tri", "thainguyen-chinh-tri-2025.docx"),
    ("yennghia-2026", "yennghia-2026.docx"),
    ("cantho-2009", "cantho-2009.doc"),
]


@pytest.fixture(scope="module", params=PAIRS, ids=lambda pair: pair[1])
def pair(request: pytest.FixtureRequest, shared: Path) -> tuple[dict[str, Any], Document]:
    gold, report = request.param
    if report.endswith(".doc") and office.soffice() is None:
        pytest.skip("LibreOffice is not on this machine")
    path = shared / "gold" / f"{gold}.json"
    return json.loads(path.read_text(encoding="utf-8")), parse(shared / "real" / report)


def test_blocks_are_the_golds(pair: tuple[dict[str, Any], Document]) -> None:
    gold, document = pair
    expected = sorted(clean(block["text"]) for block in gold["blocks"])
    assert sorted(block.text for block in document.blocks) == expected


def test_notes_are_the_golds(pair: tuple[dict[str, Any], Document]) -> None:
    gold, document = pair
    text = {block.block_id: block.text for block in document.blocks}
    found = [
        (note.note, text[note.block_id], text[note.anchor_block_id or ""][: note.anchor_offset][-30:])
        for note in document.footnotes
    ]
    assert found == [(n["label"], clean(n["text"]), n["anchor"]["before"]) for n in gold["footnotes"]]


def test_every_docx_is_read(shared: Path) -> None:
    for path in sorted((shared / "real").glob("*.docx")):
        flow = docx.read(path)
        assert flow.items
        assert not any("%1" in item.text for item in flow.items if hasattr(item, "text"))
