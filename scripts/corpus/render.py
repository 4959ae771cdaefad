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
SOURCES = Path(__file__).resolve().parent / "sources"


def to_pdf(docx: Path, folder: Path) -> Path:
    """LibreOffice's own reading of the docx, in a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        subprocess.run(
            [
                *("soffice", f"-env:UserInstallation=file://{profile}", "--headless"),
                *("--convert-to", "pdf", "--outdir", str(folder), str(docx)),
            ],
            check=True,
            capture_output=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": "1577836800"},
        )
    return folder / f"{docx.stem}.pdf"


def render(report: source.Report, corpus: Path, *, pdf: bool = True) -> list[str]:
    """Write the report's files into `corpus`; their names, as the gold lists them."""
    names = [
        f"{report.slug}-scan.pdf" if f == "scan" else f"{report.slug}.{f}" for f in report.meta["formats"]
    ]
    with tempfile.TemporaryDirectory() as scratch:
        docx = Path(scratch) / f"{report.slug}.docx"
        docx_writer.write(report, docx)
        if f"{report.slug}.docx" in names:
            shutil.copy(docx, corpus / docx.name)
        if pdf and {"pdf", "scan"} & set(report.meta["formats"]):
            made = to_pdf(docx, Path(scratch))
            if made.name in names:
                shutil.copy(made, corpus / made.name)
            if "scan" in report.meta["formats"]:
                scan.scan(made, corpus / f"{report.slug}-scan.pdf")
    return names


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("slugs", nargs="*", help="only these reports")
    parser.add_argument("--no-pdf", action="store_true", help="docx and gold only")
    parser.add_argument("--unmarked", action="store_true", help="list the numbers nobody marked")
    arguments = parser.parse_args()
    (ROOT / "corpus").mkdir(exist_ok=True)
    for path in sorted(SOURCES.glob("*.txt")):
        if arguments.slugs and path.stem not in arguments.slugs:
            continue
        report = source.read(path)
        names = render(report, ROOT / "corpus", pdf=not arguments.no_pdf)
        data = gold.build(report, names)
        text = json.dumps(data, ensure_ascii=False, indent=1) + "\n"
        (ROOT / "gold" / f"{report.slug}.json").write_text(text, encoding="utf-8")
        print(report.slug, len(data["blocks"]), "blocks", len(data["facts"]), "facts")
        if arguments.unmarked:
            print(*gold.unmarked(report), sep="\n")
    contradictions.resolve(ROOT)


if __name__ == "__main__":
    main()
