"""Questions to an archive: SQL as typed or a named question with parameters; answers in several formats."""

from __future__ import annotations

import csv
import difflib
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import duckdb
import regex

from extractor.archive.open import connect
from extractor.errors import ExtractorError

Format = Literal["csv", "json", "parquet", "xlsx"]

_PARAMETER = regex.compile(r"^-- \$(?P<name>\w+)(?P<default> = (?P<value>.*?))?: (?P<meaning>.+)$")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A question's parameter; without a default it must be given. The default NULL is None."""

    name: str
    meaning: str
    required: bool
    default: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """A named question: what it answers in Vietnamese and English, its parameters, its SQL."""

    name: str
    vietnamese: str
    english: str
    parameters: tuple[Parameter, ...]
    sql: str


@dataclass(frozen=True, slots=True)
class Answer:
    columns: tuple[str, ...]
    rows: Sequence[tuple[Any, ...]]


@cache
def questions() -> Mapping[str, Question]:
    """The named questions, by name: `archive/questions/<name>.sql`.

    A file begins with the question in Vietnamese and in English, a comment line each, then one line a
    parameter: `-- $number: số, ký hiệu văn bản`, with ` = default` after the name where it has one.
    """
    folder = files("extractor.archive").joinpath("questions")
    sources = sorted(
        (f.name.removesuffix(".sql"), f.read_text(encoding="utf-8"))
        for f in folder.iterdir()
        if f.name.endswith(".sql")
    )
    return {name: _question(name, sql) for name, sql in sources}


def _question(name: str, sql: str) -> Question:
    lines = sql.splitlines()
    parameters = tuple(
        Parameter(
            m["name"],
            m["meaning"],
            m["default"] is None,
            None if m["value"] in (None, "NULL") else m["value"],
        )
        for line in lines
        if (m := _PARAMETER.match(line))
    )
    return Question(name, lines[0].removeprefix("-- "), lines[1].removeprefix("-- "), parameters, sql)


def ask(db: Path | str, query: str, parameters: Mapping[str, str] | None = None) -> Answer:
    """The answer to `query`: a named question where it is one word, else SQL. The archive is only read.

    Raises ExtractorError, with names that are near, where a question, parameter, table or column is unknown.
    """
    given = dict(parameters or {})
    if regex.fullmatch(r"[\w-]+", query.strip()):
        question = find_question(query.strip())
        sql, values = question.sql, _values(question, given)
    elif given:
        raise ExtractorError(
            f"--{next(iter(given))}: only named questions take parameters",
            remedy="see `extractor query --list`",
        )
    else:
        sql, values = query, {}
    connection = connect(db, read_only=True)
    try:
        result = connection.execute(sql, values)
        if result is None:
            raise ExtractorError("nothing asked", remedy="see `extractor query --list`", stage="query")
        columns = tuple(column[0] for column in result.description or ())
        return Answer(columns, result.fetchall())
    except duckdb.Error as error:
        raise ExtractorError(_complaint(error), stage="query") from error
    except UnicodeEncodeError:
        raise ExtractorError("the question is not UTF-8", remedy="type it anew", stage="query") from None
    finally:
        connection.close()


def find_question(name: str) -> Question:
    """The question of that name. Raises ExtractorError that names its neighbours where there is none."""
    if name in questions():
        return questions()[name]
    near = difflib.get_close_matches(name, questions(), n=3, cutoff=0.5)
    hint = f"did you mean {' or '.join(near)}?" if near else "see `extractor query --list`"
    raise ExtractorError(f"{name}: no such question", remedy=hint, stage="query")


def _values(question: Question, given: dict[str, str]) -> dict[str, str | None]:
    values: dict[str, str | None] = {}
    for parameter in question.parameters:
        if parameter.name in given:
            values[parameter.name] = given.pop(parameter.name)
        elif parameter.required:
            raise ExtractorError(
                f"{question.name}: needs --{parameter.name} ({parameter.meaning})", stage="query"
            )
        else:
            values[parameter.name] = parameter.default
    if given:
        known = ", ".join(f"--{p.name}" for p in question.parameters) or "none"
        raise ExtractorError(
            f"--{next(iter(given))}: no parameter of {question.name}",
            remedy=f"it takes: {known}",
            stage="query",
        )
    return values


def _complaint(error: duckdb.Error) -> str:
    """DuckDB's message on one line: what is wrong and the candidates it names, without the quoted query."""
    message = str(error).split("\n\nLINE ")[0]
    return " ".join(message.split())


def write_as(answer: Answer, format: Format) -> str | bytes:
    """The answer as CSV or JSON text, or as the bytes of a Parquet or Excel file."""
    if format == "csv":
        return _csv(answer)
    if format == "json":
        return _json(answer)
    return _parquet(answer) if format == "parquet" else _xlsx(answer)


def plain(value: Any) -> Any:
    """A value as people read it: numbers without idle zeros, dates in ISO form."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value


def _csv(answer: Answer) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows(_cells(row) for row in answer.rows)
    return out.getvalue()


def _json(answer: Answer) -> str:
    records = [dict(zip(answer.columns, map(plain, row), strict=True)) for row in answer.rows]
    return json.dumps(records, ensure_ascii=False, indent=1, default=_json_number) + "\n"


def _json_number(value: Any) -> float | str:
    """A decimal as a number where a float says the same, else as text: no digit is lost."""
    if isinstance(value, Decimal) and Decimal(repr(float(value))) == value:
        return float(value)
    return str(value)


def _parquet(answer: Answer) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = list(zip(*answer.rows, strict=True)) or [()] * len(answer.columns)
    out = io.BytesIO()
    pq.write_table(pa.table(dict(zip(answer.columns, map(pa.array, map(list, columns)), strict=True))), out)
    return out.getvalue()


def _xlsx(answer: Answer) -> bytes:
    from openpyxl import Workbook
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Font

    book = Workbook(write_only=True)
    sheet = book.create_sheet("extractor")
    sheet.freeze_panes = "A2"

    def cell(value: Any, bold: bool = False) -> WriteOnlyCell:
        made = WriteOnlyCell(sheet, value)
        if isinstance(value, str):
            made.data_type = "s"  # text that begins with `=` is no formula
        made.font = Font(bold=bold)
        return made

    sheet.append([cell(name, bold=True) for name in answer.columns])
    for row in answer.rows:
        sheet.append([cell(value) for value in _cells(row, dates_as_text=False)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Iterable[Any], *, dates_as_text: bool = True) -> list[Any]:
    """A row for a sheet: lists joined by `; `."""
    keep = () if dates_as_text else (date, datetime, Decimal)
    values = (value if isinstance(value, keep) else plain(value) for value in row)
    return ["; ".join(map(str, value)) if isinstance(value, list) else value for value in values]
