"""Word documents in pre-Unicode fonts: each run by its own font, capitals fonts as typed and as printed."""

from __future__ import annotations

from pathlib import Path

from ooxml_files import BORDERS, docx_file, p, r, table

from extractor.parsers import docx, parse
from extractor.parsers.flow import Flow, Paragraph


def font(name: str) -> str:
    return f'<w:rFonts w:ascii="{name}" w:hAnsi="{name}"/>'


def found(flow: Flow) -> list[Paragraph]:
    return [item for item in flow.items if isinstance(item, Paragraph)]


def test_runs_of_several_fonts_in_one_paragraph(tmp_path: Path) -> None:
    body = p(
        r("Thùc hiÖn NghÞ quyÕt ", properties=font(".VnTime")),
        r("Việt ® ", properties=font("Times New Roman")),
        r("Hoäi ñoàng nha", properties=font("VNI-Times")),
        r("ân daân", properties=font("VNI-Times") + "<w:b/>"),  # a letter and its mark in two runs
    )
    flow = docx.read(docx_file(tmp_path, body))
    assert [item.text for item in found(flow)] == ["Thực hiện Nghị quyết Việt ® Hội đồng nhân dân"]
    assert flow.text_source == "legacy"


def test_letters_that_libreoffice_makes_soft_hyphens(tmp_path: Path) -> None:
    body = p(r("Nhµ n", "<w:softHyphen/><w:t>íc</w:t>", font(".VnTime")))
    assert [item.text for item in found(docx.read(docx_file(tmp_path, body)))] == ["Nhà nước"]


def test_the_font_may_stand_in_a_style_or_in_the_defaults(tmp_path: Path) -> None:
    styles = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{font('.VnTime')}</w:rPr></w:rPrDefault></w:docDefaults>"
        f'<w:style w:type="paragraph" w:styleId="H"><w:rPr>{font("VNI-Times")}</w:rPr></w:style>'
    )
    body = p(r("Thùc hiÖn nhiÖm vô")) + p(r("Thöïc hieän nhieäm vuï"), properties='<w:pStyle w:val="H"/>')
    flow = docx.read(docx_file(tmp_path, body, styles=styles))
    assert [item.text for item in found(flow)] == ["Thực hiện nhiệm vụ"] * 2


def test_unicode_left_in_a_legacy_font_stays(tmp_path: Path) -> None:
    body = p(r("Hà Nội, ngày 05 tháng 3 năm 2020", properties=font(".VnTime"))) + p(
        r("Căn cứ", properties=font(".VnTime")), r(" và ông Tý", properties=font(".VnTime") + "<w:b/>")
    )
    flow = docx.read(docx_file(tmp_path, body))
    assert [item.text for item in found(flow)] == ["Hà Nội, ngày 05 tháng 3 năm 2020", "Căn cứ và ông Tý"]
    assert flow.text_source == "text"


def test_capitals_fonts_are_seen_in_capitals_and_kept_as_typed(tmp_path: Path) -> None:
    body = p(
        r("§Þnh h\u00adíng n¨m 2004", properties=font(".VnTimeH")),
        r(" vµ c¸c n¨m sau", properties=font(".VnTime")),
    )
    path = docx_file(tmp_path, body)
    (item,) = found(docx.read(path))
    assert item.text == "ĐỊNH HƯỚNG NĂM 2004 và các năm sau"
    assert item.typed == "Định hướng năm 2004 và các năm sau"
    assert [block.text for block in parse(path).blocks] == [item.typed]


def test_cells_are_kept_as_typed(tmp_path: Path) -> None:
    head = p(r("®¬n vÞ", properties=font(".VnTimeH")))
    body = table([head, p(r("Sè hé", properties=font(".VnTime")))], ["X· A", "12"], properties=BORDERS)
    document = parse(docx_file(tmp_path, body))
    assert document.blocks[0].text == "đơn vị | Số hộ"
    assert [cell.text for cell in document.tables[0].cells[:2]] == ["đơn vị", "Số hộ"]
