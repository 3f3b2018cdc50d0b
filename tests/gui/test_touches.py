# SPDX-License-Identifier: Apache-2.0
"""Double taps, shaking hands, fingers on their way, touches beside everything."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from kiosk.flow.states import Kiosk
from kiosk.flow.touches import (
    AnotherServicePressed,
    BackPressed,
    BookingCodePressed,
    BookingPressed,
    DeletePressed,
    DigitPressed,
    ForFamilyPressed,
    HeldTicketPressed,
    LanguagePressed,
    NoCardPressed,
    PagePressed,
    ScreenTouched,
    ServicePressed,
    Touch,
    TypeNumberPressed,
)
from kiosk.ui.guard import KEY_REPEAT_SECONDS, SETTLE_SECONDS
from kiosk.ui.panel import Panel
from kiosk.ui.widgets.control import WrapButton
from tests.gui.clocks import Seconds
from tests.gui.sample_bookings import ON_TIME
from tests.gui.sample_hall import SERVICES
from tests.gui.samples import samples

pytestmark = pytest.mark.gui
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def touches(panel: Panel) -> Iterator[list[Touch]]:
    seen: list[Touch] = []
    panel.touched.connect(seen.append)
    yield seen
    panel.touched.disconnect(seen.append)


def show(panel: Panel, seconds: Seconds, kiosk: Kiosk) -> None:
    panel.show_kiosk(kiosk)
    seconds.go_on(SETTLE_SECONDS)


def control(panel: Panel, name: str) -> WrapButton:
    return next(b for b in panel.findChildren(WrapButton, name) if b.isVisible())


def tap(panel: Panel, name: str) -> None:
    QTest.mouseClick(control(panel, name), LEFT)


def test_a_touch_is_the_event_of_its_control(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["services"])
    tap(panel, "service.social")
    assert touches == [ServicePressed(SERVICES[1].service_id)]


def test_a_double_tap_counts_once(panel: Panel, seconds: Seconds, touches: list[Touch]) -> None:
    show(panel, seconds, samples()["services_many"])
    tap(panel, "more")
    seconds.go_on(0.1)
    tap(panel, "more")
    assert touches == [PagePressed(), ScreenTouched()]


def test_the_same_control_counts_again_after_half_a_second(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["services_many"])
    tap(panel, "more")
    seconds.go_on(0.5)
    tap(panel, "more")
    assert touches == [PagePressed(), PagePressed()]


def test_another_control_counts_at_once(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["services_many"])
    tap(panel, "more")
    seconds.go_on(0.1)
    tap(panel, "bar.back")
    assert touches == [PagePressed(), BackPressed()]


def test_the_second_tap_of_a_double_tap_presses_nothing_on_the_next_screen(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["services"])
    tap(panel, "service.social")
    panel.show_kiosk(replace(samples()["pause"], screen_no=1))
    seconds.go_on(0.1)
    tap(panel, "not_this")
    assert touches == [ServicePressed(SERVICES[1].service_id), ScreenTouched()]


def test_a_finger_put_down_too_early_does_not_press_by_staying(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    panel.show_kiosk(samples()["services"])
    seconds.go_on(0.4)
    QTest.mousePress(control(panel, "service.social"), LEFT)
    seconds.go_on(0.4)
    QTest.mouseRelease(control(panel, "service.social"), LEFT)
    assert touches == [ScreenTouched()]


def test_a_finger_that_holds_a_control_while_the_screen_changes_presses_nothing(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["services"])
    button = control(panel, "bar.back")
    QTest.mousePress(button, LEFT)
    panel.show_kiosk(replace(samples()["pause"], screen_no=1))
    seconds.go_on(1.0)
    QTest.mouseRelease(button, LEFT)
    assert BackPressed() not in touches


def test_the_same_screen_with_news_takes_touches_at_once(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["welcome"])
    panel.show_kiosk(samples()["welcome_unprinted"])
    tap(panel, "no_card")
    assert touches == [NoCardPressed()]


def test_a_release_outside_the_control_presses_nothing(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["services"])
    tile = control(panel, "service.social")
    QTest.mousePress(tile, LEFT)
    QTest.mouseMove(tile, QPoint(-30, -30))
    QTest.mouseRelease(tile, LEFT, pos=QPoint(-30, -30))
    assert touches == [ScreenTouched()]


def test_the_same_key_twice_is_the_same_digit_twice(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["keypad_begun"])
    tap(panel, "key.1")
    seconds.go_on(0.2)
    tap(panel, "key.1")
    seconds.go_on(0.2)
    tap(panel, "key.delete")
    seconds.go_on(0.2)
    tap(panel, "key.delete")
    assert touches == [DigitPressed("1"), DigitPressed("1"), DeletePressed(), DeletePressed()]


def test_a_finger_that_bounces_on_a_key_types_once(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["keypad_begun"])
    tap(panel, "key.1")
    seconds.go_on(KEY_REPEAT_SECONDS / 2)
    tap(panel, "key.1")
    assert touches == [DigitPressed("1"), ScreenTouched()]


def test_two_keys_may_follow_as_fast_as_fingers_can(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["keypad_begun"])
    for digit in "121":
        tap(panel, f"key.{digit}")
        seconds.go_on(0.07)
    assert touches == [DigitPressed("1"), DigitPressed("2"), DigitPressed("1")]


@pytest.mark.parametrize("name", ["title", "bar.back"])
def test_a_touch_on_nothing_says_that_somebody_is_there(
    panel: Panel, seconds: Seconds, touches: list[Touch], name: str
) -> None:
    """Words and sleeping controls are nothing to touch."""
    show(panel, seconds, samples()["welcome"])
    widget = next(w for w in panel.findChildren(QWidget, name) if w.isVisible())
    QTest.mouseClick(panel.windowHandle(), LEFT, pos=widget.geometry().center())
    assert touches == [ScreenTouched()]


def test_a_touch_between_things_says_that_somebody_is_there(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["welcome"])
    QTest.mouseClick(panel, LEFT, pos=QPoint(3, 3))
    assert touches == [ScreenTouched()]


def test_a_shaking_hand_changes_the_language_once(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["welcome"])
    for _ in range(4):
        tap(panel, "language.en")
        seconds.go_on(0.12)
    assert touches == [LanguagePressed("en"), *(ScreenTouched(),) * 3]


def test_the_keypad_for_booking_codes_types_digits_alone(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["code_keypad_length"])
    keys = [b for b in panel.findChildren(WrapButton) if b.isVisible()]
    assert "key.X" not in {key.objectName() for key in keys}
    tap(panel, "key.0")
    seconds.go_on(0.2)
    tap(panel, "key.delete")
    assert touches == [DigitPressed("0"), DeletePressed()]


def test_bookings_and_what_is_left_of_them_are_touched_by_their_own_controls(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    kiosk = samples()["bookings_many"]
    show(panel, seconds, kiosk)
    tap(panel, f"booking.{ON_TIME.booking.number}")
    seconds.go_on(0.1)
    tap(panel, "held")
    show(panel, seconds, replace(samples()["instead_late"], screen_no=1))
    tap(panel, "another")
    assert touches == [
        BookingPressed(ON_TIME.booking.booking_id),
        HeldTicketPressed(),
        AnotherServicePressed(),
    ]


def test_family_is_one_touch_from_the_services_and_the_number_of_a_relative_one_more(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["family_offered_many"])
    tap(panel, "for_family")
    show(panel, seconds, replace(samples()["booked_family"], screen_no=1))
    tap(panel, "type_number")
    seconds.go_on(0.1)
    tap(panel, "booking_code")
    assert touches == [ForFamilyPressed(), TypeNumberPressed(), BookingCodePressed()]


@pytest.mark.parametrize("name", ["services", "family_services", "no_card"])
def test_family_is_offered_only_where_numbers_for_others_are_given(
    panel: Panel, seconds: Seconds, name: str
) -> None:
    """Not where the limit is 0, nor again to a proxy, nor to who is not known."""
    show(panel, seconds, samples()[name])
    assert "for_family" not in {b.objectName() for b in panel.findChildren(WrapButton)}


@pytest.mark.parametrize(
    ("name", "is_awake"), [("family_again", True), ("booked_family_again_by_code", False)]
)
def test_a_number_of_before_is_cancelled_with_the_card_alone(
    panel: Panel, seconds: Seconds, name: str, *, is_awake: bool
) -> None:
    show(panel, seconds, samples()[name])
    assert control(panel, "cancel").isEnabled() is is_awake
    assert control(panel, "reprint").isEnabled()


def test_a_booking_code_is_one_touch_from_the_welcome_screen(
    panel: Panel, seconds: Seconds, touches: list[Touch]
) -> None:
    show(panel, seconds, samples()["booked_welcome"])
    tap(panel, "booking_code")
    assert touches == [BookingCodePressed()]
