# SPDX-License-Identifier: Apache-2.0
"""The tickets a person holds now, of this kiosk and, as far as the feed told, of the others."""

from dataclasses import dataclass
from datetime import date, datetime

from hall.identity import IdentityDigest
from hall.ids import BookingId, TicketId
from hall.news import SiteTicket
from hall.ticket import Ticket
from kiosk.flow.values import PutBack
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork


@dataclass(frozen=True)
class TicketOfPerson:
    """A ticket; `is_elsewhere` says that another kiosk made it: its place is not known here.

    `put_back` is what came of laying card or ticket after it was missed; None if it was not.
    """

    ticket: Ticket
    is_elsewhere: bool = False
    put_back: PutBack | None = None


def open_tickets_of(
    unit: UnitOfWork, rules: Rules, digest: IdentityDigest, on: date, now: datetime
) -> tuple[TicketOfPerson, ...]:
    """Open tickets of one person, the latest first, within an entered unit of work.

    Stand-alone nobody says when a ticket was served, so it counts as open for some minutes. One
    issued later than now (the clock went back) is open.
    """
    return tuple(
        each
        for each in tickets_of_person(unit, digest, on)
        if each.ticket.status.is_open
        and (rules.again is None or now - each.ticket.issued_at < rules.again)
    )


def tickets_of_person(
    unit: UnitOfWork, digest: IdentityDigest, on: date
) -> tuple[TicketOfPerson, ...]:
    """All tickets of one person and day, the latest first, within an entered unit of work.

    One that this kiosk printed too, since both had checked in the booking, is this kiosk's.
    """
    own = [TicketOfPerson(ticket) for ticket in unit.tickets.of_person(digest, on)]
    known = {each.ticket.ticket_id for each in own}
    told = [
        TicketOfPerson(ticket_of(unit, each), is_elsewhere=True)
        for each in unit.site_tickets.of_person(digest, on)
        if each.ticket_id not in known
    ]
    return tuple(sorted((*own, *told), key=_issued_at, reverse=True))


def ticket_known(unit: UnitOfWork, ticket_id: TicketId) -> TicketOfPerson | None:
    """One ticket of whomever, within an entered unit of work."""
    if own := unit.tickets.find(ticket_id):
        return TicketOfPerson(own)
    told = unit.site_tickets.find(ticket_id)
    return TicketOfPerson(ticket_of(unit, told), is_elsewhere=True) if told else None


def ticket_of(unit: UnitOfWork, told: SiteTicket) -> Ticket:
    """A ticket of another kiosk; its slot is known when it was a booking's."""
    known = unit.bookings.find(BookingId(told.ticket_id))
    return Ticket(
        ticket_id=told.ticket_id,
        business_date=told.business_date,
        service_id=told.service_id,
        number=told.number,
        lane=told.lane,
        place=None,
        status=told.status,
        issued_at=told.issued_at,
        digest=told.digest,
        chosen_slot=known.booking.slot.start if known else None,
        proxy=told.proxy,
        is_in_person=told.is_in_person,
        items=told.items,
    )


def _issued_at(each: TicketOfPerson) -> datetime:
    return each.ticket.issued_at
