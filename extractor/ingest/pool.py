"""A pool of worker processes in which a task that crashes, hangs or eats memory costs only itself.

`concurrent.futures` breaks the whole pool when one worker dies and cannot stop one that hangs; here every
worker has its own pipe, its own session (a converter it started dies with it), its own temporary folder, a
limit of memory and of the files it writes, and a deadline for each task.
"""

from __future__ import annotations

import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerContext
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

Failure = Literal["timeout", "memory", "crash"]

_STARTING = threading.Lock()


@dataclass(frozen=True, slots=True)
class Done:
    """A task's result, or how its worker ended: `failure` with one line that says so."""

    task: Any
    result: Any = None
    failure: Failure | None = None
    message: str = ""


class Worker:
    """One process that runs `function` on a task at a time."""

    def __init__(self, context: ForkServerContext, function: Callable[[Any], Any], memory: int) -> None:
        self.pipe, theirs = context.Pipe()
        self.scratch = tempfile.mkdtemp(prefix="extractor-")
        self.process: BaseProcess = context.Process(
            target=_serve, args=(function, theirs, memory, self.scratch), daemon=True
        )
        self.process.start()
        theirs.close()
        self.task: Any = None
        self.deadline = 0.0

    @property
    def busy(self) -> bool:
        return self.task is not None

    def start(self, task: Any, timeout: float) -> None:
        self.task = task
        self.deadline = time.monotonic() + timeout
        self.pipe.send(task)

    def kill(self) -> None:
        """Ends the process and everything it started, and clears away what they wrote."""
        self.process.kill()
        for pid in _session(self.process.pid):
            with suppress(ProcessLookupError, PermissionError):
                os.kill(pid, signal.SIGKILL)
        self.process.join()
        self.pipe.close()
        shutil.rmtree(self.scratch, ignore_errors=True)


class Pool:
    """`jobs` workers; `memory` is the most bytes one may hold, `timeout` the most seconds a task may take.

    The modules of `preload` are imported once and shared by all workers, also by those that replace others.
    """

    def __init__(
        self,
        function: Callable[[Any], Any],
        *,
        jobs: int,
        timeout: float,
        memory: int,
        preload: Sequence[str] = (),
    ) -> None:
        self._function, self._timeout, self._memory = function, timeout, memory
        self._context = get_context("forkserver")
        self._context.set_forkserver_preload(list(preload))
        with _deaf(), on_its_own():
            forkserver.ensure_running()
        self._workers = [self._new() for _ in range(jobs)]

    @property
    def free(self) -> bool:
        return any(not w.busy for w in self._workers)

    @property
    def busy(self) -> bool:
        return any(w.busy for w in self._workers)

    def start(self, task: Any) -> None:
        """Gives a task to a free worker, one that died idle being replaced first."""
        index = next(i for i, w in enumerate(self._workers) if not w.busy)
        try:
            self._workers[index].start(task, self._timeout)
        except OSError:
            self._replace(index)
            self._workers[index].start(task, self._timeout)

    def done(self, patience: float) -> Iterator[Done]:
        """What has ended by now, after waiting at most `patience` seconds for the first."""
        busy = [w for w in self._workers if w.busy]
        nearest = min((w.deadline for w in busy), default=0.0) - time.monotonic()
        wait([w.pipe for w in busy], timeout=max(0.0, min(patience, nearest)))
        for index, worker in enumerate(self._workers):
            if worker.busy and (done := self._look(worker)) is not None:
                if done.failure:
                    self._replace(index)
                worker.task = None
                yield done

    def close(self) -> None:
        for worker in self._workers:
            worker.kill()

    def _look(self, worker: Worker) -> Done | None:
        if worker.pipe.poll():
            try:
                kind, result = worker.pipe.recv()
            except (EOFError, OSError):
                worker.process.join(5)
                return Done(worker.task, failure="crash", message=_how_it_ended(worker.process.exitcode))
            if kind == "memory":
                return Done(
                    worker.task,
                    failure="memory",
                    message=f"needs more than {self._memory // 2**20} MB of memory",
                )
            return Done(worker.task, result)
        if time.monotonic() >= worker.deadline:
            return Done(worker.task, failure="timeout", message=f"took longer than {self._timeout:g} seconds")
        return None

    def _replace(self, index: int) -> None:
        self._workers[index].kill()
        self._workers[index] = self._new()

    def _new(self) -> Worker:
        with on_its_own():
            return Worker(self._context, self._function, self._memory)


@contextmanager
def on_its_own() -> Iterator[None]:
    """Processes started here do not run the user's script again, as multiprocessing would have them do.

    So `extractor.ingest(…)` may stand in a script without `if __name__ == "__main__"`. One thread at a time.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _deaf() -> Iterator[None]:
    """What is started here never hears Ctrl-C: that ends a run by way of the process that steers it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, heard)


def _session(leader: int | None) -> list[int]:
    """The processes of the session that `leader` began: its descendants, whatever groups they formed."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(ProcessLookupError, PermissionError):
            if os.getsid(int(entry.name)) == leader:
                found.append(int(entry.name))
    return found


def _serve(function: Callable[[Any], Any], pipe: Connection, memory: int, scratch: str) -> None:
    """A worker's life: tasks come in, results go out, until the other end is gone."""
    os.setsid()
    os.environ["TMPDIR"] = tempfile.tempdir = scratch
    gc.freeze()  # what is preloaded stays: collecting need not look through it again and again
    resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
    resource.setrlimit(resource.RLIMIT_FSIZE, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            answer = ("result", function(task))
        except MemoryError:
            answer = ("memory", None)
        try:
            pipe.send(answer)
        except OSError:
            return


def _how_it_ended(exitcode: int | None) -> str:
    if exitcode is not None and exitcode < 0:
        return f"the reader was ended by signal {signal.Signals(-exitcode).name}"
    return f"the reader ended with code {exitcode}"
