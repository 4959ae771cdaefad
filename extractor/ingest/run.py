"""One run of ingest: which files must be read, who reads them, and what becomes of them."""

from __future__ import annotations

import os
import time
import uuid
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from extractor.archive import index, load
from extractor.errors import ExtractorError
from extractor.ingest.apart import apart
from extractor.ingest.files import Found, Passed, digest, walk
from extractor.ingest.lock import only_one
from extractor.ingest.pool import Done, Pool
from extractor.ingest.work import NEEDED, Ocr, Outcome, Task, version, work
from extractor.ingest.write import Failed, News, Placed, Read, bring_up_to_date, write, writing
from extractor.text import shown

BATCH = 192  # results loaded at one opening of the archive, at most
ENOUGH = 16 * 2**20  # bytes of rows that are worth an opening by themselves
WAIT = 15.0  # seconds a result waits for others to be loaded with it
AHEAD = 2  # times as much may wait while a reader holds the archive, before no more files are read

Log = Callable[[str, Mapping[str, object]], None]


@dataclass(slots=True)
class Tally:
    """How far a run is; `failures` holds path and line of each, `passed` what was left alone and why.

    `stages` sums the seconds of parse, extract, audit and rows over all workers, and those of load and index.
    """

    files: int = 0
    ingested: int = 0
    skipped: int = 0
    failed: int = 0
    waiting: int = 0  # looked at, but not in the archive yet
    pages: int = 0
    seconds: float = 0.0
    interrupted: bool = False
    failures: list[tuple[str, str]] = field(default_factory=list)
    passed: list[tuple[str, str]] = field(default_factory=list)
    stages: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    @property
    def done(self) -> int:
        return self.ingested + self.skipped + self.failed

    @property
    def counts(self) -> dict[str, int]:
        """What `runs` and the log keep of it."""
        return {name: getattr(self, name) for name in ("files", "ingested", "skipped", "failed", "pages")}


def ingest(
    paths: Iterable[Path | str],
    db: Path | str,
    *,
    jobs: int | None = None,
    ocr: Ocr = "auto",
    force: bool = False,
    timeout: float = 300.0,
    memory: int = 4096,
    watch: Callable[[Tally], None] = lambda tally: None,
    talk: Callable[[str], None] = lambda line: None,
    stop: Callable[[], bool] = lambda: False,
    log: Log = lambda event, fields: None,
) -> Tally:
    """Reads files and folders into the archive `db`, made where it is not there, and returns the tally.

    A file whose bytes the archive holds, read by this version, is skipped unless `force`. Each file has at
    most `timeout` seconds and `memory` MB. `watch` sees the tally as it grows, `talk` gets words for the
    user, `log` each event by name with its fields: start, file, load, index, end. Once `stop` says so the run
    ends, with what was loaded kept. Raises ExtractorError where it cannot start or go on.
    """
    sources = [Path(path) for path in paths]
    for source in sources:
        if not source.exists() and not source.is_symlink():
            raise ExtractorError(f"{shown(source)}: no such file or folder", stage="open")
    db = Path(db)
    if not db.parent.is_dir():
        raise ExtractorError(f"{db}: its folder does not exist", remedy=f"mkdir -p {db.parent}", stage="open")
    with only_one(db, talk):
        run = _Run(db, ocr, force, watch, talk, log)
        run.read(sources, jobs or os.cpu_count() or 1, timeout, memory, stop)
        run.finish()
        return run.tally


