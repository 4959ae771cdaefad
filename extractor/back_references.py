"""Back references: mentions of a document that leave out its symbol, resolved to the number they stand for.

`Nghị quyết số 08` after `Nghị quyết số 08-NQ/TU`, and `Nghị quyết trên`, `Chỉ thị này`. A mark needs its
symbol (facts.md, "doc_number"), so these are no facts, but they are mentions: `citations` counts them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
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

_Named = tuple[str, int | None]  # a type of document, alone or with the figure of its number: `nghị quyết`, 8
_Mention = tuple[int, int, str]  # the block's place, the start in it, the number in full


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
    mentions: dict[_Named, list[_Mention]] = {}
    for place, block in enumerate(document.blocks):
        for fact in cited.get(block.block_id, ()):
            type_ = (fact.doc_type or "").casefold()
            for named in {(type_, None), (type_, _serial(fact.number))}:
                mentions.setdefault(named, []).append((place, fact.start, fact.number or ""))
    own = f"{document.metadata.type or ''} {document.metadata.title or ''}".casefold()
    for place, block in enumerate(document.blocks) if mentions else ():
        if block.zone not in ("body", "footnote"):
            continue
        for match in _SHORT.finditer(block.text):
            if _overlaps(match, cited.get(block.block_id, ())):
                continue
            number = _meant(match, place, mentions, own)
            if number:
                yield BackReference(block.block_id, match.start(), match.end(), match[0], number)


def _meant(
    match: regex.Match[str], place: int, mentions: Mapping[_Named, Sequence[_Mention]], own: str
) -> str | None:
    """The document of that type (and number) named last before, for a number also the first named after."""
    type_ = " ".join(match["type"].split()).casefold()
    known = mentions.get((type_, _serial(match["digits"])), ())
    at = bisect_left(known, (place, match.start()))
    if match["digits"]:
        return known[max(at - 1, 0)][2] if known else None
    if type_ in own:  # `Nghị quyết này` in a resolution is the resolution itself
        return None
    return known[at - 1][2] if at and place - known[at - 1][0] <= REACH else None


def _overlaps(match: regex.Match[str], facts: Sequence[Fact]) -> bool:
    """Whether some of a block's facts, which do not overlap one another, stands in these words."""
    at = bisect_left(facts, match.end(), key=lambda f: f.start)
    return at > 0 and facts[at - 1].end > match.start()


def _serial(number: str | None) -> int | None:
    match = _DIGITS.match(number or "")
    return int(match[0]) if match else None
