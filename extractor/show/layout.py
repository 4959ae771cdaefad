"""A document's blocks as the report sets them: letterhead in two columns, titles, body, tables, closing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import regex
from markupsafe import Markup, escape

from extractor.document import CELL_SEPARATOR, Block, Cell, Document
from extractor.facts import Fact

# The right half of a letterhead: national title and motto or the Party's title, place and date
# (Nghị định 30/2020/NĐ-CP, Phụ lục I; Hướng dẫn 36-HD/VPTW).
_RIGHT = regex.compile(r"CỘNG H[ÒO][ÀA]?|ĐỘC LẬP\s*-|ĐẢNG CỘNG SẢN|ngày\s*\S*\s*tháng", regex.I)
_RULED = regex.compile(r"^ĐỘC LẬP\s*-|^ĐẢNG CỘNG SẢN", regex.I)
_DATED = regex.compile(r"ngày\s*\S*\s*tháng", regex.I)
_UNSURE = 0.7  # confidence under which a mark is drawn as unsure
_LONG = 160  # characters from which a numbered heading is set as the paragraph it is


@dataclass(frozen=True, slots=True)
class SetBlock:
    """A block ready to print: its anchor, CSS classes, inner HTML and the page that begins with it."""

    anchor: str
    classes: str
    html: Markup
    page: int | None = None


@dataclass(frozen=True, slots=True)
class SetCell:
    tag: str
    html: Markup
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class SetRow:
    anchor: str
    cells: tuple[SetCell, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Blocks that are set together; `form` is letterhead, titles, address, body, table or closing."""

    form: str
    left: tuple[SetBlock, ...] = ()
    right: tuple[SetBlock, ...] = ()
    rows: tuple[SetRow, ...] = ()


@dataclass(slots=True)
class _Setter:
    document: Document
    facts: Mapping[str, list[tuple[int, Fact]]]  # by block: (place in the list of all facts, fact)
    blocks: Mapping[str, Block]
    notes: Mapping[str, list[tuple[int, str, Block]]]  # by anchor block: (offset, label, note)
    levels: Mapping[str, int]
    cells: Mapping[str, list[Cell]]  # by row block
    page: int | None = None
    placed: set[str] = field(default_factory=set)


def anchor(block_id: str) -> str:
    """The id of a block's element on the page."""
    return f"block-{block_id}"


def fact_anchor(fact: Fact) -> str:
    """The id of a mark's element on the page."""
    return f"fact-{fact.block_id}-{fact.start}"


def groups(document: Document, facts: Sequence[Fact]) -> list[Group]:
    """The whole document, set. `facts` in the order of the page's list."""
    by_block: dict[str, list[tuple[int, Fact]]] = {}
    for place, fact in enumerate(facts):
        by_block.setdefault(fact.block_id, []).append((place, fact))
    blocks = {b.block_id: b for b in document.blocks}
    notes: dict[str, list[tuple[int, str, Block]]] = {}
    for note in document.footnotes:
        if note.anchor_block_id in blocks and note.block_id in blocks and note.anchor_offset is not None:
            notes.setdefault(note.anchor_block_id, []).append(
                (note.anchor_offset, note.note, blocks[note.block_id])
            )
    cells: dict[str, list[Cell]] = {}
    for cell in (c for table in document.tables for c in table.cells if c.block_id):
        cells.setdefault(cell.block_id or "", []).append(cell)
    setter = _Setter(
        document, by_block, blocks, notes, {s.block_id: s.level for s in document.sections}, cells
    )
    return [*_set(setter), *_loose(setter)]


def render_block(block: SetBlock) -> Markup:
    """One set block as a paragraph element."""
    page = Markup(' data-page="{}"').format(block.page) if block.page else Markup()
    return Markup('<p id="{}" class="{}"{}>{}</p>\n').format(block.anchor, block.classes, page, block.html)


def _set(setter: _Setter) -> Iterator[Group]:
    seen_body = False
    printed = [b for b in setter.document.blocks if b.zone != "footnote"]
    for form, run in groupby(printed, key=_form):
        members = list(run)
        if form == "letterhead":
            right = [b for b in members if _RIGHT.search(b.text)]
            yield Group(
                "letterhead",
                left=tuple(_block(setter, b) for b in members if b not in right),
                right=tuple(_block(setter, b) for b in right),
            )
        elif form == "table":
            yield Group("table", rows=tuple(_row(setter, b) for b in members))
        elif form == "closing" and seen_body:
            yield Group(
                "closing",
                left=tuple(_block(setter, b) for b in members if b.zone == "recipients"),
                right=tuple(_block(setter, b) for b in members if b.zone == "signature"),
            )
        else:
            form = "address" if form == "closing" else form
            yield Group(form, left=tuple(_block(setter, b) for b in members))
        seen_body = seen_body or form in ("body", "table")


