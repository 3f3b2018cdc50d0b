# SPDX-License-Identifier: Apache-2.0
"""Somebody is there, or has finished; and touches while help or "still there?" cover a screen."""

from dataclasses import replace
from typing import assert_never

from kiosk.flow import bar, direction, staff_mode
from kiosk.flow.change import Change, go_home, show, unexpected
from kiosk.flow.staff_touches import StaffPressed, StaffTouch
from kiosk.flow.states import (
    Again,
    Cancelled,
    Direct,
    Help,
    KeepNumber,
    Kiosk,
    Privacy,
    Refused,
    StillThere,
    TicketShown,
    Welcome,
)
from kiosk.flow.touches import (
    BackPressed,
    BarTouch,
    DonePressed,
    PresenceTouch,
    PrivacyPressed,
    ScreenTouched,
    SlipPressed,
    StillHerePressed,
    Touch,
)


def react(kiosk: Kiosk, event: PresenceTouch | StaffTouch) -> Change:
    """A touch on a screen that nothing covers."""
    match event:
        case DonePressed():
            return _done_pressed(kiosk)
        case ScreenTouched():
            return kiosk, ()
        case SlipPressed():
            return direction.pressed(kiosk)
        case PrivacyPressed() if isinstance(kiosk.screen, Welcome):
            return show(kiosk, Privacy(kiosk.screen))
        case PrivacyPressed() | StillHerePressed():
            return unexpected(kiosk)
        case _ if isinstance(event, StaffTouch):
            return unexpected(kiosk)
        case _:
            assert_never(event)


def _done_pressed(kiosk: Kiosk) -> Change:
    match kiosk.screen:
        case TicketShown() | KeepNumber() | Direct() | Again() | Cancelled() | Refused():
            return go_home(kiosk), ()
        case _:
            return unexpected(kiosk)


def touched_under_help(kiosk: Kiosk, screen: Help | Privacy, event: Touch) -> Change:
    """Help, or what is kept, goes when it is closed; size and language work there too."""
    match event:
        case BackPressed() | DonePressed() | StillHerePressed():
            return show(kiosk, screen.before)
        case ScreenTouched():
            return kiosk, ()
        case StaffPressed() if isinstance(screen, Help):
            return staff_mode.way_in(kiosk)
        case _ if isinstance(event, BarTouch):
            return bar.react(kiosk, event)
        case _:
            return unexpected(kiosk)


def touched_under_question(kiosk: Kiosk, screen: StillThere, event: Touch) -> Change:
    """Any touch says that somebody is there; nothing is lost, unless it says that all is done."""
    if isinstance(event, DonePressed):
        return go_home(kiosk), ()
    kiosk = replace(kiosk, screen=screen.before)
    if isinstance(event, BackPressed) or not isinstance(event, BarTouch):
        return kiosk, ()
    return bar.react(kiosk, event)
