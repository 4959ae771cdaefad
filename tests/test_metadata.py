"""The fields that a document's letterhead, title block and signature give; names and periods in them."""

from __future__ import annotations

from datetime import date

import pytest

from extractor.document import Metadata
from extractor.parsers.flow import Paragraph
from extractor.parsers.metadata import metadata
from extractor.parsers.names import written
from extractor.parsers.period import Period, covered
from extractor.parsers.zones import zoned
from tests.test_zones import COVER, PARTY, STATE


def read(text: str) -> Metadata:
    return metadata(zoned([Paragraph(line) for line in text.splitlines()]))


def test_state_form() -> None:
    assert read(STATE) == Metadata(
        type="Báo cáo",
        number="45/BC-PNV",
        issuer="Phòng Nội vụ",
        parent_issuer="UBND huyện Thanh Lâm",
        place="Thanh Lâm",
        date=date(2024, 7, 12),
        title="Kết quả công tác cải cách hành chính 6 tháng đầu năm 2024",
        period_start=date(2024, 1, 1),
        period_end=date(2024, 6, 30),
        signer="Trần Thị Bích Hà",
        signer_role="Phó Trưởng phòng",
    )


def test_party_form() -> None:
    found = read(PARTY)
    assert (found.issuer, found.parent_issuer) == ("Huyện ủy Thanh Lâm", "Đảng bộ tỉnh Bình Sơn")
    assert (found.number, found.signer, found.signer_role) == ("108-BC/HU", "Lê Văn Quý", "Phó Bí thư")
    assert (found.period_start, found.period_end) == (None, None)


def test_cover_is_passed_over() -> None:
    found = read(COVER)
    assert (found.type, found.issuer) == ("Báo cáo chính trị", "Huyện ủy Thanh Lâm")
    assert found.title == "trình Đại hội đại biểu Đảng bộ huyện lần thứ XV"


COVERED = """\
UBND TỈNH BÌNH SƠN
SỞ Y TẾ
BÁO CÁO
TỔNG KẾT CÔNG TÁC Y TẾ NĂM 2024
Bình Sơn, tháng 01 năm 2025
UBND TỈNH BÌNH SƠN
SỞ Y TẾ
Số: 15/BC-SYT
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Bình Sơn, ngày 08 tháng 01 năm 2025
BÁO CÁO
Tổng kết công tác y tế năm 2024 và nhiệm vụ năm 2025
Thực hiện Công văn số 12/BYT-KH, Sở Y tế báo cáo như sau:"""


def test_a_cover_that_repeats_the_bodies_is_passed_over() -> None:
    found = read(COVERED)
    assert (found.issuer, found.parent_issuer, found.number) == ("Sở Y tế", "UBND tỉnh Bình Sơn", "15/BC-SYT")
    assert found.title == "Tổng kết công tác y tế năm 2024 và nhiệm vụ năm 2025"


def test_an_official_letter_has_its_fields_around_its_subject() -> None:
    found = read(
        "UBND TỈNH BÌNH SƠN\nSỞ TƯ PHÁP\nSố: 1420/STP-PBGDPL\nV/v báo cáo kết quả thực hiện\nĐề án 1371 năm 2024\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nBình Sơn, ngày 29 tháng 11 năm 2024\n"
        "Kính gửi: Bộ Tư pháp\nSở Tư pháp báo cáo như sau:"
    )
    assert (found.number, found.issuer, found.place) == ("1420/STP-PBGDPL", "Sở Tư pháp", "Bình Sơn")
    assert found.title == "V/v báo cáo kết quả thực hiện Đề án 1371 năm 2024"


def test_a_body_whose_name_begins_like_a_number_line() -> None:
    found = read(
        "UBND TỈNH BÌNH SƠN\nSỞ LAO ĐỘNG - THƯƠNG BINH VÀ XÃ HỘI\nSố: 236/BC-SLĐTBXH\n"
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBình Sơn, ngày 15 tháng 12 năm 2015\nBÁO CÁO\ncông tác năm 2015\n"
        "Tỷ lệ hộ nghèo giảm 2%.\nNơi nhận:\n- Lưu: VT.\nGIÁM ĐỐC\n(Ký số)\nĐỗ Thị Lan"
    )
    assert found.issuer == "Sở Lao động - Thương binh và Xã hội"
    assert (found.parent_issuer, found.signer) == ("UBND tỉnh Bình Sơn", "Đỗ Thị Lan")


def test_a_plain_title_goes_on_after_a_comma_or_semicolon() -> None:
    found = read(
        "BÁO CÁO\nKết quả công tác lao động, người có công năm 2015;\nphương hướng, nhiệm vụ năm 2016\n"
        "I. KẾT QUẢ\nToàn tỉnh giải quyết việc làm cho 24.860 lao động."
    )
    assert found.title == (
        "Kết quả công tác lao động, người có công năm 2015; phương hướng, nhiệm vụ năm 2016"
    )


