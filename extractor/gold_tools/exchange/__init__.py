"""Gold to and from the formats of annotation tools; each module has `export` and `load`.

`export(gold, path)` writes and gives, one line each, what the format cannot hold. `load(path, onto)` reads
what `export` or the tool itself wrote; `onto` is the gold whose blocks, structure and metadata the marks
belong to, needed where the format cannot hold those.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from extractor.gold import Gold
from extractor.gold_tools.exchange import brat, docbin, doccano, label_studio


class Exchange(NamedTuple):
    export: Callable[[Gold, Path], list[str]]
    load: Callable[[Path, Gold | None], Gold]
    suffix: str  # of what it writes; "" is a folder


FORMATS: dict[str, Exchange] = {
    "brat": Exchange(brat.export, brat.load, ""),
    "doccano": Exchange(doccano.export, doccano.load, ".jsonl"),
    "label-studio": Exchange(label_studio.export, label_studio.load, ".json"),
    "spacy": Exchange(docbin.export, docbin.load, ".spacy"),
}
