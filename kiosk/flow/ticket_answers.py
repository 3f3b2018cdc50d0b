# SPDX-License-Identifier: Apache-2.0
"""What services and printer say about tickets, also after the visitor has gone."""

from dataclasses import replace
from typing import assert_never

from hall.ids import ServiceId, TicketId
from kiosk.flow.change import Change, show, unexpected
from kiosk.flow.effects import PrintTicket
from kiosk.flow.events import (
    CancelRefused,
    CheckInRefused,
    IssueRefused,
    TicketAnswer,
    TicketCancelled,
    TicketIssued,
    TicketPrinted,
)
from kiosk.flow.problems import is_proxy_limit
from kiosk.flow.states import (
    Again,
    AskCancel,
    Cancelled,
    CheckingIn,
    InsteadOfBooking,
    Issuing,
    KeepNumber,
    Kiosk,
    Refused,
    Screen,
    TicketShown,
    Unanswered,
    When,
)
from kiosk.flow.ticket import name_on_paper, ordered, ticket_screen
from kiosk.flow.values import Paper, TicketView


def react(kiosk: Kiosk, event: TicketAnswer) -> Change:
    """The answer is about the screen under help or question; `kiosk.screen` is that one."""
    match event:
        case TicketIssued():
            return _issued(kiosk, event)
        case IssueRefused():
            return _refused(kiosk, event)
        case CheckInRefused():
            return _check_in_refused(kiosk, event)
        case TicketPrinted():
            return _printed(kiosk, event), ()
        case TicketCancelled(ticket_id):
            return _cancel_answered(kiosk, ticket_id, None)
        case CancelRefused(ticket_id, problem):
            return _cancel_answered(kiosk, ticket_id, problem)
        case _:
            assert_never(event)


def _issued(kiosk: Kiosk, event: TicketIssued) -> Change:
    """Printed whoever is there: the number is committed."""
    asked = _asked_in(kiosk, event.visit_no)
    if asked is None:
        return unexpected(kiosk)
    is_here = event.visit_no == kiosk.visit_no
    ticket = replace(event.ticket, paper=Paper.PRINTING, paper_problem=None)
    screen = TicketShown(ticket) if is_here else kiosk.screen
    name = name_on_paper(kiosk) if is_here else ""
    kiosk = replace(_answered(kiosk, asked), screen=screen)
    wanted = PrintTicket(ticket.ticket_id, asked.language, name)
    return ordered(kiosk, ticket.ticket_id), (wanted,)


def _refused(kiosk: Kiosk, event: IssueRefused) -> Change:
    asked = _asked_in(kiosk, event.visit_no)
    if asked is None:
        return unexpected(kiosk)
    kiosk = _answered(kiosk, asked)
    match kiosk.screen:
        case Issuing(service_id) if event.visit_no == kiosk.visit_no:
            return show(kiosk, _screen_after_refusal(service_id, event))
        case _:
            return kiosk, ()


def _check_in_refused(kiosk: Kiosk, event: CheckInRefused) -> Change:
    asked = _asked_in(kiosk, event.visit_no)
    if asked is None:
        return unexpected(kiosk)
    kiosk = _answered(kiosk, asked)
    match kiosk.screen:
        case CheckingIn() if event.visit_no == kiosk.visit_no:
            if event.booking is None:
                # Who may take no more for others can still take one for herself.
                leads_back = is_proxy_limit(event.problem)
                return show(kiosk, Refused(event.problem, leads_back=leads_back))
            return show(kiosk, InsteadOfBooking(event.booking))
        case _:
            return kiosk, ()


def _screen_after_refusal(service_id: ServiceId, event: IssueRefused) -> Screen:
    if not event.offers:
        return Refused(event.problem, leads_back=True)
    return When(service_id, event.offers, is_loaded=True, problem=event.problem)


def _asked_in(kiosk: Kiosk, visit_no: int) -> Unanswered | None:
    return next((one for one in kiosk.unanswered if one.visit_no == visit_no), None)


def _answered(kiosk: Kiosk, asked: Unanswered) -> Kiosk:
    return replace(kiosk, unanswered=tuple(one for one in kiosk.unanswered if one != asked))


def _printed(kiosk: Kiosk, event: TicketPrinted) -> Kiosk:
    """Only the last print of a ticket tells what is on the way; the ones before are its past.

    Quietly nothing when the visitor has gone; the staff list has what matters then.
    """
    kiosk = replace(kiosk, printing=_without_first(kiosk.printing, event.ticket_id))
    if event.ticket_id in kiosk.printing:
        return kiosk
    match kiosk.screen:
        case TicketShown(ticket) | KeepNumber(ticket) if ticket.ticket_id == event.ticket_id:
            return replace(kiosk, screen=ticket_screen(_with_paper(ticket, event)))
        case (Again(ticket) | AskCancel(ticket)) as screen if ticket.ticket_id == event.ticket_id:
            return replace(kiosk, screen=replace(screen, ticket=_with_paper(ticket, event)))
        case _:
            return kiosk


def _without_first(printing: tuple[TicketId, ...], answered: TicketId) -> tuple[TicketId, ...]:
    """Also for a print that nobody here asked for: one taken up after a restart."""
    if answered not in printing:
        return printing
    place = printing.index(answered)
    return printing[:place] + printing[place + 1 :]


def _with_paper(ticket: TicketView, event: TicketPrinted) -> TicketView:
    return replace(ticket, paper=event.paper, paper_problem=event.problem)


def _cancel_answered(kiosk: Kiosk, ticket_id: TicketId, problem: str | None) -> Change:
    match kiosk.screen:
        case AskCancel(ticket, is_cancelling=True) if ticket.ticket_id == ticket_id:
            return show(kiosk, Refused(problem) if problem else Cancelled(ticket))
        case _:
            # The visitor left, or was told that no answer came; the log has it.
            return kiosk, ()
