"""Automatic list numbers as Word prints them (ECMA-376 part 1, 17.9).

`Numbering` reads a document's numbering definitions once and is then asked for each numbered paragraph in
document order; it keeps the counters. Lists that share an abstract definition share its counters, which is
how `a) b)` goes on after a paragraph of another list; a `w:num` with a start override begins anew where it
is first used. Where the standard is silent, this does what Word was seen to do (The National Archives,
tna-judgments-parser, docs/numbering3.md).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

import regex
from lxml import etree

from extractor.parsers.docx_package import W
from extractor.parsers.docx_styles import AS_IS, VAL, Face, Layout, Styles, indented, integer, on
from extractor.parsers.symbols import symbol

_PLACE = regex.compile(r"%([1-9])")


class Label(NamedTuple):
    """`text` as printed (`1.1.`, `-`), and what parts it from the paragraph's own text."""

    text: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Level:
    """17.9.6 `lvl`. `restart_after` is the level whose use restarts this one: None its parents, -1 none
    (17.9.10).
    """

    start: int = 1
    format: str = "decimal"
    custom: str | None = None  # 17.18.59 `custom`: a pattern like `001, 002, 003, ...`
    text: str = ""
    suffix: str = " "
    legal: bool = False  # 17.9.4 isLgl: every number of the label in Arabic digits
    restart_after: int | None = None
    style: str | None = None
    hidden: bool = False
    font: str | None = None
    layout: Layout = AS_IS


@dataclass(slots=True)
class _List:
    """A `w:num`: the abstract definition it counts in, its own levels, and the starts it overrides."""

    abstract: str
    levels: dict[int, Level] = field(default_factory=dict)
    starts: dict[int, int] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)  # levels whose override has been used
    used: bool = False


@dataclass(slots=True)
class _Count:
    """How far an abstract definition has counted: the number at each level, and what the last paragraph
    was.
    """

    values: dict[int, int] = field(default_factory=dict)
    last: int = -1
    overridden: set[int] = field(default_factory=set)  # levels where an override was used


class Numbering:
    def __init__(self, numbering: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, Level]] = {}
        self._lists: dict[str, _List] = {}
        self._counts: defaultdict[str, _Count] = defaultdict(_Count)
        if numbering is None:
            return
        style_links: dict[str, str] = {}  # numbering style → the abstract definition that implements it
        linked: dict[str, str] = {}  # abstract definition → the numbering style it stands for
        for abstract in numbering.iterfind(W + "abstractNum"):
            abstract_id = abstract.get(W + "abstractNumId", "")
            self._abstract[abstract_id] = self._levels(abstract)
            if style := _value(abstract, "styleLink"):
                style_links[style] = abstract_id
            if style := _value(abstract, "numStyleLink"):
                linked[abstract_id] = style
        for num in numbering.iterfind(W + "num"):
            abstract_id = _value(num, "abstractNumId") or ""
            abstract_id = style_links.get(linked.get(abstract_id, ""), abstract_id)
            self._lists[num.get(W + "numId", "")] = self._list(num, abstract_id)

    def level(self, layout: Layout, style: str | None) -> tuple[str, int] | None:
        """The list and level a paragraph with this layout belongs to, None where it is not numbered.

        A style that is linked to a level (`w:pStyle`, 17.9.23) gets that level where the paragraph names
        none.
        """
        list_id = layout.list_id
        if list_id is None or list_id not in self._lists:
            return None
        if layout.list_level is not None:
            return list_id, min(max(layout.list_level, 0), 8)
        levels = self._definition(list_id)
        return list_id, next((i for i, level in sorted(levels.items()) if style and level.style == style), 0)

    def indents(self, list_id: str, level: int) -> Layout:
        return self._definition(list_id).get(level, Level()).layout

    def label(self, list_id: str, level: int) -> Label | None:
        """Count one paragraph of the list at this level and say what Word prints before it."""
        numbered = self._lists[list_id]
        levels = self._definition(list_id)
        own = levels.get(level)
        if own is None:
            return None
        count = self._counts[numbered.abstract]
        values = count.values
        if self._starts_anew(numbered, level, count):
            numbered.begun.add(level)
            count.overridden.add(level)
            values[level] = numbered.starts[level]
        elif level in values:
            values[level] += 1
        elif level in numbered.begun:  # an override holds once; then the abstract definition's start
            values[level] = self._abstract.get(numbered.abstract, {}).get(level, own).start
        else:
            values[level] = own.start
        numbered.used = True
        count.last = level
        for parent in range(level):  # a level never reached prints its start, and Word counts it as used
            values.setdefault(parent, levels.get(parent, Level()).start)
        for deeper in [i for i in values if i > level]:
            after = levels.get(deeper, Level()).restart_after
            if after is None or level <= after:
                del values[deeper]
        if own.hidden:
            return None
        text = _PLACE.sub(lambda place: self._number(int(place[1]) - 1, own, levels, values), own.text)
        if own.format == "bullet":
            text = symbol(text, own.font)
        return Label(text.strip(), own.suffix) if text.strip() else None

    def _starts_anew(self, numbered: _List, level: int, count: _Count) -> bool:
        """Whether the list's start override at this level (17.9.26) is due.

        Not where a list already used comes back from a deeper level that has just had its own override.
        """
        if level not in numbered.starts or level in numbered.begun:
            return False
        return not (numbered.used and count.last > level and count.last in count.overridden)

    def _number(self, index: int, own: Level, levels: dict[int, Level], values: dict[int, int]) -> str:
        level = levels.get(index, Level())
        number = values.get(index, level.start)
        if own.legal and level.format not in {"none", "bullet", "decimalZero"}:
            return str(number)
        return formatted(number, level.format, level.custom)

    def _definition(self, list_id: str) -> dict[int, Level]:
        numbered = self._lists[list_id]
        return {**self._abstract.get(numbered.abstract, {}), **numbered.levels}

    def _list(self, num: etree._Element, abstract_id: str) -> _List:
        found = _List(abstract_id)
        for override in num.iterfind(W + "lvlOverride"):
            index = integer(override.get(W + "ilvl")) or 0
            level, start = override.find(W + "lvl"), integer(_value(override, "startOverride"))
            if level is not None:
                found.levels[index] = self._level(level)
            if start is not None:
                found.starts[index] = start
        return found

    def _levels(self, abstract: etree._Element) -> dict[int, Level]:
        return {integer(lvl.get(W + "ilvl")) or 0: self._level(lvl) for lvl in abstract.iterfind(W + "lvl")}

    def _level(self, lvl: etree._Element) -> Level:
        index = integer(lvl.get(W + "ilvl")) or 0
        number_format = lvl.find(W + "numFmt")
        if number_format is None:  # LibreOffice and Word wrap newer formats: `mc:AlternateContent`
            number_format = next(lvl.iter(W + "numFmt"), None)
        restart = integer(_value(lvl, "lvlRestart"))
        properties = lvl.find(W + "rPr")
        face: Face = self._styles.face(None, properties)
        text = lvl.find(W + "lvlText")
        suffix = _value(lvl, "suff")
        ind = lvl.find(f"{W}pPr/{W}ind")
        legal = lvl.find(W + "isLgl")
        return Level(
            start=integer(_value(lvl, "start")) or 0 if lvl.find(W + "start") is not None else 1,
            format="decimal" if number_format is None else number_format.get(VAL, "decimal"),
            custom=None if number_format is None else number_format.get(W + "format"),
            text="" if text is None or on(text.get(W + "null")) else text.get(VAL, ""),
            suffix="" if suffix == "nothing" else " ",
            legal=legal is not None and on(legal.get(VAL, "1")),
            restart_after=None if restart is None or restart > index else restart - 1,
            style=_value(lvl, "pStyle"),
            hidden=face.hidden,
            font=face.font,
            layout=AS_IS if ind is None else indented(ind, AS_IS),
        )


