# SPDX-License-Identifier: Apache-2.0
"""The full screen of a kiosk that may not start."""

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from kiosk.ui.faults import FaultScreen
from tests.gui.sample_hall import LOOK

pytestmark = pytest.mark.gui
LINES = [
    f"kiosk.toml:{number}:1: 没有 panel.heigth_mm 这一项；最接近的是 height_mm"
    for number in range(1, 40)
]


def test_all_mistakes_are_in_its_name_and_as_many_as_fit_are_painted(qtbot: QtBot) -> None:
    screen = FaultScreen(LINES, LOOK.fonts, "zh_Hans")
    qtbot.addWidget(screen)
    screen.resize(1080, 1920)
    screen.show()
    assert LINES[-1] in screen.accessibleName()
    few = FaultScreen(LINES[:1], LOOK.fonts, "zh_Hans")
    qtbot.addWidget(few)
    few.resize(1080, 1920)
    few.show()
    assert screen.grab().toImage() != few.grab().toImage()


def test_nothing_is_painted_over_the_edge(qtbot: QtBot) -> None:
    screen = FaultScreen(LINES, LOOK.fonts, "zh_Hans")
    qtbot.addWidget(screen)
    screen.resize(1080, 1920)
    screen.show()
    image = screen.grab().toImage()
    edge = {image.pixelColor(x, y).name() for y in (1917, 1919) for x in range(0, 1080, 3)}
    assert edge == {"#ffffff"}


def test_a_screen_without_room_shows_at_least_what_it_is_about(qtbot: QtBot) -> None:
    screen = FaultScreen(LINES, LOOK.fonts, "en")
    qtbot.addWidget(screen)
    screen.resize(1080, 500)
    screen.show()
    assert screen.grab().toImage().pixelColor(5, 5) == QColor("#FFFFFF")
