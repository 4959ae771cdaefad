"""The noun that a number counts: its head, and the whole phrase it heads.

The vocabulary (`vocabulary/nouns/*.txt`) decides first, by its longest entry: a dictionary word stays whole
(`vụ việc`, `đơn thư`), a classifier is the head (`cuộc`, `lượt`, `vụ`), and of coordinated nouns the first
counts, since the match ends before the comma (`35/35 sở, ban, ngành`). For a word that it does not know,
underthesea's segmentation and tags of the few words after the number decide (`hố` in `5 hố thu gom rác`).
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from itertools import islice
from typing import NamedTuple

import regex

from extractor.language import annotate
from extractor.rules.engine import alternatives, words

_LONGEST = 4  # syllables of the longest entry of the vocabulary
_WINDOW = 8  # syllables given to the tagger
_NOUN_CHARACTERS = 80  # more than any four syllables have
_PHRASE_CHARACTERS = 150
_SYLLABLE = regex.compile(r"[\p{L}\p{M}\p{N}&-]{1,20}+(?:/[\p{Lu}c](?!\p{L}))?")  # with `C/O`, `đ/c`
_RUN = regex.compile(rf"(?:{_SYLLABLE.pattern}(?:\s+|$)){{1,{_WINDOW}}}")
# `12 TTHC`, but no capital line that goes on: `16 CỘNG HÒA`
_ABBREVIATION = regex.compile(r"\p{Lu}{2,6}(?:-\p{Lu}{1,6})*(?![\p{L}\p{N}/-]|\s+\p{Lu}{2})")
_ROMAN = regex.compile(r"[IVXLC]+")
_NOUN_TAGS = frozenset({"N", "Nc", "Nu", "Ny", "Nb"})
_NO_HEADS = frozenset(words("not_heads"))
_FALSE = regex.compile(rf"(?:{alternatives('false_nouns')})(?!\p{{L}})", regex.IGNORECASE)
_NUMBER = "5 "  # stands before the words that are tagged, as a number does in the text
# What ends a noun phrase: punctuation, another number, or a word that opens a predicate or an adjunct
_END = regex.compile(
    r"[.;:!?()|\[\]–…]|(?<=\p{L}{2})/|(?=[,\s]),?\s+(?:-\s|(?:và\s+)?(?=\d)|\L<ends>(?!\p{L}))",
    regex.IGNORECASE,
    ends=words("phrase_ends"),
)
_EDGES = " ,-–"
_TAILS = regex.compile(rf"(?:[\s,–-]+(?:{alternatives('phrase_tails')}))+$", regex.IGNORECASE)
_NEXT = regex.compile(r"\s*:?\s*\d")
_AND = regex.compile(r"\svà\s(?=[^,]*$)")


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
    """The head noun that begins at `start`: from the vocabulary or, with `guess`, by the tags there."""
    if noun := _known(text, start):
        return noun
    return _guessed(text, start) if guess and not _FALSE.match(text, start) else None


def phrase(text: str, noun: Noun, *, label: bool = False) -> str:
    """The noun phrase from its head on with what narrows it, to where the clause goes on.

    `mô hình “Dân vận khéo” được đăng ký` → `mô hình “Dân vận khéo”`; where the phrase is itself the `label`
    of the number behind it (`Cán bộ, giáo viên: 29`) it is whole.
    """
    limit = min(len(text), noun.end + _PHRASE_CHARACTERS)
    match = _END.search(text, noun.end, limit)
    stop = match.start() if match else limit
    piece = _unquoted(text[noun.start : stop])
    whole, *others = [piece] if label else _unlabelled(piece, text, noun.start, stop).split(",")
    for other in others:
        if not _coordinated(whole, other.lstrip()):
            break
        whole = f"{whole},{other}"
    return str(_TAILS.sub("", whole.rstrip(_EDGES)))


def _unlabelled(piece: str, text: str, start: int, stop: int) -> str:
    """A phrase without the label of the number behind it: `979 đơn, tố cáo 49 đơn`, `và sửa chữa 20 nhà`."""
    if len(piece) < stop - start or not _NEXT.match(text, stop):
        return piece
    if "," in piece:
        return piece.rpartition(",")[0]
    joined = _AND.search(piece)
    if joined and _known(piece, joined.end()) is None:
        return piece[: joined.start()]
    return piece


def _unquoted(piece: str) -> str:
    """A phrase up to a closing quotation mark that was opened before it: `05 điểm nghẽn” của thành phố`."""
    for opening, closing in (("“", "”"), ('"', '"')):
        parts = piece.split(closing)
        if (opening == closing and len(parts) % 2 == 0) or parts[0].count(opening) < len(parts) - 1 == 1:
            piece = parts[0]
    return piece


def _coordinated(before: str, after: str) -> bool:
    """Whether what follows a comma goes on with the same list: nouns (`sở, ban, ngành`) or names."""
    if after[:1].isupper():
        return before.rpartition(" ")[2][:1].isupper()
    return _known(after, 0) is not None


@cache
def _first_syllables() -> frozenset[str]:
    return frozenset(entry.split()[0] for entry in vocabulary())


def _known(text: str, start: int) -> Noun | None:
    first = _SYLLABLE.match(text, start)
    if first is None or first[0].lower() not in _first_syllables() or _FALSE.match(text, start):
        return None
    syllables = islice(_SYLLABLE.finditer(text, start, start + _NOUN_CHARACTERS), _LONGEST)
    ends = [m.end() for m in syllables]
    for end in reversed(ends):
        entry = text[start:end]
        if " ".join(entry.lower().split()) in vocabulary():
            return Noun(entry, start, end, True)
    return None


def abbreviation(text: str, start: int) -> Noun | None:
    """`TTHC` of `12 TTHC`, but no Roman numeral."""
    match = _ABBREVIATION.match(text, start)
    if match is None or match[0].lower() in _NO_HEADS or _ROMAN.fullmatch(match[0]):
        return None
    return Noun(match[0], start, match.end(), False)


def _guessed(text: str, start: int) -> Noun | None:
    if _ABBREVIATION.match(text, start):
        return abbreviation(text, start)
    run = _RUN.match(text, start, start + 2 * _NOUN_CHARACTERS)
    if run is None or not text[start].islower() or run[0].split()[0].lower() in _NO_HEADS:
        return None
    token = next(t for t in annotate(_NUMBER + run[0].strip()) if t.idx >= len(_NUMBER))
    is_noun = token.tag_ in _NOUN_TAGS and token.idx == len(_NUMBER)
    if not is_noun or len(token) < 2 or token.text.lower() in _NO_HEADS:
        return None
    return Noun(token.text, start, start + len(token), False)
