# SPDX-License-Identifier: Apache-2.0
"""Staff look for a ticket: the last ones, by its number, by its code, by the visitor's card."""

from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_effects import FindTickets
from kiosk.flow.staff_events import TicketsFound
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import Finding, NumberSought, OneTicket, TicketList
from kiosk.flow.staff_touches import FindByNumberPressed, FoundPressed
from kiosk.flow.staff_values import How, Sought, StaffTicket
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import DeletePressed, DigitPressed, NumberDonePressed, PagePressed, Touch
from kiosk.flow.values import Shape, Size

MOST_DIGITS = 4
_DIGITS = "0123456789"

ROWS = {Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 3}
SHORT_ROWS = {Size.NORMAL: 4, Size.LARGE: 2, Size.EXTRA_LARGE: 2}
"""How many tickets a page holds, also where there is less height."""


def find(kiosk: Kiosk, sought: Sought) -> Change:
    """The list, empty until the answer comes."""
    return show_page(kiosk, TicketList(sought), FindTickets(sought))


def found(kiosk: Kiosk, event: TicketsFound) -> Change:
    """The answer, where it is still waited for; a single ticket that was asked for is shown at once."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    if not isinstance(page, TicketList) or page.sought != event.sought:
        return kiosk, ()
    listed = replace(page, tickets=event.tickets, is_loaded=True, problem=event.problem)
    if len(event.tickets) == 1 and event.sought.how is not How.LATEST and not page.is_loaded:
        return show_page(kiosk, OneTicket(event.tickets[0], listed))
    return show_page(kiosk, listed)


def touched(kiosk: Kiosk, page: Finding, event: Touch) -> Change:
    """A touch while a ticket is looked for."""
    if isinstance(page, TicketList):
        return _list_touched(kiosk, page, event)
    return _number_touched(kiosk, page, event)


def _list_touched(kiosk: Kiosk, page: TicketList, event: Touch) -> Change:
    """One of the tickets, more of them, or another way to look."""
    match event:
        case FoundPressed(ticket_id):
            chosen = [one for one in page.tickets if one.view.ticket_id == ticket_id]
            return show_page(kiosk, OneTicket(chosen[0], page)) if chosen else unexpected(kiosk)
        case PagePressed() if pages_of(kiosk, page) > 1:
            return show_page(kiosk, replace(page, page=(page.page + 1) % pages_of(kiosk, page)))
        case FindByNumberPressed():
            return show_page(kiosk, NumberSought())
        case _:
            return unexpected(kiosk)


def _number_touched(kiosk: Kiosk, page: NumberSought, event: Touch) -> Change:
    """The digits of a number, without its letter: no hall has many series."""
    match event:
        case DigitPressed(digit) if len(digit) == 1 and digit in _DIGITS:
            is_full = len(page.typed) >= MOST_DIGITS
            return unexpected(kiosk) if is_full else _type(kiosk, page.typed + digit)
        case DeletePressed() if page.typed:
            return _type(kiosk, page.typed[:-1])
        case NumberDonePressed() if page.typed.strip("0"):
            return find(kiosk, Sought(How.NUMBER, digits=page.typed))
        case _:
            return unexpected(kiosk)


def pages_of(kiosk: Kiosk, page: TicketList) -> int:
    """At least one."""
    return max(1, -(-len(page.tickets) // per_page(kiosk)))


def tickets_on(kiosk: Kiosk, page: TicketList) -> tuple[StaffTicket, ...]:
    """The tickets of a page; one that is no more, because letters are larger, wraps around."""
    count = per_page(kiosk)
    first = page.page % pages_of(kiosk, page) * count
    return page.tickets[first : first + count]


def _type(kiosk: Kiosk, text: str) -> Change:
    return show_page(kiosk, NumberSought(text))


def per_page(kiosk: Kiosk) -> int:
    """How many rows a page of staff mode holds."""
    is_short = kiosk.is_low or kiosk.settings.shape is Shape.LANDSCAPE
    return (SHORT_ROWS if is_short else ROWS)[kiosk.size]