def _form(block: Block) -> str:
    if block.zone in ("recipients", "signature"):
        return "closing"
    if block.zone == "body":
        return "table" if block.kind == "table_row" else "body"
    return "titles" if block.zone == "title" else block.zone


def _loose(setter: _Setter) -> Iterator[Group]:
    """Notes whose mark stands nowhere."""
    loose = [b for b in setter.document.blocks if b.zone == "footnote" and b.block_id not in setter.placed]
    if loose:
        yield Group(
            "body",
            left=tuple(
                SetBlock(
                    anchor(b.block_id),
                    "note loose",
                    Markup("<b>{}</b>{}").format(b.note or "", _text(setter, b)),
                )
                for b in loose
            ),
        )


def _block(setter: _Setter, block: Block) -> SetBlock:
    turned = block.page_start is not None and block.page_start != setter.page and block.zone == "body"
    if block.page_start is not None:
        setter.page = block.page_end or block.page_start
    return SetBlock(
        anchor(block.block_id),
        _classes(setter, block),
        _text(setter, block),
        block.page_start if turned else None,
    )


def _classes(setter: _Setter, block: Block) -> str:
    if block.zone == "letterhead":
        strong = block.text.isupper() and not block.text.startswith("Số")
        dated, ruled = _DATED.search(block.text), _RULED.search(block.text)
        named = {"strong": (strong or ruled) and not dated, "dated": dated, "ruled": ruled}
        return " ".join(name for name, holds in named.items() if holds)
    if block.kind == "heading":
        level = setter.levels.get(block.block_id, 1)
        return f"heading l{level}" + (" long" if len(block.text) > _LONG else "")
    return block.kind


def _row(setter: _Setter, block: Block) -> SetRow:
    cells = sorted(setter.cells.get(block.block_id, ()), key=lambda c: c.col)
    if any(c.start is None for c in cells) or not cells:
        return SetRow(anchor(block.block_id), tuple(_split(setter, block)))
    return SetRow(
        anchor(block.block_id),
        tuple(
            SetCell(
                "th" if c.is_header else "td",
                _text(setter, block, c.start or 0, (c.start or 0) + len(c.text)),
                c.row_span,
                c.col_span,
            )
            for c in cells
        ),
    )


def _split(setter: _Setter, block: Block) -> Iterator[SetCell]:
    """The cells of a row of which only the text is known."""
    start = 0
    for text in block.text.split(CELL_SEPARATOR):
        yield SetCell("td", _text(setter, block, start, start + len(text)))
        start += len(text) + len(CELL_SEPARATOR)


def _text(setter: _Setter, block: Block, start: int = 0, end: int | None = None) -> Markup:
    """`[start, end)` of a block's text with its facts marked and its notes behind their marks."""
    end = len(block.text) if end is None else end
    facts = [(i, f) for i, f in setter.facts.get(block.block_id, ()) if start <= f.start < end]
    notes = [n for n in setter.notes.get(block.block_id, ()) if start <= n[0] <= end]
    html, at = Markup(), start
    for offset, piece in sorted(
        [*_marks(block, facts, end), *_notes(setter, notes, facts)], key=lambda p: p[0]
    ):
        stop = offset[0]
        html += escape(block.text[at:stop]) + piece
        at = max(at, offset[2])
    return html + escape(block.text[at:end])


_Piece = tuple[tuple[int, int, int], Markup]  # ((where, order there, where the text goes on), HTML)


def _marks(block: Block, facts: Iterable[tuple[int, Fact]], end: int) -> Iterator[_Piece]:
    behind = -1
    for place, fact in sorted(facts, key=lambda p: (p[1].start, -p[1].end)):
        if fact.start < behind:
            continue  # a mark inside another: the card of the outer one is shown
        behind = min(fact.end, end)
        unsure = " unsure" if fact.confidence < _UNSURE else ""
        yield (
            (fact.start, 1, behind),
            Markup('<mark class="k-{}{}" id="{}" data-fact="{}" tabindex="0" role="button">{}</mark>').format(
                fact.kind, unsure, fact_anchor(fact), place, block.text[fact.start : behind]
            ),
        )


def _notes(
    setter: _Setter, notes: Iterable[tuple[int, str, Block]], facts: Sequence[tuple[int, Fact]]
) -> Iterator[_Piece]:
    for offset, label, note in notes:
        where = next((f.end for _, f in facts if f.start < offset < f.end), offset)
        setter.placed.add(note.block_id)
        ref = Markup(
            '<button type="button" class="ref" aria-controls="{0}" aria-expanded="false" '
            'aria-label="Chú thích {1}">{1}</button>'
        )
        text = Markup('<span class="note" id="{0}" role="note"><b>{1}</b>{2}</span>')
        name = anchor(note.block_id)
        yield (where, 0, where), ref.format(name, label) + text.format(name, label, _text(setter, note))
