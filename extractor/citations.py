"""Cited documents: the type, issuer, date and quoted title that stand around a document's number.

facts.md, "doc_number": each is given per mention, where the text gives it; the symbol alone tells nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise

import regex

from extractor.rules.engine import Candidate, words

_WINDOW = 400  # characters before a number in which its type and the body that issues it are looked for


def _any(name: str) -> str:
    return "(?:" + "|".join(regex.escape(w) for w in words(name)) + r")(?!\p{L})"


_TYPE, _STOP, _HEAD = _any("document_types"), _any("issuer_stops"), _any("issuer_heads")
# An organisation's name runs from its first word to the first word that no name holds (`về`, `quy định`, …).
_LOWER = "phát triển|môi trường|đào tạo|công nghệ|truyền thông|du lịch|đầu tư|xã hội"
_AND = rf"\svà\s(?=(?!(?i:{_TYPE}))\p{{Lu}}|{_LOWER})"
_PLACED = (
    r"(?<=\s(?:tỉnh|huyện|xã|phường|quận|thành phố|thị xã|thị trấn)(?:\s\p{Lu}\p{L}*){1,4}\s)"
    r"(?!cũ(?!\p{L}))\p{Ll}"
)
_GAP = rf"(?:\s[-–]\s(?=\p{{Lu}})|,\s(?=chống|lãng phí|tiêu cực)|{_AND}|\s(?!và\s|{_STOP}|{_PLACED}))"
_CENTRAL = (
    rf"(?i:{_any('central_issuers')})(?!\s(?:Đoàn|Hội)(?!\p{{L}}))"  # not `Ban Chấp hành Trung ương Đoàn`
)
_NAME = rf"(?:{_CENTRAL}|{_HEAD}(?:{_GAP}[\p{{L}}\p{{N}}/-]++)*+)"
_KIND = rf"(?:{_TYPE})(?:\s(?:phối\shợp|liên\stịch))?"

_BEFORE = regex.compile(
    rf"(?<!\p{{L}})(?<!(?:thông báo|biên bản)\s)(?P<type>{_TYPE})"
    rf"(?P<name>(?:\skết\sluận|[\s,-]+(?!{_TYPE})\p{{L}}+|\s\(sửa\sđổi[^()]*\))*?)"
    r"\s?\(?(?:số\s?:?)?\s?$",
    regex.IGNORECASE | regex.REVERSE,
)
_DIRECT = regex.compile(
    rf"(?:các\s)?(?<!\p{{L}}){_KIND}(?:\s?(?:số\s?:?)?|(?:,?\s(?!của|do|tại|theo|về)\p{{L}}+){{1,6}}\ssố\s?:?)\s?$",
    regex.IGNORECASE,
)
_JOINED = regex.compile(rf"\s?[,;&]?\s(?:và\s)?(?:các\s)?(?:{_KIND}\s)?(?:số\s?:?\s?)?", regex.IGNORECASE)
_ELLIPTIC = regex.compile(r"\s?[,;&]?\s(?:và\s)?(?:số\s?:?\s?)?")
_CONTINUED = regex.compile(r"(?:[,;]|[,;]?\svà)\s(?:số\s?:?\s?)?$")
_TO_DATE = regex.compile(r"[\s,]*\(?(?:ký\s|ban\shành\s)?")
_OF = regex.compile(rf"[\s,]*\(?(?:của|do)\s(?P<issuer>{_NAME})")
_SUBJECT = (
    rf"(?<!\p{{L}})(?<!(?:với|của|theo|cho|cùng|trình|đề nghị|xin)\s)(?P<issuer>{_NAME})"
    r"(?:\skh[óo][áa]\s[IVXL]+,?)?\s"
)
_ISSUES = regex.compile(
    rf"{_SUBJECT}"
    r"(?:(?:đã|cũng|kịp thời|tiếp tục|chủ động|vừa|sẽ|trực tiếp)\s)*"
    r"(?P<verb>ban\shành|ra|có|phê\sduyệt|thông\squa)(?!\p{L})"
)
_ACTS = regex.compile(rf"{_SUBJECT}đã(?!\p{{L}})")
# `thực hiện chỉ đạo của UBND tỉnh tại Công văn số …`
_SAYS = regex.compile(
    r"(?<!\p{L})(?:chỉ đạo|yêu cầu|đề nghị|ý kiến|hướng dẫn|thông báo|kết luận)\s"
    rf"(?:chỉ đạo\s|kết luận\s)?của\s(?P<issuer>{_NAME})\stại(?:\scác)?$"
)
_FIRST_LISTED = regex.compile(r"[\s:]*(?:(?:các|những|nhiều|kịp thời|văn bản|gồm|như)[\s:]*)*")
_SENTENCE_END = regex.compile(r"(?<=[.!?…][”\"’)]?)\s+(?=\p{Lu})")
_RESUMED = regex.compile(r"[;,]\s(?:đã\s)?ban\shành$")
_QUOTED = regex.compile(r"[“\"](?P<title>[^“”\"]{6,800})[”\"“]")
_TO_TITLE = regex.compile(
    r"[\s,]*(?:\([^()]*\)[\s,]*)?:?\s*|(?:[^.;“”\"]{0,80}[\s,])?(?:về(?:\sviệc)?|v/v|là|ban\shành)\s*:?\s*",
    regex.IGNORECASE,
)
_AND_TITLE = regex.compile(r"[\s,;]*(?:và\s)?(?:về(?:\sviệc)?\s)?")


@dataclass(slots=True)
class _Citation:
    """One mention as it is being read; `listed` where a body named before it issues it."""

    start: int
    end: int
    number: str
    read: int  # up to where its own date and issuer stand
    type: str | None = None
    issuer: str | None = None
    date: date | None = None
    titles: tuple[str, ...] = ()
    listed: str | None = None

    def fields(self) -> dict[str, object]:
        title = self.titles[0] if self.titles else None
        return {"doc_type": self.type, "doc_issuer": self.issuer, "doc_date": self.date, "doc_title": title}


def cite(winners: list[Candidate], text: str) -> list[Candidate]:
    """Document numbers with the type, issuer, date and title that the text gives them."""
    cited = [w for w in winners if w.kind == "doc_number"]
    if not cited:
        return winners
    days = {
        w.start: (w.end, w.fields["date_start"])
        for w in winners
        if w.kind == "date" and w.fields["date_start"] == w.fields["date_end"]
    }
    stops = [*(w.start for w in cited[1:]), len(text)]
    citations: list[_Citation] = []
    for w, stop in zip(cited, stops, strict=True):
        citations.append(_read(text, w, stop, days, citations[-1] if citations else None))
    _share(text, citations)
    fields = {c.start: c.fields() for c in citations}
    return [
        replace(w, fields={**w.fields, **fields[w.start]}) if w.kind == "doc_number" else w for w in winners
    ]


def _read(
    text: str, w: Candidate, stop: int, days: dict[int, tuple[int, date | None]], previous: _Citation | None
) -> _Citation:
    c = _Citation(w.start, w.end, w.fields["number"], w.end)
    since = max(previous.end if previous else 0, w.start - _WINDOW)
    if match := _BEFORE.search(text, since, w.start):
        c.type = _as_listed(match["type"])
        if of := _OF.match(match["name"]):
            c.issuer = of["issuer"].strip()
    elif (
        previous
        and _CONTINUED.search(text, previous.end, w.start)
        and _symbol(w.fields["number"]) == _symbol(previous.number)
    ):
        c.type = previous.type
    at = w.end
    for _ in range(2):  # `ngày … của …` or `của …, ngày …`
        gap = _TO_DATE.match(text, at, stop)
        if gap and c.date is None and gap.end() in days:
            at, c.date = days[gap.end()]
        elif c.issuer is None and (of := _OF.match(text, at, stop)):
            at, c.issuer = of.end(), of["issuer"].strip()
    c.read = at
    c.listed = _listed(text, w.start, previous)
    c.issuer = c.issuer or c.listed
    c.titles = _titles(text, at, stop)
    return c


def _listed(text: str, start: int, previous: _Citation | None) -> str | None:
    """The body of `X ban hành Quyết định số …; Kế hoạch số …` or `được X phê duyệt tại Quyết định số …`."""
    begin = max(0, start - _WINDOW)
    for end in _SENTENCE_END.finditer(text, begin, start):
        begin = end.end()
    direct = _DIRECT.search(text, begin, start)
    if direct is None:
        return None
    before = text[begin : direct.start()].rstrip()
    if _RESUMED.search(before):
        subjects = list(_ACTS.finditer(before))
        return str(subjects[-1]["issuer"]).strip() if subjects else None
    if says := _SAYS.search(before):
        return str(says["issuer"]).strip()
    issues = list(_ISSUES.finditer(text, begin, direct.start()))
    if issues:
        last = issues[-1]
        first = _FIRST_LISTED.fullmatch(text, last.end(), direct.start())
        by = last["verb"] not in ("ra", "có") and before.endswith((" tại", " bằng"))
        if by or (first and last["verb"] in ("ban hành", "ra", "có")):
            return str(last["issuer"]).strip()
    if previous and previous.listed and previous.end >= begin and before.endswith((",", " và")):
        return previous.listed
    if previous and previous.end >= begin - _WINDOW and before.endswith(";"):
        return next(
            (m["issuer"].strip() for m in reversed(issues) if m["verb"] == "ban hành"), previous.listed
        )
    return None


def _titles(text: str, at: int, stop: int) -> tuple[str, ...]:
    """The quoted titles that follow at once: one, or those of several numbers joined by `và`."""
    titles: list[str] = []
    gap = _TO_TITLE
    for quoted in _QUOTED.finditer(text, at, stop):
        if gap.fullmatch(text, at, quoted.start()) is None:
            break
        titles.append(quoted["title"].strip(" .,;"))
        at, gap = quoted.end(), _AND_TITLE
    return tuple(titles)


def _share(text: str, citations: list[_Citation]) -> None:
    """`217-QĐ/TW và 218-QĐ/TW của Bộ Chính trị về “…” và “…”`: one issuer, the titles in order.

    A date is shared only where the type is said once: `các Quyết định số 318, 319 và 320/QĐ-TTg ngày …`.
    """
    run: list[_Citation] = []
    for i, c in enumerate(citations):
        run.append(c)
        following = citations[i + 1] if i + 1 < len(citations) else None
        if following and (
            _JOINED.fullmatch(text, c.end, following.start)
            or (c.type == following.type and _JOINED.fullmatch(text, c.read, following.start))
        ):
            continue
        for earlier, later in reversed(list(pairwise(run))):
            earlier.issuer = earlier.issuer or later.issuer
            if _ELLIPTIC.fullmatch(text, earlier.end, later.start):
                earlier.date = earlier.date or later.date
        if len(run) > 1 and len(c.titles) == len(run):
            titles = c.titles
            for member, title in zip(run, titles, strict=True):
                member.titles = (title,)
        run = []


def _symbol(number: str) -> str:
    """What stands first in a number's symbol: `QĐ` of `362/QĐ-UBND`, `STC` of `2513/STC-VP`."""
    return next((part for part in regex.split(r"[-/.]", number) if part and not part[0].isdigit()), "")


def _as_listed(name: str) -> str:
    """A type of document in the case of the vocabulary: `NGHỊ QUYẾT` → `Nghị quyết`."""
    folded = " ".join(name.split()).casefold()
    return next(w for w in words("document_types") if w.casefold() == folded)
