# SPDX-License-Identifier: Apache-2.0
"""A visitor with a booking: by itself to the ticket, or to what is left of it."""

from dataclasses import replace
from typing import assert_never

from hall.ids import BookingId
from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.effects import CheckIn
from kiosk.flow.states import (
    Again,
    Bookings,
    CheckingIn,
    CheckInPause,
    InsteadOfBooking,
    Kiosk,
    Screen,
    Unanswered,
)
from kiosk.flow.touches import BookingPressed, BookingTouch, HeldTicketPressed
from kiosk.flow.values import BookingView


def react(kiosk: Kiosk, event: BookingTouch) -> Change:
    """A touch on the list of bookings."""
    match event:
        case BookingPressed(booking_id):
            return _booking_pressed(kiosk, booking_id)
        case HeldTicketPressed():
            held = kiosk.visitor.open_ticket if kiosk.visitor else None
            if held is None or not isinstance(kiosk.screen, Bookings):
                return unexpected(kiosk)
            return show(kiosk, Again(held))
        case _:
            assert_never(event)


def is_by_itself(kiosk: Kiosk) -> bool:
    """Whether the visitor came for one thing only, which needs no touch: his booking."""
    visitor = kiosk.visitor
    if visitor is None or visitor.open_ticket is not None or len(visitor.bookings) != 1:
        return False
    return visitor.bookings[0].state.is_ready


def bookings_first(kiosk: Kiosk) -> Change:
    """One booking leads on by itself; of several, or beside a ticket, one is chosen."""
    visitor = kiosk.visitor
    if visitor is None or visitor.open_ticket is not None or len(visitor.bookings) != 1:
        return show(kiosk, Bookings())
    return show(kiosk, lead_to(kiosk, visitor.bookings[0]))


def lead_to(kiosk: Kiosk, booking: BookingView) -> Screen:
    """The time to say "not this", or what can be had instead."""
    if booking.state.is_ready:
        # Of a suspended service he decides: his number now, or another day.
        asks = kiosk.settings.is_check_in_asked or booking.is_suspended
        return CheckInPause(booking, asks=asks)
    return InsteadOfBooking(booking)


def check_in(kiosk: Kiosk) -> Change:
    """The end of the pause: the booking becomes a ticket now."""
    screen, visitor = kiosk.screen, kiosk.visitor
    if not isinstance(screen, CheckInPause) or visitor is None:
        return unexpected(kiosk)
    wanted = CheckIn(
        kiosk.visit_no,
        visitor.business_date,
        screen.booking.booking,
        is_green=visitor.is_green,
        present=visitor.proxy.digest if visitor.proxy else None,
        is_in_person=kiosk.is_in_person,
        visit=visitor.visit,
    )
    waiting = (*kiosk.unanswered, Unanswered(kiosk.visit_no, kiosk.language))
    return replace(kiosk, screen=CheckingIn(screen.booking), unanswered=waiting), (wanted,)


def has_list(kiosk: Kiosk) -> bool:
    """Whether there is a list of bookings worth going back to."""
    visitor = kiosk.visitor
    known = visitor.bookings if visitor else ()
    return len(known) > 1 or (bool(known) and visitor is not None and bool(visitor.open_ticket))


def _booking_pressed(kiosk: Kiosk, booking_id: BookingId) -> Change:
    known = kiosk.visitor.bookings if kiosk.visitor else ()
    chosen = next((each for each in known if each.booking.booking_id == booking_id), None)
    if chosen is None or not isinstance(kiosk.screen, Bookings):
        return unexpected(kiosk)
    return show(kiosk, lead_to(kiosk, chosen))
