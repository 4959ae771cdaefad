"""Which zone each paragraph stands in: letterhead, title block, recipients, body, signature.

Two forms are known. State (Decree 30/2020/NĐ-CP, annex I): left the parent body, the issuing body, `Số:
12/BC-SNV`; right `CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`, `Độc lập - Tự do - Hạnh phúc`, place and date; the
type in capitals, the title below; at the end `Nơi nhận:` left and `KT. GIÁM ĐỐC`, `PHÓ GIÁM ĐỐC`, the name
right. Party (Hướng dẫn 36-HD/VPTW): left the bodies, `*`, `Số 12-BC/TU`; right `ĐẢNG CỘNG SẢN VIỆT NAM`,
place and date; `T/M`, `K/T`. Mass organisations use either. Any part may be missing, and plain text has no
type face to go by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal

import regex

from extractor.document import Zone
from extractor.parsers.capitals import is_ornament, is_upper
from extractor.parsers.flow import FlowTable, Paragraph
from extractor.parsers.labels import item_sign, label
from extractor.parsers.layout import cut
from extractor.parsers.vocabulary import entries, spelling, spellings
from extractor.text import unaccented

Part = Literal[
    "body_name", "nation", "number", "place_date", "notice",  # letterhead
    "type", "title", "aside", "authority",  # title block
    "addressee", "recipient",  # recipients
    "role", "name", "note",  # signature
    "text",  # body
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Zoned:
    """A paragraph or table with its zone, and with the part it plays there."""

    zone: Zone
    part: Part
    item: Paragraph | FlowTable

    @property
    def text(self) -> str:
        return self.item.text if isinstance(self.item, Paragraph) else ""


_NATION = regex.compile(
    r"xa hoi chu nghia viet nam$|doc lap\W+tu do\W+hanh phuc"
    r"|^\w{4,6} cong san viet nam$|^doan (?:tncs|thanh nien cong san) ho chi minh$"
)
_NUMBER = regex.compile(
    r"^(?:luat |nghi quyet |lenh )?so\b\s*(?:[:.]|(?=[\d…_/-])).*[/-]\s*[a-z0-9]", regex.IGNORECASE
)
_PLACE_DATE = regex.compile(  # `Tân An, ngày …`, `Phường 5, ngày …`
    r"^(?P<place>(?:TP\.\s*)?(?:[^,.;:\d]|(?<=\b(?:phường|quận|khu vực|thôn|ấp|xã) )\d{1,2}){2,45}?)"
    r"\s*,?\s*ngày\b.{0,24}tháng\b.{0,24}\bnăm\b.{0,14}$",
    regex.IGNORECASE,
)
_NOTICE = regex.compile(
    r"^\W*(?:tuyệt mật|tối mật|mật|hỏa tốc|hoả tốc|thượng khẩn|khẩn|dự thảo.{0,30}"
    r"|lưu hành nội bộ|xem xong trả lại)\W*$",
    regex.IGNORECASE,
)
COVER = regex.compile(  # `Bình Hòa, tháng 01 năm 2025`, `THÁNG 7 - 2025`, `BÌNH HÒA - 2024`
    r"^(?:(?P<place>[^,.;:\d]{2,30}?)\s*[,–-]\s*)?tháng\s+\d{1,2}\s*(?:[-–/.]|năm)\s*\d{4}$"
    r"|^(?P<place>\p{L}+(?:\s\p{L}+){0,3})\s*[,–-]\s*(?:năm\s+)?(?:19|20)\d\d$",
    regex.IGNORECASE,
)
SUBJECT = regex.compile(r"^(?:V/v|Vv|Về việc)\b", regex.IGNORECASE)
_ADDRESSEE = regex.compile(r"^kính gửi\s*(?::|\.*$|…)", regex.IGNORECASE)
_RECIPIENTS = regex.compile(r"^n[ơo]i nh[ậâ]n\s*(?:[:.]|$)", regex.IGNORECASE)
_LAST_RECIPIENT = regex.compile(r"^\W*lưu\b", regex.IGNORECASE)
CAPACITY = regex.compile(r"^(?:(?:T[/.]?M|K[/.]?T|T[/.]?L|T[/.]?UQ)(?:\s*[.:,]\s*|\s+)|Q\.\s*)(?=\p{Lu}{2})")
_SIGNED = regex.compile(
    r"^[(\[]?\s*(?:đã ký|đã kí|ký tên|ký,|ký và|ký số|ký điện tử|chữ ký)\b", regex.IGNORECASE
)
_STAMP = regex.compile(
    r"^(?:người ký|ký bởi|ký ngày|thời gian ký|ngày ký|email|cơ quan)\s*:", regex.IGNORECASE
)
_RANK = regex.compile(
    r"^(?:(?:GS|PGS|TS|ThS|CN|KS|(?:BS)?CK(?:II?|[12])|BS|NGƯT|NGND|TTƯT|Luật sư|Bác sĩ"
    r"|Thượng|Đại|Trung|Thiếu)"
    r"(?:\s+(?:tướng|tá|úy))?[.,]?\s*)+(?=\p{Lu})"
)
_NAME = regex.compile(
    r"(?:\p{Lu}[\p{Ll}’']+|\p{Lu}['’]\p{L}\p{Ll}+|\p{Lu}\.|Y)(?:\s+(?:\p{Lu}[\p{Ll}’']*|\p{Lu}\.|-)){1,5}$|\p{Lu}+(?:\s+\p{Lu}+){1,4}$"
)
_SURNAMED = regex.compile(
    r"Đoàn (?!Thanh Niên|Thể)\p{Lu}\p{Ll}+(?: \p{Lu}\p{Ll}+)+$"
)  # no body: Đoàn Văn Đạt
_SENTENCE_END = regex.compile(r"[.;:!?,]\s*$")
_OPENING = 45  # paragraphs within which a letterhead and a title block end
_TITLE_LINES = 10
_HEAD = 7  # lines of the bodies, the number and notices that stand above the nation, at most
_SHORT = 90  # letters that a signature line has at most


def zoned(items: Sequence[Paragraph | FlowTable]) -> list[Zoned]:
    """Every item with its zone, ornaments (`*`, `-----`) left out, in the order given."""
    kept = [
        piece
        for item in items
        for piece in ([item] if isinstance(item, FlowTable) else _type_apart(item))
        if isinstance(piece, FlowTable) or not is_ornament(piece.text)
    ]
    out: list[Zoned] = []
    while len(out) < len(kept):
        out += _document(kept[len(out) :])
    return out


def _document(items: Sequence[Paragraph | FlowTable]) -> list[Zoned]:
    """One document from letterhead to signature, up to an attached one with a letterhead of its own."""
    out = _opening(items)
    at = len(out)
    if (
        at
        and _has_letterhead(items[at : at + _HEAD])
        and not any(z.part in ("nation", "number") for z in out[1:])
    ):
        return out  # a cover page
    barren = 0  # where the last stretch of roles with nobody below ends
    while at < len(items):
        item = items[at]
        closing = _closing(items, at) if at >= barren else []
        if closing and not any(z.part in ("recipient", "name") for z in closing):
            barren = at + len(closing)  # `T/M BAN THƯỜNG VỤ` with nobody below is an example, no signature
            closing = []
        if closing:
            out += closing
            at += len(closing)
            if _has_letterhead(items[at : at + 8]):
                return out
        elif isinstance(item, Paragraph) and _ADDRESSEE.match(item.text):
            addressees = _addressees(items, at)
            out += addressees
            at += len(addressees)
        else:
            out.append(Zoned("body", "text", item))
            at += 1
    return out


# Letterhead and title block


def _opening(items: Sequence[Paragraph | FlowTable]) -> list[Zoned]:
    head = _head_end(items)
    out = [Zoned("letterhead", _letterhead_part(p), p) for p in items[:head] if isinstance(p, Paragraph)]
    subject = next((i for i, z in enumerate(out) if SUBJECT.match(z.text)), None)
    if subject is not None:  # an official letter: `V/v …` stands under its number and is its title
        out[subject] = Zoned("title", "title", out[subject].item)
        for at in range(subject + 1, len(out)):
            if out[at].part != "notice" or not regex.match(r"\p{L}", out[at].text) or is_upper(out[at].text):
                break
            out[at] = Zoned("title", "title", out[at].item)  # the subject runs on
    return out + _title(items, head, [z.text for z in out if z.part == "body_name"])


def _head_end(items: Sequence[Paragraph | FlowTable]) -> int:
    """Where the title block begins, or, where no type is printed, where the letterhead ends."""
    run_on, formal = None, 0
    for at, item in enumerate(items[:_OPENING]):
        if not isinstance(item, Paragraph) or _RECIPIENTS.match(item.text) or _ADDRESSEE.match(item.text):
            break
        kind = document_type(item)
        if kind and kind[1]:
            return at
        if kind and run_on is None:
            run_on = at
        if _letterhead_part(item) in ("nation", "number", "place_date") or SUBJECT.match(item.text):
            formal = at + 1
        elif not is_upper(item.text) and len(item.text) > 60 and item.style.align != "center":
            break
    return formal if run_on is None else run_on


def document_type(paragraph: Paragraph) -> tuple[str, bool] | None:
    """The type a title line prints, and whether it stands alone there: `BÁO CÁO`, not `BÁO CÁO CHÍNH TRỊ
    CỦA …`.
    """
    text = _unspaced(paragraph.text).strip(" .:")
    folded = unaccented(text)
    set_apart = is_upper(text) or (paragraph.style.bold and paragraph.style.align == "center")
    if not set_apart:
        return None
    for entry in entries("document_types"):
        key = unaccented(entry)
        if folded == key:
            return entry, True
        if folded.startswith(key + " ") and is_upper(text):
            return entry, False
    return None


def _type_apart(paragraph: Paragraph) -> Iterator[Paragraph]:
    """`BÁO CÁO` over a title in capitals, read from a page as one paragraph, as two; so a number over place
    and date.
    """
    lines, text = paragraph.lines, paragraph.text
    printed = [replace(paragraph, text=text[line.start : line.end]) for line in lines]
    if len(lines) > 1 and all(
        _letterhead_part(line) in ("number", "place_date", "nation") for line in printed
    ):
        return cut(paragraph, [line.start for line in lines])
    alone = len(lines) > 1 and document_type_alone(replace(paragraph, text=text[: lines[0].end]))
    return cut(paragraph, [0, lines[1].start]) if alone else iter((paragraph,))


def _unspaced(text: str) -> str:
    """`B Á O C Á O` as `BÁOCÁO`… with its words apart as far as the blanks tell: `BÁO CÁO`."""
    if not regex.fullmatch(r"\p{Lu}(?:\s\p{Lu})+", text):
        return text
    letters = text.replace(" ", "")
    known = {unaccented(e).replace(" ", ""): e for e in entries("document_types")}
    return known.get(unaccented(letters), letters).upper()


def _letterhead_part(paragraph: Paragraph) -> Part:
    text, folded = paragraph.text, unaccented(paragraph.text)
    if _NATION.search(folded):
        return "nation"
    if _NUMBER.match(folded):
        return "number"
    if _PLACE_DATE.match(text):
        return "place_date"
    return "body_name" if is_upper(text) and not _NOTICE.match(text) else "notice"


def _has_letterhead(items: Sequence[Paragraph | FlowTable]) -> bool:
    return any(isinstance(i, Paragraph) and _NATION.search(unaccented(i.text)) for i in items)


def _title(items: Sequence[Paragraph | FlowTable], at: int, bodies: Sequence[str]) -> list[Zoned]:
    out: list[Zoned] = []
    styled = any(
        isinstance(i, Paragraph) and (i.style.bold or i.style.align == "center") for i in items[:_OPENING]
    )
    for number, item in enumerate(items[at : at + _TITLE_LINES], at):
        if not isinstance(item, Paragraph) or not _is_title_line(item, out, styled):
            break
        if out and names_body(item.text) and _has_letterhead(items[number : number + _HEAD]):
            break  # this was a cover page
        kind = document_type(item)
        if not out and kind:
            out.append(Zoned("title", "type", item))
        elif _is_aside(item.text):
            out.append(Zoned("title", "aside", item))
        elif len(out) > 1 and _is_authority(item.text, bodies):
            out.append(Zoned("title", "authority", item))
        else:
            out.append(Zoned("title", "title", item))
    return out


def _is_title_line(paragraph: Paragraph, above: Sequence[Zoned], styled: bool) -> bool:
    text, style = paragraph.text, paragraph.style
    if not above:
        return document_type(paragraph) is not None or (
            is_upper(text) and not _opens_section(text) and (style.bold or style.align == "center")
        )
    if _ADDRESSEE.match(text) or _opens_section(text) or item_sign(text) or document_type_alone(paragraph):
        return False
    if _letterhead_part(paragraph) in ("nation", "number", "place_date"):
        return False
    if _is_aside(text):
        return True
    if styled:
        set_apart = style.align == "center" or style.bold or (style.italic and text.startswith("("))
        goes_on = is_upper(text) and (len(above) == 1 or is_upper(above[-1].text))
        return (set_apart or goes_on) and len(text) < 800
    if len(above) == 1 and above[0].part == "type":
        return len(text) < 500
    done = _SENTENCE_END.search(above[-1].text) and above[-1].text.rstrip()[-1] not in ",;"
    return len(text) < 160 and not _SENTENCE_END.search(text) and not done


def document_type_alone(paragraph: Paragraph) -> bool:
    kind = document_type(paragraph)
    return bool(kind and kind[1])


def _is_aside(text: str) -> bool:
    """`(Kèm theo Báo cáo số …)`, `LƯU HÀNH NỘI BỘ`, `THÁNG 9 - 2025` on a cover: beside the title, no part
    of it.
    """
    return bool(regex.fullmatch(r"[(\[].*[)\]]", text) or _NOTICE.match(text) or COVER.match(text))


def _is_authority(text: str, bodies: Sequence[str]) -> bool:
    """`ỦY BAN NHÂN DÂN THÀNH PHỐ HÀ NỘI` under a decision's title: who decides, no part of the title."""
    if not is_upper(text):
        return False
    folded = unaccented(text)
    joined = unaccented(" ".join(bodies))
    return (
        folded in joined
        or (bool(joined) and joined in folded)
        or names_body(text)
        or folded.startswith("chu tich ")
    )


