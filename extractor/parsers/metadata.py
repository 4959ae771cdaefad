"""What letterhead, title block and signature say of the document itself, as fields (archive.md,
`documents`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import regex

from extractor.document import Metadata
from extractor.parsers import period
from extractor.parsers.capitals import is_upper
from extractor.parsers.flow import Paragraph
from extractor.parsers.names import written
from extractor.parsers.zones import (
    CAPACITY,
    COVER,
    SUBJECT,
    Zoned,
    document_type,
    document_type_alone,
    names_body,
    person,
    role_in,
)
from extractor.text import clean

_NUMBER = regex.compile(
    r"^\D{0,20}?\bs[ốô]\b\s*[:.]?\s*(?P<number>\d[\d\s]*(?:/\s*\d{4})?\s*[-–/]\s*[\p{L}\d][\p{L}\d\s/.,&–-]*)",
    regex.IGNORECASE,
)
_DATE = regex.compile(
    r"^(?P<place>.+?)\s*,?\s*ngày\s*(?P<day>\d[\d ]*)\s*tháng\s*(?P<month>\d[\d ]*)"
    r"\s*năm\s*(?P<year>\d[\d ]*)",
    regex.IGNORECASE,
)
_PLACE = regex.compile(r"^(?P<place>[^,]+?)\s*,?\s*ngày\b", regex.IGNORECASE)
# A line of the letterhead that ends so is not done: `BAN CHẤP HÀNH` / `ĐẢNG BỘ TỈNH …`.
# What a letterhead line may hold before the body: the Party's name run on, the gazette's kind of edition.
_NOT_ISSUING = r"^(?:ĐẢNG CỘNG SẢN VIỆT NAM|VĂN BẢN HỢP NHẤT)\s*[-–]?\s*(?=\p{Lu})"
_UNFINISHED = regex.compile(r"(?:^BAN CHẤP HÀNH|^BCH|^VĂN PHÒNG|\bVÀ|-|–|,|\bCỦA|^ĐOÀN ĐẠI BIỂU QUỐC HỘI)$")


def metadata(zoned: Sequence[Zoned]) -> Metadata:
    """The fields of one document; of several bound together, the first one's."""
    head = _first_document(zoned)
    text = "\n".join(z.text for z in zoned if z.zone in ("body", "recipients"))
    bodies = _bodies([z.text for z in head if z.part == "body_name"])
    issued = _date(head)
    title = _title(head)
    covered = _period(head, title, issued)
    role, signer = _signature(head, text)
    return Metadata(
        type=_type(head),
        number=_number(head),
        issuer=written(bodies[-1], text) if bodies else None,
        parent_issuer=written(bodies[-2], text) if len(bodies) > 1 else None,
        place=_place(head),
        date=issued,
        title=title,
        period_start=covered.start if covered else None,
        period_end=covered.end if covered else None,
        signer=signer,
        signer_role=role,
    )


def _first_document(zoned: Sequence[Zoned]) -> list[Zoned]:
    """Without a cover page before it, up to a second document's letterhead or the end of the first
    signature.
    """
    out: list[Zoned] = []
    zones: set[str] = set()
    for z in zoned:
        title = next((o.text for o in out if o.zone == "title"), None)
        titled = title is not None and not SUBJECT.match(title)  # `V/v …` stands amid its letterhead
        if z.zone == "letterhead" and titled and "body" not in zones:
            out.clear()  # what went before was a cover
            zones.clear()
        another = z.zone in ("letterhead", "title") and zones & {"body", "signature"}
        annexed = z.zone == "body" and "recipients" in zones and any(o.part == "name" for o in out)
        if another or annexed:
            break
        out.append(z)
        zones.add(z.zone)
    return out


def _bodies(lines: Sequence[str]) -> list[str]:
    """The bodies that the letterhead names, outermost first, each whole where it runs over lines."""
    out: list[str] = []
    for line in (regex.sub(_NOT_ISSUING, "", line) for line in lines):
        if out and (not names_body(line) or _UNFINISHED.search(out[-1])):
            out[-1] = f"{out[-1]} {line}"
        else:
            out.append(line)
    return out


