# SPDX-License-Identifier: Apache-2.0
"""What staff do with one ticket."""

from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.effects import ReprintTicket
from kiosk.flow.events import TicketPrinted
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import OneTicket
from kiosk.flow.staff_touches import StaffReprintPressed
from kiosk.flow.staff_values import Remark, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.ticket import ordered
from kiosk.flow.touches import Touch
from kiosk.flow.values import Paper

PRINTED, MAYBE_PRINTED = "screen.staff_ticket.printed", "screen.staff_ticket.maybe_printed"


def touched(kiosk: Kiosk, person: StaffPerson, page: OneTicket, event: Touch) -> Change:
    """An act on the ticket; one at a time."""
    if page.is_busy:
        return unexpected(kiosk)
    match event:
        case StaffReprintPressed() if can_reprint(kiosk, page):
            return _reprint(kiosk, person, page)
        case _:
            return unexpected(kiosk)


def can_reprint(kiosk: Kiosk, page: OneTicket) -> bool:
    """An open ticket of whichever kiosk, of which no paper is on its way."""
    is_printing = page.ticket.view.ticket_id in kiosk.printing
    return page.ticket.status.is_open and not is_printing


def printed(kiosk: Kiosk, event: TicketPrinted) -> Kiosk:
    """What is known of the copy, where its ticket is still looked at."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    is_shown = isinstance(page, OneTicket) and page.ticket.view.ticket_id == event.ticket_id
    if not (is_shown and isinstance(page, OneTicket) and page.is_busy):
        return kiosk
    remark = _remark(event)
    copies = page.ticket.copies + (event.paper is not Paper.NOT_PRINTED)
    ticket = replace(page.ticket, copies=copies)
    after, _ = show_page(kiosk, replace(page, ticket=ticket, is_busy=False, remark=remark))
    return after


def _remark(event: TicketPrinted) -> Remark:
    match event.paper:
        case Paper.CONFIRMED:
            return Remark(PRINTED, is_good=True)
        case Paper.NOT_PRINTED if event.problem:
            return Remark(event.problem)
        case _:
            return Remark(MAYBE_PRINTED)


def _reprint(kiosk: Kiosk, person: StaffPerson, page: OneTicket) -> Change:
    ticket_id = page.ticket.view.ticket_id
    wanted = ReprintTicket(ticket_id, kiosk.settings.languages[0], person.staff_id)
    busy = replace(page, is_busy=True, remark=None)
    return show_page(ordered(kiosk, ticket_id), busy, wanted)
