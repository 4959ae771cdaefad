"""Commands as a user types them: what ends up where."""

from __future__ import annotations

from typing import NamedTuple, Protocol


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Run(Protocol):
    def __call__(self, *arguments: object) -> Ran: ...
