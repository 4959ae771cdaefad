"""Ingest on a Ray cluster: the per-file function of one machine, its rows as Parquet partitions of a shard.

First every file's hash is taken, then those that the shard does not hold go out in chunks; a chunk whose
node is lost is read again on another (Ray's task retries). Inside a task the files are read by a pool of its
own, so that one that crashes or hangs costs only itself, as on one machine.
"""

from __future__ import annotations

import logging
import os
import platform
import socket
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from typing import Any, TypeVar

import pyarrow as pa

from extractor.archive import load, shard
from extractor.errors import ExtractorError, MissingPart
from extractor.ingest import remote, shards
from extractor.ingest.pool import Pool
from extractor.ingest.run import Log, Tally, news_of
from extractor.ingest.work import NEEDED, Ocr, Task, version, work
from extractor.ingest.write import Failed, Read
from extractor.text import shown

CHUNKS = 8  # tasks a processor gets: the last to end keeps the others waiting for a share of that
LARGEST_CHUNK = 128  # files of a task, and documents of a partition
RETRIES = 10  # nodes that a chunk may be lost with
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Told:
    """What became of a file that was read: a document, or, with an `error`, a failure."""

    path: str
    sha256: str | None
    stage: str = ""
    error: str = ""
    message: str = ""
    pages: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)


def ingest_on_ray(
    places: Sequence[str],
    out: str,
    *,
    address: str | None = None,
    jobs: int | None = None,
    ocr: Ocr = "auto",
    force: bool = False,
    timeout: float = 300.0,
    memory: int = 4096,
    watch: Callable[[Tally], None] = lambda tally: None,
    stop: Callable[[], bool] = lambda: False,
    log: Log = lambda event, fields: None,
) -> Tally:
    """Reads files, folders and URLs into the shard `out`, as `ingest` does into an archive, on a Ray cluster.

    Without an address (here or in RAY_ADDRESS) a cluster of this machine is made, of `jobs` processors. Paths
    and `out` must be seen from every node. Raises MissingPart where Ray is not installed.
    """
    sources = list(remote.sources(places))
    with _cluster(address, jobs) as ray:
        run = _Run(ray, out, ocr, force, watch, stop, log)
        run.settle(sources)
        run.read(timeout, memory)
        run.finish()
        return run.tally


