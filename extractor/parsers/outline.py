"""The tree of numbered headings: which labels open a section, and under which section each stands.

One tree for both grammars. The order of the families (part, chapter, article, capital or Roman, Arabic,
point) is the decree's; within it the document's own practice decides: a label that continues an open series
is its sibling, `1`, `a`, `I` begin a series below what is open, a printed prefix (`2.1`) names its parent,
and a level that is skipped costs nothing (`C` with `1` below it: `C/1`, level 2). Labels that recur make
paths that recur; ids differ.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import regex

from extractor.document import Section
from extractor.parsers.capitals import is_upper
from extractor.parsers.flow import Paragraph
from extractor.parsers.labels import Family, Label, as_letter, label

_RANK: dict[Family, int] = {
    "annex": 0,
    "part": 1,
    "chapter": 2,
    "mục": 3,
    "tiểu mục": 4,
    "article": 5,
    "letter": 6,
    "roman": 6,
    "decimal": 7,
    "point": 8,
}
_STEP = 3  # a series may skip a label or two (`đ` left out, a heading lost) and still go on
_SHORT = 160  # a numbered line up to this long with one sentence is a heading, not a paragraph

# `Gửi kèm theo:` before a numbered list of documents: the list is no outline.
_ENCLOSURES = regex.compile(
    r"\b(?:gửi kèm|kèm theo|đính kèm|hồ sơ (?:trình|gửi)|tài liệu gửi)\b[^.;]*:$", regex.IGNORECASE
)
_SENTENCE = regex.compile(r"(?<!\b\p{Lu}\p{Ll}?|\bTP|\bĐ/c|\bđ/c|\bPGS|\bThS)[.?!](?=\s+[“\"(]?\p{Lu})")


@dataclass(frozen=True, slots=True)
class _Open:
    label: Label
    section: Section
    bold: bool


@dataclass(slots=True)
class Outline:
    """The sections found so far and those open now; paragraphs are shown to it in reading order."""

    sections: list[Section] = field(default_factory=list)
    _open: list[_Open] = field(default_factory=list)
    _list: Label | None = None  # the last label of a list of enclosures that is being read
    _before: str = ""

    @property
    def current(self) -> str | None:
        return self._open[-1].section.section_id if self._open else None

    def close(self) -> None:
        """No section is open any more: a signature, an unnumbered annex, another document begins."""
        self._open.clear()
        self._list = None

    def read(self, paragraph: Paragraph, block_id: str, page: int | None) -> Section | None:
        """The section that the paragraph opens, or None where it opens none."""
        before, self._before = self._before, paragraph.text
        if is_annex_title(paragraph):
            self.close()
            return None
        found = self._accepted(paragraph, before)
        if found is None:
            return None
        chosen, depth = found
        del self._open[depth:]
        parent = self._open[-1].section if self._open else None
        section = Section(
            section_id=f"s{len(self.sections) + 1}",
            parent_id=parent.section_id if parent else None,
            label=chosen.text,
            heading=heading_text(paragraph, chosen),
            level=depth + 1,
            path=f"{parent.path}/{chosen.text}" if parent else chosen.text,
            block_id=block_id,
            page=page,
        )
        self.sections.append(section)
        self._open.append(_Open(chosen, section, paragraph.style.bold))
        return section

    def _accepted(self, paragraph: Paragraph, before: str) -> tuple[Label, int] | None:
        printed = label(paragraph.text)
        if printed is None:
            return None
        if self._in_enclosures(printed, before):
            return None
        readings = [r for r in (printed, as_letter(printed)) if r is not None]
        for reading in readings:  # `C.` after `B.` is a letter, `I.` after `H.` too
            depth = self._sibling(reading, paragraph)
            if depth is not None:
                return reading, depth
        if _RANK[printed.family] <= _RANK["article"]:
            return (printed, self._below(printed)) if _stands_alone(paragraph, printed) else None
        if printed.prefix:
            return printed, self._dotted(printed)
        if printed.value == 1:
            return printed, self._first(printed, paragraph)
        if printed.family == "decimal" or _set_apart(paragraph, printed):
            return printed, self._stray(printed)
        return None

    def _in_enclosures(self, found: Label, before: str) -> bool:
        begins = found.family == "decimal" and found.value == 1 and _ENCLOSURES.search(before) is not None
        goes_on = (
            self._list is not None
            and found.family == self._list.family
            and found.value == self._list.value + 1
        )
        self._list = found if begins or goes_on else None
        return self._list is not None

    def _sibling(self, found: Label, paragraph: Paragraph) -> int | None:
        """The depth at which `found` continues an open series, the likeliest where several are open."""
        if _RANK[found.family] <= _RANK["article"] and not _stands_alone(paragraph, found):
            return None
        fits = [
            (o.label.closing == found.closing, o.bold == paragraph.style.bold, depth)
            for depth, o in enumerate(self._open)
            if _same_series(o.label, found) and 0 < found.value - o.label.value <= _STEP
        ]
        return max(fits)[2] if fits else None

    def _dotted(self, found: Label) -> int:
        """`2.1` stands under the open `2`; where that is missing, beside its like or below all that ranks
        higher.
        """
        for depth in range(len(self._open), 0, -1):
            if self._open[depth - 1].label.text.casefold() == found.prefix.casefold():
                return depth
        for depth, o in enumerate(self._open):
            if (o.label.family == found.family and o.label.depth >= found.depth) or o.label.family == "point":
                return depth
        return len(self._open)

    def _first(self, found: Label, paragraph: Paragraph) -> int:
        """`1`, `a`, `I` begin a series below what is open, or begin it anew where a level above was left
        out.
        """
        like = [
            d
            for d, o in enumerate(self._open)
            if _same_series(o.label, found) and o.label.closing == found.closing
        ]
        if like:
            nested = like[-1] < len(self._open) - 1 and self._open[like[-1]].bold != paragraph.style.bold
            return len(self._open) if nested else like[-1]
        return self._below(found)

    def _below(self, found: Label) -> int:
        """The depth below every open section that outranks `found`."""
        rank = _RANK[found.family]
        if rank == _RANK["annex"]:
            return 0
        depth = len(self._open)
        while depth and (
            _RANK[self._open[depth - 1].label.family] > rank
            or _same_series(self._open[depth - 1].label, found)
        ):
            if (
                found.family == "decimal"
                and self._open[depth - 1].label.family == "point"
                and found.closing == ")"
            ):
                break  # `1)` under `a.`
            depth -= 1
        return depth

    def _stray(self, found: Label) -> int:
        """A label that continues nothing: beside its like, where one is open, else by rank."""
        like = [d for d, o in enumerate(self._open) if _same_series(o.label, found)]
        return like[-1] if like else self._below(found)


def is_annex_title(paragraph: Paragraph) -> bool:
    """`PHỤ LỤC` or `PHỤ LỤC KÈM THEO` with no number, in capitals: what follows is under no section."""
    return (
        is_upper(paragraph.text)
        and label(paragraph.text) is None
        and paragraph.text.casefold().startswith("phụ lục")
    )


def is_heading(paragraph: Paragraph, found: Label) -> bool:
    """Whether a labelled paragraph is a heading rather than a whole paragraph that carries a number."""
    rest = paragraph.text[found.end :]
    if (
        not rest
        or is_upper(rest)
        or paragraph.style.bold
        or paragraph.style.bold_prefix >= 0.9 * len(paragraph.text)
    ):
        return True
    return len(rest) <= _SHORT and not rest.endswith((";", ".")) and not _SENTENCE.search(rest)


def heading_text(paragraph: Paragraph, found: Label) -> str:
    """A heading's text without its label; of a whole paragraph its run-in label or first sentence."""
    rest = paragraph.text[found.end :]
    if is_heading(paragraph, found):
        return rest
    style = paragraph.style
    run_in = max(style.bold_prefix, style.underline_prefix, style.italic_prefix)
    if found.end + 3 < run_in < 0.9 * len(paragraph.text):
        return paragraph.text[found.end : run_in].rstrip(" .:;,-–")
    end = _SENTENCE.search(rest)
    return rest[: end.end()] if end else rest


def _same_series(one: Label, other: Label) -> bool:
    return (one.family, one.depth, one.prefix.casefold()) == (
        other.family,
        other.depth,
        other.prefix.casefold(),
    )


def _stands_alone(paragraph: Paragraph, found: Label) -> bool:
    """`Điều 5. Phạm vi`, `Chương II`, `PHẦN I QUY ĐỊNH CHUNG`; not `Điều 5 Luật Đầu tư quy định …`."""
    rest = paragraph.text[found.end :]
    if not rest or is_upper(rest):
        return True
    if found.family == "annex":
        return is_upper(found.text) or paragraph.style.align == "center"
    return bool(found.closing) or paragraph.style.bold or paragraph.style.align == "center"


def _set_apart(paragraph: Paragraph, found: Label) -> bool:
    return paragraph.style.bold or is_upper(paragraph.text[found.end :])
