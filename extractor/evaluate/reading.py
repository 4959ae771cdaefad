"""How well a report was read: text, paragraphs, footnotes, sections, metadata (scoring.md, "Reading")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields

import regex
from rapidfuzz.distance import Levenshtein

from extractor.document import Block, Document, Metadata
from extractor.evaluate.align import Alignment
from extractor.evaluate.marks import canonical_number, folded
from extractor.gold import Gold, GoldFootnote
from extractor.text import clean

ALIKE = 0.98  # similarity from which a footnote's text counts as right
METADATA = tuple(f.name for f in fields(Metadata))
_END = regex.compile(r"[\s:.;,]+$")
_DASHES = regex.compile(r"\s*\p{Pd}\s*")
_QUOTES = regex.compile(r"[\"“”„«»]")


@dataclass(frozen=True, slots=True)
class Reading:
    """Counts, so that documents add up; the rates are the report's."""

    letters: int = 0  # of the gold's reading text
    wrong_letters: int = 0  # edits between it and the parser's
    paragraphs: int = 0
    whole_paragraphs: int = 0
    footnotes: int = 0
    footnote_texts: int = 0  # right label and text
    footnote_anchors: int = 0  # right label and anchor
    footnotes_found: int = 0
    glued_marks: int = 0  # footnote marks left in the text, glued to what stands before them
    sections: int = 0
    sections_found: int = 0
    sections_right: int = 0
    metadata: int = 0
    metadata_right: int = 0

    def __add__(self, other: Reading) -> Reading:
        return Reading(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


@dataclass(frozen=True, slots=True)
class Slip:
    """Something misread: `part` is paragraph, footnote, anchor, glued mark, section or metadata and field."""

    part: str
    expected: str
    found: str


def note_keys(labels: Iterable[str]) -> list[str]:
    """Labels that name one footnote each: where numbering starts anew (in an annex), `1` and `1 (2)`."""
    seen: Counter[str] = Counter()
    keys = []
    for label in labels:
        seen[label] += 1
        keys.append(label if seen[label] == 1 else f"{label} ({seen[label]})")
    return keys


def score_reading(
    gold: Gold, document: Document, body: Alignment, notes: Mapping[str, Block]
) -> tuple[Reading, tuple[Slip, ...]]:
    """The counts and the slips of one document. `notes` holds the found footnotes by label (`note_keys`)."""
    slips: list[Slip] = []
    wanted = " ".join(clean(t) for t in [*body.gold.texts, *(n.text for n in gold.footnotes)])
    got = " ".join(clean(t) for t in [*body.found.texts, *(notes[k].text for k in _in_order(notes, gold))])
    whole, broken = _paragraphs(gold, body)
    slips += [Slip("paragraph", want, got) for want, got in broken]
    texts = anchors = glued = 0
    anchored = {n.block_id: n for n in document.footnotes}
    for key, note in zip(note_keys(n.label for n in gold.footnotes), gold.footnotes, strict=True):
        found = notes.get(key)
        text = found.text if found else None
        if text is not None and Levenshtein.normalized_similarity(clean(note.text), clean(text)) >= ALIKE:
            texts += 1
        else:
            slips.append(Slip("footnote", f"{note.label}: {note.text}", text or ""))
        mark = anchored.get(found.block_id) if found else None
        block, offset = (mark.anchor_block_id, mark.anchor_offset) if mark else (None, None)
        if _same_place(note, body, block, offset):
            anchors += 1
        else:
            slips.append(Slip("anchor", f"{note.label}: …{note.before}", _before(body, block, offset)))
        if rest := _glued(note, body):
            glued += 1
            slips.append(Slip("glued mark", note.before, rest))
    wanted_sections = [_Heading(s.path, s.heading) for s in gold.sections]
    found_sections = [
        _Heading(s.path, s.heading) for s in document.sections if s.block_id in body.found.starts
    ]
    right = _common_in_order(wanted_sections, found_sections)
    slips += [Slip("section", *map(_title, pair)) for pair in _unlike(wanted_sections, found_sections, right)]
    wrong = [(f, gold.metadata.get(f), getattr(document.metadata, f)) for f in METADATA]
    wrong = [(f, a, b) for f, a, b in wrong if metadata_folded(f, a) != metadata_folded(f, b)]
    slips += [Slip(f"metadata {f}", str(a or ""), str(b or "")) for f, a, b in wrong]
    return (
        Reading(
            letters=len(wanted),
            wrong_letters=Levenshtein.distance(wanted, got, score_hint=len(wanted) // 50),
            paragraphs=whole + len(broken),
            whole_paragraphs=whole,
            footnotes=len(gold.footnotes),
            footnote_texts=texts,
            footnote_anchors=anchors,
            footnotes_found=len(notes),
            glued_marks=glued,
            sections=len(wanted_sections),
            sections_found=len(found_sections),
            sections_right=len(right),
            metadata=len(METADATA),
            metadata_right=len(METADATA) - len(wrong),
        ),
        tuple(slips),
    )


def metadata_folded(field: str, value: object) -> object:
    """A metadata field as it is compared. Case, kind of dash and quote and a closing mark do not count: a
    letterhead is set in capitals (`SỞ NỘI VỤ`) where the gold writes `Sở Nội vụ`."""
    if field == "number":
        return canonical_number(value)
    plain = folded(value)
    if isinstance(plain, str):
        plain = _END.sub("", _QUOTES.sub('"', _DASHES.sub(" - ", plain)))
    return plain


def _in_order(notes: Mapping[str, Block], gold: Gold) -> list[str]:
    """The found notes' labels: the gold's first, in its order, then the rest as found."""
    known = [key for key in note_keys(n.label for n in gold.footnotes) if key in notes]
    return known + [label for label in notes if label not in set(known)]


def _paragraphs(gold: Gold, body: Alignment) -> tuple[int, list[tuple[str, str]]]:
    """How many of the gold's paragraphs and items stand whole in a found block each; of the others the text,
    beside the found block in which they begin."""
    found = Counter(clean(t) for t in body.found.texts)
    kept = set(body.gold.ids)
    texts = dict(zip(body.found.ids, body.found.texts, strict=True))
    whole, broken = 0, []
    for block in gold.blocks:
        if block.id in kept and block.zone.partition(":")[0] in ("paragraph", "item"):
            text = clean(block.text)
            if found[text]:
                found[text] -= 1
                whole += 1
            else:
                start = body.gold.at(block.id, 0)
                place = body.back(start, start + len(block.text))
                broken.append((text, texts[place[0]] if place else ""))
    return whole, broken


def _same_place(note: GoldFootnote, body: Alignment, block: str | None, offset: int | None) -> bool:
    """Whether the found mark follows the gold mark's own character (white space aside)."""
    if note.anchor_block is None or block is None:
        return note.anchor_block is None and block is None
    if offset is None or note.anchor_offset is None or block not in body.found.starts:
        return False
    end = len(body.found.string[body.found.starts[block] :][:offset].rstrip())
    place = body.span(block, max(end - 1, 0), max(end, 1))
    wanted = body.gold.at(note.anchor_block, 0)
    before = len(body.gold.string[wanted : wanted + note.anchor_offset].rstrip())
    return place is not None and place[0] == wanted + max(before - 1, 0)


def _before(body: Alignment, block: str | None, offset: int | None) -> str:
    if block is None or offset is None or block not in body.found.starts:
        return ""
    start = body.found.at(block, 0)
    return "…" + body.found.string[start : start + offset][-30:]


def _glued(note: GoldFootnote, body: Alignment) -> str:
    """The found text around the anchor where the note's label was left in it (`mô hình3`), else nothing."""
    if note.anchor_block is None or not note.anchor_offset or note.anchor_block not in body.gold.starts:
        return ""
    position = body.gold.at(note.anchor_block, note.anchor_offset)
    if body.gold.string[position:].lstrip().startswith(note.label):
        return ""
    hits = (body.to_gold == position - 1).nonzero()[0]
    if not hits.size:
        return ""
    rest = body.found.string[int(hits[-1]) + 1 :][: len(note.label) + 12]
    return body.found.string[int(hits[-1]) - 10 : int(hits[-1]) + 13] if rest.startswith(note.label) else ""


# --- sections ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Heading:
    path: str
    heading: str


def _title(section: _Heading | None) -> str:
    return f"{section.path}: {section.heading}" if section else ""


def same_heading(gold: str, found: str) -> bool:
    """Equal, a closing mark aside; or one is the other's run-in label or first sentence: of a numbered whole
    paragraph either is right (facts.md, Structure), so the shorter must end at a `:`, `.` or `;`."""
    a, b = sorted((_END.sub("", clean(text)) for text in (gold, found)), key=len)
    if a == b:
        return True
    return bool(a) and b.startswith(a) and b[len(a)] in ":.;"


def _alike(a: _Heading, b: _Heading) -> bool:
    return clean(a.path) == clean(b.path) and same_heading(a.heading, b.heading)


def _common_in_order(gold: Sequence[_Heading], found: Sequence[_Heading]) -> list[tuple[int, int]]:
    """The longest common subsequence of two outlines, as pairs of indices."""
    best = [[0] * (len(found) + 1) for _ in range(len(gold) + 1)]
    for i in reversed(range(len(gold))):
        for j in reversed(range(len(found))):
            if _alike(gold[i], found[j]):
                best[i][j] = best[i + 1][j + 1] + 1
            else:
                best[i][j] = max(best[i + 1][j], best[i][j + 1])
    pairs, i, j = [], 0, 0
    while i < len(gold) and j < len(found):
        if _alike(gold[i], found[j]):
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i + 1][j] >= best[i][j + 1]:
            i += 1
        else:
            j += 1
    return pairs


def _unlike(
    gold: Sequence[_Heading], found: Sequence[_Heading], right: Sequence[tuple[int, int]]
) -> list[tuple[_Heading | None, _Heading | None]]:
    """What the outlines do not share, each leftover beside the other side's of the same path."""
    lost = [s for i, s in enumerate(gold) if i not in {i for i, _ in right}]
    extra = [s for j, s in enumerate(found) if j not in {j for _, j in right}]
    rows: list[tuple[_Heading | None, _Heading | None]] = []
    for section in lost:
        twin = next((s for s in extra if s.path == section.path), None)
        if twin:
            extra.remove(twin)
        rows.append((section, twin))
    return rows + [(None, s) for s in extra]
