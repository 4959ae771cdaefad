"""The scores of an archive: tallies summed by kind, zone, format and document, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from extractor.evaluate.intervals import FEWEST, SEED, Counts, Interval, draw, drawn_f1, f1, interval
from extractor.evaluate.marks import MEASURES, Measure
from extractor.evaluate.reading import Reading
from extractor.evaluate.score import ATTRIBUTES, DocumentScore, Error, Tally
from extractor.facts import KINDS

_COLUMNS = ("gold", "found", *MEASURES)


@dataclass(frozen=True, slots=True)
class Score:
    """One measure over some marks: `right` of the `gold` and of the `found` ones match."""

    gold: int
    found: int
    right: int
    precision: float
    recall: float
    f1: float
    interval: Interval | None = None


Scores = Mapping[Measure, Score]


@dataclass(frozen=True, slots=True)
class Report:
    """What `evaluate` gives. `micro["value"].f1` is the headline.

    `macro` is the mean F1 over the kinds that either side has; `drawn` is what the intervals were drawn over.
    """

    documents: tuple[DocumentScore, ...]
    micro: Scores
    macro: Mapping[Measure, tuple[float, Interval]]
    kinds: Mapping[str, Scores]
    zones: Mapping[str, Scores]
    formats: Mapping[str, Scores]
    reading: Reading
    drawn: str
    units: int
    seed: int = SEED

    @property
    def errors(self) -> tuple[Error, ...]:
        return tuple(e for d in self.documents for e in d.errors)

    @property
    def missing(self) -> tuple[str, ...]:
        """The documents that gold names and the archive does not hold."""
        return tuple(d.name for d in self.documents if d.format is None)

    def to_json(self) -> dict[str, Any]:
        """The report as JSON values, without its errors; the headline stands under `micro.value.f1`."""
        return {
            "micro": _scores_json(self.micro),
            "macro": {m: {"f1": s, "interval": asdict(i)} for m, (s, i) in self.macro.items()},
            "kinds": {k: _scores_json(s) for k, s in self.kinds.items()},
            "zones": {k: _scores_json(s) for k, s in self.zones.items()},
            "formats": {k: _scores_json(s) for k, s in self.formats.items()},
            "attributes": {
                field: {"gold": gold, "equal": equal, "equal_but_trailing_words": near, "rate": equal / gold}
                for field, (gold, equal, near) in attributes(self.documents).items()
                if gold
            },
            "reading": reading_json(self.reading),
            "documents": {
                d.name: {
                    "gold": d.slug,
                    "format": d.format,
                    **_scores_json(scores(d.tallies)),
                    "reading": reading_json(d.reading),
                }
                for d in self.documents
            },
            "missing": list(self.missing),
            "intervals": {"level": 0.95, "drawn": self.drawn, "units": self.units, "seed": self.seed},
        }


def report(documents: Sequence[DocumentScore], *, seed: int = SEED) -> Report:
    """Sum the documents' scores. Intervals draw reports (all files of one together), blocks where few."""
    slugs = sorted({d.slug for d in documents})
    over_reports = len(slugs) >= FEWEST

    def unit(d: DocumentScore, t: Tally) -> str:
        return d.slug if over_reports else f"{d.slug} {t.unit}"

    rows = [(d, t) for d in documents for t in d.tallies]
    names = sorted(set(slugs) if over_reports else {unit(d, t) for d, t in rows})
    index = {name: i for i, name in enumerate(names)}
    table = np.zeros((len(names), len(KINDS), len(_COLUMNS)), dtype=np.int64)
    for d, t in rows:
        table[index[unit(d, t)], KINDS.index(t.kind)] += [getattr(t, c) for c in _COLUMNS]
    draws = draw(len(names), seed=seed) if names else np.zeros((1, 0), dtype=np.int64)
    drawn = np.tensordot(draws, table, axes=1)  # draw × kind × column

    def group(key: Callable[[DocumentScore, Tally], str]) -> dict[str, Scores]:
        found = sorted({key(d, t) for d, t in rows})
        return {k: scores(t for d, t in rows if key(d, t) == k) for k in found}

    return Report(
        documents=tuple(documents),
        micro=_with_intervals(table.sum(axis=(0, 1)), drawn.sum(axis=1)),
        macro=_macro(table.sum(axis=0), drawn),
        kinds={
            kind: _with_intervals(table[:, k].sum(axis=0), drawn[:, k])
            for k, kind in enumerate(KINDS)
            if table[:, k, :2].any()
        },
        zones=group(lambda _, t: t.zone),
        formats=group(lambda d, _: d.format or "missing"),
        reading=sum((d.reading for d in documents), Reading()),
        drawn="reports" if over_reports else "blocks",
        units=len(names),
        seed=seed,
    )


