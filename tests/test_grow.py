"""A folder that grows: what each look takes, and the command that watches it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from samples import report

from extractor.archive.open import connect
from extractor.ingest.grow import fresh, look


@pytest.mark.parametrize(
    ("looks", "taken"),  # each look: sizes by name
    [
        ([{"a": 1}, {"a": 1}], [["a"], []]),
        ([{"a": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 1}], [["a"], [], ["b"]]),
        ([{"a": 1}, {"a": 1, "b": 1}, {"a": 1, "b": 2}, {"a": 1, "b": 2}], [["a"], [], [], ["b"]]),
        ([{"a": 1}, {"a": 2}, {"a": 2}, {"a": 2}], [["a"], [], ["a"], []]),
        ([{"a": 1}, {"b": 1}, {"b": 1}], [["a"], [], ["b"]]),
        ([{"a": None}, {"a": None}, {"a": 1}, {"a": 1}], [["a"], [], [], ["a"]]),
    ],
    ids=["quiet", "new", "growing", "changed", "renamed", "mended"],
)
def test_what_each_look_takes(looks: list[dict[str, int | None]], taken: list[list[str]]) -> None:
    states = [{Path(n): None if size is None else (size, 0) for n, size in seen.items()} for seen in looks]
    before, known, found = states[0], {}, []
    for now in states:
        files = fresh(now, before, known)
        known |= {path: now[path] for path in files}
        before = now
        found.append([str(path) for path in files])
    assert found == taken


def test_a_look_sees_what_an_ingest_would_take(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("một", encoding="utf-8")
    (tmp_path / "table.csv").write_text("a,b", encoding="utf-8")
    (tmp_path / "gone.txt").symlink_to("nowhere.txt")
    assert {path.name: state and state[0] for path, state in look([tmp_path]).items()} == {
        "a.txt": 4 + 1,
        "gone.txt": None,
    }


def test_the_command_watches_until_it_is_told_to_end_and_logs_every_event(tmp_path: Path) -> None:
    folder, db, log = tmp_path / "in", tmp_path / "a.duckdb", tmp_path / "log.jsonl"
    report(folder, "a.txt")
    command = [sys.executable, "-m", "extractor", "ingest", str(folder), "--db", str(db), "--jobs", "1"]
    run = subprocess.Popen([*command, "--watch", "0.5", "--log-json", str(log)], stderr=subprocess.PIPE)
    _until(log, "end", 1)
    report(folder, "b.txt", number="13/BC-UBND")
    (folder / "broken.pdf").write_bytes(b"")
    _until(log, "end", 2)
    os.kill(run.pid, signal.SIGINT)
    run.communicate(timeout=60)
    assert run.returncode == 1  # a file failed
    with connect(db, read_only=True) as archive:
        assert archive.execute("SELECT file_name FROM documents ORDER BY 1").fetchall() == [
            ("a.txt",),
            ("b.txt",),
        ]
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    files = {Path(e["path"]).name: e["outcome"] for e in events if e["event"] == "file"}
    assert files == {"a.txt": "read", "b.txt": "read", "broken.pdf": "failed"}
    assert [e["files"] for e in events if e["event"] == "start"] == [1, 2]
    assert all(e["at"] and e["run"] for e in events)


def _until(log: Path, event: str, times: int) -> None:
    deadline = time.monotonic() + 120
    while not log.exists() or log.read_text(encoding="utf-8").count(f'"event": "{event}"') < times:
        assert time.monotonic() < deadline, "the ingest did not come to its end"
        time.sleep(0.1)
