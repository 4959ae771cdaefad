"""How kinds, values and places are put into words on the pages: Vietnamese, for the offices that read them.

`GLOSS` has the English of the kinds, for who knows the archive by its columns.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.document import Document
from extractor.facts import Fact, FactKind

LABEL: dict[FactKind, str] = {
    "date": "Thời gian",
    "duration": "Thời hạn",
    "doc_number": "Văn bản",
    "count": "Số lượng",
    "fraction": "Phần trên tổng",
    "percent": "Tỷ lệ",
    "money": "Số tiền",
    "measure": "Số đo",
}
GLOSS: dict[FactKind, str] = {
    "date": "date",
    "duration": "duration",
    "doc_number": "document number",
    "count": "count",
    "fraction": "fraction",
    "percent": "percent",
    "money": "money",
    "measure": "measure",
}
METADATA = {
    "type": "Loại văn bản",
    "number": "Số, ký hiệu",
    "issuer": "Cơ quan ban hành",
    "parent_issuer": "Cơ quan chủ quản",
    "place": "Nơi ban hành",
    "date": "Ngày ban hành",
    "title": "Trích yếu",
    "period_start": "Kỳ báo cáo từ",
    "period_end": "Kỳ báo cáo đến",
    "signer": "Người ký",
    "signer_role": "Chức vụ",
}
_SIGNS = {">": "> ", "<": "< ", "~": "≈ ", ">=": "≥ ", "<=": "≤ "}


def readable(fact: Fact) -> str:
    """The value in one line: `≥ 2.035 mô hình`, `01/01/2023 – 30/09/2023`, `56.572.500.000 VND`."""
    if fact.kind == "date":
        return _period(fact.date_start, fact.date_end)
    if fact.kind == "doc_number":
        return " ".join(filter(None, (fact.doc_type, fact.number)))
    if fact.kind == "fraction":
        return f"{number(fact.numerator)} / {number(fact.denominator)} {fact.unit or ''}".strip()
    amount = number(fact.value) + (f" – {number(fact.value_max)}" if fact.value_max is not None else "")
    unit = "%" if fact.kind == "percent" else f" {fact.currency or fact.unit or ''}"
    return (_SIGNS.get(fact.approx or "", "") + amount + unit).strip()


def rows(fact: Fact, document: Document) -> list[tuple[str, str]]:
    """What else the card of a fact says: the cited document, the noun, then rule and place."""
    headings = {s.path: s.heading for s in document.sections}
    path = fact.section_path or ""
    day = f"{fact.doc_date:%d/%m/%Y}" if fact.doc_date else ""
    section = f"{path} {headings.get(path, '')}".strip()
    share = (
        f"{fact.numerator / fact.denominator:.1%}".replace(".", ",")
        if fact.numerator and fact.denominator
        else ""
    )
    where = [f"trang {fact.page}" if fact.page else "", f"chú thích {fact.note}" if fact.note else ""]
    box = fact.box and "({:.0f}, {:.0f}) – ({:.0f}, {:.0f}) pt".format(*fact.box[1:])
    found = [
        ("Cơ quan", fact.doc_issuer),
        ("Ngày", day),
        ("Trích yếu", fact.doc_title),
        ("Đếm", fact.object if fact.object != fact.unit else None),
        ("Tỷ lệ", share),
        ("Nguyên văn", fact.exact),
        ("Mục", section),
        ("Vị trí", ", ".join(filter(None, where))),
        ("Khung", box),
        ("Quy tắc", fact.rule),
        ("Độ tin cậy", f"{fact.confidence:.0%}"),
    ]
    return [(name, value) for name, value in found if value]


def number(value: Decimal | None) -> str:
    """`1234567.5` → `1.234.567,5`."""
    if value is None:
        return "?"
    whole, _, rest = f"{value:,f}".partition(".")
    return (whole.replace(",", ".") + "," + rest.rstrip("0")).rstrip(",")


def _period(start: date | None, end: date | None) -> str:
    if start is None and end is None:
        return "chưa xác định"
    days = [f"{day:%d/%m/%Y}" if day else "…" for day in (start, end)]
    return days[0] if start == end else " – ".join(days)
