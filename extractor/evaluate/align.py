"""Two readings of one text, lined up: where in the gold's text does a character of the parser's text stand?

Blocks of the same words are one another's. The others are put into the gold's order, as far as the letters
that they share tell it; their words are aligned by Levenshtein distance (as `sclite` and `jiwer` do for word
error rate) between those that both sides have but once (the anchors of patience diff), runs of words that
stand elsewhere by greedy string tiling (Wise 1993); what is left between aligned words is aligned character
by character. White space never counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import regex
from rapidfuzz.distance import Levenshtein

_TOKEN = regex.compile(r"\w+|[^\w\s]")
_TILE = 6  # words that a run found out of its place must have: shorter ones repeat by chance
_SHORT = 24  # characters of a stretch that is aligned whatever it holds: a misread number, a wrong tone
_ALIKE = 0.4  # similarity from which a longer stretch is aligned character by character
_LONG = 20_000  # characters from which a stretch is another text, not the same text misread
_NOWHERE = -1
_ANCHOR = 3  # words in a row that both sides have but once: they are one another's
_GRAM = 5  # letters in a row by which blocks are known again
_COMMON = 8  # blocks that hold letters which then tell none of them from the others
_PLAIN = 1.5  # how many times as much a block must share with its partner as with the next best


Span = tuple[int, int]


class Words(NamedTuple):
    """Words in lower case and signs, each with its place in the text."""

    spans: list[Span]
    words: list[str]


class Run(NamedTuple):
    """`length` words that are equal on both sides, from the places `gold` and `found` on."""

    gold: int
    found: int
    length: int


class Text:
    """Blocks joined into one string; `at` and `place` go between (block, offset) and its positions."""

    def __init__(self, blocks: Iterable[tuple[str, str]]) -> None:
        self.ids: list[str] = []
        self.texts: list[str] = []
        self.starts: dict[str, int] = {}
        length = 0
        for block_id, text in blocks:
            self.ids.append(block_id)
            self.starts[block_id] = length
            self.texts.append(text)
            length += len(text) + 1
        self.string = "\n".join(self.texts)
        self._bounds = np.array([self.starts[i] for i in self.ids], dtype=np.int64)

    def at(self, block_id: str, offset: int) -> int:
        return self.starts[block_id] + offset

    def place(self, position: int) -> tuple[str, int]:
        index = int(np.searchsorted(self._bounds, position, side="right")) - 1
        return self.ids[index], position - int(self._bounds[index])


@dataclass(frozen=True, slots=True)
class Alignment:
    """`to_gold[i]` is the gold position of the found text's character i, -1 where it has none."""

    gold: Text
    found: Text
    to_gold: npt.NDArray[np.int64]

    def span(self, block_id: str, start: int, end: int) -> tuple[int, int] | None:
        """The gold positions on which `[start, end)` of a found block lies, None where on none of them.

        A mark lies in one gold block: where its characters align with several, in that with most of them.
        """
        begin = self.found.starts[block_id]
        positions = self.to_gold[begin + start : begin + end]
        positions = positions[positions != _NOWHERE]
        if not positions.size:
            return None
        first, last = int(positions.min()), int(positions.max())
        if last - first > 2 * (end - start):
            counts = Counter(self.gold.place(int(p))[0] for p in positions)
            home = counts.most_common(1)[0][0]
            inside = [int(p) for p in positions if self.gold.place(int(p))[0] == home]
            first, last = min(inside), max(inside)
        return first, last + 1

    def back(self, start: int, end: int) -> tuple[str, int] | None:
        """The found block, and the offset in it, that stands on the gold positions `[start, end)`."""
        hits = np.flatnonzero((self.to_gold >= start) & (self.to_gold < end))
        return self.found.place(int(hits[0])) if hits.size else None

    def share(self, block_id: str, length: int) -> float:
        """How much of a found block's text has a place in the gold."""
        begin = self.found.starts[block_id]
        return float(np.mean(self.to_gold[begin : begin + length] != _NOWHERE)) if length else 0.0


