"""What the tests have done on the nodes of a Ray cluster: chunks that say where they run, files that do harm."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path
from typing import Any

from extractor.ingest import cluster
from extractor.ingest.work import Outcome, Task
from extractor.ingest.work import work as read

read_chunk = cluster.read_chunk


def harmful(task: Task) -> Outcome:
    """The per-file function; a file named after a harm does it."""
    if task.path.stem == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif task.path.stem == "hang":
        time.sleep(600)
    elif task.path.stem == "eat":
        bytearray(8 * 2**30)
    return read(task)


def read_harmful_chunk(*arguments: Any) -> list[cluster.Told]:
    """A chunk whose files may do harm."""
    cluster.work = harmful
    try:
        return read_chunk(*arguments)
    finally:
        cluster.work = read


def read_chunk_on_a_node_to_be_lost(part: str, files: Any, out: str, *arguments: Any) -> list[cluster.Told]:
    """A chunk that notes in the folder `notes` beside the shard on which node it runs, and never ends on the
    node named in `doomed`, where its first file is read only.
    """
    import ray

    beside = Path(out).parent
    node = ray.get_runtime_context().get_node_id()
    (beside / "notes" / f"{part.rpartition('-')[2]} {node}").touch()
    if node == (beside / "doomed").read_text():
        read_chunk(part, files[:1], out, *arguments)
        time.sleep(600)
    return read_chunk(part, files, out, *arguments)
