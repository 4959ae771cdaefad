"""One call in a process of its own, for what takes memory that must not stay: it ends with its caller."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any

from extractor.errors import ExtractorError
from extractor.ingest.pool import on_its_own


def apart(function: Callable[..., None], *arguments: Any) -> None:
    """Calls `function` and raises what it raised. A caller that is killed takes the process with it.

    `concurrent.futures` would leave it waiting for more work for ever: it holds both ends of its own queue.
    """
    context = get_context("forkserver")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, function, arguments), daemon=True)
    with on_its_own():
        process.start()
    theirs.close()
    try:
        error = ours.recv()
    except EOFError:
        process.join()
        raise ExtractorError(
            f"{function.__name__}: its process was ended (code {process.exitcode})",
            remedy="what was loaded is kept; run again",
            stage="load",
        ) from None
    except BaseException:
        process.kill()
        raise
    finally:
        ours.close()
    process.join()
    if error is not None:
        raise error


def _serve(pipe: Connection, function: Callable[..., None], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_caller, args=(pipe,), daemon=True).start()
    error: Exception | None = None
    try:
        function(*arguments)
    except Exception as raised:
        error = raised
    pipe.send(error)


def _end_with_caller(pipe: Connection) -> None:
    pipe.poll(None)  # nothing is ever sent this way: it returns once the other end is gone
    os._exit(1)
