"""Footnotes and endnotes: labels as Word prints them, marks out of the text and exactly placed."""

from __future__ import annotations

from pathlib import Path

import pytest
from ooxml_files import docx_file, p, r

from extractor.parsers import docx
from extractor.parsers.flow import Flow, Mark, Paragraph


def ref(note: int, kind: str = "footnote", custom: str = "") -> str:
    follows = ' w:customMarkFollows="1"' if custom else ""
    return r(
        inner=f'<w:{kind}Reference{follows} w:id="{note}"/>' + (f"<w:t>{custom}</w:t>" if custom else "")
    )


def note(number: int, text: str, kind: str = "footnote", typed: bool = False) -> str:
    own = "" if typed else r(inner=f"<w:{kind}Ref/>")
    return f'<w:{kind} w:id="{number}">{p(own, r(" " + text))}</w:{kind}>'


SEPARATORS = '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
NOTES = SEPARATORS + "".join(note(n, f"Ghi chú {n}.") for n in range(1, 6))
PAGE = r(inner="<w:lastRenderedPageBreak/>")


def section(properties: str = "") -> str:
    return p(properties=f"<w:sectPr>{properties}</w:sectPr>")


def read(tmp_path: Path, body: str, settings: str = "", **parts: str) -> Flow:
    return docx.read(docx_file(tmp_path, body, footnotes=NOTES, settings=settings, **parts))


# (settings, body, labels in order)
LABELS: dict[str, tuple[str, str, list[str]]] = {
    "by order, not by id": ("", p(r("a"), ref(4)) + p(r("b"), ref(2)), ["1", "2"]),
    "roman": (
        '<w:footnotePr><w:numFmt w:val="lowerRoman"/></w:footnotePr>',
        p(ref(1), r("a"), ref(2)),
        ["i", "ii"],
    ),
    "symbols": (
        '<w:footnotePr><w:numFmt w:val="chicago"/></w:footnotePr>',
        p(r("a"), *map(ref, range(1, 6))),
        ["*", "†", "‡", "§", "**"],
    ),
    "start": ('<w:footnotePr><w:numStart w:val="5"/></w:footnotePr>', p(r("a"), ref(1), ref(2)), ["5", "6"]),
    "restart in each section": (
        '<w:footnotePr><w:numRestart w:val="eachSect"/></w:footnotePr>',
        p(r("a"), ref(1), ref(2)) + section() + p(r("b"), ref(3)),
        ["1", "2", "1"],
    ),
    "a section's own way": (
        "",
        p(r("a"), ref(1))
        + section()
        + p(r("b"), ref(2))
        + section('<w:footnotePr><w:numFmt w:val="upperLetter"/></w:footnotePr>'),
        ["1", "B"],
    ),
    "restart on each page": (
        '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>',
        p(r("a"), ref(1), ref(2), PAGE, r("b"), ref(3)),
        ["1", "2", "1"],
    ),
    "custom mark takes no number": ("", p(r("a"), ref(1), ref(2, custom="*"), ref(3)), ["1", "*", "2"]),
    "deleted reference": ("", p(r("a"), f"<w:del>{ref(1)}</w:del>", ref(2)), ["1"]),
}


@pytest.mark.parametrize(("settings", "body", "labels"), LABELS.values(), ids=LABELS.keys())
def test_labels(tmp_path: Path, settings: str, body: str, labels: list[str]) -> None:
    flow = read(tmp_path, body, settings)
    assert [n.label for n in flow.notes] == labels
    assert [m.label for item in flow.items if isinstance(item, Paragraph) for m in item.marks] == labels


def test_marks_stand_exactly_and_numbers_stay_clean(tmp_path: Path) -> None:
    flow = read(
        tmp_path, p(r("  Có 2.035 mô hình"), ref(1), r("  trên "), ref(2), r(" 15 xã"), ref(3), r("."))
    )
    (found,) = flow.items
    assert isinstance(found, Paragraph)
    assert found.text == "Có 2.035 mô hình trên 15 xã."
    assert found.marks == (Mark(16, "1"), Mark(22, "2"), Mark(27, "3"))
    assert [n.paragraphs[0].text for n in flow.notes] == ["Ghi chú 1.", "Ghi chú 2.", "Ghi chú 3."]


