"""Small reports made on the spot, for tests of what comes after reading."""

from __future__ import annotations

from pathlib import Path

BODY = """ỦY BAN NHÂN DÂN HUYỆN TÂN GIANG
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Tân Giang, ngày {day} tháng {month} năm {year}
BÁO CÁO
Kết quả công tác dân vận năm {year}
I. KẾT QUẢ THỰC HIỆN
1. Công tác lãnh đạo, chỉ đạo
Huyện ủy đã thực hiện Nghị quyết số 08-NQ/TU, ngày 06/12/2022 của Tỉnh ủy. \
Toàn huyện có {models} mô hình “Dân vận khéo”.
2. Xây dựng nông thôn mới
Có {communes}/24 xã đạt chuẩn nông thôn mới. Kinh phí thực hiện là {money} triệu đồng.
II. PHƯƠNG HƯỚNG, NHIỆM VỤ
Phấn đấu có 30 mô hình “Dân vận khéo” trong năm 2025. Đảng bộ huyện đang chuẩn bị đại hội.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Nguyễn Văn An
{more}"""


def report(folder: Path, name: str = "a.txt", **values: object) -> Path:
    """A report as a text file; `values` replace its figures."""
    figures = {"number": "12/BC-UBND", "day": 15, "month": 12, "year": 2023}
    figures |= {"models": 25, "communes": 18, "money": "1.250", "more": ""}
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(BODY.format(**(figures | values)), encoding="utf-8")
    return path
