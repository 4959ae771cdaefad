"""Files to Documents: one reader a format, chosen by what the file holds and not by its name; all end in
one model.
"""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Literal

import regex

from extractor.document import Document
from extractor.errors import UnreadableFile
from extractor.parsers import docx, office, pdf, plain, structure
from extractor.parsers.flow import Flow
from extractor.text import shown

Format = Literal["docx", "pdf", "doc", "rtf", "txt", "md", "image"]
Ocr = Literal["auto", "never", "always"]

_HEAD = 4096
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"II*\0", b"MM\0*", b"BM", b"GIF8")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WORD_MARKUP = regex.compile(
    rb"(?i)<(?:html|!doctype html|\?mso-application progid=\"word|w:worddocument)|^mime-version:"
)


def parse(path: str | Path, *, ocr: Ocr = "auto") -> Document:
    """The report in this file. Raises UnreadableFile, or MissingPart where a system package is needed."""
    path = Path(path)
    kind = sniff(path)
    document = structure.build(_read(path, kind, ocr), path=shown(path), format=kind, sha256=sha256(path))
    if not document.blocks:
        raise UnreadableFile(
            f"{path.name}: there is no text in the file",
            remedy="if it holds pictures of pages, save it as .pdf and let it be read by OCR",
        )
    return document


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sniff(path: Path) -> Format:
    """The format, by the file's content. Raises UnreadableFile for what is none of ours, with the remedy."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise UnreadableFile(
            f"{path.name}: {error.strerror or error}", remedy="check the path and its rights"
        ) from None
    if not head.strip(b"\0 \t\r\n"):
        raise UnreadableFile(f"{path.name}: the file is empty", remedy="get it again from where it came")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(_OLE):
        return _ole(path)
    if head.lstrip().startswith(b"{\\rtf"):
        return "rtf"
    if head.startswith(_IMAGES):
        return "image"
    if _WORD_MARKUP.search(head):
        return "doc"  # web pages and Word 2003 XML saved under Word's name: LibreOffice knows them
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(
            f"{path.name}: neither text nor a format that is read here", remedy="save it as .docx or .pdf"
        )
    return "md" if path.suffix.lower() in {".md", ".markdown"} else "txt"


def _ole(path: Path) -> Format:
    """Word 97 to 2003, or OOXML that is encrypted; told by the names in the compound file's directory ([MS-
    CFB] 2.6).
    """
    data = path.read_bytes()
    if "WordDocument".encode("utf-16-le") in data:
        return "doc"
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableFile(
            f"{path.name}: the file is encrypted with a password",
            remedy="open it in Word and save it without one",
        )
    raise UnreadableFile(
        f"{path.name}: an Office 97-2003 file without a Word document, or cut short",
        remedy="get it again, or save what it holds as .docx",
    )


def _read(path: Path, kind: Format, ocr: Ocr) -> Flow:
    if kind == "docx":
        return docx.read(path)
    if kind in {"doc", "rtf"}:
        with office.as_docx(path, kind) as converted:
            return docx.read(converted)
    if kind in {"txt", "md"}:
        return plain.read(path, markdown=kind == "md")
    return pdf.read_image(path, ocr=ocr) if kind == "image" else pdf.read(path, ocr=ocr)
