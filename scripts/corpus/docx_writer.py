"""A source as a .docx, set as Nghị định 30/2020/NĐ-CP (annex I) and Hướng dẫn 36-HD/VPTW want a report set.

Footnotes and automatic numbering are real WordprocessingML (ECMA-376 part 1, 17.11 and 17.9): python-docx
writes neither, so their parts are made here.
"""

from __future__ import annotations

import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt
from legacy import runs as legacy_runs
from source import LABEL, Block, Report

FONT = "Times New Roman"
EPOCH = datetime(2020, 1, 1, tzinfo=UTC)
CENTER, JUSTIFY, LEFT, RIGHT = (
    WD_ALIGN_PARAGRAPH.CENTER,
    WD_ALIGN_PARAGRAPH.JUSTIFY,
    WD_ALIGN_PARAGRAPH.LEFT,
    WD_ALIGN_PARAGRAPH.RIGHT,
)
NUMBERING = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)")]
BULLET_NUM, LIST_NUM = 41, 42


class Writer:
    """One document under construction; `write` is the only way in."""

    def __init__(self, report: Report) -> None:
        self.report = report
        self.look: dict[str, Any] = report.meta.get("look", {})
        self.legacy: bool = self.look.get("font") == "TCVN3"
        self.auto: bool = self.look.get("numbering") == "auto"
        self.notes = {b.id[1:]: b for b in report.blocks if b.zone == "footnote"}
        self.note_ids = {label: n for n, label in enumerate(self.notes, 1)}
        self.counters: list[int] = []
        self.doc = Document()
        self._page()
        if self.auto:
            self._numbering()

    # page and parts

    def _page(self) -> None:
        normal = self.doc.styles["Normal"]
        normal.font.name, normal.font.size = FONT, Pt(self.look.get("size", 14))
        fonts = normal.element.get_or_add_rPr().get_or_add_rFonts()
        for script in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(script), FONT)
        section = self.doc.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.top_margin = section.bottom_margin = Cm(2)
        section.left_margin, section.right_margin = Cm(3), Cm(self.look.get("right_margin", 1.5))
        section.header_distance = Cm(1)
        section.different_first_page_header_footer = True
        where = section.footer if self.look.get("page_number") == "footer" else section.header
        paragraph = where.paragraphs[0]
        paragraph.alignment = CENTER
        self._field(paragraph, "PAGE")
        core = self.doc.core_properties
        core.author, core.title, core.comments = "", "", ""
        core.created = core.modified = EPOCH
        core.last_modified_by, core.revision = "", 1

    def _field(self, paragraph: Any, name: str) -> None:
        for kind in ("begin", None, "end"):
            run = paragraph.add_run()
            if kind:
                char = OxmlElement("w:fldChar")
                char.set(qn("w:fldCharType"), kind)
                run._r.append(char)
            else:
                text = OxmlElement("w:instrText")
                text.text = name
                run._r.append(text)

    def _numbering(self) -> None:
        levels = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
            for n, (form, text) in enumerate(NUMBERING)
        )
        bullet = (
            '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:suff w:val="space"/>'
            '<w:lvlText w:val="-"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
        )
        root = self.doc.part.numbering_part.element
        first = root.find(qn("w:num"))
        for ident, body in ((LIST_NUM, levels), (BULLET_NUM, bullet)):
            abstract = parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ident}">'
                f'<w:multiLevelType w:val="multilevel"/>{body}</w:abstractNum>'
            )
            if first is not None:
                first.addprevious(abstract)
            else:
                root.append(abstract)
        for ident in (LIST_NUM, BULLET_NUM):
            root.append(
                parse_xml(
                    f'<w:num {nsdecls("w")} w:numId="{ident}"><w:abstractNumId w:val="{ident}"/></w:num>'
                )
            )

    def _footnotes(self) -> None:
        def note(ident: int, kind: str, inner: str) -> str:
            return f'<w:footnote {kind} w:id="{ident}">{inner}</w:footnote>'

        size = int(self.look.get("note_size", 10) * 2)
        mark = self.doc.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
        mark.font.superscript = True
        notes = [
            note(-1, 'w:type="separator"', "<w:p><w:r><w:separator/></w:r></w:p>"),
            note(0, 'w:type="continuationSeparator"', "<w:p><w:r><w:continuationSeparator/></w:r></w:p>"),
        ]
        for label, block in self.notes.items():
            notes.append(
                note(
                    self.note_ids[label],
                    "",
                    f'<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="both"/></w:pPr><w:r><w:rPr><w:rStyle w:val="{mark.style_id}"/>'
                    f'<w:sz w:val="{size}"/></w:rPr><w:footnoteRef/></w:r><w:r><w:rPr><w:sz w:val="{size}"/></w:rPr>'
                    f'<w:t xml:space="preserve"> {_xml(block.text)}</w:t></w:r></w:p>',
                )
            )
        blob = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {nsdecls("w")}>{"".join(notes)}</w:footnotes>'
        part = Part(
            PackURI("/word/footnotes.xml"),
            "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml",
            blob.encode(),
            self.doc.part.package,
        )
        self.doc.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)

    # text

    def _run(self, paragraph: Any, text: str, **style: Any) -> None:
        for n, piece in enumerate(re.split(r"(?<=m)([23])(?=\W|$)", text)):
            for font, shown in legacy_runs(piece) if self.legacy else [(None, piece)]:
                run = paragraph.add_run(shown)
                run.bold, run.italic = style.get("bold"), style.get("italic")
                if size := style.get("size"):
                    run.font.size = Pt(size)
                if n % 2:  # km² is typed km2 with the 2 raised
                    run.font.superscript = True
                if font:
                    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
                    for script in ("w:ascii", "w:hAnsi", "w:cs"):
                        fonts.set(qn(script), font)

    def _text(self, paragraph: Any, block: Block, drop: int = 0, **style: Any) -> None:
        at = drop
        for label, offset in block.anchors:
            self._run(paragraph, block.text[at:offset], **style)
            self._mark(paragraph, label)
            at = offset
        self._run(paragraph, block.text[at:], **style)

    def _mark(self, paragraph: Any, label: str) -> None:
        run = paragraph.add_run()
        run.font.superscript = True
        reference = OxmlElement("w:footnoteReference")
        reference.set(qn("w:id"), str(self.note_ids[label]))
        run._r.append(reference)

    def _body(self, paragraph: Any, align: Any = JUSTIFY, indent: float = 1.27) -> None:
        form = paragraph.paragraph_format
        paragraph.alignment = align
        form.first_line_indent = Cm(indent)
        form.space_before, form.space_after = Pt(0), Pt(self.look.get("after", 6))
        form.line_spacing = self.look.get("spacing", 1.15)
        form.widow_control = True

    # blocks

    def write(self) -> Any:
        body = [b for b in self.report.blocks if b.zone not in ("letterhead", "footnote")]
        self._letterhead()
        self._title()
        closed, table = False, None
        for block in body:
            if block.zone == "title" or (
                block.zone == "recipients"
                and block.text.startswith(("Kính gửi", "- "))
                and block.text in self.report.meta.get("to", [])
            ):
                continue
            if block.zone in ("recipients", "signature"):
                if not closed:
                    self._closing()
                    closed = True
                continue
            if block.annex and closed:
                self.doc.add_section(WD_SECTION.NEW_PAGE).different_first_page_header_footer = False
                closed = False
            if block.table is not None:
                if block.table != table:
                    self._table(block.table)
                table = block.table
                continue
            table = None
            self._block(block)
        if self.notes:
            self._footnotes()
        return self.doc

    def _block(self, block: Block) -> None:
        paragraph = self.doc.add_paragraph()
        if block.centred:
            self._body(paragraph, CENTER, 0)
            self._text(paragraph, block, bold=True)
            return
        self._body(paragraph)
        if block.kind == "heading":
            label = LABEL.match(block.text)
            name = block.path.split("/")[-1]
            style = (
                {} if block.whole else {"bold": not name.islower(), "italic": "." in name or name.islower()}
            )
            paragraph.paragraph_format.keep_with_next = not block.whole
            if name.startswith("Phần") and label:  # its name on a line of its own, one paragraph all the same
                self._body(paragraph, CENTER, 0)
                self._run(paragraph, name, **style)
                paragraph.add_run().add_break()
                self._text(paragraph, block, drop=label.start("text"), **style)
                return
            if self.auto and label:
                self._count(block)
                self._number(paragraph, LIST_NUM, block.level - 1, **style)
                self._text(paragraph, block, drop=label.start("text"), **style)
            else:
                self._text(paragraph, block, **style)
        elif block.kind == "item" and self.auto and block.text.startswith("- "):
            self._number(paragraph, BULLET_NUM, 0)
            self._text(paragraph, block, drop=2)
        else:
            self._text(paragraph, block)

    def _count(self, block: Block) -> None:
        """Word will print what its counters say: refuse a source whose labels say otherwise."""
        self.counters = [
            *(self.counters + [0] * 9)[: block.level - 1],
            (self.counters + [0] * 9)[block.level - 1] + 1,
        ]
        n = self.counters[-1]
        roman = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"]
        want = [
            roman[n] if block.level == 1 else "",
            str(n),
            f"{self.counters[1] if len(self.counters) > 1 else 0}.{n}",
            chr(96 + n),
        ]
        if (label := block.path.split("/")[-1]) != want[block.level - 1]:
            raise ValueError(
                f"{self.report.slug}: {block.path}: Word would print {want[block.level - 1]}, not {label}"
            )

    def _number(self, paragraph: Any, num: int, level: int, **style: Any) -> None:
        properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
        properties.get_or_add_ilvl().val = level
        properties.get_or_add_numId().val = num
        if style:  # the number looks as its paragraph mark does
            mark = OxmlElement("w:rPr")
            mark.extend(OxmlElement(f"w:{name[0]}") for name in ("bold", "italic") if style.get(name))
            paragraph._p.get_or_add_pPr().append(mark)

    def _table(self, index: int) -> None:
        rows = [b for b in self.report.blocks if b.table == index]
        spec = self.report.tables[index]
        table = self.doc.add_table(len(rows), len(spec.widths))
        table.autofit = False
        table.alignment = 1
        if spec.ruled:
            table.style = "Table Grid"
        total = 21 - 3 - self.look.get("right_margin", 1.5)
        for c, width in enumerate(spec.widths):
            table.columns[c].width = Cm(total * width / sum(spec.widths))
        for r, block in enumerate(rows):
            cells = table.rows[r].cells
            if r < spec.header:
                head = OxmlElement("w:tblHeader")
                table.rows[r]._tr.get_or_add_trPr().append(head)
            whole = OxmlElement("w:cantSplit")
            table.rows[r]._tr.get_or_add_trPr().append(whole)
            for cell, column in zip(cells, table.columns, strict=True):
                cell.width = column.width
            last = 0
            for c, text in enumerate(block.cells):
                if text == "<<":
                    cells[last].merge(cells[c])
                    continue
                last = c
                paragraph = cells[c].paragraphs[0]
                centred = r < spec.header or (len(text) < 14 and (c != 1 or not spec.ruled) and spec.ruled)
                paragraph.alignment = CENTER if centred else LEFT
                paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
                self._run(paragraph, text, bold=r < spec.header or None, size=12)
        self.doc.add_paragraph().paragraph_format.space_after = Pt(0)

    # letterhead, title, closing

    def _columns(self, left: float, right: float) -> tuple[Any, Any]:
        table = self.doc.add_table(1, 2)
        table.autofit = False
        cells = table.rows[0].cells
        for column, width in zip(table.columns, (left, right), strict=True):
            column.width = column.cells[0].width = Cm(width)
        table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        return cells[0], cells[1]

    def _lines(self, cell: Any, lines: list[tuple[str, dict[str, Any]]]) -> None:
        for n, (text, style) in enumerate(lines):
            paragraph = cell.paragraphs[0] if n == 0 else cell.add_paragraph()
            paragraph.alignment = style.get("align", CENTER)
            paragraph.paragraph_format.space_after = Pt(style.get("after", 0))
            self._run(paragraph, text, **style)
            if style.get("rule"):
                self._rule(paragraph, style["rule"])

    def _rule(self, paragraph: Any, indent: float) -> None:
        """The short line under a letterhead: a border narrower than its paragraph."""
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:pBdr {nsdecls("w")}><w:bottom w:val="single" w:sz="6" w:space="1" w:color="auto"/></w:pBdr>'
            )
        )
        paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Cm(indent)

    def _letterhead(self) -> None:
        front = self.report.meta["letterhead"]
        party = front["form"] == "party"
        bold = front.get("bold", len(front["left"]) - 2)
        long = max(map(len, front["left"])) > 22
        left: list[tuple[str, dict[str, Any]]] = []
        for n, text in enumerate(front["left"]):
            number = text.startswith("Số")
            left.append(
                (
                    text,
                    {
                        "bold": not number and n >= min(bold, len(front["left"]) - 2),
                        "size": 14 if party or number else 13,
                    },
                )
            )
        if party:
            left.insert(len(left) - 1, ("*", {"size": 14}))
        else:
            left.insert(len(left) - 1, ("_______", {"size": 8, "bold": True}))
        right = []
        for n, text in enumerate(front["right"]):
            style: dict[str, Any] = {"bold": True, "size": 13 if not party else 15}
            if n == len(front["right"]) - 1:
                style = {"italic": True, "size": 14 if party else 13}
            elif n == len(front["right"]) - 2:
                style |= {"rule": 0.8 if party else 1.2, "after": 6}
                if not party and n > 0:
                    style["size"] = 14
            right.append((text, style))
        cells = self._columns(*(7.4, 9.8) if long else (6.6, 10.4))
        self._lines(cells[0], left)
        self._lines(cells[1], right)

    def _title(self) -> None:
        meta = self.report.meta
        for n, text in enumerate(meta["title_block"]):
            paragraph = self.doc.add_paragraph()
            paragraph.alignment = CENTER
            paragraph.paragraph_format.space_before = Pt(14 if n == 0 else 0)
            paragraph.paragraph_format.space_after = Pt(0)
            self._run(
                paragraph,
                text,
                bold=True,
                size=16 if n == 0 and meta["letterhead"]["form"] == "party" else 14,
            )
        paragraph = self.doc.add_paragraph()
        paragraph.alignment = CENTER
        if meta["letterhead"]["form"] == "party":
            self._run(paragraph, "-----")
        for text in meta.get("to", []):
            paragraph = self.doc.add_paragraph()
            paragraph.alignment = CENTER if len(meta["to"]) == 1 else LEFT
            paragraph.paragraph_format.left_indent = Cm(
                0 if len(meta["to"]) == 1 else 4 if text.startswith("- ") else 3
            )
            paragraph.paragraph_format.space_after = Pt(6)
            self._run(paragraph, text)

    def _closing(self) -> None:
        close = self.report.meta["closing"]
        cells = self._columns(8.2, 8.2)
        received = [
            (t, {"align": LEFT, "size": 12 if n == 0 else 11, "bold": n == 0, "italic": n == 0})
            for n, t in enumerate(close.get("recipients", []))
        ]
        if received:
            self._lines(cells[0], received)
        signed: list[tuple[str, dict[str, Any]]] = []
        for n, text in enumerate(close["signature"]):
            last = n == len(close["signature"]) - 1
            if last:
                signed += [("", {})] * 3
            signed.append(
                (text, {"bold": not text.startswith("("), "italic": text.startswith("("), "size": 14})
            )
        self._lines(cells[1], signed)


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def write(report: Report, path: Path) -> None:
    """The report as `path`, the same bytes every time (zip times fixed)."""
    scratch = path.with_suffix(".tmp")
    Writer(report).write().save(str(scratch))
    with zipfile.ZipFile(scratch) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            info = zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    scratch.unlink()