def names_body(text: str) -> bool:
    """Whether a letterhead line begins the name of a body: `SỞ TÀI CHÍNH`, not `TỈNH ĐẮK NÔNG`."""
    key = spelling(text)
    return any(
        key.startswith(body) and not key[len(body) : len(body) + 1].isalnum() for body in spellings("bodies")
    )


def _opens_section(text: str) -> bool:
    found = label(text)
    return found is not None and (found.value == 1 or len(text) > found.end)


# Recipients and signature


def _addressees(items: Sequence[Paragraph | FlowTable], at: int) -> list[Zoned]:
    """`Kính gửi: Ủy ban nhân dân tỉnh`, or `Kính gửi:` with a list of bodies below."""
    out: list[Zoned] = []
    for item in items[at:]:
        if not isinstance(item, Paragraph):
            break
        if out and not (item_sign(item.text) and len(item.text) < 200 and out[-1].text[-1:] in ":;,"):
            break
        out.append(Zoned("recipients", "addressee", item))
    return out


def _closing(items: Sequence[Paragraph | FlowTable], at: int) -> list[Zoned]:
    """The recipients and the signature that begin at `at`, in whichever order they stand; empty where none
    begin. Roles alone, with nobody below, are still to be told from them.
    """
    first = items[at]
    begins = at + (isinstance(first, Paragraph) and _PLACE_DATE.match(first.text) is not None)
    opened = items[begins] if begins < len(items) else first
    if not isinstance(opened, Paragraph) or not (
        _RECIPIENTS.match(opened.text) or CAPACITY.match(opened.text) or _is_signing_role(items, begins)
    ):
        return []
    out: list[Zoned] = []
    parts: set[Part] = set()
    ended = False  # the list of recipients
    for item in map(items.__getitem__, range(at, len(items))):
        part = _closing_part(item, parts, ended) if isinstance(item, Paragraph) else None
        if part is None:
            break
        out.append(Zoned("recipients" if part == "recipient" else "signature", part, item))
        parts.add(part)
        ended = ended or bool(_LAST_RECIPIENT.match(out[-1].text))
    return sorted(out, key=lambda z: z.zone)  # left column first, however the lines came: stable within each


