"""One call in a process of its own, for what takes memory that must not stay: it ends with its caller.

All that DuckDB does in bulk goes this way. Its buffers end with the process, and where it ends the process
itself (memory it cannot get, a damaged file) the run gets one line instead of dying with it.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, TypeVar, cast

from extractor.errors import ExtractorError
from extractor.ingest.pool import on_its_own

T = TypeVar("T")
Talk = Callable[[str], None]


def apart(function: Callable[..., T], *arguments: Any, talk: Talk) -> T:
    """Calls `function(*arguments, talk)`; gives what it gave, raises what it raised. `talk` is called here.

    A caller that is killed takes the process with it.

    `concurrent.futures` would leave it waiting for more work for ever: it holds both ends of its own queue.
    """
    context = get_context("forkserver")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, function, arguments), daemon=True)
    with on_its_own():
        process.start()
    theirs.close()
    try:
        said, answer = ours.recv()
        while said == "line":
            talk(answer)
            said, answer = ours.recv()
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
    if said == "error":
        raise answer
    return cast("T", answer)


def _serve(pipe: Connection, function: Callable[..., T], arguments: tuple[Any, ...]) -> None:
    threading.Thread(target=_end_with_caller, args=(pipe,), daemon=True).start()
    try:
        pipe.send(("result", function(*arguments, lambda line: pipe.send(("line", line)))))
    except Exception as error:
        pipe.send(("error", error))


def _end_with_caller(pipe: Connection) -> None:
    pipe.poll(None)  # nothing is ever sent this way: it returns once the other end is gone
    os._exit(1)
