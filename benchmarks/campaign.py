"""Thousands of damaged files through one ingest: nothing may break but the files themselves.

usage: python benchmarks/campaign.py [--count N] [--seed S] [--timeout S] [--jobs N] [--keep FOLDER] [SOURCE...]

Makes damaged copies of the reports in the sources (`corpus/` and, where it is there, `../shared/real`),
ingests them, and asks the archive for every flaw it may not have: files neither in nor failed, rows of no
document, facts off their text, failures of more than a line; a share of the documents is read again and
compared. The hostile files that `tests/fuzz/hostile_files.py` builds go in with them. Exit code 1 where
anything is wrong. Prints what the files came to, and the failures that are faults of the program rather than
words about the file.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from extractor.archive.open import connect
from extractor.ingest import Tally, ingest
from extractor.ingest.files import SUFFIXES

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests" / "fuzz"))

import consistency  # noqa: E402
import hostile_files  # noqa: E402
import mutations  # noqa: E402

SOURCES = (ROOT / "corpus", ROOT.parent / "shared" / "real")
LIMIT = 1_500_000  # bytes; larger reports only make a campaign slow
OURS = {"UnreadableFile", "MissingPart", "ExtractorError", "TimeoutError", "MemoryError"}


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("sources", nargs="*", type=Path, default=[s for s in SOURCES if s.is_dir()])
    arguments.add_argument("--count", type=int, default=2000)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--timeout", type=float, default=20)
    arguments.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    arguments.add_argument(
        "--office", type=float, default=0.05, help="share of .doc and .rtf, slow to convert"
    )
    arguments.add_argument("--ocr", type=float, default=0.01, help="share of scans that are read by OCR")
    arguments.add_argument(
        "--reread", type=int, default=10, metavar="N", help="read every Nth document again"
    )
    arguments.add_argument("--keep", type=Path, help="a folder for the files and the archive, kept")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="campaign-") as scratch:
        wrong = campaign(options, options.keep or Path(scratch))
    sys.exit(1 if wrong else 0)


def campaign(options: argparse.Namespace, folder: Path) -> list[str]:
    """Runs it in `folder` and says how it went; what came out wrong, a line each."""
    found = sorted(p for s in options.sources for p in s.rglob("*") if p.suffix.lower() in SUFFIXES)
    plain = [
        p
        for p in found
        if p.stat().st_size < LIMIT and p.suffix not in {".doc", ".rtf"} and "scan" not in p.name
    ]
    office = [p for p in found if p.suffix in {".doc", ".rtf"}]
    scans = [p for p in found if "scan" in p.name]
    counts = {"office": round(options.count * options.office), "scans": round(options.count * options.ocr)}
    counts["plain"] = options.count - sum(counts.values())
    files: dict[str, list[Path]] = {}
    for name, sources in (("plain", plain), ("office", office), ("scans", scans)):
        (folder / name).mkdir(parents=True)
        files[name] = mutations.copies(sources, folder / name, counts[name] if sources else 0, options.seed)
    (folder / "hostile").mkdir()
    files["hostile"] = hostile_files.build(folder / "hostile")
    db = folder / "campaign.duckdb"
    wrong: list[str] = []
    begun = time.monotonic()
    for name in files:
        tally = ingest(
            [folder / name],
            db,
            jobs=options.jobs,
            timeout=options.timeout,
            ocr="auto" if name == "scans" else "never",
        )
        print(f"{name:8} {_words(tally)}", flush=True)
        if tally.done != tally.files or tally.files != len(files[name]):
            wrong.append(f"{name}: {len(files[name])} files given, {tally.files} seen, {tally.done} settled")
    print(f"in {time.monotonic() - begun:.0f} s; the most a file may take: {options.timeout:g} s")
    wrong += consistency.flaws(db, [path for group in files.values() for path in group])
    wrong += consistency.differences(
        db, ocr="never", every=options.reread, timeout=options.timeout * 3, jobs=options.jobs
    )
    with connect(db, read_only=True) as connection:
        failures = connection.execute(
            "SELECT path, stage, error, message FROM failures ORDER BY ALL"
        ).fetchall()
    for (stage, error), count in Counter((stage, error) for _, stage, error, _ in failures).most_common():
        print(f"  failed: {count:5}  {stage} {error}")
    for path, stage, error, message in failures:
        if error not in OURS:
            print(f"  fault: {Path(path).name}: {stage} {error}: {message}")
        elif error == "TimeoutError":
            print(f"  slow: {Path(path).name}")
    for line in wrong:
        print(f"WRONG {line}")
    return wrong


def _words(tally: Tally) -> str:
    return f"{tally.files:5} files: {tally.ingested} in, {tally.skipped} the same again, {tally.failed} failed, {tally.seconds:.0f} s"


if __name__ == "__main__":
    main()
