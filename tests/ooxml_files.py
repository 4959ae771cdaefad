"""Small .docx files for tests: the parts given, and around them no more than Word needs."""

from __future__ import annotations

import zipfile
from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_NAMESPACES = (
    f'xmlns:w="{W}" xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def docx_file(folder: Path, body: str, **parts: str) -> Path:
    """A .docx with this body; `styles`, `numbering`, `footnotes`, `settings`, …: what their roots hold."""
    path = folder / "report.docx"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("_rels/.rels", relationships({"officeDocument": "word/document.xml"}))
        file.writestr("word/_rels/document.xml.rels", relationships({kind: f"{kind}.xml" for kind in parts}))
        file.writestr("word/document.xml", root("document", f"<w:body>{body}</w:body>"))
        for kind, content in parts.items():
            file.writestr(f"word/{kind}.xml", root(kind, content))
    return path


def root(name: str, content: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{name} {_NAMESPACES}>{content}</w:{name}>'


def relationships(targets: dict[str, str]) -> str:
    links = "".join(
        f'<Relationship Id="r{i}" Type="{_RELATION}{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets.items())
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{links}</Relationships>'


def p(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def r(text: str = "", inner: str = "", properties: str = "") -> str:
    content = f'<w:t xml:space="preserve">{text}</w:t>' if text else ""
    return f"<w:r><w:rPr>{properties}</w:rPr>{content}{inner}</w:r>"


def field(code: str, result: str) -> str:
    return (
        r(inner='<w:fldChar w:fldCharType="begin"/>')
        + r(inner=f'<w:instrText xml:space="preserve"> {code} </w:instrText>')
        + r(inner='<w:fldChar w:fldCharType="separate"/>')
        + result
        + r(inner='<w:fldChar w:fldCharType="end"/>')
    )


def table(*rows: list[str], properties: str = "") -> str:
    """Rows of cells, each the inside of a `w:tc`; a cell without a tag is a paragraph of that text."""
    cells = [["".join(f"<w:tc>{c if c.startswith('<') else p(r(c))}</w:tc>" for c in row)] for row in rows]
    return (
        f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(f'<w:tr>{row[0]}</w:tr>' for row in cells)}</w:tbl>"
    )


BORDERS = '<w:tblBorders><w:top w:val="single"/><w:insideH w:val="single"/></w:tblBorders>'
