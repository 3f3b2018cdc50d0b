# SPDX-License-Identifier: Apache-2.0
from collections.abc import Callable
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, HallError, TurnError
from hall.ids import VisitId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.shares import Shares
from tests.hall.samples import at, ticket_id
from tests.hall.turns import (
    EVEN,
    LANES,
    NOW,
    B,
    W,
    all_called,
    called,
    joined,
    lanes,
    queue,
    turn,
)

# Put back, undo, transfer


@pytest.mark.parametrize("lane", LANES)
def test_put_back_is_called_after_three_more_calls(lane: Lane):
    missed = turn(1, lane)
    pool = joined(missed, *(turn(n, W) for n in range(2, 8)))
    called(pool)
    pool.put_back(missed, NOW)
    rest = all_called(pool)
    assert rest.index(missed.ticket_id.int) == 3


def test_put_back_is_called_at_once_when_nobody_else_waits():
    missed = turn(1)
    pool = joined(missed, turn(2), turn(3, B, "11:00"), turn(4, is_standby=True))
    called(pool)
    pool.put_back(missed, NOW)
    assert all_called(pool) == [2, 1, 3, 4]


def test_those_put_back_are_called_in_that_order():
    pool = joined(*(turn(n) for n in range(10)))
    called(pool, 2)
    pool.put_back(turn(1), NOW)
    pool.put_back(turn(0), NOW)
    assert called(pool, 6) == [2, 3, 4, 1, 0, 5]


def test_a_call_by_mistake_is_undone_and_the_ticket_called_next():
    pool = joined(*(turn(n, B if n % 2 else W) for n in range(8)))
    first = called(pool, 2)
    rest = all_called(pool.copy())
    pool.undo(ticket_id(first[1] or 0))
    assert len(pool) == 7
    assert all_called(pool) == [first[1], *rest]


def test_undone_calls_are_repeated_in_the_same_order():
    pool = joined(*(turn(n, LANES[n % 3]) for n in range(9)))
    first = called(pool, 4)
    for number in (first[2], first[0], first[1]):
        pool.undo(ticket_id(number or 0))
    assert called(pool, 3) == first[:3]


@pytest.mark.parametrize(
    "odd",
    [turn(1, B, "11:00"), turn(1, is_standby=True)],
    ids=["early", "standby"],
)
def test_undo_puts_early_and_standby_back_where_they_were(odd: Turn):
    pool = joined(odd)
    called(pool)
    pool.undo(odd.ticket_id)
    pool.check_in(turn(2), NOW)
    assert pool.is_early(odd.ticket_id, NOW) is (odd.slot_start is not None)
    assert all_called(pool) == [2, 1]


def test_a_put_back_call_can_be_undone():
    pool = joined(turn(1), turn(2), turn(3))
    called(pool)
    pool.put_back(turn(1), NOW)
    assert called(pool, 3) == [2, 3, 1]
    pool.undo(ticket_id(1))
    assert called(pool, 2) == [1, None]


def test_a_repeated_call_gives_no_turn_to_a_line_that_was_empty():
    pool = joined(*(turn(n) for n in range(6)), shares=EVEN)
    called(pool, 3)
    pool.undo(ticket_id(0))
    assert called(pool) == [0]
    for n in range(10, 14):
        pool.check_in(turn(n, B), NOW)
    assert called(pool, 4) == [10, 11, 3, 12]


def test_a_put_back_call_uses_up_nobodys_share():
    pool = joined(*(turn(n) for n in range(9)), shares=Shares(100, 100, 100))
    called(pool)
    pool.put_back(turn(0), NOW)
    assert called(pool, 4) == [1, 2, 3, 0]
    pool.check_in(turn(10, B), NOW)
    assert called(pool) == [10]


def test_a_call_ahead_of_time_uses_up_nobodys_share():
    pool = joined(turn(1, B, "11:00"), shares=EVEN)
    called(pool)
    for n in range(10, 16):
        pool.check_in(turn(n, W if n < 13 else B), NOW)
    assert called(pool, 4) == [13, 10, 14, 11]


def test_one_who_comes_back_is_not_called_any_more():
    pool = joined(turn(1, visit=7), turn(2, visit=7))
    called(pool)
    pool.put_back(turn(1, visit=7), NOW)
    with pytest.raises(TurnError):
        pool.undo(ticket_id(1))
    assert called(pool) == [2]


