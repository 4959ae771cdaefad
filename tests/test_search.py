"""Full text: with and without tone marks, phrases, beginnings, the best block first."""

from __future__ import annotations

from pathlib import Path

import pytest
from archives import archive

from extractor.errors import ExtractorError
from extractor.search import SNIPPET, Query, parse, search, snippet

BLOCKS = [
    "Phát động phong trào thi đua “Dân vận khéo” trên địa bàn huyện.",
    "Đảng bộ huyện lãnh đạo toàn diện các mặt công tác.",
    "Các xã đang triển khai kế hoạch năm 2023.",
    "Nhân dân vận động con em khéo tay tham gia làng nghề.",
    "Hoá đơn điện tử được áp dụng cho mọi hộ kinh doanh.",
    "Xây dựng tổ chức trong sạch, vững mạnh.",
    "Tiết kiệm và coi trọng sản xuất sạch.",
    "Thực hiện Nghị quyết số 08-NQ/TU của Thành ủy.",
    "Xây dựng nông thôn mới kiểu mẫu ở 12/24 xã.",
    "Lao động nông nghiệp ở khu vực nông thôn.",
]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("search")
    file = folder / "a.txt"
    file.write_text("\n\n".join(BLOCKS), encoding="utf-8")
    return archive(folder / "a.duckdb", file)


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("dan van kheo", 0),
        ("Dân vận khéo", 0),
        ("DÂN VẬN KHÉO", 0),
        ("Đảng", 1),
        ("đang", 2),
        ("dang bo", 1),
        ("hóa đơn", 4),
        ("hoá đơn", 4),
        ("trong sạch", 5),
        ("coi trọng", 6),
        ("08-NQ/TU", 7),
        ('"nông thôn mới"', 8),
        ("nong thon moi", 8),
        ("12/24", 8),
        ("kinh doa*", 4),
        ("nghiệp", 9),
    ],
)
def test_the_right_block_comes_first(db: Path, words: str, first: int) -> None:
    assert search(db, words)[0].snippet == BLOCKS[first]


@pytest.mark.parametrize(
    ("words", "blocks"),
    [
        ("Đảng", {1}),
        ("đang", {2}),
        ("dang", {1, 2}),
        ('"thôn mới"', {8}),
        ('"mới thôn"', set()),
        ("xyz", set()),
    ],
)
def test_exactly_these_blocks_are_found(db: Path, words: str, blocks: set[int]) -> None:
    assert {hit.snippet for hit in search(db, words)} == {BLOCKS[n] for n in blocks}


def test_words_that_stand_nowhere_together_are_found_apart(db: Path) -> None:
    assert {hit.snippet for hit in search(db, "hóa đơn Thành ủy")} == {BLOCKS[4], BLOCKS[7]}


def test_hits_name_their_place(db: Path) -> None:
    (hit,) = search(db, "hóa đơn")
    assert (hit.file_name, hit.zone, hit.note) == ("a.txt", "body", None)


@pytest.mark.parametrize("words", ["", "  ", "…", '""'])
def test_nothing_to_search_for(db: Path, words: str) -> None:
    with pytest.raises(ExtractorError, match="nothing to search for"):
        search(db, words)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("dan van", Query(("dan", "van"), (False, False), (False, False), ())),
        ("Đảng bộ", Query(("đảng", "bộ"), (True, True), (False, False), ())),
        (
            '"nông thôn" mớ*',
            Query(("nông", "thôn", "mớ"), (True, True, True), (False, False, True), ("nông thôn",)),
        ),
    ],
)
def test_queries(text: str, expected: Query) -> None:
    assert parse(text) == expected


def test_a_snippet_is_cut_at_words_around_the_hit() -> None:
    text = "mở đầu " * 60 + "dân vận khéo " + "kết thúc " * 60
    cut = snippet(text, parse("dân vận khéo"))
    assert "dân vận khéo" in cut
    assert cut.startswith("… ")
    assert cut.endswith(" …")
    assert len(cut) <= SNIPPET + 4
