"""The noun that a number counts where its clause leaves it out (facts.md: "the noun understood")."""

from __future__ import annotations

from collections.abc import Iterable

import regex

from extractor.rules import nouns
from extractor.rules.engine import alternatives, words
from extractor.rules.ordinals import is_ordinal

_REACH = 240  # characters over which a noun is still understood
_ITEM_REACH = 60
_COUNTED = regex.compile(r"(?<![\p{L}\p{N}.,/-])(?P<number>\d+(?:[.,]\d+)*)(?:/\d[\d.]*)?\s+(?=\p{L})")
_SENTENCE = regex.compile(r"[.!?]\s+(?!Trong\s(?:đó|số))\p{Lu}")
# the label of an item: `(khiển trách …`, `…; sửa chữa …`, `… và cảnh cáo …`
_ITEM = regex.compile(
    r"(?:[(,;:%]|\s(?:và|trong\s+đó|gồm|có))\s*(?P<label>\p{L}[\p{L}\s-]{0,50}?(?:\p{Ll}|\s[IVX]+|\s(?:loại|hạng|bậc|nhóm)\s\d(?=:))|KH):?\s+\(?$"
)
_OPENING = regex.compile(r"^(?:trong đó|bao gồm|gồm|có)\s(?=.)")
_LABEL_TAIL = regex.compile(  # ends that stop no label
    r"(?:^|\s)(?:thiểu\ssố|(?:trong|đầu|cuối)\skỳ|trực\stuyến|(?:cao|trung|sơ|ngang)\scấp)$"
)
_GRADE = regex.compile(r"^(?:loại|hạng|cấp|nhóm|mức)\s[IVX]+$")
_LARGE = regex.compile(r"0\d|[1-9]\d")  # a number that no school or hamlet bears
_CLAUSE = regex.compile(r"[,;:(]\s?$")
_SUBJECTS = frozenset({"có", "còn", "đến nay", "hiện có", "trong đó", "nay"})  # labels that name no part
_NO_LABELS = frozenset(words("label_stops"))
_MEASURES = frozenset(
    {"tuổi", "bậc", "sao", "cấp", "lần"}
)  # they measure what is counted; nobody leaves them out
_SANCTIONS = frozenset(words("sanctions"))
_NUMBER_OF = r"(?<!\p{L})số\s+(?:lượng\s+)?(?P<noun>\p{L}[^.,;:()\d]{1,60}?)"
_NUMBER_OF_LISTED = r"(?<!\p{L})số\s+(?:lượng\s+)?(?P<noun>\p{L}(?:[^.;:()\d]|\d{1,2}(?=\stuổi)){1,60}?)"
_TOTAL = regex.compile(
    rf"(?:{_NUMBER_OF}\s*(?:\s(?:lên|xuống|còn|là|đạt|có|trên|hơn|gần|khoảng)|:)\s+(?:\p{{Ll}}+\s+){{0,2}}"
    rf"|{_NUMBER_OF_LISTED}(?::|\slà:?)\s+)$",
    regex.IGNORECASE,
)
# `Số hồ sơ đã giải quyết: 8.100`: the noun of a number that stands behind its own label
_SAID = regex.compile(
    r"(?<!\p{L})số\s+(?:lượng\s+)?(?P<noun>\p{L}[^.,;:()\d]{1,60}?)(?::|\s(?:là|đạt|còn|lên))\s+(?=\d)",
    regex.IGNORECASE,
)
# `Biên chế giao 1.742, hiện có 1.689`: the noun of a row that begins the sentence
_PART = regex.compile(r"[;(]\s?$")
_OF_ROW = regex.compile(
    r"(?:^|[.;]\s+)(?:[-+•]\s*)?(?:[Tt]ổng\ssố\s)?"
    r"(?P<noun>\p{L}[\p{Ll}\s]{2,60}?):?\s+\d[\d.]*(?=\s?[,;(]\s?\p{L})"
)
# `Xếp loại chi hội: xuất sắc 6, khá 3`
_CLASSED = regex.compile(r"(?:[Xx]ếp|[Pp]hân)\sloại\s(?P<noun>\p{L}[\p{L}\s,]{2,60}?):")
_MANY = regex.compile(r"(?<!\p{L})(?:nhiều|số)\s+(?=\p{L})", regex.IGNORECASE)
# `- Xã, phường đạt chuẩn tiếp cận pháp luật: 13/14`
_LABEL_OF_FRACTION = regex.compile(r"(?:^|[.;]\s+)(?:[-+•]\s*)?(?P<noun>\p{L}[^.;:()\d]{2,100}):\s+$")
_TOTAL_OF_FRACTION = regex.compile(_NUMBER_OF + r"[:\s]+$", regex.IGNORECASE)
_ROW = regex.compile(
    r"(?:(?:^|[.;(]\s+)(?:[-+•]\s*)?(?:[Tt]ổng(?:\ssố)?\s)?(?P<noun>\p{L}[\p{Ll}\s]{2,60}?\s\p{Ll}+)"
    rf"(?<!\s(?:{alternatives('label_stops')}))(?::|\slà)?"
    r"|^(?:[-+•]\s*)?(?:[Tt]ổng\ssố\s)?(?P<noun>\p{L}[\p{Ll}\s,]{2,80}):)\s+$"
)
# `… của Sở 2. Nhiệm vụ`: a section label that stands behind a heading on the same line
_NEXT_LABEL = regex.compile(r"\d{1,2}(?:\.\d{1,2})*\.(?:\s+\p{Lu}|$)")


