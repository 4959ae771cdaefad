"""Where the command line's words go: results to stdout or a file, talk and errors to stderr."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NoReturn

from rich.console import Console
from rich.table import Table

from extractor.errors import ExtractorError
from extractor.text import shown

if TYPE_CHECKING:
    from extractor.query import Answer

out = Console(width=None if sys.stdout.isatty() else 180)
err = Console(stderr=True, highlight=False)


def say(console: Console, line: str, *, style: str = "") -> None:
    """Prints one line, in which a file's name or a report's text may hold what a terminal would obey."""
    console.print(shown(line), style=style, markup=False, highlight=False, soft_wrap=True)


def talk(line: str) -> None:
    """Says something about the work, beside its result."""
    say(err, line)


def fail(line: str, *, code: int = 2) -> NoReturn:
    """Ends the process with an error of one line."""
    say(err, f"extractor: {line}", style="red")
    sys.exit(code)


def deliver(
    answer: Answer, format: Literal["table", "csv", "json", "parquet", "xlsx"], output: Path | None
) -> None:
    """Prints an answer, or writes it to a file. Raises ExtractorError where its format is not for either."""
    from extractor.query import plain, write_as

    if format == "table":
        if output is not None:
            raise ExtractorError(
                "a table is for the terminal", remedy="give --format csv, json, parquet or xlsx with --output"
            )
        table = Table(*answer.columns)
        for row in answer.rows:
            table.add_row(*("" if value is None else _cell(plain(value)) for value in row))
        out.print(table)
        return
    content = write_as(answer, format)
    if isinstance(content, str):
        deliver_text(content, output)
    elif output is not None:
        write(output, content)
    elif sys.stdout.isatty():
        raise ExtractorError(f"{format} is not for the terminal", remedy="give --output FILE or redirect")
    else:
        sys.stdout.buffer.write(content)


def _cell(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return str(value).replace("[", "\\[")


def deliver_text(text: str, output: Path | None) -> None:
    """Prints a text as it is, or writes it to a file and says so."""
    if output is None:
        sys.stdout.write(text)
    else:
        write(output, text)
        talk(f"Written to {output}")


def write(path: Path, content: str | bytes) -> None:
    """Writes a file. Raises ExtractorError where that cannot be."""
    try:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    except OSError as error:
        raise ExtractorError(f"{path}: cannot be written ({error.strerror})") from error
