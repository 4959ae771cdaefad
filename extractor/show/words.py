"""How kinds, values and places are put into words on the page; numbers and dates the Vietnamese way."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from extractor.document import Document
from extractor.facts import Fact, FactKind

LABEL: dict[FactKind, str] = {
    "date": "Date",
    "duration": "Duration",
    "doc_number": "Document",
    "count": "Count",
    "fraction": "Fraction",
    "percent": "Percent",
    "money": "Money",
    "measure": "Measure",
}
GLOSS: dict[FactKind, str] = {
    "date": "ngày tháng, kỳ",
    "duration": "khoảng thời gian",
    "doc_number": "số, ký hiệu văn bản",
    "count": "số lượng",
    "fraction": "phần trên tổng số",
    "percent": "tỷ lệ phần trăm",
    "money": "số tiền",
    "measure": "đại lượng đo",
}
METADATA = {
    "type": "Type",
    "number": "Number",
    "issuer": "Issuer",
    "parent_issuer": "Under",
    "place": "Place",
    "date": "Date",
    "title": "Title",
    "period_start": "Period from",
    "period_end": "Period to",
    "signer": "Signed by",
    "signer_role": "Office",
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
    where = [f"page {fact.page}" if fact.page else "", f"note {fact.note}" if fact.note else ""]
    box = fact.box and "({:.0f}, {:.0f}) – ({:.0f}, {:.0f}) pt".format(*fact.box[1:])
    found = [
        ("Of", fact.doc_issuer),
        ("Dated", day),
        ("Title", fact.doc_title),
        ("Counts", fact.object if fact.object != fact.unit else None),
        ("Share", share),
        ("Printed", fact.exact),
        ("Section", section),
        ("Place", ", ".join(filter(None, where))),
        ("Box", box),
        ("Rule", fact.rule),
        ("Confidence", f"{fact.confidence:.0%}"),
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
        return "not decided"
    days = [f"{day:%d/%m/%Y}" if day else "…" for day in (start, end)]
    return days[0] if start == end else " – ".join(days)
