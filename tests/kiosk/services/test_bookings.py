# SPDX-License-Identifier: Apache-2.0
"""Which bookings of a person are told, and how each stands."""

import pytest

from hall.feed import CloseReason
from kiosk.flow.values import BookingState
from kiosk.services.bookings import list_bookings
from kiosk.services.cancel import cancel
from kiosk.services.check_in import check_in
from kiosk.services.issue import issue
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import booking, tell
from tests.kiosk.services.checking_in import ONE, RULES, TEN, close, views, wish
from tests.kiosk.services.samples import (
    ALICE,
    BOB,
    ESTATE,
    INSURANCE,
    NOW_OFFER,
    at,
    local,
    request,
)


@pytest.fixture
def unit(linked: SqliteUnitOfWork) -> SqliteUnitOfWork:
    return linked


def test_bookings_are_told_by_slot_each_as_it_stands(unit: SqliteUnitOfWork) -> None:
    tell(unit, booking(2, at(14)), booking(3, at(9)), booking(4, digest=BOB))
    told = [(view.slot_start, view.state) for view in views(unit)]
    assert told == [
        (local(9), BookingState.LATE),
        (local(10), BookingState.ON_TIME),
        (local(14), BookingState.EARLY),
    ]


def test_a_booking_that_has_its_ticket_is_told_no_more_whatever_became_of_it(
    unit: SqliteUnitOfWork,
) -> None:
    check_in(unit, RULES, wish(), TEN)
    assert views(unit) == ()
    cancel(unit, ONE.ticket_id, TEN)
    assert views(unit) == ()


def test_a_late_booking_is_told_until_a_number_was_taken_in_its_place(
    unit: SqliteUnitOfWork,
) -> None:
    first = issue(unit, RULES, request(1, ESTATE, NOW_OFFER, digest=ALICE), at(10, 20))
    assert [view.state for view in views(unit, 40)] == [BookingState.LATE]
    cancel(unit, first.ticket_id, at(10, 40))
    issue(unit, RULES, request(2, INSURANCE, NOW_OFFER, digest=ALICE), at(10, 41))
    assert len(views(unit, 41)) == 1
    issue(unit, RULES, request(3, ESTATE, NOW_OFFER, digest=ALICE), at(10, 41))
    assert views(unit, 42) == ()


def test_a_cancelled_booking_is_told_only_to_who_has_no_other(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.CANCELLED)
    assert [view.state for view in views(unit)] == [BookingState.CANCELLED]
    tell(unit, booking(2, at(11)))
    assert [view.state for view in views(unit)] == [BookingState.EARLY]


def test_a_kiosk_that_stands_alone_has_no_bookings() -> None:
    assert list_bookings(FakeUnitOfWork(), RULES, ALICE, TEN) == ()
