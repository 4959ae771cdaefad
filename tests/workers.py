"""What the workers of the tests do: answer, crash, hang, eat memory."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path


def work(task: str) -> str:
    """`task` says what: `answer X`, `crash`, `exit`, `hang`, `eat`, `child FILE` (hang, with a child)."""
    what, _, rest = task.partition(" ")
    if what == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif what == "exit":
        os._exit(3)
    elif what == "hang":
        time.sleep(600)
    elif what == "eat":
        return str(len(bytearray(8 * 2**30)))
    elif what == "child":
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        Path(rest).write_text(str(child.pid), encoding="utf-8")
        time.sleep(600)
    return rest
