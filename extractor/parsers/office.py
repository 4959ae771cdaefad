"""Old Word files (.doc, .rtf) through LibreOffice, which turns them into .docx, shut off from everything
else.

Each conversion has a profile of its own that is thrown away, runs no macros, follows no links to the
outside and is killed with all its children when its time is over.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from tempfile import TemporaryDirectory

from extractor.errors import MissingPart, UnreadableFile

TIMEOUT = 120.0  # seconds; a 100-page report takes about three

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
 <item oor:path="/org.openoffice.Office.Common/Security/Scripting">
  <prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
  <prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
  <prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop>
 </item>
</oor:items>
"""


def soffice() -> str | None:
    """The LibreOffice command on this machine, None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


@contextmanager
def as_docx(path: Path, format: str, *, timeout: float = TIMEOUT) -> Iterator[Path]:
    """The file (`doc`, `rtf`, …) as a .docx that lasts as long as the context.

    Raises MissingPart without LibreOffice, UnreadableFile where it cannot read the file or takes too long.
    """
    command = soffice()
    if command is None:
        raise MissingPart(
            f"{path.name}: .{format} files are read through LibreOffice, which is not on this machine",
            remedy="install libreoffice-writer (apt install libreoffice-writer), or save the file as .docx",
        )
    with TemporaryDirectory(prefix="extractor-office-") as folder:
        place = Path(folder)
        settings = place / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        source = place / f"report.{format}"  # a plain name: soffice reads options out of odd ones
        source.write_bytes(_content(path))
        target = place / "out" / "report.docx"
        _run(
            [
                command,
                f"-env:UserInstallation={(place / 'profile').as_uri()}",
                "--headless",
                "--norestore",
                "--nolockcheck",
                "--convert-to",
                "docx:MS Word 2007 XML",
                "--outdir",
                str(target.parent),
                str(source),
            ],
            path,
            timeout,
        )
        if not target.is_file():
            raise UnreadableFile(
                f"{path.name}: LibreOffice cannot read this .{format} file",
                remedy="open it in Word and save it as .docx",
            )
        yield target


def _content(path: Path) -> bytes:
    """What LibreOffice gets to read: the file, or the page inside a web archive (`.doc` saved from a
    browser).
    """
    data = path.read_bytes()
    if not data[:13].lower().startswith(b"mime-version:"):
        return data
    for part in message_from_bytes(data, policy=default).walk():
        if part.get_content_type() == "text/html":
            charset = f'<meta charset="{part.get_content_charset("utf-8")}">'
            return charset.encode() + bytes(part.get_payload(decode=True) or b"")
    return data


def _run(command: list[str], path: Path, timeout: float) -> None:
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        process_group=0,  # killed whole; still of the session of a worker, which is killed whole, too
    ) as process:
        try:
            process.wait(timeout)
        except subprocess.TimeoutExpired:
            raise UnreadableFile(
                f"{path.name}: LibreOffice was still at it after {timeout:g} s",
                remedy="save the file as .docx",
            ) from None
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
