"""Which files an ingest takes: every readable kind below the paths given, each once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import file_digest
from pathlib import Path, PurePath

_DOCUMENTS = {".docx", ".docm", ".pdf", ".doc", ".rtf", ".txt", ".md"}
_IMAGES = {".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp", ".webp"}
SUFFIXES = _DOCUMENTS | _IMAGES
LARGEST = 2 * 2**30  # bytes; five hundred pages scanned in colour are about half of it
_MAGIC = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, or, where `trouble` says why, one that cannot be."""

    path: Path
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Passed:
    """What was seen and left alone, and why."""

    path: Path
    why: str


def walk(paths: Iterable[Path]) -> Iterator[Found | Passed]:
    """The files named, and those of the folders named and all below them, in the order of their names.

    Links are followed, each folder once; a file named by the user is taken whatever its name, one met in a
    folder when its suffix, or its first bytes where it has none, is of a kind that can be read.
    """
    seen_folders: set[tuple[int, int]] = set()
    seen_files: set[Path] = set()
    for path in paths:
        for item in _folder(path, seen_folders) if path.is_dir() else _file(path, named=True):
            if isinstance(item, Passed):
                yield item
            elif (real := _absolute(item.path)) not in seen_files:
                seen_files.add(real)
                yield Found(real, item.trouble)


def not_meant(name: str, *, named: bool = False) -> str | None:
    """Why a file is left alone whatever it holds, by its name."""
    if name.startswith(("~$", ".~lock.")):
        return "lock file of an open document"
    return "hidden file" if name.startswith(".") and not named else None


def other_kind(name: str, head: Callable[[], bytes]) -> str | None:
    """Why a file is of no kind that is read: by its suffix, or by its first bytes where it has none."""
    suffix = PurePath(name).suffix.lower()
    if suffix in SUFFIXES or (not suffix and head().startswith(_MAGIC)):
        return None
    return f"{suffix or 'no suffix'}: not a kind that is read"


def too_large(size: int) -> str | None:
    """What stands against a file of so many bytes."""
    return f"larger than any report ({LARGEST >> 30} GB)" if size > LARGEST else None


def digest(path: Path) -> str:
    """SHA-256 of a file's bytes."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _folder(folder: Path, seen: set[tuple[int, int]]) -> Iterator[Found | Passed]:
    try:
        status = folder.stat()
        entries = sorted(folder.iterdir())
    except OSError as error:
        yield Found(folder, f"folder cannot be read ({error.strerror or error})")
        return
    if (status.st_dev, status.st_ino) in seen:
        yield Passed(folder, "folder already looked at (a link leads back to it)")
        return
    seen.add((status.st_dev, status.st_ino))
    for entry in entries:
        if entry.is_dir():
            if entry.name.startswith("."):
                yield Passed(entry, "hidden folder")
            else:
                yield from _folder(entry, seen)
        else:
            yield from _file(entry, named=False)


def _file(path: Path, *, named: bool) -> Iterator[Found | Passed]:
    if why := not_meant(path.name, named=named):
        yield Passed(path, why)
    elif trouble := _trouble(path):
        yield Found(path, trouble)
    elif not named and (why := other_kind(path.name, lambda: _head(path))):
        yield Passed(path, why)
    else:
        yield Found(path)


def _trouble(path: Path) -> str | None:
    try:
        size = path.stat().st_size
    except FileNotFoundError:
        return "no such file" if not path.is_symlink() else "link to a file that is not there"
    except OSError as error:
        return "link that leads back to itself" if path.is_symlink() else str(error.strerror or error)
    if not path.is_file():
        return "not a regular file"
    return too_large(size)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(8)
    except OSError:
        return _MAGIC[0]  # let the reader say what is wrong


def _absolute(path: Path) -> Path:
    return Path(os.path.abspath(path))  # noqa: PTH100 - a link stays the name under which the file was found
