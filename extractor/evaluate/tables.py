"""The report for a terminal, as Rich tables."""

from __future__ import annotations

from collections.abc import Iterator

from rich.table import Table
from rich.text import Text

from extractor.evaluate.compare import Comparison
from extractor.evaluate.intervals import Interval
from extractor.evaluate.marks import MEASURES
from extractor.evaluate.reading import Reading
from extractor.evaluate.report import Report, Scores, attributes, reading_json, scores


def tables(report: Report) -> Iterator[Table]:
    """Facts by kind, zone, format and document; the values beyond the required; the reading by document."""
    yield _facts(report)
    yield _breakdown(report)
    if rows := {f: c for f, c in attributes(report.documents).items() if c[0]}:
        table = Table("field", title="Other values, where gold gives them", title_justify="left")
        for column in ("gold", "equal", "but for trailing words"):
            table.add_column(column, justify="right")
        for field, (gold, equal, near) in rows.items():
            table.add_row(field, str(gold), _number(equal / gold), _number(near / gold))
        yield table
    yield _reading(report)


def _facts(report: Report) -> Table:
    table = Table("kind", title="Facts", title_justify="left")
    for column in ("gold", "found", "precision", "recall", "strict F1", "overlap F1", "value F1", "95 %"):
        table.add_column(column, justify="right")
    for kind, group in report.kinds.items():
        table.add_row(kind, *_row(group))
    table.add_section()
    table.add_row("micro", *_row(report.micro), style="bold")
    macro = [_number(report.macro[m][0]) for m in MEASURES]
    table.add_row("macro", "", "", "", "", *macro, _interval(report.macro["value"][1]))
    table.caption = (
        f"precision and recall of value matches; intervals over {report.units} {report.drawn}, "
        f"seed {report.seed}; "
        "* degenerate (every draw alike): Wilson's limits"
    )
    table.caption_justify = "left"
    return table


def _breakdown(report: Report) -> Table:
    table = Table("", title="By zone, format and document", title_justify="left")
    for column in ("gold", "found", "precision", "recall", "strict F1", "overlap F1", "value F1"):
        table.add_column(column, justify="right")
    for groups in (report.zones, report.formats, {d.name: scores(d.tallies) for d in report.documents}):
        for name, group in groups.items():
            missing = " (not in the archive)" if name in report.missing else ""
            table.add_row(name + missing, *_row(group)[:-1])
        table.add_section()
    return table


def _reading(report: Report) -> Table:
    table = Table("document", title="Reading", title_justify="left")
    columns = ("CER", "whole paragraphs", "note text", "note anchor", "glued", "sections F1", "metadata")
    for column in columns:
        table.add_column(column, justify="right")
    for document in report.documents:
        table.add_row(document.name, *_reading_row(document.reading))
    table.add_section()
    table.add_row("all", *_reading_row(report.reading), style="bold")
    return table


def _row(group: Scores) -> list[str]:
    value = group["value"]
    rates = [value.precision, value.recall, *(group[m].f1 for m in MEASURES)]
    limits = _interval(value.interval) if value.interval else ""
    return [str(value.gold), str(value.found), *map(_number, rates), limits]


def _reading_row(r: Reading) -> list[str]:
    rates = reading_json(r)
    notes = rates["footnotes"]
    return [
        _number(rates["character_error_rate"], 4),
        _number(rates["whole_paragraphs"]),
        _number(notes["text"]),
        _number(notes["anchor"]),
        str(r.glued_marks),
        _number(rates["sections"]["f1"]),
        f"{r.metadata_right}/{r.metadata}",
    ]


def _number(value: float | None, digits: int = 3) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _interval(limits: Interval) -> str:
    return f"{limits.low:.3f}–{limits.high:.3f}{'*' if limits.degenerate else ''}"


def comparison_tables(difference: Comparison) -> Iterator[Table]:
    """Two reports side by side: the headline of both with the test, then each fact won and lost."""
    table = Table("", "old", "new", "difference", "p", title="Value F1, old and new", title_justify="left")
    change = f"{difference.new - difference.old:+.4f}"
    table.add_row("micro", f"{difference.old:.4f}", f"{difference.new:.4f}", change, f"{difference.p:.4f}")
    table.caption = "p: paired approximate randomization, two-sided"
    table.caption_justify = "left"
    yield table
    for title, errors in (("Won", difference.gains), ("Lost", difference.losses)):
        if errors:
            table = Table(
                "document", "was wrong" if title == "Won" else "is wrong", "in the text", "gold", "found"
            )
            table.title, table.title_justify = f"{title}: {len(errors)}", "left"
            for e in errors:
                context = Text(f"…{e.before[-25:]}[{e.expected or e.found}]{e.after[:15]}…")
                table.add_row(
                    e.document, e.error, context, Text(e.expected_value or ""), Text(e.found_value or "")
                )
            yield table
