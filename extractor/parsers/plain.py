"""Plain text and Markdown → Flow: a paragraph a line, or a block of lines where the lines are wrapped."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import quantiles

import regex

from extractor.errors import UnreadableFile
from extractor.parsers.charsets import charset_for, pieces
from extractor.parsers.columns import set_columns
from extractor.parsers.docx_styles import Face, Layout
from extractor.parsers.flow import Flow, Note
from extractor.parsers.lines import Item, Line, LineCell, LineTable, Run, flow_items, paragraphs

_ITEM = regex.compile(
    r"\s*(?:[-+*•] |\(?(?:\d+(?:\.\d+)*|\p{L}|[IVXL]+)[.)]\s|#)"
)  # may begin anew in a block
_ENDED = regex.compile(r"[.:;!?…][”\"’)]*\s*$")
_NOTE = regex.compile(r"\[\^([^\]\s]+)\]:\s*(.*)", regex.DOTALL)
_MARKUP = regex.compile(
    r"\*\*(?P<bold>.+?)\*\*|(?<![\w*])\*(?P<italic>[^\s*][^*]*)\*(?![\w*])|\[\^(?P<note>[^\]\s]+)\]"
)
_HEADING = regex.compile(r"(#{1,6})\s+(.*?)\s*#*", regex.DOTALL)
_RULE = regex.compile(r"\s*\|?(?:\s*:?-{3,}:?\s*\|)+(?:\s*:?-{3,}:?\s*)?")


def read(path: Path, *, markdown: bool = False) -> Flow:
    """The text as a Flow; Markdown's headings, emphasis, tables and `[^1]` notes are understood where asked
    for.
    """
    text, legacy = _decoded(path)
    blocks = list(_blocks(text))
    if markdown:
        items, notes = _markdown(blocks)
    else:
        items, notes = [Line((Run(block, Face()),)) for block in blocks], ()
    return Flow(flow_items(set_columns(items)), notes, text_source="legacy" if legacy else "text", pages=None)


def _decoded(path: Path) -> tuple[str, bool]:
    """The text, and whether it was in a pre-Unicode character set."""
    data = path.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace"), False
    try:
        return data.decode("utf-8-sig"), False
    except UnicodeDecodeError:
        pass
    if b"\0" in data:
        raise UnreadableFile(
            f"{path.name}: neither text nor a format that is read here", remedy="save it as .docx or .pdf"
        )
    text = data.decode("latin-1")
    charset = charset_for(None, text)
    if charset is not None:
        return "".join(piece.text for piece in pieces(text, None, charset)), True
    return data.decode("cp1258", errors="replace"), False


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs: blocks parted by empty lines and joined where the lines look wrapped at a margin, else
    lines.
    """
    groups = [
        group.split("\n") for group in regex.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n"))
    ]
    inner = sorted(len(line) for group in groups for line in group[:-1])
    wrapped = len(inner) > 4 and quantiles(inner, n=4)[0] >= 40 and quantiles(inner, n=4)[2] <= 120
    margin = inner[-1] if inner else 0
    for group in groups:
        block: list[str] = []
        for line in group:
            if block and (not wrapped or "|" in line or _begins_anew(line, block[-1], margin)):
                yield "\n".join(block)
                block = []
            block.append(line)
        if any(map(str.strip, block)):
            yield "\n".join(block)


def _begins_anew(line: str, before: str, margin: int) -> bool:
    """Whether a line of a wrapped block is an item of its own: not `2025`, `- 2030` or `tháng`, `9. Trong …`,
    where nothing has ended and the first word no longer went onto the line before.
    """
    if not _ITEM.match(line):
        return False
    first_word = line.split(None, 1)[0]
    return bool(_ENDED.search(before)) or len(before) + 1 + len(first_word) <= margin


def _markdown(blocks: list[str]) -> tuple[list[Item], tuple[Note, ...]]:
    items: list[Item] = []
    notes: list[Note] = []
    rows: list[str] = []
    for block in [*blocks, ""]:
        if block.lstrip().startswith("|") or (rows and "|" in block):
            rows.append(block)
            continue
        if rows:
            items.append(_table(rows))
            rows = []
        if note := _NOTE.fullmatch(block.strip()):
            notes.append(Note(note[1], paragraphs([_line(note[2])])))
        elif heading := _HEADING.fullmatch(block.strip()):
            items.append(_line(heading[2], Face(bold=True), len(heading[1]) - 1))
        elif block:
            items.append(_line(block))
    return items, tuple(notes)


def _table(rows: list[str]) -> LineTable:
    cells: list[LineCell] = []
    ruled = [i for i, row in enumerate(rows) if _RULE.fullmatch(row)]
    kept = [row for i, row in enumerate(rows) if i not in ruled]
    for i, row in enumerate(kept):
        texts = regex.split(r"(?<!\\)\|", row.strip().removeprefix("|").removesuffix("|"))
        cells.extend(
            LineCell(i, j, (_line(text),), is_header=bool(ruled) and i < ruled[0])
            for j, text in enumerate(texts)
        )
    return LineTable(tuple(cells), ruled=True)


def _line(text: str, face: Face | None = None, outline_level: int | None = None) -> Line:
    """Emphasis taken out of the text and into its runs, note marks likewise."""
    face = face or Face()
    runs: list[Run] = []
    at = 0
    for found in _MARKUP.finditer(text):
        runs.append(Run(text[at : found.start()], face))
        if found["note"]:
            runs.append(Run("", face, found["note"]))
        else:
            bold, italic = found["bold"], found["italic"]
            runs.append(Run(bold or italic, face._replace(bold=bool(bold) or face.bold, italic=bool(italic))))
        at = found.end()
    runs.append(Run(text[at:], face))
    return Line(tuple(run for run in runs if run.text or run.mark), Layout(outline_level=outline_level))
