"""Fuzz targets: what takes anything from outside, each a function of bytes that raises where something is wrong.

One table for two drivers: `test_targets.py` draws bytes with hypothesis, in every run of the tests, and
`benchmarks/fuzz.py` (`make fuzz`) lets atheris look for bytes that reach new code. Seeds are in `seeds.py`.
"""

from __future__ import annotations

import shutil
import tempfile
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import hostile_files
import seeds
from archives import archive
from lxml import etree
from ooxml_files import docx_file, root
from samples import report

from extractor import numbers
from extractor.archive import load, reports
from extractor.audit import audit
from extractor.back_references import back_references
from extractor.dates import Point, Report, days, in_month, in_year, months_from, span
from extractor.document import Document
from extractor.errors import ExtractorError
from extractor.evaluate.score import score_document
from extractor.extract import MODULES, explain, extract
from extractor.gold import as_document, as_facts, from_json, read_gold, to_json
from extractor.gold_tools.check import check
from extractor.language import annotate
from extractor.markdown import markdown
from extractor.parsers import charsets, labels, names, numbering, office, parse, period, symbols, zones
from extractor.query import ask
from extractor.rules.engine import Passage
from extractor.search import parse as parse_search
from extractor.search import search, snippet
from extractor.show import page


@dataclass(frozen=True)
class Target:
    """What to call with bytes, and bytes from which to begin."""

    run: Callable[[bytes], object]
    seeds: Callable[[], Iterable[bytes]]
    slow: bool = False  # another program does the work, a second a file


# What must hold of whatever is read.


def examine(document: Document) -> None:
    """Runs all that ingest and show do with a document; fails where an offset, an id or an escape is wrong."""
    blocks = {b.block_id: b for b in document.blocks}
    sections = {s.section_id for s in document.sections}
    assert len(blocks) == len(document.blocks)
    assert all(unicodedata.is_normalized("NFC", b.text) for b in document.blocks)
    assert all(s.block_id in blocks for s in document.sections)
    assert all(b.section_id is None or b.section_id in sections for b in document.blocks)
    for note in document.footnotes:
        assert note.anchor_offset is None or 0 <= note.anchor_offset <= len(blocks[note.anchor_block_id].text)
    facts = extract(document)
    ends: dict[str, int] = {}
    for fact in facts:
        assert blocks[fact.block_id].text[fact.start : fact.end] == fact.exact != ""
        assert fact.start >= ends.get(fact.block_id, 0)
        assert (fact.date_start is None) == (fact.date_end is None)
        ends[fact.block_id] = fact.end
    for mention in back_references(document, facts):
        assert blocks[mention.block_id].text[mention.start : mention.end] == mention.exact
    load.rows(document, facts, audit(document, facts), reports.sketch(document), "test", document.path)
    markdown(document)
    assert page(document, facts).lower().count("<script") == own_scripts()


@cache
def own_scripts() -> int:
    return page(Document("a.txt", "txt", "0" * 64, None, "text"), ()).lower().count("<script")


def read(path: Path, ocr: str = "never") -> Document | None:
    """The document in a file; None where the reader says, in a line, that there is none."""
    try:
        return parse(path, ocr=ocr)
    except ExtractorError as error:
        assert str(error).isprintable()  # noqa: PT017 - whether there is one is for the reader to say
        return None


# Files, whole and by the part.


