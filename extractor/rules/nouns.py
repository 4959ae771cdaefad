"""The noun that a number counts: the head noun after it, the whole phrase it heads, and the noun understood.

The vocabulary (`vocabulary/nouns/*.txt`) decides first, its longest entry: a dictionary word stays whole (`vụ việc`,
`đơn thư`), a classifier is the head (`cuộc`, `lượt`, `vụ`), and of coordinated nouns the first counts, since the
match ends before the comma (`35/35 sở, ban, ngành`). For a word that it does not know, underthesea's segmentation
and tags of the few words after the number decide (`hố` in `5 hố thu gom rác`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import NamedTuple

import regex

from extractor.language import annotate
from extractor.rules.engine import words

_LONGEST = 4  # syllables of the longest entry of the vocabulary
_WINDOW = 8  # syllables given to the tagger
_SYLLABLE = regex.compile(r"[\p{L}\p{M}\p{N}&-]+(?:/[\p{Lu}c](?!\p{L}))?")  # with `C/O`, `đ/c`
_RUN = regex.compile(rf"(?:{_SYLLABLE.pattern}(?:\s+|$)){{1,{_WINDOW}}}")
_NOUN_TAGS = frozenset({"N", "Nc", "Nu", "Ny", "Nb"})
# Words the tagger often takes for nouns or that count nothing by themselves: time units are durations, the rest
# are positions and pronouns.
_NO_HEADS = frozenset(words("not_heads"))
# `12 TTHC`, but no capital line that goes on: `16 CỘNG HÒA`
_ABBREVIATION = regex.compile(r"\p{Lu}{2,6}(?:-\p{Lu}+)*(?![\p{L}\p{N}/-]|\s+\p{Lu}{2})")
_ROMAN = regex.compile(r"[IVXLC]+")


class Noun(NamedTuple):
    """A head noun at `[start, end)` of its text; `known` when the vocabulary holds it."""

    text: str
    start: int
    end: int
    known: bool


@cache
def vocabulary() -> frozenset[str]:
    """Every noun of `vocabulary/nouns/*.txt`, in lower case."""
    folder = files("extractor.rules").joinpath("vocabulary", "nouns")
    names = sorted(f.name.removesuffix(".txt") for f in folder.iterdir() if f.name.endswith(".txt"))
    return frozenset(word.lower() for name in names for word in words(f"nouns/{name}"))


def head(text: str, start: int, *, guess: bool = True) -> Noun | None:
    """The head noun that begins at `start`, from the vocabulary or, with `guess`, from the tags of what follows."""
    syllables = list(_SYLLABLE.finditer(text, start, start + 80))[:_LONGEST]
    if not syllables or syllables[0].start() != start:
        return None
    known = vocabulary()
    for count in range(len(syllables), 0, -1):
        end = syllables[count - 1].end()
        phrase = text[start:end]
        if regex.sub(r"\s+", " ", phrase.lower()) in known:
            return Noun(phrase, start, end, True)
    return _guessed(text, start) if guess else None


def _guessed(text: str, start: int) -> Noun | None:
    if match := _ABBREVIATION.match(text, start):
        named = match[0].lower() in _NO_HEADS or _ROMAN.fullmatch(match[0])
        return None if named else Noun(match[0], start, match.end(), False)
    window = _RUN.match(text, start)
    if window is None or not text[start].isalpha() or text[start].isupper():
        return None
    run = window[0].strip()
    first = _SYLLABLE.match(run)
    if first is None or first[0].lower() in _NO_HEADS:
        return None
    doc = annotate("5 " + run)
    token = next((t for t in doc if t.idx == 2), None)
    if token is None or len(token) < 2 or token.tag_ not in _NOUN_TAGS or token.text.lower() in _NO_HEADS:
        return None
    return Noun(token.text, start, start + len(token.text), False)


# What ends a noun phrase: a bracket, a sentence, another number, or a word that opens a predicate or an adjunct.
_END = regex.compile(
    r"[.;:!?()|\[\]–]|\.{2,}|…|\s-\s|,(?!\s*(?:\p{Ll}))|,?\s+(?:và\s+)?(?=\d)|,?\s+(?:"
    + "|".join(regex.escape(w, literal_spaces=True).replace(" ", r"\s+") for w in words("phrase_ends"))
    + r")(?!\p{L})",
    regex.IGNORECASE,
)


_TAIL = regex.compile(
    r"(?:[\s,–-]+(?:" + "|".join(map(regex.escape, words("phrase_tails"))) + r")?)+$", regex.IGNORECASE
)


def phrase(text: str, start: int, end: int) -> str:
    """The noun phrase from the head noun at `[start, end)` on with what narrows it, to where its clause goes on.

    `mô hình “Dân vận khéo” được đăng ký` → `mô hình “Dân vận khéo”`
    """
    match = _END.search(text, end)
    stop = match.start() if match else len(text)
    return _TAIL.sub("", text[start:stop])
