"""Questions: every named one runs and is described; parameters, typos, formats."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from archives import archive
from openpyxl import load_workbook
from samples import report

from extractor.errors import ExtractorError
from extractor.query import Answer, ask, find_question, questions, write_as

GIVEN = {
    "number": "08-NQ/TU",
    "topic": "dan van kheo",
    "report": "12/BC-UBND",
    "figure": "25 mô hình",
    "indicator": "mô hình",
}
# What the first column of a question's answer must hold on the two sample reports.
ANSWERS = {
    "which-documents-implement": ("12/BC-UBND", "15/BC-UBND"),
    "cited-documents": ("Nghị quyết",),
    "cited-in-several-reports": ("Nghị quyết",),
    "citations-of-a-report": ("Nghị quyết",),
    "figures-on": ("25 mô hình", "31 mô hình", "30 mô hình"),
    "shares-by-unit": ("xã",),
    "fractions": ("18/24 xã", "20/24 xã"),
    "where-is-the-figure": ("2023.txt",),
    "money-amounts": (1_250_000_000,),
    "reports": ("12/BC-UBND", "15/BC-UBND"),
    "outline": ("I", "I/1", "I/2", "II"),
    "facts-by-kind": ("2023.txt", "2024.txt"),
    "failures": (),
    "who-cites-whom": (),
    "footnotes-of": (),
}


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("query")
    first = report(folder, "2023.txt")
    second = report(folder, "2024.txt", number="15/BC-UBND", year=2024, models=31, communes=20)
    return archive(folder / "a.duckdb", first, second)


@pytest.mark.parametrize("name", questions())
def test_every_question_runs(db: Path, name: str) -> None:
    needed = {p.name: GIVEN[p.name] for p in find_question(name).parameters if p.required}
    answer = ask(db, name, needed)
    if name in ANSWERS:
        first = {row[0] for row in answer.rows}
        assert first >= set(ANSWERS[name])
        assert bool(answer.rows) == bool(ANSWERS[name])


@pytest.mark.parametrize("name", questions())
def test_every_question_says_what_it_answers(name: str) -> None:
    question = find_question(name)
    assert question.vietnamese.endswith("?")
    assert question.english.endswith("?")
    assert all(f"${p.name}" in question.sql.split("SELECT", 1)[1] for p in question.parameters)


def test_there_are_enough_questions() -> None:
    assert len(questions()) >= 20


def test_what_changed_between_two_reports_of_a_body(db: Path) -> None:
    answer = ask(db, "what-changed")
    changes = {(row[1].split()[0], row[3], row[4], row[5]) for row in answer.rows}
    assert ("mô", Decimal(25), Decimal(31), Decimal(6)) in changes


@pytest.mark.parametrize(
    ("query", "given", "complaint"),
    [
        ("which-documents-implment", {}, "did you mean which-documents-implement"),
        ("which-documents-implement", {}, "needs --number"),
        ("reports", {"isuer": "x"}, "--isuer: no parameter of reports: it takes: --issuer"),
        ("SELECT * FROM count", {}, 'Did you mean "counts"'),
        ("SELECT valu FROM facts", {}, "value"),
        ("SELEC 1", {}, "syntax error"),
        ("DELETE FROM facts", {}, "read-only"),
        ("", {}, "nothing asked"),
        ("-- only a remark", {}, "nothing asked"),
        ("SELECT 'b\udce1o'", {}, "not UTF-8"),
        ("SELECT 1", {"number": "x"}, "only named questions take parameters"),
    ],
)
def test_complaints_are_one_line_and_helpful(
    db: Path, query: str, given: dict[str, str], complaint: str
) -> None:
    with pytest.raises(ExtractorError) as caught:
        ask(db, query, given)
    assert complaint in str(caught.value)
    assert "\n" not in str(caught.value)


ANSWER = Answer(
    ("number", "value", "parts"),
    [("=1+1", Decimal("2035.000000000"), ["a", "b"]), (None, Decimal("54.500000000"), [])],
)


def test_csv() -> None:
    assert write_as(ANSWER, "csv") == "number,value,parts\n=1+1,2035,a; b\n,54.5,\n"


def test_json_keeps_numbers_and_lists() -> None:
    assert json.loads(write_as(ANSWER, "json")) == [
        {"number": "=1+1", "value": 2035, "parts": ["a", "b"]},
        {"number": None, "value": 54.5, "parts": []},
    ]


def test_json_loses_no_digit() -> None:
    long = Decimal("12345678901234567.123456789")
    assert json.loads(write_as(Answer(("v",), [(long,)]), "json")) == [{"v": str(long)}]


def test_parquet_keeps_decimals() -> None:
    table = pq.read_table(io.BytesIO(write_as(ANSWER, "parquet")))
    assert table["value"].to_pylist() == [Decimal(2035), Decimal("54.5")]


def test_excel_takes_text_as_text() -> None:
    sheet = load_workbook(io.BytesIO(write_as(ANSWER, "xlsx"))).active
    assert [[cell.value for cell in row] for row in sheet.rows] == [
        ["number", "value", "parts"],
        ["=1+1", 2035, "a; b"],
        [None, 54.5, None],
    ]
    assert sheet["A2"].data_type == "s"


@pytest.mark.parametrize("format", ["csv", "json", "parquet", "xlsx"])
def test_an_empty_answer_is_a_file_all_the_same(format: str) -> None:
    assert write_as(Answer(("a",), []), format)
