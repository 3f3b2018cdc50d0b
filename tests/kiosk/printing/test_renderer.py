# SPDX-License-Identifier: Apache-2.0
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from drivers.ticket_printer.abstract import Align, Feed, PaperProfile, QrCode, Raster, Text
from drivers.ticket_printer.abstract import TextEncoding as Encoding
from kiosk.printing.fonts import family_of
from kiosk.printing.renderer import PaperRenderer
from kiosk.printing.sample import sample_document
from tests.kiosk.printing.tickets import (
    CODE,
    FONTS,
    LANGUAGES,
    MODES,
    PROFILES,
    TEMPLATES,
    Mode,
    shipped,
    ticket,
)

PLAIN = ticket("zh_Hans", "plain")


def text_items(folder: Path, template: str, profile: PaperProfile = PROFILES[80]) -> list[object]:
    numbered = template + "\nleft | {{ ticket.number }}"
    (folder / "ticket.txt.j2").write_text(numbered, encoding="utf-8")
    *items, _number, _cut = PaperRenderer(folder, FONTS, profile, "text").render(PLAIN).items
    return list(items)


@pytest.mark.parametrize("mode", MODES)
def test_the_printers_thread_makes_the_same_ticket(mode: Mode) -> None:
    here = shipped(mode, 80).render(PLAIN)
    with ThreadPoolExecutor(max_workers=1) as thread:
        renderer = thread.submit(PaperRenderer, TEMPLATES, FONTS, PROFILES[80], mode).result()
        assert thread.submit(renderer.render, PLAIN).result() == here


@pytest.mark.parametrize("mode", MODES)
def test_a_ticket_does_not_depend_on_the_one_before(mode: Mode) -> None:
    renderer = shipped(mode, 80)
    first = renderer.render(PLAIN)
    renderer.render(ticket("en", "green"))
    assert renderer.render(PLAIN) == first


def test_the_family_is_that_of_the_files() -> None:
    assert family_of(FONTS) == "Noto Sans SC"
    assert family_of((Path("/nowhere/a.ttf"), *FONTS)) == "Noto Sans SC"
    assert family_of((Path("/nowhere/a.ttf"),)) == ""


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_is_as_large_as_a_real_ticket(language: str) -> None:
    assert len(sample_document(language).code) == len(CODE)


def test_marks_become_items(tmp_path: Path) -> None:
    template = "left | a\n\n  centre bold 2x3|b \nright | c|d\nrule\nfeed 16\ncode 5 | e\nbold | f"
    assert text_items(tmp_path, template) == [
        Text("a"),
        Text("b", 2, 3, bold=True, align=Align.CENTER),
        Text("c|d", align=Align.RIGHT),
        Text("-" * 48),
        Feed(16),
        QrCode("e", 5),
        Text("f", bold=True),
    ]


def test_a_row_puts_its_value_at_the_right_edge(tmp_path: Path) -> None:
    assert text_items(tmp_path, "row | 等候地点 | 二楼") == [
        Text("等候地点" + " " * 36 + "二楼", bold=True)
    ]


def test_a_row_too_long_for_one_line_takes_more(tmp_path: Path) -> None:
    narrow = PROFILES[58]
    assert text_items(tmp_path, "row | 等候地点 | 二楼 B 区 12-18 号窗口附近", narrow) == [
        Text("等候地点", bold=True),
        Text("二楼 B 区 12-18 号窗口附近", bold=True, align=Align.RIGHT),
    ]


def test_a_row_with_a_rare_character_draws_only_that_line(tmp_path: Path) -> None:
    label, value = text_items(tmp_path, "row | 等候地点 | 㐂楼")
    assert label == Text("等候地点", bold=True)
    assert isinstance(value, Raster)


def test_a_long_line_is_broken_before_the_printer_would(tmp_path: Path) -> None:
    assert text_items(tmp_path, "centre 2x2 | Property registration", PROFILES[58]) == [
        Text("Property", 2, 2, align=Align.CENTER),
        Text("registration", 2, 2, align=Align.CENTER),
    ]


def test_what_is_drawn_depends_on_the_printers_own_characters(tmp_path: Path) -> None:
    big5 = PaperProfile(encoding=Encoding.BIG5)
    utf_8 = PaperProfile(encoding=Encoding.UTF_8)
    assert isinstance(text_items(tmp_path, "left | 号", big5)[0], Raster)
    assert text_items(tmp_path, "left | 號", big5) == [Text("號")]
    assert text_items(tmp_path, "left | 㐂", utf_8) == [Text("㐂")]


def test_a_drawn_line_stands_where_it_is_aligned(tmp_path: Path) -> None:
    left, centre, right = (
        text_items(tmp_path, f"{align} | 㐂")[0] for align in ("left", "centre", "right")
    )
    assert first_dot(left) < 12
    assert 276 <= first_dot(centre) <= 288
    assert first_dot(right) >= 552


def first_dot(item: object) -> int:
    assert isinstance(item, Raster)
    rows = (item.rows[at : at + 72] for at in range(0, len(item.rows), 72))
    longest = max(int.from_bytes(row).bit_length() for row in rows)
    return 576 - longest
