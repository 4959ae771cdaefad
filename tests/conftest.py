"""Shared fixtures. Material outside the project (`../shared`) is used where present; tests that need it skip, and say so."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared is absent: real reports and their gold are not in this checkout")
    return SHARED
