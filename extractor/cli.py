"""The command line: results on stdout, talk on stderr, errors in one line."""

from __future__ import annotations

import json
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import asdict, fields
from pathlib import Path
from typing import Annotated, Literal, NoReturn, TypeVar

import typer
from rich.table import Table

from extractor import __version__
from extractor.cli_gold import gold
from extractor.console import deliver, deliver_text, err, fail, out, say, talk
from extractor.errors import ExtractorError

app = typer.Typer(
    name="extractor",
    help="Reads archived Vietnamese reports into a DuckDB archive of facts that answers questions in SQL.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(gold)

_Command = TypeVar("_Command", bound=Callable[..., None])

Db = Annotated[Path, typer.Option("--db", metavar="FILE", help="The archive (a DuckDB file).")]
Held = Annotated[
    str,
    typer.Option("--db", metavar="FILE|URL", help="The archive (a DuckDB file), or a shard (folder or URL)."),
]
Output = Annotated[
    Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write there instead of to stdout.")
]
Ocr = Annotated[Literal["auto", "never", "always"], typer.Option(help="Whether to read page images by OCR.")]
TextFormat = Annotated[
    Literal["table", "csv", "json"], typer.Option("--format", help="How to print the result.")
]
AnyFormat = Annotated[
    Literal["table", "csv", "json", "parquet", "xlsx"],
    typer.Option("--format", help="How to print the result."),
]


def main() -> NoReturn:
    """Runs the command line; ends the process with its exit code."""
    arguments = [a for a in sys.argv[1:] if a != "--debug"]
    debug = len(arguments) < len(sys.argv) - 1
    try:
        sys.exit(app(arguments, standalone_mode=False) or 0)
    except KeyboardInterrupt:
        fail("interrupted", code=130)
    except BrokenPipeError:
        sys.stderr.close()  # whoever read our output has enough
        sys.exit(0)
    except Exception as error:
        if debug:
            traceback.print_exc()
        if isinstance(error, ExtractorError):
            fail(str(error))
        if usage := getattr(error, "format_message", None):  # Typer's own: unknown command, missing option
            context = getattr(error, "ctx", None)
            fail(
                f"{' '.join(usage().split())} (see {context.command_path if context else 'extractor'} --help)"
            )
        fail(
            f"{type(error).__name__}: {' '.join(str(error).split())[:300]} "
            "(a fault of the program; --debug shows where)"
        )


@app.callback()
def common(
    debug: Annotated[
        bool, typer.Option("--debug", help="Show the traceback of an error (with any command).")
    ] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    if version:
        typer.echo(__version__)
        raise typer.Exit


def command(example: str) -> Callable[[_Command], _Command]:
    """A command whose --help ends in an example."""
    return app.command(epilog=f"Example: {example}", no_args_is_help=False)


@command("extractor ingest reports/ --db archive.duckdb")
def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH", help="Files and folders (read recursively).")],
    db: Annotated[
        Path | None,
        typer.Option("--db", metavar="FILE", help="The archive (a DuckDB file); not needed with --out."),
    ] = None,
    jobs: Annotated[
        int | None, typer.Option(min=1, help="Worker processes; as many as processors if not given.")
    ] = None,
    ocr: Ocr = "auto",
    force: Annotated[
        bool, typer.Option("--force", help="Read again what the archive holds already.")
    ] = False,
    timeout: Annotated[float, typer.Option(min=1, metavar="S", help="Most seconds for one file.")] = 300,
    memory: Annotated[int, typer.Option(min=256, metavar="MB", help="Most memory for one worker.")] = 4096,
    watch: Annotated[
        float | None,
        typer.Option(min=0.1, metavar="S", help="Go on: look every S seconds for new and changed files."),
    ] = None,
    log_json: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Append every event to FILE, one JSON object a line.")
    ] = None,
    engine: Annotated[
        Literal["local", "ray"],
        typer.Option(help="This machine, or a Ray cluster (PATHs may be URLs; all nodes must see them)."),
    ] = "local",
    to: Annotated[
        str | None,
        typer.Option(
            "--out",
            metavar="URL",
            help="With ray: the shard, a folder or URL for the rows as Parquet; FILE.shard if not given.",
        ),
    ] = None,
    address: Annotated[
        str | None, typer.Option(help="With ray: the cluster; one on this machine is made if not given.")
    ] = None,
) -> None:
    """Read reports (docx, pdf, doc, rtf, txt, md, page images) into an archive, on a cluster into a shard.

    Exit code 0: all went in; 1: some files failed (see the table failures); 2: could not start.
    """
    from extractor.ingest import ingest as run
    from extractor.ingest.grow import arrivals
    from extractor.progress import bar, interruptible, json_log, summary

    if engine == "ray":
        if watch is not None:
            raise ExtractorError("--watch is for one machine", remedy="leave out --watch or --engine ray")
        place = to or (f"{db.absolute()}.shard" if db else None)
        if place is None:
            raise ExtractorError("nowhere to put the rows", remedy="give --out URL, --db FILE or both")
        from extractor.ingest.cluster import ingest_on_ray

        with bar(err) as (show_progress, tell), interruptible(tell) as stop, json_log(log_json) as log:
            tally = ingest_on_ray(
                paths,
                place,
                address=address,
                jobs=jobs,
                ocr=ocr,
                force=force,
                timeout=timeout,
                memory=memory,
                watch=show_progress,
                stop=stop,
                log=log,
            )
            summary(tally, place, err)
        if db is not None:
            merge([place], db)
        raise typer.Exit(130 if tally.interrupted else 1 if tally.failed else 0)
    if db is None or to is not None or address is not None:
        raise ExtractorError(
            "one machine reads into an archive",
            remedy="give --db FILE; --out and --address go with --engine ray",
        )
    if urls := [path for path in paths if "://" in path]:
        raise ExtractorError(
            f"{urls[0]}: URLs are read by a cluster",
            remedy="add --engine ray: without --address it makes one of this machine",
        )
    sources = [Path(path) for path in paths]
    failed = interrupted = False
    with bar(err) as (show_progress, tell), interruptible(tell) as stop, json_log(log_json) as log:
        for batch in [sources] if watch is None else arrivals(sources, watch, stop):
            tally = run(
                batch,
                db,
                jobs=jobs,
                ocr=ocr,
                force=force,
                timeout=timeout,
                memory=memory,
                watch=show_progress,
                talk=tell,
                stop=stop,
                log=log,
            )
            summary(tally, db, err)
            failed |= tally.failed > 0
            interrupted |= tally.interrupted
    raise typer.Exit(130 if interrupted else 1 if failed else 0)