def align(gold: Text, found: Text) -> Alignment:
    """Line up the found text with the gold text, block order and line breaks aside."""
    to_gold = np.full(len(found.string) + 1, _NOWHERE, dtype=np.int64)

    def same(gold_span: Span, found_span: Span) -> None:
        (a, b), (c, d) = gold_span, found_span
        to_gold[c:d] = np.arange(a, a + (d - c)) if b - a == d - c else a

    gold_blocks, found_blocks = _blocks(gold), _blocks(found)
    equal = list(_equal_blocks(gold_blocks, found_blocks))
    for i, j in equal:
        for spans in zip(gold_blocks[i].spans, found_blocks[j].spans, strict=True):
            same(*spans)
        gold_blocks[i] = found_blocks[j] = Words([], [])
    partners = {j: i for i, j in equal} | dict(_plain_partners(gold_blocks, found_blocks))
    order = _in_order(len(found_blocks), partners)
    gold_spans, gold_words = _joined(gold_blocks)
    found_spans, found_words = _joined(found_blocks[j] for j in order)
    gold_free = np.ones(len(gold_words), dtype=bool)
    found_free = np.ones(len(found_words), dtype=bool)

    def pair(run: Run) -> None:
        ours = slice(run.gold, run.gold + run.length)
        theirs = slice(run.found, run.found + run.length)
        for spans in zip(gold_spans[ours], found_spans[theirs], strict=True):
            same(*spans)
        gold_free[ours] = found_free[theirs] = False

    runs = _equal_runs(gold_words, found_words)
    islands = _islands(runs, len(gold_words), len(found_words))
    for run in runs:
        if run not in islands:
            pair(run)
    for run in _tiles(gold_words, found_words, gold_free, found_free):
        pair(run)
    for run in islands:
        if (
            gold_free[run.gold : run.gold + run.length].all()
            and found_free[run.found : run.found + run.length].all()
        ):
            pair(run)
    for i, i_end, j, j_end in _gaps(runs, len(gold_words), len(found_words)):
        gold_at = [p for w in range(i, i_end) if gold_free[w] for p in range(*gold_spans[w])]
        found_at = [p for w in range(j, j_end) if found_free[w] for p in range(*found_spans[w])]
        _align_letters(gold.string, found.string, gold_at, found_at, to_gold)
    return Alignment(gold, found, to_gold)


def _blocks(text: Text) -> list[Words]:
    """The words of every block, with their places in the whole text."""
    blocks = []
    for block_id, block in zip(text.ids, text.texts, strict=True):
        start = text.starts[block_id]
        found = list(_TOKEN.finditer(block))
        spans = [(start + m.start(), start + m.end()) for m in found]
        blocks.append(Words(spans, [m.group().lower() for m in found]))
    return blocks


