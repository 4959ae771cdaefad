"""The page of a document: everything on it once and escaped, nothing from outside, usable in a browser."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import regex
from gold_text import perfect, report_gold
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from extractor.document import Block, Cell, Document, Table
from extractor.facts import KINDS, Fact
from extractor.show import page
from extractor.show.words import number, readable

DOCUMENT, FACTS = perfect(report_gold())
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'&<!--"


def tree(text: str) -> Any:
    return html.fromstring(text.encode(), parser=html.HTMLParser(encoding="utf-8"))


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_every_block_note_and_fact_stands_on_the_page_once() -> None:
    root = tree(page(DOCUMENT, FACTS))
    paper = root.get_element_by_id("paper")
    assert len(paper.xpath(".//mark")) == len(FACTS)
    marks = sorted(paper.xpath(".//mark"), key=lambda m: int(m.get("data-fact")))
    assert [m.text_content() for m in marks] == [f.exact for f in FACTS]
    for block in DOCUMENT.blocks:
        (element,) = map(deepcopy, root.xpath(f"//*[@id='block-{block.block_id}']"))
        extra = "./b" if block.zone == "footnote" else ".//button | .//*[@class='note']"
        for part in element.xpath(extra):
            part.drop_tree()
        assert words(element) == block.text


def test_a_note_stands_behind_its_mark() -> None:
    root = tree(page(DOCUMENT, FACTS))
    (ref,) = root.xpath("//button[@class='ref']")
    before = "".join(ref.xpath("preceding::text()[ancestor::p[@id='block-b5']]"))
    assert before.endswith("xây được 1.250 mô hình")
    assert ref.getnext().get("id") == ref.get("aria-controls") == "block-n1"


def test_a_note_whose_mark_is_lost_is_shown_at_the_end() -> None:
    lost = replace(
        DOCUMENT, footnotes=(replace(DOCUMENT.footnotes[0], anchor_block_id=None, anchor_offset=None),)
    )
    (note,) = tree(page(lost, FACTS)).xpath("//p[contains(@class,'loose')]")
    assert "12 hộ nghèo" in words(note)


def test_nothing_comes_from_outside() -> None:
    text = page(DOCUMENT, FACTS)
    root = tree(text)
    assert not root.xpath("//link | //img | //iframe | //script[@src]")
    assert not regex.search(r"url\(|@import|https?://", text)
    (policy,) = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert "default-src 'none'" in policy


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=30))
def test_hostile_text_is_only_text(noise: str) -> None:
    noise = HOSTILE + regex.sub(r"\p{C}", "", noise)
    blocks = tuple(replace(b, text=noise + b.text) for b in DOCUMENT.blocks)
    facts = [
        replace(f, start=f.start + len(noise), end=f.end + len(noise), unit=noise, rule=noise) for f in FACTS
    ]
    sections = tuple(replace(s, heading=noise, label=noise) for s in DOCUMENT.sections)
    metadata = replace(DOCUMENT.metadata, title=noise, signer=noise)
    notes = tuple(replace(n, note=noise, anchor_offset=3) for n in DOCUMENT.footnotes)
    document = replace(
        DOCUMENT,
        blocks=blocks,
        sections=sections,
        metadata=metadata,
        footnotes=notes,
        path=noise,
        warnings=(noise,),
    )
    text = page(document, facts)
    root = tree(text)
    assert len(root.xpath("//script")) == 2
    assert not root.xpath("//img | //*[@onerror]")
    listed = json.loads(root.get_element_by_id("facts").text)
    assert {dict(f["rows"])["Quy tắc"] for f in listed} == {noise}


def test_table_rows_become_a_table_with_facts_in_their_cells() -> None:
    row = Block("b20", "body", "table_row", "STT | Kết quả", "s1")
    second = Block("b21", "body", "table_row", "1 | Tặng 12 suất quà", "s1")
    cells = (
        Cell(0, 0, "STT", is_header=True, block_id="b20", start=0),
        Cell(0, 1, "Kết quả", is_header=True, block_id="b20", start=6),
        Cell(1, 0, "1", block_id="b21", start=0),
        Cell(1, 1, "Tặng 12 suất quà", block_id="b21", start=4),
    )
    fact = Fact("count", "12 suất", "b21", 9, 16, "body", value=Decimal(12), unit="suất")
    for tables in ((Table("t1", "s1", cells),), ()):  # with and without the grid
        document = replace(DOCUMENT, blocks=(row, second), tables=tables, footnotes=(), sections=())
        root = tree(page(document, [fact]))
        assert [[words(c) for c in r] for r in root.xpath("//tr")] == [
            ["STT", "Kết quả"],
            ["1", "Tặng 12 suất quà"],
        ]
        assert root.xpath("//tr[2]/*[2]/mark/text()") == ["12 suất"]
        assert len(root.xpath("//th")) == (2 if tables else 0)


def test_letterhead_stands_in_two_columns() -> None:
    texts = (
        "ỦY BAN NHÂN DÂN XÃ SÔNG LAM",
        "Số: 12/BC-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "Sông Lam, ngày 5 tháng 6 năm 2024",
    )
    blocks = tuple(Block(f"b{i}", "letterhead", "paragraph", t) for i, t in enumerate(texts))
    left, right = tree(page(Document("a.docx", "docx", "0" * 64, None, "text", blocks=blocks), [])).xpath(
        "//div[@class='letterhead']/div"
    )
    assert [words(p) for p in left] == list(texts[:2])
    assert [words(p) for p in right] == list(texts[2:])


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        (
            {"kind": "count", "value": Decimal("2035.000"), "unit": "mô hình", "approx": ">"},
            "> 2.035 mô hình",
        ),
        ({"kind": "count", "value": Decimal(10), "value_max": Decimal(15), "unit": "người"}, "10 – 15 người"),
        ({"kind": "percent", "value": Decimal("54.50")}, "54,5%"),
        ({"kind": "money", "value": Decimal("56572500000"), "currency": "VND"}, "56.572.500.000 VND"),
        (
            {"kind": "fraction", "numerator": Decimal(35), "denominator": Decimal(35), "unit": "sở"},
            "35 / 35 sở",
        ),
        (
            {"kind": "date", "date_start": date(2023, 1, 1), "date_end": date(2023, 9, 30)},
            "01/01/2023 – 30/09/2023",
        ),
        ({"kind": "date", "date_start": date(2022, 12, 6), "date_end": date(2022, 12, 6)}, "06/12/2022"),
        ({"kind": "date"}, "chưa xác định"),
        ({"kind": "doc_number", "number": "08-NQ/TU", "doc_type": "Nghị quyết"}, "Nghị quyết 08-NQ/TU"),
        ({"kind": "measure", "value": Decimal("12.5"), "unit": "ha"}, "12,5 ha"),
        ({"kind": "duration", "value": Decimal(10), "unit": "năm"}, "10 năm"),
    ],
)
def test_values_are_put_the_vietnamese_way(fields: dict[str, Any], shown: str) -> None:
    assert (
        readable(Fact(**{"exact": "", "block_id": "b", "start": 0, "end": 1, "zone": "body", **fields}))
        == shown
    )


@pytest.mark.parametrize(
    ("value", "shown"),
    [("0", "0"), ("-1234.5", "-1.234,5"), ("1000000", "1.000.000"), ("0.50", "0,5"), ("-0.5", "-0,5")],
)
def test_numbers(value: str, shown: str) -> None:
    assert number(Decimal(value)) == shown


def test_marks_inside_marks_do_not_break_the_page() -> None:
    outer = replace(FACTS[0], start=0, end=60, exact="x")
    root = tree(page(DOCUMENT, [outer, *FACTS]))
    (b5,) = root.xpath("//p[@id='block-b5']")
    assert words(b5).startswith("Sáu tháng qua, huyện")


# --- in a browser -------------------------------------------------------------------------------------


def opened(browser: Any, folder: Path, width: int, at: str = "") -> None:
    path = folder / "page.html"
    path.write_text(page(DOCUMENT, FACTS), encoding="utf-8")
    browser.execute_cdp_cmd(
        "Emulation.setDeviceMetricsOverride",
        {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600},
    )
    browser.get("about:blank")
    browser.get(path.as_uri() + at)


@pytest.mark.parametrize("width", [1400, 390])
def test_it_fits_the_screen_and_throws_nothing(browser: Any, tmp_path: Path, width: int) -> None:
    opened(browser, tmp_path, width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert [e for e in browser.get_log("browser") if e["level"] == "SEVERE"] == []


def test_a_click_shows_value_rule_and_place_and_escape_hides_them(browser: Any, tmp_path: Path) -> None:
    opened(browser, tmp_path, 1400)
    browser.execute_script("document.querySelector('mark.k-count').click()")
    card = browser.execute_script("return document.getElementById('card').innerText")
    assert "1.250 mô hình" in card
    assert "Quy tắc\ngold" in card
    assert "I KẾT QUẢ CHỦ YẾU" in card
    browser.execute_script("dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    assert browser.execute_script("return document.getElementById('card').hidden")


def test_a_kind_is_filtered_out_and_in(browser: Any, tmp_path: Path) -> None:
    opened(browser, tmp_path, 1400)
    listed = "return document.querySelectorAll('#list a').length"
    click = "document.querySelector('.chip[data-kind=date]').click()"
    dates = sum(f.kind == "date" for f in FACTS)
    assert browser.execute_script(listed) == len(FACTS)
    browser.execute_script(click)
    assert browser.execute_script(listed) == len(FACTS) - dates
    assert browser.execute_script("return document.querySelectorAll('mark[tabindex=\"-1\"]').length") == dates
    browser.execute_script(click)
    assert browser.execute_script(listed) == len(FACTS)


@pytest.mark.parametrize(
    ("wanted", "hits"), [("khong co", "0"), ("mo hinh", "1/3"), ("35/35 xã có", "1/1"), ("ĐẠT 104", "1/1")]
)
def test_search_ignores_tones_and_runs_through_marks(
    browser: Any, tmp_path: Path, wanted: str, hits: str
) -> None:
    opened(browser, tmp_path, 1400)
    browser.execute_script("document.getElementById('find').value = arguments[0]", wanted)
    browser.execute_script("document.getElementById('find').dispatchEvent(new Event('input'))")
    assert browser.execute_script("return document.getElementById('hits').textContent") == hits


def test_a_note_is_in_the_margin_or_opens_on_a_tap(browser: Any, tmp_path: Path) -> None:
    place = "return document.getElementById('block-n1').getBoundingClientRect().toJSON()"
    opened(browser, tmp_path, 1400)
    paper = browser.execute_script("return document.getElementById('paper').getBoundingClientRect().right")
    ref = browser.execute_script("return document.querySelector('.ref').getBoundingClientRect().top")
    note = browser.execute_script(place)
    assert note["left"] > paper
    assert abs(note["top"] - ref) < 40
    opened(browser, tmp_path, 390)
    assert browser.execute_script(place)["height"] == 0
    browser.execute_script("document.querySelector('.ref').click()")
    assert browser.execute_script(place)["height"] > 20


@pytest.mark.parametrize("width", [1400, 390])
@pytest.mark.parametrize("at", ["block-n1", f"fact-{FACTS[-1].block_id}-{FACTS[-1].start}", "fact-n1-9999"])
def test_a_link_to_a_mark_or_a_note_lands_on_it(browser: Any, tmp_path: Path, width: int, at: str) -> None:
    """As the errors page has them; on a phone a note is folded away until it is asked for."""
    opened(browser, tmp_path, width, "#" + at)
    name = "block-n1" if at == "fact-n1-9999" else at
    box = browser.execute_script(
        "return document.getElementById(arguments[0]).getBoundingClientRect().toJSON()", name
    )
    assert box["height"] > 0
    assert 0 <= box["top"] < 900


def test_every_fact_is_reached_by_keyboard(browser: Any, tmp_path: Path) -> None:
    opened(browser, tmp_path, 1400)
    press = "document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'j', bubbles: true}))"
    seen = set()
    for _ in FACTS:
        browser.execute_script(press)
        seen.add(browser.execute_script("return document.querySelector('mark.open').id"))
    assert len(seen) == len(FACTS)


def test_kinds_have_their_colours() -> None:
    text = page(DOCUMENT, FACTS)
    for kind in KINDS:
        assert f".k-{kind} {{" in text
