# SPDX-License-Identifier: Apache-2.0
"""From the pause to the ticket, and what may be done with a ticket."""

from dataclasses import replace
from typing import assert_never

from hall.ids import TicketId
from kiosk.flow import booked
from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.choosing import has_materials, tile_of
from kiosk.flow.effects import CancelTicket, IssueTicket, PrintTicket, ReprintTicket
from kiosk.flow.states import (
    Again,
    AskCancel,
    CheckInPause,
    Issuing,
    KeepNumber,
    Kiosk,
    Materials,
    Pause,
    Screen,
    TicketShown,
    Unanswered,
)
from kiosk.flow.touches import CancelPressed, ConfirmPressed, ReprintPressed, TicketTouch
from kiosk.flow.values import CameBy, Paper, TicketView

STOPPED = frozenset({"error.ticket_printer.paper_out", "error.ticket_printer.cover_open"})
"""Why a printer printed nothing, where a hand puts it in order in a moment."""


def react(kiosk: Kiosk, event: TicketTouch) -> Change:
    """A touch that takes a number, or is about one."""
    match event:
        case ConfirmPressed():
            return _confirm_pressed(kiosk)
        case ReprintPressed():
            return _reprint_pressed(kiosk)
        case CancelPressed():
            return _cancel_pressed(kiosk)
        case _:
            assert_never(event)


def issue(kiosk: Kiosk) -> Change:
    """The end of the pause: place and number are taken now."""
    screen, visitor = kiosk.screen, kiosk.visitor
    if not isinstance(screen, Pause) or visitor is None:
        return unexpected(kiosk)
    tile = tile_of(kiosk, screen.service_id)
    wanted = IssueTicket(
        kiosk.visit_no,
        visitor.business_date,
        screen.service_id,
        screen.offer,
        digest=visitor.digest,
        is_green=tile is not None and tile.is_green,
        present=visitor.proxy.digest if visitor.proxy else None,
        is_in_person=kiosk.is_in_person,
        visit=visitor.visit,
    )
    waiting = (*kiosk.unanswered, Unanswered(kiosk.visit_no, kiosk.language))
    issuing = Issuing(screen.service_id, screen.offer)
    return replace(kiosk, screen=issuing, unanswered=waiting), (wanted,)


def pause_over(kiosk: Kiosk) -> Change:
    """Nobody said "not this": the number is taken now."""
    if isinstance(kiosk.screen, CheckInPause):
        return booked.check_in(kiosk)
    return issue(kiosk)


def ticket_screen(ticket: TicketView) -> Screen:
    """Which screen shows a ticket; only proof lets a visitor be told to take the paper."""
    match ticket.paper:
        case Paper.PRINTING | Paper.CONFIRMED:
            return TicketShown(ticket)
        case Paper.UNSURE | Paper.NOT_PRINTED:
            return KeepNumber(ticket)
        case _:
            assert_never(ticket.paper)


def ordered(kiosk: Kiosk, ticket_id: TicketId) -> Kiosk:
    """One more print of a ticket is on its way; the printer answers in the order it was asked."""
    return replace(kiosk, printing=(*kiosk.printing, ticket_id))


def print_at_last(kiosk: Kiosk) -> Change:
    """The first paper of a number whose visitor stands before it, once the printer is well again.

    Only where the printer stopped for want of a hand and has dropped what it held: nothing comes out twice.
    """
    screen, visitor = kiosk.screen, kiosk.visitor
    if not isinstance(screen, KeepNumber) or visitor is None or visitor.reprints:
        return kiosk, ()
    ticket = screen.ticket
    may_print = ticket.paper is Paper.NOT_PRINTED and ticket.paper_problem in STOPPED
    is_busy = ticket.ticket_id in kiosk.printing
    if is_busy or not may_print or visitor.first_prints >= kiosk.settings.most_first_prints:
        return kiosk, ()
    printing = replace(ticket, paper=Paper.PRINTING, paper_problem=None)
    visitor = replace(visitor, first_prints=visitor.first_prints + 1)
    kiosk = replace(kiosk, screen=TicketShown(printing), visitor=visitor)
    wanted = PrintTicket(ticket.ticket_id, kiosk.language, name_on_paper(kiosk))
    return ordered(kiosk, ticket.ticket_id), (wanted,)


def name_on_paper(kiosk: Kiosk) -> str:
    """The masked name of the person served, where the site wants it on the ticket and a card told it."""
    visitor = kiosk.visitor
    if not kiosk.settings.prints_name or visitor is None or visitor.identity is None:
        return ""
    return visitor.identity.masked_name


def screen_before_cancel(kiosk: Kiosk, ticket: TicketView) -> Screen:
    """Where a visitor goes on who keeps the number after all."""
    return Again(ticket) if _was_held(kiosk, ticket) else ticket_screen(ticket)


def _was_held(kiosk: Kiosk, ticket: TicketView) -> bool:
    """Whether the number was there before this visit."""
    held = kiosk.visitor.held_before if kiosk.visitor else ()
    return any(each.ticket_id == ticket.ticket_id for each in held)


def _may_cancel(kiosk: Kiosk, ticket: TicketView) -> bool:
    """A number of before this visit is given up with its person's card (screens.md 1.3 row 20).

    Not with a code or an ID number alone, which others may know. A booking's number is one of
    before, whoever checks in: another kiosk may have done so, and this one not have heard of it.
    """
    is_by_card = kiosk.visitor is not None and kiosk.visitor.came_by is CameBy.CARD
    return is_by_card or not (ticket.is_booked or _was_held(kiosk, ticket))


def _confirm_pressed(kiosk: Kiosk) -> Change:
    match kiosk.screen:
        case Pause(asks=True) | CheckInPause(asks=True):
            return pause_over(kiosk)
        case Materials(service_id):
            return has_materials(kiosk, service_id)
        case AskCancel(ticket, is_cancelling=False):
            asked = AskCancel(ticket, is_cancelling=True)
            return replace(kiosk, screen=asked), (CancelTicket(ticket.ticket_id),)
        case _:
            return unexpected(kiosk)


def _reprint_pressed(kiosk: Kiosk) -> Change:
    """A few times in a visit; whoever needs more paper needs the desk."""
    ticket, visitor = _ticket_at_rest(kiosk), kiosk.visitor
    if ticket is None or visitor is None or visitor.reprints >= kiosk.settings.most_reprints:
        return unexpected(kiosk)
    printing = replace(ticket, paper=Paper.PRINTING, paper_problem=None)
    visitor = replace(visitor, reprints=visitor.reprints + 1)
    kiosk = replace(kiosk, screen=TicketShown(printing), visitor=visitor)
    name = name_on_paper(kiosk)
    wanted = ReprintTicket(ticket.ticket_id, kiosk.language, masked_name=name)
    return ordered(kiosk, ticket.ticket_id), (wanted,)


def _cancel_pressed(kiosk: Kiosk) -> Change:
    """The paper of a number that is given up must not come out after it."""
    ticket = _ticket_at_rest(kiosk)
    if ticket is None or ticket.is_elsewhere or not _may_cancel(kiosk, ticket):
        return unexpected(kiosk)
    return show(kiosk, AskCancel(ticket))


def _ticket_at_rest(kiosk: Kiosk) -> TicketView | None:
    """The ticket on the screen, unless its paper is on its way.

    Of a ticket from an earlier visit only its prints without an answer are known.
    """
    match kiosk.screen:
        case Again(ticket) if ticket.ticket_id not in kiosk.printing:
            return ticket
        case TicketShown(ticket) | KeepNumber(ticket) if ticket.paper is not Paper.PRINTING:
            return ticket
        case _:
            return None
