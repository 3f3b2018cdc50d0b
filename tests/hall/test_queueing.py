# SPDX-License-Identifier: Apache-2.0
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.ids import TicketId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.shares import Shares
from tests.hall.samples import at, ticket_id
from tests.hall.turns import (
    EVEN,
    LANES,
    NOW,
    B,
    G,
    W,
    all_called,
    called,
    joined,
    lanes,
    number_of,
    queue,
    some_shares,
    turn,
)

# The order itself


def test_nobody_is_called_where_nobody_waits():
    assert queue().call_next(NOW) is None
    assert len(queue()) == 0


def test_booked_and_walk_ins_are_called_in_the_ratio_of_their_shares():
    pool = joined(*(turn(n, B if n % 2 else W) for n in range(180)))
    first = called(pool, 90)
    assert sum(n % 2 for n in first if n is not None) == 50


def test_green_takes_the_next_turn_and_at_most_one_in_three():
    pool = joined(
        *(turn(n, B) for n in range(30)),
        *(turn(100 + n, W) for n in range(30)),
        *(turn(200 + n, G) for n in range(30)),
        shares=Shares.of_ratio(1.25),
    )
    first = called(pool, 45)
    assert first[0] == 200
    assert sum(n is not None and n >= 200 for n in first) == 15


@pytest.mark.parametrize("lane", LANES)
def test_each_line_is_first_come_first_called(lane: Lane):
    assert all_called(joined(*(turn(n, lane) for n in (3, 1, 2)))) == [3, 1, 2]


def test_on_equal_tags_green_goes_first_then_booked():
    assert all_called(joined(turn(1, W), turn(2, B), turn(3, G))) == [3, 2, 1]


def test_a_line_that_was_empty_gets_no_turns_for_that_time():
    pool = joined(*(turn(n, B) for n in range(20)), shares=EVEN)
    called(pool, 10)
    for n in range(20):
        pool.check_in(turn(100 + n, W), NOW)
    assert called(pool, 4) == [100, 10, 101, 11]


joins_and_calls = st.lists(st.one_of(st.none(), st.tuples(lanes, some_shares)), max_size=80)


@given(joins_and_calls)
def test_the_order_is_that_of_the_tags_given_at_joining(script: list[tuple[Lane, Shares] | None]):
    """The rule as rules.md 2 writes it: one heap, a tag at joining."""
    shares = deque[Shares]()
    pool = PoolQueue(lambda _: shares[0])
    heap: list[tuple[float, int, int]] = []
    last, virtual = dict.fromkeys(LANES, 0.0), 0.0
    for number, step in enumerate([*script, *[None] * len(script)]):
        if step is None:
            tag, _, expected = heappop(heap) if heap else (virtual, 0, None)
            virtual = tag
            assert number_of(pool.call_next(NOW)) == expected
            continue
        lane, weights = step
        shares.appendleft(weights)
        pool.check_in(turn(number, lane), NOW)
        tag = max(virtual, last[lane])
        last[lane] = tag + 1 / weights.of(lane)
        heappush(heap, (tag, LANES.index(lane), number))


# Who leaves


@given(st.lists(st.tuples(st.sampled_from(["come", "come and go", "call"]), lanes)))
def test_who_leaves_uncalled_costs_nobody_anything(script: list[tuple[str, Lane]]):
    with_them, without, going = queue(), queue(), set[TicketId]()
    for number, (what, lane) in enumerate(script):
        if what == "call":
            # They go when their turn has come, at the latest.
            while (first := next(with_them.calling_order(NOW), None)) and first.ticket_id in going:
                with_them.leave(first.ticket_id)
            assert called(with_them) == called(without)
            continue
        new = turn(number, lane)
        with_them.check_in(new, NOW)
        if what == "come":
            without.check_in(new, NOW)
        else:
            going.add(new.ticket_id)
    for each in going:
        if each in with_them:
            with_them.leave(each)
    assert len(with_them) == len(without)
    assert all_called(with_them) == all_called(without)


def test_many_who_leave_are_forgotten():
    pool = joined(*(turn(n, LANES[n % 3], "12:00" if n % 2 else None) for n in range(1000)))
    stay = {n for n in range(1000) if n % 100 in (50, 51)}
    for n in sorted(set(range(1000)) - stay, reverse=True):
        pool.leave(ticket_id(n))
    lines = pool._lines
    lie_about = [*(line.entries for line in lines._lines), *lines._heaps, lines._gone]
    assert sum(map(len, lie_about)) < 250
    assert len(pool) == 20
    assert set(all_called(pool)) == stay


