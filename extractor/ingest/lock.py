"""One ingest at a time into one archive: a second waits. The kernel frees the lock of a killed run."""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def only_one(db: Path, talk: Callable[[str], None]) -> Iterator[None]:
    """Holds the archive's ingest lock (`FILE.lock` beside it, gone at the end), after any other run."""
    path = db.with_name(db.name + ".lock")
    descriptor = _acquire(path, talk)
    try:
        yield
    finally:
        path.unlink(
            missing_ok=True
        )  # before the lock is let go: whoever waits finds a new file, see _acquire
        os.close(descriptor)


def _acquire(path: Path, talk: Callable[[str], None]) -> int:
    told = False
    while True:
        descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if path.exists() and os.fstat(descriptor).st_ino == path.stat().st_ino:
                return descriptor
        except BlockingIOError:
            if not told:
                talk("Another ingest into this archive is running: waiting for it to end")
                told = True
            time.sleep(0.2)
        except FileNotFoundError:
            pass  # its holder ended between the two looks
        except BaseException:
            os.close(descriptor)
            raise
        os.close(descriptor)
