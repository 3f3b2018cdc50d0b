# SPDX-License-Identifier: Apache-2.0
"""One module per state of the flow; each turns a state into a frame."""

from typing import assert_never

from kiosk.flow.states import (
    Again,
    AskCancel,
    BeforeOpening,
    Bookings,
    Cancelled,
    CheckingIn,
    CheckInPause,
    Closed,
    CodeKeypad,
    Family,
    Finding,
    Help,
    InsteadOfBooking,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    NoCard,
    Pause,
    Reading,
    Refused,
    Services,
    Starting,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.ui.frame import Frame
from kiosk.ui.look import PanelLook
from kiosk.ui.scene import Scene
from kiosk.ui.screens import (
    again,
    ask_cancel,
    before_opening,
    bookings,
    cancelled,
    check_in,
    closed,
    code_keypad,
    family,
    finding,
    help_desk,
    instead_of_booking,
    issuing,
    keep_number,
    keypad,
    no_card,
    pause,
    reading,
    refused,
    services,
    starting,
    still_there,
    ticket_shown,
    welcome,
    when,
)
from kiosk.ui.theme import Theme


def frame_of(kiosk: Kiosk, look: PanelLook, theme: Theme) -> Frame:  # noqa: C901, PLR0911, PLR0912 - a table of all screens
    """The screen of a kiosk's state."""
    scene = Scene(kiosk, look, theme)
    match kiosk.screen:
        case Starting():
            return starting.frame(scene)
        case Welcome():
            return welcome.frame(scene)
        case BeforeOpening():
            return before_opening.frame(scene)
        case Closed():
            return closed.frame(scene)
        case Reading() as screen:
            return reading.frame(scene, screen)
        case Keypad() as screen:
            return keypad.frame(scene, screen)
        case CodeKeypad() as screen:
            return code_keypad.frame(scene, screen)
        case Finding():
            return finding.frame(scene)
        case Bookings() as screen:
            return bookings.frame(scene, screen)
        case InsteadOfBooking() as screen:
            return instead_of_booking.frame(scene, screen)
        case CheckInPause() as screen:
            return check_in.pause(scene, screen)
        case CheckingIn() as screen:
            return check_in.wait(scene, screen)
        case NoCard() as screen:
            return no_card.frame(scene, screen)
        case Family() as screen:
            return family.frame(scene, screen)
        case Services() as screen:
            return services.frame(scene, screen)
        case When() as screen:
            return when.frame(scene, screen)
        case Pause() as screen:
            return pause.frame(scene, screen)
        case Issuing() as screen:
            return issuing.frame(scene, screen)
        case TicketShown() as screen:
            return ticket_shown.frame(scene, screen)
        case KeepNumber() as screen:
            return keep_number.frame(scene, screen)
        case AskCancel() as screen:
            return ask_cancel.frame(scene, screen)
        case Cancelled() as screen:
            return cancelled.frame(scene, screen)
        case Again() as screen:
            return again.frame(scene, screen)
        case Refused() as screen:
            return refused.frame(scene, screen)
        case StillThere():
            return still_there.frame(scene)
        case Help():
            return help_desk.frame(scene)
        case _:
            assert_never(kiosk.screen)
