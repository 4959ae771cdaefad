"""An archive of any size from the corpus's own reports: every file another text with other figures.

usage: python benchmarks/generate.py FOLDER --count 10000 [--pdf 0.05] [--seed 1]

A docx is a report of `corpus/` in another place's name, with part of its paragraphs left out, its own number
and date, and new digits in every figure. A PDF is one of the corpus with the digits 3 to 9 of its text exchanged
for each other (in the fonts' ToUnicode maps, ISO 32000-1 9.10.3) and its own last page or two left out. The same
count, share and seed give the same bytes; files that are there already are left alone.
"""

from __future__ import annotations

import argparse
import copy
import os
import random
import zipfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from pathlib import Path

import pikepdf
import regex
from lxml import etree

CORPUS = Path(__file__).resolve().parent.parent / "corpus"
A_FOLDER = 500  # files
LEFT_OUT = 0.3  # share of the body's plain paragraphs

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXTS = ("word/document.xml", "word/footnotes.xml")
_OLD_PLACES = ("Vân Khê", "Tân Giang")
_FIRST = [
    "An",
    "Bình",
    "Cẩm",
    "Đông",
    "Gia",
    "Hòa",
    "Hưng",
    "Kim",
    "Lâm",
    "Long",
    "Mỹ",
    "Nam",
    "Phú",
    "Quảng",
    "Sơn",
    "Tam",
    "Thanh",
    "Tiên",
    "Vĩnh",
    "Yên",
]
_SECOND = [
    "Bảng",
    "Châu",
    "Dương",
    "Đức",
    "Hà",
    "Hải",
    "Khánh",
    "Lộc",
    "Minh",
    "Ninh",
    "Phong",
    "Quan",
    "Sa",
    "Thành",
    "Thịnh",
    "Trì",
    "Xuyên",
]
_PLACES = [f"{a} {b}" for a, b in product(_FIRST, _SECOND)]

_OWN_NUMBER = regex.compile(r"^Số:?\s*(?P<number>\d+)")
_OWN_DATE = regex.compile(r"ngày \d+ tháng \d+ năm \d{4}$")
# A figure: not a year, a day of a date, an article of law or a part of a document's number.
_FIGURE = regex.compile(
    r"(?<![\p{L}\d/.,-])(?<!(?:ngày|tháng|năm|Điều|khoản|quý|số) )"
    r"(?!(?:19|20)\d\d\b)(?P<digits>\d+(?:[.,]\d+)*)(?![\d/]|-\p{Lu})"
)


@dataclass(frozen=True, slots=True)
class Package:
    """A docx, opened: its parts, those with text in them as trees."""

    parts: dict[str, bytes]
    trees: dict[str, etree._Element]


def generate(
    folder: Path, count: int, *, pdf: float = 0.05, seed: int = 1, jobs: int | None = None
) -> list[Path]:
    """`count` distinct reports in `folder`, `pdf` of them PDFs; their paths."""
    every = round(1 / pdf) if pdf else 0
    wanted = [
        folder
        / f"{i // A_FOLDER:03}"
        / f"bao-cao-{i:06}.{'pdf' if every and i % every == every - 1 else 'docx'}"
        for i in range(count)
    ]
    missing = [(i, path) for i, path in enumerate(wanted) if not path.exists()]
    for path in {path.parent for _, path in missing}:
        path.mkdir(parents=True, exist_ok=True)
    with ProcessPoolExecutor(jobs or os.cpu_count()) as pool:
        list(pool.map(partial(_write, seed), missing, chunksize=100))
    return wanted


def _write(seed: int, task: tuple[int, Path]) -> None:
    index, path = task
    chance = random.Random(f"{seed} {index}")
    scratch = path.with_suffix(".part")
    (_write_docx if path.suffix == ".docx" else _write_pdf)(scratch, index, chance)
    scratch.replace(path)


def _write_docx(path: Path, index: int, chance: random.Random) -> None:
    sources = _packages()
    source = sources[index % len(sources)]
    place = chance.choice(_PLACES)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, content in source.parts.items():
            if name in source.trees:
                tree = copy.deepcopy(source.trees[name])
                _rewrite(tree, index + 1, place, chance)
                content = etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True)
            package.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)


def _rewrite(tree: etree._Element, number: int, place: str, chance: random.Random) -> None:
    for paragraph in list(tree.iter(f"{_W}p")):
        texts = [t for t in paragraph.iter(f"{_W}t") if t.text]
        whole = "".join(t.text for t in texts)
        if _is_plain(paragraph, whole) and chance.random() < LEFT_OUT:
            paragraph.getparent().remove(paragraph)
            continue
        own = _OWN_NUMBER.match(whole)
        for text in texts:
            if own:
                text.text = regex.sub(r"\d+", str(number), text.text, count=1)
                own = None if str(number) in text.text else own
            elif _OWN_DATE.search(whole):
                date = f"ngày {chance.randint(1, 28):02} tháng {chance.randint(3, 12):02} năm {chance.randint(2005, 2025)}"
                text.text = _OWN_DATE.sub(date, text.text)
            else:
                text.text = _FIGURE.sub(lambda m: _redrawn(m["digits"], chance), text.text)
            for old in _OLD_PLACES:
                text.text = text.text.replace(old, place).replace(old.upper(), place.upper())


def _is_plain(paragraph: etree._Element, text: str) -> bool:
    """A paragraph of the body that can go: no heading, no table's, no footnote's, with no mark in it."""
    return (
        len(text) > 200
        and paragraph.getparent().tag == f"{_W}body"
        and paragraph.find(f".//{_W}footnoteReference") is None
        and paragraph.find(f".//{_W}sectPr") is None
    )


def _redrawn(digits: str, chance: random.Random) -> str:
    first, rest = digits[0], digits[1:]
    new = str(chance.randint(1, 9)) if first != "0" else "0"
    return new + "".join(str(chance.randint(0, 9)) if c.isdigit() else c for c in rest)


def _write_pdf(path: Path, index: int, chance: random.Random) -> None:
    sources = _printed()
    order = chance.sample(range(3, 10), 7)
    exchanged = {f"<003{old}>": f"<003{new}>" for old, new in zip(range(3, 10), order, strict=True)}
    with pikepdf.open(sources[index % len(sources)]) as document:
        for content in list(_to_unicode(document)):
            words = content.read_bytes().decode("latin-1")
            content.write(regex.sub(r"(?<=> )<003[3-9]>", lambda m: exchanged[m[0]], words).encode("latin-1"))
        if len(document.pages) > 2 and chance.random() < 0.5:
            del document.pages[-1]
        document.docinfo["/Title"] = f"Báo cáo {index + 1}"
        document.save(path, static_id=True)


def _to_unicode(document: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/ToUnicode" in item:
            yield item["/ToUnicode"]


@cache
def _packages() -> list[Package]:
    found = []
    for path in sorted(CORPUS.glob("*.docx")):
        with zipfile.ZipFile(path) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        trees = {name: etree.fromstring(parts[name]) for name in _TEXTS if name in parts}
        found.append(Package(parts, trees))
    return found


@cache
def _printed() -> list[Path]:
    return sorted(path for path in CORPUS.glob("*.pdf") if not path.stem.endswith("-scan"))


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("--count", type=int, default=10_000)
    arguments.add_argument("--pdf", type=float, default=0.05, help="share of PDFs")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()
    paths = generate(options.folder, options.count, pdf=options.pdf, seed=options.seed)
    print(f"{len(paths)} files, {sum(p.stat().st_size for p in paths) / 2**20:.0f} MB in {options.folder}")


if __name__ == "__main__":
    main()
