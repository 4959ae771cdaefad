"""Text as everyone downstream expects it, and what may be printed on a terminal."""

from __future__ import annotations

import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.errors import UnreadableFile
from extractor.text import INVISIBLE, clean, shown

# (as read, as kept)
CLEANED = [
    ("  Kết\u00a0quả \t năm\n2023 ", "Kết quả năm 2023"),
    ("dân va\u0323\u0302n", "dân vận"),
    ("dân vâ\u200b\u0323n", "dân vận"),  # a zero-width blank between a letter and its mark
    ("nông\u00ad nghiệp\ufeff", "nông nghiệp"),
    ("25\x1b[31m mô\x00 hình\u009b2J", "25[31m mô hình2J"),
    ("\u202e2023\u2066 năm", "2023 năm"),
    ("năm\x852023", "năm 2023"),
]

# (path or message, as shown)
SHOWN = [
    ("Báo cáo năm 2023.docx", "Báo cáo năm 2023.docx"),
    ("báo\ncáo\x1b[31m.txt", "báo\\ncáo\\x1b[31m.txt"),
    (os.fsdecode(b"b\xe1o.txt"), "b\\xe1o.txt"),
    ("\u202etxt.exe", "\\u202etxt.exe"),
    ("\u009b2J", "\\x9b2J"),
    ("\ud800", "\\ud800"),
]


@pytest.mark.parametrize(("read", "kept"), CLEANED)
def test_text_is_composed_and_holds_only_what_is_seen(read: str, kept: str) -> None:
    assert clean(read) == kept


@given(st.text())
def test_clean_text_stays_as_it_is(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)
    assert not INVISIBLE.search(once)


@given(st.text())
def test_spelling_makes_no_difference(text: str) -> None:
    assert clean(unicodedata.normalize("NFD", text)) == clean(unicodedata.normalize("NFC", text))


@pytest.mark.parametrize(("text", "line"), SHOWN)
def test_what_is_shown_cannot_steer_a_terminal(text: str, line: str) -> None:
    assert shown(text) == line
    assert shown(Path(text)) == line
    assert shown(line) == line


@given(st.text(st.characters()))
def test_what_is_shown_is_one_printable_line(text: str) -> None:
    assert shown(text).isprintable()
    assert str(UnreadableFile(text, remedy=text)).isprintable()