def test_a_transferred_ticket_joins_the_end_of_its_line_whatever_its_slot():
    pool = joined(turn(2, B, "10:00"))
    pool.join(turn(1, B, "12:00"), NOW)
    assert not pool.is_early(ticket_id(1), NOW)
    assert all_called(pool) == [2, 1]


# Linked tickets and parking


def test_linked_tickets_wait_while_one_is_called_and_keep_their_turn():
    pool = joined(*(turn(n, visit=7 if n < 3 else None) for n in range(6)))
    assert called(pool, 3) == [0, 3, 4]
    assert len(pool) == 3
    pool.finish(ticket_id(0))
    assert called(pool, 2) == [1, 5]
    pool.finish(ticket_id(1))
    assert called(pool, 2) == [2, None]


def test_a_counter_does_not_wait_for_a_linked_ticket():
    pool = joined(turn(1, visit=7), turn(2, visit=7), turn(3, is_standby=True))
    assert called(pool, 3) == [1, 3, None]
    assert len(pool) == 1
    pool.finish(ticket_id(1))
    assert called(pool) == [2]


def test_a_visit_that_is_busy_in_another_pool_waits_here():
    pool = joined(turn(1, visit=7), turn(2))
    pool.set_aside(VisitId(ticket_id(7)))
    assert called(pool, 2) == [2, None]
    pool.free(VisitId(ticket_id(7)))
    assert called(pool) == [1]


def test_the_line_of_a_ticket_set_aside_has_paid_for_its_turn():
    pool = joined(
        *(turn(n, W, visit=7 if n == 0 else None) for n in range(9)),
        *(turn(10 + n, B) for n in range(9)),
        shares=EVEN,
    )
    pool.set_aside(VisitId(ticket_id(7)))
    assert called(pool, 3) == [10, 11, 1]
    pool.free(VisitId(ticket_id(7)))
    assert called(pool, 3) == [0, 12, 2]


def test_an_early_ticket_of_a_busy_visit_still_joins_at_its_time():
    pool = joined(turn(1, B, "11:00", visit=7), turn(2, B, "11:00"), turn(3, visit=7))
    assert called(pool, 3, at("10:40")) == [3, 2, None]
    assert pool.is_early(ticket_id(1), at("10:40"))
    pool.check_in(turn(4, B, "11:00"), at("10:51"))
    pool.finish(ticket_id(3))
    pool.check_in(turn(5, B, "11:00"), at("10:52"))
    assert all_called(pool, at("10:53")) == [1, 4, 5]


def test_a_parked_ticket_keeps_its_turn():
    pool = joined(*(turn(n) for n in range(5)))
    pool.park(ticket_id(1))
    assert pool.is_parked(ticket_id(1))
    assert len(pool) == 4
    assert called(pool, 2) == [0, 2]
    pool.resume(ticket_id(1))
    assert len(pool) == 3
    assert all_called(pool) == [1, 3, 4]


def test_a_parked_ticket_resumed_before_its_turn_is_where_it_was():
    pool = joined(*(turn(n) for n in range(5)))
    pool.park(ticket_id(3))
    called(pool)
    pool.resume(ticket_id(3))
    assert all_called(pool) == [1, 2, 3, 4]


def test_a_ticket_set_aside_can_leave():
    pool = joined(turn(1), turn(2), turn(3))
    pool.park(ticket_id(1))
    pool.park(ticket_id(2))
    assert called(pool) == [3]
    pool.leave(ticket_id(2))
    assert len(pool) == 0
    pool.resume(ticket_id(1))
    assert all_called(pool) == [1]


def test_one_parked_and_with_a_busy_visit_waits_for_both():
    pool = joined(turn(1, visit=7), turn(2, visit=7), turn(3))
    pool.park(ticket_id(2))
    assert called(pool, 2) == [1, 3]
    pool.resume(ticket_id(2))
    assert called(pool) == [None]
    pool.finish(ticket_id(1))
    assert called(pool) == [2]


# What is refused


