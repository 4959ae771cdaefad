"""`extractor gold …`: gold annotations begun, checked, compared, exchanged and reviewed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import typer
from rich.table import Table

from extractor.console import err, out, say, talk
from extractor.errors import ExtractorError
from extractor.text import shown

gold = typer.Typer(
    name="gold",
    help="Gold annotations: begin, check, compare, exchange, review.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

_Command = TypeVar("_Command", bound=Callable[..., Any])
GoldFile = Annotated[Path, typer.Argument(metavar="GOLD", help="A gold file.")]
Output = Annotated[Path | None, typer.Option("--output", "-o", metavar="FILE", help="Where to write.")]
Format = Annotated[
    Literal["brat", "doccano", "label-studio", "spacy"],
    typer.Option("--format", help="The other tool's format."),
]


def command(example: str, name: str | None = None) -> Callable[[_Command], _Command]:
    """A command whose --help ends in an example."""
    return gold.command(name, epilog=f"Example: {example}", no_args_is_help=False)


@command("extractor gold new report.docx -o gold/report.json")
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A report.")],
    output: Output = None,
    ocr: Annotated[
        Literal["auto", "never", "always"], typer.Option(help="Whether to read page images by OCR.")
    ] = "auto",
    force: Annotated[bool, typer.Option("--force", help="Write over a gold file that is there.")] = False,
) -> None:
    """Write a pre-annotated gold of a report, for a person to correct."""
    from extractor.extract import extract
    from extractor.gold import write_gold
    from extractor.gold_tools.new import pre_annotate
    from extractor.parsers import parse

    output = output or Path(f"{file.stem}.json")
    if output.exists() and not force:
        raise ExtractorError(
            f"{output}: is there already", remedy="name another file with -o, or give --force", stage="gold"
        )
    document = parse(file, ocr=ocr)
    begun = pre_annotate(document, extract(document))
    write_gold(begun, output)
    talk(f"{output}: {len(begun.facts)} marks to look at: extractor gold edit {output}")


@command("extractor gold check gold/")
def check(
    path: Annotated[Path, typer.Argument(metavar="GOLD", help="A gold file or a folder of them.")],
    errors_only: Annotated[
        bool, typer.Option("--errors-only", help="Leave out numbers that nobody marked.")
    ] = False,
) -> None:
    """Find marks off their text, overlaps, impossible values, and numbers nobody marked; exit 1 on errors."""
    from extractor.gold import read_gold, read_gold_folder
    from extractor.gold_tools.check import check as problems_of

    errors = 0
    for each in read_gold_folder(path) if path.is_dir() else [read_gold(path)]:
        problems = problems_of(each)
        errors += sum(p.level == "error" for p in problems)
        for p in problems:
            if p.level == "error" or not errors_only:
                place = ":".join(str(x) for x in (each.slug, p.block, p.start) if x is not None)
                say(out, f"{p.level:5} {place}: {p.message}")
    raise typer.Exit(1 if errors else 0)


@command("extractor gold agree an.json binh.json")
def agree(first: GoldFile, second: GoldFile) -> None:
    """Agreement of two annotators: F1 by kind, Krippendorff's alpha over tokens, and where they differ."""
    from extractor.evaluate.marks import MEASURES
    from extractor.gold import read_gold
    from extractor.gold_tools.agree import agree as compare

    result = compare(read_gold(first), read_gold(second))
    table = Table("kind", shown(first.stem), shown(second.stem), *(f"{m} F1" for m in MEASURES))
    for kind, scores in [*result.kinds.items(), ("all", result.scores)]:
        counts = str(scores["value"].gold), str(scores["value"].found)
        table.add_row(kind, *counts, *(f"{scores[m].f1:.3f}" for m in MEASURES))
    out.print(table)
    out.print(f"Krippendorff's alpha over {result.tokens} tokens: {result.alpha:.4f}", highlight=False)
    names = {"missed": f"only {first.stem}", "spurious": f"only {second.stem}"}
    for e in result.disagreements:
        sides = " / ".join(
            f"[{x}] {v}" for x, v in ((e.expected, e.expected_value), (e.found, e.found_value)) if x
        )
        where = f"{names.get(e.error, e.error)}, {e.gold_block or e.block_id}"
        say(out, f"{where}: …{e.before}| {sides}")


@command("extractor gold export gold/report.json --format brat -o brat/")
def export(file: GoldFile, format: Format, output: Output = None) -> None:
    """Write a gold for another annotation tool, saying what its format cannot hold."""
    from extractor.gold import read_gold
    from extractor.gold_tools.exchange import FORMATS

    exchange = FORMATS[format]
    output = output or Path(f"{file.stem}{exchange.suffix or '-brat'}")
    for line in exchange.export(read_gold(file), output):
        talk(line)
    talk(f"{output}: written")


@command("extractor gold import report.ann --format brat --onto report.json -o new.json", "import")
def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="What the other tool wrote.")],
    format: Format,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="GOLD", help="The gold file to write.")],
    onto: Annotated[
        Path | None,
        typer.Option("--onto", metavar="GOLD", help="The gold whose text and structure the marks belong to."),
    ] = None,
) -> None:
    """Read another annotation tool's file into gold."""
    from extractor.gold import read_gold, write_gold
    from extractor.gold_tools.exchange import FORMATS

    loaded = FORMATS[format].load(file, read_gold(onto) if onto else None)
    write_gold(loaded, output)
    talk(f"{output}: {len(loaded.facts)} marks")


@command("extractor gold edit gold/report.json")
def edit(
    file: GoldFile,
    browser: Annotated[bool, typer.Option(help="Open the page in the browser.")] = True,
) -> None:
    """Review a gold in the browser: accept, correct, add, delete marks. Nothing leaves this machine."""
    import webbrowser

    from extractor.gold_tools.edit import serve

    with serve(file) as server:
        talk(server.address)
        talk("Ctrl-C ends the review; every change is saved at once.")
        if browser:
            webbrowser.open(server.address)
        try:
            server.wait()
        except KeyboardInterrupt:
            err.print("\nReview ended.")
