# SPDX-License-Identifier: Apache-2.0
"""Keys of a keypad, and of a code scanner that plays a keyboard, in front of the same panel."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from drivers.code_scanner.abstract import ScannedCode
from drivers.code_scanner.keyboard import KeyboardScanner
from kiosk.flow.touches import (
    BackPressed,
    DeletePressed,
    DigitPressed,
    HelpPressed,
    NumberDonePressed,
    PagePressed,
    ScreenTouched,
    ServicePressed,
    Touch,
)
from kiosk.flow.values import Contrast, Size
from kiosk.ui.keys import BackKey, Keys, Order, Pace
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.ring import RING_PX
from tests.gui.audit.measure import contrast_of, measure
from tests.gui.by_keys import BACK, DOWN, HELP, OK, UP, awake, ring, ringed
from tests.gui.clocks import Seconds
from tests.gui.keyboard import scan
from tests.gui.sample_hall import LOOK, SERVICES
from tests.gui.samples import in_size, samples

pytestmark = pytest.mark.gui

GAP = KeyboardScanner.longest_pause_seconds
PROPERTY, SOCIAL = (ServicePressed(tile.service_id) for tile in SERVICES[:2])
HERE = ScreenTouched()


@pytest.fixture
def touches(panel: Panel, seconds: Seconds) -> list[Touch]:
    """What keys lead to in front of the services."""
    touched: list[Touch] = []
    panel.activateWindow()
    panel.show_kiosk(samples()["services"])
    seconds.go_on(1.0)
    panel.touched.connect(touched.append)
    return touched


@pytest.fixture
def press(panel: Panel, seconds: Seconds) -> Callable[..., None]:
    """Presses keys one after the other, half a second apart."""

    def press(*keys: Qt.Key) -> None:
        for key in keys:
            QTest.keyClick(panel.windowHandle(), key)
            seconds.go_on(0.5)

    return press


# --- the ring -----------------------------------------------------------------------------


def test_the_ring_walks_all_controls_in_reading_order_and_round(
    panel: Panel, seconds: Seconds, press: Callable[..., None]
) -> None:
    panel.activateWindow()
    some = [one for number, one in enumerate(samples().items()) if number % 3 == 0]
    for number, (name, kiosk) in enumerate(some):
        panel.show_kiosk(replace(kiosk, screen_no=number + 1))
        there = awake(panel)
        if not there:
            continue
        walked = []
        for _ in range(len(there) + 1):
            press(DOWN)
            walked.append(ringed(panel))
        start = there.index(walked[0])
        assert walked == [*there[start:], *there[:start], walked[0]], name
        press(UP)
        assert ringed(panel) == walked[-2], name


def test_no_ring_is_seen_before_the_first_key_nor_after_a_touch(
    panel: Panel, seconds: Seconds, touches: list[Touch], press: Callable[..., None]
) -> None:
    before = panel.grab().toImage()
    assert ringed(panel) == ""
    press(DOWN)
    assert ringed(panel) == "service.property"
    assert panel.grab().toImage() != before
    QTest.mouseClick(panel, Qt.MouseButton.LeftButton, pos=ring(panel).pos())
    assert ringed(panel) == ""
    assert panel.grab().toImage() == before


@pytest.mark.parametrize("contrast", Contrast)
@pytest.mark.parametrize("size", Size)
def test_the_ring_is_strong_and_thick_around_every_control(
    panel: Panel, size: Size, contrast: Contrast, press: Callable[..., None]
) -> None:
    least = {Contrast.STANDARD: 8.3, Contrast.HIGH: 15.0}[contrast]
    panel.activateWindow()
    for number, name in enumerate(("services_mixed", "still_there"), start=1):
        kiosk = in_size(samples()[name], size, "zh_Hans", contrast)
        panel.show_kiosk(replace(kiosk, screen_no=number))
        for _ in awake(panel):
            press(DOWN)
            screen = measure(panel, size, contrast)
            box = ring(panel).geometry()
            upper = box.adjusted(60, 0, -60, 0)
            upper.setHeight(RING_PX + 3)  # the ring and the air between it and the control
            assert contrast_of(screen, upper) >= least, (name, ringed(panel))
            assert panel.rect().contains(box), (name, ringed(panel))
            others = [
                target for target in screen.targets if target.rect.intersects(box)
            ]  # its own alone
            assert [target.name for target in others] == [ringed(panel)], name
    assert RING_PX / LOOK.px_per_mm >= 2.0


def test_on_another_screen_the_ring_is_around_the_first_choice(
    panel: Panel, touches: list[Touch], press: Callable[..., None]
) -> None:
    press(DOWN, DOWN, DOWN)
    panel.show_kiosk(replace(samples()["again"], screen_no=1))
    assert ringed(panel) == awake(panel)[0]


def test_a_control_that_falls_asleep_or_goes_gives_the_ring_to_the_first_one(
    panel: Panel, touches: list[Touch], press: Callable[..., None]
) -> None:
    press(DOWN, UP)
    assert ringed(panel) == "bar.help"
    panel.show_kiosk(samples()["keypad_begun"])
    assert ringed(panel) == "bar.help"
    press(*(UP,) * 4)
    kept = ringed(panel)
    assert kept not in awake(panel)[:2]
    panel.show_kiosk(samples()["services"])
    assert ringed(panel) in {kept, "service.property"}


def test_the_next_visitor_sees_no_ring(
    panel: Panel, touches: list[Touch], press: Callable[..., None]
) -> None:
    press(DOWN)
    panel.show_kiosk(replace(samples()["welcome"], screen_no=1))
    assert ringed(panel) == ""


# --- what keys press ------------------------------------------------------------------------


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Enter, Qt.Key.Key_Return, Qt.Key.Key_Space], ids=lambda key: key.name
)
def test_ok_presses_what_the_ring_is_around_and_shows_it_first(
    panel: Panel, touches: list[Touch], press: Callable[..., None], key: Qt.Key
) -> None:
    press(key)
    assert touches == [HERE]
    press(key)
    assert touches == [HERE, PROPERTY]


def test_every_key_leads_to_one_event(
    panel: Panel, touches: list[Touch], press: Callable[..., None]
) -> None:
    press(DOWN, BACK, HELP, Qt.Key.Key_2, Qt.Key.Key_9, Qt.Key.Key_Backspace, Qt.Key.Key_F5)
    assert touches == [HERE, BackPressed(), HelpPressed(), SOCIAL, HERE, HERE]


@pytest.mark.parametrize("name", ["documents", "bookings_two", "when_later"])
def test_digits_press_the_choices_that_bear_them(
    panel: Panel, seconds: Seconds, touches: list[Touch], press: Callable[..., None], name: str
) -> None:
    panel.show_kiosk(replace(samples()[name], screen_no=1))
    seconds.go_on(1.0)
    choices = [one.leaf for one in panel.findChildren(WrapButton) if one.isVisible() and one.leaf]
    numbered = {leaf.number: leaf.event for leaf in choices if leaf.number}
    assert len(numbered) >= 2
    press(Qt.Key.Key_1, Qt.Key.Key_2)
    assert touches == [numbered["1"], numbered["2"]]


def test_digits_type_where_digits_are_typed(
    panel: Panel, seconds: Seconds, touches: list[Touch], press: Callable[..., None]
) -> None:
    panel.show_kiosk(replace(samples()["keypad_begun"], screen_no=1))
    seconds.go_on(1.0)
    press(Qt.Key.Key_2, Qt.Key.Key_X, Qt.Key.Key_Backspace)
    assert ringed(panel) == "number_done"
    press(OK)
    assert touches == [DigitPressed("2"), HERE, DeletePressed(), NumberDonePressed()]


def test_the_key_that_leads_back_is_the_site_s(panel: Panel, touches: list[Touch]) -> None:
    panel.look = replace(LOOK, back_key=BackKey.BACKSPACE)
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Escape)
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_Backspace)
    assert touches == [HERE, BackPressed()]


def test_a_key_that_is_held_and_a_chord_are_nothing(panel: Panel, touches: list[Touch]) -> None:
    window = panel.windowHandle()
    for modifier in ("ControlModifier", "AltModifier", "MetaModifier"):
        QTest.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier[modifier])
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        held = QKeyEvent(kind, Qt.Key.Key_1, Qt.KeyboardModifier.NoModifier, "1", autorep=True)
        QCoreApplication.sendEvent(window, held)
    assert touches == []


def test_a_sleeping_control_is_pressed_by_no_key(
    panel: Panel, touches: list[Touch], press: Callable[..., None]
) -> None:
    panel.show_kiosk(replace(samples()["welcome"], screen_no=1))
    press(BACK, Qt.Key.Key_1)
    assert touches == [HERE, HERE]


# --- the guard ------------------------------------------------------------------------------


def test_a_key_right_after_the_screen_changed_presses_nothing(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    panel.show_kiosk(replace(samples()["services"], screen_no=1))
    for _ in range(5):
        QTest.keyClick(panel.windowHandle(), Qt.Key.Key_2)
        seconds.go_on(0.1)
    QTest.keyClick(panel.windowHandle(), Qt.Key.Key_2)
    assert touches == [*(HERE,) * 5, SOCIAL]


def test_a_key_pressed_twice_by_a_shaking_hand_counts_once(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    for _ in range(3):
        QTest.keyClick(panel.windowHandle(), Qt.Key.Key_2)
        seconds.go_on(0.2)
    assert touches == [SOCIAL, HERE, HERE]


def test_a_finger_and_a_key_on_the_same_control_are_one_wish(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    panel.show_kiosk(replace(samples()["services_many"], screen_no=1))
    seconds.go_on(1.0)
    more = next(one for one in panel.findChildren(WrapButton, "more") if one.isVisible())
    QTest.keyClick(panel.windowHandle(), DOWN)
    while ringed(panel) != "more":
        QTest.keyClick(panel.windowHandle(), DOWN)
    touches.clear()
    QTest.keyClick(panel.windowHandle(), OK)
    QTest.mouseClick(more, Qt.MouseButton.LeftButton)
    assert touches == [PagePressed(), HERE]


# --- a scanner that plays a keyboard ----------------------------------------------------------


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


def test_no_widget_keeps_a_key_for_itself(panel: Panel, touches: list[Touch]) -> None:
    """Qt walks with the Tab key and presses with Space by itself."""
    for one, other in pairwise([DOWN, Qt.Key.Key_Tab, Qt.Key.Key_Space]):
        QTest.keyClick(panel.windowHandle(), one)
        QTest.keyClick(panel.windowHandle(), other)
    focused = panel.focusWidget()
    assert isinstance(focused, QWidget)
    assert focused.objectName() == ringed(panel)
