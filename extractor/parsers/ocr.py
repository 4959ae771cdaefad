"""Scanned pages → a PDF with a text layer, which then goes the way of every PDF (reader `pdf`).

Each page is rendered, turned level and read by Tesseract. Raised figures, which Tesseract drops or takes
for quotes (`năm 2023”¹` → `năm 2023”'`), are found by their shape, read one by one, taken off the image,
and the page is read once more without them; in the text layer they stand raised and small, as a footnote
mark does in any PDF.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median

import pypdfium2 as pdfium
import regex
from PIL import Image, ImageSequence

from extractor.document import Box
from extractor.errors import UnreadableFile
from extractor.parsers import tesseract
from extractor.parsers.ocr_image import (
    BESIDE,
    Ink,
    Rectangle,
    ink,
    raised_marks,
    rules,
    straightened,
    stroke,
    unread,
)
from extractor.parsers.ocr_layer import Layer, Piece
from extractor.parsers.tesseract import Printed, Word

DPI = 300
MOST_PIXELS = 40_000_000  # A3 at 450 dpi; larger pages are read at a lower resolution
SURE = 0.6  # mean confidence below which a page may stand on its side or head
DOUBTFUL = 0.35  # mean confidence of a line below which it is the grain of a seal or a photograph
_ROMAN_LIKE = regex.compile(r"[IVXHl1|!]{1,5}L?\.?|L\.")
_ROMAN_IN_SMALL = regex.compile(
    r"[IVXH]{2,5}L?\.?|[IVX]L\.?|[HL]\."
)  # before a heading that is not in capitals
_SENTENCE_HEAD = regex.compile(r"\p{Lu}\p{Ll}* \p{Ll}+ ")  # `Cải cách hành chính`, not `Châu Thành`
_ROMAN_LABEL = regex.compile(r"(?!\.)X{0,2}(?:IX|IV|V?I{0,3})\.")
_STROKES = str.maketrans("l1|!", "IIII")
BOLD = 1.28  # a stroke as much thicker than the page's usual one is bold
_CLOSING = ".,;:!?)]”’"
_RAISED, _SMALL = 0.33, 0.6  # how far up, and how large, a mark is set, in ems of its line


@dataclass(frozen=True, slots=True)
class Confidence:
    """How sure the recogniser is of the word in `box`, from 0 to 1."""

    box: Box
    value: float


@dataclass(frozen=True, slots=True)
class _Mark:
    box: Rectangle
    text: str


def searchable_pdf(path: Path, pages: Sequence[int], folder: Path) -> Path:
    """A copy of the PDF in `folder` in which the named pages (from 1) are their image with a text layer.

    Page numbers stay. `confidences` reads how sure each word is. Raises MissingPart where Tesseract or its
    Vietnamese is not installed.
    """
    tesseract.require()
    wanted = set(pages)
    layer = Layer()
    sure: dict[int, list[tuple[float, ...]]] = {}
    source = _open(path)
    try:
        for number in sorted(wanted):
            image, points = _rendered(source, number)
            sure[number] = _add_page(layer, image, points, folder)
        scanned = folder / "scanned.pdf"
        layer.pdf.save(scanned)
        result = folder / "searchable.pdf"
        _merged(source, scanned, sorted(wanted), result)
    finally:
        source.close()
    _sidecar(result).write_text(json.dumps(sure), encoding="utf-8")
    return result


def confidences(pdf: Path) -> dict[int, tuple[Confidence, ...]]:
    """For each page that `searchable_pdf` read, the words' confidences; empty for any other PDF."""
    if not _sidecar(pdf).exists():
        return {}
    data = json.loads(_sidecar(pdf).read_text(encoding="utf-8"))
    return {
        int(page): tuple(Confidence(Box(int(page), x0, y0, x1, y1), value) for x0, y0, x1, y1, value in words)
        for page, words in data.items()
    }


def image_to_pdf(path: Path, folder: Path) -> Path:
    """Page images (png, jpg, tif with any number of pages) as a PDF, a page each, to be read by
    `searchable_pdf`.
    """
    try:
        with Image.open(path) as image:
            frames = [frame.convert("L") for frame in ImageSequence.Iterator(image)]
            dpi = float(image.info.get("dpi", (0, 0))[0])
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise UnreadableFile(f"{path}: not readable as an image ({error})", stage="ocr") from error
    if not 70 <= dpi <= 1200:  # not said, or a screen's: an A4 page is meant
        dpi = min(frames[0].size) / 8.27
    result = folder / "images.pdf"
    frames[0].save(result, "PDF", resolution=dpi, save_all=True, append_images=frames[1:])
    return result


