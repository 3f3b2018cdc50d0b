# SPDX-License-Identifier: Apache-2.0
"""A visitor or staff give a number up."""

from datetime import datetime

from hall.ids import TicketId
from hall.log import Actor, Cancelled, StaffActed
from hall.place import Lane
from hall.ticket import Ticket, TicketStatus
from kiosk.flow.staff_values import StaffAct
from kiosk.services.errors import CancelRefusedError, UnknownTicketError
from kiosk.store.abstract import UnitOfWork

_WAITING = (TicketStatus.EARLY, TicketStatus.WAITING)


def cancel(
    unit: UnitOfWork,
    ticket_id: TicketId,
    now: datetime,
    *,
    staff_id: str | None = None,
    reason: str | None = None,
) -> Ticket:
    """The cancelled ticket; a walk-in's place is free again, its number never is.

    `staff_id` is of the staff who do it, for a reason; None: the visitor does.

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
        by = Actor.VISITOR if staff_id is None else Actor.STAFF
        cancelled = ticket.cancelled(by, reason)
        unit.tickets.update(cancelled)
        if ticket.lane is not Lane.BOOKED:
            # A booking's place, its extra one too, is the centre's to free (rules.md 3, point 8).
            unit.places.release(ticket_id)
        unit.log.append(now, Cancelled(ticket_id, by, reason))
        if staff_id is not None:
            act = StaffActed(StaffAct.CANCELLED.value, staff_id, ticket_id, reason)
            unit.log.append(now, act)
        unit.commit()
        return cancelled
