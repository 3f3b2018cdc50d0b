# SPDX-License-Identifier: Apache-2.0
"""A booking becomes a ticket, or is late (rules.md 1, check-in)."""

from datetime import date, datetime
from enum import StrEnum

from hall.booking import Booking, BookingAction, BookingStatus
from hall.errors import (
    BadValueError,
    BookingLateError,
    BookingNotLateError,
    ExtraNeededError,
    OtherDayError,
)
from hall.place import Lane, Place
from hall.span import utc
from hall.ticket import EARLY, Ticket, status_at_issue


class Arrival(StrEnum):
    """When the visitor of a booking for slot S comes."""

    EARLY = "early"
    """Before S-10: a ticket at once; it joins the booked line at S-10."""
    ON_TIME = "on_time"
    """Joins the booked line at check-in."""
    RESOLD = "resold"
    """On time, but the place was released (R2): joins the booked line on an extra place."""
    LATE = "late"
    """`hall.offer.instead_of_booking` says what he can have in the same dialogue."""


def arrival(booking: Booking, now: datetime) -> Arrival:
    """In which window `now` is; of an open booking, whatever its status."""
    if utc("now", now) >= booking.late_from:
        return Arrival.LATE
    if not booking.has_place:
        return Arrival.RESOLD
    return Arrival.EARLY if now < booking.slot.start - EARLY else Arrival.ON_TIME


def check_in(
    booking: Booking, now: datetime, today: date, *, extra: Place | None = None
) -> tuple[Booking, Ticket]:
    """The booking checked in, and its ticket in the booked line with the booking's number.

    `today` is the business day. `extra` is the extra place this kiosk gives when the booking's own
    was released, None otherwise.

    Raises:
        OtherDayError: the booking is for another business day.
        StatusError: it is checked in already, cancelled or late.
        BookingLateError: its time is over.
        ExtraNeededError: its place was released and `extra` is None.
        BadValueError: `extra` is not an extra place of the service, or not needed.
    """
    if booking.business_date != today:
        raise OtherDayError(booked_on=booking.business_date, today=today)
    checked_in = booking.after(BookingAction.CHECK_IN)
    if arrival(booking, now) is Arrival.LATE:
        raise BookingLateError(late_after=booking.late_from)
    ticket = Ticket(
        ticket_id=booking.ticket_id,
        business_date=booking.business_date,
        service_id=booking.service_id,
        number=booking.number,
        lane=Lane.BOOKED,
        place=_place(booking, extra),
        status=status_at_issue(booking.slot.start, now),
        issued_at=now,
        digest=booking.digest,
        chosen_slot=booking.slot.start,
    )
    return checked_in, ticket


def lapse(booking: Booking, now: datetime) -> Booking:
    """Nobody came: `no_show`. Raises BookingNotLateError before `late_from`, and StatusError."""
    _check_late(booking, now)
    return booking.after(BookingAction.LAPSE)


def come_late(booking: Booking, now: datetime) -> Booking:
    """He came after all: `late`, whether the no-show was noticed before or not.

    Raises BookingNotLateError before `late_from`, StatusError if it is checked in or cancelled.
    """
    _check_late(booking, now)
    missing = lapse(booking, now) if booking.status is BookingStatus.BOOKED else booking
    return missing.after(BookingAction.COME_LATE)


def _check_late(booking: Booking, now: datetime) -> None:
    if arrival(booking, now) is not Arrival.LATE:
        raise BookingNotLateError(late_after=booking.late_from)


def _place(booking: Booking, extra: Place | None) -> Place:
    if booking.has_place:
        if extra:
            raise BadValueError(name="extra", value=extra, allowed="none, the booking has a place")
        return booking.place
    if extra is None:
        raise ExtraNeededError(service_id=booking.service_id)
    if extra.lane is not Lane.EXTRA:
        raise BadValueError(name="extra", value=extra, allowed="an extra place")
    return extra