def _sidecar(pdf: Path) -> Path:
    return pdf.with_suffix(".confidence.json")


def _open(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        raise UnreadableFile(f"{path}: not readable as PDF ({error})", stage="ocr") from error


def _rendered(source: pdfium.PdfDocument, number: int) -> tuple[Image.Image, float]:
    """A page as a grey image, and how many points one of its pixels is."""
    page = source[number - 1]
    width, height = page.get_size()
    scale = min(DPI / 72, (MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    image = page.render(scale=scale, grayscale=True).to_pil().convert("L")
    page.close()
    return image, 1 / scale


def _add_page(layer: Layer, image: Image.Image, points: float, folder: Path) -> list[tuple[float, ...]]:
    image, read, marks = _read(image, round(72 / points), folder)
    dark = ink(image)
    layer.add(image, _pieces(read, marks, dark, points), rules(dark, round(36 / points)), points)
    return [
        (*(round(v * points, 2) for v in word.box), word.confidence) for line in read for word in line.words
    ]


def _read(image: Image.Image, dpi: int, folder: Path) -> tuple[Image.Image, list[Printed], list[_Mark]]:
    """The level, upright page, its lines read without the raised marks, and the marks."""
    image = straightened(image)
    read = tesseract.lines(image, dpi, folder)
    if _mean_confidence(read) < SURE and (turns := tesseract.quarter_turns(image, dpi, folder)):
        image = straightened(image.rotate(-90 * turns, expand=True, fillcolor=255))
        read = tesseract.lines(image, dpi, folder)
    marks = _marks(image, read, dpi, folder)
    bare = image.copy()
    if marks:
        for mark in marks:
            bare.paste(255, (mark.box.x0 - 2, mark.box.y0 - 2, mark.box.x1 + 2, mark.box.y1 + 2))
        read = tesseract.lines(bare, dpi, folder)
    return image, _with_labels(_completed(bare, _plausible(read), dpi, folder)), marks


def _completed(image: Image.Image, read: list[Printed], dpi: int, folder: Path) -> list[Printed]:
    """The lines with those that Tesseract passed over, each read by itself: a last line of one word."""
    if not read:
        return read
    em = median(line.em for line in read)
    added = []
    for patch in unread(ink(image), [w.box for line in read for w in line.words], em):
        edge = round(0.4 * em)
        x, y = max(0, patch.x0 - edge), max(0, patch.y0 - edge)
        crop = image.crop((x, y, patch.x1 + edge, patch.y1 + edge))
        for line in tesseract.lines(crop, dpi, folder, single=True):
            if _mean_confidence([line]) > SURE and any(map(_letters, line.words)):
                added.append(replace(_moved(line, x, y), em=em))
    return read + added


def _moved(line: Printed, x: int, y: int) -> Printed:
    words = tuple(replace(w, box=w.box.moved(x, y), edges=tuple(e + x for e in w.edges)) for w in line.words)
    return replace(line, words=words, box=line.box.moved(x, y), baseline=line.baseline + y)


def _with_labels(read: Sequence[Printed]) -> list[Printed]:
    """The lines with Roman labels of headings set right: `HIL ĐÁNH GIÁ CHUNG` → `III. ĐÁNH GIÁ CHUNG`,
    `L. Về kinh tế` → `I. Về kinh tế`.
    """
    out = list(read)
    for at, line in enumerate(read):
        first, rest = line.words[0], " ".join(w.text for w in line.words[1:])
        small = _ROMAN_IN_SMALL.fullmatch(first.text) and _SENTENCE_HEAD.match(f"{rest} ")
        label = _roman_label(first.text) if rest.isupper() or small else None
        if label and label != first.text:
            step = (first.box.x1 - first.box.x0) / len(label)
            edges = tuple(round(first.box.x0 + n * step) for n in range(len(label)))
            out[at] = replace(line, words=(replace(first, text=label, edges=edges), *line.words[1:]))
    return out


def _roman_label(text: str) -> str | None:
    """The Roman number with its full stop that was misread: strokes that run together (`H` is two, `L` the
    last with the full stop, or that alone).
    """
    for stop in ("I.", ".") if "L" in text else (".",):
        label = regex.sub(r"L?\.?$", stop, text, count=1).replace("H", "II").translate(_STROKES)
        if _ROMAN_LIKE.fullmatch(text) and _ROMAN_LABEL.fullmatch(label):
            return str(label)
    return None


def _crop(image: Image.Image, box: Rectangle) -> Image.Image:
    return image.crop((box.x0 - 3, box.y0 - 3, box.x1 + 3, box.y1 + 3))


def _mean_confidence(read: Sequence[Printed]) -> float:
    values = [w.confidence for line in read for w in line.words]
    return sum(values) / len(values) if values else 0.0


def _plausible(read: Sequence[Printed]) -> list[Printed]:
    """Without the lines that a recogniser sees in seals, signatures and dirt; type sizes as few as a page
    has.
    """
    lines = [
        line for line in read if _mean_confidence([line]) > DOUBTFUL and any(_letters(w) for w in line.words)
    ]
    sizes = _sizes(lines)
    return (
        [replace(line, em=min(sizes, key=lambda s: abs(s - line.em))) for line in lines] if sizes else lines
    )


def _letters(word: Word) -> int:
    return sum(c.isalnum() for c in word.text)


def _sizes(lines: Sequence[Printed]) -> list[float]:
    """The type sizes of a page: each line is measured anew, and a twentieth off either way."""
    weighed = [(line.em, sum(_letters(w) for w in line.words)) for line in lines]
    sizes: list[float] = []
    while weighed:
        group = max(
            ([(em, n) for em, n in weighed if abs(em - middle) <= 0.05 * middle] for middle, _ in weighed),
            key=lambda g: sum(n for _, n in g),
        )
        if sizes and sum(n for _, n in group) < 12:
            break
        sizes.append(median([em for em, n in group for _ in range(n)]))
        weighed = [x for x in weighed if all(abs(x[0] - s) > 0.1 * s for s in sizes)]
    return sizes


def _marks(image: Image.Image, read: Sequence[Printed], dpi: int, folder: Path) -> list[_Mark]:
    dark = ink(image)
    boxes = sorted(
        {b for line in read for b in raised_marks(dark, line.box, line.baseline, line.slope, line.em)},
        key=lambda b: (b.y0, b.x0),
    )
    crops = [_crop(image, b) for b in boxes]
    read_as = tesseract.digits(crops, dpi, folder)
    found = [
        _Mark(b, digit or ("1" if _is_one(b, boxes) else "")) for b, digit in zip(boxes, read_as, strict=True)
    ]
    return _joined([mark for mark in found if mark.text])


def _is_one(box: Rectangle, others: Sequence[Rectangle]) -> bool:
    """A raised stroke beside a raised figure: the `1` of `16`, too slight to be read by itself."""
    height = box.y1 - box.y0
    beside = any(abs(o.y0 - box.y0) < height / 2 and 0 < o.x0 - box.x0 < height for o in others)
    return beside and box.x1 - box.x0 < height / 2


def _joined(digits: Sequence[_Mark]) -> list[_Mark]:
    """Digits side by side are one mark: `1` and `7` → `17`."""
    marks: list[_Mark] = []
    for digit in sorted(digits, key=lambda m: m.box.x0):
        size = digit.box.y1 - digit.box.y0
        before = next(
            (
                m
                for m in marks
                if abs(m.box.y0 - digit.box.y0) < size / 2 and 0 <= digit.box.x0 - m.box.x1 < size / 2
            ),
            None,
        )
        if before:
            marks.remove(before)
            box = Rectangle(before.box.x0, before.box.y0, digit.box.x1, digit.box.y1)
            digit = _Mark(box, before.text + digit.text)
        marks.append(digit)
    return marks


def _pieces(read: Sequence[Printed], marks: Sequence[_Mark], dark: Ink, points: float) -> Iterator[Piece]:
    """The words and marks of a page as they go into its text layer."""
    strokes = {id(w): _stroke(w, line, dark) for line in read for w in line.words}
    known = [s for s in strokes.values() if s is not None]
    usual = median(known) if known else 1.0
    for line in read:
        middle = line.baseline + line.slope * (line.box.x1 - line.box.x0) / 2
        mine = [m for m in marks if _stands_on(m, line, middle)]
        weights = [strokes[id(w)] for w in line.words]
        known_here = [w for w in weights if w is not None]
        heavy = bold = bool(known_here) and median(known_here) > BOLD * usual
        for word, weight in zip(line.words, weights, strict=True):
            if weight is not None:
                bold = weight > BOLD * usual
            elif any(map(str.isalnum, word.text)):
                bold = heavy  # too short to be weighed; a dash is as the word before it
            for text, x0, x1 in _around_marks(word, mine):
                yield Piece(text, x0 * points, x1 * points, middle * points, line.em * points, bold)
        for mark in mine:
            near = [w.box.x1 for w in line.words if 0 < mark.box.x0 - w.box.x1 < 0.35 * line.em]
            yield Piece(
                mark.text,
                (near[-1] + 1 if near else mark.box.x0) * points,  # close behind its word: no blank between
                mark.box.x1 * points,
                (middle - _RAISED * line.em) * points,
                _SMALL * line.em * points,
            )
        yield from _blanks(line, mine, middle, points)


def _stroke(word: Word, line: Printed, dark: Ink) -> float | None:
    """The weight of a word's strokes, measured between its baseline and its x-height."""
    if len(word.text) < 2 or not any(c.isalnum() for c in word.text):
        return None
    base = round(line.baseline + line.slope * (word.box.x0 - line.box.x0))
    return stroke(dark, Rectangle(word.box.x0, max(0, base - round(0.42 * line.em)), word.box.x1, base))


def _stands_on(mark: _Mark, line: Printed, middle: float) -> bool:
    up, beside = middle - mark.box.y1, BESIDE * line.em
    near = line.box.x0 - beside <= mark.box.x0 <= line.box.x1 + beside
    return near and 0.15 * line.em < up < 0.7 * line.em


def _around_marks(word: Word, marks: Sequence[_Mark]) -> Iterator[tuple[str, int, int]]:
    """A word in parts, where a mark stands inside it (`2023”` and `.` around the mark of `2023”¹.`), clear
    of marks.
    """
    inside = [m for m in marks if word.box.x0 < m.box.x0 < word.box.x1]
    if inside and all(
        sign in _CLOSING for sign in word.text
    ):  # `;` whose box reaches over the mark before it
        yield word.text, inside[-1].box.x1 + 1, max(inside[-1].box.x1 + 2, word.box.x1)
        return
    cuts = {sum(edge < m.box.x0 for edge in word.edges) for m in inside}
    places = [0, *sorted(c for c in cuts if 0 < c < len(word.text)), len(word.text)]
    for start, end in pairwise(places):
        left = word.edges[start] if start else word.box.x0
        right = word.edges[end] if end < len(word.text) else word.box.x1
        left = max([left, *(m.box.x1 + 1 for m in marks if m.box.x0 <= left <= m.box.x1)])
        right = min([right, *(m.box.x0 - 1 for m in marks if left < m.box.x0 <= right)])
        yield word.text[start:end], left, max(left + 1, right)


def _blanks(line: Printed, marks: Sequence[_Mark], middle: float, points: float) -> Iterator[Piece]:
    """The blanks between words, written out: set close, their gaps alone would not tell."""
    for word, following in pairwise(line.words):
        start, end = word.box.x1, following.box.x0
        between = [m for m in marks if start - 2 <= m.box.x0 < following.box.x1]
        if between:
            if following.text[0] in _CLOSING:
                continue
            start = between[-1].box.x1
        if end - start < 0.3 * line.em:
            start = min(start, end - round(0.1 * line.em))
            yield Piece(" ", start * points, end * points, middle * points, line.em * points)


def _merged(source: pdfium.PdfDocument, scanned: Path, numbers: Sequence[int], result: Path) -> None:
    """The source with the scanned pages in the place of its own."""
    merged = pdfium.PdfDocument.new()
    layer = pdfium.PdfDocument(scanned)
    try:
        place = {number: index for index, number in enumerate(numbers)}
        for number in range(1, len(source) + 1):
            if number in place:
                merged.import_pages(layer, [place[number]])
            else:
                merged.import_pages(source, [number - 1])
        merged.save(result)
    finally:
        layer.close()
        merged.close()
