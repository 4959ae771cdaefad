"""The sources of the sample corpus: one text file a report, read into plain data.

A source is TOML between two `+++` lines (letterhead, title block, recipients, signature) and then the body,
one block a line:

    # I. …  ## 1. …  ### 1.1. …  #### a) …   a heading and its level; `##p 1. …` a numbered whole paragraph
    - …  + …  * …                             a list item
    ^1 …                                      the footnote whose mark {{1}} stands in a block before
    @table ruled|borderless header=1 widths=1,6,2
    | a | b | c                               a row; `<<` joins a cell to the one on its left; `@end` ends it
    ! …                                       a centred paragraph (the name of an annex or of a table)
    @annex                                    what follows stands behind the signature, on a new page
    anything else                             a paragraph

Every fact is marked in place, by hand: `[kind hedge|exact|value…]`.

    [d|quý III/2023|2023-Q3]  [t|10 năm]  [n|08-NQ/TU|Nghị quyết|@|issuer=Tỉnh ủy|“]
    [c>|75 cuộc // kiểm tra, giám sát]  [f|14/15 xã]  [p|54,5%]  [m|1 tỷ 250 triệu đồng]  [q|12,5 ha]

kind: d date, t duration, n doc_number, c count, f fraction, p percent, m money, q measure;
hedge: > < ~ >= <=. A value that is what the mark prints in plain Vietnamese notation need not be written
again; anything else (words, elided parts, slips) is. `//` ends the mark, what follows to `]` still belongs
to the object counted; `@` takes the document's date from the next date marked, `“` its title from the next
quotation.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

KINDS = {
    "d": "date",
    "t": "duration",
    "n": "doc_number",
    "c": "count",
    "f": "fraction",
    "p": "percent",
    "m": "money",
    "q": "measure",
}
MARK = re.compile(r"\[(?P<kind>[dtncfpmq])(?P<hedge>[<>~=]{0,2})\|(?P<body>[^\]]+)\]")
NOTE = re.compile(r"\{\{(.+?)\}\}")
LABEL = re.compile(r"(?P<label>Phần thứ \w+|[IVX]+|\d+(?:\.\d+)*|[a-zđ])(?P<close>[.)])?\s+(?P<text>.+)")
NUMBER = r"\d[\d.]*(?:,\d+)?"
QUOTED = re.compile(r"“([^”]+)”")
SCALE = {"tỷ": 10**9, "triệu": 10**6, "nghìn": 10**3, "ngàn": 10**3}
CURRENCY = {"đồng": "VND", "đ": "VND", "USD": "USD"}


class SourceError(ValueError):
    """A source that does not say what it means; the message names the mark."""


@dataclass(frozen=True)
class Fact:
    kind: str
    exact: str
    start: int
    end: int
    value: dict[str, Any]


@dataclass(frozen=True)
class Block:
    """`zone` as in gold.md; `anchors`: (label, offset) of footnote marks; `cells`: a row's plain cells."""

    id: str
    zone: str
    text: str
    facts: tuple[Fact, ...] = ()
    anchors: tuple[tuple[str, int], ...] = ()
    cells: tuple[str, ...] = ()
    table: int | None = None
    level: int = 0
    centred: bool = False
    whole: bool = False  # a numbered whole paragraph, not a bold heading
    annex: bool = False

    @property
    def kind(self) -> str:
        return self.zone.partition(":")[0]

    @property
    def path(self) -> str:
        return self.zone.partition(":")[2]


@dataclass(frozen=True)
class Table:
    ruled: bool
    header: int
    widths: tuple[int, ...]


@dataclass
class Report:
    slug: str
    meta: dict[str, Any]
    blocks: list[Block] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)


def fold(text: str) -> str:
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text)).strip()


def read(path: Path) -> Report:
    _, head, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    report = Report(path.stem, tomllib.loads(head))
    front = report.meta["letterhead"]
    rows = [("letterhead", line) for line in (*front["left"], *front["right"])]
    rows += [("title", line) for line in report.meta["title_block"]]
    rows += [("recipients", line) for line in report.meta.get("to", [])]
    for zone, text in rows:
        report.blocks.append(Block(f"b{len(report.blocks) + 1}", zone, fold(text)))
    _body(report, body.splitlines())
    return report


