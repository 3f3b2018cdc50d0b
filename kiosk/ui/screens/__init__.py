# SPDX-License-Identifier: Apache-2.0
"""One module per state of the flow; each turns a state into a frame."""

from typing import assert_never

from kiosk.flow.states import (
    About,
    Again,
    AskCancel,
    BeforeOpening,
    Bookings,
    Cancelled,
    CheckingIn,
    CheckInPause,
    Closed,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    GreenReasons,
    Help,
    Home,
    InsteadOfBooking,
    Issuing,
    KeepNumber,
    Keypad,
    Kiosk,
    Materials,
    NoCard,
    OutOfService,
    Pause,
    Privacy,
    Reading,
    Refused,
    Screen,
    Services,
    StaffMode,
    Starting,
    StillThere,
    TicketShown,
    Welcome,
    When,
)
from kiosk.ui import adjusting
from kiosk.ui.frame import Frame
from kiosk.ui.look import PanelLook
from kiosk.ui.scene import Scene
from kiosk.ui.screens import (
    about,
    again,
    ask_cancel,
    before_opening,
    bookings,
    cancelled,
    check_in,
    closed,
    code_keypad,
    direct,
    documents,
    family,
    finding,
    green,
    help_desk,
    instead_of_booking,
    issuing,
    keep_number,
    keypad,
    materials,
    no_card,
    out_of_service,
    pause,
    privacy,
    reading,
    refused,
    services,
    staff,
    starting,
    still_there,
    ticket_shown,
    welcome,
    when,
)
from kiosk.ui.theme import Theme

_Typing = Keypad | Documents | DocumentKeypad | CodeKeypad
_Identifying = Reading | _Typing | Finding | NoCard | Family
_Booked = Bookings | InsteadOfBooking | CheckInPause | CheckingIn
_Taking = When | Pause | Issuing
_Choosing = Services | GreenReasons | Direct | Materials | _Taking
_Held = TicketShown | KeepNumber | About | AskCancel | Cancelled | Again


def frame_of(kiosk: Kiosk, look: PanelLook, theme: Theme) -> Frame:
    """The screen of a kiosk's state."""
    scene = Scene(kiosk, look, theme)
    return adjusting.with_row(_frame(scene, kiosk.screen), scene)


def _frame(scene: Scene, screen: Screen) -> Frame:
    if isinstance(screen, Home):
        return _home(scene, screen)
    if isinstance(screen, _Identifying):
        return _identifying(scene, screen)
    if isinstance(screen, _Booked):
        return _booked(scene, screen)
    if isinstance(screen, _Choosing):
        return _choosing(scene, screen)
    if isinstance(screen, _Held):
        return _held(scene, screen)
    return _of_any_visit(scene, screen)


def _home(scene: Scene, screen: Home) -> Frame:
    match screen:
        case Starting():
            return starting.frame(scene)
        case Welcome():
            return welcome.frame(scene)
        case BeforeOpening():
            return before_opening.frame(scene)
        case Closed():
            return closed.frame(scene)
        case OutOfService():
            return out_of_service.frame(scene)
        case _:
            assert_never(screen)


def _typing(scene: Scene, screen: _Typing) -> Frame:
    match screen:
        case Keypad():
            return keypad.frame(scene, screen)
        case Documents():
            return documents.which(scene, screen)
        case DocumentKeypad():
            return documents.keypad(scene, screen)
        case CodeKeypad():
            return code_keypad.frame(scene, screen)
        case _:
            assert_never(screen)


def _identifying(scene: Scene, screen: _Identifying) -> Frame:
    if isinstance(screen, _Typing):
        return _typing(scene, screen)
    match screen:
        case Reading():
            return reading.frame(scene, screen)
        case Finding():
            return finding.frame(scene)
        case NoCard():
            return no_card.frame(scene, screen)
        case Family():
            return family.frame(scene, screen)
        case _:
            assert_never(screen)


def _booked(scene: Scene, screen: _Booked) -> Frame:
    match screen:
        case Bookings():
            return bookings.frame(scene, screen)
        case InsteadOfBooking():
            return instead_of_booking.frame(scene, screen)
        case CheckInPause():
            return check_in.pause(scene, screen)
        case CheckingIn():
            return check_in.wait(scene, screen)
        case _:
            assert_never(screen)


def _choosing(scene: Scene, screen: _Choosing) -> Frame:
    if isinstance(screen, _Taking):
        return _taking(scene, screen)
    match screen:
        case Services():
            return services.frame(scene, screen)
        case GreenReasons():
            return green.frame(scene, screen)
        case Direct():
            return direct.frame(scene, screen)
        case Materials():
            return materials.frame(scene, screen)
        case _:
            assert_never(screen)


def _taking(scene: Scene, screen: _Taking) -> Frame:
    match screen:
        case When():
            return when.frame(scene, screen)
        case Pause():
            return pause.frame(scene, screen)
        case Issuing():
            return issuing.frame(scene, screen)
        case _:
            assert_never(screen)


def _held(scene: Scene, screen: _Held) -> Frame:
    match screen:
        case TicketShown():
            return ticket_shown.frame(scene, screen)
        case KeepNumber():
            return keep_number.frame(scene, screen)
        case About():
            return about.frame(scene, screen)
        case AskCancel():
            return ask_cancel.frame(scene, screen)
        case Cancelled():
            return cancelled.frame(scene, screen)
        case Again():
            return again.frame(scene, screen)
        case _:
            assert_never(screen)


def _of_any_visit(scene: Scene, screen: Refused | StillThere | Privacy | Help | StaffMode) -> Frame:
    match screen:
        case Refused():
            return refused.frame(scene, screen)
        case StillThere():
            return still_there.frame(scene)
        case Privacy():
            return privacy.frame(scene)
        case Help():
            return help_desk.frame(scene)
        case StaffMode():
            return staff.frame(scene, screen)
        case _:
            assert_never(screen)