@command("extractor merge north.duckdb s3://archive/south --db all.duckdb")
def merge(
    shards: Annotated[
        list[str], typer.Argument(metavar="SHARD", help="Archives (.duckdb), folders or URLs of Parquet.")
    ],
    db: Db,
) -> None:
    """Bring archives and the Parquet that clusters write into one archive."""
    from extractor.ingest.shards import merge as bring

    talk(f"{bring(shards, db, talk)} documents in {db}")


@app.command(
    context_settings={"allow_extra_args": True, "ignore_unknown_options": True},
    epilog="Example: extractor query --db archive.duckdb which-documents-implement --number 08-NQ/TU",
)
def query(
    context: typer.Context,
    question: Annotated[
        str | None, typer.Argument(metavar="SQL|NAME", help="SQL, or the name of a question.")
    ] = None,
    db: Annotated[
        str | None,
        typer.Option(
            "--db", metavar="FILE|URL", help="The archive (a DuckDB file), or a shard (folder or URL)."
        ),
    ] = None,
    format: AnyFormat = "table",
    output: Output = None,
    chart: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE.svg|html", help="Draw the answer's numbers over its dates into this file."
        ),
    ] = None,
    list_: Annotated[bool, typer.Option("--list", help="Print the named questions, one a line.")] = False,
) -> None:
    """Ask an archive, in SQL or by a question's name with its parameters (--number 08-NQ/TU). Reads only."""
    from extractor.query import ask, questions

    if list_:
        for q in questions().values():
            options = " ".join(f"--{p.name}" if p.required else f"[--{p.name}]" for p in q.parameters)
            typer.echo(f"{q.name} {options}".rstrip() + f" — {q.vietnamese} / {q.english}")
        return
    if question is None or db is None:
        raise ExtractorError(
            "give --db FILE and a question", remedy="`extractor query --list` names those there are"
        )
    answer = ask(db, question, parameters(context.args))
    if chart is None:
        deliver(answer, format, output)
        return
    from extractor.chart import draw

    if chart.suffix not in (".svg", ".html"):
        raise ExtractorError(
            f"{chart}: a chart is a picture or a page", remedy="end its name in .svg or .html"
        )
    title = " ".join([question, *context.args])
    deliver_text(draw(answer, "svg" if chart.suffix == ".svg" else "html", title), chart)


