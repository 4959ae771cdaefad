"""What Word prints of a paragraph, and what it does not."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from ooxml_files import BORDERS, docx_file, field, p, r, table

from extractor.parsers import docx
from extractor.parsers.flow import Flow, FlowTable, Paragraph

BOX = "<w:txbxContent>" + p(r("Dự thảo lần 2")) + "</w:txbxContent>"
SHAPE = (
    "<w:drawing><wp:anchor><wp:positionH><wp:posOffset>532130</wp:posOffset></wp:positionH><a:graphic>"
    f"<a:graphicData><wps:wsp><wps:txbx>{BOX}</wps:txbx></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
)

# (the inside of the body, the paragraphs printed)
PRINTED: dict[str, tuple[str, list[str]]] = {
    "runs": (p(r("Thực hiện "), r("Nghị quyết")), ["Thực hiện Nghị quyết"]),
    "tab": (p(r("Nơi nhận:", "<w:tab/>"), r("như trên")), ["Nơi nhận: như trên"]),
    "wrapping break": (
        p(r("tổng kết công tác", "<w:br/>"), r("dân vận năm 2023")),
        ["tổng kết công tác dân vận năm 2023"],
    ),
    "page break": (p(r("Trang một."), r(inner='<w:br w:type="page"/>')), ["Trang một."]),
    "no-break hyphen": (p(r("08", "<w:noBreakHyphen/>"), r("NQ/TU")), ["08-NQ/TU"]),
    "soft hyphen": (p(r("kinh", "<w:softHyphen/>"), r("tế")), ["kinhtế"]),
    "combining letters": (p(r("kê\u0301t"), r(" qua\u0309")), ["kết quả"]),
    "symbol": (p(r("Đạt ", '<w:sym w:font="Symbol" w:char="F0B3"/>'), r(" 95%")), ["Đạt ≥ 95%"]),
    "insertion and deletion": (
        p(
            r("Có "),
            "<w:del><w:r><w:delText>12</w:delText></w:r></w:del>",
            f"<w:ins>{r('15')}</w:ins>",
            r(" mô hình"),
        ),
        ["Có 15 mô hình"],
    ),
    "moved text": (
        p(f"<w:moveFrom>{r('Cũ. ')}</w:moveFrom>", r("Mới."), f"<w:moveTo>{r(' Cũ.')}</w:moveTo>"),
        ["Mới. Cũ."],
    ),
    "deleted paragraph mark": (
        p(r("Tổng số "), properties="<w:rPr><w:del/></w:rPr>") + p(r("35 sở, ngành")),
        ["Tổng số 35 sở, ngành"],
    ),
    "result of a field": (p(r("Xem "), field("REF muc1", r("mục 1"))), ["Xem mục 1"]),
    "field in a field's code": (
        p(
            field(
                "IF " + "</w:instrText></w:r>" + field("PAGE", r("7")) + "<w:r><w:instrText>= 1",
                r("Trang đầu"),
            )
        ),
        ["Trang đầu"],
    ),
    "simple field": (
        p(r("Ngày "), f'<w:fldSimple w:instr=" DATE ">{r("05/6/2023")}</w:fldSimple>'),
        ["Ngày 05/6/2023"],
    ),
    "repeated note number": (p(r("như trên"), field("NOTEREF _Ref1 \\f", r("3")), r(".")), ["như trên."]),
    "code left open": (p(r(inner='<w:fldChar w:fldCharType="begin"/>')) + p(r("Phần sau.")), ["Phần sau."]),
    "contents that never end": (
        p(
            r(inner='<w:fldChar w:fldCharType="begin"/>'),
            r(inner="<w:instrText>TOC</w:instrText>"),
            r(inner='<w:fldChar w:fldCharType="separate"/>'),
        )
        + p(r("I. TÌNH HÌNH")),
        ["I. TÌNH HÌNH"],
    ),
    "table of contents": (p(field("TOC \\o", r("I. Tình hình 3"))) + p(r("I. TÌNH HÌNH")), ["I. TÌNH HÌNH"]),
    "table of contents in a control": (
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>"
        f"<w:sdtContent>{p(r('I. Tình hình 3'))}</w:sdtContent></w:sdt>{p(r('I. TÌNH HÌNH'))}",
        ["I. TÌNH HÌNH"],
    ),
    "content control": (f"<w:sdt><w:sdtContent>{p(r('Báo cáo'))}</w:sdtContent></w:sdt>", ["Báo cáo"]),
    "link and smart tag": (
        p(f"<w:hyperlink>{r('Cổng ')}</w:hyperlink>", f"<w:smartTag>{r('thông tin')}</w:smartTag>"),
        ["Cổng thông tin"],
    ),
    "hidden text": (p(r("Đạt"), r(" 99%", properties="<w:vanish/>"), r(" kế hoạch")), ["Đạt kế hoạch"]),
    "capitals": (p(r("báo cáo", properties="<w:caps/>")), ["BÁO CÁO"]),
    "formula": (p(r("S = "), "<m:oMath><m:r><m:t>a×b</m:t></m:r></m:oMath>"), ["S = a×b"]),
    "fraction": (
        p(
            r("đạt "),
            "<m:oMath><m:f><m:num><m:r><m:t>1</m:t></m:r></m:num><m:den><m:r><m:t>2</m:t></m:r></m:den></m:f></m:oMath>",
        ),
        ["đạt 1/2"],
    ),
    "text box, one branch": (
        p(
            r("Số: 12/BC-UBND"),
            "<w:r><mc:AlternateContent><mc:Choice Requires='wps'>" + SHAPE + "</mc:Choice>"
            f"<mc:Fallback><w:pict><v:textbox>{BOX}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        ),
        ["Số: 12/BC-UBND", "Dự thảo lần 2"],
    ),
    "box around text": (table(["Khung một ô"]), ["Khung một ô"]),
    "bare label": (p(r("Chương I", "<w:br/>"), r("QUY ĐỊNH CHUNG")), ["Chương I", "QUY ĐỊNH CHUNG"]),
    "type above title": (
        p(r("BÁO CÁO", "<w:br/>"), r("Tình hình kinh tế"), properties='<w:jc w:val="center"/>'),
        ["BÁO CÁO", "Tình hình kinh tế"],
    ),
    "items pushed to new lines": (
        p(r("a) Kết quả:", "<w:br/>"), r("- Trồng 12 ha."), r(inner="<w:tab/>"), r("- Nuôi 5 con.")),
        ["a) Kết quả:", "- Trồng 12 ha.", "- Nuôi 5 con."],
    ),
    "empty paragraphs": (p() + p(r("  ")) + p(r("Hết.")), ["Hết."]),
}


def read(tmp_path: Path, body: str, **parts: str) -> Flow:
    return docx.read(docx_file(tmp_path, body, **parts))


def texts(flow: Flow) -> list[str]:
    return [item.text for item in flow.items if isinstance(item, Paragraph)]


@pytest.mark.parametrize(("body", "printed"), PRINTED.values(), ids=PRINTED.keys())
def test_paragraphs(tmp_path: Path, body: str, printed: list[str]) -> None:
    assert texts(read(tmp_path, body)) == printed


def test_strict_ooxml_is_read_like_transitional(tmp_path: Path) -> None:
    path = docx_file(tmp_path, p(r("Báo cáo")))
    with zipfile.ZipFile(path) as file:
        members = {name: file.read(name) for name in file.namelist()}
    with zipfile.ZipFile(path, "w") as file:
        for name, data in members.items():
            strict = data.replace(
                b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                b"http://purl.oclc.org/ooxml/wordprocessingml/main",
            ).replace(
                b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                b"http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            file.writestr(name, strict)
    assert texts(docx.read(path)) == ["Báo cáo"]


STYLES = """
<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="26"/></w:rPr></w:rPrDefault></w:docDefaults>
<w:style w:type="paragraph" w:default="1" w:styleId="N"><w:name w:val="Normal"/>
  <w:pPr><w:jc w:val="both"/><w:ind w:firstLine="720"/></w:pPr></w:style>