def of_file(suffix: str, ocr: str = "never") -> Callable[[bytes], None]:
    """A target that reads its bytes as a file of this name."""

    def run(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"a{suffix}"
            path.write_bytes(data)
            if document := read(path, ocr):
                examine(document)

    return run


def of_part(part: str) -> Callable[[bytes], None]:
    """A target that reads its bytes, as far as they are XML, as a part of a .docx whose other parts are whole."""

    def run(data: bytes) -> None:
        try:
            element = etree.fromstring(data, etree.XMLParser(recover=True, resolve_entities=False))
        except etree.XMLSyntaxError:
            return
        if element is None:
            return
        content = (element.text or "") if len(element) == 0 else ""
        content += "".join(etree.tostring(child, encoding="unicode") for child in element)
        parts = {**seeds.DOCX_PARTS, part: content}
        with tempfile.TemporaryDirectory() as folder:
            if document := read(docx_file(Path(folder), parts.pop("document"), **parts)):
                examine(document)

    return run


def part_seed(part: str) -> Callable[[], list[bytes]]:
    return lambda: [root(part, seeds.DOCX_PARTS[part]).encode()]


def pdf_content(data: bytes) -> None:
    """Bytes as what a page paints."""
    of_file(".pdf")(hostile_files.pdf(content=data))


def pdf_font(data: bytes) -> None:
    """Bytes as the character map and the program of a page's font."""
    of_file(".pdf")(seeds.pdf_with_font(data))


def pdf_stamp(data: bytes) -> None:
    """Bytes as what an annotation paints over its page."""
    of_file(".pdf")(seeds.pdf_with_annotation(data))


def web_archive(data: bytes) -> None:
    """Bytes as a web page that a browser saved under Word's name, up to where LibreOffice gets it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.doc"
        path.write_bytes(b"MIME-Version:" + data)
        office._content(path)


# Text, and what is typed.


def of_text(look: Callable[[str], object]) -> Callable[[bytes], object]:
    return lambda data: look(data.decode("utf-8", "replace"))


def rule(module: object) -> Callable[[str], None]:
    """Candidates of a rule module stand within their text and hold more than blanks."""

    def run(text: str) -> None:
        for in_table in (False, True):
            for c in module.find(Passage(text, in_table=in_table)):  # type: ignore[attr-defined]
                assert 0 <= c.start < c.end <= len(text)
                assert text[c.start : c.end].strip() != ""

    return run


def sentence(text: str) -> None:
    """Context and citations: one winner a place, its values those of its kind."""
    for known in (Report(), Report(date(2023, 1, 1), date(2023, 12, 31), date(2023, 12, 15))):
        verdicts = explain(text, known)
        won = [v.candidate for v in verdicts if v.beaten_by is None]
        assert all(a.end <= b.start for a, b in pairwise(won))


def number(text: str) -> None:
    for at in numbers.starts(text):
        assert 0 <= at < len(text)
    numbers.read(text)
    numbers.read_digits(numbers.mend(text))


def calendar(data: bytes) -> None:
    """Periods out of any days, months and years: a first day is never after the last of a month or year."""
    parts = [*data[:8], *[0] * 8][:8]
    points = [
        Point(1900 + year if year else None, month % 13 or None, day % 32 or None)
        for year, month, day in (parts[:3], parts[3:6])
    ]
    whole = in_month(in_year(span(*points), 1900 + parts[6]), parts[7] % 13 or None)
    assert (days(whole)[0] is None) == (days(whole)[1] is None)
    days(months_from(date(2000 + parts[6] % 30, 1 + parts[7] % 12, 1), -parts[0], parts[1]))


def label(text: str) -> None:
    found = labels.label(text)
    if found is not None:
        assert 0 < found.end <= len(text)
        labels.as_letter(found)
    labels.item_sign(text)


def printed_number(text: str) -> None:
    """A number as a list prints it, in whatever format a file names."""
    digits = "".join(c for c in text if c.isascii() and c.isdigit())[:12]
    for name in (*seeds.NUMBER_FORMATS, text):
        numbering.formatted(int(digits or 0) * (-1 if text.startswith("-") else 1), name, text)


def legacy(text: str) -> None:
    for font in (
        None,
        ".VnTime",
        ".VnTimeH",
        "VNI-Times",
        "VNtimes new roman",
        "VPS Times",
        "Times New Roman",
        text,
    ):
        charset = charsets.charset_for(font, text)
        end = 0
        for piece in charsets.pieces(text, font, charset) if charset else ():
            assert end <= piece.start <= len(text)
            end = piece.start
        charsets.to_unicode(text, font)
        symbols.symbol(text, font)


def name(text: str) -> None:
    """Names, offices and titles as metadata writes them, and the period that a title covers."""
    names.written(text, text)
    zones.role_in(text)
    zones.is_person(text)
    zones.names_body(text)
    covered = period.covered(text, text, date(2023, 12, 15))
    assert covered is None or covered.start is None or covered.end is None or covered.start <= covered.end


def segmented(text: str) -> None:
    assert annotate(text).text == text


def gold(data: bytes) -> None:
    """Bytes as a file of gold: read whole, or refused in a line."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        path.write_bytes(data)
        try:
            read_in = read_gold(path)
            facts = as_facts(read_in)
        except ExtractorError as error:
            assert str(error).isprintable()  # noqa: PT017 - whether it is gold is for the reader to say
            return
        check(read_in)
        document = as_document(from_json(to_json(read_in), read_in.slug))
        page(document, facts)
        with suppress(ExtractorError):  # of a mark outside the body
            score_document(read_in, document, facts)


_scratch = tempfile.TemporaryDirectory(prefix="fuzz-")  # goes with the process


@cache
def _archive() -> Path:
    folder = Path(_scratch.name)
    return archive(folder / "a.duckdb", report(folder))


def question(text: str) -> None:
    """Whatever is asked of an archive is answered, or refused in a line."""
    try:
        ask(_archive(), text)
    except ExtractorError as error:
        assert str(error).isprintable()  # noqa: PT017 - whether it is SQL is for the archive to say


def sought(text: str) -> None:
    asked = parse_search(text)
    assert len(asked.words) == len(asked.toned) == len(asked.prefixes)
    snippet(text * 3, asked)
    if asked.words:
        search(_archive(), text, limit=3)


def _texts() -> Sequence[bytes]:
    return [text.encode() for text in seeds.TEXTS]


TARGETS: dict[str, Target] = {
    "docx": Target(of_file(".docx"), seeds.docx_files),
    **{f"docx-{part}": Target(of_part(part), part_seed(part)) for part in seeds.DOCX_PARTS},
    "pdf": Target(of_file(".pdf"), seeds.pdfs),
    "pdf-content": Target(pdf_content, lambda: seeds.PDF_CONTENTS),
    "pdf-font": Target(pdf_font, lambda: seeds.PDF_FONTS),
    "pdf-stamp": Target(pdf_stamp, lambda: seeds.PDF_CONTENTS),
    "txt": Target(of_file(".txt"), seeds.text_files),
    "md": Target(of_file(".md"), seeds.text_files),
    "any": Target(of_file(""), lambda: seeds.HEADS),
    "web-archive": Target(web_archive, lambda: seeds.WEB_ARCHIVES),
    **{
        module.__name__.rpartition(".")[2]: Target(of_text(rule(module)), _texts) for module in MODULES
    },
    "sentence": Target(of_text(sentence), _texts),
    "number": Target(of_text(number), _texts),
    "calendar": Target(calendar, lambda: [bytes((0, 12, 31, 124, 2, 29, 123, 3))]),
    "label": Target(of_text(label), _texts),
    "printed-number": Target(of_text(printed_number), lambda: [b"12", b"-3", b"001, 002, 003, ..."]),
    "legacy": Target(of_text(legacy), lambda: [text.encode() for text in seeds.LEGACY]),
    "name": Target(of_text(name), _texts),
    "language": Target(of_text(segmented), _texts),
    "gold": Target(gold, seeds.gold_files),
    "query": Target(of_text(question), lambda: [text.encode() for text in seeds.QUERIES]),
    "search": Target(of_text(sought), lambda: [text.encode() for text in seeds.SEARCHES]),
}  # fmt: skip
if shutil.which("tesseract"):
    TARGETS["image"] = Target(of_file(".png", "always"), seeds.images, slow=True)
    TARGETS["scan"] = Target(of_file(".pdf", "always"), seeds.pdfs, slow=True)
if office.soffice():
    TARGETS["rtf"] = Target(of_file(".rtf"), lambda: seeds.RTF, slow=True)