def scores(tallies: Iterable[Tally]) -> Scores:
    """The three measures over some tallies, without intervals."""
    total = np.zeros(len(_COLUMNS), dtype=np.int64)
    for t in tallies:
        total += [getattr(t, c) for c in _COLUMNS]
    return {m: _score(total, m) for m in MEASURES}


def attributes(documents: Iterable[DocumentScore]) -> dict[str, tuple[int, int, int]]:
    """By value field beyond the required: given by the gold, equal, equal but for trailing words."""
    rows = [d.attributes for d in documents]
    given, equal, near = ({f: sum(r[f][i] for r in rows) for f in ATTRIBUTES} for i in range(3))
    return {f: (given[f], equal[f], near[f]) for f in ATTRIBUTES}


def rate(right: int, of: int) -> float | None:
    return right / of if of else None


def reading_json(r: Reading) -> dict[str, Any]:
    """The rates of what was read; None where the gold has nothing of the sort."""
    return {
        "character_error_rate": rate(r.wrong_letters, r.letters),
        "whole_paragraphs": rate(r.whole_paragraphs, r.paragraphs),
        "footnotes": {
            "gold": r.footnotes,
            "found": r.footnotes_found,
            "text": rate(r.footnote_texts, r.footnotes),
            "anchor": rate(r.footnote_anchors, r.footnotes),
            "glued_marks": r.glued_marks,
        },
        "sections": {
            "gold": r.sections,
            "found": r.sections_found,
            "right": r.sections_right,
            "f1": float(f1(r.sections_right, r.sections, r.sections_found)),
        },
        "metadata": rate(r.metadata_right, r.metadata),
    }


def _score(total: Counts, measure: Measure, limits: Interval | None = None) -> Score:
    gold, found, right = int(total[0]), int(total[1]), int(total[_COLUMNS.index(measure)])
    return Score(
        gold=gold,
        found=found,
        right=right,
        precision=right / found if found else float(not gold),
        recall=right / gold if gold else float(not found),
        f1=float(f1(right, gold, found)),
        interval=limits,
    )


def _with_intervals(total: Counts, drawn: Counts) -> Scores:
    result: dict[Measure, Score] = {}
    for measure in MEASURES:
        column = _COLUMNS.index(measure)
        limits = interval(
            drawn_f1(drawn[:, column], drawn[:, 0], drawn[:, 1]),
            right=int(total[column]),
            gold=int(total[0]),
            found=int(total[1]),
        )
        result[measure] = _score(total, measure, limits)
    return result


def _macro(total: Counts, drawn: Counts) -> dict[Measure, tuple[float, Interval]]:
    kinds = total[:, :2].any(axis=1)
    whole = total.sum(axis=0)
    result: dict[Measure, tuple[float, Interval]] = {}
    for measure in MEASURES:
        c = _COLUMNS.index(measure)
        per_kind = f1(total[kinds, c], total[kinds, 0], total[kinds, 1])
        per_draw = drawn_f1(drawn[:, kinds, c], drawn[:, kinds, 0], drawn[:, kinds, 1])
        told = ~np.isnan(per_draw)
        means = np.nansum(per_draw, axis=1)[told.any(axis=1)] / told.sum(axis=1)[told.any(axis=1)]
        limits = interval(means, right=int(whole[c]), gold=int(whole[0]), found=int(whole[1]))
        result[measure] = (float(per_kind.mean()) if kinds.any() else 1.0, limits)
    return result


def _scores_json(group: Scores) -> dict[str, Any]:
    return {m: {k: v for k, v in asdict(s).items() if v is not None} for m, s in group.items()}
