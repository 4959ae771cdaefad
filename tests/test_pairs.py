"""The same report as docx and as PDF reads the same: text, outline, notes, metadata, facts."""

from __future__ import annotations

from collections import Counter
from functools import cache
from itertools import groupby
from pathlib import Path

import pytest

from extractor.document import Document
from extractor.extract import extract
from extractor.parsers import parse

ROOT = Path(__file__).resolve().parent.parent
CORPUS = sorted(path for path in (ROOT / "corpus").glob("*.docx") if path.with_suffix(".pdf").exists())
REAL = ("danvan-2023", "thainguyen-chinh-tri-2025", "yennghia-2026")
TOP = ("letterhead", "title", "addressee")

read = cache(parse)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_pairs_of_the_corpus(path: Path) -> None:
    assert_same(read(path), read(path.with_suffix(".pdf")))


@pytest.mark.parametrize("name", REAL)
def test_pairs_of_real_reports(shared: Path, name: str) -> None:
    assert_same(read(shared / "real" / f"{name}.docx"), read(shared / "real" / f"{name}.pdf"))


def assert_same(docx: Document, pdf: Document) -> None:
    assert blocks(docx) == blocks(pdf)
    assert outline(docx) == outline(pdf)
    assert notes(docx) == notes(pdf)
    assert docx.metadata == pdf.metadata
    ours, theirs = facts(docx), facts(pdf)
    assert (ours & theirs).total() >= 0.99 * max(ours.total(), theirs.total())
    assert ours.total() > 50


def blocks(document: Document) -> list[tuple[str, str]]:
    """Zone and text of the blocks. Those of the letterhead and title are one text each: in a docx each line
    of a title may be a paragraph, on the page it is one.
    """
    found: list[tuple[str, str]] = []
    for zone, group in groupby(document.blocks, key=lambda block: block.zone):
        texts = [block.text for block in group]
        found += [(zone, " ".join(texts))] if zone in TOP else [(zone, text) for text in texts]
    return found


def outline(document: Document) -> list[tuple[str, str]]:
    return [(section.path, section.heading) for section in document.sections]


def notes(document: Document) -> list[tuple[str, str, str | None, int | None]]:
    text = {block.block_id: block.text for block in document.blocks}
    return [
        (n.note, text[n.block_id], text.get(n.anchor_block_id or ""), n.anchor_offset)
        for n in document.footnotes
    ]


def facts(document: Document) -> Counter[tuple[object, ...]]:
    return Counter(
        (f.kind, f.exact, f.value, f.unit, f.date_start, f.date_end, f.number, f.section_path)
        for f in extract(document)
    )
