"""The labels of numbered headings, in both grammars: `Phần thứ nhất`, `Chương I`, `Điều 5`; `A.`, `I.`,
`2.1.`, `a)`.

Decree 30/2020/NĐ-CP, annex I part I section II.6 gives the order phần, chương, mục, tiểu mục, điều, khoản
(`1.`), điểm (`a)`, Vietnamese alphabet); reports use `I. 1. 1.1. a)`. What stands in full brackets (`(1)`,
`(i)`) or begins with a dash, a plus, a star or a dot is an item of a list, never a section (facts.md,
Structure).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Literal

import regex

Family = Literal[
    "annex", "part", "chapter", "mục", "tiểu mục", "article", "letter", "roman", "decimal", "point"
]

ALPHABET = (
    "abcdđefghijklmnopqrstuvwxyz"  # points run a, b, c, d, đ, e, g, …; f, j, w, z where a typist took them
)
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
_ROMAN_DIGITS = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WORDS: dict[str, Family] = {
    "phụ lục": "annex",
    "phần": "part",
    "chương": "chapter",
    "mục": "mục",
    "tiểu mục": "tiểu mục",
    "điều": "article",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A label at the head of a paragraph: `text` as printed without its closing mark, `end` where the rest
    begins.

    `numbers` is its value: one number, or several for `2.1` (prefix and place). `prefix` is the label it
    stands under by its own print (`2` for `2.1`, `II.1` for `II.1.3`), empty for simple labels.
    """

    family: Family
    text: str
    numbers: tuple[int, ...]
    end: int
    closing: str = ""
    prefix: str = ""

    @property
    def value(self) -> int:
        return self.numbers[-1]

    @property
    def depth(self) -> int:
        return len(self.numbers)


_WORD_LABEL = regex.compile(
    r"(?P<word>phụ lục|phần|chương|tiểu mục|mục|điều)\s+(?:thứ\s+)?(?:số\s+)?"
    r"(?P<number>nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười|(?P<roman>[IVXLC]+)|(?P<digits>\d{1,3})(?P<letter>[a-zđ]?))"
    r"(?P<closing>\s*[.:\-–—/]?)(?=\s|$)",
    regex.IGNORECASE,
)
_PLAIN_LABEL = regex.compile(
    r"(?P<first>[IVXLC]{1,7}|\p{Lu}|\p{Ll}|\d{1,3})(?P<more>(?:\.\d{1,2})*)"
    r"(?P<closing>\s?[.)]|\s?/(?=\s|\p{Lu}\p{Ll})|\s?[-–](?=\s)|:(?=\s)|\.\)|(?=\s))(?=(?P<gap>\s*)(?P<next>.?))"
)
ITEM = regex.compile(r"\s*(?:[-–—+*•●○▪◦❖►✓]|\((?:\d{1,3}|[ivx]{1,5}|\p{L})\)|[-])\s*")


def item_sign(text: str) -> int:
    """The length of a list item's sign at the head of `text` (`- `, `(1) `), 0 where there is none."""
    found = ITEM.match(text)
    return found.end() if found and found.end() < len(text) else 0


def label(text: str) -> Label | None:
    """The section label that `text` begins with, by its print alone: whether it opens a section, `outline`
    decides.
    """
    return _word_label(text) or _plain_label(text)


def _word_label(text: str) -> Label | None:
    found = _WORD_LABEL.match(text)
    if not found:
        return None
    word = " ".join(found["word"].lower().split())
    number = found["number"]
    if not (found["roman"] or found["digits"]) and "thứ" not in found[0].lower():
        return None  # `Phần hai mươi`, `Điều năm …` in running text
    if found["roman"]:
        value = roman(number.upper())
    elif found["digits"]:
        value = int(found["digits"])
    else:
        value = _ORDINALS.index(number.lower()) + 1
    end = found.end()
    printed = text[: found.end("number")]
    return Label(_WORDS[word], printed, (value,), end + _blanks(text, end), found["closing"].strip())


def _plain_label(text: str) -> Label | None:
    found = _PLAIN_LABEL.match(text)
    if not found:
        return None
    first, more, closing, following = found["first"], found["more"], found["closing"].strip(), found["next"]
    parts = [int(p) for p in more.split(".") if p]
    if not closing and not (first.isdigit() and parts and following.isupper()):
        return None  # without a closing mark only `2.1 Xuất khẩu`
    if not found["gap"] and (following.isdigit() or following in ".,/-"):
        return None  # 1.500 người, 30/4, C/O
    if not following:
        return None
    if first.isdigit():
        if len(first) > 1 and first.startswith("0") and not parts:
            return None  # 05. is no label, 01/ a date
        family: Family = "decimal"
        head = int(first)
    elif first.islower():
        if first not in ALPHABET or closing not in (")", ".", "/", ".)", "-", "–"):
            return None
        if closing != ")" and not found["gap"] and not following.isupper():
            return None
        family, head = "point", ALPHABET.index(first) + 1
    elif len(first) == 1 and first not in _ROMAN_DIGITS:
        family, head = "letter", _capital(first)
    else:
        family, head = "roman", roman(first)
    if head == 0 or (closing == ":" and family not in ("roman", "letter")):
        return None
    if closing in ("-", "–") and family not in ("roman", "letter") and not _is_dashed(found):
        return None  # 1 - 2 người, 5- 7 ngày, a - b
    return Label(
        family,
        first + more,
        (head, *parts),
        found.end("closing") + len(found["gap"]),
        closing,
        (first + more).rpartition(".")[0],
    )


def _is_dashed(found: regex.Match[str]) -> bool:
    """`1- Về kinh tế`, `a- Thương mại`: the dash at the label, a capital after it."""
    return found["closing"] in ("-", "–") and found["next"].isupper()


def as_letter(found: Label) -> Label | None:
    """The same label read as a capital letter: `C.` after `B.` is no hundred. None where it cannot be one."""
    if found.family != "roman" or len(found.text) != 1:
        return None
    return Label("letter", found.text, (_capital(found.text),), found.end, found.closing)


@cache
def roman(text: str) -> int:
    """The value of a Roman number, 0 where `text` is none (`IIX`)."""
    total = 0
    for sign, following in zip(text, text[1:] + " ", strict=True):
        value = _ROMAN_DIGITS.get(sign, 0)
        total += -value if value < _ROMAN_DIGITS.get(following, 0) else value
    return total if _as_roman(total) == text else 0


def _as_roman(number: int) -> str:
    out = ""
    for value, sign in (
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ):
        out += sign * (number // value)
        number %= value
    return out


def _capital(sign: str) -> int:
    return ALPHABET.find(sign.lower()) + 1


def _blanks(text: str, at: int) -> int:
    return len(text) - at - len(text[at:].lstrip())