def test_a_note_without_a_number_of_its_own_loses_the_one_typed(tmp_path: Path) -> None:
    notes = note(1, "* Theo báo cáo.", typed=True) + note(2, "2 Số liệu đến tháng 6.", typed=True)
    flow = docx.read(
        docx_file(tmp_path, p(r("a"), ref(3), ref(1, custom="*"), ref(2)), footnotes=notes + note(3, "Một."))
    )
    assert [(n.label, n.paragraphs[0].text) for n in flow.notes] == [
        ("1", "Một."),
        ("*", "Theo báo cáo."),
        ("2", "Số liệu đến tháng 6."),
    ]


def test_what_is_typed_behind_the_number_goes(tmp_path: Path) -> None:
    notes = note(1, ". Gồm 15 xã.") + note(2, ") Gồm 12 xã.") + note(3, ".000 hộ.")
    flow = docx.read(docx_file(tmp_path, p(r("a"), ref(1), ref(2), ref(3)), footnotes=notes))
    assert [n.paragraphs[0].text for n in flow.notes] == ["Gồm 15 xã.", "Gồm 12 xã.", ".000 hộ."]


def test_endnotes_count_by_themselves(tmp_path: Path) -> None:
    ends = note(1, "Cuối.", kind="endnote")
    flow = read(tmp_path, p(r("a"), ref(1), ref(1, kind="endnote")), endnotes=ends)
    assert [(n.label, n.paragraphs[0].text) for n in flow.notes] == [("1", "Ghi chú 1."), ("i", "Cuối.")]


def test_pages_unknown_is_said(tmp_path: Path) -> None:
    flow = read(tmp_path, p(r("a"), ref(1)), '<w:footnotePr><w:numRestart w:val="eachPage"/></w:footnotePr>')
    assert "where its pages end" in flow.warnings[0]


RAISED = '<w:vertAlign w:val="superscript"/>'
TYPED = {
    "raised brackets": (("[", 1, "]"), "Có 15 xã.", [9]),
    "brackets": (("(", 1, ")"), "Có 15 xã.", [9]),
    "each in brackets": (("(", 1, ")", "(", 2, ")"), "Có 15 xã.", [9, 9]),
    "all in brackets": (("(", 1, ", ", 2, ")"), "Có 15 xã.", [9, 9]),
    "commas": ((1, ", ", 2), "Có 15 xã.", [9, 9]),
}


@pytest.mark.parametrize(("typed", "text", "offsets"), TYPED.values(), ids=TYPED.keys())
def test_what_is_typed_around_marks_goes(
    tmp_path: Path, typed: tuple[str | int, ...], text: str, offsets: list[int]
) -> None:
    around = (ref(piece) if isinstance(piece, int) else r(piece, properties=RAISED) for piece in typed)
    [found] = read(tmp_path, p(r("Có 15 xã"), *around, r("."))).items
    assert isinstance(found, Paragraph)
    assert (found.text, [mark.offset for mark in found.marks]) == (text, [offset - 1 for offset in offsets])


def test_text_in_brackets_with_a_mark_stays(tmp_path: Path) -> None:
    [found] = read(
        tmp_path, p(r("Có 15 xã (đạt 60%"), ref(1), r("), 12 thôn"), ref(2), r(", 3 tổ"), ref(3))
    ).items
    assert isinstance(found, Paragraph)
    assert found.text == "Có 15 xã (đạt 60%), 12 thôn, 3 tổ"


def test_typed_notes_are_notes_and_squares_are_not(tmp_path: Path) -> None:
    body = (
        p(
            r("Có 2.035 mô hình"),
            r("1", properties=RAISED),
            r(" trên 12 km"),
            r("2", properties=RAISED),
            r("."),
        )
        + p(r("Chi 4 tỷ đồng"), r("2", properties=RAISED), r(" cho 15 m"), r("3", properties=RAISED))
        + p(r("1", properties=RAISED), r(" Theo báo cáo của huyện."))
        + p(r("2", properties=RAISED), r(" Theo báo cáo của tỉnh."))
        + p(r("3", properties=RAISED))
    )
    flow = docx.read(docx_file(tmp_path, body))
    found = [(item.text, item.marks) for item in flow.items if isinstance(item, Paragraph)]
    assert found == [
        ("Có 2.035 mô hình trên 12 km2.", (Mark(16, "1"),)),
        ("Chi 4 tỷ đồng cho 15 m3", (Mark(13, "2"),)),
        ("3", ()),
    ]
    assert [(n.label, n.paragraphs[0].text) for n in flow.notes] == [
        ("1", "Theo báo cáo của huyện."),
        ("2", "Theo báo cáo của tỉnh."),
    ]