def _number(head: Sequence[Zoned]) -> str | None:
    """`Số: 292 /BC-SNV` → `292/BC-SNV`; None where the place of the number is blank (`Số:   /BC-UBND`)."""
    for z in head:
        found = _NUMBER.match(z.text) if z.part == "number" else None
        if found:
            number = regex.sub(r"[‐-―−]", "-", "".join(found["number"].split()))
            return str(number).rstrip(".,-/")
    return None


def _date(head: Sequence[Zoned]) -> date | None:
    for z in head:
        found = _DATE.match(z.text) if z.part == "place_date" else None
        if found:
            year, month, day = (int(found[k].replace(" ", "")) for k in ("year", "month", "day"))
            try:
                return date(year, month, day)
            except ValueError:
                return None
    return None


def _place(head: Sequence[Zoned]) -> str | None:
    for z in head:
        found = _PLACE.match(z.text) if z.part == "place_date" else None
        if found:
            place = clean(found["place"]).strip(" .…_")
            return (written(place) if is_upper(place) else place) or None
    covers = (COVER.match(z.text) for z in head if z.part == "aside")
    printed = next((str(found["place"]) for found in covers if found and found["place"]), None)
    return printed.title() if printed and is_upper(printed) else printed


def _type(head: Sequence[Zoned]) -> str | None:
    line = next((z.item for z in head if z.part == "type"), None)
    kind = document_type(line) if isinstance(line, Paragraph) else None
    return kind[0] if kind else None


def _title(head: Sequence[Zoned]) -> str | None:
    """The title lines joined; where the type runs on into the title (`BÁO CÁO CHÍNH TRỊ CỦA …`) that
    paragraph.
    """
    lines = [z for z in head if z.part in ("type", "title")]
    if lines and lines[0].part == "type":
        type_line = lines[0].item
        if isinstance(type_line, Paragraph) and not document_type_alone(type_line):
            return type_line.text
        lines = lines[1:]
    return clean(" ".join(z.text for z in lines)) or None


# Types whose own period the years in their titles give; a decision or a guideline covers none.
_PERIODIC = regex.compile(r"báo cáo|kế hoạch|chương trình|phương hướng", regex.IGNORECASE)


def _period(head: Sequence[Zoned], title: str | None, issued: date | None) -> period.Period | None:
    kind = _type(head)
    if kind and not _PERIODIC.match(kind):
        return None
    asides = " ".join(z.text for z in head if z.part == "aside" and "từ" in z.text.lower())
    body = [z for z in head if z.zone == "body"]
    first = "\n".join(z.text for z in body[:12])
    return period.covered(asides, "", issued) or period.covered(title, first, issued)


def _main_closing(head: Sequence[Zoned]) -> list[Zoned]:
    """The signature beside `Nơi nhận`, or, where there are no recipients, the last one: samples may stand
    before it.
    """
    signed = [i for i, z in enumerate(head) if z.zone == "signature"]
    sent = [i for i, z in enumerate(head) if z.part == "recipient"]
    if not signed:
        return []
    anchor = sent[-1] if sent else signed[-1]
    near = min(signed, key=lambda i: abs(i - anchor))
    start = end = near
    while start - 1 in signed:
        start -= 1
    while end + 1 in signed:
        end += 1
    return list(head[start : end + 1])


def _signature(head: Sequence[Zoned], text: str) -> tuple[str | None, str | None]:
    """The signer's own office and name: of `KT. GIÁM ĐỐC` / `PHÓ GIÁM ĐỐC` the lower."""
    closing = _main_closing(head)
    roles = [z.text for z in closing if z.part == "role"]
    names = [z.text for z in closing if z.part == "name"]
    name = person(names[-1]) if names else None
    if name and is_upper(name):
        name = name.title()
    offices = [r for r in roles if role_in(r)] or [r for r in roles if not CAPACITY.match(r)] or roles
    if not offices:
        return None, name
    office = role_in(offices[-1]) or CAPACITY.sub("", offices[-1])
    return written(office.upper(), text), name
