"""What a line is by its print alone: set in capitals, or an ornament."""

from __future__ import annotations

import regex

_ORNAMENT = regex.compile(r"[\s*\-_–—=~.…•]*[*\-_–—=~][\s*\-_–—=~.…•]*$|[.…\s]+$|o0o$", regex.IGNORECASE)


def is_upper(text: str) -> bool:
    """Whether a line is set in capitals (a stray lower-case letter, as in `NGHị QUYẾT`, apart)."""
    large, small = sum(map(str.isupper, text)), sum(map(str.islower, text))
    return large > 1 and small <= 0.1 * (large + small)


def is_ornament(text: str) -> bool:
    """`*`, `-----`, `______`, `……`: what parts a letterhead or a title from what follows."""
    return _ORNAMENT.match(text) is not None
