# SPDX-License-Identifier: Apache-2.0
"""One screen back."""

from dataclasses import replace

from kiosk.flow.booked import has_list
from kiosk.flow.change import Change, end_visit, go_home, unexpected
from kiosk.flow.choosing import list_of_services, not_this_booking
from kiosk.flow.states import (
    Again,
    AskCancel,
    Bookings,
    Cancelled,
    CheckInPause,
    CodeKeypad,
    Finding,
    InsteadOfBooking,
    KeepNumber,
    Keypad,
    Kiosk,
    NoCard,
    Pause,
    Reading,
    Refused,
    Services,
    TicketShown,
    When,
)
from kiosk.flow.ticket import screen_before_cancel


def back(kiosk: Kiosk) -> Change:
    """One screen back; from the first screen of a visit, or when all is done, home."""
    match kiosk.screen:
        case Reading() | Keypad() | CodeKeypad() | Finding() | NoCard():
            after = _leave(kiosk)
        case Services():
            after = _back_from_services(kiosk)
        case When() | Pause() | Refused(leads_back=True):
            after = list_of_services(kiosk)
        case CheckInPause():
            after = not_this_booking(kiosk)
        case InsteadOfBooking() if has_list(kiosk):
            after = replace(kiosk, screen=Bookings())
        case AskCancel(ticket, is_cancelling=False):
            after = replace(kiosk, screen=screen_before_cancel(kiosk, ticket))
        case Bookings() | InsteadOfBooking():
            after = go_home(kiosk)
        case Again() | TicketShown() | KeepNumber() | Cancelled() | Refused():
            after = go_home(kiosk)
        case _:
            return unexpected(kiosk)
    return after, ()


def _leave(kiosk: Kiosk) -> Kiosk:
    """Nobody was recognised yet, so the size and language somebody chose stay with him."""
    is_known = kiosk.visitor is not None and kiosk.visitor.identity is not None
    return go_home(kiosk) if is_known else end_visit(kiosk)


def _back_from_services(kiosk: Kiosk) -> Kiosk:
    if kiosk.visitor is not None and kiosk.visitor.bookings:
        return replace(kiosk, screen=Bookings())
    ticket = kiosk.visitor.open_ticket if kiosk.visitor else None
    return go_home(kiosk) if ticket is None else replace(kiosk, screen=Again(ticket))
