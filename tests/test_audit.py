"""Every check fires where it must and only there: the examples of extractor/audit/examples.toml."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib.resources import files
from typing import Any

import pytest
import regex

from extractor.audit import CHECKS, audit
from extractor.document import Block, Cell, Document, Footnote, Metadata, Section, Table, TextSource
from extractor.extract import extract

EXAMPLES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    files("extractor.audit").joinpath("examples.toml").read_text(encoding="utf-8")
)
CASES = [(check, example) for check, examples in EXAMPLES.items() for example in examples]
HEADING = regex.compile(r"(?P<label>[IVX]+)\. (?P<heading>\P{Ll}+)")
MARK = regex.compile(r"\[(\d+)\]")


def document(text: str, *, made: str | None, period: list[str], source: TextSource = "text") -> Document:
    """A report whose body is `text`, as the examples write it."""
    blocks: list[Block] = []
    anchors: dict[str, tuple[str, int]] = {}
    cells: list[Cell] = []
    sections: list[Section] = []
    for n, line in enumerate(text.splitlines()):
        block_id = f"b{n}"
        if line.startswith("|"):
            row = [cell.strip() for cell in line.strip("|").split("|")]
            cells += [Cell(n, col, cell, is_header=n == 0, block_id=block_id) for col, cell in enumerate(row)]
            blocks.append(Block(block_id, "body", "table_row", " | ".join(row)))
        elif match := MARK.match(line):
            blocks.append(
                Block(f"n{match[1]}", "footnote", "footnote", line[match.end() :].strip(), note=match[1])
            )
        else:
            if match := HEADING.fullmatch(line):
                sections.append(
                    Section(f"s{n}", None, match["label"], match["heading"], 1, match["label"], block_id)
                )
            for match in MARK.finditer(line):
                anchors[match[1]] = (block_id, len(MARK.sub("", line[: match.start()])))
            section_id = sections[-1].section_id if sections else None
            blocks.append(Block(block_id, "body", "paragraph", MARK.sub("", line), section_id=section_id))
    first, last = [date.fromisoformat(day) for day in period] if period else (None, None)
    return Document(
        path="example.docx",
        format="docx",
        sha256="0" * 64,
        pages=None,
        text_source=source,
        metadata=Metadata(
            date=date.fromisoformat(made) if made else None, period_start=first, period_end=last
        ),
        sections=tuple(sections),
        blocks=tuple(blocks),
        footnotes=tuple(Footnote(label, f"n{label}", *anchor) for label, anchor in anchors.items()),
        tables=(Table("t1", None, tuple(cells)),) if cells else (),
    )


@pytest.mark.parametrize(
    ("check", "example"), CASES, ids=lambda v: v if isinstance(v, str) else v["text"][:50]
)
def test_example(check: str, example: dict[str, Any]) -> None:
    report = document(
        example["text"],
        made=example.get("date"),
        period=example.get("period", []),
        source=example.get("source", "text"),
    )
    fired = {finding.check for finding in audit(report, extract(report))}
    assert fired == ({check} if example["fires"] else set())


@pytest.mark.parametrize("check", EXAMPLES)
def test_every_check_has_examples_of_both_kinds(check: str) -> None:
    assert {example["fires"] for example in EXAMPLES[check]} == {True, False}


def test_examples_cover_all_checks() -> None:
    """`growth_over_base` says growth-of-values, `note_and_total` says total-and-parts."""
    names = {check.__name__.replace("_", "-") for check in CHECKS}
    assert names - set(EXAMPLES) == {"note-and-total", "growth-over-base"}


def test_a_finding_names_both_sides_and_keeps_its_id() -> None:
    report = document("Có 18/24 xã đạt chuẩn, bằng 57,5% số xã.", made=None, period=[])
    facts = extract(report)
    (found,) = audit(report, facts)
    assert found.places == (("b0", 3), ("b0", 28))
    assert found.message == "18/24 xã là 75%, không phải 57,5%."
    assert found.evidence == "“18/24 xã” (đoạn b0); “57,5%” (đoạn b0)"
    assert found.finding_id == audit(report, facts)[0].finding_id
