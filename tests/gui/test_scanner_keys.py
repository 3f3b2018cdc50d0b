# SPDX-License-Identifier: Apache-2.0
"""Keys of a code scanner that plays a keyboard, and of a hand, in front of the same panel."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from pytestqt.qtbot import QtBot

from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.keyboard import KeyboardScanner
from kiosk.flow.touches import ServicePressed, Touch
from kiosk.ui.keys import Keys, Order, Pace
from kiosk.ui.panel import Panel
from tests.gui.clocks import Seconds
from tests.gui.keyboard import scan
from tests.gui.sample_hall import SERVICES

pytestmark = pytest.mark.gui

GAP = KeyboardScanner.longest_pause_seconds
PROPERTY, SOCIAL = (ServicePressed(tile.service_id) for tile in SERVICES[:2])


class Wedge:
    """A keypad and a scanner at one window; each key has the time at which it was pressed."""

    def __init__(self, panel: Panel, seconds: Seconds) -> None:
        self.scanner = KeyboardScanner()
        self.scanner.open()
        self._panel, self._seconds = panel, seconds
        self._window = panel.windowHandle()
        self.keys = Keys(self._window, self.scanner.press, GAP, panel.press_key)

    def press(self, text: str, apart: float = 0.01) -> None:
        """Keys so far apart, the first one so long after what was before; "\\r" is Enter."""
        for character in text:
            self._seconds.go_on(apart)
            key = Qt.Key.Key_Return if character == "\r" else Qt.Key(ord(character.upper()))
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, character)
                event.setTimestamp(round(self._seconds() * 1000))
                QCoreApplication.sendEvent(self._window, event)

    def fall_silent(self) -> None:
        """The timers run out, as they do when no key follows."""
        for timer in self.keys.findChildren(QTimer):
            if timer.isActive():
                timer.timeout.emit()
                timer.stop()
        self._seconds.go_on(0.6)

    @property
    def codes(self) -> list[str]:
        found = iter(lambda: self.scanner.wait_for_code(0), None)
        return [code.text for code in found if isinstance(code, ScannedCode)]


@pytest.fixture
def wedge(panel: Panel, seconds: Seconds, touches: list[Touch]) -> Iterator[Wedge]:
    wedge = Wedge(panel, seconds)
    yield wedge
    panel.windowHandle().removeEventFilter(wedge.keys)


def test_a_code_presses_nothing_wherever_the_ring_is(wedge: Wedge, touches: list[Touch]) -> None:
    wedge.press("Y")
    wedge.fall_silent()
    touches.clear()
    wedge.press("86420123\r")
    wedge.fall_silent()
    assert wedge.codes == ["86420123"]
    assert touches == []


def test_a_key_of_a_hand_waits_for_the_scanner_s_pause(wedge: Wedge, touches: list[Touch]) -> None:
    wedge.press("2")
    assert touches == []
    wedge.fall_silent()
    assert touches == [SOCIAL]
    assert wedge.codes == []


def test_keys_of_a_hand_one_after_the_other_all_count(wedge: Wedge, touches: list[Touch]) -> None:
    wedge.press("21", apart=0.6)
    wedge.fall_silent()
    assert touches == [SOCIAL, PROPERTY]
    assert wedge.codes == []


def test_an_ok_that_comes_late_behind_a_code_presses_nothing(
    wedge: Wedge, touches: list[Touch]
) -> None:
    wedge.press("8642")
    wedge.press("\r", apart=0.4)
    wedge.fall_silent()
    assert touches == []


def test_a_key_right_before_a_code_is_part_of_it(wedge: Wedge, touches: list[Touch]) -> None:
    wedge.press("2")
    wedge.press("8642\r", apart=GAP / 2)
    wedge.fall_silent()
    assert touches == []


def test_a_hand_is_heard_again_half_a_second_after_a_code(
    wedge: Wedge, touches: list[Touch]
) -> None:
    wedge.press("8642\r")
    wedge.fall_silent()
    wedge.press("2")
    wedge.fall_silent()
    assert wedge.codes == ["8642"]
    assert touches == [SOCIAL]


def test_the_timers_of_the_machine_hand_a_key_on(
    panel: Panel, seconds: Seconds, wedge: Wedge, touches: list[Touch], qtbot: QtBot
) -> None:
    wedge.press("2")
    qtbot.waitUntil(lambda: touches == [SOCIAL])


def test_keys_of_a_scanner_reach_no_control_by_qt_s_own_ways(
    panel: Panel, wedge: Wedge, touches: list[Touch]
) -> None:
    scan(panel.windowHandle(), "8 6420")
    wedge.fall_silent()
    assert wedge.codes == ["8 6420"]
    assert touches == []


@given(st.lists(st.tuples(st.booleans(), st.floats(0.7, 5.0)), max_size=12), st.data())
def test_of_any_keys_and_codes_each_lone_key_is_a_hand_s_and_nothing_else(
    what: list[tuple[bool, float]], data: st.DataObject
) -> None:
    pace, now, pressed, heard = Pace(GAP), 0.0, list[object](), list[object]()
    for is_code, pause in what:
        now += pause
        count = data.draw(st.integers(2, 30)) if is_code else 1
        for _ in range(count):
            heard += filter(None, [pace.press(Order.PRESS, now)])
            now += data.draw(st.floats(0.0, GAP * 0.99)) if is_code else 0.0
        if not is_code:
            pressed.append(Order.PRESS)
    heard += filter(None, [pace.fall_silent()])
    assert heard == pressed
