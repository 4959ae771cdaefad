"""The whole ingest of PDFs with a text layer, one worker, against pdfplumber's words alone, in one run.

usage: python benchmarks/ingest_speed.py [FOLDER_OR_FILE ...]      (default: ../shared/real)

Ingest reads, finds structure, words and facts, audits, loads and indexes; pdfplumber only does `extract_words`.
Each runs in a process of its own, start included. Files that cannot be read without OCR are left out.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from extractor.errors import ExtractorError
from extractor.parsers import pdf

SHARED = Path(__file__).resolve().parent.parent.parent / "shared" / "real"
INGEST = """
import json, sys
from extractor.ingest import ingest
tally = ingest(sys.argv[2:], sys.argv[1], jobs=1, ocr="never")
print(json.dumps({"in": tally.ingested, "pages": tally.pages, "stages": dict(tally.stages)}))
"""
WORDS = """
import sys, pdfplumber
for name in sys.argv[2:]:
    with pdfplumber.open(name) as document:
        for page in document.pages:
            page.extract_words()
            page.close()
print("{}")
"""


def measure(program: str, db: Path, files: list[Path]) -> tuple[float, dict[str, object]]:
    """Wall seconds of a program over the files, and what it printed."""
    begun = time.perf_counter()
    command = [sys.executable, "-c", program, str(db), *map(str, files)]
    printed = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    return time.perf_counter() - begun, json.loads(printed)


def main() -> None:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("paths", nargs="*", type=Path, default=[SHARED])
    console = Console(width=110)
    files = []
    for path in arguments.parse_args().paths:
        for file in sorted(path.glob("*.pdf")) if path.is_dir() else [path]:
            try:
                pdf.read(file, ocr="never")
                files.append(file)
            except ExtractorError as error:
                console.print(f"left out: {error}")
    with tempfile.TemporaryDirectory() as scratch:
        words = measure(WORDS, Path(scratch) / "none", files)
        ours = measure(INGEST, Path(scratch) / "a.duckdb", files)
    table = Table(f"{len(files)} files", "wall s", box=None)
    table.add_row("whole ingest, one worker", f"{ours[0]:.1f}")
    table.add_row("pdfplumber extract_words", f"{words[0]:.1f}")
    table.add_row("ratio", f"{ours[0] / words[0]:.2f}")
    console.print(table)
    console.print(f"read {ours[1]['in']} documents, {ours[1]['pages']} pages; seconds by stage:")
    console.print(" ".join(f"{k} {v:.2f}" for k, v in ours[1]["stages"].items()))  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
