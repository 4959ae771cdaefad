"""The errors a user may meet: one line each, with the file, what is wrong and what to do."""

from __future__ import annotations

from extractor.text import shown


class ExtractorError(Exception):
    """Something the user can act on. `str(error)` is one line: what is wrong, then the remedy.

    Names of files and words of libraries go into it as they are: what a terminal would obey is escaped here.
    """

    def __init__(self, message: str, *, remedy: str = "", stage: str = "parse") -> None:
        self.message = shown(" ".join(message.split()))
        self.remedy = shown(" ".join(remedy.split()))
        self.stage = stage
        super().__init__(f"{self.message}: {self.remedy}" if self.remedy else self.message)

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.message, self.remedy, self.stage))


class UnreadableFile(ExtractorError):
    """The file is empty, damaged, encrypted or not what its name says."""


class MissingPart(ExtractorError):
    """An optional part (Tesseract, LibreOffice, …) that this file needs is not on the machine."""


def _rebuild(cls: type[ExtractorError], message: str, remedy: str, stage: str) -> ExtractorError:
    return cls(message, remedy=remedy, stage=stage)
