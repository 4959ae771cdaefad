"""The view `citations`: no cited document split in two, no two merged, short forms found, who cites whom."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest
from archives import archive

from extractor.archive.open import connect

ROOT = Path(__file__).resolve().parent.parent
FIELDS = ("type", "issuer", "date", "title")
LETTERHEAD = (
    "Số: 12/BC-UBND\nTân Giang, ngày 15 tháng 12 năm 2023\nBÁO CÁO\nKết quả công tác năm 2023\nI. KẾT QUẢ\n"
)


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Any]:
    """Rows of a query on an archive of one report with the body given."""
    made: list[duckdb.DuckDBPyConnection] = []

    def run(body: str, query: str) -> list[tuple[Any, ...]]:
        file = tmp_path / "a.txt"
        file.write_text(LETTERHEAD + body, encoding="utf-8")
        made.append(connect(archive(tmp_path / "a.duckdb", file), read_only=True))
        return made[-1].execute(query).fetchall()

    yield run
    for connection in made:
        connection.close()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # one document, spelled three ways and meant once more
        (
            "Thực hiện Nghị quyết số 08-NQ/HU, ngày 06/12/2022 của Huyện ủy. Nghị quyết 8 - NQ/HU đi vào cuộc sống. "
            "Nghị quyết số 08 được quán triệt. Nghị quyết trên có 5 mục tiêu.",
            [("08-NQ/HU", 4)],
        ),
        (
            "Quyết định số 362/QĐ-UBND ngày 08/02/2023. Sau khi có Quyết định số 362, các xã triển khai.",
            [("362/QĐ-UBND", 2)],
        ),
        # what has no full number anywhere, or another number, is nobody's short form
        (
            "Học tập Chỉ thị 05. Thực hiện Nghị quyết số 08-NQ/HU. Nghị quyết số 09 chưa có.",
            [("08-NQ/HU", 1)],
        ),
        (
            "Thực hiện Nghị quyết số 08-NQ/HU. Những kết quả trên là đáng mừng; Nghị quyết trên cơ sở dự thảo.",
            [("08-NQ/HU", 1)],
        ),
        # one number of two years or of two levels are two documents
        (
            "Nghị quyết số 01/NQ-CP ngày 08/01/2022 và Nghị quyết số 01/NQ-CP ngày 06/01/2023 của Chính phủ.",
            [("01/NQ-CP", 1), ("01/NQ-CP", 1)],
        ),
        (
            "Kế hoạch số 15/KH-UBND của UBND tỉnh. Kế hoạch số 15/KH-UBND của UBND huyện.",
            [("15/KH-UBND", 1), ("15/KH-UBND", 1)],
        ),
        # a slip of the day, month or year leaves it one document
        ("Chỉ thị số 11-CT/HU, ngày 12/4/2022. Chỉ thị số 11-CT/HU, ngày 21/4/2022.", [("11-CT/HU", 2)]),
        (
            "Chỉ thị số 11-CT/HU, ngày 12/4/2022. Chỉ thị số 11-CT/HU, ngày 12/4/2002. Chỉ thị số 11-CT/HU.",
            [("11-CT/HU", 3)],
        ),
        (
            "Nghị định số 30/2020/NĐ-CP ngày 05/3/2020, Nghị định số 30/2020/NĐ-CP ngày 05/3/2021.",
            [("30/2020/NĐ-CP", 2)],
        ),
    ],
)
def test_one_row_a_document(ask: Any, body: str, expected: list[tuple[str, int]]) -> None:
    assert ask(body, "SELECT number, mentions FROM citations ORDER BY ALL") == expected


@pytest.mark.parametrize(
    ("body", "relations"),
    [
        ("Huyện ủy đã tổng kết 10 năm thực hiện Chỉ thị số 11-CT/HU.", ["thực hiện", "tổng kết"]),
        ("Căn cứ Chỉ thị số 11-CT/HU; xét đề nghị của Văn phòng.", ["căn cứ"]),
        ("Thực hiện kế hoạch năm. Có Chỉ thị số 11-CT/HU.", []),
        ("Ban hành quy chế thay thế Quyết định số 11-CT/HU.", ["ban hành", "thay thế"]),
    ],
)
def test_relations_are_the_verbs_of_the_clause(ask: Any, body: str, relations: list[str]) -> None:
    assert ask(body, "SELECT relations FROM citations") == [(relations,)]


@pytest.mark.parametrize(
    ("body", "edges"),
    [
        (
            "Thực hiện Nghị định số 89/2021/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 101/2017/NĐ-CP.",
            {
                ("12/BC-UBND", "thực hiện", "89/2021/NĐ-CP"),
                ("12/BC-UBND", "thực hiện", "101/2017/NĐ-CP"),
                ("89/2021/NĐ-CP", "sửa đổi", "101/2017/NĐ-CP"),
                ("89/2021/NĐ-CP", "bổ sung", "101/2017/NĐ-CP"),
            },
        ),
        (
            "Có Nghị định số 101/2017/NĐ-CP được sửa đổi bởi Nghị định số 89/2021/NĐ-CP.",
            {
                ("12/BC-UBND", "nêu", "101/2017/NĐ-CP"),
                ("12/BC-UBND", "nêu", "89/2021/NĐ-CP"),
                ("89/2021/NĐ-CP", "sửa đổi", "101/2017/NĐ-CP"),
            },
        ),
    ],
)
def test_who_amends_whom(ask: Any, body: str, edges: set[tuple[str, str, str]]) -> None:
    assert set(ask(body, "SELECT source, relation, target FROM citation_graph")) == edges


@pytest.mark.parametrize(
    ("body", "number", "issuer"),
    [
        ("Theo Nghị định số 30/2020/NĐ-CP.", "30/2020/NĐ-CP", "Chính phủ"),
        (
            "Nghị quyết số 08-NQ/TU của Ban Thường vụ Thành ủy. Có Kết luận số 12-KL/TU.",
            "12-KL/TU",
            "Thành ủy",
        ),
        ("Nghị quyết số 08-NQ/TU của Ban Thường vụ Tỉnh ủy. Có Kết luận số 12-KL/TU.", "12-KL/TU", "Tỉnh ủy"),
        ("Theo Quyết định số 30/QĐ-UBND của UBND tỉnh.", "30/QĐ-UBND", "UBND tỉnh"),
    ],
)
def test_issuer_from_text_or_symbol(ask: Any, body: str, number: str, issuer: str) -> None:
    assert ask(body, f"SELECT issuer FROM citations WHERE number = '{number}'") == [(issuer,)]


def test_cited_documents_of_the_corpus(corpus_archive: Path) -> None:
    right, cited, wrong = merged(corpus_archive, ROOT / "gold")
    assert cited > 100
    assert right / cited >= 0.98, wrong


def test_cited_documents_of_real_reports(shared: Path, real_archive: Path) -> None:
    right, cited, wrong = merged(real_archive, shared / "gold")
    assert cited > 50
    assert right / cited >= 0.98, wrong


def test_cited_documents_that_the_archive_holds(corpus_archive: Path) -> None:
    with connect(corpus_archive, read_only=True) as connection:
        found = connection.execute(
            "SELECT c.number, d.number, c.date = d.date FROM citations c JOIN documents d ON d.doc_id = c.cited_doc_id"
        ).fetchall()
        missed = connection.execute(
            "SELECT c.number FROM citations c JOIN documents d USING (number, date) WHERE cited_doc_id IS NULL AND c.doc_id <> d.doc_id"
        ).fetchall()
    assert len(found) >= 8
    assert all(a == b and same for a, b, same in found)
    assert missed == []


def merged(db: Path, gold: Path) -> tuple[int, int, list[str]]:
    """Cited documents of the gold that have one row with a type, issuer, date and title that a mention gives."""
    right, total, wrong = 0, 0, []
    with connect(db, read_only=True) as connection:
        for path in sorted(gold.glob("*.json")):
            content = json.loads(path.read_text(encoding="utf-8"))
            names = content["metadata"]["document"]
            for name in [names] if isinstance(names, str) else names:
                rows = connection.execute(
                    "SELECT number_key(number), type, issuer, date::VARCHAR, title FROM citations WHERE file_name = ?",
                    [name],
                ).fetchall()
                if not connection.execute("FROM documents WHERE file_name = ?", [name]).fetchall():
                    continue
                for key, said in _cited(connection, content).items():
                    found = [row[1:] for row in rows if row[0] == key]
                    good = len(found) == 1 and all(
                        not said[field] or value in said[field]
                        for field, value in zip(FIELDS, found[0], strict=True)
                    )
                    right, total = right + good, total + 1
                    if not good:
                        wrong.append(f"{name}: {key} {found}")
    return right, total, wrong


def _cited(connection: duckdb.DuckDBPyConnection, gold: dict[str, Any]) -> dict[str, dict[str, set[str]]]:
    cited: dict[str, dict[str, set[str]]] = {}
    for fact in gold["facts"]:
        if fact["kind"] == "doc_number":
            ((key,),) = connection.execute("SELECT number_key(?)", [fact["value"]["number"]]).fetchall()
            said = cited.setdefault(key, defaultdict(set))
            for field in FIELDS:
                said[field] |= {fact["value"][field]} if fact["value"].get(field) else set()
    return cited
