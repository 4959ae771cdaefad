"""underthesea's words and tags at exact offsets."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractor.language import annotate

LETTERS = "aăâbcdđðÐeêghiklmnoôơpqrstuưvxyáàảãạếềểễệựứừ0123456789"
TEXTS = st.text(LETTERS + "  \u00a0\t.,;:()“”\"'%/-–…", max_size=60)


@given(TEXTS)
@settings(max_examples=150, deadline=None)
def test_annotate_keeps_every_letter_in_its_place(text: str) -> None:
    doc = annotate(text)
    assert doc.text == text
    assert all(text[t.idx : t.idx + len(t)] == t.text for t in doc)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("5 hố thu gom rác", ["5", "hố", "thu gom", "rác"]),
        ("12 mô hình dân vận khéo", ["12", "mô hình", "dân vận", "khéo"]),
        ("25 xã trên ðịa bàn", ["25", "xã", "trên", "ðịa bàn"]),
        ("hoà giải viên  ở cơ sở", ["hoà giải viên", " ", "ở", "cơ sở"]),
    ],
)
def test_annotate_segments_words(text: str, words: list[str]) -> None:
    assert [t.text for t in annotate(text)] == words


def test_annotate_tags_words() -> None:
    tags = {t.text: t.tag_ for t in annotate("5 hố thu gom rác")}
    assert tags["hố"] == "N"
    assert tags["thu gom"] == "V"


@pytest.mark.parametrize("text", ["12 xã i\u0f93 và", "5 hộ i\u0f931.1 nghèo"])
def test_a_letter_that_the_segmenter_changes_ends_no_reading(text: str) -> None:
    assert annotate(text).text == text
