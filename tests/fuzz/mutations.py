"""Real files, damaged: bytes flipped, cut and spliced, zip members and XML mutated, PDF objects mutated.

Everything is drawn from the `random.Random` given, so that a file that breaks something can be made again.
"""

from __future__ import annotations

import io
import random
import warnings
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path

import pikepdf
import regex
from lxml import etree

Mutation = Callable[[bytes, random.Random], bytes]

_NUMBERS = ("0", "-1", "1", "255", "65536", "2147483648", "-99999999999", "1e9", "", "x", "NaN", "đ")
_TEXTS = (
    "1" * 5000, "1." * 2500, "((((" * 1000, "a) " * 1500, "\u0301" * 2000, "\u202e\u0000\ufffe", "'; DROP TABLE facts; --",
    "<script>alert(1)</script>", "=1+1", "\x1b[2J", "1/1/1/1/1 " * 500, "ngày " * 1000, "số 1, 2, 3, " * 400,
)  # fmt: skip


def mutated(data: bytes, suffix: str, rng: random.Random, others: Sequence[bytes] = ()) -> bytes:
    """`data`, a file of the kind `suffix` (`.pdf`), damaged one to three times; `others` are spliced in."""
    for _ in range(rng.choice((1, 1, 2, 3))):
        mutation = rng.choice((*BYTES, *BY_SUFFIX.get(suffix, ())))
        if mutation is splice:
            data = splice(data, rng, rng.choice(others) if others else data)
        else:
            data = mutation(data, rng)
    return data


# Bytes, whatever they stand for.


def flip(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 4, 32, 256))):
        if changed:
            changed[rng.randrange(len(changed))] ^= 1 << rng.randrange(8)
    return bytes(changed)


