"""Vietnamese numbers: digits with `.` and `,`, numbers in words, magnitude words, and where they begin.

`.` groups thousands and `,` is the decimal mark (facts.md, "Numbers"). A text that breaks this is read as a
person would: `54.5%` is 54.5, `1,234,567` is 1234567, and three digits after a single separator mean
thousands where nothing else decides (`3,456 hộ`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Literal

import regex

Notation = Literal["thousands", "decimal"]  # what a single `,` or `.` before three digits is taken for

DIGITS: dict[str, int] = {
    "không": 0,
    "một": 1,
    "mốt": 1,
    "hai": 2,
    "ba": 3,
    "bốn": 4,
    "tư": 4,
    "năm": 5,
    "lăm": 5,
    "nhăm": 5,
    "sáu": 6,
    "bảy": 7,
    "bẩy": 7,
    "tám": 8,
    "chín": 9,
}
MAGNITUDES = {
    "nghìn": 10**3,
    "ngàn": 10**3,
    "vạn": 10**4,
    "triệu": 10**6,
    "tr": 10**6,
    "tỷ": 10**9,
    "tỉ": 10**9,
}
FILLERS = frozenset({"linh", "lẻ"})  # `một trăm linh năm`
_SLIPS = str.maketrans("lIOo", "1100")
_SLIP = regex.compile(r"(?<=\d)[lIOo]|[lIOo](?=\d)")

# Where a number may begin: not inside a word, a symbol (`H1N1`, `Covid-19`), a date or another number; after
# a slash only where it is no base of a rate (`12 vụ/15 bị can`, but `49 giường/10.000 dân`); glued to a word
# only where that word expects a number (`tăng200,9%`, `tiếp nhận:12 đơn`), or where a unit says
# that it is one (`Hòa Bình116ha`).
_NO_BASE = r"bị\s(?:can|cáo)|đối\stượng|công\sdân|vụ|đơn|cuộc|lượt"  # `4 vụ/10 bị can` are two counts
_BASE = rf"0*1(?:[.,]?0{{1,3}})*(?![\d.,]*\d)(?!\s+(?:{_NO_BASE})(?!\p{{L}}))"
_EXPECTING = "khoảng|tăng|giảm|đạt|trên|gần|hơn|còn|là|chiếm|bằng|được|có|dưới|từ|lên|xuống"
_IN_DIGITS = (
    r"(?<!\p{N})(?<!\p{N}\s?[-–—/.,:_])(?=\d|[lIO]\d)"
    r"(?:(?<!\p{L})(?<!\p{L}\s?[-–—/.,:_])"
    rf"|(?<=\p{{Ll}}{{2}}\s?(?:[,:]|/(?!{_BASE})))(?=\d)"
    rf"|(?<=[\d.]\s?đ/(?!{_BASE}))(?=\d)"
    rf"|(?<=(?<!\p{{L}})(?:{_EXPECTING}))(?=\d)"
    r"|(?<=\p{Ll}{3})(?=\d+(?:[.,]\d+)*\s?(?:%|(?:ha|tấn|triệu|tỷ)(?!\p{L}))))"
)
_IN_WORDS = (
    r"(?<![\p{L}\p{N}/_-])(?=(?:hai|ba|bốn|sáu|bảy|bẩy|tám|chín|mười|nửa)\s+\p{L}"
    r"|(?:một|năm)\s+(?:mươi|trăm|nghìn|ngàn|vạn|triệu|tỷ|tỉ|chục)\s)"
)
# *Năm* is "five" only before a magnitude word, or before a noun that no year precedes, and not after a word
# that makes it a year (`đầu năm`, `36 năm`).
_YEAR_OF = (
    r"\d|một|hai|ba|bốn|sáu|bảy|tám|chín|mười|mươi|trăm|đầu|cuối|giữa|cả|trong|hằng|hàng|mỗi|từng|qua|sang|hết|các|những|nhiều|lâu|tháng,?|quý|theo"
    r"|kế\s+hoạch|dự\s+toán"
)
_FIVE_OF = (
    r"nhóm|nội\s+dung|nhiệm\s+vụ|giải\s+pháp|quan\s+điểm|bài\s+học|mục\s+tiêu|khâu|lĩnh\s+vực|điểm|trụ\s+cột"
    r"|mặt|tỉnh|huyện|xã|đồng\s+chí|người|chỉ\s+tiêu|tiêu\s+chí|nguyên\s+tắc|mô\s+hình|chương\s+trình"
    r"|bản\s+án|dự\s+án|công\s+trình|văn\s+bản|cuộc|đơn\s+vị|trường\s+hợp"
)
_FIVE = rf"(?<![\p{{L}}\p{{N}}/_-])(?<!(?:{_YEAR_OF})\s)(?=năm\s+(?:{_FIVE_OF})(?!\p{{L}}))"
# `61.828 đồng (Sáu mươi mốt nghìn … đồng)`: words in brackets that only say the figure before them again
_WORD = "|".join([*DIGITS, *MAGNITUDES, *FILLERS, "mười", "mươi", "trăm", "chục", "rưỡi"])
_RESTATED = regex.compile(
    rf"\(\s*(?:bằng\s+chữ\s?:?\s?)?(?:(?:{_WORD})[\s,]+)*+(?:(?:{_WORD})|(?:đồng|phần\s+trăm)(?:\s+chẵn)?)[\s./]*\)",
    regex.IGNORECASE,
)
_START = regex.compile(f"{_IN_DIGITS}|{_IN_WORDS}|{_FIVE}", regex.IGNORECASE)
_DIGITS = regex.compile(r"\d+(?:[.,]\d+)*")
_TOKEN = regex.compile(r"\d+(?:[.,]\d+)*|\p{L}+")


# What shows that a report's comma is its decimal mark (`88.653,42 ha`, `61,2 m3`), and that it groups
_COMMA_DECIMAL = regex.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+(?![.,]?\d)|\d[\d.]*,\d{1,2}(?![.,]?\d)(?=\s?[%\p{L}]))"
)
_COMMA_GROUPS = regex.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?:,\d{3}|\.\d{1,2})(?![.,]?\d)")


def comma(texts: Iterable[str]) -> Notation:
    """What a single comma before three digits is in these texts, as far as their other numbers show."""
    shown = False
    for text in texts:
        if _COMMA_GROUPS.search(text):
            return "thousands"
        shown = shown or _COMMA_DECIMAL.search(text) is not None
    return "decimal" if shown else "thousands"


@lru_cache(maxsize=64)
def starts(text: str) -> tuple[int, ...]:
    """Where a number, in digits or in words from *hai* upward, may begin in a text."""
    restated = [m.span() for m in _RESTATED.finditer(text)] if "(" in text else []
    return tuple(at for m in _START.finditer(text) if not _inside(restated, at := m.start()))


def _inside(spans: Sequence[tuple[int, int]], at: int) -> bool:
    before = bisect_left(spans, (at,))
    return before > 0 and at < spans[before - 1][1]


def mend(text: str) -> str:
    """A number with the letters that OCR takes for digits turned back: `l0` → `10`, `O5` → `05`."""
    return str(_SLIP.sub(lambda m: m[0].translate(_SLIPS), text))


def read_digits(text: str, notation: Notation = "thousands") -> Decimal | None:
    """`2.035` → 2035, `54,5` and `54.5` → 54.5, `1,234,567` → 1234567; None for no number (`1.2.3`)."""
    if _DIGITS.fullmatch(text) is None:
        return None
    marks = [c for c in text if c in ".,"]
    if not marks:
        return Decimal(text)
    whole, _, rest = text.rpartition(marks[-1])
    if len(set(marks)) == 2:  # the last mark is the decimal one
        if marks[-1] == "." and rest == "000":  # `44,962.000 đ`: nobody writes so exact a whole number
            return Decimal(grouped) if (grouped := _grouped(text)) else None
        grouped = _grouped(whole)
        return Decimal(f"{grouped}.{rest}") if grouped and marks.count(marks[-1]) == 1 else None
    if len(marks) == 1 and (len(rest) != 3 or len(whole) > 3 or whole[0] == "0" or notation == "decimal"):
        return Decimal(f"{whole}.{rest}")
    grouped = _grouped(text)
    return Decimal(grouped) if grouped else None


def read(text: str, notation: Notation = "thousands") -> Decimal | None:
    """A number as printed: digits, words, or both with magnitude words; None where it is no number.

    `2.035` → 2035, `1,156 triệu tỷ` → 1156000000000000, `1 tỷ 250 triệu` → 1250000000, `hai mươi lăm` → 25,
    `2 triệu rưỡi` → 2500000, `nửa triệu` → 500000. Before a magnitude word a single comma is the decimal mark
    whatever follows it (`149,542 triệu`): nobody groups what he has just shortened.
    """
    tokens = _TOKEN.findall(text.lower())
    if "," in text and not MAGNITUDES.keys().isdisjoint(tokens):
        notation = "decimal"
    terms: list[tuple[Decimal, int]] = []  # value and magnitude of what is read so far, magnitudes falling
    section: Decimal | None = None  # what is read since the last magnitude word
    unit: Decimal | None = None  # the digit read last, which mươi, trăm or chục multiply
    for token in tokens:
        if token in DIGITS:
            unit = Decimal(DIGITS[token])
            section = (section or Decimal(0)) + unit
        elif token[0].isdigit():
            if section is not None or (section := read_digits(token, notation)) is None:
                return None
            unit = section
        elif token == "mười":
            section, unit = (section or Decimal(0)) + 10, None
        elif token in ("mươi", "chục", "trăm"):
            factor = 100 if token == "trăm" else 10
            section = (section or Decimal(0)) - (unit or 0) + (1 if unit is None else unit) * factor
            unit = None
        elif token == "nửa":
            section = Decimal("0.5")
        elif token == "rưỡi":
            if section is not None or not terms:
                return None
            section = Decimal(terms[-1][1]) / 2
        elif token in MAGNITUDES:
            magnitude = MAGNITUDES[token]
            while terms and terms[-1][1] < magnitude:  # `1,156 triệu tỷ`, `1 nghìn 200 tỷ`
                section = (section or Decimal(0)) + terms.pop()[0]
            terms.append(((Decimal(1) if section is None else section) * magnitude, magnitude))
            section = unit = None
        elif token not in FILLERS:
            return None
    if section is None and not terms:
        return None
    return sum((value for value, _ in terms), section or Decimal(0))


def _grouped(text: str) -> str | None:
    """The digits of a number grouped by threes, None where the groups are of another size."""
    first, *rest = text.replace(",", ".").split(".")
    if not 1 <= len(first) <= 3 or any(len(group) != 3 for group in rest):
        return None
    return first + "".join(rest)
