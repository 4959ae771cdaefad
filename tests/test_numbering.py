"""Automatic numbers as Word prints them: definitions of lists, the paragraphs that use them, the labels."""

from __future__ import annotations

from pathlib import Path

import pytest
from ooxml_files import docx_file, p, r

from extractor.parsers import docx
from extractor.parsers.flow import Paragraph
from extractor.parsers.numbering import formatted


def level(index: int, text: str, form: str = "decimal", inner: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{inner}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def abstract(number: int, *levels: str, inner: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{inner}{"".join(levels)}</w:abstractNum>'


def num(number: int, of: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def override(index: int, start: int | None = None, lvl: str = "") -> str:
    begin = "" if start is None else f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{index}">{begin}{lvl}</w:lvlOverride>'


REPORT = abstract(
    0,
    level(0, "%1.", "upperRoman"),
    level(1, "%2."),
    level(2, "%2.%3."),
    level(3, "%4)", "lowerLetter"),
)  # I. / 1. / 1.1. / a)

# (numbering.xml, [(list, level), …], labels)
LISTS: dict[str, tuple[str, list[tuple[int, int]], list[str]]] = {
    "a report's four levels": (
        REPORT + num(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 3), (1, 3), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)],
        ["I.", "1.", "1.1.", "a)", "b)", "1.2.", "2.", "2.1.", "II.", "1."],
    ),
    "lists of one definition count together": (
        abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0),
        [(1, 0), (2, 0), (1, 0)],
        ["1.", "2.", "3."],
    ),
    "an override begins anew, once": (
        abstract(0, level(0, "%1)", "lowerLetter")) + num(1, 0) + num(2, 0, override(0, 1)),
        [(1, 0), (1, 0), (2, 0), (2, 0), (1, 0)],
        ["a)", "b)", "a)", "b)", "c)"],
    ),
    "after an override's restart the definition's start": (
        abstract(0, level(0, "%1."), level(1, "%1.%2.")) + num(1, 0, override(1, 5)),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["1.", "1.5.", "1.6.", "2.", "2.1."],
    ),
    "an override with a level of its own": (
        abstract(0, level(0, "%1.")) + num(1, 0) + num(2, 0, override(0, None, level(0, "Điều %1."))),
        [(1, 0), (2, 0)],
        ["1.", "Điều 2."],
    ),
    "a level that nothing restarts": (
        abstract(
            0, level(0, "Chương %1", "upperRoman"), level(1, "Điều %2.", inner='<w:lvlRestart w:val="0"/>')
        )
        + num(1, 0),
        [(1, 0), (1, 1), (1, 1), (1, 0), (1, 1)],
        ["Chương I", "Điều 1.", "Điều 2.", "Chương II", "Điều 3."],
    ),
    "a level that only the outermost restarts": (
        abstract(0, level(0, "%1."), level(1, "%2."), level(2, "%3)", inner='<w:lvlRestart w:val="1"/>'))
        + num(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1), (1, 2)],
        ["1.", "1.", "1)", "2.", "2)", "2.", "1.", "1)"],
    ),
    "legal numbering": (
        abstract(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2.", inner="<w:isLgl/>")) + num(1, 0),
        [(1, 0), (1, 0), (1, 1)],
        ["I.", "II.", "2.1."],
    ),
    "a level skipped": (
        abstract(0, level(0, "%1."), level(1, "%1.%2.")) + num(1, 0),
        [(1, 1), (1, 1), (1, 0)],
        ["1.1.", "1.2.", "2."],
    ),
    "a style's list": (
        abstract(0, level(0, "%1)"), inner='<w:styleLink w:val="L"/>')
        + abstract(1, inner='<w:numStyleLink w:val="L"/>')
        + num(1, 0)
        + num(2, 1),
        [(1, 0), (2, 0)],
        ["1)", "2)"],
    ),
    "bullets as printed": (
        abstract(
            0,
            level(0, "-", "bullet"),
            level(1, "+", "bullet"),
            level(2, "\uf0b7", "bullet", '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'),
            level(
                3, "\uf0d8", "bullet", '<w:rPr><w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/></w:rPr>'
            ),
        )
        + num(1, 0),
        [(1, 0), (1, 1), (1, 2), (1, 3)],
        ["-", "+", "•", "➢"],
    ),
    "a letter that the alphabet of Word lacks": (
        abstract(0, level(0, "%1)", "lowerLetter"))
        + num(1, 0)
        + num(2, 0, override(0, None, level(0, "đ)", "none"))),
        [(1, 0), (1, 0), (1, 0), (1, 0), (2, 0)],
        ["a)", "b)", "c)", "d)", "đ)"],
    ),
    "start at zero": (abstract(0, level(0, "%1.", start=0)) + num(1, 0), [(1, 0), (1, 0)], ["0.", "1."]),
    "no list of that number": (REPORT + num(1, 0), [(7, 0), (1, 0)], ["", "I."]),
}


