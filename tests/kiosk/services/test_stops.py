# SPDX-License-Identifier: Apache-2.0
"""What the centre stopped, suspended or reopened holds at this kiosk, cut off or not."""

from datetime import datetime

import pytest

from hall.feed import Stopped
from hall.ids import KioskId
from hall.news import Told
from hall.stopping import Standing, Stop
from hall.ticket import TicketStatus
from kiosk.flow.values import Availability, BookingState, ServiceTile
from kiosk.services.bookings import list_bookings
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.errors import NotBegunError, StoppedError, SuspendedError
from kiosk.services.issue import issue
from kiosk.services.list_services import list_services
from kiosk.services.offers import list_offers
from kiosk.services.open_day import open_day
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.incoming import FeedTaker
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import booking, fill, tell
from tests.kiosk.services.samples import (
    ALICE,
    ESTATE,
    INSURANCE,
    MONDAY,
    RULES,
    TUESDAY,
    at,
    local,
    request,
)

TEN = at(10)
ONE = booking()
OPEN, STOPPED, SUSPENDED = Standing


def say(unit: UnitOfWork, *stops: Stop) -> None:
    """The feed brings them."""
    with unit:
        after = unit.centre.state().cursor
    told = [Told(after + number, Stopped(stop)) for number, stop in enumerate(stops, start=1)]
    FeedTaker(KioskId("kiosk_1"), {}.__setitem__).take(unit, told, at(8))


def estate(unit: UnitOfWork, now: datetime = TEN) -> tuple[Availability, datetime | None]:
    tile = _tile(unit, now)
    return tile.availability, tile.from_at


def _tile(unit: UnitOfWork, now: datetime) -> ServiceTile:
    return list_services(unit, RULES, now)[1]


@pytest.fixture
def booked() -> UnitOfWork:
    """A kiosk of a centre; the feed has brought one booking for ten o'clock."""
    unit = FakeUnitOfWork()
    fill(unit)
    tell(unit, ONE)
    return unit


@pytest.mark.parametrize(
    ("standing", "shown", "refused"),
    [
        (STOPPED, Availability.STOPPED, StoppedError),
        (SUSPENDED, Availability.SUSPENDED, SuspendedError),
    ],
)
def test_no_number_is_shown_offered_or_given_from_that_instant_on(
    unit: FakeUnitOfWork,
    standing: Standing,
    shown: Availability,
    refused: type[Exception],
) -> None:
    say(unit, Stop(ESTATE, TEN, standing))
    before = at(9, 59, second=59)
    assert estate(unit, before) == (Availability.NOW, None)
    assert issue(unit, RULES, request(1, ESTATE), before)
    assert estate(unit) == (shown, None)
    assert list_offers(unit, RULES, ESTATE, TEN) == ()
    with pytest.raises(refused):
        issue(unit, RULES, request(2, ESTATE), TEN)


def test_it_concerns_that_service_alone(unit: FakeUnitOfWork) -> None:
    say(unit, Stop(ESTATE, TEN, SUSPENDED))
    assert list_services(unit, RULES, TEN)[0].availability is Availability.NOW
    assert issue(unit, RULES, request(1, INSURANCE), TEN)


def test_it_goes_on_again(unit: FakeUnitOfWork) -> None:
    say(unit, Stop(ESTATE, TEN), Stop(ESTATE, at(10, 5), OPEN))
    assert estate(unit, at(10, 5)) == (Availability.NOW, None)
    assert issue(unit, RULES, request(1, ESTATE), at(10, 5))


@pytest.mark.parametrize(
    ("standing", "shown"),
    [(STOPPED, Availability.STOPPED), (SUSPENDED, Availability.SUSPENDED)],
)
def test_when_it_goes_on_is_said_where_it_is_known(
    unit: FakeUnitOfWork, standing: Standing, shown: Availability
) -> None:
    say(unit, Stop(ESTATE, TEN, standing), Stop(ESTATE, at(14), OPEN))
    assert estate(unit) == (shown, local(14))


def test_a_number_of_a_stopped_service_is_refused_with_when_it_goes_on(
    unit: FakeUnitOfWork,
) -> None:
    say(unit, Stop(ESTATE, TEN), Stop(ESTATE, at(14), OPEN))
    with pytest.raises(NotBegunError) as refused:
        issue(unit, RULES, request(1, ESTATE), TEN)
    assert refused.value.fields["from_at"] == local(14)


def test_what_is_stopped_before_it_begins_does_not_promise_to_begin(unit: FakeUnitOfWork) -> None:
    say(unit, Stop(ESTATE, at(8)))
    assert estate(unit, at(8, 30)) == (Availability.STOPPED, None)
    with pytest.raises(StoppedError):
        issue(unit, RULES, request(1, ESTATE), at(8, 30))


def test_after_its_hours_a_suspended_service_has_ended(unit: FakeUnitOfWork) -> None:
    say(unit, Stop(ESTATE, TEN, SUSPENDED))
    assert estate(unit, at(17)) == (Availability.STOPPED, None)


def test_a_stop_ends_with_its_day(unit: FakeUnitOfWork) -> None:
    say(unit, Stop(ESTATE, TEN))
    open_day(unit, RULES, at(8, day=TUESDAY))
    assert estate(unit, at(11, day=TUESDAY)) == (Availability.NOW, None)


@pytest.mark.parametrize("standing", [STOPPED, SUSPENDED])
def test_a_booking_checks_in_all_the_same(booked: UnitOfWork, standing: Standing) -> None:
    say(booked, Stop(ESTATE, at(9), standing))
    ticket = check_in(booked, RULES, CheckInRequest(ONE, MONDAY), TEN)
    assert (ticket.number, ticket.status) == (ONE.number, TicketStatus.WAITING)


def test_who_booked_a_suspended_service_is_told_so_and_offered_another_day(
    booked: UnitOfWork,
) -> None:
    (before,) = list_bookings(booked, RULES, ALICE, TEN)
    assert (before.is_suspended, before.instead.other_days) == (False, ())
    say(booked, Stop(ESTATE, TEN, SUSPENDED))
    (view,) = list_bookings(booked, RULES, ALICE, TEN)
    assert (view.state, view.is_suspended) == (BookingState.ON_TIME, True)
    assert view.instead.other_days[0] == TUESDAY
    assert view.instead.offers == ()


def test_who_booked_a_stopped_service_has_nothing_to_choose(booked: UnitOfWork) -> None:
    say(booked, Stop(ESTATE, TEN))
    (view,) = list_bookings(booked, RULES, ALICE, TEN)
    assert (view.is_suspended, view.instead.other_days) == (False, ())


@pytest.mark.parametrize("standing", [STOPPED, SUSPENDED])
def test_who_comes_late_has_other_days_but_no_number(
    booked: UnitOfWork, standing: Standing
) -> None:
    say(booked, Stop(ESTATE, TEN, standing))
    (view,) = list_bookings(booked, RULES, ALICE, at(10, 30))
    assert (view.state, view.is_suspended) == (BookingState.LATE, standing is SUSPENDED)
    assert view.instead.offers == ()
    assert view.instead.other_days[0] == TUESDAY
