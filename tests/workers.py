"""What the workers of the tests do: answer, crash, hang, eat memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from extractor.errors import ExtractorError


def work(task: str) -> str:
    """`task` says what: `answer X`, `crash`, `exit`, `hang`, `eat`, `fill`, `child FILE` (hang, with a child
    that leads a group of its own and a file in the temporary folder; notes both in FILE).
    """
    what, _, rest = task.partition(" ")
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "exit":
        os._exit(3)
    elif what == "hang":
        time.sleep(600)
    elif what == "eat":
        return str(len(bytearray(8 * 2**30)))
    elif what == "fill":
        with tempfile.TemporaryFile() as file:
            file.truncate(8 * 2**30)
    elif what == "child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], process_group=0)
        _, scratch = tempfile.mkstemp()
        Path(rest).write_text(f"{child.pid} {scratch}", encoding="utf-8")
        time.sleep(600)
    return rest


def work_or_say(task: str) -> str:
    """The same, or what went wrong."""
    try:
        return work(task)
    except OSError as error:
        return str(error)


def call(task: str, talk: Callable[[str], None]) -> str:
    """The same for a call apart, which says its task first; `raise` raises."""
    talk(task)
    if task == "raise":
        raise ExtractorError("a.duckdb: no room", remedy="make some", stage="load")
    return work(task)