def numbered(list_id: int, ilvl: int, text: str = "Nội dung") -> str:
    return p(r(text), properties=f'<w:numPr><w:ilvl w:val="{ilvl}"/><w:numId w:val="{list_id}"/></w:numPr>')


@pytest.mark.parametrize(("numbering", "uses", "labels"), LISTS.values(), ids=LISTS.keys())
def test_labels(tmp_path: Path, numbering: str, uses: list[tuple[int, int]], labels: list[str]) -> None:
    flow = docx.read(docx_file(tmp_path, "".join(numbered(*use) for use in uses), numbering=numbering))
    found = [item for item in flow.items if isinstance(item, Paragraph)]
    assert [item.label or "" for item in found] == labels
    assert [item.text for item in found] == [f"{label} Nội dung".strip() for label in labels]


def test_a_style_brings_its_list_and_level(tmp_path: Path) -> None:
    in_list = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = f'<w:style w:type="paragraph" w:styleId="Muc">{in_list}</w:style>'
    numbering = abstract(
        0, level(0, "%1.", "upperRoman"), level(1, "%2.", inner='<w:pStyle w:val="Muc"/>')
    ) + num(1, 0)
    body = (
        numbered(1, 0, "Lớn")
        + p(r("Nhỏ"), properties='<w:pStyle w:val="Muc"/>')
        + p(r("Thường"), properties='<w:pStyle w:val="Muc"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    flow = docx.read(docx_file(tmp_path, body, numbering=numbering, styles=styles))
    assert [item.text for item in flow.items if isinstance(item, Paragraph)] == ["I. Lớn", "1. Nhỏ", "Thường"]


def test_empty_paragraphs_count_and_deleted_ones_do_not(tmp_path: Path) -> None:
    deleted = (
        '<w:p><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr></w:pPr>'
        "<w:del><w:r><w:delText>Bỏ</w:delText></w:r></w:del></w:p>"
    )
    body = numbered(1, 0, "Một") + numbered(1, 0, "") + deleted + numbered(1, 0, "Ba")
    flow = docx.read(docx_file(tmp_path, body, numbering=REPORT + num(1, 0)))
    assert [item.text for item in flow.items if isinstance(item, Paragraph)] == ["I. Một", "III. Ba"]


def test_marks_and_bold_head_move_along_with_the_label(tmp_path: Path) -> None:
    body = p(
        r("Kết quả", properties="<w:b/>"),
        r(inner='<w:footnoteReference w:id="1"/>'),
        properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>',
    )
    notes = f'<w:footnote w:id="1">{p(r(inner="<w:footnoteRef/>"), r(" Ghi chú."))}</w:footnote>'
    (found,) = docx.read(docx_file(tmp_path, body, numbering=REPORT + num(1, 0), footnotes=notes)).items
    assert isinstance(found, Paragraph)
    assert (found.text, found.marks[0].offset, found.style.bold_prefix) == ("I. Kết quả", 10, 10)


@pytest.mark.parametrize(
    ("number", "form", "printed"),
    [
        (4, "lowerRoman", "iv"),
        (1949, "upperRoman", "MCMXLIX"),
        (26, "lowerLetter", "z"),
        (27, "upperLetter", "AA"),
        (54, "lowerLetter", "bbb"),
        (99999999, "lowerLetter", "99999999"),
        (7, "decimalZero", "07"),
        (12, "decimalZero", "12"),
        (11, "ordinal", "11th"),
        (22, "ordinal", "22nd"),
        (3, "decimalEnclosedCircle", "③"),
        (3, "chicago", "‡"),
        (3, "russianLower", "в"),
        (21, "vietnameseCounting", "hai mươi mốt"),
        (15, "vietnameseCounting", "mười lăm"),
        (5, "none", ""),
        (5, "someFormatOfTheFuture", "5"),
    ],
)
def test_formats(number: int, form: str, printed: str) -> None:
    assert formatted(number, form) == printed


def test_custom_format_pads() -> None:
    assert formatted(7, "custom", "001, 002, 003, ...") == "007"
