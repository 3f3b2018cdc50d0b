# SPDX-License-Identifier: Apache-2.0
"""What staff do with one ticket."""

from dataclasses import replace

from hall.ticket import TicketStatus
from kiosk.flow.change import Change, unexpected
from kiosk.flow.effects import ReprintTicket
from kiosk.flow.events import TicketPrinted
from kiosk.flow.staff_effects import CancelForVisitor
from kiosk.flow.staff_events import TicketActed
from kiosk.flow.staff_pages import forget_visitor_of, show_page
from kiosk.flow.staff_states import AtTicket, OneTicket, WhyCancel
from kiosk.flow.staff_touches import StaffCancelPressed, StaffReprintPressed, WhyPressed
from kiosk.flow.staff_values import CANCEL_REASONS, Remark, StaffAct, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.ticket import ordered
from kiosk.flow.touches import Touch
from kiosk.flow.values import Paper

PRINTED, MAYBE_PRINTED = "screen.staff_ticket.printed", "screen.staff_ticket.maybe_printed"
_WAITING = (TicketStatus.EARLY, TicketStatus.WAITING)


def touched(kiosk: Kiosk, person: StaffPerson, page: AtTicket, event: Touch) -> Change:
    """An act on the ticket; one at a time."""
    if isinstance(page, WhyCancel):
        return _why_touched(kiosk, person, page, event)
    if page.doing is not None:
        return unexpected(kiosk)
    match event:
        case StaffReprintPressed() if can_reprint(kiosk, page):
            return _reprint(kiosk, person, page)
        case StaffCancelPressed() if can_cancel(kiosk, page):
            return show_page(kiosk, WhyCancel(page))
        case _:
            return unexpected(kiosk)


def _why_touched(kiosk: Kiosk, person: StaffPerson, page: WhyCancel, event: Touch) -> Change:
    """The reason is the word for it: nothing is asked once more."""
    if not isinstance(event, WhyPressed) or event.reason not in CANCEL_REASONS:
        return unexpected(kiosk)
    ticket_id = page.before.ticket.view.ticket_id
    doing = replace(page.before, doing=StaffAct.CANCELLED, remark=None)
    return show_page(kiosk, doing, CancelForVisitor(ticket_id, person.staff_id, event.reason))


def can_reprint(kiosk: Kiosk, page: OneTicket) -> bool:
    """An open ticket of whichever kiosk, of which no paper is on its way."""
    return page.ticket.status.is_open and not _is_printing(kiosk, page)


def can_cancel(kiosk: Kiosk, page: OneTicket) -> bool:
    """One that waits, at the kiosk that made it; its paper must not come out after it."""
    is_own = not page.ticket.view.is_elsewhere
    return is_own and page.ticket.status in _WAITING and not _is_printing(kiosk, page)


def printed(kiosk: Kiosk, event: TicketPrinted) -> Kiosk:
    """What is known of the paper, where its ticket is still looked at."""
    page = _page_of(kiosk, event)
    if page is None or page.doing is None:
        return kiosk
    copies = page.ticket.copies + (page.doing is StaffAct.REPRINTED)
    ticket = replace(page.ticket, copies=copies)
    after, _ = show_page(kiosk, replace(page, ticket=ticket, doing=None, remark=_remark(event)))
    return after


def acted(kiosk: Kiosk, event: TicketActed) -> Change:
    """What became of it; a visitor is not given back a screen that shows another status."""
    if event.status is not None:
        kiosk = forget_visitor_of(kiosk, event.ticket_id)
    page = _page_of(kiosk, event)
    if page is None:
        return kiosk, ()
    ticket = replace(page.ticket, status=event.status or page.ticket.status)
    return show_page(kiosk, replace(page, ticket=ticket, doing=None, remark=event.remark))


def _page_of(kiosk: Kiosk, event: TicketPrinted | TicketActed) -> OneTicket | None:
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    is_shown = isinstance(page, OneTicket) and page.ticket.view.ticket_id == event.ticket_id
    return page if is_shown and isinstance(page, OneTicket) else None


def _is_printing(kiosk: Kiosk, page: OneTicket) -> bool:
    return page.ticket.view.ticket_id in kiosk.printing


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
    doing = replace(page, doing=StaffAct.REPRINTED, remark=None)
    return show_page(ordered(kiosk, ticket_id), doing, wanted)