<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 1"/><w:basedOn w:val="N"/>
  <w:pPr><w:outlineLvl w:val="0"/><w:jc w:val="center"/><w:ind w:firstLine="0"/></w:pPr>
  <w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>
<w:style w:type="character" w:styleId="S"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>
<w:style w:type="paragraph" w:styleId="T1"><w:name w:val="toc 1"/></w:style>
"""


def test_style_is_resolved(tmp_path: Path) -> None:
    body = (
        p(
            r("Nông nghiệp:", properties='<w:rStyle w:val="S"/>'),
            r(" diện tích gieo trồng tăng, giá ổn định."),
        )
        + p(r("I. TÌNH HÌNH"), properties='<w:pStyle w:val="H"/>')
        + p(r("Tiếng", properties='<w:rStyle w:val="S"/>'), properties='<w:pStyle w:val="H"/>')
        + p(r("Mục lục 3"), properties='<w:pStyle w:val="T1"/>')
    )
    run_in, heading, toggled = (item.style for item in read(tmp_path, body, styles=STYLES).items)  # type: ignore[union-attr]
    assert (run_in.bold, run_in.bold_prefix, run_in.size, run_in.align, run_in.indent) == (
        False,
        12,
        13.0,
        "justify",
        36.0,
    )
    assert (heading.bold, heading.bold_prefix, heading.size, heading.align) == (True, 12, 14.0, "center")
    assert (heading.outline_level, heading.indent) == (0, 0.0)
    assert toggled.bold is False  # bold in both styles cancels out (17.7.3)


def test_table_keeps_spans_and_headings(tmp_path: Path) -> None:
    rows = (
        "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
        f"<w:tc><w:tcPr><w:vMerge w:val='restart'/></w:tcPr>{p(r('Đơn vị'))}</w:tc>"
        f"<w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>{p(r('Số lượng'))}</w:tc></w:tr>"
        f"<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc><w:tc>{p(r('2022'))}</w:tc><w:tc>{p(r('2023'))}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:del/></w:trPr><w:tc>{p(r('bỏ'))}</w:tc></w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='1'/></w:trPr><w:tc>{table(['12', '15'])}{p()}</w:tc></w:tr>"
    )
    flow = read(tmp_path, f"<w:tbl><w:tblPr>{BORDERS}</w:tblPr>{rows}</w:tbl>")
    (found,) = flow.items
    assert isinstance(found, FlowTable)
    assert found.ruled
    assert [
        (c.row, c.col, c.row_span, c.col_span, c.is_header, " ".join(q.text for q in c.paragraphs))
        for c in found.cells
    ] == [
        (0, 0, 2, 1, True, "Đơn vị"),
        (0, 1, 1, 2, True, "Số lượng"),
        (1, 1, 1, 1, False, "2022"),
        (1, 2, 1, 1, False, "2023"),
        (2, 1, 1, 1, False, "12 15"),
    ]


def test_letterhead_without_borders_is_not_ruled_and_keeps_its_lines(tmp_path: Path) -> None:
    flow = read(
        tmp_path, table([p(r("UBND TỈNH", "<w:br/>"), r("SỞ NỘI VỤ")), "Độc lập - Tự do - Hạnh phúc"])
    )
    (found,) = flow.items
    assert isinstance(found, FlowTable)
    assert not found.ruled
    assert [q.text for q in found.cells[0].paragraphs] == ["UBND TỈNH", "SỞ NỘI VỤ"]
