"""Ingest: what goes in, what is skipped, what fails alone, and what a killed run leaves."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
import workers
from samples import report

from extractor.archive.load import BY_DOCUMENT
from extractor.archive.open import connect
from extractor.errors import ExtractorError
from extractor.ingest import ingest
from extractor.ingest.apart import apart
from extractor.ingest.files import LARGEST, Found, Passed, walk
from extractor.ingest.pool import Done, Pool

CONTENT = (*BY_DOCUMENT, "paths", "failures")


def content(db: Path, *tables: str) -> dict[str, list[tuple[object, ...]]]:
    with connect(db, read_only=True) as connection:
        return {t: connection.execute(f"FROM {t} ORDER BY ALL").fetchall() for t in tables or CONTENT}


def count(db: Path, table: str) -> int:
    return len(content(db, table)[table])


# What a folder's files are to ingest.


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two readable reports and one of every trouble."""
    reports = tmp_path / "reports"
    report(reports, "good.txt")
    report(reports, "deeper/other.txt", number="15/BC-UBND")
    report(reports, "deeper/.hidden.txt")
    (reports / "empty.pdf").write_bytes(b"")
    (reports / "truncated.docx").write_bytes(b"PK\x03\x04" + b"\0" * 100)
    (reports / "table.csv").write_text("a,b", encoding="utf-8")
    (reports / "~$good.docx").write_bytes(b"lock")
    (reports / "loop.txt").symlink_to("loop.txt")
    (reports / "gone.txt").symlink_to("nowhere.txt")
    (reports / "deeper" / "up").symlink_to("..")
    os.mkfifo(reports / "pipe.txt")
    return reports


def test_what_is_looked_at_and_what_is_passed_over(folder: Path) -> None:
    items = list(walk([folder]))
    found = {item.path.name: item.trouble for item in items if isinstance(item, Found)}
    assert found == {
        "good.txt": None,
        "other.txt": None,
        "empty.pdf": None,
        "truncated.docx": None,
        "loop.txt": "link that leads back to itself",
        "gone.txt": "link to a file that is not there",
        "pipe.txt": "not a regular file",
    }
    assert {item.path.name for item in items if isinstance(item, Passed)} == {
        ".hidden.txt",
        "table.csv",
        "~$good.docx",
        "up",
    }


def test_a_file_larger_than_any_report_is_not_even_opened(tmp_path: Path) -> None:
    path = tmp_path / "huge.pdf"
    with path.open("wb") as file:
        file.truncate(LARGEST + 1)
    (item,) = walk([path])
    assert item == Found(path, "larger than any report (2 GB)")


def test_a_file_named_twice_is_taken_once(folder: Path) -> None:
    file = folder / "good.txt"
    assert [item.path for item in walk([file, file, folder / "deeper" / ".." / "good.txt"])] == [file]


