# SPDX-License-Identifier: Apache-2.0
"""One screen back."""

from dataclasses import replace

from kiosk.flow import green
from kiosk.flow.booked import has_list
from kiosk.flow.change import Change, end_visit, go_home, show, unexpected
from kiosk.flow.choosing import list_of_services, not_this_booking
from kiosk.flow.family import ask
from kiosk.flow.identifying import load_visit
from kiosk.flow.problems import is_proxy_limit
from kiosk.flow.states import (
    Again,
    AskCancel,
    Bookings,
    Cancelled,
    CheckInPause,
    CodeKeypad,
    Direct,
    DocumentKeypad,
    Documents,
    Family,
    Finding,
    GreenReasons,
    InsteadOfBooking,
    KeepNumber,
    Keypad,
    Kiosk,
    Materials,
    NoCard,
    Pause,
    Reading,
    Refused,
    Services,
    TicketShown,
    When,
)
from kiosk.flow.ticket import screen_before_cancel, ticket_screen
from kiosk.flow.values import Visitor

_Unrecognised = Reading | Keypad | Documents | DocumentKeypad | CodeKeypad | Finding | NoCard


def back(kiosk: Kiosk) -> Change:
    """One screen back; from the first screen of a visit, or when all is done, home."""
    match kiosk.screen:
        case Family():
            return _own_visit(kiosk)
        case Refused(problem) if is_proxy_limit(problem):
            return _own_visit(kiosk)
        case DocumentKeypad(is_checking=False):
            return show(kiosk, Documents())
        case GreenReasons():
            return green.leave(kiosk)
        case _ if kiosk.visitor and green.is_taken_back_next(kiosk):
            return green.take_back(kiosk, kiosk.visitor)
        case _:
            after = _before(kiosk)
            return (after, ()) if after else unexpected(kiosk)


def _before(kiosk: Kiosk) -> Kiosk | None:
    """What was shown before; None where nothing can be taken back."""
    after: Kiosk | None = None
    match kiosk.screen:
        case screen if isinstance(screen, _Unrecognised):
            after = _leave(kiosk)
        case Services():
            after = _back_from_services(kiosk)
        case (
            Direct()
            | Materials()
            | When()
            | Pause()
            | Refused(leads_back=True)
            | Again(is_of_tile=True)
        ):
            after = list_of_services(kiosk)
        case CheckInPause():
            after = not_this_booking(kiosk)
        case InsteadOfBooking() if has_list(kiosk):
            after = replace(kiosk, screen=Bookings())
        case AskCancel(ticket, is_cancelling=False):
            after = replace(kiosk, screen=screen_before_cancel(kiosk, ticket))
        case Bookings() | InsteadOfBooking() | Again():
            after = _begin_anew(kiosk)
        case TicketShown() | KeepNumber() | Cancelled() | Refused():
            after = go_home(kiosk)
        case _:
            pass
    return after


def _own_visit(kiosk: Kiosk) -> Change:
    """From the family member to what the person present came for herself; she sees her tiles."""
    visitor = kiosk.visitor
    if visitor is None:
        return go_home(kiosk), ()
    own = _herself(visitor)
    kiosk = list_of_services(replace(kiosk, visitor=own, visit_no=kiosk.visit_no + 1))
    return kiosk, load_visit(kiosk) if kiosk.visitor else ()


def _begin_anew(kiosk: Kiosk) -> Kiosk:
    """From the first screen about a person: home, or whom else a proxy came for."""
    visitor = kiosk.visitor
    if visitor is None or visitor.proxy is None:
        return go_home(kiosk)
    return ask(kiosk, _herself(visitor))


def _herself(visitor: Visitor) -> Visitor:
    """The person present, with what she took for others in this visit."""
    proxy = visitor.proxy or visitor
    further = visitor.taken if visitor.proxy else ()
    return replace(proxy, reprints=visitor.reprints, taken=(*proxy.taken, *further))


def _leave(kiosk: Kiosk) -> Kiosk:
    """Nobody was recognised yet, so the size and language somebody chose stay with him."""
    if isinstance(kiosk.screen, NoCard) and kiosk.visitor is not None and kiosk.visitor.taken:
        return _back_from_services(kiosk)
    if kiosk.visitor is not None and kiosk.visitor.proxy is not None:
        return _begin_anew(kiosk)
    is_known = kiosk.visitor is not None and kiosk.visitor.identity is not None
    return go_home(kiosk) if is_known else end_visit(kiosk)


def _back_from_services(kiosk: Kiosk) -> Kiosk:
    if kiosk.visitor is not None and kiosk.visitor.taken:
        return replace(kiosk, screen=ticket_screen(kiosk.visitor.taken[-1]))
    if kiosk.visitor is not None and kiosk.visitor.bookings:
        return replace(kiosk, screen=Bookings())
    ticket = kiosk.visitor.open_ticket if kiosk.visitor else None
    return _begin_anew(kiosk) if ticket is None else replace(kiosk, screen=Again(ticket))
