"""The command line: results on stdout, talk on stderr, one-line errors, exit codes, typos."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from archives import archive
from samples import report
from typed import Run

COMMANDS = ("ingest", "query", "search", "evaluate", "show", "parse", "explain", "audit", "graph", "doctor")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cli")
    return archive(folder / "a.duckdb", report(folder, "2023.txt"))


@pytest.mark.parametrize("command", COMMANDS)
def test_help_ends_in_an_example(run: Run, command: str) -> None:
    ran = run(command, "--help")
    assert ran.code == 0
    assert f"Example: extractor {command}" in ran.out


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (("ingst", "x"), "Did you mean 'ingest'?"),
        (("ingest", "nowhere", "--db", "a.duckdb"), "nowhere: no such file or folder"),
        (("ingest", "."), "--db"),
        (("query", "--db", "nowhere.duckdb", "reports"), "nowhere.duckdb: no such archive"),
        (("query", "reports"), "give --db FILE"),
        (("query", "--db", "x", "reprts"), "did you mean reports"),
        (("search", "--db", "nowhere.duckdb", "a"), "nowhere.duckdb: no such archive"),
        (("parse", "nowhere.docx"), "nowhere.docx"),
        (("show", "nowhere.docx"), "nowhere.docx"),
        (("explain", "quý III", "--report", "hôm qua"), "hôm qua: no time of a report"),
        (("audit", "--db", "nowhere.duckdb"), "nowhere.duckdb: no such archive"),
    ],
)
def test_errors_are_one_line_on_stderr(run: Run, arguments: tuple[str, ...], complaint: str) -> None:
    ran = run(*arguments)
    assert ran.code == 2
    assert ran.out == ""
    assert complaint in ran.err
    assert ran.err.count("\n") == 1


def test_debug_shows_the_traceback(run: Run) -> None:
    assert "Traceback" in run("parse", "nowhere.docx", "--debug").err


@pytest.mark.parametrize(("broken", "code"), [(False, 0), (True, 1)])
def test_ingest_exit_codes_and_summary(run: Run, tmp_path: Path, broken: bool, code: int) -> None:
    report(tmp_path / "in")
    if broken:
        (tmp_path / "in" / "empty.pdf").write_bytes(b"")
    ran = run("ingest", tmp_path / "in", "--db", tmp_path / "a.duckdb", "--jobs", 1)
    assert ran.code == code
    assert ran.out == ""
    assert f"1 read (0 pages), 0 there already, {int(broken)} failed" in ran.err


def test_ctrl_c_ends_an_ingest_with_a_clear_line(tmp_path: Path) -> None:
    for n in range(40):
        report(tmp_path / "in", f"{n}.txt", number=f"{n}/BC-UBND")
    command = [sys.executable, "-m", "extractor", "ingest", tmp_path / "in", "--db", tmp_path / "a.duckdb"]
    ingest = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    while not (tmp_path / "a.duckdb").exists() and ingest.poll() is None:
        time.sleep(0.05)
    time.sleep(0.5)
    os.killpg(ingest.pid, signal.SIGINT)
    _, talk = ingest.communicate(timeout=120)
    assert ingest.returncode == 130
    assert "Traceback" not in talk
    assert "Interrupted: what was loaded is kept" in talk


def test_query_formats(run: Run, db: Path) -> None:
    asked = ("query", "--db", db, "SELECT exact, value FROM counts ORDER BY value", "--format")
    assert run(*asked, "csv").out == "exact,value\n25 mô hình,25\n30 mô hình,30\n"
    assert json.loads(run(*asked, "json").out)[0] == {"exact": "25 mô hình", "value": 25}
    assert "25 mô hình" in run(*asked, "table").out


@pytest.mark.parametrize(("format", "magic"), [("xlsx", b"PK"), ("parquet", b"PAR1")])
def test_query_writes_files(run: Run, db: Path, tmp_path: Path, format: str, magic: bytes) -> None:
    target = tmp_path / f"x.{format}"
    ran = run("query", "--db", db, "reports", "--format", format, "--output", target)
    assert ran.out == ""
    assert target.read_bytes().startswith(magic)


@pytest.mark.parametrize("spelling", [("--number", "08-NQ/TU"), ("--number=08-NQ/TU",)])
def test_named_question_takes_its_parameters(run: Run, db: Path, spelling: tuple[str, ...]) -> None:
    ran = run("query", "--db", db, "which-documents-implement", *spelling, "--format", "csv")
    assert "12/BC-UBND,2023.txt,thực hiện" in ran.out


def test_list_names_one_question_a_line(run: Run) -> None:
    lines = run("query", "--list").out.splitlines()
    assert len(lines) >= 20
    assert any(line.startswith("which-documents-implement --number — ") for line in lines)


def test_search_prints_snippet_and_place(run: Run, db: Path) -> None:
    hits = json.loads(run("search", "--db", db, "dan", "van", "kheo", "--format", "json").out)
    assert all("Dân vận khéo" in hit["snippet"] for hit in hits)
    assert {(hit["file_name"], hit["section_path"]) for hit in hits} == {
        ("2023.txt", "I/1"),
        ("2023.txt", "II"),
    }


def test_nothing_found_is_said_on_stderr(run: Run, db: Path) -> None:
    ran = run("search", "--db", db, "xyz", "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert "Nothing found" in ran.err


def test_parse_as_json_and_markdown(run: Run, tmp_path: Path) -> None:
    file = report(tmp_path)
    data = json.loads(run("parse", file).out)
    assert data["metadata"]["number"] == "12/BC-UBND"
    assert "## I. KẾT QUẢ THỰC HIỆN\n" in run("parse", file, "--format", "md").out


def test_explain_shows_winners_with_their_values_and_why_others_lost(run: Run) -> None:
    asked = ("explain", "nhiệm vụ 6 tháng cuối năm, quý III", "--report", 2023, "--format", "json")
    rows = {row["rule"]: row for row in json.loads(run(*asked).out)}
    won = rows["date.months-of-year"]
    assert (won["text"], won["outcome"]) == ("6 tháng cuối năm", "won")
    assert won["value"] == "date_start=2023-07-01 date_end=2023-12-31"
    assert rows["date.quarter"]["value"] == "date_start=2023-07-01 date_end=2023-09-30"
    assert rows["duration.number-unit"]["outcome"].startswith("lost to date.months-of-year: ")


def test_explain_reads_standard_input(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("không có gì\n"))
    ran = run("explain", "-", "--format", "json")
    assert (ran.code, json.loads(ran.out)) == (0, [])
    assert "No rule saw a fact here" in ran.err


def test_audit_prints_findings(run: Run, tmp_path: Path) -> None:
    file = report(tmp_path, communes="18/24 xã, bằng 57,5%; 20")
    found = archive(tmp_path / "a.duckdb", file)
    assert "18/24 xã là 75%, không phải 57,5%." in run("audit", "--db", found).out


def test_doctor_names_every_part(run: Run) -> None:
    out = run("doctor").out
    assert all(part in out for part in ("docx", "LibreOffice", "Tesseract", "DuckDB fts"))


def test_importing_the_package_or_asking_for_help_loads_nothing_heavy() -> None:
    script = (
        "import sys; sys.argv = ['extractor', '--help']\n"
        "import extractor, extractor.cli\n"
        "heavy = {'spacy', 'underthesea', 'duckdb', 'pyarrow', 'pdfplumber', 'numpy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0


def test_verbs_are_callable_whatever_was_imported_before(tmp_path: Path) -> None:
    script = (
        "import sys, extractor, extractor.extract\n"
        "from extractor.ingest import ingest\n"
        "document = extractor.parse(sys.argv[1])\n"
        "assert extractor.extract(document)\n"
        "assert callable(extractor.ingest) and callable(extractor.evaluate)\n"
        "from extractor.extract import extract\n"
        "assert extract(document) == extractor.extract(document)"
    )
    assert subprocess.run([sys.executable, "-c", script, report(tmp_path)], check=False).returncode == 0
