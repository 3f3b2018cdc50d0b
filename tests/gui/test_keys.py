# SPDX-License-Identifier: Apache-2.0
"""Keys of a keypad in front of the panel."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

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
from kiosk.ui.keys import BackKey
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from kiosk.ui.widgets.ring import RING_PX
from tests.gui.audit.measure import contrast_of, measure
from tests.gui.by_keys import BACK, DOWN, HELP, OK, UP, awake, ring, ringed
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import LOOK, SERVICES
from tests.gui.samples import in_size, samples

pytestmark = pytest.mark.gui

GAP = KeyboardScanner.longest_pause_seconds
PROPERTY, SOCIAL = (ServicePressed(tile.service_id) for tile in SERVICES[:2])
HERE = ScreenTouched()


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


def test_no_widget_keeps_a_key_for_itself(panel: Panel, touches: list[Touch]) -> None:
    """Qt walks with the Tab key and presses with Space by itself."""
    for one, other in pairwise([DOWN, Qt.Key.Key_Tab, Qt.Key.Key_Space]):
        QTest.keyClick(panel.windowHandle(), one)
        QTest.keyClick(panel.windowHandle(), other)
    focused = panel.focusWidget()
    assert isinstance(focused, QWidget)
    assert focused.objectName() == ringed(panel)
