"""What each source of knowledge about nouns adds: value-F1 on gold with parts switched off.

usage: python benchmarks/ablation.py GOLD_DIR...

The rules run on the gold's own blocks, as in `score_files.py --gold-text`. `vocabulary` is `rules/vocabulary/nouns`,
`tags` underthesea's part-of-speech tags (without them any unknown word is no noun), `segmentation` its word
boundaries (without them a noun that the vocabulary does not hold is its first syllable), `understood nouns`
the rules for nouns that the clause leaves out.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from spacy.tokens import Doc

from extractor.evaluate.report import scores
from extractor.evaluate.score import score_document
from extractor.extract import extract
from extractor.gold import Gold, as_document, read_gold_folder
from extractor.language import annotate
from extractor.rules import nouns, understood

KINDS = ("count", "fraction")


def by_syllable(text: str) -> Doc:
    """The text as `annotate` tags it, with words cut at their blanks."""
    doc = annotate(text)
    pieces = [(piece, word.tag_) for word in doc for piece in word.text.split(" ")]
    return Doc(doc.vocab, words=[p for p, _ in pieces], tags=[t for _, t in pieces])


def no_vocabulary() -> Iterator[object]:
    yield patch.object(nouns, "_known", lambda *_: None)


def no_tags() -> Iterator[object]:
    yield patch.object(nouns, "_guessed", lambda *_: None)


def no_segmentation() -> Iterator[object]:
    yield patch.object(nouns, "annotate", by_syllable)


def no_understanding() -> Iterator[object]:
    for name in ("item", "total", "of_fraction"):
        yield patch.object(understood, name, lambda *_, **__: None)


SETTINGS: dict[str, tuple[Callable[[], Iterator[object]], ...]] = {
    "all": (),
    "without vocabulary": (no_vocabulary,),
    "without tags": (no_tags,),
    "without segmentation": (no_segmentation,),
    "without understood nouns": (no_understanding,),
    "without vocabulary and segmentation": (no_vocabulary, no_segmentation),
}


@contextmanager
def switched_off(parts: tuple[Callable[[], Iterator[object]], ...]) -> Iterator[None]:
    with ExitStack() as stack:
        for part in parts:
            for replaced in part():
                stack.enter_context(replaced)  # type: ignore[arg-type]
        yield


def value_f1(golds: list[Gold]) -> dict[str, float]:
    """Value-F1 of each kind over all documents, as `extractor evaluate` scores it."""
    read = [(gold, as_document(gold)) for gold in golds]
    tallies = [t for gold, doc in read for t in score_document(gold, doc, extract(doc)).tallies]
    return {kind: scores(t for t in tallies if t.kind == kind)["value"].f1 for kind in KINDS}


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="+", type=Path)
    golds = [g for folder in arguments.parse_args().folders for g in read_gold_folder(folder)]
    print(f"{'':38}" + "".join(f"{kind:>10}" for kind in KINDS))
    for name, parts in SETTINGS.items():
        with switched_off(parts):
            found = value_f1(golds)
        print(f"{name:38}" + "".join(f"{found[kind]:10.3f}" for kind in KINDS))


if __name__ == "__main__":
    main()
