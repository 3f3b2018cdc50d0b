# SPDX-License-Identifier: Apache-2.0
"""What an entry of the journal means for the tables of tickets and bookings."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from central.store.records import BookingRecord, Changes, TicketRecord
from hall.booking import Booking, BookingStatus
from hall.calls import (
    Called,
    CallUndone,
    CounterAct,
    CounterClosed,
    CounterOpened,
    Finished,
    Missed,
    Parked,
    PutBack,
    Recalled,
    Resumed,
    Started,
    TicketCall,
    Transferred,
)
from hall.feed import BookingClosed, BookingMade, CloseReason
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId
from hall.journal import JournalBody, KioskLogged
from hall.log import Cancelled, CheckedIn, Entry, Issued
from hall.place import Lane
from hall.ticket import TicketStatus, status_at_issue


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a booking came from, and whom it is for.

    Attributes:
        channel: as in app or phone; never decides the order.
        platform_id: the account that made it, None when staff did.
    """

    channel: str
    platform_id: str | None = None
    digest: IdentityDigest | None = field(default=None, repr=False)


UNKNOWN = Origin("unknown")

STATUSES: Mapping[type[TicketCall], TicketStatus] = {
    Called: TicketStatus.CALLED,
    CallUndone: TicketStatus.WAITING,
    Started: TicketStatus.SERVING,
    Finished: TicketStatus.FINISHED,
    Missed: TicketStatus.MISSED,
    PutBack: TicketStatus.WAITING,
    Parked: TicketStatus.PARKED,
    Resumed: TicketStatus.WAITING,
    Transferred: TicketStatus.WAITING,
}
"""How a ticket stands after what a counter did; called once more it stands as before."""


def project(
    changes: Changes, on: date, body: JournalBody, origins: Mapping[BookingId, Origin]
) -> None:
    """Add to `changes` what an entry about that day means; most mean nothing."""
    match body:
        case BookingMade(booking=booking):
            origin = origins.get(booking.booking_id, UNKNOWN)
            changes.bookings[booking.booking_id] = _booking(booking, origin)
        case BookingClosed(booking_id=booking_id, reason=CloseReason.CANCELLED):
            changes.booking_statuses.setdefault((on, booking_id), BookingStatus.CANCELLED)
        case CounterOpened() | CounterClosed() | Recalled():
            pass
        case CounterAct():
            changes.ticket_statuses[on, body.ticket_id] = STATUSES[type(body)]
        case KioskLogged(kiosk_id=kiosk_id, entry=entry):
            _project_entry(changes, on, kiosk_id, entry)
        case _:
            pass


def _project_entry(changes: Changes, on: date, kiosk_id: KioskId, entry: Entry) -> None:
    match entry.body:
        case Issued() as issued:
            status = status_at_issue(issued.chosen_slot, entry.at)
            changes.tickets[issued.ticket_id] = TicketRecord(
                business_date=on,
                ticket_id=issued.ticket_id,
                kiosk_id=kiosk_id,
                number=issued.number,
                service_id=issued.service_id,
                lane=issued.lane,
                status=status,
                issued_at=entry.at,
            )
        case CheckedIn() as checked_in:
            known = changes.tickets.get(checked_in.ticket_id)
            if known is None or entry.at < known.issued_at:
                ticket = _checked_in(on, kiosk_id, entry.at, checked_in)
                changes.tickets[checked_in.ticket_id] = ticket
            booked = on, checked_in.booking_id
            changes.booking_statuses.setdefault(booked, BookingStatus.CHECKED_IN)
        case Cancelled(ticket_id=ticket_id):
            changes.ticket_statuses[on, ticket_id] = TicketStatus.CANCELLED
        case _:
            pass


def _checked_in(on: date, kiosk_id: KioskId, at: datetime, checked_in: CheckedIn) -> TicketRecord:
    place = checked_in.place
    # On an extra place he came inside his slot, so he waits at once (rules.md 1).
    booked = place.slot_start if place and place.lane is Lane.BOOKED else None
    return TicketRecord(
        business_date=on,
        ticket_id=checked_in.ticket_id,
        kiosk_id=kiosk_id,
        number=checked_in.number,
        service_id=checked_in.service_id,
        lane=Lane.BOOKED,
        status=status_at_issue(booked, at),
        issued_at=at,
    )


def _booking(booking: Booking, origin: Origin) -> BookingRecord:
    return BookingRecord(
        business_date=booking.business_date,
        booking_id=booking.booking_id,
        service_id=booking.service_id,
        slot_start=booking.slot.start,
        number=booking.number,
        status=booking.status,
        channel=origin.channel,
        platform_id=origin.platform_id,
        digest=origin.digest,
    )
