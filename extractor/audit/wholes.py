"""Checks of wholes: the same units counted differently, and lists that are longer or shorter than announced."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import regex

from extractor.audit.figures import by_block, shown
from extractor.audit.finding import Finding, finding
from extractor.document import Document
from extractor.facts import Fact

# What a whole is made of, by the nouns that name it: `14/14 UBND quận, huyện` and `15/15 Quận ủy` are both of districts.
_WHOLES = {
    "cấp huyện": regex.compile(r"\b(?:quận|huyện)", regex.I),
    "cấp xã": regex.compile(r"\b(?:xã|phường|thị trấn)\b", regex.I),
    "sở, ngành": regex.compile(r"\b(?:sở)\b", regex.I),
}
_LISTED = regex.compile(
    r"\b(?:văn bản|kế hoạch|nghị quyết|quyết định|chỉ thị|kết luận|công văn|thông báo)\b", regex.I
)


def size_of_the_whole(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """One report, one number of districts: `14/14` and `15/15 huyện` cannot both be all of them."""
    numerators = {f.numerator for f in facts if f.kind == "fraction"}
    groups: dict[str, dict[object, Fact]] = {}
    for block, held in by_block(document, facts):
        for fact in held:
            if fact.kind == "fraction" and fact.denominator and fact.denominator > 2:
                whole = _whole(block.text, fact)
                if whole:
                    groups.setdefault(whole, {}).setdefault(fact.denominator, fact)
    for whole, sizes in groups.items():
        for a, b in combinations(sizes.values(), 2):
            assert a.denominator is not None
            assert b.denominator is not None
            near = abs(a.denominator - b.denominator) <= max(1, min(a.denominator, b.denominator) // 50)
            parts = {x for x in numerators if x in (a.denominator, b.denominator)} - {
                a.numerator,
                b.numerator,
            }
            if near and not parts:
                sizes_text = f"{shown(a.denominator)} và {shown(b.denominator)}"
                yield finding(
                    "size-of-the-whole", "strong", f"Tổng số đơn vị {whole} khi là {sizes_text}.", a, b
                )


def announced_and_listed(document: Document, facts: Sequence[Fact]) -> Iterator[Finding]:
    """`03 văn bản` with a footnote that lists four."""
    held = {block.block_id: facts for block, facts in by_block(document, facts)}
    texts = {b.block_id: b.text for b in document.blocks}
    for note in document.footnotes:
        listed = [f for f in held.get(note.block_id, ()) if f.kind == "doc_number"]
        if note.anchor_block_id is None or note.anchor_offset is None or len({f.number for f in listed}) < 2:
            continue
        for fact in held.get(note.anchor_block_id, ()):
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
            if len(numbers) > 1 and len(numbers) != fact.value:
                yield finding(
                    "announced-and-listed",
                    "weak",
                    f"Nêu {fact.exact} nhưng chú thích {note.note} liệt kê {len(numbers)}.",
                    fact,
                    *listed,
                )


def _whole(text: str, fraction: Fact) -> str | None:
    words = regex.split(r"[.;:(]", text[fraction.end - len(fraction.unit or "") : fraction.end + 25])[0]
    return next((name for name, nouns in _WHOLES.items() if nouns.search(words)), None)


def _is_one(cited: Fact, unit: str) -> bool:
    return unit.lower() == "văn bản" or (cited.doc_type or "").lower().startswith(unit.lower())
