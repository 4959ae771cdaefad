"""What the archive promises (archive.md): tables, comments, views, citations, series, copies of a report."""

from __future__ import annotations

import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import duckdb
import numpy as np
import pytest
from archives import archive
from hypothesis import given
from hypothesis import strategies as st
from samples import report

from extractor.archive import load, reports
from extractor.archive.open import connect
from extractor.document import Block, Document
from extractor.errors import ExtractorError
from extractor.facts import Fact

TABLES = {
    "documents": "doc_id report_id path file_name format sha256 pages type number issuer parent_issuer place "
    "date title period_start period_end signer signer_role text_source warnings "
    "extractor_version ingested_at",
    "sections": "doc_id section_id parent_id ordinal label heading level path page",
    "blocks": "doc_id block_id section_id ordinal zone kind text page_start page_end",
    "footnotes": "doc_id note block_id text anchor_block_id anchor_offset page_start page_end",
    "table_cells": "doc_id table_id row col row_span col_span is_header text page",
    "facts": "doc_id fact_id kind exact block_id start end zone note section_path page x0 y0 x1 y1 value "
    "value_max unit approx object numerator denominator currency date_start date_end number "
    "doc_type doc_issuer doc_date doc_title rule confidence",
    "failures": "path sha256 stage error message at",
    "runs": "run_id started_at finished_at files ingested skipped failed pages seconds extractor_version",
    "contradictions": "doc_id finding_id check severity message fact_ids evidence",
}
KINDS = ("dates", "durations", "doc_numbers", "counts", "fractions", "percents", "money", "measures")


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    files = [
        report(folder, "2023.txt"),
        report(folder, "2024.txt", number="15/BC-UBND", year=2024, models=31, communes=20),
        report(folder, "2023-copy.md", more="\n"),
    ]
    return archive(folder / "a.duckdb", *files)


def rows(db: Path, sql: str) -> list[tuple[object, ...]]:
    with connect(db, read_only=True) as connection:
        return connection.execute(sql).fetchall()


@pytest.mark.parametrize("table", TABLES)
def test_promised_columns(db: Path, table: str) -> None:
    found = [row[0] for row in rows(db, f"SELECT column_name FROM (DESCRIBE {table})")]
    assert [c for c in found if c in TABLES[table].split()] == TABLES[table].split()


def test_every_table_view_and_column_has_a_comment(db: Path) -> None:
    silent = rows(
        db,
        """
        SELECT table_name, column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT table_name, NULL FROM duckdb_tables() WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT view_name, NULL FROM duckdb_views() WHERE NOT internal AND comment IS NULL
        """,
    )
    assert silent == []


@pytest.mark.parametrize("view", KINDS)
def test_each_kind_has_a_view_with_the_report_beside_the_fact(db: Path, view: str) -> None:
    columns = {row[0] for row in rows(db, f"SELECT column_name FROM (DESCRIBE {view})")}
    assert {
        "exact",
        "file_name",
        "report_number",
        "report_issuer",
        "section_path",
        "section_heading",
    } <= columns


def test_values_are_exact_decimals(db: Path) -> None:
    found = rows(db, "SELECT DISTINCT value, typeof(value) FROM money WHERE file_name = '2023.txt'")
    assert found == [(Decimal(1_250_000_000), "DECIMAL(38,9)")]


def test_copies_of_a_report_share_its_id_and_count_once(db: Path) -> None:
    assert rows(db, "SELECT count(*), count(DISTINCT report_id) FROM documents") == [(3, 2)]
    assert rows(db, "SELECT sum(copies) FROM reports") == [(3,)]
    assert rows(db, "SELECT count(*) FROM fractions WHERE NOT is_copy") == [(2,)]


def test_citations_merge_mentions_and_name_type_and_issuer(db: Path) -> None:
    found = rows(
        db,
        "SELECT number, type, issuer, date::VARCHAR, mentions, relations "
        "FROM citations WHERE file_name = '2023.txt'",
    )
    assert found == [("08-NQ/TU", "Nghị quyết", "Tỉnh ủy", "2022-12-06", 1, ["thực hiện"])]


def test_a_series_runs_over_reports_and_tells_targets_from_results(db: Path) -> None:
    found = rows(
        db,
        """
        SELECT year(period_end), value::INTEGER, status FROM indicators
        WHERE starts_with(series, 'mo hinh') AND unit = 'mô hình' ORDER BY report_date, value
        """,
    )
    assert (2023, 25, "result") in found
    assert (2024, 31, "result") in found
    assert {status for _, value, status in found if value == 30} == {"target"}