def _body(report: Report, lines: list[str]) -> None:
    path: list[str] = []
    table: int | None = None
    annex = False

    def add(zone: str, text: str, **more: Any) -> None:
        notes = sum(b.zone == "footnote" for b in report.blocks)
        name = more.pop("id", None) or f"b{len(report.blocks) - notes + 1}"
        try:
            plain, facts, anchors = annotated(fold(text))
        except SourceError as error:
            raise SourceError(f"{report.slug} {name}: {error}") from error
        report.blocks.append(Block(name, zone, plain, facts, anchors, annex=annex, **more))

    for line in lines:
        where = "/".join(path)
        if not line.strip():
            continue
        if line.startswith("@annex"):
            _closing(report)
            annex, path = True, []
        elif line.startswith("@table"):
            kind, *options = line.split()[1:]
            option = dict(o.split("=") for o in options)
            widths = tuple(int(w) for w in option["widths"].split(","))
            report.tables.append(Table(kind == "ruled", int(option.get("header", 0)), widths))
            table = len(report.tables) - 1
        elif line.startswith("@end"):
            table = None
        elif table is not None:
            cells = tuple(fold(c) for c in line.strip()[2:].split(" | "))
            add(
                f"table:{where}",
                " | ".join(c for c in cells if c != "<<"),
                cells=tuple(c if c == "<<" else annotated(c)[0] for c in cells),
                table=table,
            )
        elif line.startswith("^"):
            label, text = line[1:].split(" ", 1)
            add("footnote", text, id=f"n{label}")
        elif found := re.match(r"(#+)(p?) (.+)", line):
            hashes, whole, text = found.groups()
            if not (label := LABEL.match(text)):
                raise SourceError(f"{report.slug}: heading without label: {text}")
            path = [*path[: len(hashes) - 1], label["label"]]
            if len(path) != len(hashes):
                raise SourceError(f"{report.slug}: {text} skips a level")
            add(f"heading:{'/'.join(path)}", text, level=len(hashes), whole=bool(whole))
        elif line.startswith("! "):
            add(f"paragraph:{where}", line[2:], centred=True)
        elif re.match(r"[-+*] ", line):
            add(f"item:{where}", line)
        else:
            add(f"paragraph:{where}", line)
    if not annex:
        _closing(report)


def _closing(report: Report) -> None:
    """Recipients and signature, left column first."""
    close = report.meta["closing"]
    notes = sum(b.zone == "footnote" for b in report.blocks)
    rows = [("recipients", line) for line in close.get("recipients", [])]
    rows += [("signature", line) for line in close["signature"]]
    for zone, text in rows:
        report.blocks.append(Block(f"b{len(report.blocks) - notes + 1}", zone, fold(text)))


def annotated(text: str) -> tuple[str, tuple[Fact, ...], tuple[tuple[str, int], ...]]:
    """Marked-up text -> plain text, its facts, its footnote anchors."""
    plain, raw, anchors, at = "", [], [], 0
    for found in re.finditer(f"{MARK.pattern}|{NOTE.pattern}", text):
        plain += text[at : found.start()]
        at = found.end()
        if label := found.group(found.lastindex or 0) if text[found.start()] == "{" else None:
            anchors.append((label, len(plain)))
            continue
        exact, *values = found["body"].split("|")
        exact, _, tail = exact.partition(" // ")
        raw.append((KINDS[found["kind"]], found["hedge"], exact, tail, values, len(plain)))
        plain += exact + (" " + tail if tail else "")
    plain += text[at:]
    if "[" in plain or "]" in plain:
        raise SourceError(f"a mark that does not read: {plain}")
    facts: list[Fact] = []
    for kind, hedge, exact, tail, values, start in reversed(raw):
        try:
            value = _value(kind, exact, tail, values)
        except (ValueError, ArithmeticError, KeyError, AttributeError) as error:
            raise SourceError(f"{exact!r}: {error}") from error
        if hedge:
            if kind not in ("count", "percent", "money", "measure"):
                raise SourceError(f"{exact!r}: a {kind} takes no hedge")
            value["approx"] = hedge
        if kind == "doc_number":
            if "@" in values:
                value["date"] = next(f.value["start"] for f in facts if f.kind == "date")
            if "“" in values and (quote := QUOTED.search(plain, start)):
                value["title"] = quote[1]
        facts.insert(0, Fact(kind, exact, start, start + len(exact), value))
    return plain, tuple(facts), tuple(anchors)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def _json(value: Decimal) -> int | float:
    return int(value) if value == value.to_integral_value() else float(value)


