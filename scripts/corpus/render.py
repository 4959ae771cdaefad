"""Rebuild the sample corpus: `python scripts/corpus/render.py [slug …]` writes corpus/ and gold/.

Every report becomes a docx, a PDF (LibreOffice, from the docx), a scan (that PDF's pages as images) or all of
them, as its source's `formats` say; its gold is what the source is annotated with.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import contradictions
import docx_writer
import scan
import source

import gold

ROOT = Path(__file__).resolve().parents[2]
# Printed in a Times that has all Vietnamese letters (Debian: fonts-croscore). Liberation Serif has not: a PDF
# made with it takes the missing ones from a second font, as many real reports do (`look.mixed_fonts`).
PRINT_FONT, MIXED_FONT = "Tinos", "Liberation Serif"
SOURCES = Path(__file__).resolve().parent / "sources"


def convert(docx: Path, suffix: str) -> Path:
    """The docx as LibreOffice saves it in another format, beside it."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", suffix, "--outdir", str(docx.parent), str(docx)),
            ],
            check=True,
            capture_output=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1577836800"},
        )
    return docx.with_suffix(f".{suffix}")


def render(report: source.Report, corpus: Path, *, convertible: bool = True) -> list[str]:
    """Write the report's files into `corpus`; their names, as the gold lists them."""
    formats = report.meta["formats"]
    font = MIXED_FONT if report.meta.get("look", {}).get("mixed_fonts") else PRINT_FONT
    with tempfile.TemporaryDirectory() as scratch:
        docx, printed = Path(scratch) / f"{report.slug}.docx", Path(scratch) / "print" / f"{report.slug}.docx"
        printed.parent.mkdir()
        docx_writer.write(report, docx)
        docx_writer.write(report, printed, font)
        for form in formats if convertible else ["docx"]:
            if form == "docx":
                shutil.copy(docx, corpus)
            elif form == "pdf":
                shutil.copy(convert(printed, "pdf"), corpus)
            elif form == "scan":
                scan.scan(convert(printed, "pdf"), corpus / f"{report.slug}-scan.pdf")
            else:
                shutil.copy(convert(docx, form), corpus)
    return [f"{report.slug}-scan.pdf" if form == "scan" else f"{report.slug}.{form}" for form in formats]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slugs", nargs="*", help="only these reports")
    parser.add_argument("--docx-only", action="store_true", help="docx and gold, nothing LibreOffice makes")
    parser.add_argument("--unmarked", action="store_true", help="list the numbers nobody marked")
    arguments = parser.parse_args()
    (ROOT / "corpus").mkdir(exist_ok=True)
    for path in sorted(SOURCES.glob("*.txt")):
        if arguments.slugs and path.stem not in arguments.slugs:
            continue
        report = source.read(path)
        names = render(report, ROOT / "corpus", convertible=not arguments.docx_only)
        data = gold.build(report, names)
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (ROOT / "gold" / f"{report.slug}.json").write_text(text, encoding="utf-8")
        print(report.slug, len(data["blocks"]), "blocks", len(data["facts"]), "facts")
        if arguments.unmarked:
            print(*gold.unmarked(report), sep="\n")
    contradictions.resolve(ROOT)


if __name__ == "__main__":
    main()
