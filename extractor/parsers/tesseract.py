"""Tesseract as a separate process: page images in, printed lines of words with places and confidences out
(hOCR).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import regex
from lxml import etree
from PIL import Image

from extractor.errors import ExtractorError, MissingPart
from extractor.parsers.ocr_image import Rectangle

LANGUAGE = "vie"
SECONDS = 180  # a page takes 2 to 5; one that takes longer than this is not text
_REMEDY = "install Tesseract with Vietnamese (Debian: apt-get install tesseract-ocr tesseract-ocr-vie)"
_LINES = ("ocr_line", "ocr_textfloat", "ocr_header", "ocr_caption")


# Advance widths of Times New Roman, the type face prescribed, in ems; tone and vowel marks have none.
_WIDTHS = {
    **dict.fromkeys("bdghknopquvxy0123456789$–_", 0.5),
    **dict.fromkeys("acez", 0.444),
    **dict.fromkeys("“”", 0.444),
    **dict.fromkeys("fr()-’‘", 0.333),
    **dict.fromkeys("ijlt/:;", 0.278),
    **dict.fromkeys(".,", 0.25),
    **dict.fromkeys("ADĐGHKNOQUVXY", 0.722),
    **dict.fromkeys("BCR", 0.667),
    **dict.fromkeys("ELTZ", 0.611),
    **dict.fromkeys("PSF", 0.556),
    **dict.fromkeys("\u0300\u0301\u0302\u0303\u0306\u0309\u0323", 0.0),
    "\u031b": 0.05, "s": 0.389, "m": 0.778, "w": 0.722, "I": 0.333, "J": 0.389, "M": 0.889, "W": 0.944,
    "%": 0.833, '"': 0.408, "'": 0.18, "&": 0.778, "*": 0.5,
}  # fmt: skip
_ALIKE = str.maketrans("Ðð", "Đđ")  # the Icelandic letters look the same and are never meant
_BEARING = 0.04  # the white at both ends of a word, which its box leaves out


@dataclass(frozen=True, slots=True)
class Word:
    """A word as recognised; `edges` are the left edges of its letters, `confidence` from 0 to 1."""

    text: str
    box: Rectangle
    edges: tuple[int, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class Printed:
    """A printed line: its baseline at the left edge of `box`, its slope a pixel, its type size (em) in
    pixels.
    """

    words: tuple[Word, ...]
    box: Rectangle
    baseline: float
    slope: float
    em: float


@cache
def require() -> str:
    """The path of a Tesseract that knows Vietnamese. Raises MissingPart with the remedy where there is
    none.
    """
    program = shutil.which("tesseract")
    if program is None:
        raise MissingPart("scanned pages need Tesseract, which is not here", remedy=_REMEDY, stage="ocr")
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, timeout=30, check=False
    )
    if LANGUAGE not in listed.stdout.split():
        raise MissingPart("Tesseract is here without Vietnamese", remedy=_REMEDY, stage="ocr")
    return program


def lines(image: Image.Image, dpi: int, folder: Path, *, single: bool = False) -> list[Printed]:
    """The printed lines of a page image, as Tesseract orders them; `single` for an image of one line."""
    page, result = folder / "page.png", folder / "page"
    image.save(page, dpi=(dpi, dpi), compress_level=1)
    _run(
        [
            str(page),
            str(result),
            "-l",
            LANGUAGE,
            "--psm",
            "7" if single else "3",
            "-c",
            "hocr_char_boxes=1",
            "hocr",
        ],
        SECONDS,
    )
    tree = etree.parse(
        str(result.with_suffix(".hocr")), etree.XMLParser(recover=True, resolve_entities=False)
    )
    spans = (s for s in tree.getroot().iter("{*}span") if s.get("class") in _LINES)
    return [line for s in spans if (line := _line(s)) is not None]


def digits(crops: Sequence[Image.Image], dpi: int, folder: Path) -> list[str]:
    """What single figures on small images are: a digit, or nothing where Tesseract knows none."""
    if not crops:
        return []
    names = []
    for number, crop in enumerate(crops):
        name = folder / f"figure{number}.png"
        scale = 40 / crop.height
        large = crop.resize((max(1, round(crop.width * scale)), 40), Image.Resampling.BICUBIC)
        framed = Image.new("L", (large.width + 80, 120), 255)
        framed.paste(large, (40, 40))
        framed.save(name, dpi=(dpi, dpi))
        names.append(str(name))
    listing, result = folder / "figures.txt", folder / "figures-read"
    listing.write_text("\n".join(names) + "\n", encoding="utf-8")
    allowed = "tessedit_char_whitelist=0123456789"
    _run([str(listing), str(result), "-l", LANGUAGE, "--psm", "10", "-c", allowed], SECONDS)
    read = result.with_suffix(".txt").read_text(encoding="utf-8").split("\f")
    return [r.strip() if len(r.strip()) == 1 else "" for r in read[: len(crops)]]


def quarter_turns(image: Image.Image, dpi: int, folder: Path) -> int:
    """By how many quarter turns clockwise the page must be turned to stand upright, as far as Tesseract can
    tell.
    """
    page = folder / "turned.png"
    image.save(page, dpi=(dpi, dpi), compress_level=1)
    try:
        out = _run([str(page), "-", "--psm", "0"], 60)
    except ExtractorError:
        return 0  # too few letters on the page to tell
    found = regex.search(r"Rotate: (\d+)", out)
    return int(found[1]) // 90 % 4 if found else 0


def _run(arguments: list[str], seconds: int) -> str:
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            [require(), *arguments],
            capture_output=True, text=True, errors="replace", timeout=seconds, env=environment, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise ExtractorError(f"Tesseract took longer than {seconds} s for a page", stage="ocr") from error
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise ExtractorError(f"Tesseract failed: {reason}", stage="ocr")
    return done.stdout + done.stderr


def _line(span: etree._Element) -> Printed | None:
    title = span.get("title", "")
    baseline = regex.search(r"baseline (-?[\d.]+) (-?[\d.]+)", title)
    size = regex.search(r"x_size ([\d.]+)", title)  # descender to ascender, a little less than the type size
    words = tuple(w for s in span.iter("{*}span") if s.get("class") == "ocrx_word" and (w := _word(s)))
    if not baseline or not size or not words:
        return None
    box = _box(title)
    em = _type_size(words) or 1.06 * float(size[1])
    return Printed(words, box, box.y1 + float(baseline[2]), float(baseline[1]), em)


def _type_size(words: Sequence[Word]) -> float | None:
    """The type size that the widths of the words tell: it does not depend on which of them have ascenders."""
    long = [w for w in words if len(w.text) >= 3 and w.confidence > 0.5]
    ems = sum(
        sum(_WIDTHS.get(c, 0.5) for c in unicodedata.normalize("NFD", w.text.replace("đ", "d"))) for w in long
    )
    if sum(len(w.text) for w in long) < 8:
        return None
    return sum(w.box.x1 - w.box.x0 for w in long) / (ems - _BEARING * len(long))


def _word(span: etree._Element) -> Word | None:
    letters = [
        (str(s.text), s.get("title", "")) for s in span.iter("{*}span") if s.get("class") == "ocrx_cinfo"
    ]
    letters = [(t.translate(_ALIKE), title) for t, title in letters]
    text = "".join(t for t, _ in letters)
    if not text.strip():
        return None
    edges: list[int] = []
    for sign, title in letters:
        left = int(regex.search(r"x_bboxes (\d+)", title)[1])
        edges += [max(left, edges[-1] + 1) if edges else left] * len(sign)
    confidence = regex.search(r"x_wconf (\d+)", span.get("title", ""))
    return Word(
        text, _box(span.get("title", "")), tuple(edges), int(confidence[1]) / 100 if confidence else 0.0
    )


def _box(title: str) -> Rectangle:
    found = regex.search(r"bbox (\d+) (\d+) (\d+) (\d+)", title)
    return Rectangle(*map(int, found.groups()))
