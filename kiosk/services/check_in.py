# SPDX-License-Identifier: Apache-2.0
"""Commit 1 of a booked visit: the ticket with the booking's number and the entry `checked_in`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType

from hall import check_in as rule
from hall.booking import Booking, BookingStatus
from hall.errors import (
    BookingLateError,
    ExtraNeededError,
    HallError,
    OtherDayError,
    ProxyLimitError,
    StatusError,
)
from hall.identity import IdentityDigest
from hall.ids import BookingId, TicketId
from hall.log import CheckedIn
from hall.place import Lane, Place
from hall.ticket import Ticket
from hall.visit import Persons
from kiosk.services.bookings import as_known, as_told, first_extra, view_booking
from kiosk.services.errors import (
    BookingUsedError,
    CancelledBookingError,
    CheckInRefusedError,
    LateBookingError,
    NoExtraLeftError,
    OtherDayBookingError,
    ProxyCheckInError,
)
from kiosk.services.issue import link
from kiosk.services.open_tickets import ticket_of
from kiosk.services.owned import check_owned
from kiosk.services.proxies import check_limit
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork

_REFUSALS: Mapping[type[HallError], type[CheckInRefusedError]] = MappingProxyType(
    {
        BookingLateError: LateBookingError,
        ExtraNeededError: NoExtraLeftError,
        OtherDayError: OtherDayBookingError,
        StatusError: CancelledBookingError,
    }
)
"""All that `hall.check_in` refuses a booking; a check-in it knows has its ticket here."""


@dataclass(frozen=True)
class CheckInRequest:
    """What the visitor came for.

    `booking` is as the feed or a signed code told it; where the feed has, its word counts.
    `business_date` is the day the visit began, `is_green` what the late one is offered by.

    The booking's digest is of the person served. `present` is of whoever stands at the kiosk; None,
    or the same, when nobody acts for somebody else. `is_in_person` is the wish that staff come to him.
    `visit` are the numbers that the visitor has already, the first one first.
    """

    booking: Booking
    business_date: date
    is_green: bool = False
    present: IdentityDigest | None = field(default=None, repr=False)
    is_in_person: bool = False
    visit: tuple[TicketId, ...] = ()


def check_in(unit: UnitOfWork, rules: Rules, request: CheckInRequest, now: datetime) -> Ticket:
    """The booking's ticket, durable when this returns; one commit.

    The ticket's id is the booking's, so the same request again, after a crash, from an impatient
    finger or at another kiosk that is cut off, comes to the same ticket.

    Raises:
        CheckInRefusedError: no ticket was made; its `booking` says what can be had instead.
        DisownedKioskError: no ticket was made, nor will be.
        StoreError: the disk refused; no ticket was made.
    """
    with unit:
        booking = as_told(unit, request.booking)
        if made := unit.tickets.find(booking.ticket_id):
            return _still_open(made)
        check_owned(unit)
        if not rules.knows(booking.service_id):
            raise CheckInRefusedError(service_id=booking.service_id)
        persons = Persons(booking.digest, request.present)
        _check_proxy(unit, rules, booking, persons)
        extra = None if booking.has_place else _extra(unit, rules, booking)
        try:
            _, ticket = rule.check_in(booking, now, request.business_date, extra=extra)
        except tuple(_REFUSALS) as error:
            view = None
            if not isinstance(error, OtherDayError):
                view = view_booking(unit, rules, booking, now, is_green=request.is_green)
            raise _REFUSALS[type(error)](booking=view, **error.fields) from None
        ticket = replace(ticket, proxy=persons.proxy, is_in_person=request.is_in_person)
        link(unit, ticket, request.visit, now)
        _store(unit, ticket, now)
        unit.commit()
        return ticket


def adopt(unit: UnitOfWork, rules: Rules, ticket_id: TicketId, now: datetime) -> Ticket | None:
    """Make a booking's ticket of another kiosk this one's too, within an entered unit of work.

    So a copy can be printed here; number and ticket stay the same (rules.md 3, point 7), and so does
    the place: where the booking's own was released, the first kiosk gave an extra one, and the copy
    has none. None when it is not the open ticket of a booking that the feed told.
    """
    told = unit.site_tickets.find(ticket_id)
    known = unit.bookings.find(BookingId(ticket_id))
    if told is None or known is None or not told.status.is_open or not rules.knows(told.service_id):
        return None
    booking = as_known(known)
    if booking.status is BookingStatus.CANCELLED:
        return None
    ticket = replace(ticket_of(unit, told), place=booking.place if booking.has_place else None)
    _store(unit, ticket, now)
    return ticket


def _still_open(made: Ticket) -> Ticket:
    if not made.status.is_open:
        raise BookingUsedError(status=made.status)
    return made


def _check_proxy(unit: UnitOfWork, rules: Rules, booking: Booking, persons: Persons) -> None:
    try:
        check_limit(unit, rules, persons, booking.business_date)
    except ProxyLimitError as error:
        limit = error.fields["limit"]
        raise ProxyCheckInError(service_id=booking.service_id, limit=limit) from None


def _extra(unit: UnitOfWork, rules: Rules, booking: Booking) -> Place | None:
    return first_extra(unit, rules.day(booking.service_id, booking.business_date))


def _store(unit: UnitOfWork, ticket: Ticket, now: datetime) -> None:
    """A booking's own place was never this kiosk's; an extra one is used up here."""
    unit.tickets.add(ticket)
    if ticket.place and ticket.place.lane is Lane.EXTRA:
        unit.places.take(ticket.place, ticket.ticket_id)
    body = CheckedIn(
        ticket_id=ticket.ticket_id,
        booking_id=BookingId(ticket.ticket_id),
        business_date=ticket.business_date,
        service_id=ticket.service_id,
        number=ticket.number,
        place=ticket.place,
        is_in_person=ticket.is_in_person,
    )
    unit.log.append(now, body)
