# SPDX-License-Identifier: Apache-2.0
"""Staff say who they are: staff number, then PIN."""

from dataclasses import replace

from hall.identity import Secret
from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_effects import CheckPin
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import WayIn
from kiosk.flow.staff_values import PIN_DIGITS, STAFF_NUMBER_DIGITS, Remark
from kiosk.flow.states import Kiosk
from kiosk.flow.touches import DeletePressed, DigitPressed, NumberDonePressed, Touch

_DIGITS = "0123456789"


def touched(kiosk: Kiosk, page: WayIn, event: Touch) -> Change:
    """A key; nothing while number and PIN are looked at."""
    if page.is_checking:
        return unexpected(kiosk)
    match event:
        case DigitPressed(digit):
            return _digit(kiosk, page, digit)
        case DeletePressed() if typed(page):
            return _show(kiosk, page, typed(page).reveal()[:-1])
        case NumberDonePressed() if typed(page):
            return _done(kiosk, page)
        case _:
            return unexpected(kiosk)


def typed(page: WayIn) -> Secret:
    """What the keys are typing now."""
    return page.pin if page.is_pin_asked else page.number


def back(page: WayIn) -> WayIn | None:
    """The staff number again; None from there."""
    return WayIn() if page.is_pin_asked else None


def refused(kiosk: Kiosk, remark: Remark) -> Change:
    """From the beginning: it is not said which of the two was wrong."""
    return show_page(kiosk, WayIn(remark=remark))


def _digit(kiosk: Kiosk, page: WayIn, digit: str) -> Change:
    so_far = typed(page).reveal()
    most = PIN_DIGITS if page.is_pin_asked else STAFF_NUMBER_DIGITS
    if len(digit) != 1 or digit not in _DIGITS or len(so_far) >= most:
        return unexpected(kiosk)
    return _show(kiosk, page, so_far + digit)


def _show(kiosk: Kiosk, page: WayIn, text: str) -> Change:
    if page.is_pin_asked:
        return show_page(kiosk, replace(page, pin=Secret(text)))
    return show_page(kiosk, replace(page, number=Secret(text), remark=None))


def _done(kiosk: Kiosk, page: WayIn) -> Change:
    if not page.is_pin_asked:
        return show_page(kiosk, replace(page, is_pin_asked=True))
    asked = CheckPin(page.number, page.pin)
    return show_page(kiosk, replace(page, is_checking=True), asked)
