"""The parts of a .docx file, opened with care: Open Packaging Conventions (ECMA-376 part 2) over zip.

Strict OOXML (ISO/IEC 29500-1) is read as transitional by renaming its namespaces. Nothing is resolved from
outside, entities are refused, and no part may unpack to more than `PART_LIMIT`.
"""

from __future__ import annotations

import lzma
import posixpath
import struct
import zipfile
import zlib
from functools import cached_property
from pathlib import Path

from lxml import etree

from extractor.errors import UnreadableFile

PART_LIMIT = 128 * 1024 * 1024  # a thousand printed pages are about 10 MB of XML

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_STRICT = {
    b"http://purl.oclc.org/ooxml/wordprocessingml/main": b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    b"http://purl.oclc.org/ooxml/officeDocument/relationships": b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    b"http://purl.oclc.org/ooxml/officeDocument/math": b"http://schemas.openxmlformats.org/officeDocument/2006/math",
    b"http://purl.oclc.org/ooxml/drawingml/main": b"http://schemas.openxmlformats.org/drawingml/2006/main",
}
# What zipfile raises on damaged, encrypted and exotic archives; it promises none of them in particular.
_ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    RuntimeError,
    OSError,
)
_DAMAGED = "open it in Word or LibreOffice and save it again"


class Package:
    """A .docx file's main document and the parts that it names by relationship (`styles`, `footnotes`, …)."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except _ZIP_ERRORS as error:
            raise UnreadableFile(f"{path.name}: the docx is damaged ({error})", remedy=_DAMAGED) from None
        main = self._related("", "officeDocument")
        if main is None:
            raise UnreadableFile(
                f"{path.name}: a zip file without a Word document in it",
                remedy="unpack it and ingest what it holds",
            )
        self._main = main
        root = self._parse(main)
        if root is None or root.tag != W + "document":
            raise UnreadableFile(
                f"{path.name}: an Office file, but no Word document", remedy="save it as .docx"
            )
        self.document = root

    def part(self, kind: str) -> etree._Element | None:
        """The root of the part with a relationship of this kind from the main document, None where there is
        none.
        """
        name = self._relations.get(kind)
        return self._parse(name) if name else None

    @cached_property
    def _relations(self) -> dict[str, str]:
        return self._relationships(self._main)

    def _related(self, source: str, kind: str) -> str | None:
        return self._relationships(source).get(kind)

    def _relationships(self, source: str) -> dict[str, str]:
        """Internal relationships of a part: last word of the type → part name; the first of a kind counts."""
        folder, name = posixpath.split(source)
        root = self._parse(posixpath.join(folder, "_rels", f"{name}.rels"))
        found: dict[str, str] = {}
        for relation in () if root is None else root.iter(_RELATIONSHIP):
            target = relation.get("Target", "")
            if target and relation.get("TargetMode") != "External":
                part = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
                found.setdefault(relation.get("Type", "").rsplit("/", 1)[-1], part)
        return found

    def _parse(self, name: str) -> etree._Element | None:
        data = self._bytes(name)
        if data is None:
            return None
        for strict, transitional in _STRICT.items():
            data = data.replace(strict, transitional)
        try:
            root = etree.fromstring(data, _parser())
        except etree.XMLSyntaxError as error:
            raise UnreadableFile(
                f"{self.path.name}: {name} is damaged ({error.msg})", remedy=_DAMAGED
            ) from None
        if root.getroottree().docinfo.doctype:
            raise UnreadableFile(
                f"{self.path.name}: {name} declares a document type, which OOXML forbids", remedy=_DAMAGED
            )
        return root

    def _bytes(self, name: str) -> bytes | None:
        entry = self._zip.NameToInfo.get(name) or self._folded.get(name.lower())
        if entry is None:
            return None
        try:
            with self._zip.open(entry) as stream:
                data = stream.read(PART_LIMIT + 1)
        except _ZIP_ERRORS as error:
            raise UnreadableFile(f"{self.path.name}: {name} is damaged ({error})", remedy=_DAMAGED) from None
        if len(data) > PART_LIMIT:
            raise UnreadableFile(
                f"{self.path.name}: {name} unpacks to more than {PART_LIMIT >> 20} MB, as no report does",
                remedy="check where the file comes from",
            )
        return data

    @cached_property
    def _folded(self) -> dict[str, zipfile.ZipInfo]:
        """Part names do not differ by case (part 2, 6.2.2.3); some converters rely on it."""
        return {name.replace("\\", "/").lower(): entry for name, entry in self._zip.NameToInfo.items()}


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
