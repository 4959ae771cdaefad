"""The same facts however a file came to be: order and number of workers, Unicode form, line breaks, runs.

Whole reports of the corpus are written anew in another form and read again.
"""

from __future__ import annotations

import io
import random
import textwrap
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import astuple
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from ooxml_files import W

from extractor.archive.open import connect
from extractor.document import Document
from extractor.extract import extract
from extractor.ingest import ingest
from extractor.parsers import parse

CORPUS = Path(__file__).parent.parent / "corpus"
REPORTS = ("vankhe-danvan-2023.docx", "tangiang-tongket-nq25-2023.docx", "vankhe-ktxh-6thang-2024.docx")
TEXTS = ("word/document.xml", "word/footnotes.xml")


def everything(document: Document) -> list[Any]:
    """Blocks, metadata and facts with every value and place."""
    return [document.metadata, document.blocks, document.footnotes, extract(document)]


def values(document: Document) -> list[tuple[object, ...]]:
    """Facts with every value, without their place in the document."""
    return [f[:2] + f[5:7] + f[10:] for f in map(astuple, extract(document))]


def rewritten(source: Path, target: Path, change: Callable[[bytes], bytes]) -> Path:
    """A .docx with the parts that hold text changed."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, change(data) if name in TEXTS else data)
    return target


# --- order of files, number of workers ---------------------------------------------------------------


TABLES = ("documents", "sections", "blocks", "footnotes", "table_cells", "facts", "citations", "findings", "paths")  # fmt: skip


def archived(files: Iterable[Path], db: Path, jobs: int) -> dict[str, Any]:
    """What an archive of these files holds, but for the time of reading."""
    assert ingest(list(files), db, jobs=jobs).failed == 0
    with connect(db, read_only=True) as connection:
        tables = {t: connection.execute(f"FROM {t} ORDER BY ALL").to_arrow_table() for t in TABLES}
    return {
        name: sorted(
            map(
                repr, table.drop_columns([c for c in ("ingested_at",) if c in table.column_names]).to_pylist()
            )
        )
        for name, table in tables.items()
    }


def test_same_archive_whatever_the_order_of_files_and_the_number_of_workers(tmp_path: Path) -> None:
    files = [CORPUS / name for name in REPORTS]
    one = archived(files, tmp_path / "one.duckdb", jobs=1)
    assert len(one["facts"]) > 100
    assert archived(files[::-1], tmp_path / "two.duckdb", jobs=2) == one
    third = tmp_path / "three.duckdb"
    for file in files[1:]:
        ingest([file], third, jobs=1)
    assert archived(files, third, jobs=2) == one


# --- Unicode form ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("form", ["NFD", "tone apart"])
def test_same_reading_of_word_whatever_the_unicode_form(name: str, form: str, tmp_path: Path) -> None:
    def change(xml: bytes) -> bytes:
        return other_form(xml.decode(), form).encode()

    other = rewritten(CORPUS / name, tmp_path / name, change)
    assert everything(parse(other)) == everything(parse(CORPUS / name))


@pytest.mark.parametrize("form", ["NFD", "tone apart"])
def test_same_reading_of_text_whatever_the_unicode_form(form: str, tmp_path: Path) -> None:
    composed, other = tmp_path / "a.txt", tmp_path / "b.txt"
    text = plain_text(parse(CORPUS / REPORTS[0]))
    composed.write_text(unicodedata.normalize("NFC", text), encoding="utf-8")
    other.write_text(other_form(text, form), encoding="utf-8")
    assert everything(parse(other)) == everything(parse(composed))


def other_form(text: str, form: str) -> str:
    """NFD, or as some keyboards type: the vowel composed, the tone mark behind it (`ê` + U+0323)."""
    if form != "tone apart":
        return unicodedata.normalize(form, text)  # type: ignore[arg-type]
    return "".join(_half_composed(c) for c in unicodedata.normalize("NFC", text))


def _half_composed(letter: str) -> str:
    tones = "\u0300\u0301\u0303\u0309\u0323"
    marks = unicodedata.normalize("NFD", letter)
    vowel = unicodedata.normalize("NFC", "".join(c for c in marks if c not in tones))
    return vowel + "".join(c for c in marks if c in tones)


# --- line breaks and runs ----------------------------------------------------------------------------


def plain_text(document: Document, width: int = 10_000) -> str:
    """Its text as a .txt has it: paragraphs parted by an empty line, wrapped at a margin."""
    texts = [b.text for b in document.blocks if b.zone != "footnote" and b.kind != "table_row"]
    return "\n\n".join(textwrap.fill(t, width, break_long_words=False, break_on_hyphens=False) for t in texts)


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize(("width", "ends"), [(60, "\n"), (72, "\r\n"), (95, "\n"), (110, "\r")])
def test_same_facts_however_a_text_is_wrapped(name: str, width: int, ends: str, tmp_path: Path) -> None:
    document = parse(CORPUS / name)
    whole, wrapped = tmp_path / "whole.txt", tmp_path / "wrapped.txt"
    whole.write_text(plain_text(document), encoding="utf-8")
    wrapped.write_text(plain_text(document, width), encoding="utf-8", newline=ends)
    assert values(parse(wrapped)) == values(parse(whole))


@pytest.mark.parametrize("name", REPORTS)
def test_same_facts_with_soft_line_breaks_in_words_paragraphs(name: str, tmp_path: Path) -> None:
    draw = random.Random(name)

    def change(xml: bytes) -> bytes:
        return over_runs(xml, lambda run, text: broken(run, text, draw))

    other = rewritten(CORPUS / name, tmp_path / name, change)
    assert values(parse(other)) == values(parse(CORPUS / name))


@pytest.mark.parametrize("name", REPORTS)
def test_same_reading_however_word_cut_the_runs(name: str, tmp_path: Path) -> None:
    draw = random.Random(name)

    def change(xml: bytes) -> bytes:
        return over_runs(xml, lambda run, text: cut(run, text, draw))

    other = rewritten(CORPUS / name, tmp_path / name, change)
    assert everything(parse(other)) == everything(parse(CORPUS / name))


_P, _R, _T, _BR = (f"{{{W}}}{tag}" for tag in ("p", "r", "t", "br"))


def over_runs(xml: bytes, change: Callable[[etree._Element, str], list[etree._Element]]) -> bytes:
    """A part with each run that holds nothing but text replaced by what `change` makes of it."""
    root = etree.parse(io.BytesIO(xml)).getroot()
    for run in list(root.iter(_R)):
        texts = run.findall(_T)
        others = [child for child in run if child.tag not in (_T, f"{{{W}}}rPr")]
        parent = run.getparent()
        if len(texts) == 1 and texts[0].text and not others and parent is not None:
            at = parent.index(run)
            parent[at : at + 1] = change(run, texts[0].text)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def with_text(run: etree._Element, *pieces: str | None) -> etree._Element:
    """The run with these pieces in place of its text; None is a line break."""
    made = etree.fromstring(etree.tostring(run))
    for child in made.findall(_T):
        made.remove(child)
    for piece in pieces:
        if piece is None:
            etree.SubElement(made, _BR)
        else:
            text = etree.SubElement(made, _T)
            text.text = piece
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def broken(run: etree._Element, text: str, draw: random.Random) -> list[etree._Element]:
    """A long run (a paragraph's text, no line of a letterhead) with some blanks turned into line breaks."""
    if len(text) < 80:
        return [run]
    pieces: list[str | None] = []
    for i, word in enumerate(text.split(" ")):
        if i and draw.random() < 0.1:
            pieces += [None, word]
        elif i:
            pieces[-1] = f"{pieces[-1]} {word}"
        else:
            pieces.append(word)
    return [with_text(run, *pieces)]


def cut(run: etree._Element, text: str, draw: random.Random) -> list[etree._Element]:
    """The run in up to four, anywhere, as Word leaves it after edits and spelling checks."""
    places = sorted({0, len(text), *(draw.randrange(len(text)) for _ in range(3))})
    return [with_text(run, text[a:b]) for a, b in pairwise(places)]