def refusals() -> dict[str, Callable[[PoolQueue], object]]:
    return {
        "check in of one who waits": lambda pool: pool.check_in(turn(1), NOW),
        "early check in of one who waits": lambda pool: pool.check_in(turn(1, B, "12:00"), NOW),
        "standby of one who waits": lambda pool: pool.check_in(turn(1, is_standby=True), NOW),
        "join of one who waits": lambda pool: pool.join(turn(1), NOW),
        "put back of one who waits": lambda pool: pool.put_back(turn(1), NOW),
        "leave of a stranger": lambda pool: pool.leave(ticket_id(99)),
        "leave of one called": lambda pool: pool.leave(ticket_id(0)),
        "finish of one not called": lambda pool: pool.finish(ticket_id(1)),
        "undo of one not called": lambda pool: pool.undo(ticket_id(1)),
        "park of a stranger": lambda pool: pool.park(ticket_id(99)),
        "park of one parked": lambda pool: pool.park(ticket_id(2)),
        "resume of one not parked": lambda pool: pool.resume(ticket_id(1)),
        "a clock without a zone": lambda pool: pool.check_in(turn(5), NOW.replace(tzinfo=None)),
        "an early one": lambda pool: pool.check_in(turn(5, B, "12:00"), NOW.replace(tzinfo=None)),
        "a call without a zone": lambda pool: pool.call_next(NOW.replace(tzinfo=None)),
        "put back without a zone": lambda pool: pool.put_back(turn(5), NOW.replace(tzinfo=None)),
    }


@pytest.mark.parametrize("wrong", refusals())
def test_what_is_refused_changes_nothing(wrong: str):
    pool = joined(turn(0), turn(1), turn(2), turn(3, B, "12:00"))
    assert called(pool) == [0]
    pool.park(ticket_id(2))
    with pytest.raises(HallError):
        refusals()[wrong](pool)
    assert len(pool) == 2
    pool.resume(ticket_id(2))
    assert all_called(pool) == [1, 2, 3]


def test_shares_that_are_refused_change_nothing():
    answers = iter([EVEN])

    def shares(_: datetime) -> Shares:
        try:
            return next(answers)
        except StopIteration:
            raise BadValueError(name="shares", value=0, allowed="above 0") from None

    pool = PoolQueue(shares)
    pool.check_in(turn(1), NOW)
    pool.check_in(turn(2, B, "11:00"), NOW)
    for step in (lambda: pool.check_in(turn(3), NOW), lambda: pool.call_next(at("10:55"))):
        with pytest.raises(BadValueError):
            step()
    assert len(pool) == 2
    assert called(pool, 2) == [1, 2]


def test_an_extra_place_is_no_line():
    with pytest.raises(BadValueError):
        turn(1, Lane.EXTRA)


def test_a_copy_goes_its_own_way():
    pool = joined(
        *(turn(n, LANES[n % 3], visit=n // 2) for n in range(12)),
        turn(20, B, "12:00"),
        turn(21, is_standby=True),
    )
    called(pool, 2)
    pool.park(ticket_id(9))
    pool.leave(ticket_id(8))
    expected = all_called(pool.copy())
    other = pool.copy()
    other.call_next(NOW)
    other.leave(ticket_id(10))
    other.resume(ticket_id(9))
    other.check_in(turn(30), NOW)
    other.set_aside(VisitId(ticket_id(3)))
    other.put_back(turn(31), NOW)
    all_called(other)
    assert len(pool) == 10
    assert all_called(pool) == expected


@given(st.lists(lanes, max_size=12), st.integers(0, 8), st.lists(lanes, max_size=12))
def test_a_copy_goes_on_as_the_queue_does(before: list[Lane], calls: int, after: list[Lane]):
    pool = joined(*(turn(n, lane) for n, lane in enumerate(before)))
    called(pool, calls)
    other = pool.copy()
    for each in (pool, other):
        for n, lane in enumerate(after, start=20):
            each.check_in(turn(n, lane), NOW)
    assert all_called(other) == all_called(pool)


def test_the_calling_order_is_told_without_a_call():
    pool = joined(*(turn(n, LANES[n % 3], visit=n // 3) for n in range(9)), turn(20, B, "12:00"))
    order = [each.ticket_id.int for each in pool.calling_order(NOW)]
    assert sorted(order) == [*range(9), 20]
    assert len(pool) == 10
    found = []
    while each := pool.call_next(NOW):
        found.append(each.ticket_id.int)
        pool.finish(each.ticket_id)
    assert found == order


def test_the_error_of_a_ticket_in_the_wrong_place_names_it():
    with pytest.raises(TurnError) as caught:
        queue().leave(ticket_id(4))
    assert caught.value.fields == {"ticket_id": ticket_id(4), "needed": "waiting"}
