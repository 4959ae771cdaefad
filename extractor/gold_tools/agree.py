"""Two annotators of one report: F1 by kind, Krippendorff's alpha over tokens, and where they differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import regex

from extractor.evaluate.marks import Mark
from extractor.evaluate.report import Scores, report
from extractor.evaluate.score import Error, line_up, score_document
from extractor.gold import Gold, as_document, as_facts

_TOKEN = regex.compile(r"\w+|[^\w\s]")
_NONE = ""  # the label of a token outside every mark


@dataclass(frozen=True, slots=True)
class Agreement:
    """`scores` and `kinds` hold the first annotator as gold, the second as found (F1 is the same either way).

    `alpha` is Krippendorff's, nominal, of the kinds of all tokens (1 perfect, 0 chance); `disagreements` are
    errors in the same sense.
    """

    scores: Scores
    kinds: Mapping[str, Scores]
    alpha: float
    tokens: int
    disagreements: tuple[Error, ...]


def agree(first: Gold, second: Gold) -> Agreement:
    """Compare two annotations of one report; their texts may differ a little and are lined up."""
    document, facts = as_document(second), as_facts(second)
    scored = report([score_document(first, document, facts)])
    lined_up = line_up(first, document, facts)
    labels = _labels(lined_up.texts, lined_up.gold), _labels(lined_up.texts, lined_up.found)
    return Agreement(scored.micro, scored.kinds, nominal_alpha(*labels), len(labels[0]), scored.errors)


def nominal_alpha(first: Sequence[str], second: Sequence[str]) -> float:
    """Krippendorff's alpha of two coders with nominal labels and nothing missing (Krippendorff 2011, C).

    1 - D_o / D_e; where only one label is ever used there is nothing to disagree on, and alpha is 1.
    """
    n = len(first) + len(second)
    counts = Counter(first) + Counter(second)
    expected = n * (n - 1) - sum(c * (c - 1) for c in counts.values())
    observed = 2 * sum(a != b for a, b in zip(first, second, strict=True))
    return 1 - (n - 1) * observed / expected if expected else 1.0


def _labels(texts: Mapping[str, str], marks: Sequence[Mark]) -> list[str]:
    """The kind of every token of body and footnotes, by the marks on that text."""
    by_place: dict[str, list[Mark]] = {}
    for mark in marks:
        by_place.setdefault(mark.place, []).append(mark)
    labels: list[str] = []
    for place, text in texts.items():
        kinds = [_NONE] * len(text)
        for mark in by_place.get(place, ()):
            if mark.start is not None and mark.end is not None:
                kinds[mark.start : mark.end] = [mark.kind] * (mark.end - mark.start)
        labels += [kinds[token.start()] for token in _TOKEN.finditer(text)]
    return labels
