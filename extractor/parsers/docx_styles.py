"""Formatting as it reaches the page: document defaults, styles and direct properties (ECMA-376 part 1,
17.7.2).

Only what later steps need is resolved: the type face and size of runs; alignment, indents, outline level and
list membership of paragraphs.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, NamedTuple

from lxml import etree

from extractor.parsers.docx_package import W

VAL = W + "val"

Align = Literal["left", "center", "right", "justify"]

_ALIGN: dict[str, Align] = {
    "left": "left",
    "start": "left",
    "center": "center",
    "right": "right",
    "end": "right",
    "both": "justify",
    "distribute": "justify",
    "lowKashida": "justify",
    "mediumKashida": "justify",
    "highKashida": "justify",
    "thaiDistribute": "justify",
}
_OFF = {"0", "false", "off"}


class Face(NamedTuple):
    """How a run of characters is set. `font` is the face of letters above 127, which legacy fonts are known
    by.
    """

    font: str | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    underline: bool = False
    caps: bool = False  # printed in capitals, whatever was typed
    hidden: bool = False
    raised: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a paragraph is set. Indents are in points; `left` and `first` are None where only the list
    decides.
    """

    align: Align | None = None
    left: float | None = None
    first: float | None = None
    outline_level: int | None = None
    list_id: str | None = None
    list_level: int | None = None


AS_IS = Layout()


class _Properties(NamedTuple):
    """One layer of run properties: what it sets, and which toggles (17.7.3) it flips."""

    font: str | None
    size: float | None
    underline: bool | None
    raised: bool | None
    toggles: tuple[bool | None, bool | None, bool | None, bool | None]  # bold, italic, caps, hidden


_NOTHING = _Properties(None, None, None, None, (None, None, None, None))
_TOGGLES = {W + "b": 0, W + "i": 1, W + "caps": 2, W + "vanish": 3}


class Styles:
    """The styles of one document, with the theme's fonts; every answer is cached."""

    def __init__(self, styles: etree._Element | None, theme: etree._Element | None) -> None:
        self._theme = _theme_fonts(theme)
        self._styles: dict[str, etree._Element] = {}
        self._default = _NOTHING
        self.default_paragraph: str | None = None
        self._default_layout = Layout()
        for style in () if styles is None else styles.iter(W + "style"):
            style_id = style.get(W + "styleId")
            if style_id:
                self._styles.setdefault(style_id, style)
                if style.get(W + "type") == "paragraph" and on(style.get(W + "default")):
                    self.default_paragraph = style_id
        defaults = None if styles is None else styles.find(W + "docDefaults")
        if defaults is not None:
            self._default = self._layer(defaults.find(f"{W}rPrDefault/{W}rPr"))
            self._default_layout = layout(defaults.find(f"{W}pPrDefault/{W}pPr"), Layout())
        self.name = cache(self._name)
        self.layout = cache(self._layout)
        self.table_borders = cache(self._table_borders)
        self._faces: dict[tuple[str | None, str | None, _Properties], Face] = {}
        self._style_layers = cache(self._layers_of_style)

    def _name(self, style_id: str | None) -> str:
        """The style's name as Word knows it in every language: `heading 1`, `toc 1`."""
        style = self._styles.get(style_id or "")
        return "" if style is None else (_value(style, "name") or "").lower()

    def face(self, paragraph_style: str | None, properties: etree._Element | None) -> Face:
        """The face of a run with these direct properties (`w:rPr`) in a paragraph of this style."""
        direct = self._layer(properties)
        character_style = None if properties is None else _value(properties, "rStyle")
        key = (paragraph_style, character_style, direct)
        found = self._faces.get(key)
        if found is None:
            found = self._faces[key] = self._resolve(*key)
        return found

    def _resolve(self, paragraph_style: str | None, character_style: str | None, direct: _Properties) -> Face:
        levels = [self._style_layers(s) for s in (paragraph_style or self.default_paragraph, character_style)]
        font, size, underline = self._default.font, self._default.size, self._default.underline
        raised = self._default.raised
        flags = [bool(flag) for flag in self._default.toggles]
        for layers in levels:
            toggled = [False] * 4
            for layer in layers:  # base first
                font = layer.font or font
                size = size if layer.size is None else layer.size
                underline = underline if layer.underline is None else layer.underline
                raised = raised if layer.raised is None else layer.raised
                toggled = [t if own is None else own for t, own in zip(toggled, layer.toggles, strict=True)]
            flags = [
                flag != t for flag, t in zip(flags, toggled, strict=True)
            ]  # 17.7.3: levels of styles toggle
        flags = [flag if own is None else own for flag, own in zip(flags, direct.toggles, strict=True)]
        bold, italic, caps, hidden = flags
        return Face(
            direct.font or font,
            size if direct.size is None else direct.size,
            bold,
            italic,
            bool(underline if direct.underline is None else direct.underline),
            caps,
            hidden,
            bool(raised if direct.raised is None else direct.raised),
        )

    def _layers_of_style(self, style_id: str | None) -> list[_Properties]:
        return [self._layer(style.find(W + "rPr")) for style in self._chain(style_id)]

    def _layer(self, properties: etree._Element | None) -> _Properties:
        if properties is None or not len(properties):
            return _NOTHING
        font: str | None = None
        size: float | None = None
        underline: bool | None = None
        raised: bool | None = None
        toggles: list[bool | None] = [None, None, None, None]
        for element in properties:
            tag = element.tag
            if tag in _TOGGLES:
                toggles[_TOGGLES[tag]] = on(element.get(VAL, "1"))
            elif tag == W + "sz":
                size = points(element.get(VAL), per_point=2)
            elif tag == W + "u":
                underline = element.get(VAL, "none") != "none"
            elif tag == W + "vertAlign":
                raised = element.get(VAL) == "superscript"
            elif tag == W + "position" and raised is None:
                raised = (points(element.get(VAL), per_point=2) or 0) > 0
            elif tag == W + "rFonts":
                font = self._font(element)
        return _Properties(font, size, underline, raised, (toggles[0], toggles[1], toggles[2], toggles[3]))

    def _font(self, fonts: etree._Element) -> str | None:
        """17.3.2.26: letters above 127 take the `hAnsi` face; a theme's face overrides a named one."""
        for slot in ("hAnsi", "ascii"):
            theme = fonts.get(f"{W}{slot}Theme")
            name = self._theme.get(theme[:5]) if theme else None
            if name or fonts.get(W + slot):
                return name or fonts.get(W + slot)
        return None

    def _layout(self, style_id: str | None) -> Layout:
        """The layout that the paragraph style alone gives."""
        found = self._default_layout
        for style in self._chain(style_id or self.default_paragraph):
            found = layout(style.find(W + "pPr"), found)
        return found

    def _table_borders(self, style_id: str | None) -> list[etree._Element]:
        """The border elements that a table style and the styles it is based on give to a whole table."""
        return [b for style in self._chain(style_id) for b in style.iterfind(f"{W}tblPr/{W}tblBorders")]

    def _chain(self, style_id: str | None) -> list[etree._Element]:
        """A style and the styles it is based on, base first; a loop ends where it closes."""
        chain: list[etree._Element] = []
        seen: set[str] = set()
        while style_id and style_id not in seen and style_id in self._styles:
            seen.add(style_id)
            chain.append(self._styles[style_id])
            style_id = _value(self._styles[style_id], "basedOn")
        return chain[::-1]


