"""What README and cookbook print: commands run on the sample corpus, their answers as Markdown. Run by cog (`make docs`).

The archive is build/docs/archive.duckdb, made from corpus/ once per state of the extractor (an ingest skips what is there).
"""

from __future__ import annotations

import csv
import io
import os
import shlex
import subprocess
import sys
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DB = "build/docs/archive.duckdb"
EXTRACTOR = [sys.executable, "-m", "extractor"]


@cache
def archive() -> str:
    """The archive of the sample corpus, up to date."""
    (ROOT / DB).parent.mkdir(parents=True, exist_ok=True)
    subprocess.run([*EXTRACTOR, "ingest", "corpus", "--db", DB], cwd=ROOT, check=True, capture_output=True)
    return DB


def output(*arguments: str) -> str:
    """What `extractor ARGUMENTS` prints to stdout."""
    done = subprocess.run([*EXTRACTOR, *arguments], cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout


def sql(query: str) -> str:
    """A query and its answer, as a Markdown code block and table."""
    rows = list(csv.reader(io.StringIO(output("query", "--db", archive(), "--format", "csv", query))))
    return f"```sql\n{query.strip()}\n```\n\n" + _table(rows)


def question(line: str) -> str:
    """A named question with its parameters (`which-documents-implement --number 12-NQ/HU`) and its answer."""
    rows = list(
        csv.reader(io.StringIO(output("query", "--db", archive(), "--format", "csv", *shlex.split(line))))
    )
    return f"```\nextractor query --db archive.duckdb {line}\n```\n\n" + _table(rows)


def _table(rows: list[list[str]]) -> str:
    head, *body = ([cell.replace("|", "\\|").replace("\n", " ") for cell in row] for row in rows)
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, ["---"] * len(head), *body]) + "\n"


def measured(command: str, *, needs: str = "", lines: str = "") -> str:
    """A command of `benchmarks/` and what it prints now; `lines` keeps the lines that hold one of its words.

    `needs` names folders that are no part of the project; where one is absent, that is what is said.
    """
    head = f"```\n$ {command}\n"
    if absent := [folder for folder in needs.split() if not (ROOT / folder).is_dir()]:
        return head + f"({', '.join(absent)} absent on this machine: not measured)\n```\n"
    environment = os.environ | {"COLUMNS": "110", "PYTHONWARNINGS": "ignore"}
    arguments = [sys.executable, *shlex.split(command)[1:]]
    done = subprocess.run(arguments, cwd=ROOT, check=True, capture_output=True, text=True, env=environment)
    words = lines.split("|") if lines else [""]
    kept = [line.rstrip() for line in done.stdout.splitlines() if any(word in line for word in words)]
    return head + "\n".join(kept) + "\n```\n"
