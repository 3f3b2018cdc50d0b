# SPDX-License-Identifier: Apache-2.0
"""Fingers on the glass as the panel's driver tells them: palms, long holds, drags, two taps."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from kiosk.flow.touches import (
    BackPressed,
    PagePressed,
    ScreenTouched,
    ServicePressed,
    Touch,
)
from kiosk.ui.guard import SETTLE_SECONDS
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.clocks import Seconds
from tests.gui.sample_hall import SERVICES
from tests.gui.samples import samples

pytestmark = pytest.mark.gui

PROPERTY, SOCIAL = (ServicePressed(tile.service_id) for tile in SERVICES[:2])
GLASS = QTest.createTouchDevice()


class Hand:
    """Fingers by number, each at a control or a place."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel
        self._on_glass = set[str]()

    def down(self, **fingers: str | QPoint) -> None:
        self._at_once("press", fingers)

    def move(self, **fingers: str | QPoint) -> None:
        self._at_once("move", fingers)

    def up(self, **fingers: str | QPoint) -> None:
        self._at_once("release", fingers)

    def tap(self, name: str) -> None:
        self.down(f1=name)
        self.up(f1=name)

    def _at_once(self, what: str, fingers: dict[str, str | QPoint]) -> None:
        window = self._panel.windowHandle()
        sequence = QTest.touchEvent(window, GLASS, False)  # noqa: FBT003 - Qt's signature
        for finger, at in fingers.items():
            getattr(sequence, what)(int(finger[1:]), self._place(at), window)
        for finger in self._on_glass - set(fingers):
            sequence.stationary(int(finger[1:]))
        self._on_glass |= set(fingers)
        if what == "release":
            self._on_glass -= set(fingers)
        sequence.commit()

    def _place(self, at: str | QPoint) -> QPoint:
        if isinstance(at, QPoint):
            return at
        controls = self._panel.findChildren(WrapButton, at)
        return next(one for one in controls if one.isVisible()).geometry().center()


@pytest.fixture
def hand(panel: Panel, seconds: Seconds) -> Hand:
    panel.show_kiosk(samples()["services"])
    seconds.go_on(SETTLE_SECONDS)
    return Hand(panel)


@pytest.fixture
def touches(panel: Panel) -> Iterator[list[Touch]]:
    seen: list[Touch] = []
    panel.touched.connect(seen.append)
    yield seen
    panel.touched.disconnect(seen.append)


def acts(touches: list[Touch]) -> list[Touch]:
    """What is more than a sign of life."""
    return [touch for touch in touches if touch != ScreenTouched()]


def test_a_tap_is_the_event_of_its_control(hand: Hand, touches: list[Touch]) -> None:
    hand.tap("service.social")
    assert touches == [SOCIAL]


def test_two_taps_with_a_screen_between_them_are_one_wish(
    panel: Panel, seconds: Seconds, hand: Hand, touches: list[Touch]
) -> None:
    hand.tap("service.social")
    for number, name in enumerate(("pause", "services_many", "again", "welcome"), start=1):
        panel.show_kiosk(replace(samples()[name], screen_no=number))
        seconds.go_on(0.1)
        for control in panel.findChildren(WrapButton):
            if control.isVisible():
                hand.tap(control.objectName())
    assert acts(touches) == [SOCIAL]


def test_a_palm_presses_nothing(hand: Hand, touches: list[Touch]) -> None:
    palm = {"f1": "service.property", "f2": "service.social", "f3": "service.medical"}
    hand.down(**palm)
    hand.up(**palm)
    assert touches
    assert acts(touches) == []


def test_a_hand_that_comes_down_finger_by_finger_presses_nothing(
    seconds: Seconds, hand: Hand, touches: list[Touch]
) -> None:
    hand.down(f1="service.property")
    hand.down(f2="service.social")
    seconds.go_on(2.0)
    hand.move(f1=QPoint(300, 700))
    hand.up(f2="service.social")
    hand.move(f1="service.property")
    hand.up(f1="service.property")
    assert acts(touches) == []


def test_fingers_are_heard_again_when_the_palm_has_gone(hand: Hand, touches: list[Touch]) -> None:
    palm = {"f1": "service.property", "f2": "service.social"}
    hand.down(**palm)
    hand.up(**palm)
    hand.tap("service.social")
    assert acts(touches) == [SOCIAL]


def test_a_finger_held_for_seconds_presses_once(
    seconds: Seconds, hand: Hand, touches: list[Touch]
) -> None:
    hand.down(f1="service.property")
    for _ in range(20):
        seconds.go_on(0.5)
        hand.move(f1="service.property")
    assert acts(touches) == []
    hand.up(f1="service.property")
    assert acts(touches) == [PROPERTY]


def test_a_held_finger_that_trembles_after_the_screen_changed_presses_nothing(
    panel: Panel, seconds: Seconds, hand: Hand, touches: list[Touch]
) -> None:
    hand.down(f1="service.property")
    panel.show_kiosk(replace(samples()["services_many"], screen_no=1))
    seconds.go_on(1.0)
    hand.move(f1=QPoint(250, 600))
    hand.move(f1="service.property")
    hand.up(f1="service.property")
    assert acts(touches) == []


def test_a_control_that_becomes_another_one_under_the_finger_is_not_pressed(
    panel: Panel, hand: Hand, touches: list[Touch]
) -> None:
    kiosk = samples()["services"]
    hand.down(f1="service.property")
    panel.show_kiosk(replace(kiosk, services=kiosk.services[1:]))
    hand.move(f1="service.social")
    hand.up(f1="service.social")
    assert acts(touches) == []


def test_a_drag_off_a_control_presses_neither_it_nor_where_it_ends(
    hand: Hand, touches: list[Touch]
) -> None:
    hand.down(f1="service.property")
    for place in ("service.social", "service.medical", "bar.back"):
        hand.move(f1=place)
    hand.up(f1="bar.back")
    assert acts(touches) == []


def test_a_drag_that_comes_back_is_a_press(hand: Hand, touches: list[Touch]) -> None:
    hand.down(f1="service.property")
    hand.move(f1="service.social")
    hand.move(f1="service.property")
    hand.up(f1="service.property")
    assert acts(touches) == [PROPERTY]


def test_a_swipe_over_the_screen_is_no_gesture(hand: Hand, touches: list[Touch]) -> None:
    hand.down(f1=QPoint(10, 10))
    for y in range(100, 1900, 100):
        hand.move(f1=QPoint(500, y))
    hand.up(f1="bar.back")
    assert acts(touches) == []


def test_a_double_tap_turns_one_page(
    panel: Panel, seconds: Seconds, hand: Hand, touches: list[Touch]
) -> None:
    panel.show_kiosk(replace(samples()["services_many"], screen_no=1))
    seconds.go_on(SETTLE_SECONDS)
    for _ in range(2):
        hand.tap("more")
        seconds.go_on(0.1)
    hand.tap("bar.back")
    assert acts(touches) == [PagePressed(), BackPressed()]
