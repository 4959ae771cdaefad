"""Planted queries on the sample corpus: the block that says it comes first, however the words are typed."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.archive.open import connect
from extractor.search import search

# What is typed, and words of the one block that is wanted.
PLANTED = [
    # as printed
    ("tài khoản dịch vụ", "tài khoản dịch vụ"),
    ("đoàn viên trên tổng", "đoàn viên trên tổng"),
    ("thỏa ước xếp loại", "thỏa ước xếp loại"),
    ("chương trình lớp học", "chương trình lớp học"),
    ("vượt quá sĩ số", "vượt quá sĩ số"),
    ("tổng chi thường xuyên", "tổng chi thường xuyên"),
    ("điều kiện thụ lý", "điều kiện thụ lý"),
    ("thời điểm dịch Covid", "thời điểm dịch Covid"),
    ("xóm được cứng hóa", "xóm được cứng hóa"),
    ("vi phạm nồng độ cồn", "phạm nồng độ cồn"),
    ("bác sĩ làm việc", "bác sĩ làm việc"),
    ("công suất nhà máy", "công suất nhà máy"),
    ("bò sinh sản", "bò sinh sản"),
    # without tone marks
    ("phan phoi cho cong doan", "phối cho công đoàn"),
    ("cap dung ke hoach", "cấp đúng kế hoạch"),
    ("cong tac thu no", "công tác thu nợ"),
    ("bao cao trong thang", "báo cáo trong tháng"),
    ("don vi cong khai", "đơn vị công khai"),
    ("xoa nha tam", "thành xóa nhà tạm"),
    ("voi muc ho tro", "với mức hỗ trợ"),
    ("hai don vi lam", "hai đơn vị làm"),
    ("gom von ngan sach", "gồm vốn ngân sách"),
    ("nong thon chu tri", "nông thôn chủ trì"),
    ("tiem phong cum gia cam", "tiêm phòng cúm gia"),
    ("so voi vu xuan", "so với vụ xuân"),
    ("cong nghiep phu lam va", "nghiệp Phú Lâm và"),
    ("bien ap dien ap", "biến áp điện áp"),
    ("uong cong nhan truoc", "ương công nhận trước"),
    # a phrase
    ('"đăng ký xây dựng"', "đăng ký xây dựng"),
    ('"hợp tác xã theo"', "hợp tác xã theo"),
    ('"cơ quan chức năng"', "cơ quan chức năng"),
    ('"thứ hai thực hiện"', "thứ hai thực hiện"),
    ('"tư công đến ngày"', "tư công đến ngày"),
    ('"toan dan toc tai"', "toàn dân tộc tại"),
    ('"ngheo do phu nu"', "nghèo do phụ nữ"),
    ('"dat ty le tap"', "đạt tỷ lệ tập"),
    # a beginning
    ("nồng độ cồ*", "phạm nồng độ cồn"),
    ("thoa uoc xep loa*", "thỏa ước xếp loại"),
    ("vượt quá sĩ s*", "vượt quá sĩ số"),
    ("tiem phong cum gi*", "tiêm phòng cúm gia"),
    ("tai khoan dich v*", "tài khoản dịch vụ"),
    # typed another way
    ("THỎA ƯỚC XẾP LOẠI", "thỏa ước xếp loại"),
    ("thoả ước xếp loại", "thỏa ước xếp loại"),
    ("xóm được cứng hoá", "xóm được cứng hóa"),
    ("dieu kien thu ly", "điều kiện thụ lý"),
    ("khoan dong gop", "dụng các khoản đóng"),
]


def test_planted_queries_find_the_right_block_first(corpus_archive: Path) -> None:
    with connect(corpus_archive, read_only=True) as connection:
        texts = {
            (doc_id, block_id): text
            for doc_id, block_id, text in connection.execute(
                "SELECT doc_id, block_id, text FROM blocks"
            ).fetchall()
        }
    wrong = []
    for query, words in PLANTED:
        hits = search(corpus_archive, query, limit=1)
        if not hits or words.lower() not in texts[hits[0].doc_id, hits[0].block_id].lower():
            wrong.append(query)
    assert len(PLANTED) >= 40
    assert 1 - len(wrong) / len(PLANTED) >= 0.95, wrong


@pytest.mark.parametrize(
    ("query", "shown"), [("nong do con", "nồng độ cồn"), ("tài khoản dịch vụ", "tài khoản dịch vụ")]
)
def test_the_snippet_shows_what_was_asked_for(corpus_archive: Path, query: str, shown: str) -> None:
    assert shown in search(corpus_archive, query)[0].snippet
