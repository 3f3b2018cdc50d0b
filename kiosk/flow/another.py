# SPDX-License-Identifier: Apache-2.0
"""还要办别的: one more number in the same visit, without the card being laid again (rules.md 1)."""

from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.choosing import has_services, list_of_services
from kiosk.flow.identifying import load_visit
from kiosk.flow.states import (
    Again,
    Bookings,
    InsteadOfBooking,
    KeepNumber,
    Kiosk,
    TicketShown,
)
from kiosk.flow.values import Paper, TicketView, Visitor


def pressed(kiosk: Kiosk) -> Change:
    """The services once more; what was just taken is kept, and stays shown beside the next."""
    visitor = kiosk.visitor
    if visitor is None or not has_services(kiosk):
        return unexpected(kiosk)
    match kiosk.screen:
        case Again() | Bookings() | InsteadOfBooking():
            return list_of_services(kiosk), ()
        case TicketShown(ticket) | KeepNumber(ticket) if ticket.paper is not Paper.PRINTING:
            return _after(kiosk, visitor, ticket)
        case _:
            return unexpected(kiosk)


def _after(kiosk: Kiosk, visitor: Visitor, ticket: TicketView) -> Change:
    """The tiles are of before this number, so they are asked for anew."""
    before = tuple(each for each in visitor.taken if each.ticket_id != ticket.ticket_id)
    visitor = replace(visitor, taken=(*before, ticket))
    kiosk = list_of_services(replace(kiosk, visitor=visitor, visit_no=kiosk.visit_no + 1))
    return kiosk, load_visit(kiosk)