@command("extractor search --db archive.duckdb dan van kheo")
def search(
    words: Annotated[
        list[str],
        typer.Argument(metavar="WORDS", help='With or without tone marks; "a phrase"; a beginning*.'),
    ],
    db: Annotated[
        str,
        typer.Option("--db", metavar="FILE", help="The archive (a DuckDB file); a shard has no index."),
    ],
    format: AnyFormat = "table",
    limit: Annotated[int, typer.Option(min=1, help="Most results.")] = 20,
    output: Output = None,
) -> None:
    """Find words in the blocks and footnotes of all reports, best first."""
    from extractor.query import Answer
    from extractor.search import Hit
    from extractor.search import search as find

    text = " ".join(f'"{w}"' if " " in w and '"' not in w and len(words) > 1 else w for w in words)
    hits = find(db, text, limit=limit)
    names = tuple(f.name for f in fields(Hit))
    if not hits:
        talk(f"Nothing found for {text}")
    deliver(Answer(names, [tuple(getattr(h, n) for n in names) for h in hits]), format, output)


@command("extractor evaluate --db archive.duckdb --gold gold/")
def evaluate(
    db: Held,
    gold: Annotated[
        Path, typer.Option("--gold", metavar="DIR", help="Folder of gold files, or one of them.")
    ],
    format: Annotated[
        Literal["table", "json"], typer.Option("--format", help="How to print the scores.")
    ] = "table",
    errors: Annotated[
        Path | None,
        typer.Option("--errors", metavar="FILE.html", help="Write a page that shows every error."),
    ] = None,
    save: Annotated[
        bool, typer.Option("--save", help="Keep scores and errors in the archive, for SQL.")
    ] = False,
    against: Annotated[
        str | None,
        typer.Option(
            metavar="FILE|URL", help="An older archive or shard: facts won and lost, and whether by chance."
        ),
    ] = None,
    fail_under: Annotated[
        float | None, typer.Option(min=0, max=1, metavar="F1", help="Exit 1 where value F1 is lower.")
    ] = None,
    baseline: Annotated[
        Path | None,
        typer.Option(
            metavar="JSON", help="Exit 1 where a score is lower than in this earlier --format json."
        ),
    ] = None,
) -> None:
    """Score an archive against gold annotations."""
    from extractor.evaluate import evaluate as score

    report = score(db, gold)
    if format == "json":
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
    else:
        from extractor.evaluate.tables import tables

        for table in tables(report):
            out.print(table)
    if against is not None:
        from extractor.evaluate.compare import compare
        from extractor.evaluate.tables import comparison_tables

        for table in comparison_tables(compare(score(against, gold), report)):
            (err if format == "json" else out).print(table)
    if errors is not None:
        from extractor.evaluate.page import write_pages

        write_pages(report, db, errors)
    if save:
        from extractor.evaluate.saved import save as keep

        talk(f"Saved as evaluation run {keep(report, db, gold)}")
    lines = []
    if fail_under is not None and report.micro["value"].f1 < fail_under:
        lines.append(f"value F1 {report.micro['value'].f1:.4f} is below {fail_under:g}")
    if baseline is not None:
        from extractor.evaluate.compare import below

        lines += below(report, json.loads(baseline.read_text(encoding="utf-8")))
    for line in lines:
        talk(line)
    raise typer.Exit(1 if lines else 0)


