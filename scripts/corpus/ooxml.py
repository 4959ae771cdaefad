"""The two parts of WordprocessingML that python-docx does not write: numbering definitions and footnotes.

ECMA-376 part 1, 17.9 (numbering) and 17.11 (footnotes).
"""

from __future__ import annotations

from typing import Any
from xml.sax.saxutils import escape

from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from source import Block

# I. / 1. / 1.1. / a), each four levels of one list
OUTLINE = [("upperRoman", "%1."), ("decimal", "%2."), ("decimal", "%2.%3."), ("lowerLetter", "%4)")]
OUTLINE_ID, BULLET_ID = 42, 41
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
AFTER_BORDER = ("w:shd", "w:tabs", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc", "w:rPr")


def element(tag: str, **attributes: str) -> Any:
    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def define_numbering(document: Any) -> None:
    """One outline list and one list of dashes, as numbering definitions of the document."""
    root = document.part.numbering_part.element
    first = root.find(qn("w:num"))  # abstractNum elements must stand before every num
    for ident, levels in ((OUTLINE_ID, OUTLINE), (BULLET_ID, [("bullet", "-")])):
        inner = "".join(
            f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="space"/>'
            f'<w:lvlText w:val="{text}"/><w:lvlJc w:val="left"/>'
            '<w:pPr><w:ind w:left="0" w:firstLine="720"/></w:pPr></w:lvl>'
            for n, (form, text) in enumerate(levels)
        )
        first.addprevious(
            parse_xml(
                f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{ident}">'
                f'<w:multiLevelType w:val="multilevel"/>{inner}</w:abstractNum>'
            )
        )
        number = element("w:num", numId=str(ident))
        number.append(element("w:abstractNumId", val=str(ident)))
        root.append(number)


def number(paragraph: Any, ident: int, level: int, **style: Any) -> None:
    """Let Word number the paragraph; the number looks as its paragraph mark does."""
    properties = paragraph._p.get_or_add_pPr()
    numbering = properties.get_or_add_numPr()
    numbering.get_or_add_ilvl().val = level
    numbering.get_or_add_numId().val = ident
    mark = element("w:rPr")
    mark.extend(element(tag) for name, tag in (("bold", "w:b"), ("italic", "w:i")) if style.get(name))
    if len(mark):
        properties.append(mark)


def mark_note(paragraph: Any, ident: int) -> None:
    """A footnote's mark, which Word numbers."""
    run = paragraph.add_run()
    run.font.superscript = True
    run._r.append(element("w:footnoteReference", id=str(ident)))


def add_footnotes(document: Any, notes: dict[int, Block], size: float) -> None:
    """footnotes.xml, with the separators Word wants first; `size` in points."""
    style = document.styles.add_style("Footnote Reference", WD_STYLE_TYPE.CHARACTER)
    style.font.superscript = True
    half = f'<w:sz w:val="{int(size * 2)}"/>'
    inner = "".join(
        f'<w:footnote w:type="{kind}" w:id="{n}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
        for n, kind in ((-1, "separator"), (0, "continuationSeparator"))
    )
    for ident, block in notes.items():
        inner += (
            f'<w:footnote w:id="{ident}">'
            '<w:p><w:pPr><w:spacing w:after="0"/><w:jc w:val="both"/></w:pPr>'
            f'<w:r><w:rPr><w:rStyle w:val="{style.style_id}"/>{half}</w:rPr><w:footnoteRef/></w:r>'
            f'<w:r><w:rPr>{half}</w:rPr><w:t xml:space="preserve"> {escape(block.text)}</w:t></w:r></w:p>'
            "</w:footnote>"
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    blob = f"{head}<w:footnotes {nsdecls('w')}>{inner}</w:footnotes>".encode()
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, blob, document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)


def add_field(paragraph: Any, name: str) -> None:
    """A field such as PAGE, its value left to the program that prints."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="begin"))
    instruction = element("w:instrText")
    instruction.text = name
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))


def rule_below(paragraph: Any) -> None:
    """A line under the paragraph, as wide as its indents leave it."""
    border = element("w:pBdr")
    border.append(element("w:bottom", val="single", sz="6", space="1", color="auto"))
    paragraph._p.get_or_add_pPr().insert_element_before(border, *AFTER_BORDER)
