"""Headings and titles set on several centred lines, made one paragraph each; and joining paragraphs in
general.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from extractor.parsers.capitals import is_upper
from extractor.parsers.flow import Mark, Paragraph, Style
from extractor.parsers.labels import item_sign, label
from extractor.parsers.zones import Zoned, document_type

_WORD_FAMILIES = ("annex", "part", "chapter", "mục", "tiểu mục")
_LEADING = 1.9  # lines of one title stand no further apart than this many times their height


def joined(paragraphs: Iterable[Paragraph], separator: str = " ") -> Paragraph:
    """One paragraph out of several, with marks and lines moved along; the first one's style."""
    text, typed, marks, lines = "", "", [], []
    style: Style | None = None
    for n, p in enumerate(paragraphs):
        text += separator if n else ""
        typed += (separator if n else "") + p.as_typed
        marks += [Mark(m.offset + len(text), m.label) for m in p.marks]
        lines += [replace(line, start=line.start + len(text), end=line.end + len(text)) for line in p.lines]
        text += p.text
        style = style or p.style
    return Paragraph(
        text, tuple(marks), style or Style(), tuple(lines), typed=typed if typed != text else None
    )


def whole_titles(items: Sequence[Zoned]) -> list[Zoned]:
    """`Phần thứ nhất` with its title lines, and the printed lines of a title on a page, each as one
    paragraph.
    """
    out: list[Zoned] = []
    for item in items:
        if out and _continues(out[-1], item):
            out[-1] = replace(
                out[-1], item=joined(p for p in (out[-1].item, item.item) if isinstance(p, Paragraph))
            )
        else:
            out.append(item)
    return out


def _continues(above: Zoned, below: Zoned) -> bool:
    if (
        not isinstance(above.item, Paragraph)
        or not isinstance(below.item, Paragraph)
        or above.zone != below.zone
    ):
        return False
    if above.zone == "body":
        return _goes_on_heading(above.item, below.item)
    if above.zone != "title" or above.part not in ("type", "title") or below.part != "title":
        return False
    kind = document_type(above.item)
    if kind and kind[1] and above.part == "type":
        return False
    return is_upper(above.text) == is_upper(below.text) and _next_line(above.item, below.item)


def _goes_on_heading(above: Paragraph, below: Paragraph) -> bool:
    """`Phần thứ nhất` / `ĐÁNH GIÁ KẾT QUẢ …` / `NHIỆM KỲ 2020 - 2025`."""
    found = label(above.text)
    if found is None or found.family not in _WORD_FAMILIES or label(below.text) or item_sign(below.text):
        return False
    rest = above.text[found.end :]
    if not rest:
        return is_upper(below.text) or below.style.align == "center" or below.style.bold
    if not is_upper(rest) or not is_upper(below.text) or below.style.bold != above.style.bold:
        return False
    return _next_line(above, below) if below.lines else below.style.align == "center"


def _next_line(above: Paragraph, below: Paragraph) -> bool:
    """Whether `below` is printed as the next line of what stands in `above`: same page, size and face,
    close under it.
    """
    if not above.lines or not below.lines:
        return False
    over, under = above.lines[-1].box, below.lines[0].box
    size = abs((above.style.size or 0) - (below.style.size or 0)) < 0.6
    close = 0 <= under.y0 - over.y0 <= _LEADING * max(over.y1 - over.y0, 1.0)
    return above.style.bold == below.style.bold and size and over.page == under.page and close
