"""What a check says: one plain sentence, the facts on both sides, and their words with their places."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from extractor.facts import Fact

Severity = Literal["strong", "weak"]


@dataclass(frozen=True, slots=True)
class Finding:
    """`message` is one Vietnamese sentence; `places` names the facts on both sides by block and start.

    Where the words are no facts, such as the bare numbers of a table, `evidence` alone says where they stand.
    """

    check: str
    severity: Severity
    message: str
    evidence: str
    places: tuple[tuple[str, int], ...]

    @property
    def finding_id(self) -> str:
        """Stable from run to run: the check and what it compared."""
        key = "|".join((self.check, self.evidence, *(f"{block}:{start}" for block, start in self.places)))
        return f"{self.check}-{sha256(key.encode()).hexdigest()[:8]}"


def finding(check: str, severity: Severity, message: str, *facts: Fact) -> Finding:
    """A finding on `facts`, with their words and places as evidence."""
    evidence = "; ".join(f"“{f.exact}” ({place(f)})" for f in facts)
    return Finding(check, severity, message, evidence, tuple((f.block_id, f.start) for f in facts))


def place(fact: Fact) -> str:
    """Where a fact stands, in words: `mục II/3, trang 4` or `chú thích 6, trang 5`."""
    parts = []
    if fact.note is not None:
        parts.append(f"chú thích {fact.note}")
    elif fact.section_path:
        parts.append(f"mục {fact.section_path}")
    else:
        parts.append(f"đoạn {fact.block_id}")
    if fact.page is not None:
        parts.append(f"trang {fact.page}")
    return ", ".join(parts)
