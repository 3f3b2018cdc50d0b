# SPDX-License-Identifier: Apache-2.0
import math
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, TurnError
from hall.ids import VisitId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.roll_forward import Coming, CountersNow, roll_forward
from hall.roster import Roster, Step
from hall.shares import Shares
from tests.hall.samples import at, ticket_id

NOW = at("10:00")
MEAN = 12.0
VISIT = VisitId(UUID(int=77))
NOBODY = Coming()

LANES = st.sampled_from([Lane.BOOKED, Lane.WALK_IN, Lane.GREEN])
Counters = Callable[..., CountersNow]


def after(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def counters(*steps: tuple[float, int], serving: Iterable[int] = ()) -> CountersNow:
    """Open counters from so many minutes after 10:00 on, with those tickets at them."""
    roster = Roster(tuple(Step(after(minutes), count) for minutes, count in steps))
    return CountersNow(NOW, tuple(ticket_id(number) for number in serving), roster)


def queue(*turns: Turn) -> PoolQueue:
    waiting = PoolQueue(lambda now: Shares.of_ratio(1.25))
    for turn in turns:
        waiting.check_in(turn, NOW)
    return waiting


def walk_in(number: int, visit_id: VisitId | None = None) -> Turn:
    return Turn(ticket_id(number), Lane.WALK_IN, visit_id=visit_id)


def walk_ins(count: int) -> PoolQueue:
    return queue(*(walk_in(number) for number in range(1, count + 1)))


def rolled(
    waiting: PoolQueue, there: CountersNow, coming: Coming = NOBODY, mean: float = MEAN
) -> list[tuple[int, float]]:
    """Which ticket is called how many minutes after 10:00."""
    calls = roll_forward(waiting, there, mean, coming, NOW)
    return [(turn.ticket_id.int, (when - NOW) / timedelta(minutes=1)) for turn, when in calls]


def test_a_free_counter_calls_at_once() -> None:
    assert rolled(walk_ins(1), counters((0, 1))) == [(1, 0)]


def test_each_visitor_needs_the_mean_service_time() -> None:
    assert rolled(walk_ins(3), counters((0, 1))) == [(1, 0), (2, 12), (3, 24)]
    assert rolled(walk_ins(3), counters((0, 2))) == [(1, 0), (2, 0), (3, 12)]


def test_those_at_the_counters_finish_evenly_over_one_service() -> None:
    waiting = walk_ins(5)
    waiting.call_next(NOW)
    assert rolled(waiting, counters((0, 1), serving=[1]))[0] == (2, 6)
    waiting.call_next(NOW)
    served_by_two = rolled(waiting, counters((0, 2), serving=[1, 2]))
    assert served_by_two == [(3, 4), (4, 8), (5, 16)]


def test_who_has_several_items_needs_the_time_of_each() -> None:
    several = Turn(ticket_id(1), Lane.WALK_IN, items=3)
    waiting = queue(several, walk_in(2), walk_in(3))
    assert rolled(waiting, counters((0, 1))) == [(1, 0), (2, 36), (3, 48)]
    waiting.call_next(NOW)
    assert rolled(waiting, counters((0, 1), serving=[1])) == [(2, 18), (3, 30)]


def test_who_has_one_item_leaves_before_who_came_first_with_many() -> None:
    waiting = queue(Turn(ticket_id(1), Lane.WALK_IN, items=9), walk_in(2), walk_in(3))
    for _ in range(2):
        waiting.call_next(NOW)
    assert rolled(waiting, counters((0, 2), serving=[1, 2])) == [(3, 8)]


def test_more_at_the_counters_than_are_open_must_finish_first() -> None:
    waiting = walk_ins(4)
    for _ in range(3):
        waiting.call_next(NOW)
    assert rolled(waiting, counters((0, 1), serving=[1, 2, 3])) == [(4, 9)]


def test_counters_that_open_later_call_when_they_open() -> None:
    assert rolled(walk_ins(3), counters((0, 0), (20, 2))) == [(1, 20), (2, 20), (3, 32)]
    assert rolled(walk_ins(2), counters((0, 0), (10, 1), (15, 2))) == [(1, 10), (2, 15)]
    assert rolled(walk_ins(4), counters((0, 1), (5, 3))) == [(1, 0), (2, 5), (3, 5), (4, 12)]


def test_counters_that_close_call_no_more() -> None:
    assert rolled(walk_ins(4), counters((0, 2), (6, 1))) == [(1, 0), (2, 0), (3, 12), (4, 24)]
    assert rolled(walk_ins(3), counters((0, 1), (20, 0))) == [(1, 0), (2, 12)]
    assert rolled(walk_ins(1), counters()) == []


def test_bookings_still_to_come_are_called_in_turn_but_not_told_of() -> None:
    alone = rolled(walk_ins(3), counters((0, 1)))
    coming = Coming((at("10:20"),) * 2, no_show=0)
    assert [number for number, _ in rolled(walk_ins(3), counters((0, 1)), coming)] == [1, 2, 3]
    assert rolled(walk_ins(3), counters((0, 1)), coming) == [(1, 0), (2, 12), (3, 48)]
    assert rolled(walk_ins(3), counters((0, 1)), Coming((at("10:30"),), 0)) == alone


def test_a_booking_joins_when_it_comes_whatever_comes_later() -> None:
    one, later = at("10:05"), at("12:00")
    with_one = rolled(walk_ins(3), counters((0, 1)), Coming((one,), 0))
    assert with_one == [(1, 12), (2, 24), (3, 36)]
    assert rolled(walk_ins(3), counters((0, 1)), Coming((later, one), 0)) == with_one


@given(st.integers(0, 60), st.floats(0, 1))
def test_as_many_bookings_are_expected_as_the_no_show_rate_leaves(
    count: int, no_show: float
) -> None:
    expected = list(Coming((at("10:30"),) * count, no_show).turns(NOW))
    assert len(expected) == math.floor(0.5 + count * (1 - no_show) + 1e-9) or len(
        expected
    ) == math.floor(0.5 + count * (1 - no_show) - 1e-9)
    assert len({turn.ticket_id for _, turn in expected}) == len(expected)


def test_left_out_bookings_lie_between_the_others() -> None:
    slots = tuple(at("10:30") + timedelta(minutes=30 * slot) for slot in range(6))
    there = [turn.slot_start for _, turn in Coming(slots, 0.5).turns(NOW)]
    assert there == [slots[0], slots[2], slots[4]]


def test_a_booking_comes_five_minutes_before_its_slot_and_until_five_after() -> None:
    late, due, later = at("09:54"), at("09:55"), at("11:00")
    expected = list(Coming((later, due, late), 0).turns(NOW))
    assert [when for when, _ in expected] == [NOW, at("10:55")]


def test_the_tickets_of_one_visit_are_not_called_together() -> None:
    waiting = queue(walk_in(1, VISIT), walk_in(2, VISIT), walk_in(3))
    assert rolled(waiting, counters((0, 2))) == [(1, 0), (3, 0), (2, 12)]


def test_a_ticket_waits_for_the_one_of_its_visit_at_the_counter() -> None:
    waiting = queue(walk_in(1, VISIT), walk_in(2, VISIT))
    waiting.call_next(NOW)
    assert rolled(waiting, counters((0, 3), serving=[1])) == [(2, 6)]


def test_an_early_visitor_is_called_early_only_when_nobody_else_waits() -> None:
    early = Turn(ticket_id(9), Lane.BOOKED, at("11:00"))
    assert rolled(queue(early), counters((0, 1))) == [(9, 0)]
    assert rolled(queue(early, walk_in(1)), counters((0, 1))) == [(1, 0), (9, 12)]


def test_a_served_ticket_that_nobody_called_is_refused() -> None:
    with pytest.raises(TurnError):
        rolled(walk_ins(1), counters((0, 1), serving=[1]))


@pytest.mark.parametrize("mean", [0, -1, math.inf, math.nan, 1441])
def test_a_mean_that_is_no_service_time_is_refused(mean: float) -> None:
    with pytest.raises(BadValueError, match="mean_minutes"):
        rolled(walk_ins(1), counters((0, 1)), mean=mean)


@pytest.mark.parametrize("no_show", [-0.1, 1.1, math.nan])
def test_a_no_show_rate_that_is_no_share_is_refused(no_show: float) -> None:
    with pytest.raises(BadValueError, match="no_show"):
        Coming((), no_show)


def test_instants_have_a_time_zone() -> None:
    naive = datetime(2026, 3, 2)  # noqa: DTZ001
    with pytest.raises(BadValueError, match="bookings"):
        Coming((naive,))
    with pytest.raises(BadValueError, match="as_of"):
        CountersNow(naive, (), Roster())
    with pytest.raises(BadValueError, match="now"):
        roll_forward(walk_ins(1), counters((0, 1)), MEAN, NOBODY, naive)
    assert CountersNow(NOW.astimezone(), (), Roster()).as_of.tzinfo is UTC


TURNS = st.lists(
    st.tuples(LANES, st.none() | st.integers(-20, 120), st.booleans()), min_size=1, max_size=30
).map(
    lambda rows: [
        Turn(
            ticket_id(number),
            lane,
            None if minutes is None or lane is Lane.GREEN else after(minutes),
            is_standby=is_standby,
        )
        for number, (lane, minutes, is_standby) in enumerate(rows, 1)
    ]
)
STEPS = st.lists(st.integers(0, 4), max_size=4).map(
    lambda counts: tuple((25.0 * number, count) for number, count in enumerate([*counts, 2]))
)
COMING = st.builds(
    Coming,
    st.lists(st.integers(-30, 120).map(after), max_size=12).map(tuple),
    st.floats(0, 1),
)


@given(TURNS, STEPS, COMING, st.integers(0, 3))
def test_everybody_is_called_once_in_order_of_time_by_open_counters(
    turns: list[Turn], steps: tuple[tuple[float, int], ...], coming: Coming, serving: int
) -> None:
    waiting = queue(*turns)
    served = [turn.ticket_id.int for _ in range(serving) if (turn := waiting.call_next(NOW))]
    there = counters(*steps, serving=served)
    calls = rolled(waiting, there, coming)
    assert sorted([*served, *(number for number, _ in calls)]) == list(range(1, len(turns) + 1))
    minutes = [minute for _, minute in calls]
    assert minutes == sorted(minutes)
    for minute in minutes:
        at_counters = sum(minute - MEAN < other <= minute for other in minutes)
        assert at_counters <= there.roster.open_at(after(minute))


@given(TURNS, STEPS, COMING)
def test_rolling_forward_changes_nothing(
    turns: list[Turn], steps: tuple[tuple[float, int], ...], coming: Coming
) -> None:
    waiting, same = queue(*turns), queue(*turns)
    first = rolled(waiting, counters(*steps), coming)
    assert rolled(waiting, counters(*steps), coming) == first
    while turn := same.call_next(NOW):
        assert waiting.call_next(NOW) == turn
    assert waiting.call_next(NOW) is None


@given(TURNS)
def test_without_bookings_to_come_the_order_is_that_of_the_queue(turns: list[Turn]) -> None:
    waiting = queue(*turns)
    calls = rolled(waiting, counters((0, 1)))
    order = []
    for _, minute in calls:
        turn = waiting.call_next(after(minute))
        assert turn is not None
        order.append(turn.ticket_id.int)
    assert [number for number, _ in calls] == order