def test_a_cover_alone_names_the_place() -> None:
    found = read(
        "ỦY BAN NHÂN DÂN TỈNH BÌNH SƠN\nVIỆN NGHIÊN CỨU PHÁT TRIỂN\nBÁO CÁO TỔNG HỢP\n"
        "TÌNH HÌNH LOGISTICS NĂM 2024\nBÌNH SƠN - 2024\nNăm qua, vận tải tăng 12%."
    )
    assert (found.place, found.title) == ("Bình Sơn", "TÌNH HÌNH LOGISTICS NĂM 2024")


def test_of_several_who_sign_the_last_decides() -> None:
    found = read(
        "BÁO CÁO\nkết quả sản xuất năm 2024\nI. KẾT QUẢ\nSản lượng tăng 12%.\n"
        "NGƯỜI LẬP BIỂU\nLê Thị An\nKẾ TOÁN TRƯỞNG\nTrần Văn Bình\nGIÁM ĐỐC\nPhạm Minh Châu"
    )
    assert (found.signer, found.signer_role) == ("Phạm Minh Châu", "Giám đốc")


def test_days_in_brackets_decide_the_period() -> None:
    found = read("BÁO CÁO\nKết quả công tác xét xử năm 2024\n(Số liệu từ ngày 01/10/2023 đến ngày 30/9/2024)")
    assert (found.period_start, found.period_end) == (date(2023, 10, 1), date(2024, 9, 30))


def test_place_and_date_above_the_signature() -> None:
    text = "Nơi nhận:\n- Lưu: VT.\nPhú Thạnh, ngày 10 tháng 12 năm 2024\nTM. BAN CHẤP HÀNH\nCHỦ TỊCH\nVũ Trọng Khang"
    for closing in (text, text.partition("VT.\n")[2]):
        found = read(f"BÁO CÁO\ntổng kết năm 2024\nI. KẾT QUẢ\nCông tác hội đạt kết quả tốt.\n{closing}")
        assert (found.place, found.date, found.signer) == ("Phú Thạnh", date(2024, 12, 10), "Vũ Trọng Khang")


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 292 /BC-SNV", "292/BC-SNV"),
        ("Số: /BC-UBND", None),
        ("Số:         /2026/NQ-HĐND", None),
        ("Số: ……/BC-SYT", None),
        ("Số 36-HD/VPTW", "36-HD/VPTW"),
        ("Số: 16 /2025/QĐ – UBND", "16/2025/QĐ-UBND"),
        ("Số: 02/NQ-HĐND", "02/NQ-HĐND"),
    ],
)
def test_number(line: str, number: str | None) -> None:
    assert (
        read(f"SỞ NỘI VỤ\n{line}\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBÁO CÁO\nvề việc thử").number == number
    )


@pytest.mark.parametrize(
    ("line", "place", "day"),
    [
        ("Hà Nội, ngày 05 tháng 01 năm 2020", "Hà Nội", date(2020, 1, 5)),
        ("TP. Hải Hòa, ngày 5 tháng 12 năm 2021", "TP. Hải Hòa", date(2021, 12, 5)),
        ("Vĩnh An, ngày     tháng     năm 2026", "Vĩnh An", None),
        ("Phường 5, ngày 13 tháng 12 năm 2024", "Phường 5", date(2024, 12, 13)),
        ("Vĩnh An, ngày … tháng 9 năm 2026", "Vĩnh An", None),
        ("Vĩnh An, ngày 31 tháng 02 năm 2026", "Vĩnh An", None),
    ],
)
def test_place_and_date(line: str, place: str, day: date | None) -> None:
    found = read(f"SỞ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n{line}\nBÁO CÁO\nvề việc thử")
    assert (found.place, found.date) == (place, day)