class _Run:
    """What the shard holds, what is to be read, and what the run has to say at its end."""

    def __init__(
        self,
        ray: Any,
        out: str,
        ocr: Ocr,
        force: bool,
        watch: Callable[[Tally], None],
        stop: Callable[[], bool],
        log: Log,
    ) -> None:
        self.ray, self.out, self.ocr, self.force = ray, out, ocr, force
        self.watch, self.stop, self.log = watch, stop, log
        self.tally = Tally()
        self.begun, self.started_at = time.monotonic(), load.now()
        self.run_id = f"{self.started_at:%Y%m%dT%H%M%S%f}-{uuid.uuid4().hex[:6]}"
        self.versions: dict[str, str] = {}
        self.held_at: dict[str, str] = {}  # doc_id by path
        self.failures: set[tuple[Any, ...]] = set()  # that the shard has noted already
        if shard.listing(out):
            with shard.tables(out) as held:
                self.versions = dict(
                    held.execute("SELECT doc_id, extractor_version FROM documents").fetchall()
                )
                self.held_at = dict(held.execute("SELECT path, doc_id FROM paths").fetchall())
                self.failures = set(held.execute('SELECT * EXCLUDE ("at") FROM failures').fetchall())
        self.twins: dict[str, list[str]] = {}  # by hash: the files of those bytes, of which the first is read
        self.words: list[dict[str, str | None]] = []  # what lies where, beside what was read there
        self.failed: list[Told] = []

    def settle(self, sources: Sequence[remote.Source]) -> None:
        """Settles which files must be read, and what becomes of the others."""
        found = []
        for source in sources:
            if source.passed:
                self.tally.passed.append((shown(source.name), source.passed))
            else:
                found.append(source)
        self.tally.files = len(found)
        about = {"run": self.run_id, "out": self.out, "files": len(found), "version": version()}
        self.log("start", about)
        sound = [source.name for source in found if not source.trouble]
        hashes: dict[str, tuple[str | None, str]] = {}
        for chunk in self._run(digest_chunk, [(names,) for names in self._chunks(sound)]):
            hashes.update(chunk)
        for source in found:
            sha256, trouble = hashes.get(source.name, (None, source.trouble or "not looked at"))
            if sha256 is None:
                if not self.tally.interrupted:
                    message = f"{shown(source.name)}: {trouble}"
                    self._fail(Told(shown(source.name), None, "open", "UnreadableFile", message))
            elif sha256 in self.twins:
                self.twins[sha256].append(source.name)
            elif self.versions.get(sha256[:16]) == version() and not self.force:
                self._place(source.name, sha256[:16])
            else:
                self.twins[sha256] = [source.name]

    def read(self, timeout: float, memory: int) -> None:
        """Has the files read, on whatever nodes there are."""
        files = [(names[0], sha256) for sha256, names in self.twins.items()]
        tasks = [
            (f"{self.run_id}-{n:06}", chunk, self.out, version(), self.ocr, timeout, memory)
            for n, chunk in enumerate(self._chunks(files))
        ]
        for chunk in self._run(read_chunk, tasks):
            for told in chunk:
                self._settle(told)

    def finish(self) -> None:
        """Writes what the run says beside its documents, and takes away what they have superseded."""
        t = self.tally
        t.seconds = round(time.monotonic() - self.begun, 3)
        keys = ("path", "sha256", "stage", "error", "message")
        noted = [{key: getattr(told, key) for key in keys} for told in self.failed]
        failures = [row | {"at": load.now()} for row in noted if tuple(row.values()) not in self.failures]
        run = {"run_id": self.run_id, "started_at": self.started_at, "finished_at": load.now()}
        runs = [run | t.counts | {"seconds": t.seconds, "extractor_version": version()}]
        said = {"paths": self.words, "failures": failures, "runs": runs}
        tables = {
            name: pa.Table.from_pylist(rows, schema=shard.schemas()[name])
            for name, rows in said.items()
            if rows
        }
        shards.write(self.out, f"{self.run_id}-end", tables)
        shards.sweep(self.out, self.run_id)
        self.watch(t)
        stages = {stage: round(seconds, 3) for stage, seconds in t.stages.items()}
        self.log("end", {"run": self.run_id, **t.counts, "seconds": t.seconds, "stages": stages})

    def _run(self, function: Callable[..., T], tasks: Sequence[tuple[Any, ...]]) -> Iterator[T]:
        """What the tasks give, as they end; once the user wants to stop, no more."""
        if self.tally.interrupted:
            return
        remote_function = self.ray.remote(num_cpus=1, max_retries=RETRIES)(function)
        waiting = [remote_function.remote(*task) for task in tasks]
        try:
            while waiting and not self.tally.interrupted:
                ended, waiting = self.ray.wait(waiting, timeout=0.2)
                for reference in ended:
                    yield self._result(reference)
                self.watch(self.tally)
                self.tally.interrupted = self.stop()
        finally:
            for reference in waiting:
                self.ray.cancel(reference, force=True)

    def _result(self, reference: Any) -> Any:
        try:
            return self.ray.get(reference)
        except self.ray.exceptions.RayTaskError as error:
            cause = error.cause
            if isinstance(cause, ExtractorError):
                raise cause from None
            raise
        except self.ray.exceptions.RayError as error:
            reason = " ".join(str(error).split())[:200]
            raise ExtractorError(
                f"the cluster has lost a part of the work ({type(error).__name__}: {reason})",
                remedy="what was read is kept; run again",
                stage="crash",
            ) from error

    def _chunks(self, items: Sequence[T]) -> list[Sequence[T]]:
        processors = int(self.ray.cluster_resources().get("CPU", 1))
        size = min(LARGEST_CHUNK, max(1, -(-len(items) // (processors * CHUNKS))))
        return [items[begin : begin + size] for begin in range(0, len(items), size)]

    def _place(self, name: str, doc_id: str) -> None:
        """A document that the shard holds, met at a path; those where it lies no more are struck out."""
        self.tally.skipped += 1
        path = shown(name)
        if self.held_at.get(path) == doc_id:
            return
        self.words.append({"path": path, "doc_id": doc_id})
        for old in [p for p, d in self.held_at.items() if d == doc_id and not remote.exists(p)]:
            self.words.append({"path": old, "doc_id": None})
            del self.held_at[old]
        self.log("file", {"run": self.run_id, "path": path, "outcome": "there already", "doc_id": doc_id})

    def _settle(self, told: Told) -> None:
        first, *twins = self.twins[told.sha256 or ""]
        if told.error:
            self._fail(told)
            for twin in twins:
                message = told.message.replace(PurePath(told.path).name, PurePath(shown(twin)).name)
                self._fail(replace(told, path=shown(twin), message=message))
            return
        doc_id = (told.sha256 or "")[:16]
        seconds = {stage: round(taken, 4) for stage, taken in told.seconds.items()}
        about = {"run": self.run_id, "path": shown(first), "outcome": "read", "doc_id": doc_id}
        self.log("file", about | {"pages": told.pages, "seconds": seconds})
        for stage, taken in told.seconds.items():
            self.tally.stages[stage] += taken
        self.tally.ingested += 1
        self.tally.pages += told.pages
        for twin in twins:
            self._place(twin, doc_id)

    def _fail(self, told: Told) -> None:
        self.tally.failed += 1
        self.tally.failures.append((told.path, told.message))
        self.failed.append(told)
        about = {"run": self.run_id, "path": told.path, "outcome": "failed"}
        self.log("file", about | {"stage": told.stage, "error": told.error, "message": told.message})


def digest_chunk(names: Sequence[str]) -> dict[str, tuple[str | None, str]]:
    """The hash of each file, or what stands against it."""
    found: dict[str, tuple[str | None, str]] = {}
    for name in names:
        try:
            found[name] = remote.digest(name), ""
        except Exception as error:
            found[name] = None, _reason(error)
    return found


def read_chunk(
    part: str,
    files: Sequence[tuple[str, str]],
    out: str,
    expected: str,
    ocr: Ocr,
    timeout: float,
    memory: int,
) -> list[Told]:
    """Reads files, given with their hashes, one by one and writes their rows as one part of a shard.

    Each time it is called the part has another name: a node thought lost may still be writing the first.
    Raises ExtractorError where this node's extractor is not of the version expected.
    """
    if version() != expected:
        raise ExtractorError(
            f"{platform.node()} has extractor {version()}, this machine {expected}",
            remedy="install the same version on every node",
            stage="open",
        )
    documents: dict[str, load.Rows] = {}
    told: list[Told] = []
    pool = Pool(work, jobs=1, timeout=timeout, memory=memory * 2**20, preload=NEEDED)
    with closing(pool), tempfile.TemporaryDirectory(prefix="extractor-") as scratch:
        for name, sha256 in files:
            news = _read(pool, name, sha256, Path(scratch), ocr)
            path = shown(name)
            if isinstance(news, Failed):
                told.append(Told(path, news.sha256, news.stage, news.error, news.message))
                continue
            told.append(Told(path, sha256, pages=news.pages, seconds=news.seconds))
            documents[sha256] = load.unpacked(news.rows)
    if documents:
        contents = list(documents.values())
        names = dict.fromkeys(table for content in contents for table in content)
        tables = {table: pa.concat_tables([c[table] for c in contents if table in c]) for table in names}
        shards.write(out, f"{part}-{uuid.uuid4().hex[:6]}", tables)
    return told


def _read(pool: Pool, name: str, sha256: str, scratch: Path, ocr: Ocr) -> Read | Failed:
    try:
        path = remote.fetched(name, scratch)
    except Exception as error:
        return Failed(Path(name), sha256, "open", "UnreadableFile", f"{shown(name)}: {_reason(error)}")
    pool.start(Task(path, sha256, ocr, version(), name))
    done = next(done for _ in iter(int, 1) for done in pool.done(patience=1.0))
    news = news_of(done)
    if path.parent == scratch:
        path.unlink(missing_ok=True)
    if isinstance(news, Failed):
        message = news.message.replace(shown(path), shown(name))
        return Failed(path, sha256, news.stage, news.error, message)
    return news


def _reason(error: Exception) -> str:
    """Why a file cannot be had: the libraries behind URLs raise errors of many kinds."""
    words = getattr(error, "strerror", None) or str(error) or type(error).__name__
    return shown(" ".join(words.split()))[:300]


@contextmanager
def _cluster(address: str | None, jobs: int | None) -> Iterator[Any]:
    """Ray, connected to the cluster at an address or in RAY_ADDRESS, else to one made for the time being."""
    try:
        import ray
    except ImportError as error:
        raise MissingPart(
            "Ray is not installed", remedy="pip install 'extractor[ray]'", stage="open"
        ) from error
    if ray.is_initialized():
        yield ray
        return
    address = address or os.environ.get("RAY_ADDRESS")
    where: dict[str, Any] = (
        {"address": address} if address else {"address": "local", "num_cpus": jobs or os.cpu_count()}
    )
    try:
        host, _, port = (address or "").removeprefix("ray://").rpartition(":")
        if host and port.isdigit():  # Ray itself would try for minutes
            socket.create_connection((host, int(port)), timeout=10).close()
        ray.init(**where, log_to_driver=False, include_dashboard=False, logging_level=logging.ERROR)
    except Exception as error:
        reason = " ".join(str(error).split())[:200]
        raise ExtractorError(f"{address or 'Ray'}: no cluster to be had ({reason})", stage="open") from error
    try:
        yield ray
    finally:
        ray.shutdown()
