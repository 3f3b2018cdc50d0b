# SPDX-License-Identifier: Apache-2.0
"""What comes first once the visitor is known."""

from kiosk.flow.booked import bookings_first
from kiosk.flow.change import Change, gives_numbers, show
from kiosk.flow.choosing import choose, is_single, list_of_services
from kiosk.flow.problems import NO_BOOKING
from kiosk.flow.states import Again, Kiosk, Refused


def onward(kiosk: Kiosk) -> Change:
    """The first thing to decide: booking, old ticket, service, or nothing."""
    visitor = kiosk.visitor
    if visitor is not None and visitor.bookings:
        return bookings_first(kiosk)
    if visitor is not None and visitor.open_ticket is not None:
        return show(kiosk, Again(visitor.open_ticket))
    if not gives_numbers(kiosk):
        return show(kiosk, Refused(NO_BOOKING))
    if is_single(kiosk):
        return choose(kiosk, kiosk.services[0])
    return list_of_services(kiosk), ()
