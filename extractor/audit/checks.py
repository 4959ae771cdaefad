"""All checks inside one document, in order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from extractor.audit.finding import Finding
from extractor.document import Document
from extractor.facts import Fact

Check = Callable[[Document, Sequence[Fact]], Iterator[Finding]]
CHECKS: tuple[Check, ...] = ()


def audit(document: Document, facts: Sequence[Fact]) -> tuple[Finding, ...]:
    """The findings of every check on one document, one a place and check."""
    found = {f.finding_id: f for check in CHECKS for f in check(document, facts)}
    return tuple(found.values())
