"""A source as a .docx, set as Nghị định 30/2020/NĐ-CP (annex I) and Hướng dẫn 36-HD/VPTW want it."""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import ooxml
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from legacy import runs as legacy_runs
from source import LABEL, Block, Report

FONT = "Times New Roman"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
ROMAN = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
Style = dict[str, Any]


class Writer:
    """One document under construction; `write` is the only way in."""

    def __init__(self, report: Report, font: str) -> None:
        self.report = report
        self.font = font
        self.look: dict[str, Any] = report.meta.get("look", {})
        self.legacy: bool = self.look.get("font") == "TCVN3"
        self.auto: bool = self.look.get("numbering") == "auto"
        self.party: bool = report.meta["letterhead"]["form"] == "party"
        self.notes = dict(enumerate((b for b in report.blocks if b.zone == "footnote"), 1))
        if any(note.id != f"n{n}" for n, note in self.notes.items()):
            raise ValueError(f"{report.slug}: Word numbers footnotes 1, 2, 3 in the order of their marks")
        self.counters: list[int] = []
        self.doc = Document()

    def write(self) -> Any:
        self._page()
        self._letterhead()
        self._title()
        if self.auto:
            ooxml.define_numbering(self.doc)
        body = [b for b in self.report.blocks if b.kind in ("heading", "paragraph", "item", "table")]
        self._blocks([b for b in body if not b.annex])
        self._closing()
        if annex := [b for b in body if b.annex]:
            self.doc.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = False
            self._blocks(annex)
        if self.notes:
            ooxml.add_footnotes(self.doc, self.notes, self.look.get("note_size", 10))
        return self.doc

    def _page(self) -> None:
        normal = self.doc.styles["Normal"]
        normal.font.name, normal.font.size = self.font, Pt(self.look.get("size", 14))
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), self.font)
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(self.look.get("right_margin", 1.5))
        section.header_distance = Cm(1)
        section.different_first_page_header_footer = True
        where = section.footer if self.look.get("page_number") == "footer" else section.header
        where.paragraphs[0].alignment = CENTER
        ooxml.add_field(where.paragraphs[0], "PAGE")
        core = self.doc.core_properties
        core.author = core.title = core.comments = core.last_modified_by = ""
        core.created = core.modified = EPOCH
        core.revision = 1

    # text

    def _run(self, paragraph: Any, text: str, **style: Any) -> None:
        for n, piece in enumerate(re.split(r"(?<=m)([23])(?=\W|$)", text)):
            for font, shown in legacy_runs(piece) if self.legacy else [(None, piece)]:
                run = paragraph.add_run(shown)
                run.bold, run.italic = style.get("bold"), style.get("italic")
                run.font.superscript = True if n % 2 else None  # km2 is printed with its 2 raised
                if size := style.get("size"):
                    run.font.size = Pt(size)
                if font:
                    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
                    for script in ("w:ascii", "w:hAnsi", "w:cs"):
                        fonts.set(qn(script), font)

    def _text(self, paragraph: Any, block: Block, drop: int = 0, **style: Any) -> None:
        at = drop
        for label, offset in block.anchors:
            self._run(paragraph, block.text[at:offset], **style)
            ooxml.mark_note(paragraph, int(label))
            at = offset
        self._run(paragraph, block.text[at:], **style)

    def _paragraph(self, align: Any = JUSTIFY, indent: float = 1.27) -> Any:
        paragraph = self.doc.add_paragraph()
        paragraph.alignment = align
        form = paragraph.paragraph_format
        form.first_line_indent = Cm(indent)
        form.space_before, form.space_after = Pt(0), Pt(6)
        form.line_spacing = self.look.get("spacing", 1.15)
        form.widow_control = self.look.get("widow_control", True)
        return paragraph

    # body

    def _blocks(self, blocks: list[Block]) -> None:
        drawn = None
        for block in blocks:
            if block.table is None:
                self._block(block)
            elif block.table != drawn:
                self._table(block.table)
            drawn = block.table

    def _block(self, block: Block) -> None:
        if block.kind == "heading":
            self._heading(block)
        elif block.centred:
            self._text(self._paragraph(CENTER, 0), block, bold=True)
        elif block.kind == "item" and self.auto and block.text.startswith("- "):
            paragraph = self._paragraph()
            ooxml.number(paragraph, ooxml.BULLET_ID, 0)
            self._text(paragraph, block, drop=2)
        else:
            self._text(self._paragraph(), block)

    def _heading(self, block: Block) -> None:
        name = block.path.split("/")[-1]
        label = LABEL.match(block.text)
        assert label  # the source has been read
        text = label.start("text")
        style: Style = {}
        if not block.whole:
            style = {"bold": not name.islower(), "italic": "." in name or name.islower()}
        if name.startswith("Phần"):  # its name on a line of its own, one paragraph all the same
            paragraph = self._paragraph(CENTER, 0)
            self._run(paragraph, name, **style)
            paragraph.add_run().add_break()
            self._text(paragraph, block, drop=text, **style)
        elif self.auto:
            paragraph = self._paragraph()
            self._count(block, name)
            ooxml.number(paragraph, ooxml.OUTLINE_ID, block.level - 1, **style)
            self._text(paragraph, block, drop=text, **style)
        else:
            paragraph = self._paragraph()
            self._text(paragraph, block, **style)
        paragraph.paragraph_format.keep_with_next = not block.whole

    def _count(self, block: Block, label: str) -> None:
        """Word will print what its counters say: refuse a source whose labels say otherwise."""
        before = (self.counters + [0] * block.level)[: block.level]
        self.counters = [*before[:-1], before[-1] + 1]
        n = self.counters[-1]
        printed = (ROMAN[n], str(n), f"{self.counters[1:2] and self.counters[1]}.{n}", chr(ord("a") + n - 1))
        if label != printed[block.level - 1]:
            raise ValueError(f"{self.report.slug}: {block.path}: Word prints {printed[block.level - 1]}")

    def _table(self, index: int) -> None:
        rows = [b for b in self.report.blocks if b.table == index]
        spec = self.report.tables[index]
        table = self.doc.add_table(len(rows), len(spec.widths))
        table.autofit, table.alignment = False, WD_TABLE_ALIGNMENT.CENTER
        if spec.ruled:
            table.style = "Table Grid"
        total = 21 - 3 - self.look.get("right_margin", 1.5)
        for column, width in zip(table.columns, spec.widths, strict=True):
            column.width = Cm(total * width / sum(spec.widths))
            for cell in column.cells:
                cell.width = column.width
        for r, block in enumerate(rows):
            properties = table.rows[r]._tr.get_or_add_trPr()
            properties.append(ooxml.element("w:cantSplit"))
            if r < spec.header:
                properties.append(ooxml.element("w:tblHeader"))
            cells, last = table.rows[r].cells, 0
            for c, text in enumerate(block.cells):
                if text == "<<":
                    cells[last].merge(cells[c])
                    continue
                last = c
                paragraph = cells[c].paragraphs[0]
                short = len(text) < 14 and spec.ruled and c != 1
                paragraph.alignment = CENTER if r < spec.header or short else LEFT
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
                self._run(paragraph, text, bold=r < spec.header or None, size=12)
        self.doc.add_paragraph().paragraph_format.space_after = Pt(0)

    # letterhead, title, closing

    def _columns(self, left: list[tuple[str, Style]], right: list[tuple[str, Style]], width: float) -> None:
        """Two columns side by side in a table without rules; `width` of the left one, in centimetres."""
        table = self.doc.add_table(1, 2)
        table.autofit = False
        table.rows[0]._tr.get_or_add_trPr().append(ooxml.element("w:cantSplit"))
        for column, lines, share in zip(table.columns, (left, right), (width, 17 - width), strict=True):
            cell = column.cells[0]
            column.width = cell.width = Cm(share)
            for n, (text, style) in enumerate(lines):
                paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
                paragraph.alignment = style.get("align", CENTER)
                paragraph.paragraph_format.space_after = Pt(style.get("after", 0))
                self._run(paragraph, text, **style)
                if inset := style.get("rule"):
                    ooxml.rule_below(paragraph)
                    form = paragraph.paragraph_format
                    form.left_indent = form.right_indent = Cm(inset)

    def _letterhead(self) -> None:
        front = self.report.meta["letterhead"]
        *bodies, number = front["left"]
        *motto, rule, place = front["right"]
        long = max(map(len, bodies)) > 22
        size = 12 if long else 14 if self.party else 13
        left: list[tuple[str, Style]] = [(text, {"size": size}) for text in bodies[:-1]]
        left.append((bodies[-1], {"size": size, "bold": True}))
        left.append(("*", {"size": 14}) if self.party else ("_______", {"size": 8, "bold": True}))
        left.append((number, {"size": 14 if self.party else 13}))
        right: list[tuple[str, Style]] = [(text, {"size": 12.5, "bold": True}) for text in motto]
        right.append(
            (
                rule,
                {
                    "size": 15 if self.party else 14,
                    "bold": True,
                    "rule": 0.8 if self.party else 1.2,
                    "after": 6,
                },
            )
        )
        right.append((place, {"size": 14 if self.party else 13, "italic": True}))
        self._columns(left, right, 7.2 if long else 6.6)

    def _title(self) -> None:
        kind, *title = self.report.meta["title_block"]
        for n, text in enumerate((kind, *title)):
            paragraph = self.doc.add_paragraph()
            paragraph.alignment = CENTER
            form = paragraph.paragraph_format
            form.space_before, form.space_after = Pt(0 if n else 14), Pt(0)
            self._run(paragraph, text, bold=True, size=16 if self.party and not n else 14)
        paragraph = self.doc.add_paragraph("-----" if self.party else "")
        paragraph.alignment = CENTER
        to = self.report.meta.get("to", [])
        for text in to:
            paragraph = self.doc.add_paragraph()
            paragraph.alignment = CENTER if len(to) == 1 else LEFT
            indent = 0 if len(to) == 1 else 4 if text.startswith("- ") else 3
            paragraph.paragraph_format.left_indent = Cm(indent)
            paragraph.paragraph_format.space_after = Pt(6)
            self._run(paragraph, text)

    def _closing(self) -> None:
        close = self.report.meta["closing"]
        received: list[tuple[str, Style]] = [
            (text, {"align": LEFT, "size": 11 if n else 12, "bold": not n, "italic": not n})
            for n, text in enumerate(close.get("recipients", []))
        ]
        *role, name = close["signature"]
        signed: list[tuple[str, Style]] = [
            (text, {"bold": not text.startswith("("), "italic": text.startswith("(")}) for text in role
        ]
        signed += [("", {}), ("", {}), ("", {}), (name, {"bold": True})]
        self._columns(received, signed, 8.2)


def write(report: Report, path: Path, font: str = FONT) -> None:
    """The report as `path`, the same bytes every time (zip times fixed)."""
    scratch = path.with_suffix(".tmp")
    Writer(report, font).write().save(str(scratch))
    with zipfile.ZipFile(scratch) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    scratch.unlink()