@pytest.mark.parametrize(
    ("lines", "issuer", "parent"),
    [
        (["ỦY BAN NHÂN DÂN", "TỈNH BÌNH SƠN"], "Ủy ban nhân dân tỉnh Bình Sơn", None),
        (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI HÒA", "SỞ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"],
         "Sở Nông nghiệp và Môi trường", "Ủy ban nhân dân thành phố Hải Hòa"),
        (["UỶ BAN MTTQ VIỆT NAM", "XÃ ĐẠI ĐỒNG", "BAN THƯỜNG TRỰC"],
         "Ban Thường trực", "Uỷ ban MTTQ Việt Nam xã Đại Đồng"),
        (["BAN CHẤP HÀNH", "ĐẢNG BỘ HUYỆN THANH LÂM"], "Ban Chấp hành Đảng bộ huyện Thanh Lâm", None),
        (["VĂN BẢN HỢP NHẤT - BỘ TÀI CHÍNH"], "Bộ Tài chính", None),
    ],
)  # fmt: skip
def test_bodies(lines: list[str], issuer: str, parent: str | None) -> None:
    found = read("\n".join([*lines, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "BÁO CÁO", "về việc thử"]))
    assert (found.issuer, found.parent_issuer) == (issuer, parent)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("SỞ CÔNG THƯƠNG", "Sở Công Thương"),
        ("UBND TP. HẢI HÒA", "UBND TP. Hải Hòa"),
        ("TỈNH ỦY BÌNH SƠN", "Tỉnh ủy Bình Sơn"),
        ("SỞ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Sở Văn hóa, Thể thao và Du lịch"),
        ("HỘI LIÊN HIỆP PHỤ NỮ HUYỆN THANH LÂM", "Hội Liên hiệp Phụ nữ huyện Thanh Lâm"),
        ("ỦY BAN NHÂN DÂN XÃ TÂN HỘI", "Ủy ban nhân dân xã Tân Hội"),
        ("PHÓ GIÁM ĐỐC", "Phó Giám đốc"),
        ("BỘ CHỈ HUY QUÂN SỰ TỈNH", "Bộ Chỉ huy Quân sự tỉnh"),
    ],
)
def test_names_in_capitals(printed: str, name: str) -> None:
    assert written(printed) == name


def test_names_are_looked_up_in_the_document() -> None:
    text = "Năm qua, Trung tâm Ứng dụng Công nghệ cao đã hoàn thành kế hoạch."
    assert written("TRUNG TÂM ỨNG DỤNG CÔNG NGHỆ CAO", text) == "Trung tâm Ứng dụng Công nghệ cao"


PERIODS = [
    ("Kết quả 6 tháng đầu năm và kế hoạch 6 tháng cuối năm 2009", "2009-05-14", "2009-01-01", "2009-06-30"),
    ("sơ kết 9 tháng; phương hướng, nhiệm vụ 3 tháng cuối năm 2023", None, "2023-01-01", "2023-09-30"),
    ("Kết quả nhiệm vụ năm 2023; phương hướng, nhiệm vụ năm 2024", "2023-12-20", "2023-01-01", "2023-12-31"),
    ("Công tác thanh tra quý II và 6 tháng đầu năm 2019", "2019-06-12", "2019-01-01", "2019-06-30"),
    ("Công tác tháng 7 và 7 tháng năm 2022", "2022-07-30", "2022-01-01", "2022-07-31"),
    ("Tình hình kinh tế - xã hội quý III", "2021-09-28", "2021-07-01", "2021-09-30"),
    ("Kết quả công tác tháng 3/2021", "2021-03-30", "2021-03-01", "2021-03-31"),
    ("Tổng kết 10 năm thực hiện Nghị quyết (2013 - 2023)", "2023-08-01", "2013-01-01", "2023-12-31"),
    ("Kết quả nhiệm kỳ 2020 - 2025", "2025-09-15", "2020-01-01", "2025-12-31"),
    ("Sáu tháng đầu năm 2020 của ngành", "2020-07-01", "2020-01-01", "2020-06-30"),
    ("Số liệu từ ngày 15/12/2022 đến ngày 14/6/2023", "2023-06-15", "2022-12-15", "2023-06-14"),
    ("(Từ 07h00 ngày 24/8/2021 đến 07h00 ngày 31/8/2021)", "2021-08-31", "2021-08-24", "2021-08-31"),
    ("Thiệt hại do mưa lũ từ ngày 14 - 17/10/2013", "2013-10-18", "2013-10-14", "2013-10-17"),
    ("Kết quả thực hiện Đề án 06 năm 2024", "2024-12-01", "2024-01-01", "2024-12-31"),
    ("Thẩm định dự thảo Nghị quyết giai đoạn 2026 - 2030", "2026-04-28", None, None),
    ("Đánh giá tác động của chính sách giai đoạn 2026 - 2030", "2026-04-09", None, None),
    ("Phát triển đô thị giai đoạn 2026 - 2030", "2026-04-09", None, None),
    ("Công tác dân vận", "2024-01-01", None, None),
]


@pytest.mark.parametrize(("title", "issued", "start", "end"), PERIODS)
def test_period(title: str, issued: str | None, start: str | None, end: str | None) -> None:
    found = covered(title, "", date.fromisoformat(issued) if issued else None)
    expected = Period(date.fromisoformat(start), date.fromisoformat(end)) if start and end else None
    assert found == expected


def test_period_from_the_opening() -> None:
    opening = (
        "Thực hiện Công văn số 12/UBND năm 2020, Sở báo cáo kết quả công tác 6 tháng đầu năm 2024 như sau:"
    )
    assert covered("Công tác dân vận", opening, date(2024, 7, 1)) == Period(
        date(2024, 1, 1), date(2024, 6, 30)
    )
