"""Characters of the symbol fonts (Symbol, Wingdings), which Word keeps at F000 to F0FF, as Unicode."""

from __future__ import annotations

# By font, the characters that reports use: bullets, arrows, ticks, and the signs of Symbol beside numbers.
_SYMBOL = {c: c for c in "-*+/=<>%()[]{}.,;:!?0123456789"} | {
    "\xa3": "≤", "\xa5": "∞", "\xae": "→", "\xac": "←", "\xad": "↑", "\xaf": "↓", "\xb0": "°", "\xb1": "±", "\xb2": "″",
    "\xb3": "≥", "\xb4": "×", "\xb7": "•", "\xb8": "÷", "\xb9": "≠", "\xba": "≡", "\xbb": "≈", "\xbc": "…", "\xbe": "—",
    "\xa2": "′", "\xa7": "♣", "\xa8": "♦", "\xd7": "⋅", "\xde": "⇒", "\xe5": "∑", "\xd6": "√", "a": "α", "b": "β", "c": "χ",
    "d": "δ", "e": "ε", "f": "φ", "g": "γ", "h": "η", "i": "ι", "k": "κ", "l": "λ", "m": "μ", "n": "ν", "p": "π", "q": "θ",
    "r": "ρ", "s": "σ", "t": "τ", "w": "ω", "x": "ξ", "y": "ψ", "z": "ζ", "D": "Δ", "F": "Φ", "G": "Γ", "L": "Λ", "P": "Π",
    "Q": "Θ", "S": "Σ", "W": "Ω", "Y": "Ψ", "X": "Ξ",
}  # fmt: skip
_WINGDINGS = {
    "\xfc": "✓", "\xfb": "✗", "\xfe": "☑", "\xfd": "☒", "\xa8": "◻", "\x6f": "□", "\x71": "❑", "\x72": "❒", "\x6e": "■",
    "\xa7": "▪", "\xa1": "○", "\x6c": "●", "\x76": "❖", "\x77": "◆", "\x75": "◆", "\x78": "⌧", "\xd8": "➢", "\xe0": "→",
    "\xe8": "➔", "\xdf": "←", "\xe1": "↑", "\xe2": "↓", "\xf0": "⇨", "\xab": "★", "\x2a": "✉", "\x28": "☎", "\x46": "☞",
    "\x9f": "•", "\x9e": "·",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS, "opensymbol": {}}


def symbol(text: str, font: str | None) -> str:
    """Private-use characters as what the font draws; those the tables do not know become bullets.

    Elsewhere than in the private area the text is its own: a bullet `o` in Courier New is an `o`.
    """
    return "".join(_drawn(c, font) if "\uf000" <= c <= "\uf0ff" else c for c in text)


def _drawn(char: str, font: str | None) -> str:
    byte = chr(ord(char) - 0xF000)
    table = _FONTS.get((font or "").lower())
    if table is None:
        table = _SYMBOL
    return table.get(byte, "•")