class _Run:
    """What the archive holds, what is being read, and what waits to be loaded."""

    def __init__(
        self,
        db: Path,
        ocr: Ocr,
        force: bool,
        watch: Callable[[Tally], None],
        talk: Callable[[str], None],
        log: Log,
    ) -> None:
        self.db, self.ocr, self.force, self.watch, self.talk, self.log = db, ocr, force, watch, talk, log
        self.tally = Tally()
        self.begun = time.monotonic()
        self.run_id = f"{load.now():%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"
        with writing(db, talk) as connection:
            self.versions = dict(
                connection.execute("SELECT doc_id, extractor_version FROM documents").fetchall()
            )
            self.places = dict(connection.execute("SELECT path, doc_id FROM paths").fetchall())
            start = [self.run_id, load.now(), version()]
            connection.execute("INSERT INTO runs VALUES (?, ?, NULL, 0, 0, 0, 0, 0, 0, ?)", start)
        self.twins: dict[str, list[Path]] = {}  # by doc_id being read: further files of the same bytes
        self.read_now: set[str] = set()  # doc_ids that this run has loaded
        self.news: deque[tuple[float, int, News]] = deque()  # since when it waits, and the bytes of its rows
        self.size = 0  # bytes of them all
        self.loader = ThreadPoolExecutor(1)
        self.loading: tuple[list[News], Future[list[Failed]]] | None = None

    def read(
        self, sources: list[Path], jobs: int, timeout: float, memory: int, stop: Callable[[], bool]
    ) -> None:
        found: list[Found] = []
        for item in walk(sources):
            if isinstance(item, Passed):
                self.tally.passed.append((shown(item.path), item.why))
            else:
                found.append(item)
        self.tally.files = len(found)
        start = {"run": self.run_id, "db": str(self.db), "files": len(found), "version": version()}
        self.log("start", start)
        tasks = self._tasks(found)
        task = next(tasks, None)
        if task is None:
            return
        jobs = min(jobs, len(found))
        pool = Pool(work, jobs=jobs, timeout=timeout, memory=memory * 2**20, preload=NEEDED)
        try:
            while task or pool.busy:
                if stop():
                    self.tally.interrupted = True
                    return
                while task and pool.free and not self._is_enough(AHEAD):
                    pool.start(task)
                    task = next(tasks, None)
                for done in pool.done(patience=0.2):
                    self._add(news_of(done))
                self._load_what_is_due()
                self.tally.waiting = len(self.news) + (len(self.loading[0]) if self.loading else 0)
                self.watch(self.tally)
        finally:
            pool.close()

    def finish(self) -> None:
        """Loads what waits, groups the copies of reports, indexes the text, and closes the run's row."""
        while self.news or self.loading:
            self._take_stock()
            self._load()
        self.tally.waiting = 0
        self.loader.shutdown()
        with writing(self.db, self.talk) as connection:
            load.settle_paths(connection)
            stale = index.is_stale(connection)
        if stale:
            self.talk("Grouping the copies of reports, indexing the text")
            with self._timed("index"):
                apart(bring_up_to_date, self.db, talk=self.talk)
        with writing(self.db, self.talk) as connection:
            t = self.tally
            t.seconds = round(time.monotonic() - self.begun, 3)
            connection.execute(
                """
                UPDATE runs
                SET finished_at = $now, files = $files, ingested = $ingested, skipped = $skipped,
                    failed = $failed, pages = $pages, seconds = $seconds
                WHERE run_id = $run_id
                """,
                {"now": load.now(), **t.counts, "seconds": t.seconds, "run_id": self.run_id},
            )
        self.watch(self.tally)
        self.log("end", {"run": self.run_id, **t.counts, "seconds": t.seconds, "stages": dict(t.stages)})

    def _tasks(self, found: Iterable[Found]) -> Iterator[Task]:
        """The files that must be read; what becomes of the others is settled on the way."""
        for item in found:
            try:
                sha256 = None if item.trouble else digest(item.path)
            except OSError as error:
                item = Found(item.path, error.strerror or str(error))
            if item.trouble or sha256 is None:
                self._add(
                    Failed(item.path, None, "open", "UnreadableFile", f"{shown(item.path)}: {item.trouble}")
                )
                continue
            doc_id = sha256[:16]
            if doc_id in self.twins:
                self.twins[doc_id].append(item.path)
            elif doc_id in self.read_now or (self.versions.get(doc_id) == version() and not self.force):
                self._skip(item.path, doc_id)
            else:
                self.twins[doc_id] = []
                yield Task(item.path, sha256, self.ocr, version())

    def _skip(self, path: Path, doc_id: str) -> None:
        if self.places.get(shown(path)) == doc_id:
            self.tally.skipped += 1
        else:
            self._add(Placed(path, doc_id))

    def _add(self, news: News) -> None:
        size = len(news.rows) if isinstance(news, Read) else 0
        self.news.append((time.monotonic(), size, news))
        self.size += size

    def _is_enough(self, times: int = 1) -> bool:
        return len(self.news) >= times * BATCH or self.size >= times * ENOUGH

    def _load_what_is_due(self) -> None:
        if self.loading and not self.loading[1].done():
            return
        self._take_stock()
        if self._is_enough() or (self.news and time.monotonic() - self.news[0][0] > WAIT):
            self._load()

    def _take_stock(self) -> None:
        """Settles what has been loaded, once it has."""
        if self.loading is None:
            return
        batch, loaded = self.loading
        self.loading = None
        instead = {failed.path: failed for failed in loaded.result()}
        for news in batch:
            self._settle(instead.get(news.path, news) if isinstance(news, Read) else news)

    def _load(self) -> None:
        """Hands the next batch to the loader, which must be free."""
        batch: list[News] = []
        held = 0
        while self.news and len(batch) < BATCH and held < ENOUGH:
            _, size, news = self.news.popleft()
            batch.append(news)
            held += size
        self.size -= held
        self.loading = (batch, self.loader.submit(self._write, batch)) if batch else None

    def _write(self, batch: list[News]) -> list[Failed]:
        with self._timed("load", documents=len(batch)):
            return apart(write, self.db, batch, talk=self.talk)

    @contextmanager
    def _timed(self, stage: str, **fields: object) -> Iterator[None]:
        begun = time.monotonic()
        yield
        seconds = time.monotonic() - begun
        self.tally.stages[stage] += seconds
        self.log(stage, {"run": self.run_id, "seconds": round(seconds, 3), **fields})

    def _settle(self, news: News) -> None:
        """Counts what the archive has taken in, and sees to further files of the same bytes."""
        about = {"run": self.run_id, "path": shown(news.path)}
        if isinstance(news, Placed):
            self.tally.skipped += 1
            self.log("file", about | {"outcome": "there already", "doc_id": news.doc_id})
            return
        twins = self.twins.pop((news.sha256 or "")[:16], ())
        if isinstance(news, Read):
            stages = {stage: round(seconds, 4) for stage, seconds in news.seconds.items()}
            what = {"outcome": "read", "doc_id": news.sha256[:16], "pages": news.pages, "seconds": stages}
            self.log("file", about | what)
            for stage, seconds in news.seconds.items():
                self.tally.stages[stage] += seconds
            self.tally.ingested += 1
            self.tally.pages += news.pages
            self.read_now.add(news.sha256[:16])
            for twin in twins:
                self._add(Placed(twin, news.sha256[:16]))
        else:
            what = {"outcome": "failed", "stage": news.stage, "error": news.error, "message": news.message}
            self.log("file", about | what)
            self.tally.failed += 1
            self.tally.failures.append((shown(news.path), news.message))
            for twin in twins:
                message = news.message.replace(shown(news.path.name), shown(twin.name))
                self._add(Failed(twin, news.sha256, news.stage, news.error, message))


def news_of(done: Done) -> Read | Failed:
    """What became of a file."""
    task: Task = done.task
    outcome: Outcome = done.result or Outcome(
        stage=done.failure or "crash",
        error={"timeout": "TimeoutError", "memory": "MemoryError"}.get(done.failure or "", "WorkerCrash"),
        message=f"{shown(task.path)}: {done.message}",
    )
    if outcome.rows is None:
        return Failed(task.path, task.sha256, outcome.stage, outcome.error, outcome.message)
    return Read(task.path, task.sha256, outcome.rows, outcome.pages, outcome.seconds)