@pytest.mark.parametrize(
    ("number", "type_", "issuer"),
    [
        ("08-NQ/TU", "NQ", "TU"),
        ("30/2020/NĐ-CP", "NĐ", "CP"),
        ("362/QĐ-UBND", "QĐ", "UBND"),
        ("1288/QĐ-TTg", "QĐ", "TTg"),
        ("11-QĐi/TW", "QĐi", "TW"),
        ("202/2025/QH15", "QH", "QH"),
    ],
)
def test_symbols_in_a_number(db: Path, number: str, type_: str, issuer: str) -> None:
    assert rows(db, f"SELECT type_symbol('{number}'), issuer_symbol('{number}')") == [(type_, issuer)]


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ("08-NQ/TU", "8-NQ/TU", True),
        ("08 - NQ/TU", "08-NQ/TU", True),
        ("362/QĐ-UBND", "362/QÐ-UBND", True),  # Đ typed as the Icelandic Ð
        ("08-NQ/TU", "18-NQ/TU", False),
        ("08-NQ/TU", "08-NQ/TW", False),
    ],
)
def test_variants_of_a_number(db: Path, a: str, b: str, same: bool) -> None:
    assert rows(db, f"SELECT number_key('{a}') = number_key('{b}')") == [(same,)]


@pytest.mark.parametrize(
    ("words", "plain"),
    [
        ("Đảng bộ, chính quyền", "dang bo chinh quyen"),
        ("ƯỚC THỰC HIỆN", "uoc thuc hien"),
        ("35/35 sở", "35 35 so"),
    ],
)
def test_folded(db: Path, words: str, plain: str) -> None:
    assert rows(db, f"SELECT folded('{words}')") == [(plain,)]


@pytest.mark.parametrize(
    ("new", "old"), [("hoá", "hóa"), ("thuỷ", "thủy"), ("khoẻ", "khỏe"), ("uỷ ban", "ủy ban")]
)
def test_tone_marks_are_placed_alike(db: Path, new: str, old: str) -> None:
    assert rows(db, f"SELECT toned('{new}') = toned('{old}')") == [(True,)]


def test_loading_again_replaces(tmp_path: Path) -> None:
    file = report(tmp_path)
    db = archive(tmp_path / "a.duckdb", file)
    before = rows(db, "SELECT count(*) FROM facts")
    assert rows(archive(db, file, version="next"), "SELECT count(*) FROM facts") == before
    assert rows(db, "SELECT extractor_version FROM documents") == [("next",)]


def test_changed_file_replaces_what_lay_there(tmp_path: Path) -> None:
    db = archive(tmp_path / "a.duckdb", report(tmp_path, models=25))
    archive(db, report(tmp_path, models=26))
    assert rows(db, "SELECT value::INTEGER FROM counts ORDER BY value") == [(26,), (30,)]
    assert rows(db, "SELECT count(*), count(DISTINCT doc_id) FROM documents") == [(1, 1)]


def test_a_failed_load_leaves_nothing_half_done(tmp_path: Path) -> None:
    db = archive(tmp_path / "a.duckdb", report(tmp_path))
    document = Document(
        "x.txt", "txt", "f" * 64, None, "text", blocks=(Block("b1", "body", "paragraph", "Một"),)
    )
    content = dict(load.rows(document, (), (), reports.sketch(document), "test", "x.txt"))
    content["no_such_table"] = content["blocks"]
    with connect(db, read_only=False) as connection, pytest.raises(duckdb.CatalogException):
        load.store(connection, [content])
    assert rows(db, f"SELECT count(*) FROM blocks WHERE doc_id = '{document.doc_id}'") == [(0,)]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ("2035", "2035"),
        ("54.5", "54.5"),
        ("1" + "0" * 28, "1" + "0" * 28),
        ("1" + "0" * 40, None),
        ("NaN", None),
    ],
)
def test_numbers_as_the_archive_holds_them(tmp_path: Path, value: str, kept: str | None) -> None:
    document = Document(
        "x.txt", "txt", "e" * 64, None, "text", blocks=(Block("b1", "body", "paragraph", "Một"),)
    )
    fact = Fact("percent", "x", "b1", 0, 1, "body", value=Decimal(value))
    content = load.rows(document, (fact,), (), reports.sketch(document), "test", "x.txt")
    assert content["facts"]["value"].to_pylist() == [Decimal(kept) if kept else None]


def sketch(text: str) -> np.ndarray:
    document = Document("x", "txt", "0" * 64, None, "text", blocks=(Block("b", "body", "paragraph", text),))
    return reports.sketch(document)


def sketched(text: str) -> set[int]:
    return set(sketch(text).tolist())


@given(st.text("abcde ", max_size=60), st.text("abcde ", max_size=60))
def test_texts_of_few_hashes_resemble_each_other_by_the_runs_they_share(one: str, other: str) -> None:
    first, second = sketched(one), sketched(other)
    shared = len(first & second) / len(first | second) if first | second else 0.0
    assert reports.resemblance(sketch(one), sketch(other)) == shared


