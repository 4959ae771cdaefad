"""What must hold of any text: how its letters and line ends are written is no matter, marks stay where they stood."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets import read
from test_targets import TEXTS

from extractor.document import Document
from extractor.extract import extract
from extractor.facts import Fact
from extractor.parsers.docx_styles import Face
from extractor.parsers.lines import Line, Run, paragraph
from extractor.text import clean

FEW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def read_text(text: str) -> Document | None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.txt"
        path.write_bytes(text.encode("utf-8", "replace"))
        return read(path)


def values(facts: tuple[Fact, ...]) -> list[tuple[object, ...]]:
    return [(f.kind, f.exact, f.value, f.unit, f.date_start, f.date_end, f.number) for f in facts]


@FEW
@given(TEXTS)
def test_spelling_of_letters_and_line_ends_change_no_fact(text: str) -> None:
    text = unicodedata.normalize("NFC", text)
    plain = read_text(text)
    decomposed = read_text(unicodedata.normalize("NFD", text))
    windows = read_text(text.replace("\r", "").replace("\n", "\r\n"))
    wanted = values(extract(plain)) if plain else []
    assert (values(extract(decomposed)) if decomposed else []) == wanted
    if "\r" not in text:
        assert (values(extract(windows)) if windows else []) == wanted


@FEW
@given(st.lists(st.text(alphabet="aeđ1, \t\n\u0301\u200b\u00a0", max_size=300), max_size=8))
def test_marks_stand_where_they_stood(texts: list[str]) -> None:
    """A mark's offset is the length of what is printed before it, also in long text that was folded."""
    runs = [run for i, text in enumerate(texts) for run in (Run(text, Face()), Run("", Face(), str(i)))]
    made = paragraph(Line(tuple(runs)))
    before = ["".join(texts[: i + 1]) for i in range(len(texts))]
    if made is not None:
        wanted = [min(len(clean(text + "|")) - 1, len(made.text)) for text in before]
        assert [mark.offset for mark in made.marks] == wanted