def _equal_blocks(gold: Sequence[Words], found: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Blocks of the same words, in whatever order; those that repeat only if they do so equally often."""
    places: dict[tuple[str, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, blocks in enumerate((gold, found)):
        for i, block in enumerate(blocks):
            places[tuple(block.words)][side].append(i)
    for words, (ours, theirs) in places.items():
        if words and len(ours) == len(theirs):
            yield from zip(ours, theirs, strict=True)


def _in_order(found: int, partners: Mapping[int, int]) -> list[int]:
    """The found blocks (by index) in the order of their partners, each followed by those without that stood
    behind it."""
    places: list[int] = []
    for j in range(found):
        places.append(partners.get(j, places[-1] if places else -1))
    return sorted(range(found), key=places.__getitem__)


def _plain_partners(gold: Sequence[Words], found: Sequence[Words]) -> Iterator[tuple[int, int]]:
    """Pairs (found, gold) that share more with one another than either does with any other block."""
    ours, theirs = [_grams(b) for b in gold], [_grams(b) for b in found]
    holders: dict[str, list[int]] = {}
    for i, grams in enumerate(ours):
        for gram in grams:
            holders.setdefault(gram, []).append(i)
    telling = {gram: blocks for gram, blocks in holders.items() if len(blocks) <= _COMMON}
    of_gold: dict[int, list[tuple[float, int]]] = defaultdict(list)
    of_found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for j, grams in enumerate(theirs):
        shared: dict[int, float] = defaultdict(float)
        for gram in grams & telling.keys():
            for i in telling[gram]:
                shared[i] += 1 / len(telling[gram])
        for i, weight in shared.items():
            alike = weight / (len(ours[i]) + len(grams))
            of_gold[i].append((alike, j))
            of_found[j].append((alike, i))
    for j, partners in of_found.items():
        best = _plainly_best(partners)
        if best is not None and _plainly_best(of_gold[best]) == j:
            yield j, best


def _plainly_best(partners: Iterable[tuple[float, int]]) -> int | None:
    (alike, best), *others = sorted(partners, reverse=True)[:2]
    return best if not others or alike >= _PLAIN * others[0][0] else None


def _grams(block: Words) -> set[str]:
    letters = "".join(block.words)
    return {letters[i : i + _GRAM] for i in range(len(letters) - _GRAM + 1)}


def _joined(blocks: Iterable[Words]) -> Words:
    kept = list(blocks)
    return Words([s for b in kept for s in b.spans], [w for b in kept for w in b.words])


def _equal_runs(gold: Sequence[str], found: Sequence[str]) -> list[Run]:
    """The equal words of a shortest edit between anchors, as runs."""
    anchors = _anchors(gold, found)
    pairs: list[tuple[int, int]] = []
    for (i, j), (i_end, j_end) in pairwise([(-1, -1), *anchors, (len(gold), len(found))]):
        for op in Levenshtein.opcodes(gold[i + 1 : i_end], found[j + 1 : j_end]):
            if op.tag == "equal":
                length = op.src_end - op.src_start
                pairs += ((i + 1 + op.src_start + n, j + 1 + op.dest_start + n) for n in range(length))
        pairs.append((i_end, j_end))
    runs: list[Run] = []
    for i, j in pairs[:-1]:
        last = runs[-1] if runs else Run(-1, -1, 0)
        if (i, j) == (last.gold + last.length, last.found + last.length):
            runs[-1] = last._replace(length=last.length + 1)
        else:
            runs.append(Run(i, j, 1))
    return runs


def _anchors(gold: Sequence[str], found: Sequence[str]) -> list[tuple[int, int]]:
    """Where `_ANCHOR` words in a row begin that either side has but once, those in order on both sides: the
    longest increasing subsequence, as Bram Cohen's patience diff has it."""
    ours, theirs = _once(gold), _once(found)
    pairs = [(i, theirs[words]) for words, i in ours.items() if words in theirs]
    tails: list[int] = []  # the least found place that ends an increasing sequence of each length
    ends: list[int] = []  # and which pair that is
    before = [-1] * len(pairs)
    for n, (_, j) in enumerate(pairs):
        length = bisect_left(tails, j)
        before[n] = ends[length - 1] if length else -1
        tails[length : length + 1] = [j]
        ends[length : length + 1] = [n]
    backward = []
    n = ends[-1] if ends else -1
    while n >= 0:
        backward.append(pairs[n])
        n = before[n]
    return backward[::-1]


def _once(words: Sequence[str]) -> dict[tuple[str, ...], int]:
    """Runs of `_ANCHOR` words that stand but once, with their places, in order."""
    rows = list(zip(*(words[n:] for n in range(_ANCHOR)), strict=False))
    counts = Counter(rows)
    return {row: i for i, row in enumerate(rows) if counts[row] == 1}


def _gaps(runs: Sequence[Run], gold: int, found: int) -> list[tuple[int, int, int, int]]:
    """What lies before, between and behind equal runs, on both sides: one gap more than there are runs."""
    ends = [(0, 0), *((r.gold + r.length, r.found + r.length) for r in runs)]
    starts = [*((r.gold, r.found) for r in runs), (gold, found)]
    return [(i, i_end, j, j_end) for (i, j), (i_end, j_end) in zip(ends, starts, strict=True)]


def _islands(runs: Sequence[Run], gold: int, found: int) -> set[Run]:
    """Short runs in the midst of much that differs: words that two unlike passages share by chance."""
    sizes = [max(i_end - i, j_end - j) for i, i_end, j, j_end in _gaps(runs, gold, found)]
    return {
        run
        for run, before, after in zip(runs, sizes, sizes[1:], strict=False)
        if run.length < _TILE and max(before, after) > 3 * run.length
    }


def _tiles(
    gold: Sequence[str],
    found: Sequence[str],
    gold_free: npt.NDArray[np.bool_],
    found_free: npt.NDArray[np.bool_],
) -> Iterable[Run]:
    """The longest runs of equal free words, longest first; each is taken before the next is asked for."""
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for i in _runs(gold_free):
        starts[tuple(gold[i : i + _TILE])].append(i)
    seeds = [(i, j) for j in _runs(found_free) for i in starts.get(tuple(found[j : j + _TILE]), ())]

    def extent(i: int, j: int) -> int:
        length = 0
        while (
            i + length < len(gold)
            and j + length < len(found)
            and gold_free[i + length]
            and found_free[j + length]
            and gold[i + length] == found[j + length]
        ):
            length += 1
        return length

    # A seed inside a longer run is that run's tail: only the run's head is worth its length.
    known = set(seeds)
    heads = [(extent(i, j), i, j) for i, j in seeds if (i - 1, j - 1) not in known]
    for _, i, j in sorted(heads, reverse=True):
        length = extent(i, j)
        if length >= _TILE:
            yield Run(i, j, length)


def _runs(free: npt.NDArray[np.bool_]) -> list[int]:
    """Where `_TILE` free words in a row begin."""
    if len(free) < _TILE:
        return []
    windows = np.lib.stride_tricks.sliding_window_view(free, _TILE)
    return [int(i) for i in np.flatnonzero(windows.all(axis=1))]


def _similarity(a: str, b: str) -> float:
    return Levenshtein.normalized_similarity(a, b, score_cutoff=_ALIKE)


def _align_letters(
    gold: str, found: str, gold_at: Sequence[int], found_at: Sequence[int], to_gold: npt.NDArray[np.int64]
) -> None:
    """Align the letters at these positions of two stretches, where the stretches are short or alike."""
    source, target = "".join(gold[p] for p in gold_at), "".join(found[p] for p in found_at)
    longest = max(len(source), len(target))
    if longest > _LONG or (longest > _SHORT and _similarity(source, target) < _ALIKE):
        return
    for op in Levenshtein.opcodes(source, target):
        if op.tag in ("equal", "replace"):
            for i, j in zip(range(op.src_start, op.src_end), range(op.dest_start, op.dest_end), strict=True):
                to_gold[found_at[j]] = gold_at[i]
