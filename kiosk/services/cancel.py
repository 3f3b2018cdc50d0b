# SPDX-License-Identifier: Apache-2.0
"""A visitor or staff give a number up."""

from datetime import datetime

from hall.ids import TicketId
from hall.log import Actor, Cancelled
from hall.place import Lane
from hall.ticket import Ticket, TicketStatus
from kiosk.services.errors import CancelRefusedError, UnknownTicketError
from kiosk.store.abstract import UnitOfWork

_WAITING = (TicketStatus.EARLY, TicketStatus.WAITING)


def cancel(
    unit: UnitOfWork,
    ticket_id: TicketId,
    now: datetime,
    *,
    by: Actor = Actor.VISITOR,
    reason: str | None = None,
) -> Ticket:
    """The cancelled ticket; a walk-in's place is free again, its number never is.

    A ticket that was cancelled before stays so, and nothing is logged twice.

    Raises:
        UnknownTicketError: no such ticket here.
        CancelRefusedError: it is not waiting; it stays as it is.
        BadValueError: staff gave no reason.
    """
    with unit:
        ticket = unit.tickets.find(ticket_id)
        if ticket is None:
            raise UnknownTicketError(ticket_id=ticket_id)
        if ticket.status is TicketStatus.CANCELLED:
            return ticket
        if ticket.status not in _WAITING:
            raise CancelRefusedError(ticket_id=ticket_id, status=ticket.status)
        cancelled = ticket.cancelled(by, reason)
        unit.tickets.update(cancelled)
        if ticket.lane is not Lane.BOOKED:
            # A booking's place, its extra one too, is the centre's to free (rules.md 3, point 8).
            unit.places.release(ticket_id)
        unit.log.append(now, Cancelled(ticket_id, by, reason))
        unit.commit()
        return cancelled
