"""Cited documents: number, type, issuer, date and title, per mention and only where the text gives them."""

from __future__ import annotations

import pytest

from extractor.extract import winners
from extractor.rules.engine import Passage

FIELDS = ("number", "doc_type", "doc_issuer", "doc_date", "doc_title")


def citations(text: str) -> list[tuple[str, ...]]:
    """Number, type, issuer, date and title of every document cited; `-` for what is not given."""
    found = (c for c in winners(Passage(text)) if c.kind == "doc_number")
    return [tuple(str(c.fields[name] or "-") for name in FIELDS) for c in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Thực hiện Chỉ thị số 19-CT/TU, ngày 14/02/2022 của Tỉnh ủy về “Tăng cường bảo vệ rừng”",
            [("19-CT/TU", "Chỉ thị", "Tỉnh ủy", "2022-02-14", "Tăng cường bảo vệ rừng")],
        ),
        (
            "theo Nghị định số 73/2019/NĐ-CP của Chính phủ ngày 05 tháng 9 năm 2019 quy định quản lý đầu tư",
            [("73/2019/NĐ-CP", "Nghị định", "Chính phủ", "2019-09-05", "-")],
        ),
        (
            "Quyết định số 31-QĐ/TW và Quyết định số 32-QĐ/TW của Ban Bí thư khóa XII về “Quy chế làm việc”, "
            "và “Quy chế chất vấn trong Đảng”.",
            [
                ("31-QĐ/TW", "Quyết định", "Ban Bí thư", "-", "Quy chế làm việc"),
                ("32-QĐ/TW", "Quyết định", "Ban Bí thư", "-", "Quy chế chất vấn trong Đảng"),
            ],
        ),
        (
            "các Nghị quyết số 12 và 13/NQ-HĐND ngày 10/12/2021 của Hội đồng nhân dân huyện",
            [
                ("12/NQ-HĐND", "Nghị quyết", "Hội đồng nhân dân huyện", "2021-12-10", "-"),
                ("13/NQ-HĐND", "Nghị quyết", "Hội đồng nhân dân huyện", "2021-12-10", "-"),
            ],
        ),
        (
            "UBND huyện đã ban hành Kế hoạch số 45/KH-UBND, ngày 02/3/2023 về số hóa; Quyết định số "
            "512/QĐ-UBND ngày 09/3/2023 về thành lập tổ công tác.",
            [
                ("45/KH-UBND", "Kế hoạch", "UBND huyện", "2023-03-02", "-"),
                ("512/QĐ-UBND", "Quyết định", "UBND huyện", "2023-03-09", "-"),
            ],
        ),
        (
            "Hội Nông dân tỉnh đã mở 12 lớp tập huấn; ban hành Hướng dẫn số 08-HD/HNDT về vay vốn.",
            [("08-HD/HNDT", "Hướng dẫn", "Hội Nông dân tỉnh", "-", "-")],
        ),
        (
            "UBND Quận 3 đã ra Quyết định số 73/QĐ-UB về việc lập trường; theo Nghị định số 43/2006/NĐ-CP "
            "của Chính Phủ.",
            [
                ("73/QĐ-UB", "Quyết định", "UBND Quận 3", "-", "-"),
                ("43/2006/NĐ-CP", "Nghị định", "Chính Phủ", "-", "-"),
            ],
        ),
        (
            "Thông tư số 04/2016/TT-BNNPTNT của Bộ Nông nghiệp và Phát triển nông thôn Quy định về thú y; "
            "Ủy ban Dân tộc đã có văn bản số 1458/UBDT-VP135 gửi các tỉnh",
            [
                ("04/2016/TT-BNNPTNT", "Thông tư", "Bộ Nông nghiệp và Phát triển nông thôn", "-", "-"),
                ("1458/UBDT-VP135", "Văn bản", "Ủy ban Dân tộc", "-", "-"),
            ],
        ),
        (
            "Thủ tướng Chính phủ có ý kiến đồng ý cho huyện hưởng chính sách quy định tại Nghị quyết số 30a/2008/NQ-CP",
            [("30a/2008/NQ-CP", "Nghị quyết", "-", "-", "-")],
        ),
        (
            "Thực hiện chỉ đạo của UBND tỉnh tại Công văn số 474/UBND-VP7 ngày 18/6/2025",
            [("474/UBND-VP7", "Công văn", "UBND tỉnh", "2025-06-18", "-")],
        ),
        (
            "Ban Chấp hành Đảng bộ tỉnh khóa XIII đã ban hành Nghị quyết số 10-NQ/TU; Kế hoạch số "
            "298 KH/TWĐTN của Ban Chấp hành Trung ương Đoàn TNCS Hồ Chí Minh",
            [
                ("10-NQ/TU", "Nghị quyết", "Ban Chấp hành Đảng bộ tỉnh", "-", "-"),
                ("298KH/TWĐTN", "Kế hoạch", "Ban Chấp hành Trung ương Đoàn TNCS Hồ Chí Minh", "-", "-"),
            ],
        ),
        # a name ends where its place has been named and the sentence goes on
        (
            "Nghị quyết số 15-NQ/TU của Ban Thường vụ Tỉnh ủy Trà Vinh đào tạo ngoại ngữ cho cán bộ",
            [("15-NQ/TU", "Nghị quyết", "Ban Thường vụ Tỉnh ủy Trà Vinh", "-", "-")],
        ),
        (
            "Nghị quyết số 07/NQ-HĐND của HĐND tỉnh Bến Tre chỉ áp dụng cho công chức",
            [("07/NQ-HĐND", "Nghị quyết", "HĐND tỉnh Bến Tre", "-", "-")],
        ),
        (
            "Nghị quyết số 07/NQ-HĐND của HĐND tỉnh Bến Tre cũ quy định mức hỗ trợ",
            [("07/NQ-HĐND", "Nghị quyết", "HĐND tỉnh Bến Tre cũ", "-", "-")],
        ),
        (
            "Nghị định số 101/2017/NĐ-CP ngày 01/9/2017 và Nghị định số 89/2021/NĐ-CP ngày 18/10/2021 của Chính phủ",
            [
                ("101/2017/NĐ-CP", "Nghị định", "Chính phủ", "2017-09-01", "-"),
                ("89/2021/NĐ-CP", "Nghị định", "Chính phủ", "2021-10-18", "-"),
            ],
        ),
        (
            "Quy hoạch được Thủ tướng Chính phủ phê duyệt tại Quyết định số 1588/QĐ-TTg, ngày 20/12/2023.",
            [("1588/QĐ-TTg", "Quyết định", "Thủ tướng Chính phủ", "2023-12-20", "-")],
        ),
        (
            "Phối hợp với UBND xã ban hành Kế hoạch phối hợp số 07/KHPH-UBND-MTTQ ngày 06/4/2024",
            [("07/KHPH-UBND-MTTQ", "Kế hoạch", "-", "2024-04-06", "-")],
        ),
        (
            "Công văn số 1210/SNV-CCHC ngày 05/6/2020; 1388/SNV-CCHC ngày 22/6/2020 về cải cách",
            [
                ("1210/SNV-CCHC", "Công văn", "-", "2020-06-05", "-"),
                ("1388/SNV-CCHC", "Công văn", "-", "2020-06-22", "-"),
            ],
        ),
        (
            "Huyện ủy triển khai thực hiện Nghị quyết số 09-NQ/TU và Chỉ thị 05-CT/TW",
            [("09-NQ/TU", "Nghị quyết", "-", "-", "-"), ("05-CT/TW", "Chỉ thị", "-", "-", "-")],
        ),
        (
            "Thông tư của Bộ Tài chính số 61/2017/TT-BTC; Luật Ngân sách nhà nước số 83/2015/QH13",
            [
                ("61/2017/TT-BTC", "Thông tư", "Bộ Tài chính", "-", "-"),
                ("83/2015/QH13", "Luật", "-", "-", "-"),
            ],
        ),
        (
            "Thông báo kết luận số 71/TB-VPCP ngày 06/3/2023; Kế hoạch số 9/KH-UBND; 12-NQ/HU",
            [
                ("71/TB-VPCP", "Thông báo", "-", "2023-03-06", "-"),
                ("9/KH-UBND", "Kế hoạch", "-", "-", "-"),
                ("12-NQ/HU", "-", "-", "-", "-"),
            ],
        ),
        (
            "NGHỊ QUYẾT SỐ 18-NQ/TW; Thông tư liên tịch số 01/2014/TTLT-BNV-BTC",
            [
                ("18-NQ/TW", "Nghị quyết", "-", "-", "-"),
                ("01/2014/TTLT-BNV-BTC", "Thông tư liên tịch", "-", "-", "-"),
            ],
        ),
        (
            "Quyết định số 22-QĐ/BCĐ của Ban Chỉ đạo phòng, chống thiên tai; hồ sơ số 15/HS-UBND; nhà 12/3A",
            [("22-QĐ/BCĐ", "Quyết định", "Ban Chỉ đạo phòng, chống thiên tai", "-", "-")],
        ),
        (
            "theo Quyết định số 8/QĐ-BGDĐT của Bộ Giáo dục và Đào tạo và Kế hoạch số 3/KH-SGDĐT của Sở",
            [
                ("8/QĐ-BGDĐT", "Quyết định", "Bộ Giáo dục và Đào tạo", "-", "-"),
                ("3/KH-SGDĐT", "Kế hoạch", "Sở", "-", "-"),
            ],
        ),
    ],
)
def test_what_the_text_gives_of_a_cited_document(text: str, expected: list[tuple[str, ...]]) -> None:
    assert citations(text) == expected
