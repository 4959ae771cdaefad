"""What a user would otherwise script: a library's text, some regexes, a row a fact. Run by side_by_side.py with
the Python of `make benchmark-peers`.

usage: side_by_side_script.py pdfplumber|viparse|kreuzberg DB never|auto FILE...

Each library is used as its own pages show it, and helped where that costs a line: white space is folded before the
regexes run, a page without text goes to Tesseract if OCR is wanted, viparse is asked again where it warns of an old
encoding, kreuzberg's `[^2]` is taken out. The regexes are one person's afternoon with some of the reports open: the
usual forms of each kind, a list of the usual nouns, the report's year where a date has none.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import time
import unicodedata
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

# --- text ---------------------------------------------------------------------------------------------


def pdfplumber(path: Path, ocr: bool) -> str:
    """PDF through pdfplumber, docx through python-docx, older files through LibreOffice to docx."""
    if path.suffix == ".docx":
        return _docx(path)
    if path.suffix in (".doc", ".rtf"):
        with tempfile.TemporaryDirectory() as folder:
            command = ["soffice", "--headless", f"-env:UserInstallation=file://{folder}/profile"]
            command += ["--convert-to", "docx", "--outdir", folder, str(path)]
            subprocess.run(command, check=True, capture_output=True, timeout=120)
            return _docx(Path(folder, f"{path.stem}.docx"))
    import pdfplumber

    with pdfplumber.open(path) as document:
        pages = []
        for page in document.pages:
            text = page.extract_text()
            if not text.strip() and ocr:
                import pytesseract

                text = pytesseract.image_to_string(page.to_image(resolution=300).original, lang="vie")
            pages.append(text)
            page.close()
    return "\n".join(pages)


def _docx(path: Path) -> str:
    from docx import Document
    from docx.table import Table

    found: list[str] = []
    for part in Document(str(path)).iter_inner_content():
        if isinstance(part, Table):
            found += ("\t".join(cell.text for cell in row.cells) for row in part.rows)
        else:
            found.append(part.text)
    return "\n".join(found)


def viparse(path: Path, ocr: bool) -> str:
    """As it comes; in another way where its own warning asks for it or it finds no text."""
    import viparse

    (document,) = viparse.load(str(path), output="text")
    if any("returned unconverted" in warning for warning in document.metadata.warnings):
        (document,) = viparse.load(str(path), output="text", encoding="auto")
    if not document.text.strip() and ocr:
        (document,) = viparse.load(str(path), output="text", ocr=True)
    return str(document.text)


def kreuzberg(path: Path, ocr: bool) -> str:
    from kreuzberg import ConcurrencyConfig, ExtractionConfig, OcrConfig, extract_file_sync

    options = {"ocr": OcrConfig(backend="tesseract", language="vie")} if ocr else {"disable_ocr": True}
    config = ExtractionConfig(
        use_cache=False, output_format="plain", concurrency=ConcurrencyConfig(max_threads=1), **options
    )
    return re.sub(r"\[\^\d+\]", "", extract_file_sync(path, config=config).content)  # its footnote marks


READERS: dict[str, Callable[[Path, bool], str]] = {
    "pdfplumber": pdfplumber,
    "viparse": viparse,
    "kreuzberg": kreuzberg,
}


def lines(text: str) -> list[str]:
    """The text's lines, white space folded; empty ones left out."""
    folded = (" ".join(line.split()) for line in unicodedata.normalize("NFC", text).splitlines())
    return [line for line in folded if line]


# --- facts --------------------------------------------------------------------------------------------

