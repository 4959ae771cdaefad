"""Document → Facts: candidates from all rules, one winner a place, values completed from context."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib import import_module

from extractor import numbers
from extractor.citations import cite
from extractor.context import complete, under_heading
from extractor.dates import UNKNOWN, Report
from extractor.document import CELL_SEPARATOR, Block, Document, Section
from extractor.facts import KINDS, Fact
from extractor.rules import date
from extractor.rules.engine import Candidate, Passage

MODULES = tuple(import_module(f"extractor.rules.{kind}") for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Verdict:
    """A candidate and what became of it: `beaten_by` is the winner that took its place, None for a winner."""

    candidate: Candidate
    beaten_by: Candidate | None = None


def extract(document: Document) -> tuple[Fact, ...]:
    """Every fact of the body and the footnotes, in the order of the blocks and of the text."""
    paths = {s.section_id: s.path for s in document.sections}
    meta = document.metadata
    report = Report(meta.period_start, meta.period_end, meta.date)
    times = section_times(document.sections, report)
    comma = numbers.comma(block.text for block in document.blocks)
    facts: list[Fact] = []
    for block in document.blocks:
        if block.zone in ("body", "footnote"):
            section = block.section_id or ""
            for passage in passages(block, times.get(section, report), comma):
                facts.extend(_fact(c, passage, block, paths.get(section)) for c in winners(passage))
    return tuple(facts)


def section_times(sections: Iterable[Section], report: Report) -> dict[str, Report]:
    """The time that each section's dates are placed by: the report's, unless its headings name another."""
    times: dict[str, Report] = {}
    for section in sections:
        above = times.get(section.parent_id or "", report)
        heading = Passage(section.heading, report=above)
        dated = any(date.find(heading))  # most headings name no time, and need no judging
        dates = (w for w in winners(heading) if w.kind == "date") if dated else ()
        times[section.section_id] = under_heading(above, dates)
    return times


def passages(
    block: Block, report: Report = UNKNOWN, comma: numbers.Notation = "thousands"
) -> Iterator[Passage]:
    """A block's text as rules see it: whole, or cell by cell for a table row."""
    if block.kind != "table_row":
        yield Passage(block.text, report=report, comma=comma)
        return
    offset = 0
    for cell in block.text.split(CELL_SEPARATOR):
        yield Passage(cell, offset, in_table=True, report=report, comma=comma)
        offset += len(cell) + len(CELL_SEPARATOR)


def winners(passage: Passage) -> list[Candidate]:
    """One candidate a place, in the order of the text, with the values that context gives."""
    chosen = [v.candidate for v in judge(candidates(passage)) if v.beaten_by is None]
    return cite(complete(chosen, passage), passage.text)


def candidates(passage: Passage) -> Iterator[Candidate]:
    """What the rules of all kinds propose."""
    for module in MODULES:
        yield from module.find(passage)


def judge(candidates: Iterable[Candidate]) -> list[Verdict]:
    """A verdict on each candidate, in the order of the text.

    Of candidates that overlap the one of the higher priority wins, then the longer, then the earlier.
    """
    order = sorted(candidates, key=lambda c: (-c.rule.priority, c.start - c.end, c.start, c.rule.id))
    taken: list[tuple[int, int, int]] = []  # start, end and index in `verdicts` of the winners, by start
    verdicts: list[Verdict] = []
    for c in order:
        at = bisect_left(taken, (c.end,))
        rival = taken[at - 1] if at and taken[at - 1][1] > c.start else None
        if rival is None:
            insort(taken, (c.start, c.end, len(verdicts)))
        verdicts.append(Verdict(c, verdicts[rival[2]].candidate if rival else None))
    return sorted(verdicts, key=lambda v: (v.candidate.start, v.beaten_by is not None, v.candidate.end))


def explain(text: str, report: Report = UNKNOWN) -> list[Verdict]:
    """Why a text gives the facts it gives: every candidate of every rule, winners with their final values."""
    passage = Passage(text, report=report)
    verdicts = judge(candidates(passage))
    final = iter(cite(complete([v.candidate for v in verdicts if v.beaten_by is None], passage), text))
    return [replace(v, candidate=next(final)) if v.beaten_by is None else v for v in verdicts]


def _fact(c: Candidate, passage: Passage, block: Block, section_path: str | None) -> Fact:
    start, end = passage.offset + c.start, passage.offset + c.end
    at = bisect_right(block.lines, start, key=lambda line: line.start) - 1
    line = block.lines[at] if at >= 0 and start < block.lines[at].end else None
    return Fact(
        kind=c.kind,
        exact=block.text[start:end],
        block_id=block.block_id,
        start=start,
        end=end,
        zone="footnote" if block.zone == "footnote" else "body",
        note=block.note,
        section_path=section_path,
        page=line.box.page if line else block.page_start,
        box=line.box if line else None,
        rule=c.rule.id,
        confidence=c.confidence * (line.confidence if line and line.confidence is not None else 1),
        **c.fields,
    )
