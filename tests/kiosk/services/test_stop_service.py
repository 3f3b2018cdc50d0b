# SPDX-License-Identifier: Apache-2.0
"""Staff stop a service at this kiosk, now or at a time, and let it go on."""

from datetime import datetime, timedelta
from itertools import permutations

import pytest

from hall.errors import BadValueError
from hall.log import StaffActed
from hall.stopping import Standing, Stop, Stops
from kiosk.services.errors import StoppedError
from kiosk.services.issue import issue
from kiosk.services.open_day import open_day
from kiosk.services.stop_service import StopWish, services_standing, stop_service, stop_times
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.samples import ESTATE, INSURANCE, MONDAY, RULES, at, local, request

TEN, ELEVEN = at(10), at(11)
STOP, GO_ON = Standing.STOPPED, Standing.OPEN


@pytest.fixture
def unit() -> FakeUnitOfWork:
    unit = FakeUnitOfWork()
    open_day(unit, RULES, at(8))
    return unit


def say(
    unit: FakeUnitOfWork, standing: Standing, when: datetime | None = None, now: datetime = TEN
) -> Stop:
    return stop_service(unit, RULES, StopWish(ESTATE, standing, "7", when, "fault"), now)


def test_a_stopped_service_gives_no_number_here_from_that_moment_and_others_do(
    unit: FakeUnitOfWork,
) -> None:
    ticket = issue(unit, RULES, request(1, ESTATE), TEN)
    say(unit, STOP)
    with pytest.raises(StoppedError):
        issue(unit, RULES, request(2, ESTATE), TEN)
    assert issue(unit, RULES, request(3, INSURANCE), TEN)
    with unit:
        found = unit.tickets.find(ticket.ticket_id)
    assert found is not None
    assert found.status.is_open


def test_the_log_says_who_what_when_and_why_so_that_the_centre_can_tell_all(
    unit: FakeUnitOfWork,
) -> None:
    stop = say(unit, STOP, ELEVEN)
    (act,) = (each.body for each in unit.log.entries() if isinstance(each.body, StaffActed))
    assert (act.act, act.staff_id, act.reason) == ("service_stopped", "7", "fault")
    assert act.stop == stop == Stop(ESTATE, ELEVEN, STOP)


def test_at_a_time_numbers_are_given_until_then_and_the_list_says_so(unit: FakeUnitOfWork) -> None:
    say(unit, STOP, ELEVEN)
    assert issue(unit, RULES, request(1, ESTATE), TEN)
    stands = {each.service_id: each for each in services_standing(unit, RULES, TEN)}
    assert (stands[ESTATE].is_open, stands[ESTATE].stops_at) == (True, local(11))
    assert stands[INSURANCE].stops_at is None
    with pytest.raises(StoppedError):
        issue(unit, RULES, request(2, ESTATE), ELEVEN)


def test_it_goes_on_and_a_stop_to_come_is_withdrawn(unit: FakeUnitOfWork) -> None:
    say(unit, STOP)
    say(unit, GO_ON, now=TEN + timedelta(minutes=1))
    assert issue(unit, RULES, request(1, ESTATE), TEN + timedelta(minutes=2))
    say(unit, STOP, ELEVEN)
    say(unit, GO_ON, ELEVEN)
    stands = {each.service_id: each for each in services_standing(unit, RULES, TEN)}
    assert stands[ESTATE].stops_at is None
    assert issue(unit, RULES, request(2, ESTATE), ELEVEN + timedelta(minutes=1))


def test_what_was_said_last_counts_in_whatever_order_it_is_heard(unit: FakeUnitOfWork) -> None:
    said = [say(unit, standing, ELEVEN) for standing in (STOP, GO_ON, STOP)]
    day = RULES.calendar.plan(MONDAY).day
    for order in permutations(said):
        assert Stops(day, order).standing(ESTATE, ELEVEN + timedelta(minutes=1)) is STOP


def test_another_day_is_refused_and_nothing_is_written(unit: FakeUnitOfWork) -> None:
    before = len(tuple(unit.log.entries()))
    with pytest.raises(BadValueError):
        say(unit, STOP, TEN + timedelta(days=2))
    assert len(tuple(unit.log.entries())) == before


def test_the_next_half_hours_are_offered() -> None:
    assert stop_times(RULES, at(10, 10)) == (local(10, 30), local(11), local(11, 30), local(12))
