"""Two reports side by side: which facts were won and lost, and whether the difference is more than chance."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from extractor.evaluate.intervals import DRAWS, FEWEST, SEED, f1
from extractor.evaluate.report import Report
from extractor.evaluate.score import DocumentScore, Error


@dataclass(frozen=True, slots=True)
class Comparison:
    """`gains` are errors that only the old report has, `losses` those that only the new one has (a wrong
    boundary with the right value is neither). `p` is the chance of so large a difference of micro value F1 if
    both were equally good."""

    old: float
    new: float
    gains: tuple[Error, ...]
    losses: tuple[Error, ...]
    p: float


def compare(old: Report, new: Report, *, seed: int = SEED) -> Comparison:
    """Compare two reports on the same gold, fact by fact."""
    before, after = Counter(map(_key, _counted(old))), Counter(map(_key, _counted(new)))
    return Comparison(
        old=old.micro["value"].f1,
        new=new.micro["value"].f1,
        gains=tuple(_beyond(_counted(old), after)),
        losses=tuple(_beyond(_counted(new), before)),
        p=_randomization(old, new, seed),
    )


def below(report: Report, baseline: Mapping[str, Any]) -> list[str]:
    """Where value F1, micro and by kind, falls under a recorded report's (`Report.to_json`): a line each."""
    recorded = {"micro": baseline["micro"], **baseline["kinds"]}
    measured = {"micro": report.micro, **report.kinds}
    lines = []
    for name, scores in recorded.items():
        was, now = scores["value"]["f1"], measured[name]["value"].f1 if name in measured else 0.0
        if now < was - 1e-9:
            lines.append(f"{name}: value F1 {now:.4f} is below the recorded {was:.4f}")
    return lines


def _counted(report: Report) -> list[Error]:
    return [e for e in report.errors if e.error != "wrong boundary"]


def _key(e: Error) -> tuple[object, ...]:
    return (
        e.document,
        e.kind,
        e.expected is None,
        e.gold_block or e.found,
        e.expected,
        e.before[-12:],
        e.after[:12],
    )


def _beyond(errors: Iterable[Error], others: Counter[tuple[object, ...]]) -> Iterator[Error]:
    left = others.copy()
    for error in errors:
        if left[_key(error)]:
            left[_key(error)] -= 1
        else:
            yield error


def _randomization(old: Report, new: Report, seed: int) -> float:
    """Paired approximate randomization (Noreen 1989; Yeh 2000): swap the sides' counts at random, by report
    (by block where reports are few), and see how often the difference is as large."""
    few = len({d.slug for d in old.documents}) < FEWEST
    units: dict[str, int] = {}
    tables = [_table(r.documents, units, few) for r in (old, new)]
    a, b = (np.pad(t, ((0, len(units) - len(t)), (0, 0))) for t in tables)
    swap = np.random.default_rng(seed).integers(0, 2, size=(DRAWS, len(units)))
    difference = a - b
    first, second = a.sum(axis=0) - swap @ difference, b.sum(axis=0) + swap @ difference
    drawn = np.abs(f1(first[:, 2], first[:, 0], first[:, 1]) - f1(second[:, 2], second[:, 0], second[:, 1]))
    seen = abs(old.micro["value"].f1 - new.micro["value"].f1)
    return float((1 + np.sum(drawn >= seen - 1e-12)) / (1 + DRAWS))


def _table(documents: Iterable[DocumentScore], units: dict[str, int], few: bool) -> np.ndarray[Any, Any]:
    rows = [(f"{d.slug} {t.unit}" if few else d.slug, t) for d in documents for t in d.tallies]
    for name, _ in rows:
        units.setdefault(name, len(units))
    table = np.zeros((len(units), 3), dtype=np.int64)
    for name, t in rows:
        table[units[name]] += (t.gold, t.found, t.value)
    return table
