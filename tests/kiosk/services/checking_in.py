# SPDX-License-Identifier: Apache-2.0
"""A booking for ten o'clock at a kiosk of a centre, and what its log and places say of it."""

from dataclasses import replace

from hall.booking import Booking
from hall.feed import CloseReason
from hall.log import CheckedIn, Entry
from hall.place import Lane
from kiosk.flow.values import BookingView
from kiosk.services.bookings import list_bookings
from kiosk.services.check_in import CheckInRequest
from kiosk.store.abstract import UnitOfWork
from tests.kiosk.services.booked import DAY_START, booking
from tests.kiosk.services.samples import ALICE, ESTATE, MONDAY, at
from tests.kiosk.services.samples import RULES as ALONE

RULES = replace(ALONE, again=None)
ONE = booking()
TEN = at(10)


def wish(of: Booking = ONE) -> CheckInRequest:
    return CheckInRequest(of, MONDAY)


def entries(unit: UnitOfWork) -> list[Entry]:
    with unit:
        return list(unit.log.entries())


def check_ins(unit: UnitOfWork) -> list[CheckedIn]:
    return [entry.body for entry in entries(unit) if isinstance(entry.body, CheckedIn)]


def close(unit: UnitOfWork, reason: CloseReason) -> None:
    with unit:
        unit.bookings.close(ONE.booking_id, reason)
        unit.commit()


def views(unit: UnitOfWork, minute: int = 0, hour: int = 10) -> tuple[BookingView, ...]:
    return list_bookings(unit, RULES, ALICE, at(hour, minute))


def extras(unit: UnitOfWork) -> int:
    with unit:
        return sum(place.lane is Lane.EXTRA for place in unit.places.free(ESTATE, DAY_START))


def use_up_extras(unit: UnitOfWork) -> None:
    with unit:
        free = [place for place in unit.places.free(ESTATE, DAY_START) if place.lane is Lane.EXTRA]
        unit.places.give_back(free)
        unit.commit()
