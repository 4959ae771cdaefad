"""Names printed in capitals, written as a Vietnamese reader writes them: `SỞ CÔNG THƯƠNG` → `Sở Công
Thương`.

Decree 30/2020/NĐ-CP, annex II: the words for the kind of body, its function and field take a capital (`Ủy
ban nhân dân`, `Sở Nội vụ`, `Phó Giám đốc`); a place name takes one on every syllable, the word for the unit
does not (`tỉnh Vĩnh Long`); abbreviations stay (`UBND`, `TP.`). What the vocabulary lacks is looked up in
the document itself.
"""

from __future__ import annotations

from functools import cache

import regex

from extractor.parsers.vocabulary import entries, spelling

_UNITS = (
    "tỉnh",
    "thành phố",
    "huyện",
    "quận",
    "thị xã",
    "thị trấn",
    "phường",
    "xã",
    "đặc khu",
    "thôn",
    "ấp",
    "khu phố",
)
# A committee's name that a place name follows without a word for its unit: `TỈNH ỦY BÌNH SƠN`, `TP. HẢI HÒA`.
_SEATED = regex.compile(r"(?:tỉnh|thành|huyện|quận|thị) (?:ủy|uỷ|đoàn)|tp\.?", regex.IGNORECASE)
_WORD = regex.compile(r"[\p{L}\p{M}\d&.’']+|\S")


def written(text: str, document: str = "") -> str:
    """`text`, printed in capitals, in the case that it takes at the head of a sentence.

    `document` is the document's own running text: a name found there in mixed case is written as there.
    """
    spans = [m.span() for m in _WORD.finditer(text)]
    words = [text[start:end] for start, end in spans]
    out: list[str] = []
    place = False  # whether the words name a place: every syllable takes a capital
    while len(out) < len(words):
        at = len(out)
        unit = _unit(words, at)
        known = _known(words, at)
        if unit and not (known and len(known) > unit):  # `TỈNH VĨNH LONG`, not `TỈNH ỦY`
            out += [w.lower() for w in words[at : at + unit]]
            place = True
        elif run := known or _seen(words, at, document):
            out += run
            place = bool(_SEATED.fullmatch(" ".join(run)))
        else:
            out.append(words[at].capitalize() if place or at == 0 else words[at].lower())
    written = list(text)
    for (start, end), word in zip(spans, out, strict=True):
        written[start:end] = word
    return "".join(written[:1]).upper() + "".join(written[1:])


def _unit(words: list[str], at: int) -> int:
    """How many words at `at` name a kind of place with a name behind it: `THÀNH PHỐ HÀ NỘI` → 2."""
    for unit in _UNITS:
        size = unit.count(" ") + 1
        if " ".join(words[at : at + size]).lower() == unit and at + size < len(words):
            return size
    return 0


def _known(words: list[str], at: int) -> list[str] | None:
    """The longest entry of the vocabulary that the words at `at` spell, as the vocabulary writes it."""
    table = _table()
    for size in range(min(9, len(words) - at), 0, -1):
        found = table.get(spelling(" ".join(words[at : at + size])))
        if found:
            return _respelt(words[at : at + size], found)
    return None


def _seen(words: list[str], at: int, document: str) -> list[str] | None:
    """The longest run of words at `at` that the document writes in mixed case: its commonest spelling
    there.
    """
    for size in range(min(8, len(words) - at), 1, -1):
        run = " ".join(words[at : at + size])
        found = regex.findall(rf"\b{regex.escape(run)}\b", document, regex.IGNORECASE)
        spellings = [m for m in found if m != m.upper() and m[:1].isupper()]
        if spellings:
            return str(max(sorted(set(spellings)), key=spellings.count)).split(" ")
    return None


@cache
def _table() -> dict[str, str]:
    return {
        spelling(" ".join(_WORD.findall(e))): e
        for name in ("names", "roles", "bodies", "document_types")
        for e in entries(name)
    }


def _respelt(printed: list[str], entry: str) -> list[str]:
    """The printed words with the entry's capitals: the spelling, tone marks and all, stays the document's."""
    return [
        "".join(p.upper() if e.isupper() else p.lower() for p, e in zip(word, model, strict=False))
        + word[len(model) :].lower()
        for word, model in zip(printed, _WORD.findall(entry), strict=True)
    ]