def formatted(number: int, number_format: str, custom: str | None = None) -> str:
    """A number in one of the formats of 17.18.59 (`ST_NumberFormat`); those not known print as decimals.

    `formatted(4, "lowerRoman")` → `iv`; `formatted(27, "lowerLetter")` → `aa`, as Word repeats the letter.
    """
    if number_format == "custom" and custom:
        return str(number).zfill(len(custom.split(",")[0].strip()))
    if number_format in {"none", "bullet"}:
        return ""
    if number_format == "decimalZero":
        return f"{number:02d}"
    if number_format in {"upperLetter", "lowerLetter"}:
        return _case(_letters(number, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"), number_format)
    if number_format in {"russianUpper", "russianLower"}:
        return _case(_letters(number, "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЫЭЮЯ"), number_format)
    if number_format in {"upperRoman", "lowerRoman"}:
        return _case(_roman(number), number_format)
    if number_format == "chicago":
        return _letters(number, "*†‡§")
    if number_format == "ordinal":
        teens = 10 < number % 100 < 14
        return f"{number}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
    if number_format == "numberInDash":
        return f"- {number} -"
    if number_format == "vietnameseCounting":
        return vietnamese(number)
    if number_format in {"decimalEnclosedCircle", "decimalEnclosedCircleChinese"} and 0 < number <= 20:
        return chr(0x2460 + number - 1)
    if number_format == "decimalEnclosedParen":
        return f"({number})"
    if number_format in {"decimalFullWidth", "decimalFullWidth2"}:
        return str(number).translate({48 + i: 0xFF10 + i for i in range(10)})
    if number_format == "hex":
        return f"{number:X}"
    return str(number)


def _case(text: str, number_format: str) -> str:
    return (
        text.lower() if number_format.lower().startswith("lower") or number_format.endswith("Lower") else text
    )


def _letters(number: int, alphabet: str) -> str:
    """`a` … `z`, then `aa`, `bb` …: Word repeats the letter, up to 30 times (780 is the last such number)."""
    if not 0 < number <= 30 * len(alphabet):
        return str(number)
    times, index = divmod(number - 1, len(alphabet))
    return alphabet[index] * (times + 1)


def _roman(number: int) -> str:
    if not 0 < number < 32768:
        return str(number)
    digits = (
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
    )
    out = ""
    for value, letters in (*digits, (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, number = divmod(number, value)
        out += letters * times
    return out


_UNITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def vietnamese(number: int) -> str:
    """`vietnameseCounting`, up to 99 in words: `một`, `mười lăm`, `hai mươi mốt`; beyond, digits."""
    if not 0 <= number < 100:
        return str(number)
    tens, unit = divmod(number, 10)
    if tens == 0:
        return _UNITS[unit]
    head = "mười" if tens == 1 else f"{_UNITS[tens]} mươi"
    if unit == 0:
        return head
    tail = {1: "một" if tens == 1 else "mốt", 5: "lăm"}.get(unit, _UNITS[unit])
    return f"{head} {tail}"


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(W + name)
    return None if child is None else child.get(VAL)