def _value(kind: str, exact: str, tail: str, values: list[str]) -> dict[str, Any]:
    named = dict(v.split("=", 1) for v in values if "=" in v)
    first = next((v for v in values if "=" not in v and v not in ("@", "“")), None)
    if kind == "date":
        return _period(first or _printed(exact))
    if kind == "doc_number":
        number = named.get("number") or re.sub(r"\s+", "", exact).replace("–", "-")
        value: dict[str, Any] = {"number": number}
        if first:
            value["type"] = first
        return value | {k: named[k] for k in ("issuer", "date", "title") if k in named}
    if kind == "fraction":
        a, b, unit = re.fullmatch(rf"({NUMBER})/({NUMBER})\s*(.*)", exact).groups()  # type: ignore[union-attr]
        return {
            "numerator": _json(_number(a)),
            "denominator": _json(_number(b)),
            "unit": named.get("unit") or unit,
        } | ({"object": named.get("obj") or f"{unit} {tail}"} if tail or "obj" in named else {})
    if first is not None:  # the value by hand; the unit is what follows the number's one word, or named
        low, high, rest = Decimal(first), named.get("max"), exact.partition(" ")[2]
        upper = Decimal(high) if high else None
    else:
        found = re.fullmatch(rf"({NUMBER})(?:\s*(?:-|–|đến)\s*({NUMBER}))?\s*(.*)", exact)
        if not found:
            raise ValueError("no number to read; write its value")
        low, upper, rest = _number(found[1]), _number(found[2]) if found[2] else None, found[3]
    if kind == "money":
        if first is None:
            low, upper, currency = _money(exact)
        else:
            currency = named.get("currency", "VND")
        value = {"value": _json(low), "currency": currency}
    elif kind == "percent":
        value = {"value": _json(low)}
    else:
        unit = named.get("unit") or rest
        if first is None and (scale := SCALE.get(unit.partition(" ")[0])) and kind in ("count", "measure"):
            low, unit = low * scale, unit.partition(" ")[2]
        value = {"value": _json(low), "unit": unit}
        if kind == "count":
            value["object"] = named.get("obj") or (f"{unit} {tail}" if tail else unit)
    if upper is not None:
        value["value_max"] = _json(upper)
    return value


def _money(exact: str) -> tuple[Decimal, Decimal | None, str]:
    """`1 tỷ 250 triệu đồng` -> 1250000000; `10 - 15 triệu đồng` -> 10000000, 15000000."""
    words = exact.split()
    currency = CURRENCY[words[-1]]
    if span := re.match(rf"({NUMBER}) (?:-|đến) ({NUMBER}) (.+) ", exact + " "):
        scale = Decimal(1)
        for word in span[3].split()[:-1]:
            scale *= SCALE[word]
        return _number(span[1]) * scale, _number(span[2]) * scale, currency
    total, part = Decimal(0), Decimal(0)
    for word in words[:-1]:
        if word in SCALE:
            part *= SCALE[word]
        else:
            total, part = total + part, _number(word)
    return total + part, None, currency


def _printed(exact: str) -> str:
    """The period a date prints in full, in the short form that `_period` reads."""
    text = re.sub(
        r"^(?:ngày|năm học|năm|tháng|giai đoạn|thời kỳ|nhiệm kỳ)\s+", "", exact, flags=re.IGNORECASE
    )
    text = re.sub(r"\s*(?:-|–)\s*", "-", text)
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := re.fullmatch(r"(\d{1,2}) tháng (\d{1,2}) năm (\d{4})", text):
        return f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    if found := re.fullmatch(r"(\d{1,2})(?:/| năm )(\d{4})", text):
        return f"{found[2]}-{int(found[1]):02}"
    if re.fullmatch(r"\d{4}", text):
        return text
    if found := re.fullmatch(r"(\d{4})-(\d{4})", text):
        return f"{found[1]}..{found[2]}"
    if found := re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})-(\d{1,2})/(\d{1,2})/(\d{4})", text):
        d1, m1, y1, d2, m2, y2 = (int(g) for g in found.groups())
        return f"{y1}-{m1:02}-{d1:02}..{y2}-{m2:02}-{d2:02}"
    raise ValueError("no calendar date in full; write its value")


def _period(short: str) -> dict[str, str | None]:
    """`2023`, `2023-06`, `2023-Q2`, `2023-06-12`, `a..b`, `-` (nothing decides) -> both ends, inclusive."""
    if short == "-":
        return {"start": None, "end": None}
    first, _, last = short.partition("..")
    return {"start": _ends(first)[0].isoformat(), "end": _ends(last or first)[1].isoformat()}


def _ends(short: str) -> tuple[date, date]:
    year, *rest = short.split("-")
    y = int(year)
    if not rest:
        return date(y, 1, 1), date(y, 12, 31)
    if rest[0].startswith("Q"):
        q = int(rest[0][1:])
        return date(y, 3 * q - 2, 1), date(y, 3 * q, monthrange(y, 3 * q)[1])
    m = int(rest[0])
    if len(rest) == 1:
        return date(y, m, 1), date(y, m, monthrange(y, m)[1])
    return date(y, m, int(rest[1])), date(y, m, int(rest[1]))
