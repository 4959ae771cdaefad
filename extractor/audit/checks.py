"""All checks inside one document, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractor.audit import cited, ratios, scales, sums, times, wholes
from extractor.audit.finding import Finding
from extractor.document import Document
from extractor.facts import Fact

Check = Callable[[Document, Sequence[Fact]], Iterator[Finding]]

CHECKS: tuple[Check, ...] = (
    ratios.share_of_fraction,
    ratios.multiple_of_values,
    ratios.growth_over_base,
    sums.total_and_parts,
    sums.note_and_total,
    sums.table_total,
    scales.mean_out_of_scale,
    scales.sum_a_head,
    times.impossible_day,
    times.anniversary,
    times.years_of_carrying_out,
    times.figure_from_the_future,
    cited.two_dates,
    cited.two_types,
    cited.two_titles,
    cited.cited_before_made,
    cited.register_order,
    wholes.size_of_the_whole,
    wholes.announced_and_listed,
)


def audit(document: Document, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """The findings of every check on one document, one a place and check."""
    found = {f.finding_id: f for check in CHECKS for f in check(document, facts)}
    return tuple(found.values())
