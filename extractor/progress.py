"""How an ingest looks on the terminal: a bar with rate and time left while it runs, a summary at its end."""

from __future__ import annotations

import json
import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from types import FrameType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from extractor.console import say
from extractor.errors import ExtractorError
from extractor.ingest import Tally

SHOWN = 20  # failures named in the summary


class _Rate(TextColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.finished_speed or task.speed or 0:.1f} files/s")


@contextmanager
def bar(console: Console) -> Iterator[tuple[Callable[[Tally], None], Callable[[str], None]]]:
    """A progress bar, as what an ingest needs: who watches its tally, and who takes its words."""
    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), _Rate(""), TimeElapsedColumn(),
        TextColumn("left"), TimeRemainingColumn(), TextColumn("{task.fields[failed]} failed"),
    )  # fmt: skip
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        row = progress.add_task("Reading", total=None, failed=0)

        def watch(tally: Tally) -> None:
            progress.update(row, total=tally.files, completed=tally.done + tally.waiting, failed=tally.failed)

        yield watch, partial(say, console)


@contextmanager
def interruptible(talk: Callable[[str], None]) -> Iterator[Callable[[], bool]]:
    """Whether the user has asked to stop. A first Ctrl-C asks, a second one breaks off."""
    asked = threading.Event()

    def ask(number: int, frame: FrameType | None) -> None:
        if asked.is_set():
            raise KeyboardInterrupt
        asked.set()
        talk("Stopping: what has been read is being loaded (Ctrl-C again breaks off)")

    heard = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield asked.is_set
    finally:
        for number, handler in heard.items():
            signal.signal(number, handler)


@contextmanager
def json_log(path: Path | None) -> Iterator[Callable[[str, Mapping[str, object]], None]]:
    """Who takes an ingest's events: appended to `path`, one JSON object a line; nobody, where it is None."""
    if path is None:
        yield lambda event, fields: None
        return
    try:
        file = path.open("a", encoding="utf-8", buffering=1)
    except OSError as error:
        raise ExtractorError(f"{path}: cannot be written ({error.strerror})", stage="open") from error

    def write(event: str, fields: Mapping[str, object]) -> None:
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        file.write(json.dumps({"at": at, "event": event, **fields}, ensure_ascii=False) + "\n")

    with file:
        yield write


def summary(tally: Tally, db: Path | str, console: Console) -> None:
    """What the run did: a line of numbers, why files failed, what was passed over."""
    tell = partial(say, console)
    if tally.interrupted:
        tell("Interrupted: what was loaded is kept, the same command reads the rest", style="yellow")
    rate = (
        f", {tally.ingested / tally.seconds:.1f} documents a second"
        if tally.ingested and tally.seconds
        else ""
    )
    tell(
        f"{tally.files} files: {tally.ingested} read ({tally.pages} pages), {tally.skipped} there already, "
        f"{tally.failed} failed; {tally.seconds:.1f} s{rate}"
    )
    for _, message in tally.failures[:SHOWN]:
        tell(f"  failed: {message}", style="red")
    if len(tally.failures) > SHOWN:
        tell(f"  … and {len(tally.failures) - SHOWN} more: extractor query --db {db} failures", style="red")
    for why, count in Counter(why for _, why in tally.passed).most_common():
        tell(f"  passed over: {count} ({why})")
