# SPDX-License-Identifier: Apache-2.0
"""The bar that is the same on every screen: how it looks, back, restart, help."""

from typing import assert_never

from kiosk.flow import modes
from kiosk.flow.back import back
from kiosk.flow.change import (
    Change,
    go_home,
    is_as_new,
    is_home,
    show,
    unexpected,
)
from kiosk.flow.covers import help_over, innermost
from kiosk.flow.states import (
    AskCancel,
    CheckingIn,
    Issuing,
    Kiosk,
)
from kiosk.flow.touches import BackPressed, BarTouch, HelpPressed, ModeTouch, RestartPressed


def react(kiosk: Kiosk, event: BarTouch) -> Change:
    """A touch of the bar; the screen is not covered, or stays as it is."""
    if isinstance(event, ModeTouch):
        return modes.react(kiosk, event)
    match event:
        case BackPressed():
            return back(kiosk)
        case RestartPressed():
            return restart(kiosk)
        case HelpPressed():
            return show(kiosk, help_over(kiosk.screen))
        case _:
            assert_never(event)


def restart(kiosk: Kiosk) -> Change:
    """Everything from the beginning; not while a number is being taken or given up."""
    match innermost(kiosk.screen):
        case Issuing() | CheckingIn() | AskCancel(is_cancelling=True):
            return unexpected(kiosk)
        case screen if is_home(screen) and is_as_new(kiosk):
            return unexpected(kiosk)
        case _:
            return go_home(kiosk), ()