def layout(properties: etree._Element | None, inherited: Layout) -> Layout:
    """`inherited` with what the paragraph properties (`w:pPr`) set."""
    if properties is None:
        return inherited
    found = inherited
    for element in properties:
        tag = element.tag
        if tag == W + "jc":
            found = replace(found, align=_ALIGN.get(element.get(VAL, ""), found.align))
        elif tag == W + "outlineLvl":
            level = integer(element.get(VAL))
            found = replace(found, outline_level=level if level is not None and level < 9 else None)
        elif tag == W + "numPr":
            list_id, level = _value(element, "numId"), integer(_value(element, "ilvl"))
            found = replace(
                found,
                list_id=found.list_id if list_id is None else list_id,
                list_level=found.list_level if level is None else level,
            )
        elif tag == W + "ind":
            found = indented(element, found)
    return found


def indented(element: etree._Element, inherited: Layout) -> Layout:
    """`inherited` with the indents of a `w:ind`; `hanging` beats `firstLine` (17.3.1.12)."""
    left = points(element.get(W + "left") or element.get(W + "start"))
    first = points(element.get(W + "firstLine"))
    hanging = points(element.get(W + "hanging"))
    if hanging is not None:
        first = -hanging
    return replace(
        inherited,
        left=inherited.left if left is None else left,
        first=inherited.first if first is None else first,
    )


def on(value: str | None) -> bool:
    """An OOXML boolean attribute (22.9.2.7)."""
    return value is not None and value not in _OFF


def integer(value: str | None) -> int | None:
    try:
        return None if value is None else int(float(value))
    except (ValueError, OverflowError):
        return None


def points(value: str | None, *, per_point: float = 20) -> float | None:
    """A measure in twentieths of a point (`per_point`ths), or with its unit (`1.5pt`, `2cm`; 22.9.2.15)."""
    if not value:
        return None
    for unit, factor in (
        ("pt", 1.0),
        ("cm", 72 / 2.54),
        ("mm", 72 / 25.4),
        ("in", 72.0),
        ("pc", 12.0),
        ("pi", 12.0),
    ):
        if value.endswith(unit):
            value, per_point = value[: -len(unit)], 1 / factor
    try:
        return round(float(value) / per_point, 2)
    except ValueError:
        return None


def _theme_fonts(theme: etree._Element | None) -> dict[str, str]:
    """`major` and `minor` → the theme's Latin face (20.1.4.1.24)."""
    if theme is None:
        return {}
    a = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    found = {}
    for slot in ("major", "minor"):
        latin = theme.find(f".//{a}{slot}Font/{a}latin")
        if latin is not None and latin.get("typeface"):
            found[slot] = latin.get("typeface")
    return found


def _value(parent: etree._Element, name: str) -> str | None:
    child = parent.find(W + name)
    return None if child is None else child.get(VAL)
