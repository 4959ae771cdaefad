"""Counts in the phrasing of many kinds of reports: what is marked, its noun, its phrase; what counts nothing."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractor.extract import winners
from extractor.rules import nouns
from extractor.rules.engine import Passage

# report | sentence with each count in [brackets] | value unit of each
REPORTS = [
    ("kinh tế - xã hội", "Tạo việc làm cho [2.240 lao động], đưa [108 người] đi làm việc ở nước ngoài.", "2240 lao động; 108 người"),
    ("xây dựng Đảng", "Toàn Đảng bộ có [45 tổ chức] cơ sở đảng, [412 chi bộ] với [9.914 đảng viên].", "45 tổ chức; 412 chi bộ; 9914 đảng viên"),
    ("dân vận", "Công nhận [1.245 mô hình] “Dân vận khéo”, vận động [350 gia đình] cam kết.", "1245 mô hình; 350 gia đình"),
    ("Mặt trận", "Tổ chức [06 cuộc] giám sát, tặng [55 suất] quà cho [18 cháu] mồ côi.", "6 cuộc; 55 suất; 18 cháu"),
    ("cải cách hành chính", "Công bố [46 thủ tục] hành chính, tiếp nhận [10.120 hồ sơ] qua mạng.", "46 thủ tục; 10120 hồ sơ"),
    ("nông nghiệp", "Đàn trâu, bò có [15.600 con], xảy ra [03 ổ dịch] tại [5 xã], thị trấn.", "15600 con; 3 ổ dịch; 5 xã"),
    ("giáo dục", "Có [45 trường] với [21.350 học sinh], đạt [12 giải] nhất cấp tỉnh.", "45 trường; 21350 học sinh; 12 giải"),
    ("y tế", "Khám bệnh cho [96.400 lượt] người, tiêm [12.500 mũi] vắc xin, ghi nhận [07 ca] mắc sởi.", "96400 lượt; 12500 mũi; 7 ca"),
    ("công thương", "Vận hành [120 gian hàng] trên sàn, cấp [20 giấy phép] kinh doanh.", "120 gian hàng; 20 giấy phép"),
    ("an ninh", "Điều tra, làm rõ [41 vụ], bắt giữ [63 đối tượng], thu [02 khẩu] súng.", "41 vụ; 63 đối tượng; 2 khẩu"),
    ("phòng, chống tham nhũng", "Tiến hành [12 cuộc] thanh tra, phát hiện [23 tồn tại], khởi tố [02 bị can].", "12 cuộc; 23 tồn tại; 2 bị can"),
    ("tiếp dân, đơn thư", "Tiếp [2.746 lượt] công dân với [2.300 vụ việc]; xử lý [7.337 đơn thư] các loại.", "2746 lượt; 2300 vụ việc; 7337 đơn thư"),
    ("tôn giáo", "Địa bàn có [07 tôn giáo], [52 cơ sở] thờ tự, [23.560 tín đồ].", "7 tôn giáo; 52 cơ sở; 23560 tín đồ"),
    ("thanh niên", "Hiến máu được [986 đơn vị] máu, làm [14 công trình] thanh niên với [1.120 ngày công].", "986 đơn vị; 14 công trình; 1120 ngày công"),
    ("phụ nữ", "Kết nạp [612 hội viên], ra mắt [03 câu lạc bộ], xây [12 mái ấm] tình thương.", "612 hội viên; 3 câu lạc bộ; 12 mái ấm"),
    ("công đoàn", "Thành lập [05 công đoàn] cơ sở, ký [26 thỏa ước] lao động tập thể.", "5 công đoàn; 26 thỏa ước"),
    ("bầu cử", "Toàn huyện có [142 khu vực] bỏ phiếu, [96.150 cử tri], bầu [35 đại biểu].", "142 khu vực; 96150 cử tri; 35 đại biểu"),
    ("đại hội", "Đại hội xác định [19 chỉ tiêu], [ba đột phá] và [sáu nhiệm vụ] trọng tâm.", "19 chỉ tiêu; 3 đột phá; 6 nhiệm vụ"),
    ("kỷ luật", "Thi hành kỷ luật [14 đảng viên] (khiển trách [9], cảnh cáo [3], khai trừ [2]).", "14 đảng viên; 9 đảng viên; 3 đảng viên; 2 đảng viên"),
    ("chuyển đổi số", "Kích hoạt [38.400 tài khoản], cấp [1.105 chữ ký] số, thành lập [142 tổ] công nghệ số.", "38400 tài khoản; 1105 chữ ký; 142 tổ"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "expected"), [pytest.param(s, e, id=r) for r, s, e in REPORTS])
def test_counts_of_reports(sentence: str, expected: str) -> None:
    text, spans = _unmarked(sentence)
    found = [c for c in winners(Passage(text)) if c.kind == "count"]
    assert [(c.start, c.end) for c in found] == spans
    assert "; ".join(f"{c.fields['value']} {c.fields['unit']}" for c in found) == expected


def _unmarked(sentence: str) -> tuple[str, list[tuple[int, int]]]:
    """A sentence without its brackets, and where they stood."""
    text, spans = "", []
    for index, piece in enumerate(re.split(r"[\[\]]", sentence)):
        if index % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


@pytest.mark.parametrize(
    "text",
    [
        "Nghị quyết Kỳ họp thứ 10 Hội đồng nhân dân tỉnh khóa XVI",
        "nâng cấp Quốc lộ 6 đoạn qua huyện",
        "phòng, chống dịch Covid-19 người dân đồng thuận",
        "hội viên xây dựng gia đình 5 không, 3 sạch",
        "phương châm 4 tại chỗ trong phòng, chống thiên tai",
        "triển khai Đề án 06 cơ quan công an chủ trì",
        "Ban Chỉ đạo 35 các cấp hoạt động nền nếp",
        "tăng gấp 2,5 lần so với năm 2020",
        "chỉ số cải cách hành chính xếp thứ 09/63 tỉnh, thành phố",
        "nhà số 12 phường Trần Phú",
        "áp dụng TCVN ISO 9001 cơ quan hành chính",
        "năm 2024 huyện hoàn thành nhiệm vụ",
        "nhiệm kỳ 2020 - 2025 đảng bộ đã lãnh đạo",
        "Điều 5 khoản 2 Luật này",
        "hàng trăm hộ dân, nhiều mô hình, một số đơn vị",
        "một trong những xã đi đầu",
        "họp lúc 8 giờ 30 phút",
        "giai đoạn 2 dự án đang triển khai",
        "trường Nguyễn Du Quận 12 tiền thân là trường bán công",
        "trụ sở tại khu phố 4 phường Tân An",
        "tỷ suất sinh thô là 13,53 phần nghìn, tăng so với năm trước",
        "sau hai năm đơn vị đã khắc phục",
        "tiến độ thực hiện Chương trình (CT) 135 giai đoạn II",
        "ghi ngày, tháng, năm văn bản được ban hành",
        "Ba Đình, Hà Nội; điện thoại: 080.45774; fax: 080.43472; email: vanthu",
    ],
)
def test_numbers_that_count_nothing(text: str) -> None:
    assert [text[c.start : c.end] for c in winners(Passage(text)) if c.kind == "count"] == []


def test_a_bare_number_in_a_cell_is_no_count() -> None:
    assert not [c for c in winners(Passage("1.245", in_table=True)) if c.kind == "count"]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("mô hình “Dân vận khéo” được đăng ký xây dựng", "mô hình “Dân vận khéo”"),
        ("cuộc giám sát chuyên đề; 03 cuộc khảo sát", "cuộc giám sát chuyên đề"),
        ("tin, bài, ảnh tuyên truyền với hơn 200 lượt xem", "tin, bài, ảnh tuyên truyền"),
        ("hồ sơ và đã trả kết quả", "hồ sơ"),
        ("dự án đang hoạt động, 3 dự án dừng", "dự án đang hoạt động"),
        ("đơn khiếu nại, tố cáo 49 đơn", "đơn khiếu nại"),
        ("nhà và sửa chữa 20 nhà", "nhà"),
        ("cán bộ và đảng viên 3 xã", "cán bộ và đảng viên"),
        ("đàn vượt 12 đàn", "đàn"),
    ],
)
def test_the_phrase_a_noun_heads(text: str, phrase: str) -> None:
    noun = nouns.head(text, 0)
    assert noun is not None
    assert nouns.phrase(text, noun) == phrase


@pytest.mark.parametrize(
    ("text", "noun", "known"),
    [
        ("vụ việc khiếu nại", "vụ việc", True),
        ("vụ cháy", "vụ", True),
        ("tổ dân phố", "tổ", True),
        ("tổ chức đảng", "tổ chức", True),
        ("C/O mẫu D", "C/O", True),
        ("hố thu gom rác", "hố", True),
        ("rọ đá chống sạt lở", "rọ", False),
        ("BQLDA cấp huyện", "BQLDA", False),
    ],
)
def test_the_head_noun(text: str, noun: str, known: bool) -> None:
    head = nouns.head(text, 0)
    assert head is not None
    assert (head.text, head.known) == (noun, known)


@given(st.integers(2, 10**9), st.sampled_from(["mô hình", "vụ việc", "đảng viên", "hộ", "cuộc"]))
def test_any_grouped_number_before_a_noun_counts_it(number: int, noun: str) -> None:
    text = f"toàn tỉnh có {number:,} {noun}".replace(",", ".")
    marks = [c for c in winners(Passage(text)) if c.kind == "count"]
    if 1900 <= number <= 2099:
        return
    assert [(c.fields["value"], c.fields["unit"], c.end) for c in marks] == [
        (Decimal(number), noun, len(text))
    ]
