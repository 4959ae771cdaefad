"""The answers that README and cookbook print are those of the sample corpus (`make docs` writes them anew)."""

from __future__ import annotations

import csv
import io
import shlex
from pathlib import Path

import pytest
import regex

from extractor import cli
from extractor.query import ask, write_as

ROOT = Path(__file__).resolve().parent.parent
ASKED = regex.compile(r"```(?:sql)?\n(?P<asked>[^`]+)\n```\n\n(?P<table>\|.+?)(?=\n<!--)", regex.DOTALL)
QUESTION = "extractor query --db archive.duckdb "


def recipes() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")
    return [(m["asked"], m["table"]) for m in ASKED.finditer(text)]


@pytest.mark.parametrize(("asked", "table"), recipes(), ids=lambda text: text[:60])
def test_an_answer_is_what_the_archive_says(corpus_archive: Path, asked: str, table: str) -> None:
    if asked.startswith(QUESTION):
        name, *given = shlex.split(asked.removeprefix(QUESTION))
        answer = ask(corpus_archive, name, cli.parameters(given))
    else:
        answer = ask(corpus_archive, asked)
    rows = list(csv.reader(io.StringIO(str(write_as(answer, "csv")))))
    printed = [
        [cell.strip().replace("\\|", "|") for cell in regex.split(r"(?<!\\)\|", line)[1:-1]]
        for line in table.strip().splitlines()
    ]
    assert printed[:1] + printed[2:] == [[cell.strip().replace("\n", " ") for cell in row] for row in rows]


def test_there_are_recipes() -> None:
    assert len(recipes()) >= 12
