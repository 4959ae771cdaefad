"""Reads archived Vietnamese reports into a DuckDB archive of traceable facts."""

from __future__ import annotations

__version__ = "0.1.0"
