"""Language and rules of all kinds over reading text, against underthesea's tagging of the same text.

usage: python benchmarks/rules_speed.py [--profile] GOLD_DIR...

CPU time of one process, warm: each side runs over the whole text once before it is timed. The issue asks
that rules be 5 times as fast as `underthesea.pos_tag`. What rules have learned of the beginnings of words
(`engine.opened_by`) is kept, as in a run over many reports; then it is forgotten, as before the first one.
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
from extractor.rules.engine import opened_by


def rules(documents: list[Document]) -> None:
    """All kinds over every document, without what is remembered of an earlier run."""
    annotate.cache_clear()
    starts.cache_clear()
    for document in documents:
        extract(document)


def rules_anew(documents: list[Document]) -> None:
    """The same by rules that have seen no text yet."""
    opened_by.cache_clear()
    rules(documents)


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
    theirs = seconds(tags, documents)
    for name, run in (("language and rules", rules), ("before the first report", rules_anew)):
        ours = seconds(run, documents)
        print(f"{name:24}{ours:7.2f} s CPU, {theirs / ours:.1f} times as fast as tagging")
    print(f"{'underthesea.pos_tag':24}{theirs:7.2f} s CPU")
    print(f"{letters} characters of {len(documents)} documents")
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(rules, documents)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
