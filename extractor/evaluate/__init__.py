"""How far an archive can be trusted: its facts and its reading scored against gold (scoring.md)."""

from __future__ import annotations
