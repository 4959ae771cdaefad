"""Every fuzz target on its seeds, damaged and not, and on texts put together at random: the short run."""

from __future__ import annotations

import pkgutil
import random
import sys
from types import FrameType

import mutations
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from targets import TARGETS, Target

import extractor.parsers
import extractor.rules

# Pieces of what reports say and rules look for, put together as nobody would.
PIECES = (
    "ngày ", "tháng ", "năm ", "quý III", "giai đoạn ", "từ ", "đến ", "06/12/2022", "2021 - 2025", "12/02", "31/02", "1.234", "54,5", "%",
    "số ", "08-NQ/TU", "217 và 218-QĐ/TW", "30/2020/NĐ-CP", "Nghị quyết ", "của Tỉnh ủy", "về ", "“", "”", " tỷ 250 triệu đồng", " đồng/người",
    "trên ", "khoảng ", "10 đến 15 ", "mô hình", "35/35 sở, ban, ngành", "hai mươi ba ", "khiển trách 757, ", " ha", " km2", "6 tháng đầu năm ",
    "I. ", "1.1. ", "a) ", "- ", "Điều 5", "BÁO CÁO\n", "TM. ỦY BAN NHÂN DÂN\n", "Nơi nhận:\n", "Kính gửi: ", "Chương I\n", "\n", " ", ", ", ". ", "; ",
    "(", ")", "/", "-", "–", "0", "1", "99999999999999999999999999999999999999999", "\u0301", "đ", "\u00a0", " | ", "\t", "gồm ", "trong đó ", "tăng ",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)
EXAMPLES = 25


def damaged(seeds: list[bytes]) -> st.SearchStrategy[bytes]:
    """The seeds, damaged in the ways of `mutations`: what damages them is drawn, too."""
    suffixes = st.sampled_from((".pdf", ".docx", ""))
    return st.builds(
        lambda seed, suffix, number: mutations.mutated(seed, suffix, random.Random(number), seeds),
        st.sampled_from(seeds), suffixes, st.integers(0, 2**32),
    )  # fmt: skip


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_target_holds(target: Target) -> None:
    seeds = list(target.seeds())
    for seed in seeds:
        target.run(seed)

    @settings(
        max_examples=3 if target.slow else EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck)
    )
    @given(damaged(seeds) | TEXTS.map(str.encode) | st.binary(max_size=400))
    def hold(data: bytes) -> None:
        target.run(data)

    hold()


def test_every_parser_and_rule_module_is_reached() -> None:
    """The seeds alone reach every module, so that no new one is left without a target."""
    modules = {
        module.name
        for package in (extractor.parsers, extractor.rules)
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    }
    reached: set[str] = set()

    def note(frame: FrameType, event: str, argument: object) -> None:
        reached.add(frame.f_globals.get("__name__", ""))

    sys.setprofile(note)
    try:
        for target in TARGETS.values():
            for seed in target.seeds():
                target.run(seed)
    finally:
        sys.setprofile(None)
    needs_programs = {"image": {"ocr", "ocr_image", "ocr_layer", "tesseract"}, "rtf": {"office"}}
    for name, without in needs_programs.items():
        if name not in TARGETS:
            modules -= {f"extractor.parsers.{module}" for module in without}
    assert sorted(modules - reached) == []
