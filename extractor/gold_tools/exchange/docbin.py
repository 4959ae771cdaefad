"""spaCy `DocBin`: a `Doc` a block, its marks as the span group `facts`, all else as user data. Lossless."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

import regex
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin
from spacy.tokens import Span as SpacySpan

from extractor.errors import ExtractorError
from extractor.gold import Gold
from extractor.gold_tools.exchange.common import Span, assemble, frame, read_frame

GROUP = "facts"
_PIECE = regex.compile(r"\s|\w+|[^\w\s]")


def export(gold: Gold, path: Path) -> list[str]:
    """Write the file `path`. Tokens are words and signs, cut where a mark begins or ends."""
    nlp = spacy.blank("xx")
    docs = DocBin(store_user_data=True)
    for i, block in enumerate(gold.blocks):
        facts = [f for f in gold.facts if f.block == block.id]
        doc = _doc(nlp, block.text, {p for f in facts for p in (f.start, f.end)})
        doc.spans[GROUP] = [s for f in facts if (s := doc.char_span(f.start, f.end, label=f.kind))]
        doc.user_data |= {"block": block.id, "zone": block.zone, "values": [dict(f.value) for f in facts]}
        if i == 0:
            doc.user_data["gold"] = json.dumps(frame(gold), ensure_ascii=False)
        docs.add(doc)
    docs.to_disk(path)
    return []


def load(path: Path, onto: Gold | None) -> Gold:
    """Read a DocBin of this module or another's: marks in the group `facts`, in `sc` or in the entities."""
    try:
        docs = list(DocBin().from_disk(path).get_docs(spacy.blank("xx").vocab))
    except (OSError, ValueError) as error:
        raise ExtractorError(f"{path}: not a spaCy DocBin ({error})", stage="gold") from error
    carried = next((json.loads(d.user_data["gold"]) for d in docs if "gold" in d.user_data), None)
    ids = [str(d.user_data.get("block") or f"b{i}") for i, d in enumerate(docs, 1)]
    texts = [(block, d.text) for block, d in zip(ids, docs, strict=True)]
    spans = []
    for block, doc in zip(ids, docs, strict=True):
        marks = _marks(doc)
        values = doc.user_data.get("values") or []
        values = values if len(values) == len(marks) else [None] * len(marks)
        spans += [
            Span(block, m.label_, m.start_char, m.end_char, v) for m, v in zip(marks, values, strict=True)
        ]
    return assemble(path, texts, spans, onto or read_frame(carried, path))


def _marks(doc: Doc) -> list[SpacySpan]:
    group = next((doc.spans[name] for name in (GROUP, "sc") if name in doc.spans), doc.ents)
    return list(group)


def _doc(nlp: Language, text: str, cuts: Iterable[int]) -> Doc:
    bounds = {b for m in _PIECE.finditer(text) for b in m.span()} | set(cuts) | {0, len(text)}
    ordered = sorted(bounds)
    words: list[str] = []
    spaces: list[bool] = []
    for start, end in pairwise(ordered):
        piece = text[start:end]
        if piece == " " and words and not spaces[-1]:
            spaces[-1] = True
        elif piece:
            words.append(piece)
            spaces.append(False)
    return Doc(nlp.vocab, words=words, spaces=spaces)
