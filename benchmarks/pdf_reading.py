"""How long the whole parse of PDFs takes, against pdfplumber's words and PDFium's plain text, in one run.

usage: python benchmarks/pdf_reading.py [FOLDER_OR_FILE ...]      (default: ../shared/real)

Files without a text layer are left out: they wait for Tesseract, whatever reads them. Wall time and processor
time are both shown, since other work on the machine stretches the first. The headline is the last line: our
whole parse (reading, structure, metadata) as a share of `extract_words(extra_attrs=["size", "fontname"])`.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import pdfplumber
import pypdfium2 as pdfium
from rich.console import Console
from rich.table import Table

from extractor.errors import ExtractorError
from extractor.parsers import parse, pdf

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "real"
READERS: dict[str, Callable[[Path], object]] = {}


def reader(name: str) -> Callable[[Callable[[Path], object]], Callable[[Path], object]]:
    def keep(function: Callable[[Path], object]) -> Callable[[Path], object]:
        READERS[name] = function
        return function

    return keep


@reader("whole parse")
def _parse(path: Path) -> object:
    return parse(path, ocr="never")


@reader("reading alone")
def _read(path: Path) -> object:
    return pdf.read(path, ocr="never")


@reader("pdfplumber words")
def _pdfplumber(path: Path) -> object:
    with pdfplumber.open(path) as document:
        words = 0
        for page in document.pages:
            words += len(page.extract_words(extra_attrs=["size", "fontname"]))
            page.close()
    return words


@reader("PDFium text")
def _pdfium(path: Path) -> object:
    document = pdfium.PdfDocument(path)
    try:
        return sum(len(page.get_textpage().get_text_range()) for page in document)
    finally:
        document.close()


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("paths", nargs="*", type=Path, default=[SHARED])
    paths = arguments.parse_args().paths
    files = [file for path in paths for file in (sorted(path.glob("*.pdf")) if path.is_dir() else [path])]
    table = Table("file", *(f"{name}, s" for name in READERS))
    wall, processor = dict.fromkeys(READERS, 0.0), dict.fromkeys(READERS, 0.0)
    console = Console(width=110)
    for file in files:
        try:
            pdf.read(file, ocr="never")
        except ExtractorError as error:
            console.print(f"left out: {error}")
            continue
        row = [file.name]
        for name, read in READERS.items():
            clock, cpu = time.perf_counter(), time.process_time()
            read(file)
            wall[name] += (seconds := time.perf_counter() - clock)
            processor[name] += time.process_time() - cpu
            row.append(f"{seconds:.2f}")
        table.add_row(*row)
    table.add_section()
    table.add_row("wall time", *(f"{wall[name]:.2f}" for name in READERS))
    table.add_row("processor time", *(f"{processor[name]:.2f}" for name in READERS))
    console.print(table)
    for kind, spent in (("wall", wall), ("processor", processor)):
        share = spent["whole parse"] / spent["pdfplumber words"]
        console.print(f"whole parse / pdfplumber words, {kind} time: {share:.2f}")


if __name__ == "__main__":
    main()
