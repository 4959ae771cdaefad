"""Every rule against its own examples: what it must mark, with which values, and what it must not touch."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import regex

from extractor.context import complete
from extractor.dates import UNKNOWN, Report
from extractor.extract import winners
from extractor.facts import KINDS
from extractor.gold import as_document, read_gold_folder
from extractor.numbers import starts
from extractor.rules.engine import (
    LONGEST_MARK,
    SEARCHED,
    Candidate,
    Example,
    Passage,
    Rule,
    load,
    parse_example,
    scan,
)

GOLD = Path(__file__).resolve().parent.parent / "gold"
RULES = [rule for kind in KINDS for rule in load(kind)]


def report(rule: Rule) -> Report:
    """The report that a rule's examples stand in: `2023`, or the first and last day of its period."""
    first, _, last = str(rule.options.get("report", "")).partition("..")
    if not first:
        return UNKNOWN
    if not last:
        first, last = f"{first}-01-01", f"{first}-12-31"
    return Report(date.fromisoformat(first), date.fromisoformat(last))


def found(rule: Rule, text: str) -> list[Candidate]:
    """What one rule proposes in a text, dates completed."""
    passage = Passage(text, report=report(rule))
    candidates = list(import_module(f"extractor.rules.{rule.kind}").find(passage))
    return [c for c in complete(sorted(candidates, key=lambda c: c.start), passage) if c.rule.id == rule.id]


def printed(value: Any) -> str:
    return format(value.normalize(), "f") if isinstance(value, Decimal) else str(value)


MUSTS = [pytest.param(r, e, id=f"{r.id}-{i}") for r in RULES for i, e in enumerate(r.must)]
MUST_NOTS = [pytest.param(r, t, id=f"{r.id}-{i}") for r in RULES for i, t in enumerate(r.must_not)]


@pytest.mark.parametrize(("rule", "example"), MUSTS)
def test_rule_marks_its_examples(rule: Rule, example: Example) -> None:
    marks = {(c.start, c.end): c.fields for c in found(rule, example.text)}
    assert (example.start, example.end) in marks
    fields = marks[example.start, example.end]
    assert {name: printed(fields[name]) for name in example.fields} == dict(example.fields)


@pytest.mark.parametrize(("rule", "example"), MUSTS)
def test_examples_hold_among_all_rules(rule: Rule, example: Example) -> None:
    chosen = winners(Passage(example.text, report=report(rule)))
    won = [c for c in chosen if c.start < example.end and example.start < c.end]
    assert [(c.kind, c.start, c.end) for c in won] == [(rule.kind, example.start, example.end)]
    assert {name: printed(won[0].fields[name]) for name in example.fields} == dict(example.fields)


@pytest.mark.parametrize(("rule", "text"), MUST_NOTS)
def test_rule_leaves_the_rest_alone(rule: Rule, text: str) -> None:
    assert [text[c.start : c.end] for c in found(rule, text)] == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rules_carry_enough_examples(rule: Rule) -> None:
    assert rule.id.startswith(rule.kind)
    assert rule.purpose
    assert len(rule.must) >= 5
    assert len(rule.must_not) >= 3


def test_rule_ids_are_unique() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_example_without_a_mark_is_an_error() -> None:
    with pytest.raises(ValueError, match="brackets"):
        parse_example("họp ngày 06/12/2022")


def test_rules_tried_together_find_what_each_finds_alone() -> None:
    texts = [e.text for rule in RULES for e in rule.must] + [t for rule in RULES for t in rule.must_not]
    for gold in read_gold_folder(GOLD):
        texts += [block.text for block in as_document(gold).blocks]
    for text in texts:
        for kind in KINDS:
            alone = {(rule.id, match.span()) for rule in load(kind) for match in matches_alone(rule, text)}
            assert {(rule.id, match.span()) for rule, match in scan(kind, text)} == alone, text


def matches_alone(rule: Rule, text: str) -> Iterator[regex.Match[str]]:
    if rule.kind in SEARCHED:
        yield from rule.pattern.finditer(text)
        return
    for start in starts(text):
        if match := rule.pattern.match(text, start, start + LONGEST_MARK):
            yield match