@command("extractor show report.pdf -o report.html")
def show(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    output: Output = None,
    ocr: Ocr = "auto",
) -> None:
    """Show one report as a self-contained HTML page: outline, text, footnotes, facts with value and rule."""
    from extractor.extract import extract
    from extractor.parsers import parse as read
    from extractor.show import page

    document = read(file, ocr=ocr)
    html = page(document, extract(document))
    if output is None and sys.stdout.isatty():
        output = Path(f"{file.stem}.html")
    deliver_text(html, output)


@command("extractor parse report.docx --format md")
def parse(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    format: Annotated[
        Literal["json", "md"], typer.Option("--format", help="How to print the document.")
    ] = "json",
    output: Output = None,
    ocr: Ocr = "auto",
) -> None:
    """Print a parsed report as JSON or Markdown; no archive is touched."""
    from extractor.markdown import markdown
    from extractor.parsers import parse as read

    document = read(file, ocr=ocr)
    if format == "md":
        deliver_text(markdown(document), output)
    else:
        content = {"doc_id": document.doc_id} | asdict(document)
        deliver_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", output)


@command('extractor explain "Quý III, huyện có 2.035 mô hình" --report 2023')
def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A piece of text; - reads standard input.")],
    report: Annotated[
        str | None,
        typer.Option(metavar="TIME", help="The report's year, period (FIRST..LAST) or date, as 2023-07-05."),
    ] = None,
    format: TextFormat = "table",
    output: Output = None,
) -> None:
    """Show which rules saw what in a piece of text, which won, and what decided."""
    from extractor.dates import UNKNOWN
    from extractor.explain import Explained, report_of
    from extractor.explain import explain as run
    from extractor.query import Answer

    rows = run(sys.stdin.read() if text == "-" else text, report_of(report) if report else UNKNOWN)
    if not rows:
        talk("No rule saw a fact here")
    names = tuple(f.name for f in fields(Explained))
    deliver(Answer(names, [tuple(getattr(r, n) for n in names) for r in rows]), format, output)


@command("extractor audit --db archive.duckdb --severity strong")
def audit(
    db: Held,
    severity: Annotated[
        Literal["strong", "weak"] | None, typer.Option(help="Only findings of this severity.")
    ] = None,
    format: TextFormat = "table",
    output: Output = None,
) -> None:
    """List the contradictions inside and between reports, each with its evidence."""
    from extractor.query import ask

    answer = ask(db, "contradictions", {"severity": severity} if severity else {})
    if format != "table":
        deliver(answer, format, output)
        return
    for file_name, check, weight, message, evidence in answer.rows:
        say(out, f"[{weight}] {file_name}: {message}")
        say(out, f"    {check}: {evidence}", style="dim")
    talk(f"{len(answer.rows)} contradictions")


@command("extractor graph 12-NQ/HU --db archive.duckdb --format svg -o neighbours.svg")
def graph(
    db: Held,
    number: Annotated[
        str | None, typer.Argument(metavar="NUMBER", help="Only the neighbourhood of this document.")
    ] = None,
    format: Annotated[
        Literal["csv", "graphml", "svg"], typer.Option("--format", help="How to write the graph.")
    ] = "csv",
    output: Output = None,
) -> None:
    """Write the graph of citations: who implements, amends, sums up whom."""
    from extractor.graph import graph as neighbours
    from extractor.graph import write_as

    deliver_text(write_as(neighbours(db, number), format, number), output)


@command("extractor doctor")
def doctor() -> None:
    """Say which formats, OCR languages and optional parts this machine has, and how to get the rest."""
    from extractor.doctor import examine

    table = Table("", "part", "for", "found", "to get it", box=None)
    for part in examine():
        table.add_row(
            "✓" if part.present else "✗",
            part.name,
            part.purpose,
            part.found,
            "" if part.present else part.remedy,
        )
    out.print(table)


def parameters(arguments: Sequence[str]) -> dict[str, str]:
    """`--number 08-NQ/TU --year=2023` as a mapping."""
    given: dict[str, str] = {}
    rest = list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition("=")
        if not name.startswith("--"):
            raise ExtractorError(f"{name}: more than one question", remedy="put SQL in quotation marks")
        if not equals:
            if not rest:
                raise ExtractorError(f"{name}: needs a value")
            value = rest.pop(0)
        given[name.removeprefix("--")] = value
    return given
