"""Language and rules of all kinds over reading text, against underthesea's tagging of the same text.

usage: python benchmarks/rules_speed.py [--profile] GOLD_DIR...

CPU time of one process, warm: each side runs over the whole text once before it is timed. The issue asks
that rules be 5 times as fast as `underthesea.pos_tag`.
"""

from __future__ import annotations

import argparse
import cProfile
import pstats
import time
from collections.abc import Callable
from pathlib import Path

import underthesea

from extractor.document import Document
from extractor.extract import extract
from extractor.gold import as_document, read_gold_folder
from extractor.language import annotate
from extractor.numbers import starts


def rules(documents: list[Document]) -> None:
    """All kinds over every document, without what is remembered of an earlier run."""
    annotate.cache_clear()
    starts.cache_clear()
    for document in documents:
        extract(document)


def tags(documents: list[Document]) -> None:
    for document in documents:
        for block in document.blocks:
            underthesea.pos_tag(block.text)


def seconds(run: Callable[[list[Document]], None], documents: list[Document]) -> float:
    run(documents)
    begun = time.process_time()
    run(documents)
    return time.process_time() - begun


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folders", nargs="+", type=Path)
    arguments.add_argument("--profile", action="store_true", help="where the rules spend their time")
    options = arguments.parse_args()
    documents = [as_document(gold) for folder in options.folders for gold in read_gold_folder(folder)]
    letters = sum(len(block.text) for document in documents for block in document.blocks)
    ours = seconds(rules, documents)
    theirs = seconds(tags, documents)
    for name, taken in (("language and rules", ours), ("underthesea.pos_tag", theirs)):
        print(f"{name:22}{taken:7.2f} s CPU{letters / taken / 1000:8.0f} thousand characters a second")
    print(f"{theirs / ours:.1f} times as fast, over {letters} characters of {len(documents)} documents")
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(rules, documents)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
