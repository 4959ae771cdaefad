"""Ingests killed at random moments, and one whose disk fills up: nothing may be lost, nothing doubled.

usage: python benchmarks/kills.py [--kills 50] [--files 80] [--seed 1]

Ingests generated files into one archive again and again and ends the process with SIGKILL: a third of the times
at any moment, a third while documents are being loaded (the archive's write-ahead log is there), a third while
the text is being indexed. After each kill the archive must open, hold each document once and with all its rows.
When a run gets through, its archive must equal the one of an undisturbed run, and another is begun. Last, the
archive lies on a disk that is too small: the run must say so, and the next, with room, finish. Exit code 1 where
anything is wrong.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from generate import generate

from extractor.archive.load import BY_DOCUMENT
from extractor.archive.open import connect
from extractor.ingest import ingest

COMMAND = """
import sys
from extractor.ingest import ingest, run
run.BATCH = 16  # so that few files make many openings of the archive to be killed at
ingest([sys.argv[1]], sys.argv[2], talk=lambda line: print(line, flush=True))
"""
CONTENT = ("paths", *(table for table in BY_DOCUMENT if table not in ("documents", "sketches")))
DOCUMENTS = "SELECT * EXCLUDE (ingested_at) FROM documents ORDER BY ALL"
MOMENTS = ("any", "load", "index")


def content(db: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row that a run decides, but for times."""
    with connect(db, read_only=True) as archive:
        rows = {table: archive.execute(f"FROM {table} ORDER BY ALL").fetchall() for table in CONTENT}
        return rows | {"documents": archive.execute(DOCUMENTS).fetchall()}


def flaws(db: Path, whole: dict[str, list[tuple[object, ...]]]) -> list[str]:
    """What a killed run may not leave: documents twice, or with fewer or more rows than they have."""
    if not db.exists():
        return []
    with connect(db, read_only=False) as archive:
        found = []
        held = [doc_id for (doc_id,) in archive.execute("SELECT doc_id FROM documents").fetchall()]
        if len(set(held)) < len(held):
            found.append("a document twice")
        for table in set(CONTENT) - {"paths", "search_texts"}:
            place = next(
                i for i, c in enumerate(archive.execute(f"FROM {table}").description) if c[0] == "doc_id"
            )
            expected = Counter(row[place] for row in whole[table] if row[place] in set(held))
            there = Counter(
                dict(archive.execute(f"SELECT doc_id, count(*) FROM {table} GROUP BY ALL").fetchall())
            )
            if there != expected:
                found.append(f"{table}: rows lost or doubled")
        return found


def start(folder: Path, db: Path, **options: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", COMMAND, str(folder), str(db)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)  # type: ignore[call-overload, no-any-return]


def kill(run: subprocess.Popen[str], db: Path, moment: str, chance: random.Random, length: float) -> bool:
    """Ends the run at such a moment; False where it ended by itself before."""
    log = db.with_name(db.name + ".wal")
    if moment == "any":
        _wait(run, chance.uniform(0, length))
    elif moment == "load":
        _wait(run, chance.uniform(0, length / 2))
        while run.poll() is None and not log.exists():
            time.sleep(0.001)
        _wait(run, chance.uniform(0, 0.15))
    else:
        assert run.stdout is not None
        while (line := run.stdout.readline()) and "indexing" not in line:
            pass
        _wait(run, chance.uniform(0, 0.2 * length))
    ended = run.poll() is not None
    run.kill()
    run.communicate()
    return not ended


def _wait(run: subprocess.Popen[str], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and run.poll() is None:
        time.sleep(0.002)


def campaign(folder: Path, scratch: Path, kills: int, seed: int) -> list[str]:
    """Kills `kills` ingests of the folder; what came out wrong."""
    chance = random.Random(seed)
    undisturbed, db = scratch / "whole.duckdb", scratch / "a.duckdb"
    begun = time.monotonic()
    ingest([folder], undisturbed)
    length = time.monotonic() - begun
    whole = content(undisturbed)
    wrong: list[str] = []
    killed: Counter[str] = Counter()
    finished = 0
    while killed.total() < kills:
        moment = MOMENTS[killed.total() % len(MOMENTS)]
        if kill(start(folder, db), db, moment, chance, length):
            killed[moment] += 1
            wrong += [f"kill {killed.total()} ({moment}): {flaw}" for flaw in flaws(db, whole)]
        if moment == "index" or chance.random() < 0.2:
            ingest([folder], db)
            finished += 1
            wrong += [
                f"after kill {killed.total()}: {t} differ" for t, r in content(db).items() if r != whole[t]
            ]
            db.unlink()
    print(
        f"{killed.total()} kills ({dict(killed)}), {finished} archives finished after them, {len(wrong)} flaws"
    )
    return wrong + full_disk(folder, scratch, undisturbed, whole)


def full_disk(
    folder: Path, scratch: Path, undisturbed: Path, whole: dict[str, list[tuple[object, ...]]]
) -> list[str]:
    """A run whose archive may grow to a third only (a disk of that size where one can be mounted)."""
    size = undisturbed.stat().st_size // 3
    disk = scratch / "disk"
    disk.mkdir()
    db = disk / "a.duckdb"
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    mounted = os.geteuid() == 0 and subprocess.run(mount, capture_output=True).returncode == 0
    limit = None if mounted else lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
    try:
        _, words = (run := start(folder, db, preexec_fn=limit)).communicate()
        wrong = [] if run.returncode and "cannot be written" in words else ["a full disk went unsaid"]
        print(f"full disk ({'tmpfs' if mounted else 'RLIMIT_FSIZE'}): {words.strip().splitlines()[-1:]}")
        wrong += [f"full disk: {flaw}" for flaw in flaws(_moved(db, scratch / "b.duckdb"), whole)]
    finally:
        if mounted:
            subprocess.run(["umount", str(disk)], check=True)
    ingest([folder], scratch / "b.duckdb")
    return wrong + [
        f"full disk: {t} differ" for t, r in content(scratch / "b.duckdb").items() if r != whole[t]
    ]


def _moved(db: Path, to: Path) -> Path:
    for suffix in ("", ".wal"):
        if (part := db.with_name(db.name + suffix)).exists():
            shutil.copy(part, to.with_name(to.name + suffix))
    return to


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--kills", type=int, default=50)
    arguments.add_argument("--files", type=int, default=80)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory(prefix="kills-") as name:
        folder = Path(name) / "in"
        generate(folder, options.files)
        wrong = campaign(folder, Path(name), options.kills, options.seed)
    for line in wrong:
        print(line)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
