# SPDX-License-Identifier: Apache-2.0
"""The booking of a code that somebody shows or types."""

from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from common.booking_codes import CodeProblem, is_booking_code, read_booking_code
from common.signatures import PublicKey
from hall.booking import Booking
from hall.booking_code import CENTRE_KEY, SiteBooking, are_digits, digits
from hall.identity import IdentityDigest, Secret
from hall.ids import SiteId
from kiosk.flow.values import BookingView, PutBack
from kiosk.services.bookings import as_known, as_told, view_booking
from kiosk.services.errors import (
    BookingUsedError,
    CheckInRefusedError,
    ForgedBookingCodeError,
    NewerBookingCodeError,
    NoBookingCodeError,
    OtherDayBookingError,
    OtherSiteError,
    UncheckedBookingCodeError,
    UnknownBookingError,
)
from kiosk.services.open_tickets import TicketOfPerson, ticket_known
from kiosk.services.put_back import come_back
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork


@dataclass(frozen=True)
class FoundBooking:
    """A booking of today; or the open ticket that it has, put back if it was missed."""

    booking: BookingView | None = None
    ticket: TicketOfPerson | None = None

    @property
    def digest(self) -> IdentityDigest | None:
        """Whose it is, where that is known."""
        if self.ticket is not None:
            return self.ticket.ticket.digest
        return self.booking.booking.digest if self.booking else None


def find_booking(
    unit: UnitOfWork,
    rules: Rules,
    site_id: SiteId | None,
    code: Secret,
    now: datetime,
    *,
    is_green: bool = False,
) -> FoundBooking:
    """Whose booking a code is: a signed one is good also when the feed has not brought it.

    `is_green` is what a late one is offered by.

    Raises:
        BookingCodeError: the code leads to no booking here.
        CheckInRefusedError: it is of another day, its ticket is used up, or its service is unknown.
        DisownedKioskError: its ticket was missed, and nobody hears of what is noted here.
    """
    text = code.reveal().strip()
    with unit:
        booking = _by_digits(unit, text) if are_digits(text) else _by_code(unit, site_id, text)
        today = rules.calendar.business_day(now)
        if booking.business_date != today:
            raise OtherDayBookingError(booked_on=booking.business_date, today=today)
        if not rules.knows(booking.service_id):
            raise CheckInRefusedError(service_id=booking.service_id)
        if made := ticket_known(unit, booking.ticket_id):
            if not made.ticket.status.is_open:
                raise BookingUsedError(status=made.ticket.status)
            made = come_back(unit, made, now)
            if made.put_back is PutBack.DONE:
                unit.commit()
            return FoundBooking(ticket=made)
        return FoundBooking(view_booking(unit, rules, booking, now, is_green=is_green))


def _by_digits(unit: UnitOfWork, text: str) -> Booking:
    wanted = (booking_id for booking_id in unit.bookings.ids() if digits(booking_id) == text)
    booking_id = next(wanted, None)
    known = unit.bookings.find(booking_id) if booking_id else None
    if known is None:
        raise UnknownBookingError
    return as_known(known)


def _by_code(unit: UnitOfWork, site_id: SiteId | None, text: str) -> Booking:
    if not is_booking_code(text):
        raise NoBookingCodeError
    told = unit.centre.kiosk_key(CENTRE_KEY)
    if told is None:
        raise UncheckedBookingCodeError
    match read_booking_code(text, PublicKey(told.algorithm, told.public_key)):
        case SiteBooking(of_site, booking) if of_site == site_id:
            return as_told(unit, booking)
        case SiteBooking():
            raise OtherSiteError
        case CodeProblem.NO_CODE:
            raise NoBookingCodeError
        case CodeProblem.UNKNOWN_ALGORITHM:
            raise NewerBookingCodeError
        case CodeProblem.WRONG_SIGNATURE:
            raise ForgedBookingCodeError
        case problem:
            assert_never(problem)
