"""Reads archived Vietnamese reports into a DuckDB archive of traceable facts.

The verbs: `parse(path)`, `extract(document)`, `ingest(paths, db)`, `evaluate(db, gold)`. Each is imported
when it is first used, so that the package itself costs nothing to import.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.evaluate import evaluate
    from extractor.extract import extract
    from extractor.ingest import ingest
    from extractor.parsers import parse

__all__ = ["__version__", "evaluate", "extract", "ingest", "parse"]
__version__ = "0.1.0"

_VERBS = ("evaluate", "extract", "ingest")


class _Verb(ModuleType):
    """A module that, when it is called, does what it is named after: `extractor.extract` holds `extract`."""

    def __call__(self, *args: Any, **options: Any) -> Any:
        return getattr(self, self.__name__.rpartition(".")[2])(*args, **options)


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        """Importing `extractor.extract` puts the module where the verb stands: let it be the verb."""
        if name in _VERBS and isinstance(value, ModuleType):
            value.__class__ = _Verb
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def __getattr__(name: str) -> Any:
    if name == "parse":
        return import_module("extractor.parsers").parse
    if name in _VERBS:
        return import_module(f"extractor.{name}")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
