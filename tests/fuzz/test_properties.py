"""What must hold of any text and any bytes: readers fail in words only, offsets are exact, spelling is no matter."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractor.document import Document
from extractor.errors import ExtractorError
from extractor.extract import MODULES, extract
from extractor.facts import Fact
from extractor.parsers import parse
from extractor.rules.engine import Passage

# Pieces of what reports say and rules look for, put together as nobody would.
PIECES = (
    "ngày ", "tháng ", "năm ", "quý III", "giai đoạn ", "từ ", "đến ", "06/12/2022", "2021 - 2025", "12/02", "31/02", "1.234", "54,5", "%",
    "số ", "08-NQ/TU", "217 và 218-QĐ/TW", "30/2020/NĐ-CP", "Nghị quyết ", "của Tỉnh ủy", "về ", "“", "”", " tỷ 250 triệu đồng", " đồng/người",
    "trên ", "khoảng ", "10 đến 15 ", "mô hình", "35/35 sở, ban, ngành", "hai mươi ba ", "khiển trách 757, ", " ha", " km2", "6 tháng đầu năm ",
    "I. ", "1.1. ", "a) ", "- ", "Điều 5", "BÁO CÁO\n", "TM. ỦY BAN NHÂN DÂN\n", "Nơi nhận:\n", "Kính gửi: ", "Chương I\n", "\n", " ", ", ", ". ", "; ",
    "(", ")", "/", "-", "–", "0", "1", "99999999999999999999999999999999999999999", "\u0301", "đ", "\u00a0", " | ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)
FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read(content: bytes, suffix: str) -> Document | None:
    """The document in these bytes; None where the reader says that there is none."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"a{suffix}"
        path.write_bytes(content)
        try:
            return parse(path, ocr="never")
        except ExtractorError as error:
            assert str(error).isprintable()  # noqa: PT017 - whether there is one is for the reader to say
            return None


def values(facts: tuple[Fact, ...]) -> list[tuple[object, ...]]:
    return [(f.kind, f.exact, f.value, f.unit, f.date_start, f.date_end, f.number) for f in facts]


HEADS = (
    b"",
    b"PK\x03\x04",
    b"%PDF-1.7\n",
    b"\xff\xfe",
    b"BM",
    b"{\\rtf1",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
)


@FEW
@given(st.sampled_from(HEADS[:4]), st.binary(max_size=400))
def test_readers_fail_only_in_words(head: bytes, rest: bytes) -> None:
    read(head + rest, ".txt")


@FEW
@given(TEXTS, st.sampled_from((".txt", ".md")))
def test_documents_and_facts_are_consistent(text: str, suffix: str) -> None:
    document = read(text.encode("utf-8", "replace"), suffix)
    if document is None:
        return
    blocks = {b.block_id: b for b in document.blocks}
    assert len(blocks) == len(document.blocks)
    assert all(unicodedata.is_normalized("NFC", b.text) for b in document.blocks)
    assert all(s.block_id in blocks for s in document.sections)
    ends: dict[str, int] = {}
    for fact in extract(document):
        block = blocks[fact.block_id]
        assert block.text[fact.start : fact.end] == fact.exact != ""
        assert fact.start >= ends.get(fact.block_id, 0)
        assert fact.date_start is None or fact.date_end is None or fact.date_start <= fact.date_end
        ends[fact.block_id] = fact.end


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
@FEW
@given(text=TEXTS)
def test_candidates_keep_within_the_text(module: object, text: str) -> None:
    for c in module.find(Passage(text)):  # type: ignore[attr-defined]
        assert 0 <= c.start < c.end <= len(text)
        assert text[c.start : c.end].strip() != ""


@FEW
@given(TEXTS)
def test_spelling_of_letters_and_line_ends_change_no_fact(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    plain = read(text.encode("utf-8", "replace"), ".txt")
    decomposed = read(unicodedata.normalize("NFD", text).encode("utf-8", "replace"), ".txt")
    windows = read(text.replace("\r", "").replace("\n", "\r\n").encode("utf-8", "replace"), ".txt")
    wanted = values(extract(plain)) if plain else []
    assert (values(extract(decomposed)) if decomposed else []) == wanted
    if "\r" not in text:
        assert (values(extract(windows)) if windows else []) == wanted