def test_a_long_text_resembles_its_greater_part_about_as_much_as_it_is() -> None:
    """Bottom-k MinHash over 256 hashes errs by about 0.03."""
    words = random.Random(1).choices("abcdefghijklmnopqrstuvwxyz", k=20_000)
    text = "".join(words)
    assert reports.resemblance(sketch(text), sketch(text)) == 1.0
    assert reports.resemblance(sketch(text), sketch(text[:14_000])) == pytest.approx(0.7, abs=0.1)
    assert reports.resemblance(sketch(text[:10_000]), sketch(text[10_000:])) == pytest.approx(0.0, abs=0.02)


@given(st.text(max_size=200))
def test_a_sketch_forgets_case_spacing_and_tones(text: str) -> None:
    assert sketched(text) == sketched("  ".join(text))


def test_sketches_of_a_scan_and_its_original_are_alike() -> None:
    text = (
        "Ban Dân vận Thành ủy đã tham mưu Ban Thường vụ ban hành các văn bản lãnh đạo công tác dân vận. " * 3
    )
    scan = text.replace("ủy", "uỷ").replace("Dân vận", "Dan vận")
    assert sketched(text) == sketched(scan)


def test_two_reports_of_one_form_are_not_one_report(tmp_path: Path) -> None:
    files = [
        report(tmp_path, f"{month}.txt", month=month, number=f"{month}/BC-UBND") for month in (10, 11, 12)
    ]
    db = archive(tmp_path / "a.duckdb", *files)
    assert rows(db, "SELECT count(DISTINCT report_id) FROM documents") == [(3,)]


def test_copies_without_number_or_date_are_found_among_reports_of_one_form(tmp_path: Path) -> None:
    """`Số:   /BC-UBND` and no date: only the text tells the copies, and most of it many reports share."""
    form = "Ủy ban nhân dân xã báo cáo kết quả thực hiện nhiệm vụ theo chỉ đạo của cấp trên như sau: " * 3
    files = []
    for n in range(40):
        villages = "; ".join(
            f"thôn {chr(97 + n % 26)}{n * 7 + i} có {n * 31 + i * 17} hộ nghèo được hỗ trợ" for i in range(30)
        )
        for suffix in ("txt", "md") if n % 10 == 0 else ("txt",):
            (tmp_path / f"{n}.{suffix}").write_text(
                f"BÁO CÁO\n\n{form}\n\n{villages}.\n" + "\n" * (suffix == "md"), "utf-8"
            )
            files.append(tmp_path / f"{n}.{suffix}")
    db = archive(tmp_path / "a.duckdb", *files)
    groups = "SELECT list(file_name ORDER BY file_name) FROM documents GROUP BY report_id HAVING count(*) > 1"
    assert sorted(names for (names,) in rows(db, groups)) == [
        [f"{n}.md", f"{n}.txt"] for n in (0, 10, 20, 30)
    ]


def test_report_id_does_not_depend_on_the_order(tmp_path: Path) -> None:
    files = [report(tmp_path, "a.txt"), report(tmp_path, "b.md", more="\n")]
    forth = archive(tmp_path / "forth.duckdb", *files)
    back = archive(tmp_path / "back.duckdb", *reversed(files))
    asked = "SELECT doc_id, report_id FROM documents ORDER BY doc_id"
    assert rows(forth, asked) == rows(back, asked)
    assert rows(forth, "SELECT count(DISTINCT report_id) FROM documents") == [(1,)]


def test_readers_get_nothing_but_the_archive(db: Path, tmp_path: Path) -> None:
    with connect(db, read_only=True) as connection:
        for statement in (
            f"COPY facts TO '{tmp_path / 'x.csv'}'",
            "DELETE FROM facts",
            "FROM read_text('/etc/passwd')",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


@pytest.mark.parametrize("content", [None, b"no database", b""])
def test_what_is_no_archive_is_said_so(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "x.duckdb"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ExtractorError, match=r"x\.duckdb"):
        connect(path, read_only=True)


def test_an_older_archive_is_brought_up_to_date(tmp_path: Path) -> None:
    path = archive(tmp_path / "a.duckdb", report(tmp_path))
    with duckdb.connect(str(path)) as connection:
        connection.execute("CREATE OR REPLACE MACRO archive_definition() AS 'older'")
    with pytest.raises(ExtractorError, match="another version"):
        connect(path, read_only=True)
    connect(path, read_only=False).close()
    assert rows(path, "SELECT count(*) FROM documents") == [(1,)]


def test_document_ids_come_from_the_bytes(tmp_path: Path) -> None:
    document = Document("x", "txt", "abc" * 21 + "d", None, "text")
    assert document.doc_id == replace(document, path="y").doc_id
