"""Shared fixtures. Material outside the project (`../shared`) is used where present; tests that need it skip, and say so."""

from __future__ import annotations

import fcntl
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from archives import archive
from typed import Ran, Run

from extractor import cli

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: real reports and their gold are not in this checkout")
    return SHARED


@pytest.fixture(scope="session")
def corpus_archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the sample corpus, from its docx files; made once for all workers of a run."""
    return _made_once(tmp_path_factory, "corpus", ROOT / "corpus")


@pytest.fixture(scope="session")
def real_archive(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive of the real reports in ../shared/real that come as docx, made once for all workers of a run."""
    return _made_once(tmp_path_factory, "real", shared / "real")


def _made_once(tmp_path_factory: pytest.TempPathFactory, name: str, folder: Path) -> Path:
    base = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        base = base.parent
    db = base / f"{name}.duckdb"
    with (base / f"{name}.making").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not db.exists():
            archive(db.with_suffix(".part"), *sorted(folder.glob("*.docx")))
            db.with_suffix(".part").rename(db)
    return db


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """`extractor …` in this process."""

    def call(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["extractor", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Ran(int(ended.value.code or 0), *capfd.readouterr())

    return call


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """A headless Chromium, for the pages that people look at."""
    webdriver = pytest.importorskip("selenium.webdriver")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not chromium or not driver:
        pytest.skip("chromium and chromedriver are not on this machine: the page is not tried in a browser")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking"):
        options.add_argument(argument)
    with webdriver.Chrome(options=options, service=webdriver.ChromeService(driver)) as chrome:
        yield chrome
