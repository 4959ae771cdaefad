"""The view `indicators`: what is one series, what a target, what cumulative, of which period."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from extractor.archive.open import connect, prepare


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    prepare(connection)
    connection.execute(
        """
        INSERT INTO documents BY NAME SELECT 'd' AS doc_id, 'd' AS report_id, 'a.txt' AS path, 'a.txt' AS file_name,
            'txt' AS format, 'd' AS sha256, 'text' AS text_source, [] AS warnings, '1' AS extractor_version,
            TIMESTAMP '2024-01-01' AS ingested_at, DATE '2023-01-01' AS period_start, DATE '2023-12-31' AS period_end
        """
    )
    return connection


def series(connection: duckdb.DuckDBPyConnection, *objects: str) -> list[str]:
    """The series of figures that count `objects`."""
    connection.execute("DELETE FROM facts; DELETE FROM blocks")
    for n, words in enumerate(objects):
        connection.execute(
            "INSERT INTO blocks BY NAME SELECT 'd' AS doc_id, $b AS block_id, $n AS ordinal, 'body' AS zone, 'paragraph' AS kind, '5' AS text",
            {"b": f"b{n}", "n": n},
        )
        connection.execute(
            """
            INSERT INTO facts BY NAME SELECT 'd' AS doc_id, $b AS fact_id, 'count' AS kind, '5' AS exact, $b AS block_id,
                0 AS start, 1 AS "end", 'body' AS zone, 5 AS value, $o AS object, 'r' AS rule, 1 AS confidence
            """,
            {"b": f"b{n}", "o": words},
        )
    return [row[0] for row in connection.execute("SELECT series FROM indicators ORDER BY fact_id").fetchall()]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("tuyến đường hoá cứng", "tuyến đường hóa cứng", True),
        ("mô hình “Dân vận khéo”", "mô hình dân vận khéo", True),
        ("HTX nông nghiệp", "hợp tác xã nông nghiệp", True),
        ("hộ gia đình nghèo", "hộ nghèo", True),
        ("hộ nghèo", "hộ cận nghèo", False),
        ("đảng viên mới", "đảng viên được kết nạp", True),
        ("trẻ em nữ", "trẻ em nam", False),
        ("diện tích lúa gieo cấy", "diện tích gieo cấy lúa", True),
    ],
)
def test_what_is_one_series(empty: duckdb.DuckDBPyConnection, a: str, b: str, same: bool) -> None:
    one, other = series(empty, a, b)
    assert (one == other) == same


@pytest.mark.parametrize(
    ("before", "target", "cumulative"),
    [
        ("Phấn đấu đến cuối năm có ", True, True),
        ("Trong năm đã xây mới ", False, False),
        ("Lũy kế đến nay toàn huyện có ", False, True),
        ("Tính đến ngày 30/6/2023, có ", False, True),
        ("Kế hoạch giao tối thiểu ", True, False),
        ("Mục tiêu là 10 mô hình. Kết quả đạt ", False, False),
        ("Toàn huyện còn ", False, True),
    ],
)
def test_targets_and_states(
    empty: duckdb.DuckDBPyConnection, before: str, target: bool, cumulative: bool
) -> None:
    assert empty.execute("SELECT is_target(?), is_cumulative(?)", [before, before]).fetchall() == [
        (target, cumulative)
    ]


def test_a_series_over_the_reports_of_the_corpus(corpus_archive: Path) -> None:
    with connect(corpus_archive, read_only=True) as connection:
        poor = connection.execute(
            """
            SELECT year(period_end), value::INTEGER, place FROM indicators
            WHERE series = 'ho ngheo' AND is_whole AND status = 'result' AND kind = 'count' ORDER BY ALL
            """
        ).fetchall()
    assert {(2022, 1243, "Vân Khê"), (2024, 702, "Vân Khê")} <= set(poor)
