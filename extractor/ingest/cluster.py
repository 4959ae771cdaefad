"""Ingest on a Ray cluster: the per-file function of one machine, its rows as Parquet partitions of a shard.

Files go out in chunks; a chunk whose node is lost is read again on another (Ray's task retries) and writes
the same partition. Inside a task the files are read by a pool of its own, so that one that crashes or hangs
costs only itself, as on one machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import fsspec

from extractor.archive import load
from extractor.errors import ExtractorError, MissingPart
from extractor.ingest import shards
from extractor.ingest.files import SUFFIXES, Found, digest, walk
from extractor.ingest.pool import Pool
from extractor.ingest.run import news_of
from extractor.ingest.work import NEEDED, Ocr, Task, version, work
from extractor.ingest.write import Failed
from extractor.text import shown

CHUNK = 32  # files of a task and of a partition


def ingest_on_ray(
    sources: Sequence[str],
    shard: str,
    *,
    ocr: Ocr = "auto",
    timeout: float = 300.0,
    memory: int = 4096,
    address: str | None = None,
) -> tuple[int, int]:
    """Reads files, folders and URLs into a shard; gives how many documents went in and how many files failed.

    Paths and `shard` must be seen from every node. Raises MissingPart where Ray is not installed.
    """
    try:
        import ray
    except ImportError as error:
        raise MissingPart("Ray is not installed", remedy="pip install 'extractor[ray]'") from error
    if not ray.is_initialized():
        ray.init(address=address, log_to_driver=False, include_dashboard=False)
    files = [name for source in sources for name in names(source)]
    chunks = [files[begin : begin + CHUNK] for begin in range(0, len(files), CHUNK)]
    task = ray.remote(num_cpus=1, max_retries=10)(read_chunk)
    waiting = [task.remote(f"{n:06}", chunk, shard, ocr, timeout, memory) for n, chunk in enumerate(chunks)]
    counts = ray.get(waiting)
    return sum(read for read, _ in counts), sum(failed for _, failed in counts)


def names(source: str) -> list[str]:
    """The files that an ingest of a path or URL takes, in the order of their names."""
    if "://" not in source:
        return [str(item.path) for item in walk([Path(source)]) if isinstance(item, Found)]
    system, root = fsspec.core.url_to_fs(source)
    if not system.exists(root):
        raise ExtractorError(f"{source}: no such file or folder", stage="open")
    found = [root] if system.isfile(root) else sorted(system.find(root))
    return [str(system.unstrip_protocol(name)) for name in found if Path(name).suffix.lower() in SUFFIXES]


def read_chunk(
    part: str, files: Iterable[str], shard: str, ocr: Ocr, timeout: float, memory: int
) -> tuple[int, int]:
    """Reads files one by one and writes their partition; gives how many went in and how many failed."""
    contents: dict[str, Any] = {}
    failures: list[dict[str, object]] = []
    pool = Pool(work, jobs=1, timeout=timeout, memory=memory * 2**20, preload=NEEDED)
    try:
        with tempfile.TemporaryDirectory(prefix="extractor-") as scratch:
            for name in files:
                news = _read(pool, name, Path(scratch), ocr)
                if not isinstance(news, Failed):
                    contents.setdefault(news.sha256, load.unpacked(news.rows))
                else:
                    values = (shown(name), news.sha256, news.stage, news.error, news.message)
                    keys = ("path", "sha256", "stage", "error", "message")
                    failures.append(dict(zip(keys, values, strict=True)))
    finally:
        pool.close()
    shards.write(shard, part, list(contents.values()), failures)
    return len(contents), len(failures)


def _read(pool: Pool, name: str, scratch: Path, ocr: Ocr) -> Any:
    path = Path(name)
    try:
        if "://" in name:
            system, where = fsspec.core.url_to_fs(name)
            path = scratch / Path(where).name
            system.get(where, str(path))
        pool.start(Task(path, digest(path), ocr, version(), name))
    except OSError as error:
        return Failed(path, None, "open", "UnreadableFile", f"{shown(name)}: {error.strerror or error}")
    while True:
        for done in pool.done(patience=1.0):
            return news_of(done)
