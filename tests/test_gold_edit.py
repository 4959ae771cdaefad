"""The review page: only its own page may speak to it, and a person can review with mouse and keyboard."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from gold_text import report_gold

from extractor.errors import ExtractorError
from extractor.gold import mark, read_gold, to_json, write_gold
from extractor.gold_tools.edit import Review, serve

GOLD = report_gold()


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    write_gold(GOLD, tmp_path / "song-lam.json")
    with serve(tmp_path / "song-lam.json") as server:
        yield server


def ask(address: str, data: bytes | None = None, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(address, data, headers, method="PUT" if data is not None else "GET")
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_it_listens_on_this_machine_only(review: Review) -> None:
    assert review.address.startswith("http://127.0.0.1:")


def test_only_who_knows_the_token_and_the_name_is_answered(review: Review) -> None:
    assert ask(review.address)[0] == 200
    assert ask(review.address.replace(review.token, "x"))[0] == 403
    assert ask(review.address.replace(review.token, "é").encode("ascii", "replace").decode())[0] == 403
    assert ask(review.address, Host="evil.example")[0] == 403
    assert ask(review.address, Origin="https://evil.example")[0] == 403
    assert ask(review.address, Origin=f"http://{review.host}")[0] == 200
    assert ask(review.address + "etc/passwd")[0] == 404
    other = review.address.replace(review.token, "x") + "gold"
    assert ask(other, json.dumps(to_json(GOLD)).encode())[0] == 403


def test_it_saves_gold_and_nothing_else(review: Review) -> None:
    fewer = to_json(GOLD)
    fewer["facts"] = fewer["facts"][1:]
    status, answer = ask(review.address + "gold", json.dumps(fewer).encode())
    assert status == 200
    assert any("1.250" in p["message"] for p in json.loads(answer))
    assert read_gold(review.path).facts == GOLD.facts[1:]
    for wrong in (b"{", b"[]", b'{"format": 1}', b'{"format": 9, "facts": []}'):
        assert ask(review.address + "gold", wrong)[0] == 400
    assert read_gold(review.path).facts == GOLD.facts[1:]


def test_what_is_no_gold_is_said_before_a_page_opens(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ExtractorError):
        serve(tmp_path / "x.json")


# --- in a browser -------------------------------------------------------------------------------------


class Page:
    """The review page in a headless browser."""

    def __init__(self, chrome: Any, review: Review) -> None:
        self.chrome, self.review = chrome, review
        chrome.get(review.address)
        self.wait("return document.body.dataset.ready")

    def wait(self, script: str) -> Any:
        for _ in range(100):
            if found := self.chrome.execute_script(script):
                return found
            time.sleep(0.05)
        raise AssertionError(f"never so: {script}")

    def keys(self, *keys: str) -> None:
        body = self.chrome.find_element("tag name", "body")
        for key in keys:
            body.send_keys(key)

    def saved(self) -> list[tuple[str, str]]:
        self.wait("return document.getElementById('saved').textContent === 'đã lưu'")
        return [(f.kind, f.exact) for f in read_gold(self.review.path).facts]


@pytest.fixture
def chrome(browser: Any) -> Any:
    browser.set_window_size(1300, 900)
    return browser


@pytest.fixture
def page(chrome: Any, review: Review) -> Page:
    return Page(chrome, review)


ALL = [(f.kind, f.exact) for f in GOLD.facts]


def test_every_mark_is_accepted_by_one_key_each(page: Page) -> None:
    page.keys("j", *"a" * len(ALL))
    assert (
        page.wait("return document.getElementById('count').textContent") == f"{len(ALL)}/{len(ALL)} đã duyệt"
    )
    assert page.saved() == ALL
    assert page.chrome.get_log("browser") == []


def test_a_mark_is_deleted_and_brought_back(page: Page) -> None:
    page.keys("j", "x")
    assert page.saved() == ALL[1:]
    page.keys("u")
    assert page.saved() == ALL


def test_kind_value_and_bounds_are_corrected(page: Page) -> None:
    page.keys("j", "[", "e")
    field = page.chrome.switch_to.active_element
    field.clear()
    field.send_keys("1251")
    page.saved()
    first = read_gold(page.review.path).facts[0]
    assert (first.exact, first.value["value"]) == ("1.250 mô", 1251)
    field.send_keys("\ue00c")  # Escape
    page.keys("8")
    assert page.saved()[0] == ("measure", "1.250 mô")
    assert read_gold(page.review.path).facts[0].value["value"] == 1251


def test_a_wrong_number_is_not_taken(page: Page) -> None:
    page.keys("j", "e")
    field = page.chrome.switch_to.active_element
    field.send_keys("x")
    assert page.chrome.execute_script("return document.querySelectorAll('#fields :invalid').length") == 1
    page.saved()
    assert read_gold(page.review.path).facts[0].value["value"] == 1250


def test_what_is_selected_becomes_a_mark_with_the_value_the_rules_read(page: Page) -> None:
    page.keys("j", "x")
    page.saved()
    page.keys("n", "4")
    saved = page.saved()
    assert saved[0][0] == "count"
    assert saved[0][1].startswith("1.250")
    assert read_gold(page.review.path).facts[0].value["unit"] == "mô hình"


def test_marks_behind_an_emoji_keep_their_places(chrome: Any, tmp_path: Path) -> None:
    """JavaScript counts `😀` as two, gold as one."""
    block = replace(GOLD.blocks[0], id="b1", zone="paragraph:", text="😀 Tặng 12 suất quà và 5 xe, đạt 100%.")
    facts = (
        mark(block, "count", 7, 14, {"value": 12, "unit": "suất"}),
        mark(block, "percent", 32, 36, {"value": 100}),
    )
    write_gold(replace(GOLD, blocks=(block,), sections=(), footnotes=(), facts=facts), tmp_path / "e.json")
    with serve(tmp_path / "e.json") as server:
        page = Page(chrome, server)
        assert page.chrome.execute_script("return document.querySelector('mark').textContent") == "12 suất"
        page.keys("j", "j", "x")
        assert page.saved() == [("count", "12 suất")]
        assert read_gold(server.path).facts == facts[:1]


def test_it_fits_a_phone(page: Page) -> None:
    size = {"width": 390, "height": 844, "deviceScaleFactor": 1, "mobile": True}
    page.chrome.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        page.keys("j")
        assert page.chrome.execute_script("return document.documentElement.scrollWidth") <= 390
    finally:
        page.chrome.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_the_mouse_does_it_too(page: Page) -> None:
    page.chrome.execute_script("document.querySelector('mark.percent').click()")
    assert page.chrome.execute_script("return document.getElementById('exact').textContent") == "104,5%"
    page.chrome.find_element("id", "delete").click()
    assert ("percent", "104,5%") not in page.saved()
    page.chrome.find_element("id", "undo").click()
    assert page.saved() == ALL
