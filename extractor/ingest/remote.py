"""Files behind URLs: which of them an ingest takes, what they hold, and bringing one here to be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path, PurePosixPath

from extractor.errors import ExtractorError
from extractor.ingest import files
from extractor.places import is_url, reach, reaching
from extractor.text import shown

_PIECE = 2**20


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read by path or URL; with `trouble`, one that cannot be; with `passed`, one left alone."""

    name: str
    trouble: str | None = None
    passed: str | None = None


def sources(places: Iterable[str]) -> Iterator[Source]:
    """The files that an ingest of paths and URLs takes, each once, in the order of their names."""
    seen: set[str] = set()
    for place in places:
        for source in _below(place) if is_url(place) else _local(Path(place)):
            if source.name not in seen:
                seen.add(source.name)
                yield source


def digest(name: str) -> str:
    """SHA-256 of the bytes of a file."""
    if not is_url(name):
        return files.digest(Path(name))
    system, path = reach(name)
    found = sha256()
    with system.open(path, "rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()


def fetched(name: str, folder: Path) -> Path:
    """Where the file can be read on this machine: brought into `folder` if it lies behind a URL."""
    if not is_url(name):
        return Path(name)
    system, path = reach(name)
    here = folder / PurePosixPath(path).name
    system.get_file(path, str(here))
    return here


def exists(name: str) -> bool:
    """Whether a file still lies where it was seen."""
    if not is_url(name):
        return Path(name).exists()
    system, path = reach(name)
    return bool(system.exists(path))


def _local(path: Path) -> Iterator[Source]:
    if not path.exists() and not path.is_symlink():
        raise ExtractorError(f"{shown(path)}: no such file or folder", stage="open")
    for item in files.walk([path]):
        if isinstance(item, files.Found):
            yield Source(str(item.path), trouble=item.trouble)
        else:
            yield Source(str(item.path), passed=item.why)


def _below(url: str) -> Iterator[Source]:
    """As `files.walk` chooses: by suffix, or by the first bytes where there is none."""
    with reaching(url):
        system, root = reach(url)
        if not system.exists(root):
            raise FileNotFoundError(url)
        if system.isfile(root):
            yield _source(url, system.info(root)["size"], None)
            return
        for path, about in sorted(system.find(root, detail=True).items()):
            inside = PurePosixPath(path).relative_to(root)
            hidden = any(folder.startswith(".") for folder in inside.parts[:-1])
            why = "hidden folder" if hidden else files.not_meant(inside.name)
            why = why or files.other_kind(inside.name, partial(system.read_block, path, 0, 8))
            yield _source(str(system.unstrip_protocol(path)), about["size"], why)


def _source(name: str, size: int, why: str | None) -> Source:
    return Source(name, passed=why, trouble=None if why else files.too_large(size))
