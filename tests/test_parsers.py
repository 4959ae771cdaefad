"""The reader is chosen by what a file holds; a bad file is one clear line."""

from __future__ import annotations

import random
import shutil
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from ooxml_files import W, docx_file, p, r, relationships

from extractor.errors import ExtractorError, MissingPart, UnreadableFile
from extractor.parsers import docx_package, office, parse, sniff

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)

# (content, format)
SNIFFED = [
    (b"PK\x03\x04....", "docx"),
    (b"%PDF-1.7\n", "pdf"),
    (b"\r\n%PDF-1.4\n", "pdf"),
    (OLE + "WordDocument".encode("utf-16-le"), "doc"),
    (b"{\\rtf1\\ansi}", "rtf"),
    (b"\n{\\rtf1}", "rtf"),
    (b"\x89PNG\r\n\x1a\n\0\0", "image"),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", "image"),
    (b"II*\0\x08\0\0\0", "image"),
    (b"<html xmlns:w='urn:schemas-microsoft-com:office:word'><body>", "doc"),
    ("BÁO CÁO\n".encode(), "txt"),
    ("BÁO CÁO\n".encode("utf-16"), "txt"),
]

# (content, words of the message)
REFUSED = [
    (b"", "empty"),
    (b"\0\0\0", "empty"),
    (OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    (OLE + "Workbook".encode("utf-16-le"), "without a Word document"),
    (b"\x7fELF\x02\x01\0\0\0", "neither text"),
]


@pytest.mark.parametrize(("content", "kind"), SNIFFED)
def test_format_is_told_by_content(tmp_path: Path, content: bytes, kind: str) -> None:
    path = tmp_path / "report.bin"
    path.write_bytes(content)
    assert sniff(path) == kind


@pytest.mark.parametrize(("content", "words"), REFUSED)
def test_other_files_are_refused(tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=words) as raised:
        sniff(path)
    assert "report.docx" in str(raised.value)
    assert raised.value.remedy


def test_markdown_is_told_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "report.md"
    path.write_text("# BÁO CÁO\n", encoding="utf-8")
    assert sniff(path) == "md"


def test_a_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        parse(tmp_path / "none.docx")


def test_a_docx_becomes_a_document(tmp_path: Path) -> None:
    document = parse(docx_file(tmp_path, p(r("I. TÌNH HÌNH")) + p(r("Trồng 12 ha."))))
    assert [block.text for block in document.blocks] == ["I. TÌNH HÌNH", "Trồng 12 ha."]
    assert document.format == "docx"


def whole(tmp_path: Path) -> bytes:
    return docx_file(tmp_path, p(r("Báo cáo")) * 200).read_bytes()


def zip_of(path: Path, members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_STORED) -> Path:
    with zipfile.ZipFile(path, "w", compression) as file:
        for name, content in members.items():
            file.writestr(name, content)
    return path


def test_a_truncated_docx(tmp_path: Path) -> None:
    data = whole(tmp_path)
    for keep in (10, len(data) // 2, len(data) - 10):
        path = tmp_path / "cut.docx"
        path.write_bytes(data[:keep])
        with pytest.raises(UnreadableFile, match="damaged"):
            parse(path)


def test_a_zip_that_is_no_docx(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="without a Word document"):
        parse(zip_of(tmp_path / "a.docx", {"anh.png": b"\x89PNG"}))


def test_a_workbook_under_words_name(tmp_path: Path) -> None:
    members = {
        "_rels/.rels": relationships({"officeDocument": "xl/workbook.xml"}),
        "xl/workbook.xml": "<workbook/>",
    }
    with pytest.raises(UnreadableFile, match="no Word document"):
        parse(zip_of(tmp_path / "a.docx", members))


ENTITIES = "<!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]>"
BOMB = f"{ENTITIES}<w:document xmlns:w='{W}'><w:body>&b;</w:body></w:document>"


def test_entities_are_refused(tmp_path: Path) -> None:
    members = {"_rels/.rels": relationships({"officeDocument": "d.xml"}), "d.xml": BOMB}
    with pytest.raises(UnreadableFile, match="document type"):
        parse(zip_of(tmp_path / "a.docx", members))


def test_a_part_that_unpacks_without_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx_package, "PART_LIMIT", 1 << 20)
    members = {"_rels/.rels": relationships({"officeDocument": "d.xml"}), "d.xml": " " * (2 << 20)}
    with pytest.raises(UnreadableFile, match="unpacks to more than"):
        parse(zip_of(tmp_path / "a.docx", members, zipfile.ZIP_DEFLATED))


RTF = rb"{\rtf1\ansi\deff0{\fonttbl{\f0 .VnTime;}}\f0 Nh\'b5 n\'ad\'edc, ph\'ad\'acng h\'ad\'edng\par}"


@pytest.mark.skipif(office.soffice() is None, reason="LibreOffice is not on this machine")
def test_an_rtf_in_a_legacy_font(tmp_path: Path) -> None:
    path = tmp_path / "report.rtf"
    path.write_bytes(RTF)
    document = parse(path)
    assert [block.text for block in document.blocks] == ["Nhà nước, phương hướng"]
    assert (document.format, document.text_source) == ("rtf", "legacy")


WEB_ARCHIVE = """MIME-Version: 1.0
Content-Type: multipart/related; boundary="x"

--x
Content-Type: text/html; charset="utf-8"

<html><body><p>Trồng 12 ha lúa.</p></body></html>
--x--
"""


@pytest.mark.skipif(office.soffice() is None, reason="LibreOffice is not on this machine")
def test_a_web_archive_under_words_name(tmp_path: Path) -> None:
    path = tmp_path / "report.doc"
    path.write_text(WEB_ARCHIVE, encoding="utf-8")
    assert [block.text for block in parse(path).blocks] == ["Trồng 12 ha lúa."]


def test_without_libreoffice_the_remedy_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.rtf"
    path.write_bytes(RTF)
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(MissingPart, match="apt install libreoffice-writer"):
        parse(path)


def test_a_converter_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sleeper = tmp_path / "soffice"
    sleeper.write_text("#!/bin/sh\nsleep 60 & wait\n")
    sleeper.chmod(0o755)
    path = tmp_path / "report.rtf"
    path.write_bytes(RTF)
    monkeypatch.setattr(office, "soffice", lambda: str(sleeper))
    with pytest.raises(UnreadableFile, match="still at it"), office.as_docx(path, "rtf", timeout=0.2):
        pass


def test_a_converter_that_makes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "report.rtf"
    path.write_bytes(RTF)
    monkeypatch.setattr(office, "soffice", lambda: "/bin/true")
    with pytest.raises(UnreadableFile, match="cannot read"), office.as_docx(path, "rtf"):
        pass


@pytest.mark.parametrize("seed", range(12))
def test_mutated_files_read_or_are_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(whole(tmp_path))
    for _ in range(chance.randint(1, 30)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "mutated.docx"
    path.write_bytes(data)
    message = ""
    try:
        parse(path)
    except ExtractorError as error:
        message = str(error)
    assert "\n" not in message
