# SPDX-License-Identifier: Apache-2.0
"""Where lines end."""

import pytest
from PySide6.QtGui import QFont
from pytestqt.qtbot import QtBot

from kiosk.ui.fonts import load_fonts
from kiosk.ui.lines import advance, break_lines
from tests.gui.sample_hall import LOOK

pytestmark = pytest.mark.gui


@pytest.fixture
def font(qtbot: QtBot) -> QFont:
    font = QFont(load_fonts(LOOK.fonts))
    font.setPixelSize(50)
    return font


def test_what_fits_stays_one_line(font: QFont) -> None:
    assert break_lines("取号成功", font, 200) == ("取号成功",)


def test_lines_are_about_equal_so_that_none_holds_one_character(font: QFont) -> None:
    assert break_lines("一二三四五六", font, 250) == ("一二三", "四五六")


def test_a_break_after_a_pause_is_liked_better(font: QFont) -> None:
    assert break_lines("取号成功，请从下方取走", font, 400) == ("取号成功，", "请从下方取走")


def test_a_hint_says_where_words_end(font: QFont) -> None:
    assert break_lines("请把身份证\u200b再放", font, 300) == ("请把身份证", "再放")


def test_a_hinted_text_that_needs_more_room_breaks_anywhere(font: QFont) -> None:
    assert break_lines("请把身份证号码\u200b再放", font, 260) == ("请把身份", "证号码再放")


def test_no_line_begins_with_a_closing_mark(font: QFont) -> None:
    lines = break_lines("一二三四，五六七八。九十", font, 210)
    assert not [line for line in lines if line[0] in "，。"]


@pytest.mark.parametrize("text", ["前面没有人 · 0–1 分钟", "128 ahead · 95–160 min · 12 min ago"])
def test_no_line_begins_or_ends_with_a_dot_between_two_facts(font: QFont, text: str) -> None:
    for width in range(150, 900, 10):
        lines = break_lines(text, font, width)
        assert not [line for line in lines if "·" in (line[0], line[-1])], width


def test_a_line_ends_between_two_facts_where_that_takes_no_more_lines(font: QFont) -> None:
    assert break_lines("前面没有人 · 0–1 分钟", font, 300) == ("前面没有人", "0–1 分钟")
    two = break_lines("128 ahead · 95–160 min (12 min ago)", font, 560)
    assert two == ("128 ahead · 95–160", "min (12 min ago)")


def test_the_dot_within_a_name_stays_at_the_end_of_a_line(font: QFont) -> None:
    assert break_lines("买买提·艾力", font, 210) == ("买买提·", "艾力")


def test_a_dot_that_is_left_out_needs_no_room(font: QFont) -> None:
    first, second = "前面没有人", "0–1 分钟"
    width = max(advance(first, font), advance(second, font)) + 1
    assert break_lines(f"{first} · {second}", font, width) == (first, second)


def test_a_word_in_latin_letters_is_not_cut(font: QFont) -> None:
    assert break_lines("Please wait here", font, 250) == ("Please", "wait here")


def test_a_word_wider_than_the_line_keeps_its_own_line(font: QFont) -> None:
    lines = break_lines("a Donaudampfschiff b", font, 200)
    assert lines == ("a", "Donaudampfschiff", "b")


def test_a_newline_is_kept(font: QFont) -> None:
    assert break_lines("一\n二", font, 500) == ("一", "二")


def test_a_character_outside_the_basic_plane_is_not_cut(font: QFont) -> None:
    lines = break_lines("𠮷𠮷𠮷𠮷", font, 110)
    assert lines == ("𠮷𠮷", "𠮷𠮷")


def test_no_line_is_wider_than_the_room(font: QFont) -> None:
    text = "号码照常给，请记住号码。要纸票，请到一楼大厅服务台。"
    for width in range(120, 900, 60):
        assert all(advance(line, font) <= width for line in break_lines(text, font, width))


def test_a_place_in_latin_letters_breaks_after_a_comma(font: QFont) -> None:
    assert break_lines("Floor 2, zone B, 12–18", font, 450) == ("Floor 2,", "zone B, 12–18")


def test_a_sentence_in_latin_letters_begins_a_line_of_its_own(font: QFont) -> None:
    assert break_lines("9:00–12:00, 13:30–17:00. Numbers until 16:45", font, 720) == (
        "9:00–12:00, 13:30–17:00.",
        "Numbers until 16:45",
    )
    assert break_lines("Floor 2, no. 37", font, 270) == ("Floor 2,", "no. 37")
