"""A PDF file → the lines of its pages: damaged files opened, fonts mended, scanned pages read by OCR."""

from __future__ import annotations

import io
import tempfile
import unicodedata
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import regex

from extractor.errors import MissingPart, UnreadableFile
from extractor.parsers import ocr as recogniser
from extractor.parsers import pdf_fonts
from extractor.parsers.pdf_annotations import has_annotations, with_annotations
from extractor.parsers.pdf_frame import Frame
from extractor.parsers.pdf_lines import PageText, TextLine, page_text, read_page, with_characters

MOST_PAGES = 10_000  # a page tree may claim a million; every page costs its look
FEW = 60  # letters that a stamp may leave on a page that is else a picture
MANY = 200  # letters that are enough to judge the language of a page
COVER = 0.4  # share of a page that its pictures cover when the page is a scan
STROKES = 400  # drawn shapes on a page whose letters are drawn as outlines
# Letters with marks (ă, ê, đ, ợ …) among all letters: 0.23 to 0.33 in 280 pages of real reports; below 0.1 in
# text layers of recognisers that do not know Vietnamese.
MARKED = 0.16
FOREIGN = 4.3  # letters a word: Vietnamese syllables have 3.2 to 3.7, English words have more


@dataclass(frozen=True, slots=True)
class Source:
    """What the file's pages say, before any of it is put together."""

    pages: tuple[PageText, ...]
    stamps: tuple[str, ...] = ()
    recognised: frozenset[int] = frozenset()  # numbers of the pages read by OCR
    warnings: tuple[str, ...] = ()


def read_source(path: Path, ocr: str) -> Source:
    """The lines of all pages; by OCR those without usable text ("auto"), all ("always") or none ("never")."""
    document = open_pdf(path)
    try:
        source, broken = _read_pages(document)
    finally:
        document.close()
    if broken and (better := _mended(path)) is not None:
        with better:
            source, _ = _read_pages(better)
    wanted = [p.number for p in source.pages if ocr == "always" or needs_ocr(p)]
    if not wanted:
        return _checked(source, path)
    if ocr == "never":
        if len(wanted) == len(source.pages):
            raise UnreadableFile(f"{path.name}: a scan without text", remedy="let it be read with --ocr auto")
        return _checked(replace(source, warnings=(*source.warnings, _unread(wanted))), path)
    return _with_ocr(path, source, wanted)


def open_pdf(path: Path) -> pdfium.PdfDocument:
    """The file, its cross-references rebuilt where they are damaged. Raises UnreadableFile."""
    try:
        return _with_pages(pdfium.PdfDocument(path), path)
    except pdfium.PdfiumError:
        pass
    try:
        with pikepdf.open(path) as damaged:
            rebuilt = io.BytesIO()
            with warnings.catch_warnings(action="ignore"):  # of form fields that the damage cut off
                damaged.save(rebuilt)
        return _with_pages(pdfium.PdfDocument(rebuilt.getvalue()), path)
    except pikepdf.PasswordError:
        raise UnreadableFile(
            f"{path.name}: the file is encrypted with a password", remedy="save it without one"
        ) from None
    except (pikepdf.PdfError, pdfium.PdfiumError, OSError, ValueError):
        raise UnreadableFile(
            f"{path.name}: damaged beyond repair", remedy="get the file again from where it came"
        ) from None


def _with_pages(document: pdfium.PdfDocument, path: Path) -> pdfium.PdfDocument:
    if not len(document):
        document.close()
        raise UnreadableFile(f"{path.name}: the file has no pages", remedy="get it again from where it came")
    if len(document) > MOST_PAGES:
        count = len(document)
        document.close()
        raise UnreadableFile(f"{path.name}: {count} pages, more than any report has", remedy="split the file")
    return document


def _mended(path: Path) -> pdfium.PdfDocument | None:
    try:
        better = pdf_fonts.mended(path)
    except (pikepdf.PdfError, OSError):
        return None
    return pdfium.PdfDocument(better) if better else None


def _read_pages(document: pdfium.PdfDocument) -> tuple[Source, bool]:
    """The pages, and whether letters of their fonts are lost."""
    pages, stamps, talk = [], [], []
    broken = False
    for i in range(len(document)):
        try:
            opened = document[i]
            try:
                page, chars = read_page(opened, i + 1)
                annotated = has_annotations(opened)
            finally:
                opened.close()
            broken = broken or pdf_fonts.has_lost_letters(chars)
            if annotated:
                chars, found = with_annotations(document, i, chars)
                page = with_characters(page, chars)
                stamps += found
        except pdfium.PdfiumError:
            page = PageText(i + 1, Frame(0, 0, 595, 842, 0, 0), (), (), 0.0, 0)
            talk.append(f"page {i + 1} is damaged and was left out")
        pages.append(page)
    return Source(tuple(pages), tuple(stamps), warnings=tuple(talk)), broken


def needs_ocr(page: PageText) -> bool:
    """Is the page a picture of text, or is its text layer garbage?"""
    text = unicodedata.normalize("NFC", " ".join(line.text for line in page.lines))
    letters = regex.findall(r"\p{L}", text)
    if len(letters) < FEW:
        return page.pictured > COVER or page.strokes > STROKES
    if len(letters) < MANY:
        return False
    marked = sum(not letter.isascii() for letter in letters)
    words = len(regex.findall(r"\p{L}+", text))
    return marked < MARKED * len(letters) and len(letters) < FOREIGN * words


def _with_ocr(path: Path, source: Source, wanted: Sequence[int]) -> Source:
    """The source with the wanted pages read by OCR."""
    with tempfile.TemporaryDirectory(prefix="extractor-") as folder:
        try:
            searchable = recogniser.searchable_pdf(path, wanted, Path(folder))
        except MissingPart:
            if 2 * len(wanted) >= len(source.pages):
                raise
            return replace(source, warnings=(*source.warnings, _unread(wanted)))
        confidences = recogniser.confidences(searchable)
        document = pdfium.PdfDocument(searchable)
        try:
            read = {number: page_text(document, number - 1) for number in wanted}
        finally:
            document.close()
    pages = tuple(
        _confident(read[page.number], confidences.get(page.number, ())) if page.number in read else page
        for page in source.pages
    )
    return replace(source, pages=pages, recognised=frozenset(wanted))


def _confident(page: PageText, words: Sequence[recogniser.Confidence]) -> PageText:
    """The page's lines with the mean confidence of the words that stand in each."""
    lines = []
    for line in page.lines:
        inside = [w.value for w in words if _stands_in(w, line)]
        lines.append(replace(line, confidence=round(sum(inside) / len(inside), 3)) if inside else line)
    return replace(page, lines=tuple(lines))


def _stands_in(word: recogniser.Confidence, line: TextLine) -> bool:
    x, y = (word.box.x0 + word.box.x1) / 2, (word.box.y0 + word.box.y1) / 2
    return line.x0 <= x <= line.x1 and line.top <= y <= line.bottom


def _unread(pages: Sequence[int]) -> str:
    return f"pages without usable text, not read by OCR: {', '.join(map(str, pages))}"


def _checked(source: Source, path: Path) -> Source:
    if not any(page.lines for page in source.pages):
        raise UnreadableFile(
            f"{path.name}: there is no text in the file", remedy="let it be read with --ocr always"
        )
    return source
