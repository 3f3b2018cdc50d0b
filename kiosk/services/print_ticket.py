# SPDX-License-Identifier: Apache-2.0
"""Commits 2 and 3 of a visit, around the paper; and asking for another copy."""

from dataclasses import replace
from datetime import datetime

from hall.ids import TicketId
from hall.log import Actor, PrintEnded, PrintProof, PrintStarted, Reprinted, StaffActed
from hall.place import Lane
from hall.ticket import Ticket
from kiosk.flow.staff_values import StaffAct
from kiosk.services.check_in import adopt
from kiosk.services.errors import AlreadyPrintedError, NotOpenError, UnknownTicketError
from kiosk.services.open_tickets import TicketOfPerson, ticket_known
from kiosk.services.rules import Rules
from kiosk.store.abstract import Slip, UnitOfWork


def start_print(unit: UnitOfWork, ticket_id: TicketId, now: datetime, *, copy: int = 0) -> Ticket:
    """Commit `print_started`; the first byte may leave when this returns.

    Raises:
        UnknownTicketError, NotOpenError: there is nothing to print.
        AlreadyPrintedError: this copy was begun before and may be out.
    """
    with unit:
        held = _known(unit, ticket_id)
        ticket = _still_open(held.ticket)
        if not held.is_elsewhere:
            slip = unit.slips.find(ticket_id, copy)
            if slip and slip.started_at and slip.proof is not PrintProof.NOT_PRINTED:
                raise AlreadyPrintedError(ticket_id=ticket_id)
            unit.slips.put(Slip(ticket_id, copy, started_at=now))
        unit.log.append(now, PrintStarted(ticket_id, copy))
        unit.commit()
        return ticket


def end_print(
    unit: UnitOfWork,
    ticket_id: TicketId,
    proof: PrintProof,
    reason: str | None,
    now: datetime,
    *,
    copy: int = 0,
) -> None:
    """Commit what is known of the paper; `reason` is the device's. Also when nothing was begun."""
    with unit:
        if unit.tickets.find(ticket_id) is not None:
            slip = unit.slips.find(ticket_id, copy) or Slip(ticket_id, copy)
            unit.slips.put(replace(slip, ended_at=now, proof=proof, reason=reason))
        unit.log.append(now, PrintEnded(ticket_id, proof, copy, reason))
        unit.commit()


def reprint(
    unit: UnitOfWork,
    rules: Rules,
    ticket_id: TicketId,
    now: datetime,
    *,
    staff_id: str | None = None,
) -> Ticket:
    """Count one more copy of the same number; the ticket's `reprints` is the copy to print.

    `staff_id` is of the staff who want it; None: the visitor does. Also while the first paper is not proven, and also of a ticket that another kiosk made, as far
    as the feed told of it: with or without the line. Raises UnknownTicketError, NotOpenError.
    """
    with unit:
        if unit.tickets.find(ticket_id) is None:
            adopt(unit, rules, ticket_id, now)
        ticket = _copied(unit, rules, _known(unit, ticket_id))
        by = Actor.VISITOR if staff_id is None else Actor.STAFF
        unit.log.append(now, Reprinted(ticket_id, ticket.reprints, by))
        if staff_id is not None:
            unit.log.append(now, StaffActed(StaffAct.REPRINTED.value, staff_id, ticket_id))
        unit.commit()
        return ticket


def _copied(unit: UnitOfWork, rules: Rules, held: TicketOfPerson) -> Ticket:
    """With one more copy; that of another kiosk's ticket leaves the ticket that kiosk's."""
    ticket = _still_open(held.ticket)
    if not held.is_elsewhere:
        ticket = ticket.reprinted()
        unit.tickets.update(ticket)
        return ticket
    # An open one of a booking is this kiosk's by now: what is not was cancelled at the centre.
    is_cancelled = ticket.lane is Lane.BOOKED
    if is_cancelled or not rules.knows(ticket.service_id):
        raise UnknownTicketError(ticket_id=ticket.ticket_id)
    return replace(ticket, reprints=unit.site_tickets.count_copy(ticket.ticket_id))


def is_torn(unit: UnitOfWork, ticket_id: TicketId) -> bool:
    """Whether the first paper was begun and did not come out whole: another one is a copy."""
    with unit:
        slip = unit.slips.find(ticket_id, 0)
        return bool(slip and slip.started_at and slip.proof is PrintProof.NOT_PRINTED)


def find_ticket(unit: UnitOfWork, ticket_id: TicketId) -> Ticket:
    """The ticket to be rendered; raises UnknownTicketError."""
    with unit:
        return _ticket(unit, ticket_id)


def _ticket(unit: UnitOfWork, ticket_id: TicketId) -> Ticket:
    ticket = unit.tickets.find(ticket_id)
    if ticket is None:
        raise UnknownTicketError(ticket_id=ticket_id)
    return ticket


def _known(unit: UnitOfWork, ticket_id: TicketId) -> TicketOfPerson:
    held = ticket_known(unit, ticket_id)
    if held is None:
        raise UnknownTicketError(ticket_id=ticket_id)
    return held


def _still_open(ticket: Ticket) -> Ticket:
    if not ticket.status.is_open:
        raise NotOpenError(ticket_id=ticket.ticket_id, status=ticket.status)
    return ticket
