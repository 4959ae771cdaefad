"""Back references: mentions of a document that leave out its symbol, resolved to the number they stand for.

`Nghị quyết số 08` after `Nghị quyết số 08-NQ/TU`, and `Nghị quyết trên`, `Chỉ thị này`. A mark needs its
symbol (facts.md, "doc_number"), so these are no facts, but they are mentions: `citations` counts them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import regex

from extractor.document import Document
from extractor.facts import Fact
from extractor.rules.engine import alternatives

REACH = 12  # blocks back in which `Nghị quyết trên` finds what it points to

_TYPE = alternatives("document_types")
_NO_SYMBOL = r"(?![\d.,]*\d|\s*[-–/]\s*\S|\s+(?-i:\p{Lu}{2}))"
_NO_PLACE = r"(?!\p{L}|\s+(?:cơ sở|địa bàn|đây))"
_SHORT = regex.compile(
    rf"(?<!\p{{L}})(?P<type>{_TYPE})\s+(?:số\s*:?\s*)?(?P<digits>\d{{1,4}}){_NO_SYMBOL}"
    rf"|(?<!\p{{L}})(?<!dự thảo )(?P<type>{_TYPE})\s+(?:nói trên|nêu trên|trên|này){_NO_PLACE}",
    regex.IGNORECASE,
)
_DIGITS = regex.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class BackReference:
    """Where it stands in its block, its words, and the canonical number of the document meant."""

    block_id: str
    start: int
    end: int
    exact: str
    number: str


def back_references(document: Document, facts: Sequence[Fact]) -> Iterator[BackReference]:
    """The back references of a document whose full number the same document gives."""
    cited: dict[str, list[Fact]] = {}
    for fact in sorted((f for f in facts if f.number), key=lambda f: f.start):
        cited.setdefault(fact.block_id, []).append(fact)
    known = [(place, fact) for place, b in enumerate(document.blocks) for fact in cited.get(b.block_id, ())]
    for place, block in enumerate(document.blocks) if known else ():
        if block.zone not in ("body", "footnote"):
            continue
        for match in _SHORT.finditer(block.text):
            if any(f.start < match.end() and match.start() < f.end for f in cited.get(block.block_id, ())):
                continue
            meant = _meant(match, place, document, known)
            if meant is not None and meant.number is not None:
                yield BackReference(block.block_id, match.start(), match.end(), match[0], meant.number)


def _meant(
    match: regex.Match[str], place: int, document: Document, known: Sequence[tuple[int, Fact]]
) -> Fact | None:
    """The document of that type (and number) named last before, for a number also the first named after."""
    of_type = [(at, f) for at, f in known if _is(f, match["type"])]
    before = [(at, f) for at, f in of_type if (at, f.start) < (place, match.start())]
    if match["digits"]:
        same = [f for _, f in before if _serial(f) == int(match["digits"])][::-1]
        after = [f for at, f in of_type if (at, f) not in before and _serial(f) == int(match["digits"])]
        return next(iter(same + after), None)
    if _is_own(document, match["type"]) or not before or place - before[-1][0] > REACH:
        return None
    return before[-1][1]


def _is(fact: Fact, type_: str) -> bool:
    return (fact.doc_type or "").casefold() == " ".join(type_.split()).casefold()


def _is_own(document: Document, type_: str) -> bool:
    """`Nghị quyết này` in a resolution is the resolution itself."""
    own = f"{document.metadata.type or ''} {document.metadata.title or ''}".casefold()
    return " ".join(type_.split()).casefold() in own


def _serial(fact: Fact) -> int | None:
    match = _DIGITS.match(fact.number or "")
    return int(match[0]) if match else None