def cut_tail(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def cut_middle(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + data[end:]


def blank(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + bytes(end - start) + data[end:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:end] + data[start:end] * rng.choice((1, 2, 8)) + data[end:]


def noise(data: bytes, rng: random.Random) -> bytes:
    start, end = _stretch(data, rng)
    return data[:start] + rng.randbytes(end - start) + data[end:]


def splice(data: bytes, rng: random.Random, other: bytes = b"") -> bytes:
    """The beginning of one file and the end of another."""
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _stretch(data: bytes, rng: random.Random) -> tuple[int, int]:
    start = rng.randrange(len(data) + 1)
    return start, min(len(data), start + rng.choice((1, 16, 512, 8192)))


BYTES: tuple[Mutation, ...] = (flip, cut_tail, cut_middle, blank, repeat, noise, splice)


# Zip members and the XML in them.


def damage_member(data: bytes, rng: random.Random) -> bytes:
    """One member lost, emptied, doubled under another's name, or its unpacked bytes damaged."""
    return _zip(data, rng, lambda content: rng.choice(BYTES[:-1])(content, rng), any_member=True)


def damage_xml(data: bytes, rng: random.Random) -> bytes:
    """One part's elements deleted, doubled, nested or moved; its numbers and texts changed."""
    return _zip(data, rng, lambda content: _xml(content, rng), any_member=False)


def _zip(data: bytes, rng: random.Random, change: Callable[[bytes], bytes], *, any_member: bool) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = {i.filename: archive.read(i) for i in archive.infolist()}
    except Exception:  # damaged by an earlier mutation: nothing to take apart any more
        return flip(data, rng)
    names = [n for n in members if any_member or n.startswith("word/")]
    if not names:
        return flip(data, rng)
    heavy = [n for n in names if n.endswith(("document.xml", "footnotes.xml", "numbering.xml", "styles.xml"))]
    name = rng.choice(rng.choice((heavy or names, names)))
    what = rng.random() if any_member else 1.0
    if what < 0.15:
        del members[name]
    elif what < 0.3:
        members[name] = members[rng.choice(list(members))]
    else:
        members[name] = change(members[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, warnings.catch_warnings(action="ignore"):
        for member, content in members.items():
            archive.writestr(member, content)
            if what < 0.05:
                archive.writestr(member, content[::-1])
    return out.getvalue()


def _xml(content: bytes, rng: random.Random) -> bytes:
    text = content.decode("utf-8", "replace")
    for _ in range(rng.choice((1, 3, 20))):
        what = rng.randrange(5)
        if what == 0:  # a number in an attribute
            text = _replaced(text, r'(?<==")-?\d+(?=")', lambda _: rng.choice(_NUMBERS), rng)
        elif what == 1:  # a text
            text = _replaced(text, r"(?<=>)[^<>]+(?=<)", lambda _: _escaped(rng.choice(_TEXTS)), rng)
        elif what == 2:  # an element and what it holds, gone or doubled
            times = rng.choice((0, 2, 50))
            text = _replaced(text, r"<(w:(?:p|r|tr|tc|tbl|sdt|pPr|rPr|lvl|num|footnote|style))\b(?:(?!</?\1\b).)*</\1>", lambda m, times=times: m * times, rng)  # fmt: skip
        elif what == 3:  # the name of an element, which its end no longer matches in half of the cases
            names = ("w:p", "w:tbl", "w:tc", "w:tr", "w:del", "w:fldChar", "w:footnoteReference", "w:sdt")
            old, new = rng.choice(names), rng.choice(names)
            text = text.replace(f"<{old} ", f"<{new} ").replace(f"<{old}>", f"<{new}>").replace(f"</{old}>", f"</{new}>")  # fmt: skip
        else:  # an element without its end, or an end too many
            text = _replaced(text, r"</?w:\w+[^<>]*>", lambda m: rng.choice(("", m + m)), rng)
    changed = text.encode("utf-8", "replace")
    if rng.random() < 0.8:  # in most cases well formed, or the parser of XML would be all that is tried
        root = etree.fromstring(changed, etree.XMLParser(recover=True, huge_tree=True))
        changed = changed if root is None else etree.tostring(root, encoding="utf-8")
    return changed


def _replaced(text: str, pattern: str, new: Callable[[str], str], rng: random.Random) -> str:
    """One match, found from a random place on, replaced."""
    found = regex.compile(pattern, regex.DOTALL).search(text, rng.randrange(len(text) + 1))
    return text[: found.start()] + new(found[0]) + text[found.end() :] if found else text


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


# PDF objects.


def damage_objects(data: bytes, rng: random.Random) -> bytes:
    """Values in dictionaries and arrays replaced, references crossed, contents of streams damaged."""
    out = io.BytesIO()
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf, warnings.catch_warnings(action="ignore"):
            objects = list(pdf.objects)
            for _ in range(rng.choice((1, 5, 50))):
                _damage(rng.choice(objects), objects, rng)
            pdf.save(out, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    except Exception:  # damaged by an earlier mutation, or beyond what can be saved by this one
        return flip(data, rng)
    return out.getvalue()


def damage_syntax(data: bytes, rng: random.Random) -> bytes:
    """Numbers in the file's own syntax replaced: lengths, offsets, counts, coordinates."""
    places = [
        m.span() for m in regex.finditer(rb"(?<=[ \[])-?\d+(?=[ \]/>\r\n])", data, pos=0, endpos=2_000_000)
    ]
    for start, end in sorted(rng.sample(places, min(len(places), rng.choice((1, 5, 40)))), reverse=True):
        data = data[:start] + rng.choice(_NUMBERS).encode() + data[end:]
    return data


def _damage(target: pikepdf.Object, objects: Sequence[pikepdf.Object], rng: random.Random) -> None:
    if isinstance(target, pikepdf.Stream) and rng.random() < 0.5:
        try:
            content = target.read_bytes()
        except pikepdf.PdfError:
            content = target.read_raw_bytes()
        target.write(rng.choice(BYTES[:-1])(content, rng))
    elif isinstance(target, pikepdf.Dictionary | pikepdf.Stream) and list(target.keys()):
        key = rng.choice(sorted(target.keys()))
        if rng.random() < 0.3:
            del target[key]
        else:
            target[key] = _value(objects, rng)
    elif isinstance(target, pikepdf.Array) and len(target):
        target[rng.randrange(len(target))] = _value(objects, rng)


def _value(objects: Sequence[pikepdf.Object], rng: random.Random) -> object:
    return rng.choice(
        (
            0, -1, 2**31, -(2**40), 0.5, 10**12, True, None, pikepdf.Name("/X"), pikepdf.String("x" * 5000),
            pikepdf.Array([]), pikepdf.Array([10**9] * 4), pikepdf.Dictionary(), rng.choice(objects), rng.choice(objects),
        )
    )  # fmt: skip


BY_SUFFIX: dict[str, tuple[Mutation, ...]] = {
    ".docx": (damage_member, damage_xml, damage_xml, damage_xml, damage_xml, damage_xml),
    ".pdf": (damage_objects, damage_objects, damage_objects, damage_syntax, damage_syntax),
}


def copies(sources: Sequence[Path], folder: Path, count: int, seed: int) -> list[Path]:
    """`count` damaged copies of the sources in `folder`, in turn; named by number, so that no two are one."""
    contents = {source: source.read_bytes() for source in sources}
    made = []
    for i in range(count):
        source = sources[i % len(sources)]
        rng = random.Random(f"{seed}/{i}")
        path = folder / f"{i:05}-{source.stem}{source.suffix}"
        alike = [contents[s] for s in sources if s.suffix == source.suffix]
        path.write_bytes(mutated(contents[source], source.suffix.lower(), rng, alike))
        made.append(path)
    return made