def test_a_bad_file_costs_one_row_and_nobody_else_anything(folder: Path, tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    tally = ingest([folder], db, jobs=2)
    assert (tally.files, tally.ingested, tally.failed) == (7, 2, 5)
    assert {Path(row[0]).name: row[2] for row in content(db)["failures"]} == {  # type: ignore[arg-type]
        "empty.pdf": "parse",
        "truncated.docx": "parse",
        "loop.txt": "open",
        "gone.txt": "open",
        "pipe.txt": "open",
    }
    before = content(db)
    again = ingest([folder], db, jobs=1)
    assert (again.ingested, again.skipped, again.failed) == (0, 2, 5)
    assert content(db) == before


def test_a_mended_file_leaves_failures(tmp_path: Path) -> None:
    file, db = tmp_path / "a.txt", tmp_path / "a.duckdb"
    file.write_bytes(b"")
    assert ingest([file], db).failed == 1
    report(tmp_path, "a.txt")
    assert ingest([file], db).ingested == 1
    assert count(db, "failures") == 0


# The same bytes are the same document.


def test_moved_renamed_and_duplicate_files_are_recognised(tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    old = report(tmp_path / "in", "old.txt")
    ingest([old.parent], db)
    (doc_id,) = {row[0] for row in content(db)["documents"]}
    new = old.rename(old.with_name("new.txt"))
    shutil.copy(new, new.with_name("twin.txt"))
    tally = ingest([new.parent], db)
    assert (tally.ingested, tally.skipped) == (0, 2)
    assert content(db, "paths")["paths"] == [(str(new), doc_id), (str(new.with_name("twin.txt")), doc_id)]
    assert [(row[2], row[3]) for row in content(db)["documents"]] == [(str(new), "new.txt")]


def test_a_document_whose_path_another_file_takes_is_named_by_where_it_still_lies(tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    first = report(tmp_path / "in", "a.txt")
    for name in ("b.txt", "c.txt"):
        shutil.copy(first, first.with_name(name))
    ingest([first.parent], db)
    report(first.parent, "a.txt", number="100/BC-UBND")
    ingest([first.parent], db)
    assert sorted(row[3] for row in content(db)["documents"]) == ["a.txt", "b.txt"]
    assert sorted(Path(path).name for path, _ in content(db, "paths")["paths"]) == ["a.txt", "b.txt", "c.txt"]


def test_twins_that_fail_are_each_named(tmp_path: Path) -> None:
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / name).write_bytes(b"%PDF-1.7 and no more")
    tally = ingest([tmp_path / "a.pdf", tmp_path / "b.pdf"], tmp_path / "x.duckdb")
    assert [message.partition(":")[0] for _, message in tally.failures] == ["a.pdf", "b.pdf"]


def test_twins_of_one_run_are_read_once(tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    for name in ("a.txt", "b.txt", "c.txt"):
        report(tmp_path / "in", name)
    tally = ingest([tmp_path / "in"], db, jobs=2)
    assert (tally.ingested, tally.skipped, count(db, "documents"), count(db, "paths")) == (1, 2, 1, 3)


def test_changed_file_takes_the_place_of_what_it_was(tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    ingest([report(tmp_path, models=25)], db)
    ingest([report(tmp_path, models=26)], db)
    assert count(db, "documents") == 1
    assert {row[3] for row in content(db)["facts"] if row[2] == "count"} == {"26 mô hình", "30 mô hình"}


def test_force_reads_again(tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    file = report(tmp_path)
    ingest([file], db)
    facts = content(db)["facts"]
    assert ingest([file], db, force=True).ingested == 1
    assert content(db)["facts"] == facts


def test_every_run_leaves_a_row(tmp_path: Path) -> None:
    db = tmp_path / "a.duckdb"
    file = report(tmp_path)
    ingest([file], db)
    ingest([file], db)
    assert sorted((row[3], row[4], row[5]) for row in content(db, "runs")["runs"]) == [(1, 0, 1), (1, 1, 0)]


@pytest.mark.parametrize(("path", "db"), [("nowhere", "a.duckdb"), (".", "no/such/folder/a.duckdb")])
def test_what_cannot_start_says_so(tmp_path: Path, path: str, db: str) -> None:
    with pytest.raises(ExtractorError):
        ingest([tmp_path / path], tmp_path / db)


def test_a_run_that_is_stopped_keeps_what_was_loaded(tmp_path: Path) -> None:
    for n in range(6):
        report(tmp_path / "in", f"{n}.txt", number=f"{n}/BC-UBND")
    db = tmp_path / "a.duckdb"
    asked = iter([False, False])  # and then yes
    tally = ingest([tmp_path / "in"], db, jobs=1, stop=lambda: next(asked, True))
    assert tally.interrupted
    assert count(db, "documents") == tally.ingested < 6
    assert ingest([tmp_path / "in"], db).skipped == tally.ingested
    assert count(db, "documents") == 6


def test_a_script_needs_no_guard_around_ingest(tmp_path: Path) -> None:
    report(tmp_path / "in", "a.txt")
    script = tmp_path / "script.py"
    script.write_text("import extractor\nprint(extractor.ingest(['in'], 'a.duckdb').ingested)\n", "utf-8")
    ran = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "1\n", "")


# Others beside an ingest.

INGEST = "import sys; from extractor.ingest import ingest; ingest([sys.argv[1]], sys.argv[2], jobs=1)"


def start(folder: Path, db: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", INGEST, str(folder), str(db)], start_new_session=True)


def test_a_killed_run_leaves_an_archive_that_the_next_one_finishes(tmp_path: Path) -> None:
    """Killed at random moments; every document is there whole or not at all."""
    for n in range(12):
        report(tmp_path / "in", f"{n}.txt", number=f"{n}/BC-UBND")
    db, whole = tmp_path / "a.duckdb", tmp_path / "whole.duckdb"
    ingest([tmp_path / "in"], whole)
    moments = random.Random(1)
    for _ in range(4):
        run = start(tmp_path / "in", db)
        time.sleep(moments.uniform(0.3, 4))
        os.killpg(run.pid, signal.SIGKILL)
        run.wait()
        if db.exists():
            with duckdb.connect(str(db)) as connection:
                counted = connection.execute(
                    "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'facts'"
                )
                if counted.fetchone() == (1,):
                    halves = "SELECT doc_id FROM documents ANTI JOIN facts USING (doc_id)"
                    assert connection.execute(halves).fetchall() == []
    ingest([tmp_path / "in"], db)
    same = (
        "paths",
        *(table for table in BY_DOCUMENT if table != "documents"),
    )  # these tell when they came in
    assert content(db, *same) == content(whole, *same)


def test_a_run_killed_while_it_indexes_takes_its_indexer_with_it(tmp_path: Path) -> None:
    """The indexer holds the archive: left alone it would hold up the next run, and never end."""
    for n in range(3):
        report(tmp_path / "in", f"{n}.txt", number=f"{n}/BC-UBND")
    db = tmp_path / "a.duckdb"
    telling = INGEST.replace("jobs=1", "jobs=1, talk=lambda line: print(line, flush=True)")
    command = [sys.executable, "-c", telling, str(tmp_path / "in"), str(db)]
    run = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    assert any("indexing" in line for line in run.stdout)
    run.kill()
    run.communicate(timeout=60)  # its output ends when the last process that it started has ended
    ingest([tmp_path / "in"], db)
    assert count(db, "documents") == 3
    assert content(db, "search_texts")["search_texts"]


@pytest.mark.parametrize(
    "error",
    [
        duckdb.IOException("Could not write file: No space left on device"),
        duckdb.TransactionException("Failed to commit: Could not write file: No space left on device"),
    ],
)
def test_a_full_disk_is_said_and_the_next_run_reads_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: duckdb.Error
) -> None:
    def full(*_: object) -> None:
        raise error

    report(tmp_path / "in", "a.txt")
    db = tmp_path / "a.duckdb"
    with monkeypatch.context() as patch:
        patch.setattr("extractor.archive.load.store", full)
        patch.setattr("extractor.ingest.run.apart", lambda function, *given, talk: function(*given, talk))
        with pytest.raises(ExtractorError, match=r"cannot be written.*make room and run again"):
            ingest([tmp_path / "in"], db)
    ingest([tmp_path / "in"], db)
    assert count(db, "documents") == 1


def test_readers_get_in_while_an_ingest_runs_and_a_second_ingest_waits(tmp_path: Path) -> None:
    for n in range(12):
        report(tmp_path / "in", f"{n}.txt", number=f"{n}/BC-UBND")
    db = tmp_path / "a.duckdb"
    ingest([tmp_path / "in" / "0.txt"], db)
    first, second = start(tmp_path / "in", db), start(tmp_path / "in", db)
    seen = []
    while first.poll() is None:
        seen.append(count(db, "documents"))
    assert (first.wait(), second.wait()) == (0, 0)
    assert seen == sorted(seen)
    assert count(db, "documents") == 12
    assert not db.with_name("a.duckdb.lock").exists()
    assert sorted(row[4] for row in content(db, "runs")["runs"]) == [0, 1, 11]


# Workers.


def test_a_call_apart_talks_answers_and_raises_as_if_it_were_here() -> None:
    lines: list[str] = []
    assert apart(workers.call, "answer 5", talk=lines.append) == "5"
    assert lines == ["answer 5"]
    with pytest.raises(ExtractorError, match=r"a\.duckdb: no room: make some") as raised:
        apart(workers.call, "raise", talk=lines.append)
    assert raised.value.stage == "load"


def test_a_call_apart_whose_process_dies_is_an_error_of_one_line() -> None:
    with pytest.raises(ExtractorError, match=r"call: its process was ended .*run again"):
        apart(workers.call, "crash", talk=lambda line: None)


@pytest.fixture
def pool() -> Iterator[Pool]:
    made = Pool(workers.work, jobs=2, timeout=3, memory=2 * 2**30)
    yield made
    made.close()


def run(pool: Pool, tasks: list[str]) -> dict[str, Done]:
    waiting, done = list(tasks), {}
    while waiting or pool.busy:
        while waiting and pool.free:
            pool.start(waiting.pop(0))
        done |= {d.task: d for d in pool.done(patience=1)}
    return done


def test_a_task_that_ends_its_worker_costs_only_itself(pool: Pool) -> None:
    done = run(pool, ["answer 1", "crash", "answer 2", "hang", "eat", "exit", "answer 3"])
    assert {task: d.result for task, d in done.items() if d.failure is None} == {
        "answer 1": "1",
        "answer 2": "2",
        "answer 3": "3",
    }
    assert {task: d.failure for task, d in done.items() if d.failure} == {
        "crash": "crash",
        "exit": "crash",
        "hang": "timeout",
        "eat": "memory",
    }
    assert done["crash"].message == "the reader was ended by signal SIGSEGV"
    assert done["hang"].message == "took longer than 3 seconds"


def test_what_a_hanging_task_started_and_wrote_goes_with_it(pool: Pool, tmp_path: Path) -> None:
    note = tmp_path / "note"
    run(pool, [f"child {note}"])
    pid, scratch = note.read_text(encoding="utf-8").split()
    with pytest.raises(ProcessLookupError):
        _wait_until_gone(int(pid))
    assert not Path(scratch).exists()


def test_a_task_cannot_fill_the_disk(tmp_path: Path) -> None:
    pool = Pool(workers.work_or_say, jobs=1, timeout=20, memory=2 * 2**30)
    try:
        assert "File too large" in run(pool, ["fill"])["fill"].result
    finally:
        pool.close()


def _wait_until_gone(pid: int) -> None:
    """Raises ProcessLookupError as soon as the process is gone (or a zombie nobody has collected)."""
    for _ in range(100):
        os.kill(pid, 0)
        if Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[0] == "Z":
            raise ProcessLookupError
        time.sleep(0.05)
