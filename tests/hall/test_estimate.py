# SPDX-License-Identifier: Apache-2.0
import math
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import TurnError
from hall.estimate import (
    ExpectedCall,
    PoolNow,
    Unknown,
    WaitRange,
    estimate,
    estimate_if_joining,
    expected_call,
    in_whole_minutes,
)
from hall.ids import VisitId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.residuals import Bin, ResidualTable, Spread, Tables
from hall.roll_forward import Coming, CountersNow
from hall.roster import Roster, Step
from hall.shares import Shares
from tests.hall.samples import at, ticket_id

NOW = at("10:00")
TABLES: Tables = {
    Lane.BOOKED: ResidualTable((Bin(0, -4.2, 0, 5),)),
    Lane.WALK_IN: ResidualTable((Bin(0, -3.5, 1, 7.2),), is_shipped=True),
    Lane.GREEN: ResidualTable((Bin(0, 0, 0, 0),)),
}
OPEN = Roster((Step(at("09:00"), 1), Step(at("17:00"), 0)))


def pool(*turns: Turn, roster: Roster = OPEN, mean_minutes: float | None = 10) -> PoolNow:
    queue = PoolQueue(lambda now: Shares.of_ratio(1.25))
    for turn in turns:
        queue.check_in(turn, NOW)
    return PoolNow(queue=queue, counters=CountersNow(NOW, (), roster), mean_minutes=mean_minutes)


def turn(number: int, lane: Lane = Lane.WALK_IN, visit_id: VisitId | None = None) -> Turn:
    return Turn(ticket_id(number), lane, visit_id=visit_id)


def test_a_wait_is_a_range_around_what_the_roll_forward_says() -> None:
    waiting = pool(turn(1), turn(2), turn(3))
    assert expected_call(waiting, ticket_id(3), NOW) == ExpectedCall(Lane.WALK_IN, 20)
    assert estimate(waiting, ticket_id(3), NOW, TABLES) == WaitRange(16, 28, is_shipped=True)


def test_every_line_has_a_table_of_its_own() -> None:
    waiting = pool(turn(1, Lane.GREEN), turn(2, Lane.BOOKED))
    assert estimate(waiting, ticket_id(1), NOW, TABLES) == WaitRange(0, 1, is_shipped=False)
    assert estimate(waiting, ticket_id(2), NOW, TABLES) == WaitRange(5, 15, is_shipped=False)


def test_bookings_to_come_make_the_wait_longer() -> None:
    waiting = replace(pool(turn(1), turn(2), turn(3)), coming=Coming((at("10:05"),) * 4, 0))
    assert expected_call(waiting, ticket_id(3), NOW) == ExpectedCall(Lane.WALK_IN, 50)


@pytest.mark.parametrize(("low", "high", "whole"), [(0, 0, (0, 1)), (3, 3, (3, 4))])
def test_a_wait_is_never_one_number(low: float, high: float, whole: tuple[int, int]) -> None:
    found = in_whole_minutes(Spread(low, low, high), is_shipped=False)
    assert (found.low, found.high) == whole


@given(st.tuples(*[st.floats(0, 500)] * 3).map(sorted))
def test_a_range_is_rounded_outward_by_less_than_a_minute(minutes: list[float]) -> None:
    low, middle, high = minutes
    found = in_whole_minutes(Spread(low, middle, high), is_shipped=True)
    assert low - 1 < found.low <= low
    assert high <= found.high < max(high, math.floor(low)) + 1 + 1e-9
    assert found.low < found.high


def test_counters_that_never_report_give_no_estimate() -> None:
    silent = replace(pool(turn(1)), counters=None)
    assert estimate(silent, ticket_id(1), NOW, TABLES) is Unknown.NO_COUNTERS


def test_a_report_is_believed_for_fifteen_minutes() -> None:
    waiting = pool(turn(1))
    last = NOW + timedelta(minutes=15)
    assert isinstance(estimate(waiting, ticket_id(1), last, TABLES), WaitRange)
    too_late = last + timedelta(seconds=1)
    assert estimate(waiting, ticket_id(1), too_late, TABLES) is Unknown.TOO_OLD


def test_without_a_service_time_nothing_is_made_up() -> None:
    unknown = pool(turn(1), mean_minutes=None)
    assert estimate(unknown, ticket_id(1), NOW, TABLES) is Unknown.NO_SERVICE_TIME


@pytest.mark.parametrize("roster", [Roster(), Roster((Step(NOW, 1), Step(at("10:05"), 0)))])
def test_who_comes_after_the_last_counter_is_told_nothing(roster: Roster) -> None:
    waiting = pool(turn(1), turn(2), roster=roster)
    assert estimate(waiting, ticket_id(2), NOW, TABLES) is Unknown.NOBODY_TODAY


def test_a_parked_ticket_has_no_wait() -> None:
    waiting = pool(turn(1), turn(2), roster=Roster((Step(NOW, 1),)))
    waiting.queue.park(ticket_id(2))
    assert estimate(waiting, ticket_id(2), NOW, TABLES) is Unknown.HELD


def test_a_ticket_whose_visit_is_served_elsewhere_has_no_wait() -> None:
    visit_id = VisitId(UUID(int=5))
    waiting = pool(turn(1, visit_id=visit_id))
    waiting.queue.set_aside(visit_id)
    assert estimate(waiting, ticket_id(1), NOW, TABLES) is Unknown.HELD


def test_only_a_waiting_ticket_has_an_estimate() -> None:
    with pytest.raises(TurnError):
        estimate(pool(turn(1)), ticket_id(2), NOW, TABLES)


@given(st.lists(st.sampled_from([Lane.BOOKED, Lane.WALK_IN, Lane.GREEN]), max_size=12))
def test_who_would_join_is_told_what_he_is_told_when_he_has_joined(lanes: list[Lane]) -> None:
    present = [turn(number, lane) for number, lane in enumerate(lanes, 1)]
    newcomer = turn(99)
    before = pool(*present)
    told = estimate_if_joining(before, newcomer, NOW, TABLES)
    assert told == estimate(pool(*present, newcomer), ticket_id(99), NOW, TABLES)
    assert len(before.queue) == len(present)
    assert ticket_id(99) not in before.queue


def test_who_waits_already_cannot_join() -> None:
    with pytest.raises(TurnError):
        estimate_if_joining(pool(turn(1)), turn(1), NOW, TABLES)
