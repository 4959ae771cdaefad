"""How ingest bears growth: throughput, memory, workers and time by stage, from 100 files to 10,000, in one run.

usage: python benchmarks/scale.py [--files 10000] [--small 100] [--folder FOLDER] [--json FILE]

Generates the files (`generate.py`) where the folder does not hold them yet, then ingests, each time into a new
archive and from a process of its own: the first 100 files; `--scaling` files with one worker and with two, twice in
turn, of which the faster counts; all files. Peak memory is what the kernel has seen (VmHWM) of the process that steers and of the largest other.
Processor time stands beside wall time, since other work on the machine stretches the second. The last lines
set what came out against what issue 7 asks for.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from generate import generate
from rich.console import Console
from rich.table import Table

RUN = """
import json, os, sys, time
from pathlib import Path
from extractor.ingest import ingest
paths = [line for line in Path(sys.argv[1]).read_text().splitlines()]
begun, spent = time.monotonic(), os.times()
tally = ingest(paths, sys.argv[2], jobs=int(sys.argv[3]))
status = Path("/proc/self/status").read_text()
peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
print(json.dumps({"files": tally.files, "ingested": tally.ingested, "failed": tally.failed,
    "seconds": time.monotonic() - begun, "main_mb": peak / 1024, "stages": dict(tally.stages)}))
"""
MARK = "EXTRACTOR_SCALE_RUN"  # in the environment of a run's processes, by which they are told from others


def measure(paths: list[Path], jobs: int, scratch: Path) -> dict[str, Any]:
    """One ingest in a process of its own: its numbers, and those of the processes it started."""
    name = f"{len(paths)}-{jobs}-{time.monotonic_ns()}"
    listed, db = scratch / f"{name}.txt", scratch / f"{name}.duckdb"
    listed.write_text("\n".join(map(str, paths)), encoding="utf-8")
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(listed), str(db), str(jobs)],
        stdout=subprocess.PIPE,
        env=os.environ | {MARK: name},
    )
    seen: dict[int, tuple[float, float]] = {}
    watcher = threading.Thread(target=_watch, args=(run, name, seen))
    watcher.start()
    output, _ = run.communicate()
    watcher.join()
    if run.returncode:
        raise SystemExit(f"the ingest of {len(paths)} files ended with code {run.returncode}")
    result: dict[str, Any] = json.loads(output) | {"jobs": jobs}
    result["cpu_seconds"] = sum(cpu for _, cpu in seen.values())
    result["worker_mb"] = max((peak for pid, (peak, _) in seen.items() if pid != run.pid), default=0)
    result["archive_mb"] = db.stat().st_size / 2**20
    db.unlink()
    return result


def _watch(run: subprocess.Popen[bytes], name: str, seen: dict[int, tuple[float, float]]) -> None:
    """Peak memory (MB) and processor seconds of the run's processes by pid, as last seen."""
    ours, others = set(), set()
    tick = os.sysconf("SC_CLK_TCK")
    while run.poll() is None:
        for entry in Path("/proc").iterdir():
            if not entry.name.isdigit() or entry.name in others:
                continue
            try:
                if entry.name not in ours:
                    kin = f"{MARK}={name}".encode() in (entry / "environ").read_bytes()
                    (ours if kin else others).add(entry.name)
                if entry.name in ours:
                    status = (entry / "status").read_text()
                    peak = next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmHWM"))
                    times = (entry / "stat").read_text().rpartition(")")[2].split()
                    seen[int(entry.name)] = (peak / 1024, (int(times[11]) + int(times[12])) / tick)
            except (OSError, StopIteration):
                continue  # it has ended
        time.sleep(1.0)


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--files", type=int, default=10_000)
    arguments.add_argument("--small", type=int, default=100)
    arguments.add_argument("--scaling", type=int, default=2000, help="files for one worker against two")
    arguments.add_argument("--folder", type=Path, default=Path(tempfile.gettempdir()) / "extractor-scale")
    arguments.add_argument("--json", type=Path, metavar="FILE", help="write the numbers there, too")
    options = arguments.parse_args()
    console = Console(width=150)
    paths = generate(options.folder, options.files)
    with tempfile.TemporaryDirectory(prefix="scale-") as name:
        scratch = Path(name)
        small = measure(paths[: options.small], 2, scratch)
        some = paths[: options.scaling]
        by_jobs = [(measure(some, 1, scratch), measure(some, 2, scratch)) for _ in range(2)]
        one, two = (min(runs, key=lambda run: run["seconds"]) for runs in zip(*by_jobs, strict=True))
        large = measure(paths, 2, scratch)
    runs = [small, one, two, large]
    table = Table("files", "workers", "in", "failed", "s", "files/s", "ms/file", "CPU ms/file", "main MB", "worker MB", "archive MB", box=None)  # fmt: skip
    for r in runs:
        per_file = 1000 * r["seconds"] / r["files"]
        numbers = (r["seconds"], r["files"] / r["seconds"], per_file, 1000 * r["cpu_seconds"] / r["files"])
        sizes = (r["main_mb"], r["worker_mb"], r["archive_mb"])
        table.add_row(
            *map(str, (r["files"], r["jobs"], r["ingested"], r["failed"])),
            *(f"{n:.1f}" for n in numbers),
            *(f"{n:.0f}" for n in sizes),
        )
    console.print(table)
    stages = Table("ms a file", *large["stages"], box=None)
    for r in runs:
        shares = (f"{1000 * r['stages'].get(stage, 0) / r['files']:.1f}" for stage in large["stages"])
        stages.add_row(f"{r['files']} files, {r['jobs']} workers", *shares)
    console.print(stages)
    memory = large["main_mb"] / small["main_mb"]
    growth = (large["seconds"] / large["files"]) / (small["seconds"] / small["files"])
    cost = (large["cpu_seconds"] / large["files"]) / (small["cpu_seconds"] / small["files"])
    console.print(f"all in: {large['ingested'] == large['files']}")
    console.print(
        f"main's peak memory, {large['files']} against {small['files']} files: {memory:.2f} (≤ 1.3)"
    )
    console.print(f"time per file, {large['files']} against {small['files']} files: {growth:.2f} (≤ 1.1)")
    console.print(f"processor time per file, likewise: {cost:.2f}")
    console.print(f"two workers against one: {one['seconds'] / two['seconds']:.2f} times (≥ 1.7)")
    if options.json:
        options.json.write_text(json.dumps(runs, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