def _closing_part(paragraph: Paragraph, parts: Set[Part], ended: bool) -> Part | None:
    """What a line is below lines that are `parts`; None where the closing ends above it."""
    text = paragraph.text
    listing = "recipient" in parts and not ended
    if _RECIPIENTS.match(text):
        return None if "recipient" in parts else "recipient"
    role = role_in(text)
    if CAPACITY.match(text) or role == spelling(text) or (role and is_upper(text) and "recipient" in parts):
        return None if "name" in parts else "role"
    if _PLACE_DATE.match(text) and parts <= {"recipient"}:
        return "place_date"  # of a report without a letterhead, or a letter's
    if _SIGNED.match(text) or _STAMP.match(text):
        return "note"
    if is_person(text) and "name" not in parts:
        return "name"
    if "recipient" in parts and (listing or item_sign(text)) and len(text) < 250:
        return "recipient"
    if "role" in parts and "name" not in parts and is_upper(text) and len(text) < _SHORT and not label(text):
        return "role"
    return None


def _is_signing_role(items: Sequence[Paragraph | FlowTable], at: int) -> bool:
    """`GIÁM ĐỐC` on a line of its own with a name, `(Đã ký)` or recipients close below."""
    first = items[at]
    if (
        not isinstance(first, Paragraph)
        or not is_upper(first.text)
        or role_in(first.text) != spelling(first.text)
    ):
        return False
    below = [i.text for i in items[at + 1 : at + 5] if isinstance(i, Paragraph)]
    return any(is_person(t) or _SIGNED.match(t) or _RECIPIENTS.match(t) for t in below)


