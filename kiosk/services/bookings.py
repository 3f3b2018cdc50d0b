# SPDX-License-Identifier: Apache-2.0
"""A person's bookings of today, and what each leads to now."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import assert_never

from hall.booking import Booking, BookingAction, BookingStatus
from hall.check_in import Arrival, arrival
from hall.feed import CloseReason
from hall.identity import IdentityDigest
from hall.offer import AnotherDay, NotNow, instead_of_booking, open_days_after
from hall.place import Lane, Place
from hall.stopping import Stops
from hall.ticket import EARLY
from kiosk.flow.values import BookingState, BookingView, Instead
from kiosk.services.offers import find_offers, shown_offers
from kiosk.services.open_tickets import TicketOfPerson, tickets_of_person
from kiosk.services.rules import Rules, ServiceDay
from kiosk.services.standing import offers_another_day, stops_of
from kiosk.store.abstract import UnitOfWork
from kiosk.store.abstract_centre import KnownBooking


def list_bookings(
    unit: UnitOfWork,
    rules: Rules,
    digest: IdentityDigest,
    now: datetime,
    *,
    is_green: bool = False,
) -> tuple[BookingView, ...]:
    """The person's bookings of today that may still lead to something, in the order of their slots.

    Left out are those that have their ticket, those of a service this kiosk does not know, and late
    or cancelled ones in whose place the person took a number. Cancelled ones are told only to those
    who have no other.
    """
    on = rules.calendar.business_day(now)
    with unit:
        tickets = tickets_of_person(unit, digest, on)
        made = {each.ticket.ticket_id for each in tickets}
        views = [
            view_booking(unit, rules, as_known(known), now, is_green=is_green)
            for known in unit.bookings.of_person(digest, on)
            if known.booking.ticket_id not in made and rules.knows(known.booking.service_id)
        ]
    left = [view for view in views if view.state.is_ready or not _is_replaced(view, tickets)]
    good = [view for view in left if view.state is not BookingState.CANCELLED]
    return tuple(good or left)


def as_known(known: KnownBooking) -> Booking:
    """The booking as far as the feed has come: cancelled, or without its place, or as it was made."""
    match known.closed:
        case None:
            return known.booking
        case CloseReason.CANCELLED:
            return known.booking.after(BookingAction.CANCEL)
        case CloseReason.NO_SHOW:
            return known.booking.after(BookingAction.RELEASE_PLACE)
        case _:
            assert_never(known.closed)


def as_told(unit: UnitOfWork, booking: Booking) -> Booking:
    """What the feed says of it; a booking newer than the feed is as its signed code says."""
    known = unit.bookings.find(booking.booking_id)
    return as_known(known) if known else booking


def view_booking(
    unit: UnitOfWork, rules: Rules, booking: Booking, now: datetime, *, is_green: bool = False
) -> BookingView:
    """The booking as the screen shows it, within an entered unit of work.

    Where it cannot check in, with what its visitor can have instead; where the service is
    suspended, with other days (rules.md 1). Raises ServiceGoneError.
    """
    day = rules.day(booking.service_id, booking.business_date)
    stops = stops_of(unit, rules, booking.business_date)
    state = _state(unit, day, booking, now)
    is_suspended = offers_another_day(stops, day, now)
    instead = Instead()
    if not state.is_ready:
        instead = _instead(unit, day, stops, state, now, is_green=is_green)
    elif is_suspended:
        instead = Instead(other_days=_other_days(day))
    return BookingView(
        booking=booking,
        state=state,
        service_name=day.service.name,
        icon=day.service.icon,
        slot_start=rules.local(booking.slot.start),
        slot_end=rules.local(booking.slot.end),
        called_from=rules.local(booking.slot.start - EARLY),
        instead=instead,
        is_suspended=is_suspended,
    )


def first_extra(unit: UnitOfWork, day: ServiceDay) -> Place | None:
    """The extra place this kiosk would give next, of the service's whole day."""
    free = unit.places.free(day.service.service_id, day.plan.day.start)
    return min((place for place in free if place.lane is Lane.EXTRA), default=None)


_NOT_NOW = {
    BookingState.LATE: NotNow.LATE,
    BookingState.CANCELLED: NotNow.LATE,
    BookingState.NO_EXTRA: NotNow.NO_EXTRA,
}


def _state(unit: UnitOfWork, day: ServiceDay, booking: Booking, now: datetime) -> BookingState:
    if booking.status is BookingStatus.CANCELLED:
        return BookingState.CANCELLED
    match arrival(booking, now):
        case Arrival.EARLY:
            return BookingState.EARLY
        case Arrival.ON_TIME:
            return BookingState.ON_TIME
        case Arrival.RESOLD:
            return BookingState.ON_TIME if first_extra(unit, day) else BookingState.NO_EXTRA
        case Arrival.LATE:
            return BookingState.LATE
        case came:
            assert_never(came)


def _instead(
    unit: UnitOfWork,
    day: ServiceDay,
    stops: Stops,
    state: BookingState,
    now: datetime,
    *,
    is_green: bool,
) -> Instead:
    walk_in = find_offers(unit, day, stops, now, is_green=is_green)
    found = instead_of_booking(walk_in, _NOT_NOW[state], _other_days(day))
    days = [way.days for way in found.ways if isinstance(way, AnotherDay)]
    return Instead(shown_offers(day, found), days[0] if days else ())


def _other_days(day: ServiceDay) -> tuple[date, ...]:
    calendar = day.service.calendar(day.rules.calendar)
    return open_days_after(calendar, day.plan.business_date)


def _is_replaced(view: BookingView, tickets: Iterable[TicketOfPerson]) -> bool:
    """Whether the person has taken a number of that service since the booking was of no use."""
    booking = view.booking
    of_service = (each.ticket for each in tickets if each.ticket.service_id == booking.service_id)
    is_late = view.state is BookingState.LATE
    return any(not is_late or ticket.issued_at >= booking.late_from for ticket in of_service)
