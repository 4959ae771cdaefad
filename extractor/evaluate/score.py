"""One document against its gold: the marks on both sides, who is whose, what was read and every error."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractor.document import Block, Document
from extractor.errors import ExtractorError
from extractor.evaluate.align import Alignment, Text, align
from extractor.evaluate.marks import (
    MEASURES,
    ErrorClass,
    Mark,
    Measure,
    fact_value,
    gold_value,
    match,
    required_value,
)
from extractor.evaluate.reading import Reading, Slip, note_keys, score_reading
from extractor.facts import REQUIRED, Fact, FactKind
from extractor.gold import Gold, GoldFact
from extractor.text import clean

# Value fields beyond the required ones, scored where the gold gives them.
ATTRIBUTES: dict[str, tuple[FactKind, ...]] = {
    "doc_type": ("doc_number",),
    "doc_issuer": ("doc_number",),
    "doc_date": ("doc_number",),
    "doc_title": ("doc_number",),
    "object": ("count", "fraction"),
    "approx": ("count", "percent", "money", "measure"),
    "value_max": ("count", "percent", "money", "measure"),
}
BODY = ("heading", "paragraph", "item", "table")  # the gold zones that make the body
_AROUND = 60  # characters of context on each side


@dataclass(frozen=True, slots=True)
class Tally:
    """What one unit (a gold block, for one kind and zone) holds: marks on both sides, and the matches."""

    unit: str
    kind: FactKind
    zone: str  # body or footnote
    gold: int = 0
    found: int = 0
    strict: int = 0
    overlap: int = 0
    value: int = 0


@dataclass(frozen=True, slots=True)
class Error:
    """One row of the errors: what stood in the gold, what was found there, and where.

    `block_id` and `start` are the place in the archive's document (of a missed mark where it should have been
    found, None where that text is not there); `gold_block` is the gold's block of the expected mark.
    """

    document: str
    doc_id: str | None
    kind: FactKind
    error: ErrorClass
    zone: str
    expected: str | None
    expected_value: str | None
    found: str | None
    found_value: str | None
    before: str
    after: str
    gold_block: str | None
    block_id: str | None
    start: int | None
    page: int | None
    rule: str | None


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """`attributes` counts, by field, how many the gold gives, how many are equal, how many equal but for
    trailing words; `format` is None where the archive does not hold the document."""

    name: str
    slug: str
    format: str | None
    tallies: tuple[Tally, ...]
    attributes: Mapping[str, tuple[int, int, int]]
    reading: Reading
    slips: tuple[Slip, ...]
    errors: tuple[Error, ...]


@dataclass(frozen=True, slots=True)
class LinedUp:
    """Both sides' marks on the gold's text; `texts` is that text by zone ("" for body, else the label)."""

    of: Gold  # up to `facts_until`
    gold: tuple[Mark, ...]
    found: tuple[Mark, ...]
    body: Alignment
    notes: Mapping[str, Block]  # the found ones by label (`note_keys`)
    texts: Mapping[str, str]


def line_up(gold: Gold, document: Document | None, facts: Iterable[Fact]) -> LinedUp:
    """Line a document's facts up with the gold's, by aligned position within the same zone."""
    gold = _until(gold)
    blocks, notes = _found_blocks(document)
    body = align(_gold_body(gold), Text((b.block_id, b.text) for b in blocks))
    if gold.metadata.get("facts_until"):
        body, notes = _cut(body, document, blocks, notes)
    return LinedUp(
        of=gold,
        gold=tuple(_gold_marks(gold, body.gold)),
        found=tuple(_found_marks(gold, facts, body, notes)),
        body=body,
        notes=notes,
        texts={"": body.gold.string} | _note_texts(gold),
    )


def score_document(
    gold: Gold, document: Document | None, facts: Iterable[Fact], *, name: str = ""
) -> DocumentScore:
    """Score one document's facts and reading. Where `document` is None all its gold is missed."""
    name = name or gold.documents[0]
    both = line_up(gold, document, facts)
    matches = match(both.gold, both.found)
    read = score_reading(both.of, document, both.body, both.notes) if document else (_unread(both.of), ())
    return DocumentScore(
        name=name,
        slug=gold.slug,
        format=document.format if document else None,
        tallies=_tallies(both.gold, both.found, matches.matched),
        attributes=_attributes(both.gold, both.found, matches.pairs),
        reading=read[0],
        slips=read[1],
        errors=tuple(_errors(name, both, document, matches.pairs)),
    )


# --- both sides in the gold's coordinates ------------------------------------------------------------


