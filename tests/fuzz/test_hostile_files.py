"""Damaged and hostile files through the real ingest: each costs itself at most, and the archive is whole.

The long form is `make campaign`; here a few dozen files of the project's own corpus, in the same way.
"""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import consistency
import hostile_files
import mutations
import pikepdf
import pytest
from archives import archive
from samples import report
from selenium.common.exceptions import NoAlertPresentException
from targets import own_scripts, read

from extractor.archive.open import connect
from extractor.extract import extract
from extractor.ingest import ingest
from extractor.parsers import parse
from extractor.parsers.office import soffice
from extractor.query import ask, write_as
from extractor.show import page

ROOT = Path(__file__).resolve().parents[2]
SMALL = sorted(p for s in ("docx", "pdf") for p in (ROOT / "corpus").glob(f"*-2024.{s}"))

# Files that are odd but can be read: the report's words come out.
READ = (
    "zip-of-many.docx", "tables-to-the-limit.docx", "controls-to-the-limit.docx", "runs-to-the-limit.docx", "wide-table.docx",
    "numbering-lies.docx", "style-loop.docx", "note-bomb.docx", "outside-file.docx", "outside-web.docx", "acting.pdf", "page-loop.pdf",
    "page-million-times.pdf", "many-objects.pdf", "many-stamps.pdf", "font-in-itself.pdf", "squared-paper.pdf", "locked-to-print.pdf",
)  # fmt: skip

# (file, words of its failure)
REFUSED = [
    ("zip-bomb.docx", "unpacks to more than"),
    ("entity-bomb.docx", "is damaged|document type"),
    ("external-entity.docx", "document type"),
    ("tables-in-tables.docx", "Excessive depth"),
    ("controls-in-controls.docx", "Excessive depth"),
    ("many-pages.pdf", "more than any report has"),
    ("no-pages.pdf", "no pages|damaged"),
    ("locked.pdf", "password"),
    ("giant.png", "pixels|without text"),
    ("nul.txt", "neither text"),
]


def test_damaged_and_hostile_files_cost_only_themselves(tmp_path: Path) -> None:
    folder, db = tmp_path / "in", tmp_path / "a.duckdb"
    folder.mkdir()
    files = mutations.copies(SMALL, folder, 30, seed=7)
    files += hostile_files.build(folder, *READ, *(name for name, _ in REFUSED), "injections.txt")
    files += hostile_files.named(folder)
    tally = ingest([folder], db, jobs=2, ocr="never", timeout=60)
    assert (tally.files, tally.done) == (len(files), len(files))
    assert list(consistency.flaws(db, files)) == []
    assert list(consistency.differences(db, ocr="never", every=4, timeout=60, jobs=2)) == []
    with connect(db, read_only=True) as connection:
        faults = connection.execute(
            "SELECT path, stage, error, message FROM failures WHERE error NOT IN ('UnreadableFile', 'MissingPart')"
        ).fetchall()
        failed = {Path(p).name for (p,) in connection.execute("SELECT path FROM failures").fetchall()}
    assert faults == []
    assert failed.isdisjoint({*READ, *(n for n in hostile_files.NAMES if n.isprintable())})
    assert failed >= {name for name, _ in REFUSED}


@pytest.mark.parametrize(("name", "words"), REFUSED)
def test_hostile_files_are_refused_in_words(tmp_path: Path, name: str, words: str) -> None:
    (path,) = hostile_files.build(tmp_path, name)
    with pytest.raises(Exception, match=words) as raised:
        parse(path, ocr="never")
    assert type(raised.value).__name__ == "UnreadableFile"
    assert str(raised.value).isprintable()


# What a page, a sheet or a terminal might take for more than text.


@pytest.fixture
def injections(tmp_path: Path) -> Path:
    return hostile_files.build(tmp_path, "injections.txt")[0].rename(tmp_path / "<b onclick=x>.txt")


def test_a_page_shows_markup_as_text(injections: Path) -> None:
    document = parse(injections)
    html = page(document, extract(document))
    body = html.partition("</style>")[2]
    for tag in ("<script>alert", "<img", "<svg", "<b onclick", "</title><script"):
        assert tag not in html
    assert "&lt;img src=x onerror=alert(1)&gt;" in body
    assert "49" not in body.partition("{{7*7}}")[0][-3:]
    assert "{{7*7}}" in body


