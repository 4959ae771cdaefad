"""Every named question on the sample corpus, with an answer that a reader of the reports can check, and on real reports."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from extractor.query import ask, find_question, questions

# Of each question: what is given, and rows that must be among the answers (only the columns named).
EXPECTED: dict[str, tuple[dict[str, str], list[dict[str, Any]]]] = {
    "citations-of-a-report": (
        {"report": "215/BC-UBND"},
        [{"number": "1268/QĐ-UBND", "issuer": "UBND tỉnh", "date": date(2021, 12, 10), "in_archive": False}],
    ),
    "cited-documents": (
        {"type": "nghi quyet", "year": "2021"},
        [
            {"number": "12-NQ/HU", "date": date(2021, 12, 15)},
            {"number": "35/NQ-HĐND", "issuer": "Hội đồng nhân dân huyện"},
        ],
    ),
    "cited-in-several-reports": (
        {},
        [{"number": "12-NQ/HU", "reports": 7}, {"number": "217-QĐ/TW", "issuer": "Bộ Chính trị"}],
    ),
    "columns": ({"table": "facts"}, [{"column_name": "numerator", "comment": "Part, of a fraction"}]),
    "contradictions": (
        {"severity": "strong"},
        [{"check": "share-of-fraction", "message": "11/15 xã là 73,3%, không phải 76,3%."}],
    ),
    "facts-by-kind": ({}, [{"number": "402/BC-UBND", "doc_numbers": 12}]),
    "failures": ({}, []),
    "figures-on": (
        {"topic": "hộ nghèo", "year": "2022"},
        [
            {
                "exact": "1.243 hộ",
                "value": Decimal(1243),
                "section_path": "I/2/2.3",
                "period_end": date(2022, 12, 31),
            }
        ],
    ),
    "footnotes-of": (
        {"report": "215/BC-UBND"},
        [
            {
                "note": "2",
                "text": "Gồm 14 sản phẩm 3 sao, 04 sản phẩm 4 sao; tăng 06 sản phẩm so với năm 2021.",
            }
        ],
    ),
    "fractions": ({"below": "50"}, [{"exact": "01/15 đơn vị", "share": 6.67, "section_path": "II"}]),
    "money-amounts": ({"limit": "3"}, [{"exact": "6,24 nghìn tỷ đồng", "value": Decimal(6_240_000_000_000)}]),
    "outline": ({"report": "215/BC-UBND"}, [{"path": "I/1", "heading": "  1. Lĩnh vực kinh tế"}]),
    "reports": (
        {"issuer": "van khe"},
        [{"number": "215/BC-UBND", "date": date(2022, 12, 8), "signer": "Lương Đức Thịnh"}],
    ),
    "series-of": (
        {"indicator": "ho ngheo"},
        [
            {
                "value": Decimal(1243),
                "period_end": date(2022, 12, 31),
                "status": "result",
                "aggregation": "cumulative",
            },
            {"value": Decimal(3965), "place": "Vân Khê", "report_number": "64/BC-UB"},
        ],
    ),
    "shares-by-unit": ({"unit": "hộ"}, [{"unit": "hộ", "share": 88.68}]),
    "targets": (
        {},
        [
            {
                "exact": "190 mô hình",
                "approx": ">=",
                "period_end": date(2024, 12, 31),
                "report_number": "41-BC/BDVHU",
            }
        ],
    ),
    "timeline": (
        {"from": "1929-01-01", "to": "1929-12-31"},
        [{"exact": "28/7/1929 - 28/7/2024", "file_name": "tangiang-congdoan-2024.docx"}],
    ),
    "what-changed": (
        {"issuer": "Huyện ủy Vân Khê"},
        [{"indicator": "đảng viên", "before": Decimal(6712), "after": Decimal(6874), "change": Decimal(162)}],
    ),
    "where-is-the-figure": (
        {"figure": "1.243"},
        [{"file_name": "vankhe-ktxh-2022.docx", "section_path": "I/2/2.3"}],
    ),
    "which-documents-implement": (
        {"number": "12 - NQ/HU"},
        [{"report_number": "41-BC/BDVHU", "relations": ["thực hiện"]}],
    ),
    "who-amends-whom": (
        {"number": "34/2016/NĐ-CP"},
        [{"source": "154/2020/NĐ-CP", "relation": "sửa đổi", "files": ["tangiang-cchc-2023.docx"]}],
    ),
    "who-cites-whom": ({}, [{"citing": "19/BC-MTTQ-BTT", "cited": "215/BC-UBND", "relations": ["theo"]}]),
}


@pytest.mark.parametrize("name", questions())
def test_on_the_sample_corpus(corpus_archive: Path, name: str) -> None:
    given, expected = EXPECTED[name]
    answer = ask(corpus_archive, name, given)
    rows = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
    for wanted in expected:
        assert any(all(row[column] == value for column, value in wanted.items()) for row in rows), wanted
    assert bool(rows) == bool(expected)


@pytest.mark.parametrize("name", questions())
def test_on_real_reports(real_archive: Path, name: str) -> None:
    given = {
        "number": "25-NQ/TW",
        "topic": "dân vận",
        "report": "danvan-2023.docx",
        "figure": "2.035",
        "indicator": "mô hình",
    }
    answer = ask(
        real_archive, name, {p.name: given[p.name] for p in find_question(name).parameters if p.required}
    )
    assert answer.rows or name in {"failures", "who-cites-whom", "who-amends-whom", "what-changed"}


def test_there_are_twenty_and_more() -> None:
    assert len(questions()) >= 20
    assert set(EXPECTED) == set(questions())
