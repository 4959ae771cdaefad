"""Word documents: .docx → Flow.

Read straight from the XML (ECMA-376 part 1), since what reports need is not in python-docx's model: notes,
automatic numbers, tracked changes, fields, text boxes. What comes out is what Word prints with all changes
accepted, headers and footers left out: insertions kept, deletions dropped, results of fields but no table
of contents, hidden text gone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import regex
from lxml import etree

from extractor.parsers.columns import set_columns
from extractor.parsers.docx_notes import Kind, Notes, bare_marks
from extractor.parsers.docx_package import Package, W
from extractor.parsers.docx_styles import VAL, Styles, integer, layout, on
from extractor.parsers.flow import Flow, Note
from extractor.parsers.legacy import Charsets, decoded
from extractor.parsers.lines import (
    Item,
    Line,
    LineCell,
    LineTable,
    Run,
    all_lines,
    each_line,
    flow_items,
    paragraphs,
    part,
    split,
)
from extractor.parsers.numbering import Numbering
from extractor.parsers.symbols import symbol
from extractor.parsers.typed_notes import without_typed_notes

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ALTERNATE = _MC + "AlternateContent"
_WRAPPERS = {
    W + name
    for name in (
        "ins",
        "moveTo",
        "hyperlink",
        "smartTag",
        "customXml",
        "sdtContent",
        "bdo",
        "dir",
        "fldSimple",
    )
}
_GONE = {W + "del", W + "moveFrom"}
_TEXT = {
    W + "tab": "\t",
    W + "ptab": "\t",
    W + "br": "\n",
    W + "cr": "\n",
    W + "noBreakHyphen": "-",
    W + "softHyphen": "\u00ad",
}
_REFERENCES: dict[str, Kind] = {W + "footnoteReference": "footnote", W + "endnoteReference": "endnote"}
_AFTER_LABEL = regex.compile(r"\s*[.:)\]]\.?\s+(?=\S)")  # typed behind a note's number: `1. Gồm 15 xã`
_TABLES_OF = {"TOC", "TOA", "INDEX"}  # fields whose result is no body text
_NO_RESULT = _TABLES_OF | {"NOTEREF"}  # NOTEREF repeats the number of a note elsewhere: a mark, not text


def read(path: Path) -> Flow:
    """The document as paragraphs and tables in reading order, with its notes. Raises UnreadableFile."""
    package = Package(Path(path))
    reader = _Reader(package)
    items, typed_notes = without_typed_notes(reader.body())
    notes = reader.notes() + typed_notes
    charsets = Charsets([*all_lines(items), *(line for _, lines in notes for line in lines)])
    items = set_columns([each_line(item, partial(decoded, charsets=charsets)) for item in items])
    return Flow(
        items=flow_items(items),
        notes=tuple(
            Note(label, paragraphs(piece for line in lines for piece in split(decoded(line, charsets))))
            for label, lines in notes
        ),
        text_source="legacy" if charsets.legacy else "text",
        warnings=tuple(reader.warnings),
    )


@dataclass(slots=True)
class _Field:
    """A complex field (17.16.18) whose end is still to come."""

    code: str = ""
    in_result: bool = False
    ends: bool = True

    @property
    def silent(self) -> bool:
        """Nothing of it is printed as text: it is still the code, or the result is no text of the report's
        own.
        """
        if not self.in_result:
            return True
        return (
            self.ends and self.code.split(maxsplit=1)[:1] != [] and self.code.split()[0].upper() in _NO_RESULT
        )


class _Reader:
    """One pass over a document, in reading order, keeping the counters of lists and notes."""

    def __init__(self, package: Package) -> None:
        self._root = package.document
        self._styles = Styles(package.part("styles"), package.part("theme"))
        self._numbering = Numbering(package.part("numbering"), self._styles)
        sections = list(self._root.iter(W + "sectPr"))
        self._notes: dict[Kind, Notes] = {k: Notes(package, k, sections) for k in ("footnote", "endnote")}
        self._section = 0
        self._page = 0
        self._page_break = W + "lastRenderedPageBreak"
        self.warnings: list[str] = []
        if next(self._root.iter(self._page_break), None) is None:
            self._page_break = W + "br"
            if self._notes["footnote"].restart_each_page:
                self.warnings.append(
                    "footnotes restart on each page, but the file does not say where its pages end"
                )
        self._fields: list[_Field] = []
        self._unended = _unended_fields(self._root)
        self._boxes: list[etree._Element] = []
        self._pending: list[
            Run
        ] = []  # of paragraphs whose mark is deleted or hidden: they run on into the next

    def body(self) -> list[Item]:
        body = self._root.find(W + "body")
        items = [] if body is None else list(self._blocks(body))
        if self._pending:
            items.append(Line(tuple(self._pending)))
            self._pending = []
        return items

    def notes(self) -> list[tuple[str, list[Line]]]:
        """The notes referred to, footnotes first, each with its label."""
        found = []
        for kind in ("footnote", "endnote"):
            for label, body in self._notes[kind].referred:
                self._fields = []
                lines = list(all_lines(self._blocks(body)))
                if lines and next(body.iter(W + "footnoteRef", W + "endnoteRef"), None) is None:
                    lines[0] = _without_head(lines[0], label)
                if lines and (closing := _AFTER_LABEL.match(lines[0].text)):
                    lines[0] = part(lines[0], closing.end(), len(lines[0].text))
                found.append((label, lines))
        return found

    def _blocks(self, container: etree._Element) -> Iterator[Item]:
        for child in container:
            tag = child.tag
            if tag == W + "p":
                yield from self._paragraph(child)
            elif tag == W + "tbl":
                yield from self._table(child)
            elif tag == W + "sdt":
                if not _is_table_of_contents(child):
                    yield from self._blocks(_content(child))
            elif tag in _WRAPPERS:
                yield from self._blocks(child)
            elif tag == _ALTERNATE:
                yield from self._blocks(_branch(child))
            elif tag == W + "altChunk":
                self.warnings.append("a part of another format is embedded in the file and was not read")

    def _paragraph(self, p: etree._Element) -> Iterator[Item]:
        properties = p.find(W + "pPr")
        style = None if properties is None else _value(properties, "pStyle")
        depth = len(self._fields)
        runs, self._pending = self._pending, []
        boxes, self._boxes = self._boxes, []
        runs.extend(self._inline(p, style))
        found, self._boxes = self._boxes, boxes
        # A code that its paragraph leaves open is damage: better its text shown than the rest of the report
        # lost.
        self._fields[depth:] = [field for field in self._fields[depth:] if field.in_result]
        ends_section = properties is not None and properties.find(W + "sectPr") is not None
        if _runs_on(properties):
            self._pending = runs
        elif runs or not ends_section:
            lines = self._lines(runs, style, properties)  # an empty numbered paragraph counts, too
            if not self._styles.name(style).startswith("toc "):
                yield from lines
        self._section += ends_section
        for box in found:
            yield from self._blocks(box)

    def _lines(self, runs: list[Run], style: str | None, properties: etree._Element | None) -> list[Line]:
        own = layout(properties, self._styles.layout(style))
        place = self._numbering.level(own, style)
        label, suffix = None, " "
        if place is not None:
            indents = self._numbering.indents(*place)
            direct = layout(properties, indents)  # 17.9.22: the level's indents, then the paragraph's own
            own = replace(own, left=direct.left, first=direct.first)
            if counted := self._numbering.label(*place):
                label, suffix = counted
        if not any(run.text.strip() for run in runs):
            return []
        return [Line(tuple(bare_marks(runs)), own, label, suffix)]

    def _inline(self, parent: etree._Element, style: str | None) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag == W + "r":
                yield from self._run(child, style)
            elif tag in _GONE or tag == W + "pPr":
                continue
            elif tag == W + "fldSimple":
                code = (child.get(W + "instr") or "").split()
                if not code or code[0].upper() not in _NO_RESULT:
                    yield from self._inline(child, style)
            elif tag in _WRAPPERS:
                yield from self._inline(child, style)
            elif tag == W + "sdt":
                yield from self._inline(_content(child), style)
            elif tag == _ALTERNATE:
                yield from self._inline(_branch(child), style)
            elif tag in {_M + "oMath", _M + "oMathPara"}:
                yield Run(_formula(child), self._styles.face(style, None))

    def _run(self, run: etree._Element, style: str | None) -> Iterator[Run]:
        properties = run.find(W + "rPr")
        face = self._styles.face(style, properties)
        custom: etree._Element | None = None
        text: list[str] = []
        for child in self._printed(run):
            tag = child.tag
            if face.hidden or (self._fields and any(field.silent for field in self._fields)):
                continue
            if tag == W + "t":
                text.append(symbol(child.text or "", face.font))
            elif tag == W + "sym":
                text.append(symbol(_symbol_char(child), child.get(W + "font")))
            elif tag in _REFERENCES:
                if on(child.get(W + "customMarkFollows")):
                    custom = child
                    yield Run("".join(text), face)
                    text = []
                elif label := self._refer(child, None):
                    yield Run("".join(text), face)
                    yield Run("", face, label)
                    text = []
            elif tag in _TEXT:
                text.append(_TEXT[tag])
        printed = "".join(text)
        if custom is not None:
            if label := self._refer(custom, printed.strip() or "*"):
                yield Run("", face, label)
        elif printed:
            yield Run(printed, face)

    def _printed(self, run: etree._Element) -> Iterator[etree._Element]:
        """The children of a run that may print; keeps track of fields, pages and text boxes on the way."""
        for child in run:
            tag = child.tag
            if tag == W + "fldChar":
                self._field(child)
            elif tag == W + "instrText":
                if self._fields:
                    self._fields[-1].code += child.text or ""
            elif tag == _ALTERNATE:
                yield from self._printed(_branch(child))
            elif tag in {W + "drawing", W + "pict", W + "object"}:
                self._boxes.extend(_outermost(child, W + "txbxContent"))
            elif tag == W + "ruby":
                for base in child.iterfind(f"{W}rubyBase/{W}r"):
                    yield from self._printed(base)
            else:
                if tag == self._page_break and (tag != W + "br" or child.get(W + "type") == "page"):
                    self._page += 1
                yield child

    def _field(self, char: etree._Element) -> None:
        kind = char.get(W + "fldCharType")
        if kind == "begin":
            self._fields.append(_Field(ends=char not in self._unended))
        elif self._fields and kind == "separate":
            self._fields[-1].in_result = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _refer(self, reference: etree._Element, custom: str | None) -> str | None:
        notes = self._notes[_REFERENCES[reference.tag]]
        return notes.refer(reference.get(W + "id"), self._section, self._page, custom)

    def _table(self, tbl: etree._Element) -> Iterator[Item]:
        cells: list[LineCell] = []
        open_spans: dict[
            int, int
        ] = {}  # column → index in `cells` of the vertically merged cell that covers it
        header = True
        row_number = 0
        for tr in _children(tbl, W + "tr"):
            row = tr.find(W + "trPr")
            if row is not None and row.find(W + "del") is not None:
                continue
            mark = None if row is None else row.find(W + "tblHeader")
            header = header and mark is not None and on(mark.get(VAL, "1"))
            col = 0 if row is None else integer(_value(row, "gridBefore")) or 0
            for tc in _children(tr, W + "tc"):
                properties = tc.find(W + "tcPr")
                span = 1 if properties is None else max(integer(_value(properties, "gridSpan")) or 1, 1)
                merge = None if properties is None else properties.find(W + "vMerge")
                if merge is not None and merge.get(VAL) != "restart" and col in open_spans:
                    above = cells[open_spans[col]]
                    cells[open_spans[col]] = replace(above, row_span=row_number - above.row + 1)
                    if any(t.text for t in tc.iter(W + "t")):
                        list(self._blocks(tc))  # hidden by the cell above, yet its numbers and notes count
                else:
                    open_spans.pop(col, None)
                    if merge is not None:
                        open_spans[col] = len(cells)
                    lines = tuple(all_lines(self._blocks(tc)))
                    cells.append(LineCell(row_number, col, lines, 1, span, header))
                col += span
            row_number += 1
        if row_number == 1 and len(cells) == 1:  # a box around text, not a table
            yield from cells[0].lines
        elif any(cell.lines for cell in cells):
            yield LineTable(tuple(cells), _ruled(tbl, self._styles))


def _formula(element: etree._Element) -> str:
    """A formula in one line: `S = a×b`, a fraction as `1/2` (22.1.2.36)."""
    if element.tag == _M + "t":
        return element.text or ""
    parts = [_formula(child) for child in element]
    return "/".join(part for part in parts if part) if element.tag == _M + "f" else "".join(parts)


def _runs_on(properties: etree._Element | None) -> bool:
    """Whether a paragraph's mark is deleted, moved away or hidden, so that it is one with the next
    (17.13.5.15).
    """
    mark = None if properties is None else properties.find(W + "rPr")
    return mark is not None and any(
        mark.find(W + tag) is not None for tag in ("del", "moveFrom", "specVanish")
    )


def _without_head(line: Line, label: str) -> Line:
    """A note that does not print its number by itself begins with it, typed: a custom mark, or one put
    right by hand.
    """
    at = line.text.find(label)
    return part(line, at + len(label), len(line.text)) if at >= 0 and not line.text[:at].strip() else line


def _unended_fields(root: etree._Element) -> set[etree._Element]:
    """The `begin`s of complex fields that never end."""
    open_fields: list[etree._Element] = []
    for char in root.iter(W + "fldChar"):
        kind = char.get(W + "fldCharType")
        if kind == "begin":
            open_fields.append(char)
        elif kind == "end" and open_fields:
            open_fields.pop()
    return set(open_fields)


def _is_table_of_contents(sdt: etree._Element) -> bool:
    gallery = sdt.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(VAL) == "Table of Contents"


def _content(sdt: etree._Element) -> Iterable[etree._Element]:
    """What a content control holds (17.5.2)."""
    content = sdt.find(W + "sdtContent")
    return () if content is None else content


def _branch(alternate: etree._Element) -> etree._Element | tuple[()]:
    """One of the branches that say the same for different readers (part 3, 7.5): the first choice, else the
    fallback.
    """
    for name in ("Choice", "Fallback"):
        branch = alternate.find(_MC + name)
        if branch is not None:
            return branch
    return ()


def _outermost(root: etree._Element, tag: str) -> Iterator[etree._Element]:
    """Descendants of this tag, not those inside one another; of alternate contents one branch."""
    for child in _branch(root) if root.tag == _ALTERNATE else root:
        if child.tag == tag:
            yield child
        else:
            yield from _outermost(child, tag)


def _children(parent: Iterable[etree._Element], tag: str) -> Iterator[etree._Element]:
    """Rows of a table or cells of a row, also those in content controls and insertions."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag == W + "sdt":
            yield from _children(_content(child), tag)
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)