def item(text: str, start: int, *, subject: bool = False) -> tuple[nouns.Noun, str] | None:
    """`11 tổ chức đảng (khiển trách 10`: the noun counted before `start`, and its phrase with the label.

    A number that is the `subject` of a predicate needs no label: `1.240 hiến kế, 312 được áp dụng`.
    """
    match = _ITEM.search(text, max(0, start - _ITEM_REACH), start)
    if match is None:
        if (
            subject
            and _CLAUSE.search(text, max(0, start - 2), start)
            and (noun := counted_before(text, start))
        ):
            return noun, nouns.phrase(text, noun)
        return None
    label = _OPENING.sub("", match["label"])
    syllables = _LABEL_TAIL.sub("", label).split()
    if not _NO_LABELS.isdisjoint((" ".join(syllables[-1:]), " ".join(syllables[-2:]))):
        return None
    if any(s[0].islower() for s in syllables) and syllables[-1][0].isupper() and not _GRADE.search(label):
        named = nouns.head(label, 0, guess=False) or label[0].isupper() or not _LARGE.match(text, start)
        if named:
            return None  # `Trường trung học Vân Khê 2` is a name; `đi Nhật Bản 63`, `loại I 408` count
    noun = counted_before(text, start)
    if noun is None:
        return None
    whole = nouns.phrase(text, noun)
    if label in _SUBJECTS:
        return noun, whole
    return noun, f"{whole} bị {label}" if label in _SANCTIONS else f"{whole} {label}"


def total(text: str, start: int) -> nouns.Noun | None:
    """`nâng tổng số doanh nghiệp lên 13.044`, or a row that begins with its noun (`Hộ nghèo mới 31`)."""
    noun = _before(_TOTAL, text, start)
    if noun is None and not _NEXT_LABEL.match(text, start, start + _ITEM_REACH):
        noun = _before(_ROW, text, start)
        if (
            noun
            and _PART.search(text, max(0, noun.start - 2), noun.start)
            and counted_before(text, noun.start)
        ):
            return None  # `71 người (khối Đảng 24; khối chính quyền 47)`
    return noun


def of_fraction(text: str, start: int) -> nouns.Noun | None:
    """The noun of a fraction alone: `tổng số đơn vị 46/46`, `tiếp nhận 68 phản ánh, chuyển xử lý 68/68`,
    `nhiều ứng viên không phục vụ đủ thời gian (Đề án 50 là 09/34)`."""
    return (
        _before(_TOTAL_OF_FRACTION, text, start)
        or counted_before(text, start)
        or _many_before(text, start)
        or _before(_LABEL_OF_FRACTION, text, start)
    )


def counted_before(text: str, start: int) -> nouns.Noun | None:
    """The noun last counted before `start`, in the same sentence: `12 hồ sơ`, `số hồ sơ đã nhận: 12`."""
    since = max(0, start - _REACH)
    numbers = reversed(list(_COUNTED.finditer(text, since, start)))
    counted = [m.end() for m in numbers if not is_ordinal(text, m)]
    if text[start - 1 : start] != "(":  # `(11 ý kiến), môi trường (04)` stand alike
        aside = [at for at in counted if _bracketed(text, at, start) or _SENTENCE.search(text, at, start)]
        counted = [at for at in counted if at not in aside] + aside
    found = _first(text, counted, _MEASURES)
    since = found.end if found else since
    said = (m.start("noun") for m in reversed(list(_SAID.finditer(text, since, start))))
    rows = (m.start("noun") for m in reversed(list(_OF_ROW.finditer(text, since, start))))
    noun = _in_sentence(text, _first(text, said) or found or _first(text, rows), start)
    classed = (m.start("noun") for m in reversed(list(_CLASSED.finditer(text, since, start))))
    return noun or _in_sentence(text, _first(text, classed), start)


def _bracketed(text: str, at: int, start: int) -> bool:
    """Whether a place stands in brackets closed before `start`: `37 đảng viên (tăng 5 đồng chí), …`."""
    closed, opened = text.find(")", at, start), text.find("(", at, start)
    return closed >= 0 and not 0 <= opened < closed


def _many_before(text: str, start: int) -> nouns.Noun | None:
    """The noun last said to be many before `start`, in the same sentence."""
    many = (m.end() for m in reversed(list(_MANY.finditer(text, max(0, start - _REACH), start))))
    return _in_sentence(text, _first(text, many), start)


def _first(text: str, places: Iterable[int], but: frozenset[str] = frozenset()) -> nouns.Noun | None:
    """The noun of the vocabulary at the first of some places that has one, those of `but` apart."""
    heads = (nouns.head(text, at, guess=False) or nouns.abbreviation(text, at) for at in places)
    return next((noun for noun in heads if noun and noun.text.lower() not in but), None)


def _in_sentence(text: str, noun: nouns.Noun | None, start: int) -> nouns.Noun | None:
    return noun if noun and not _SENTENCE.search(text, noun.end, start) else None


def _before(pattern: regex.Pattern[str], text: str, start: int) -> nouns.Noun | None:
    origin = max(0, start - _REACH)
    match = pattern.search(text[origin:start])
    return match and nouns.head(text, origin + match.start("noun"), guess=False)
