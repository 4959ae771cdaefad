"""Words and their tags for a stretch of Vietnamese text, on a spaCy `Doc` with exact character offsets.

underthesea (Vu Anh et al., CRF models trained on VLSP 2013) segments and tags but gives no offsets; here
every token keeps its place: `doc.text` is the text letter for letter. Tagging is by far the slowest step of
extraction (40 thousand characters a second), so it is asked only of the few words after a number that the
vocabulary does not know, and its answers are kept.
"""

from __future__ import annotations

from functools import lru_cache

import regex
from spacy.tokens import Doc
from spacy.vocab import Vocab
from underthesea import word_tokenize
from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

_VOCAB = Vocab()
_BLANK = regex.compile(r"\s+")
_RESTS = regex.compile(r"\s+|\S+")
# underthesea takes the Icelandic eth, which old fonts leave behind, for the letter it looks like.
_LOOKALIKES = str.maketrans("ðÐ", "đĐ")


@lru_cache(maxsize=20_000)
def annotate(text: str) -> Doc:
    """The words of a text with their VLSP tags (`N` noun, `Nc` classifier, `V` verb, …) as `tag_`.

    The tokens cover the text: joining `token.text_with_ws` gives it back; `token.idx` is the offset in it.
    """
    plain = text.translate(_LOOKALIKES)
    words, tags = _words(plain)
    pieces: list[str] = []
    spaces: list[bool] = []
    piece_tags: list[str] = []
    end = 0
    for word, tag in zip(words, tags, strict=True):
        place = _place(plain, word, end)
        if place is None:
            break  # the segmenter has changed a letter: the words that follow get no tag
        start, stop = place
        _add_gap(text[end:start], pieces, spaces, piece_tags)
        pieces.append(text[start:stop])
        spaces.append(False)
        piece_tags.append(tag)
        end = stop
    for rest in _RESTS.findall(text, end):
        _add_gap(rest, pieces, spaces, piece_tags)
    return Doc(_VOCAB, words=pieces, spaces=spaces, tags=piece_tags)


def _words(text: str) -> tuple[list[str], list[str]]:
    if not text.strip():
        return [], []
    words: list[str] = word_tokenize(text, use_token_normalize=False)
    return words, [tag for _, tag in CRFPOSTagPredictor.Instance().predict(words)]


def _place(text: str, word: str, start: int) -> tuple[int, int] | None:
    """Where the next word stands; its blanks may differ from the text's (`mô  hình` comes as `mô hình`)."""
    match = regex.search(r"\s*".join(map(regex.escape, _BLANK.split(word))), text, pos=start)
    return (match.start(), match.end()) if match else None


def _add_gap(gap: str, pieces: list[str], spaces: list[bool], tags: list[str]) -> None:
    """A single blank hangs on the token before it, as in spaCy; other white space is a token of its own."""
    if gap.startswith(" ") and pieces:
        spaces[-1] = True
        gap = gap[1:]
    if gap:
        pieces.append(gap)
        spaces.append(False)
        tags.append("")