def role_in(text: str) -> str:
    """The last office that a signature line names, lower case: `K/T TRƯỞNG BAN PHÓ TRƯỞNG BAN` → `phó
    trưởng ban`.

    A body is none: `T/M BAN BÍ THƯ` names no office.
    """
    key = spelling(text)
    body = _ending(key, "names")
    office = _ending(key, "roles")
    if len(office) < len(body) or not office:
        return _office_of(text, key)
    return office


def _office_of(text: str, key: str) -> str:
    """The line where it is an office with what it heads: `TRƯỞNG CÔNG AN HUYỆN`; else empty."""
    begins = any(key.startswith(f"{role} ") for role in spellings("roles"))
    return key if begins and is_upper(text) and len(text) < _SHORT and not names_body(text) else ""


def _ending(key: str, vocabulary: str) -> str:
    """The longest entry of the vocabulary that `key` ends with, as a word of its own."""
    for name in spellings(vocabulary):
        if key.endswith(name) and key[: -len(name)][-1:] in ("", " ", "."):
            return name
    return ""


def is_person(text: str) -> bool:
    """Whether a line is a person's name, with or without rank or degree: `Thượng tá Nguyễn Văn An`."""
    if not _NAME.fullmatch(person(text)) or document_type_name(text):
        return False
    if names_body(text) and not _SURNAMED.match(text):
        return False
    first = spelling(text).split()[0]
    return not is_upper(text) or all(first != role.split()[0] for role in spellings("roles"))


def document_type_name(text: str) -> bool:
    folded = unaccented(text)
    return any(
        folded == unaccented(e) or folded.startswith(unaccented(e) + " ") for e in entries("document_types")
    )


def person(text: str) -> str:
    """A signer's name without rank, degree or title of honour (Decree 30/2020/NĐ-CP, annex I, II.7.c)."""
    return str(_RANK.sub("", text)).strip(" .")