def _until(gold: Gold) -> Gold:
    """The gold up to the end of the section `facts_until`: what stands behind it is not scored."""
    until = gold.metadata.get("facts_until")
    if not until:
        return gold
    inside = [
        i
        for i, b in enumerate(gold.blocks)
        if f"{b.zone.partition(':')[2]}/".startswith(f"{until}/") and ":" in b.zone
    ]
    blocks = gold.blocks[: inside[-1] + 1] if inside else gold.blocks
    body = {b.id for b in blocks if b.zone.partition(":")[0] in BODY}
    footnotes = tuple(n for n in gold.footnotes if n.anchor_block in body)
    labels = {n.label for n in footnotes}
    return replace(
        gold,
        blocks=blocks + tuple(b for b in gold.blocks[len(blocks) :] if b.zone.partition(":")[0] not in BODY),
        footnotes=footnotes,
        facts=tuple(f for f in gold.facts if (f.note in labels if f.zone == "footnote" else f.block in body)),
    )


def _gold_body(gold: Gold) -> Text:
    return Text((b.id, b.text) for b in gold.blocks if b.zone.partition(":")[0] in BODY)


def _found_blocks(document: Document | None) -> tuple[list[Block], dict[str, Block]]:
    """The body's blocks in order, and the footnotes' by label."""
    blocks = document.blocks if document else ()
    notes = [b for b in blocks if b.zone == "footnote"]
    keys = note_keys(b.note or "" for b in notes)
    return [b for b in blocks if b.zone == "body"], dict(zip(keys, notes, strict=True))


def _note_texts(gold: Gold) -> dict[str, str]:
    return dict(
        zip(note_keys(n.label for n in gold.footnotes), (n.text for n in gold.footnotes), strict=True)
    )


def _cut(
    body: Alignment, document: Document | None, blocks: Sequence[Block], notes: Mapping[str, Block]
) -> tuple[Alignment, dict[str, Block]]:
    """The found side without the blocks after the last one that stands in the (cut) gold, nor their notes."""
    last = max((i for i, b in enumerate(blocks) if body.share(b.block_id, len(b.text)) > 0.5), default=-1)
    kept = blocks[: last + 1]
    ids = {b.block_id for b in kept}
    anchors = {n.block_id: n.anchor_block_id for n in document.footnotes} if document else {}
    return (
        align(body.gold, Text((b.block_id, b.text) for b in kept)),
        {label: b for label, b in notes.items() if anchors.get(b.block_id) in ids},
    )


def _gold_marks(gold: Gold, body: Text) -> Iterator[Mark]:
    notes = [b.id for b in gold.blocks if b.zone == "footnote"]
    keys = dict(zip(notes, _note_texts(gold), strict=False))  # blocks and footnotes stand in one order
    body_blocks = {b.id for b in gold.blocks if b.zone.partition(":")[0] in BODY}
    for fact in gold.facts:
        place = keys.get(fact.block, fact.note or "") if fact.zone == "footnote" else ""
        if not place and fact.block not in body_blocks:
            raise ExtractorError(
                f"{gold.slug}: “{fact.exact}” is marked in {fact.block}, which is not of the body",
                remedy="see `extractor gold check`",
                stage="gold",
            )
        start = fact.start if place else body.at(fact.block, fact.start)
        yield Mark(
            kind=fact.kind,
            exact=clean(fact.exact),
            value=required_value(fact),
            place=place,
            start=start,
            end=start + fact.end - fact.start,
            unit=f"n{place}" if place else fact.block,
            source=fact,
        )


def _found_marks(
    gold: Gold, facts: Iterable[Fact], body: Alignment, notes: Mapping[str, Block]
) -> Iterable[Mark]:
    """The found facts on the gold's text; those of blocks that are not scored fall away."""
    texts = _note_texts(gold)
    labels = {block.block_id: label for label, block in notes.items()}
    lined_up = {
        block.block_id: align(Text([(label, texts[label])]), Text([(block.block_id, block.text)]))
        for label, block in notes.items()
        if label in texts
    }
    for fact in facts:
        if fact.zone == "footnote":
            if fact.block_id not in labels:
                continue
            alignment, place = lined_up.get(fact.block_id), labels[fact.block_id]
        else:
            if fact.block_id not in body.found.starts:
                continue
            alignment, place = body, ""
        span = alignment.span(fact.block_id, fact.start, fact.end) if alignment else None
        home = f"n{place}" if place else body.gold.place(span[0])[0] if span else f"+{fact.block_id}"
        yield Mark(
            kind=fact.kind,
            exact=clean(fact.exact),
            value=required_value(fact),
            place=place,
            start=span[0] if span else None,
            end=span[1] if span else None,
            unit=home,
            source=fact,
        )


def _unread(gold: Gold) -> Reading:
    """What there was to read in a document that the archive does not hold."""
    empty = Document(path="", format="", sha256="", pages=None, text_source="text")
    reading, _ = score_reading(gold, empty, align(_gold_body(gold), Text(())), {})
    return replace(reading, metadata_right=0)


# --- counts and errors -------------------------------------------------------------------------------