@pytest.mark.parametrize("step", [73, 91, 137])
def test_those_who_are_left_keep_their_order(step: int):
    minutes = {number: 11 + number * step % 200 for number in range(200)}
    pool = queue()
    for number, later in minutes.items():
        pool.check_in(Turn(ticket_id(number), B, NOW + timedelta(minutes=later)), NOW)
    leaving = sorted(minutes, key=lambda number: number * 149 % 200)
    for number in leaving[:150]:
        pool.leave(ticket_id(number))
    assert all_called(pool) == sorted(leaving[150:], key=lambda number: minutes[number])


@pytest.mark.parametrize("who", [1, 2, 3])
def test_somebody_who_left_is_not_called(who: int):
    pool = joined(*(turn(n) for n in (1, 2, 3)))
    pool.leave(ticket_id(who))
    assert len(pool) == 2
    assert ticket_id(who) not in pool
    assert all_called(pool) == [n for n in (1, 2, 3) if n != who]


# Early


def test_an_early_ticket_is_called_before_its_time_only_when_nobody_else_waits():
    pool = joined(turn(1, B, "11:00"), turn(2, W))
    assert pool.is_early(ticket_id(1), at("10:49"))
    assert not pool.is_early(ticket_id(1), at("10:50"))
    assert not pool.is_early(ticket_id(2), NOW)
    assert called(pool, 2, at("10:30")) == [2, 1]


def test_an_early_ticket_joins_its_line_ten_minutes_before_its_slot():
    pool = joined(turn(1, B, "11:00"), *(turn(n, W) for n in (2, 3, 4)))
    assert called(pool, now=at("10:49")) == [2]
    assert called(pool, 3, now=at("10:50")) == [1, 3, 4]


def test_early_tickets_join_by_slot_then_by_check_in():
    pool = joined(turn(1, B, "11:30"), turn(2, B, "11:00"), turn(3, B, "11:00"))
    assert all_called(pool, at("11:20")) == [2, 3, 1]


def test_nobody_who_checks_in_from_then_on_passes_an_early_ticket():
    pool = joined(*(turn(n, B, "11:30" if n == 1 else "11:00") for n in (1, 2, 3)))
    pool.check_in(turn(4, B, "10:59"), at("10:49"))
    pool.check_in(turn(5, B, "11:00"), at("10:50"))
    assert pool.is_early(ticket_id(1), at("10:50"))
    pool.join(turn(6, B, "12:00"), at("11:20"))
    assert all_called(pool, at("11:20")) == [4, 2, 3, 5, 1, 6]


def test_a_walk_in_who_chose_a_later_slot_is_early_too():
    pool = joined(turn(1, W, "11:00"), turn(2, W))
    assert called(pool, 2) == [2, 1]


def test_a_visitor_on_time_or_late_inside_his_slot_joins_at_once_in_the_booked_line():
    pool = joined(turn(1, B, "10:10"), turn(2, B, "09:30"))
    assert not pool.is_early(ticket_id(1), NOW)
    assert all_called(pool) == [1, 2]


@pytest.mark.parametrize(
    "step",
    [
        lambda pool: pool.call_next(at("10:52")),
        lambda pool: pool.check_in(turn(2), at("10:52")),
        lambda pool: pool.join(turn(2), at("10:52")),
    ],
    ids=["call", "check in", "transfer"],
)
def test_the_weight_of_an_early_ticket_is_that_of_the_instant_it_is_let_in(
    step: Callable[[PoolQueue], object],
):
    asked = list[datetime]()

    def shares(now: datetime) -> Shares:
        asked.append(now)
        return EVEN

    pool = PoolQueue(shares)
    pool.check_in(turn(1, B, "11:00"), NOW)
    assert not asked
    step(pool)
    assert asked == [at("10:52")]
    assert not pool.is_early(ticket_id(1), NOW)


def test_an_early_ticket_that_left_is_not_called():
    pool = joined(turn(1, B, "11:00"), turn(2, B, "11:00"))
    pool.leave(ticket_id(1))
    assert all_called(pool) == [2]


# Standby


def test_standby_comes_after_the_early_and_green_standby_first():
    pool = joined(
        turn(1, W, is_standby=True),
        turn(2, G, is_standby=True),
        turn(3, B, "11:00"),
        turn(4, W),
    )
    assert all_called(pool) == [4, 3, 2, 1]


def test_standby_put_back_goes_before_other_standby_of_its_kind():
    first, green = turn(1, is_standby=True), turn(3, G, is_standby=True)
    pool = joined(first, turn(2, is_standby=True))
    assert called(pool) == [1]
    pool.put_back(first, NOW)
    pool.check_in(green, NOW)
    assert all_called(pool) == [3, 1, 2]
