"""Files and folders by path or by URL, on every file system that fsspec knows."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import fsspec

from extractor.errors import ExtractorError, MissingPart


def is_url(place: str) -> bool:
    """Whether a place is a URL (`s3://…`, `memory://…`) and no path."""
    return "://" in place


def reach(place: str) -> tuple[Any, str]:
    """The file system on which a path or URL lies, and its path there. What it lists is never remembered.

    Raises MissingPart where the library behind the URL's protocol is not installed.
    """
    try:
        system, root = fsspec.core.url_to_fs(place, use_listings_cache=False)
    except ImportError as error:
        protocol = place.partition("://")[0]
        remedy = "pip install 'extractor[s3]'" if protocol in ("s3", "s3a") else str(error)
        raise MissingPart(f"{place}: {protocol}:// cannot be reached", remedy=remedy, stage="open") from error
    except ValueError as error:
        raise ExtractorError(f"{place}: no place that can be reached ({error})", stage="open") from error
    return system, str(root).rstrip("/")


@contextmanager
def reaching(place: str) -> Iterator[None]:
    """What goes wrong at a place, in one line: the libraries behind it raise errors of many kinds."""
    try:
        yield
    except ExtractorError:
        raise
    except FileNotFoundError as error:
        raise ExtractorError(f"{place}: no such file or folder", stage="open") from error
    except Exception as error:
        reason = " ".join(str(error).split())[:500] or "no further word"
        raise ExtractorError(
            f"{place}: cannot be read or written ({type(error).__name__}: {reason})", stage="open"
        ) from error