def _tallies(
    gold: Sequence[Mark], found: Sequence[Mark], matched: Mapping[Measure, frozenset[int]]
) -> tuple[Tally, ...]:
    counts: dict[tuple[str, FactKind, str], Counter[str]] = defaultdict(Counter)
    for i, mark in enumerate(gold):
        row = counts[mark.unit, mark.kind, mark.source.zone]
        row["gold"] += 1
        for measure in MEASURES:
            row[measure] += i in matched[measure]
    for mark in found:
        counts[mark.unit, mark.kind, mark.source.zone]["found"] += 1
    return tuple(
        Tally(*key, row["gold"], row["found"], row["strict"], row["overlap"], row["value"])
        for key, row in sorted(counts.items())
    )


def _attributes(
    gold: Sequence[Mark], found: Sequence[Mark], pairs: Iterable[tuple[int, int]]
) -> dict[str, tuple[int, int, int]]:
    partner = dict(pairs)
    counts: dict[str, list[int]] = {field: [0, 0, 0] for field in ATTRIBUTES}
    for i, mark in enumerate(gold):
        for field, kinds in ATTRIBUTES.items():
            assert isinstance(mark.source, GoldFact)
            wanted = gold_value(mark.source, field)
            if mark.kind not in kinds or wanted is None:
                continue
            counts[field][0] += 1
            other = found[partner[i]].source if i in partner else None
            got = fact_value(other, field) if isinstance(other, Fact) and other.kind == mark.kind else None
            counts[field][1] += got == wanted
            counts[field][2] += got == wanted or _same_start(got, wanted)
    return {field: (a, b, c) for field, (a, b, c) in counts.items()}


def _same_start(a: object, b: object) -> bool:
    """Whether one text is the other with words behind it."""
    if not isinstance(a, str) or not isinstance(b, str):
        return False
    short, long = sorted((a.split(), b.split()), key=len)
    return long[: len(short)] == short


def _errors(
    name: str, both: LinedUp, document: Document | None, pairs: Iterable[tuple[int, int]]
) -> Iterator[Error]:
    """What went wrong: the gold's marks in its order, then the spurious ones."""
    marks, found = both.gold, both.found
    partner = dict(pairs)
    rows = [(mark, found[partner[i]] if i in partner else None) for i, mark in enumerate(marks)]
    spurious = [mark for f, mark in enumerate(found) if f not in set(partner.values())]
    gold_texts = {b.id: b.text for b in both.of.blocks}
    blocks = {b.block_id: b for b in document.blocks} if document else {}
    for expected, got in [*rows, *((None, mark) for mark in spurious)]:
        if (error := _class(expected, got)) is None:
            continue
        block_id, start = _place(expected, got, both)
        source = (expected or got or marks[0]).source
        text = gold_texts[source.block] if isinstance(source, GoldFact) else blocks[source.block_id].text
        fact = got.source if got else None
        page = fact.page if isinstance(fact, Fact) else blocks[block_id].page_start if block_id else None
        yield Error(
            document=name,
            doc_id=document.doc_id if document else None,
            kind=source.kind,
            error=error,
            zone=source.zone,
            expected=expected.exact if expected else None,
            expected_value=_shown(expected),
            found=got.exact if got else None,
            found_value=_shown(got),
            before=text[max(0, source.start - _AROUND) : source.start],
            after=text[source.end : source.end + _AROUND],
            gold_block=source.block if isinstance(source, GoldFact) else None,
            block_id=block_id,
            start=start,
            page=page,
            rule=fact.rule if isinstance(fact, Fact) else None,
        )


def _class(gold: Mark | None, found: Mark | None) -> ErrorClass | None:
    if found is None or gold is None:
        return "missed" if gold else "spurious"
    if found.kind != gold.kind:
        return "wrong kind"
    if found.value != gold.value:
        return "wrong value"
    return None if found.exact == gold.exact else "wrong boundary"


def _place(expected: Mark | None, got: Mark | None, both: LinedUp) -> tuple[str | None, int | None]:
    """Where in the found document a mark stands, or should have been found."""
    if got and isinstance(got.source, Fact):
        return got.source.block_id, got.source.start
    if expected is None or expected.start is None or expected.end is None:
        return None, None
    if expected.place:
        note = both.notes.get(expected.place)
        return (note.block_id, min(expected.start, len(note.text))) if note else (None, None)
    return both.body.back(expected.start, expected.end) or (None, None)


def _shown(mark: Mark | None) -> str | None:
    """The required value: `count: value=2035 unit=mô hình`."""
    if mark is None:
        return None
    pairs = zip(REQUIRED[mark.kind], mark.value, strict=True)
    return f"{mark.kind}: " + " ".join(f"{n}={_plain(v)}" for n, v in pairs)


def _plain(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{value:f}".rstrip("0").rstrip(".") if value % 1 or "." in f"{value:f}" else f"{value:f}"
    return "" if value is None else str(value)