def test_a_page_runs_nothing_that_a_report_holds(injections: Path, browser: Any) -> None:
    noted = "\n\nCó 12 hộ[^1].\n\n[^1]: </script><svg onload=alert(1)> 5 hộ.\n"
    injections = injections.rename(injections.with_suffix(".md"))
    injections.write_text(
        injections.read_text(encoding="utf-8").replace("\n", "\n\n") + noted, encoding="utf-8"
    )
    document = parse(injections)
    assert len(document.footnotes) == 1
    shown = injections.with_suffix(".html")
    shown.write_text(page(document, extract(document)), encoding="utf-8")
    browser.get("about:blank")
    browser.get(shown.as_uri())
    browser.execute_script("document.querySelectorAll('mark').forEach(mark => mark.click())")
    assert browser.execute_script("return document.querySelectorAll('img, svg, b[onclick]').length") == 0
    assert browser.execute_script("return document.scripts.length") == own_scripts()
    assert "<img src=x" in browser.execute_script("return document.body.innerText")
    with pytest.raises(NoAlertPresentException):
        browser.switch_to.alert  # noqa: B018 - none was raised
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def test_nothing_of_this_machine_comes_in(tmp_path: Path) -> None:
    """What is linked stays out: no line of the file that links name, in any format that can link."""
    names = ["outside-file.docx", "external-entity.docx", *(["linking.rtf"] if soffice() else [])]
    for path in hostile_files.build(tmp_path, *names):
        document = read(path)
        assert document is None or all("root:" not in b.text for b in document.blocks)


def test_sheets_get_no_formulas(injections: Path, tmp_path: Path) -> None:
    answer = ask(archive(tmp_path / "a.duckdb", injections), "SELECT text FROM blocks ORDER BY ordinal")
    assert any(text.startswith("=HYPERLINK") for (text,) in answer.rows)
    book = tmp_path / "a.xlsx"
    book.write_bytes(bytes(write_as(answer, "xlsx")))  # type: ignore[arg-type]
    with zipfile.ZipFile(book) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")


def test_no_text_steers_a_terminal(tmp_path: Path) -> None:
    path = tmp_path / "màu\x1b[31m.txt"
    path.write_text("Có 25 mô hình \x1b[31mđỏ\x1b]0;x\x07 \u009b2J\u202e.\n", encoding="utf-8")
    command = [sys.executable, "-m", "extractor"]
    for arguments in (
        ["parse", path, "--format", "md"],
        ["show", path],
        ["parse", tmp_path / "kh\x1b[2Jông.txt"],
        ["gold", "new", path, "-o", tmp_path / "màu\x1b[31m.json"],
        ["gold", "check", tmp_path / "màu\x1b[31m.json"],
        ["evaluate", "--db", tmp_path / "\x1b.duckdb", "--gold", tmp_path],
    ):
        ran = subprocess.run([*command, *arguments], capture_output=True, text=True, check=False)
        said = ran.stdout + ran.stderr
        assert said
        assert not {c for c in said if c != "\n" and not c.isprintable()} & {
            "\x1b",
            "\x07",
            "\u009b",
            "\u202e",
        }


# The folder of the first milestone, with the command as a user types it.


def test_a_folder_with_one_of_every_trouble(tmp_path: Path) -> None:
    folder = tmp_path / "reports"
    report(folder, "tốt.txt")
    (folder / "hay.docx").write_bytes((ROOT / "corpus" / "vankhe-phunu-2024.docx").read_bytes())
    whole = (folder / "hay.docx").read_bytes()
    (folder / "cut.docx").write_bytes(whole[: len(whole) // 2])
    with zipfile.ZipFile(folder / "photos.docx", "w") as archive:
        archive.writestr("photo.jpg", b"\xff\xd8\xff")
    (folder / "empty.docx").write_bytes(b"")
    (folder / "no-pages.pdf").write_bytes(hostile_files.MAKERS["no-pages.pdf"]())
    with pikepdf.open(ROOT / "corpus" / "vankhe-phunu-2024.pdf") as pdf:
        pdf.save(folder / "locked.pdf", encryption=pikepdf.Encryption(user="mật khẩu", owner="mật khẩu"))
    (folder / "loop.pdf").symlink_to("loop.pdf")
    (folder / "round").symlink_to(".")
    os.mkfifo(folder / "pipe.pdf")
    db = tmp_path / "a.duckdb"
    command = [Path(sys.executable).parent / "extractor", "ingest", folder, "--db", db]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 1, ran.stderr
    assert "Traceback" not in ran.stderr
    assert "folder already looked at" in ran.stderr
    with connect(db, read_only=True) as connection:
        read = connection.execute("SELECT file_name FROM documents ORDER BY 1").fetchall()
        failed = connection.execute("SELECT path, message FROM failures ORDER BY 1").fetchall()
    assert read == [("hay.docx",), ("tốt.txt",)]
    words = {Path(path).name: message for path, message in failed}
    assert words.keys() == {
        "cut.docx", "photos.docx", "empty.docx", "no-pages.pdf", "locked.pdf", "loop.pdf", "pipe.pdf",
    }  # fmt: skip
    assert "damaged" in words["cut.docx"]
    assert "without a Word document" in words["photos.docx"]
    assert "empty" in words["empty.docx"]
    assert "password" in words["locked.pdf"]
    assert "leads back to itself" in words["loop.pdf"]
    assert all(message.isprintable() for message in words.values())
