"""What stands on a page without being part of its text: page numbers, running heads, signature stamps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import regex

from extractor.parsers.pdf_lines import PageText, TextLine

APART = 1.45  # ems from a running head to the text
EDGE = 0.07  # of a page's height: no text stands there
MARGIN_LINES = 3  # a running head has at most that many lines
ORNAMENT = regex.compile(r"[-–—_=~.\s]{3,}")  # a rule made of type
# `2`, `- 2 -`, `Trang 2/10`, `iv`
PAGE_NUMBER = regex.compile(
    r"(?:trang\s*)?[-–—~.]*\s*(?P<number>\d{1,4}|[ivxl]{1,7})\s*(?:/\s*\d{1,4})?\s*[-–—~.]*", regex.I
)
# The lines of a visible digital signature (Nghị định 30/2020/NĐ-CP, annex I, II.8: issuer, time of signing).
STAMP = regex.compile(
    r"(?:người ký|ký bởi|ký số bởi|ngày ký|thời gian ký|giờ ký"
    r"|signed by|signature valid|digitally signed|signing time)\b.*",
    regex.I,
)
STAMP_REST = regex.compile(
    r"(?:email|cơ quan|đơn vị|tổ chức|chức vụ|lý do|vị trí|date|reason|location|dn)\s*:.*"
    r"|\d{2}[./-]\d{2}[./-]\d{4}\s+\d{1,2}:\d{2}.*",
    regex.I,
)


def without_furniture(pages: Sequence[PageText]) -> tuple[list[PageText], list[str]]:
    """The pages without running heads, page numbers and stamps; and the stamps' text."""
    stamps: list[str] = []
    bare = []
    for page in pages:
        stamped = _stamp_lines(page.lines)
        if stamped:
            stamps.append("\n".join(page.lines[i].text for i in stamped))
        lines = [line for i, line in enumerate(page.lines) if i not in stamped]
        bare.append(replace(page, lines=tuple(line for line in lines if not ORNAMENT.fullmatch(line.text))))
    heads = _repeated(bare)
    numbers = _page_numbers(bare)
    return [
        replace(
            page,
            lines=tuple(line for line in page.lines if id(line) not in heads and id(line) not in numbers),
        )
        for page in bare
    ], list(dict.fromkeys(stamps))


def _stamp_lines(lines: Sequence[TextLine]) -> list[int]:
    """Lines that begin `Người ký:`, and those of the same stamp around them."""
    found: list[int] = []
    for i, line in enumerate(lines):
        if STAMP.match(line.text) or (found and found[-1] == i - 1 and STAMP_REST.match(line.text)):
            found.append(i)
    return found


def _margins(page: PageText) -> Iterable[tuple[int, TextLine]]:
    """The first lines of the page (1, 2, … from the top) and its last (-1, -2, …)."""
    lines = page.lines
    for k, line in enumerate(lines[:MARGIN_LINES], 1):
        if line.baseline < 0.16 * page.frame.height:
            yield k, line
    for k, line in enumerate(reversed(lines[-MARGIN_LINES:]), 1):
        if line.baseline > 0.84 * page.frame.height:
            yield -k, line


def _repeated(pages: Sequence[PageText]) -> set[int]:
    """Running heads and feet: lines apart from the text, alike but for digits on three pages and more.

    At the very edge of the page, and at one height there, they need stand on two, and be set apart or unlike.
    """
    seen: dict[tuple[bool, tuple[str, ...]], list[Sequence[TextLine]]] = {}
    edged: set[int] = set()
    for page in pages:
        for place, _ in _margins(page):
            block = page.lines[:place] if place > 0 else page.lines[place:]
            key = tuple(regex.sub(r"[\d\s]+", "", line.text) for line in block)
            on_edge = all(_is_on_edge(line, page) for line in block) and _is_apart(page, place, unlike=True)
            if regex.search(r"\p{L}", "".join(key)) and not _is_note(block):
                if on_edge or _is_apart(page, place):
                    seen.setdefault((place > 0, key), []).append(block)
                edged |= {id(block)} if on_edge else set()
    return {
        id(line)
        for blocks in seen.values()
        if len(blocks) >= 3 or (len(blocks) == 2 and edged >= set(map(id, blocks)) and _at_one_height(blocks))
        for block in blocks
        for line in block
    }


def _is_on_edge(line: TextLine, page: PageText) -> bool:
    return not EDGE < line.baseline / page.frame.height < 1 - EDGE


def _at_one_height(blocks: Sequence[Sequence[TextLine]]) -> bool:
    return abs(blocks[0][0].baseline - blocks[1][0].baseline) < 1


def _is_apart(page: PageText, place: int, *, unlike: bool = False) -> bool:
    """Does a space or a rule, or their size where `unlike`, part the lines up to `place` from the text?"""
    index = place - 1 if place > 0 else place
    line = page.lines[index]
    near = page.lines[index + 1 : index + 2] if place > 0 else page.lines[:index][-1:]
    if not near:
        return True
    if unlike and abs(line.size - near[0].size) > 0.6:
        return True
    low, high = sorted((line.baseline, near[0].baseline))
    ruled = any(r.y0 == r.y1 and low < r.y0 < high for r in page.rulings)
    return ruled or high - low > APART * max(line.size, near[0].size)


def _is_note(block: Sequence[TextLine]) -> bool:
    """Notes of the same words on many pages are no running feet."""
    return any(line.runs[0].raised for line in block)


def _page_numbers(pages: Sequence[PageText]) -> set[int]:
    """Lines in the margin that hold only a number which goes on from page to page."""
    candidates: list[tuple[int, TextLine]] = []
    for page in pages:
        for place, line in _margins(page):
            found = PAGE_NUMBER.fullmatch(line.text.strip())
            value = _value(found["number"]) if found else None
            if value is not None and (
                abs(place) == 1
                or line.baseline < 0.1 * page.frame.height
                or line.baseline > 0.9 * page.frame.height
            ):
                candidates.append((value - page.number, line))
    steps = Counter(step for step, _ in candidates)
    numbers = [line for step, line in candidates if steps[step] > 1 or len(pages) == 1 or step == 0]
    misread = [
        line
        for page in pages
        for place, line in _margins(page)
        if line.confidence is not None and abs(place) == 1 and len(line.text) <= 3
        if any(_stands_where(line, number) for number in numbers)
    ]
    return {id(line) for line in (*numbers, *misread)}


def _stands_where(line: TextLine, other: TextLine) -> bool:
    return abs(line.baseline - other.baseline) < 4 and abs(line.x0 + line.x1 - other.x0 - other.x1) < 12


def _value(number: str) -> int | None:
    if number.isdigit():
        return int(number)
    digits = [{"i": 1, "v": 5, "x": 10, "l": 50}[c] for c in number.lower()]
    return sum(-d if any(e > d for e in digits[i + 1 : i + 2]) else d for i, d in enumerate(digits))