def _ruled(tbl: etree._Element, styles: Styles) -> bool:
    """Whether lines are drawn around cells: by the table or its style, unless the cells undo it, or by half
    the cells.
    """
    properties = tbl.find(W + "tblPr")
    direct = None if properties is None else properties.find(W + "tblBorders")
    style = None if properties is None else _value(properties, "tblStyle")
    sources = [direct] if direct is not None else styles.table_borders(style)[-1:]
    whole = any(_drawn(source) for source in sources)
    cells = [
        tc.find(f"{W}tcPr/{W}tcBorders") for tr in _children(tbl, W + "tr") for tc in _children(tr, W + "tc")
    ]
    if whole:
        return any(borders is None or len(borders) < 3 or _drawn(borders) for borders in cells)
    return 2 * sum(borders is not None and _drawn(borders) for borders in cells) >= max(len(cells), 1)


def _drawn(borders: etree._Element) -> bool:
    return any(side.get(VAL, "none") not in {"none", "nil"} for side in borders)


def _symbol_char(sym: etree._Element) -> str:
    try:
        code = int(sym.get(W + "char") or "", 16)
    except ValueError:
        return ""
    return chr(code + 0xF000 if code < 0x100 else code) if code < 0x110000 else ""


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(W + name)
    return None if child is None else child.get(VAL)