N = r"(?<![\d.,/])(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?(?![\d/])"
RANGE = rf"(?P<n>{N})(?:(?: ?[-–] ?| đến ){N})?"  # `10 - 15%` is 10
DAY, MONTH, YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4})"
OF_YEAR = rf"(?:(?:/|,? năm ){YEAR})?"
NOUNS = """
    hộ gia đình, khu dân cư, tổ dân phố, hợp tác xã, lớp tập huấn, cơ sở, cơ quan, đơn vị, doanh nghiệp, mô hình, tổ chức, cá nhân, tập thể,
    đồng chí, đảng viên, đảng bộ, chi bộ, chi đoàn, chi hội, công đoàn, cán bộ, công chức, viên chức, đoàn viên, hội viên, thành viên, đại biểu,
    lao động, thanh niên, phụ nữ, học sinh, giáo viên, công trình, dự án, nhiệm vụ, giải pháp, chỉ tiêu, tiêu chí, lĩnh vực, nghị quyết, chỉ thị,
    quyết định, kế hoạch, văn bản, báo cáo, đề án, chương trình, chuyên đề, hội nghị, hoạt động, sáng kiến, ý kiến, kiến nghị, đơn thư, vụ việc,
    trường hợp, đối tượng, hồ sơ, thủ tục, tài khoản, sản phẩm, trang trại, thị trấn, địa phương
"""
NOT_NOUNS = "và|đến|là|theo|của|có|đạt|được|với|trên|so|trong|tại|toàn|nghìn|triệu|tỷ"
LOWER = "a-zàáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
KNOWN = "|".join(noun.strip() for noun in NOUNS.split(","))
NOUN = rf"(?P<unit>(?:{KNOWN})\b|(?!(?:{NOT_NOUNS})\b)[{LOWER}]+\b)"
MAGNITUDE = {"": 1, "nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9, "nghìn tỷ": 10**12}
CURRENCY = {"đồng": "VND", "USD": "USD"}
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
Values = dict[str, Any]


def number(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def months(year: int, first: int, last: int) -> Values:
    end = date(year, last, monthrange(year, last)[1])
    return {"date_start": date(year, first, 1), "date_end": end}


def day(m: re.Match[str], year: int) -> Values:
    when = date(int(m["y"] or year), int(m["m"]), int(m["d"]))
    return {"date_start": when, "date_end": when}


def days(m: re.Match[str], year: int) -> Values:
    first = date(int(m["y0"] or m["y"]), int(m["m0"]), int(m["d0"]))
    return {"date_start": first, "date_end": date(int(m["y"]), int(m["m"]), int(m["d"]))}


def month(m: re.Match[str], year: int) -> Values:
    return months(int(m["y"] or year), int(m["m"]), int(m["m"]))


def quarter(m: re.Match[str], year: int) -> Values:
    q = ROMAN.get(m["q"]) or int(m["q"])
    return months(int(m["y"] or year), 3 * q - 2, 3 * q)


def first_months(m: re.Match[str], year: int) -> Values:
    return months(int(m["y"] or year), 1, int(m["n"]))


def last_months(m: re.Match[str], year: int) -> Values:
    return months(int(m["y"] or year), 13 - int(m["n"]), 12)


def whole_year(m: re.Match[str], year: int) -> Values:
    return months(int(m["y"]), 1, 12)


def years(m: re.Match[str], year: int) -> Values:
    return {"date_start": date(int(m["y0"]), 1, 1), "date_end": date(int(m["y"]), 12, 31)}


def document(m: re.Match[str], year: int) -> Values:
    return {"number": m[0].replace(" ", "")}


def percent(m: re.Match[str], year: int) -> Values:
    return {"value": Decimal(m["n"].replace(",", "."))}  # some write `99.2%`


def money(m: re.Match[str], year: int) -> Values:
    value = number(m["n"]) * MAGNITUDE[m["size"] or ""]
    if m["n2"]:
        value += number(m["n2"]) * MAGNITUDE[m["size2"]]
    return {"value": value, "currency": CURRENCY[m["currency"]]}


def fraction(m: re.Match[str], year: int) -> Values:
    return {"numerator": number(m["n"]), "denominator": number(m["of"]), "unit": m["unit"]}


def quantity(m: re.Match[str], year: int) -> Values:
    return {"value": number(m["n"]), "unit": m["unit"]}


# In this order; what one has taken the next leave alone.
Rule = tuple[str, str, Callable[[re.Match[str], int], Values]]
RULES: list[Rule] = [
    ("doc_number", r"\b\d+(?:/\d{4})?\s?[-/]\s?(?=[A-ZĐ]{2})\w+(?:[-/] ?[A-ZĐ]\w*)*", document),
    (
        "date",
        r"(?:ngày )?(?P<d0>\d{1,2})/(?P<m0>\d{1,2})(?:/(?P<y0>\d{4}))?(?: ?[-–] ?| đến (?:ngày )?)"
        rf"{DAY}/{MONTH}/{YEAR}",
        days,
    ),
    ("date", rf"ngày {DAY} tháng {MONTH}(?:,? năm {YEAR})?", day),
    ("date", rf"(?:ngày )?\b{DAY}[/-]{MONTH}[/-]{YEAR}\b", day),
    ("date", rf"ngày {DAY}/{MONTH}(?P<y>)\b", day),
    ("date", rf"(?P<n>\d{{1,2}}) (?i:tháng đầu năm)(?: {YEAR})?", first_months),
    ("date", rf"(?P<n>\d{{1,2}}) (?i:tháng cuối năm)(?: {YEAR})?", last_months),
    ("date", rf"(?P<n>\d{{1,2}}) (?i:tháng năm) {YEAR}", first_months),
    ("date", rf"(?i:quý) (?P<q>IV|I{{1,3}}|[1-4])\b{OF_YEAR}", quarter),
    ("date", rf"(?i:tháng) {MONTH}\b{OF_YEAR}", month),
    ("date", rf"(?i:giai đoạn|thời kỳ|nhiệm kỳ|năm học) (?P<y0>\d{{4}}) ?[-–] ?{YEAR}", years),
    ("date", rf"(?i:năm) {YEAR}\b", whole_year),
    ("percent", rf"(?<![\d.,/])(?P<n>\d+(?:[.,]\d+)?)(?:(?: ?[-–] ?| đến ){N})? ?%", percent),
    (
        "money",
        rf"{RANGE}(?: (?P<size>nghìn tỷ|nghìn|triệu|tỷ))?(?: (?P<n2>{N}) (?P<size2>nghìn|triệu))?"
        r" (?P<currency>đồng|USD)\b(?! chí)",
        money,
    ),
    ("fraction", rf"(?<![\d.,/])(?P<n>[\d.]*\d)/(?P<of>[\d.]*\d) {NOUN}", fraction),
    ("measure", rf"{RANGE} ?(?P<unit>ha|[kcm]?m[23²³]?|kg|tấn|tạ|lít|kWh|kW|MW|độ C)\b", quantity),
    ("duration", rf"{RANGE} (?P<unit>năm|tháng|tuần|ngày|giờ|phút)\b", quantity),
    ("count", rf"{RANGE} {NOUN}", quantity),
]
COMPILED = [(kind, re.compile(pattern), values) for kind, pattern, values in RULES]


def facts(text: str) -> Iterator[tuple[str, int, int, Values]]:
    """Kind, place and values of what the regexes find; dates without a year are of the first year named."""
    named = re.search(r"năm (\d{4})|/(\d{4})", text)
    year = int(named[1] or named[2]) if named else date.today().year
    taken = bytearray(len(text))
    for kind, pattern, values in COMPILED:
        for m in pattern.finditer(text):
            if any(taken[m.start() : m.end()]):
                continue
            try:
                found = values(m, year)
            except (ValueError, ArithmeticError):  # `ngày 31/02`, `1..2/3`
                continue
            taken[m.start() : m.end()] = b"\1" * (m.end() - m.start())
            yield kind, m.start(), m.end(), found


# --- rows ---------------------------------------------------------------------------------------------

COLUMNS = {
    "value": "DECIMAL(24, 6)",
    "unit": "VARCHAR",
    "numerator": "DECIMAL(24, 6)",
    "denominator": "DECIMAL(24, 6)",
    "currency": "VARCHAR",
    "date_start": "DATE",
    "date_end": "DATE",
    "number": "VARCHAR",
}
SCHEMA = f"""
CREATE TABLE documents (file VARCHAR, lines VARCHAR[], error VARCHAR, reading DOUBLE, regexes DOUBLE, rows DOUBLE);
CREATE TABLE facts (file VARCHAR, kind VARCHAR, exact VARCHAR, "start" INTEGER, "end" INTEGER,
    {", ".join(f"{name} {type}" for name, type in COLUMNS.items())})
"""


def main() -> None:
    import duckdb

    way, db, ocr, *names = sys.argv[1:]
    archive = duckdb.connect(db)
    archive.execute(SCHEMA)
    for name in names:
        begun = time.perf_counter()
        text, error = [], None
        try:
            text = lines(READERS[way](Path(name), ocr == "auto"))
        except Exception as problem:  # a script that goes on with the next file
            error = f"{type(problem).__name__}: {problem}"
        read = time.perf_counter()
        whole = " ".join(text)
        found = list(facts(whole))
        matched = time.perf_counter()
        rows = [
            [name, kind, whole[start:end], start, end, *map(values.get, COLUMNS)]
            for kind, start, end, values in found
        ]
        archive.begin()
        if rows:
            archive.executemany(f"INSERT INTO facts VALUES ({', '.join('?' * len(rows[0]))})", rows)
        archive.execute(
            "INSERT INTO documents VALUES (?, ?, ?, ?, ?, ?)",
            [name, text, error, read - begun, matched - read, time.perf_counter() - matched],
        )
        archive.commit()
    archive.close()


if __name__ == "__main__":
    main()
