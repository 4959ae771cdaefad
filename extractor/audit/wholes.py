"""Checks of wholes: the same units counted differently, lists longer or shorter than announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from decimal import Decimal
from itertools import combinations, islice

import regex

from extractor.audit.figures import by_block, shown, within
from extractor.audit.finding import Finding, finding
from extractor.document import Document
from extractor.facts import Fact

# The nouns that say what a whole is made of: `15/15 Quận ủy, Huyện ủy` and `14/15 quận, huyện` are of one
# whole, `11/15 xã` and `16/16 xã, thị trấn` are of two.
_UNITS = regex.compile(r"\b(?P<noun>quận|huyện|thị xã|xã|phường|thị trấn|sở)\b", regex.I)
MOST_SIZES = 20  # of one whole
MOST_MISCOUNTED = 2  # a list that is shorter by more gives examples
_BEFORE_MARK = 300  # characters before a note's mark in which the figure stands that it explains
_JOINED = regex.compile(r"\s*(?:,|và)\s*(?:\p{Lu}\p{L}*(?:\s\p{Ll}+){0,2}\s)?(?:số\s*)?")
_LISTED = regex.compile(
    r"\b(?:văn bản|kế hoạch|nghị quyết|quyết định|chỉ thị|kết luận|công văn|thông báo)\b", regex.I
)


def size_of_the_whole(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """One report, one number of districts: `14/14` and `15/15 huyện` cannot both be all of them."""
    groups: dict[str, list[Fact]] = {}
    for block, held in by_block(document, facts):
        for fact in held:
            if fact.denominator and fact.denominator > 2 and (whole := _whole(block.text, fact)):
                groups.setdefault(whole, []).append(fact)
    for whole, fractions in groups.items():
        sizes: dict[Decimal | None, Fact] = {}
        for fraction in fractions:
            sizes.setdefault(fraction.denominator, fraction)
        reached = {f.numerator for f in fractions if f.numerator != f.denominator}
        for a, b in combinations(islice(sizes.values(), MOST_SIZES), 2):
            assert a.denominator is not None
            assert b.denominator is not None
            least = min(a.denominator, b.denominator)
            near = abs(a.denominator - b.denominator) <= max(Decimal(1), least // 50)
            if near and not _part_of(a, reached) and not _part_of(b, reached):
                sizes_text = f"{shown(a.denominator)} và {shown(b.denominator)}"
                yield finding("size-of-the-whole", "strong", f"Tổng số {whole} khi là {sizes_text}.", a, b)


def announced_and_listed(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`03 văn bản` with a footnote that lists four."""
    held = {block.block_id: facts for block, facts in by_block(document, facts)}
    texts = {b.block_id: b.text for b in document.blocks}
    for note in document.footnotes:
        cited = [f for f in held.get(note.block_id, ()) if f.kind == "doc_number"]
        listed = list(_listed(texts[note.block_id], cited))
        if note.anchor_block_id is None or note.anchor_offset is None or len({f.number for f in listed}) < 2:
            continue
        near = within(
            held.get(note.anchor_block_id, ()), note.anchor_offset - _BEFORE_MARK, note.anchor_offset
        )
        for fact in near:
            between = texts[note.anchor_block_id][fact.end : note.anchor_offset]
            if (
                fact.kind != "count"
                or not 0 <= note.anchor_offset - fact.end <= 80
                or regex.search(r"[.;:]", between)
            ):
                continue
            if fact.value is None or fact.approx or not _LISTED.fullmatch(fact.unit or ""):
                continue
            numbers = {f.number for f in listed if _is_one(f, fact.unit or "")}
            if len(numbers) > 1 and 0 < abs(len(numbers) - fact.value) <= MOST_MISCOUNTED:
                yield finding(
                    "announced-and-listed",
                    "weak",
                    f"Nêu {fact.exact} nhưng chú thích {note.note} liệt kê {len(numbers)}.",
                    fact,
                    *listed,
                )


def _whole(text: str, fraction: Fact) -> str | None:
    """`quận, huyện` for `14/14 UBND quận, huyện`; None where the fraction is of something else."""
    words = regex.split(r"[.;:(]", text[fraction.end - len(fraction.unit or "") : fraction.end + 25])[0]
    return ", ".join(sorted({m["noun"].lower() for m in _UNITS.finditer(words)})) or None


def _part_of(fraction: Fact, reached: Set[Decimal | None]) -> bool:
    """True where its whole is what another has reached: `14/15 xã đạt chuẩn`, of them `05/14 xã nâng cao`."""
    return fraction.denominator in reached and fraction.denominator != fraction.numerator


def _listed(text: str, cited: Sequence[Fact]) -> Iterator[Fact]:
    """The documents that a list names: the first of each item and those joined to it (`217 và 218-QĐ/TW`)."""
    before: Fact | None = None
    taken = False
    for fact in cited:
        between = text[before.end : fact.start] if before else ""
        taken = before is None or ";" in between or (taken and bool(_JOINED.fullmatch(between)))
        if taken:
            yield fact
        before = fact


def _is_one(cited: Fact, unit: str) -> bool:
    return unit.lower() == "văn bản" or (cited.doc_type or "").lower().startswith(unit.lower())
