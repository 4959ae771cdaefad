"""What fuzzing begins from: small whole things of every kind that is read, made here or by the project itself."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import hostile_files
import pdf_files
import pikepdf
from gold_text import report_gold
from ooxml_files import docx_file, p, r
from PIL import Image, ImageDraw
from samples import report

from extractor.gold import write_gold

TEXTS = (
    "Quý III, toàn huyện có 12/24 xã đạt chuẩn, bằng 50%; tăng 5% so với năm 2022 (10 xã).",
    "Thực hiện Nghị quyết số 08-NQ/TU, ngày 06/12/2022 của Tỉnh ủy về “xây dựng hệ thống chính trị”; Nghị quyết trên, Nghị quyết số 08.",
    "Các Quyết định số 217 và 218-QĐ/TW của Bộ Chính trị; Nghị định số 30/2020/NĐ-CP; số 12/BC-UBND.",
    "Tổng kinh phí 1 tỷ 250 triệu đồng (trong đó ngân sách 1.000 triệu đồng, xã hội hóa 250 triệu đồng), 54,5 ha rừng.",
    "Từ ngày 10 đến ngày 20/5/2023; giai đoạn 2021 - 2025; 6 tháng đầu năm; tổng kết 10 năm thực hiện Chỉ thị số 05-CT/TU.",
    "Hai mươi lăm mô hình, ba trăm hộ (bằng chữ: ba trăm hộ), khiển trách 757, cảnh cáo 66 đảng viên; khoảng 10 đến 15 người.",
    "TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nThượng tá Nguyễn Văn An\nNơi nhận:\n- Như trên;\n- Lưu: VT.",
    "Phần thứ nhất\nKẾT QUẢ\nI. LÃNH ĐẠO\n1. Nội dung\n1.1. Công tác\na) Xã Tân Giang:\n- 12 hộ[^1];\n\n[^1]: Gồm 5 hộ và 7 hộ.",
    "| TT | Xã | Số hộ |\n|---|---|---|\n| 1 | Tân Giang | 1.250 |\n| | Tổng cộng | 1.250 |",
    "UBND HUYỆN\tCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nSố: 1/BC\t\tĐộc lập - Tự do - Hạnh phúc",
)  # fmt: skip
LEGACY = (
    "C«ng t¸c d©n vËn cña §¶ng bé",
    "Coâng taùc daân vaän cuûa Ñaûng boä",
    "B¸O C¸O KÕT QU¶",
    "Tỉnh ủy",
    "ð",
)
NUMBER_FORMATS = (
    "decimal", "upperRoman", "lowerLetter", "russianUpper", "chicago", "ordinal", "vietnameseCounting", "custom", "hex",
    "decimalZero", "decimalEnclosedCircle", "numberInDash", "decimalFullWidth", "bullet", "none",
)  # fmt: skip
HEADS = (b"PK\x03\x04", b"%PDF-1.7\n", b"\xff\xfe2\x005\x00", b"BM", b"<html><body>25 xa", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xef\xbb\xbf25 xa")  # fmt: skip
WEB_ARCHIVES = (
    b' 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html; charset="utf-8"\n'
    b"Content-Transfer-Encoding: quoted-printable\n\n<p>25 x=C3=A3</p>\n--x--\n",
)
RTF = (
    rb"{\rtf1\ansi\ansicpg1258 {\fonttbl{\f0 .VnTime;}}\f0 Co 25 x\'b7{\footnote 5 ho} {\b I.} \u272?\par}",
)
QUERIES = (
    "SELECT exact, value FROM facts WHERE kind = 'count'", "SELECT text FROM blocks LIMIT 3", "fractions", "cited-documents",
    "DROP TABLE facts", "ATTACH 'x.db'", "COPY facts TO '/tmp/x'", "SELECT * FROM read_csv('/etc/passwd')", "SELECT 1; SELECT 2",
)  # fmt: skip
SEARCHES = ("dân vận khéo", '"nông thôn mới" dan van*', '"', "* * *", "Đảng")

# A .docx by its parts: a report with styles, lists, a note, a table, a field, what was struck out, a text box.
DOCX_PARTS = {
    "document": "".join(
        (
            p(r("ỦY BAN NHÂN DÂN HUYỆN"), properties='<w:jc w:val="center"/>'),
            p(r("BÁO CÁO", properties="<w:b/>"), properties='<w:pStyle w:val="Title"/>'),
            p(r("Kết quả"), properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'),
            p(r("Có 25 mô hình", inner='<w:footnoteReference w:id="2"/>'), r(" và 12/24 xã năm 2023.")),
            p('<w:del w:id="1"><w:r><w:delText>30 xã</w:delText></w:r></w:del><w:ins w:id="2">', r("40 hộ"), "</w:ins>"),
            p(r(inner='<w:fldChar w:fldCharType="begin"/>'), r(inner="<w:instrText> PAGE </w:instrText>"), r(inner='<w:fldChar w:fldCharType="end"/>')),
            '<w:tbl><w:tblPr><w:tblBorders><w:insideH w:val="single"/></w:tblBorders></w:tblPr>'
            '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>', p(r("Xã")), "</w:tc></w:tr>"
            '<w:tr><w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>', p(r("1")), "</w:tc><w:tc>", p(r("1.250")), "</w:tc></w:tr></w:tbl>",
            p("<w:r><w:pict><v:shape><v:textbox><w:txbxContent>", p(r("Hộp 5 xã")), "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"),
            p(r("C«ng t¸c", properties='<w:rFonts w:ascii=".VnTime" w:hAnsi=".VnTime"/><w:caps/>')),
            "<w:sectPr><w:footnotePr><w:numFmt w:val=\"decimal\"/></w:footnotePr></w:sectPr>",
        )
    ),
    "styles": '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="28"/></w:rPr></w:rPrDefault></w:docDefaults>'
    '<w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:b/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Title"><w:basedOn w:val="Base"/><w:pPr><w:jc w:val="center"/><w:outlineLvl w:val="0"/></w:pPr></w:style>',
    "numbering": '<w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2."/><w:isLgl/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="2"/></w:lvlOverride></w:num>',
    "footnotes": '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    f'<w:footnote w:id="2">{p(r(inner="<w:footnoteRef/>"), r(" Gồm 5 mô hình và 20 mô hình."))}</w:footnote>',
    "settings": '<w:footnotePr><w:numStart w:val="3"/><w:numRestart w:val="eachSect"/></w:footnotePr><w:defaultTabStop w:val="720"/>',
}  # fmt: skip

PDF_CONTENTS = (
    b"BT /F 14 Tf 85 700 Td (Toan huyen co 25 mo hinh) Tj 0 -16 Td (va 30 xa trong nam 2023.) Tj ET",
    b"85 600 200 40 re S 85 620 m 285 620 l S BT /F 12 Tf 90 605 Td (12) Tj 100 0 Td (ho) Tj 0 20 Td (Xa) Tj ET",
    b"q 0.5 0 0 0.5 10 10 cm BT /F 14 Tf 3 Tr [(25) -300 (xa)] TJ 0 Tr 6 Ts (1) Tj ET Q BT 0 1 -1 0 300 300 Tm /F 9 Tf (quay) Tj ET",
)
PDF_FONTS = (
    b"/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <00> <FF> endcodespacerange\n"
    b"2 beginbfchar <41> <1EA3> <42> <0303> endbfchar 1 beginbfrange <20> <7E> <0020> endbfrange endcmap",
)


@cache
def docx_files() -> list[bytes]:
    with TemporaryDirectory() as folder:
        parts = dict(DOCX_PARTS)
        whole = docx_file(Path(folder), parts.pop("document"), **parts).read_bytes()
    return [whole, hostile_files.docx(hostile_files.paragraph())]


@cache
def pdfs() -> list[bytes]:
    with TemporaryDirectory() as folder:
        lines = pdf_files.body(
            "BÁO CÁO|", ">Có 25 mô hình và 12/24 xã trong năm 2023.", "Thực hiện Nghị quyết số 08-NQ/TU.|"
        )
        page = pdf_files.Page(lines, annotations=[pdf_files.Text("292", 120, 90)])
        made = pdf_files.write(Path(folder) / "a.pdf", [page, page]).read_bytes()
    return [hostile_files.pdf(), made]


@cache
def text_files() -> list[bytes]:
    with TemporaryDirectory() as folder:
        whole = report(Path(folder)).read_bytes()
    return [whole, "\n\n".join(TEXTS).encode(), *(text.encode("latin-1", "replace") for text in LEGACY[:2])]


@cache
def gold_files() -> list[bytes]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.json"
        write_gold(report_gold(), path)
        return [path.read_bytes()]


def pdf_with_font(program: bytes) -> bytes:
    """A page whose font has these bytes for its character map and its program."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        font = page.Resources.Font.F
        font.Subtype, font.FirstChar, font.LastChar = pikepdf.Name.TrueType, 32, 126
        font.Widths = pikepdf.Array([500] * 95)
        font.ToUnicode = made.make_stream(program)
        font.FontDescriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/X"), Flags=4, FontBBox=[0, -200, 1000, 900],
            FontFile2=made.make_stream(program),
        )  # fmt: skip

    return hostile_files.pdf(change)


def pdf_with_annotation(content: bytes) -> bytes:
    """A page with a field whose appearance paints this."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        look = made.make_stream(
            content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 595, 842]
        )
        look.Resources = page.Resources
        page.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, Rect=[0, 0, 595, 842], AP=pikepdf.Dictionary(N=look))]
        )  # fmt: skip

    return hostile_files.pdf(change)


@cache
def images() -> list[bytes]:
    """A picture with two lines of print in it."""
    picture = Image.new("L", (640, 160), 255)
    pen = ImageDraw.Draw(picture)
    pen.text((20, 20), "Bao cao co 25 xa", fill=0, font_size=40)
    pen.text((20, 90), "trong nam 2023", fill=0, font_size=40)
    out = io.BytesIO()
    picture.save(out, "PNG", dpi=(150, 150))
    return [out.getvalue()]
