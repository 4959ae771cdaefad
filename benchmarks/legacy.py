"""Diacritic accuracy on documents in pre-Unicode fonts, as `shared/legacy/README.md` defines it.

    python benchmarks/legacy.py [FOLDER]

The share of the transcript's letters with diacritics that are read exactly, both texts lined up on their
base letters (white space folded, NFC); letters in parts that were lost count as wrong, a document that
fails counts as 0.
"""

from __future__ import annotations

import sys
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import regex
from rapidfuzz.distance import Levenshtein

from extractor.document import CELL_SEPARATOR, Document
from extractor.errors import ExtractorError
from extractor.parsers import parse
from extractor.text import clean

DEFAULT = Path(__file__).resolve().parents[2] / "shared" / "legacy"
PUBLISHED = 0.986  # viparse, all 96 documents of viparse-corpus
WORD = regex.compile(r"\w+|[^\w\s]")


def accuracy(transcript: str, reading: str) -> tuple[int, int]:
    """Letters with diacritics in the transcript: how many were read exactly, and how many there are."""
    gold, read = clean(transcript), clean(reading)
    total = sum(map(has_diacritic, gold))
    right = sum(has_diacritic(gold[i]) and gold[i] == read[j] for i, j in aligned(gold, read))
    return right, total


def bare(char: str) -> str:
    """A letter without its marks: what both texts share, whatever became of the marks."""
    return unicodedata.normalize("NFD", char.lower().replace("đ", "d"))[0]


def has_diacritic(char: str) -> bool:
    return char in "đĐ" or any(map(unicodedata.combining, unicodedata.normalize("NFD", char)))


def aligned(gold: str, read: str) -> Iterator[tuple[int, int]]:
    """Positions with the same base letter in both texts: word by word, then letter by letter between equal
    words.
    """
    plain = "".join(map(bare, gold)), "".join(map(bare, read))
    words = [[(m.start(), m.end()) for m in WORD.finditer(text)] for text in plain]
    keys = [[text[start:end] for start, end in spans] for text, spans in zip(plain, words, strict=True)]
    for op in Levenshtein.opcodes(*keys):
        ours, theirs = words[0][op.src_start : op.src_end], words[1][op.dest_start : op.dest_end]
        if not ours or not theirs:
            continue
        (i, i_end), (j, j_end) = (ours[0][0], ours[-1][1]), (theirs[0][0], theirs[-1][1])
        for letters in Levenshtein.opcodes(plain[0][i:i_end], plain[1][j:j_end]):
            if letters.tag == "equal":
                for step in range(letters.src_end - letters.src_start):
                    yield i + letters.src_start + step, j + letters.dest_start + step


def reading_text(document: Document) -> str:
    return "\n".join(block.text.replace(CELL_SEPARATOR, " ") for block in document.blocks)


def main(folder: Path) -> None:
    rights = totals = 0
    rates: list[float] = []
    for transcript in sorted((folder / "transcripts").glob("*.txt")):
        path = next((folder / "documents").glob(transcript.stem + ".*"))
        gold = transcript.read_text(encoding="utf-8")
        started = time.perf_counter()
        try:
            right, total = accuracy(gold, reading_text(parse(path)))
            note = ""
        except ExtractorError as error:
            right, total = 0, sum(map(has_diacritic, clean(gold)))
            note = str(error)
        rates.append(right / total)
        rights, totals = rights + right, totals + total
        print(
            f"{right / total:.4f} {total:7d} {time.perf_counter() - started:6.2f} s  {path.name}  {note}",
            flush=True,
        )
    print(f"{sum(rates) / len(rates):.4f} mean of {len(rates)} documents (published, of 96: {PUBLISHED})")
    print(f"{rights / totals:.4f} of all {totals} letters")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT)
