# SPDX-License-Identifier: Apache-2.0
from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from heapq import heappop, heappush
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from hall.bound import calls_until_called, calls_until_put_back, overtaken_by
from hall.errors import BadValueError, HallError, TurnError
from hall.ids import TicketId, VisitId
from hall.place import Lane
from hall.queueing import PoolQueue, Turn
from hall.shares import Shares
from tests.hall.samples import at, ticket_id

B, W, G = Lane.BOOKED, Lane.WALK_IN, Lane.GREEN
LANES = (G, B, W)
NOW = at("10:00")
QUOTA = Shares(0.5, 0.4, 0.45)
EVEN = Shares(1, 1, 1)

LOWEST, HIGHEST = Shares(0.2, 0.2, 0.3), Shares(0.8, 0.8, 1.0)
some_shares = st.builds(
    Shares,
    st.sampled_from([0.2, 5 / 9, 0.8]),
    st.sampled_from([0.2, 4 / 9, 0.8]),
    st.sampled_from([0.3, 0.5, 1.0]),
)
lanes = st.sampled_from(LANES)


def queue(shares: Shares = QUOTA) -> PoolQueue:
    return PoolQueue(lambda _: shares)


def turn(
    number: int,
    lane: Lane = W,
    slot: str | None = None,
    *,
    visit: int | None = None,
    is_standby: bool = False,
) -> Turn:
    visit_id = None if visit is None else VisitId(ticket_id(visit))
    start = at(slot) if slot else None
    return Turn(ticket_id(number), lane, start, visit_id, is_standby=is_standby)


def number_of(turn: Turn | None) -> int | None:
    return turn and turn.ticket_id.int


def called(pool: PoolQueue, times: int = 1, now: datetime = NOW) -> list[int | None]:
    return [number_of(pool.call_next(now)) for _ in range(times)]


def all_called(pool: PoolQueue, now: datetime = NOW) -> list[int]:
    return [turn.ticket_id.int for turn in iter(lambda: pool.call_next(now), None)]


def joined(*turns: Turn, shares: Shares = QUOTA) -> PoolQueue:
    pool = queue(shares)
    for each in turns:
        pool.check_in(each, NOW)
    return pool


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
    assert pool.is_early(ticket_id(1))
    assert not pool.is_early(ticket_id(2))
    assert called(pool, 2, at("10:30")) == [2, 1]


def test_an_early_ticket_joins_its_line_ten_minutes_before_its_slot():
    pool = joined(turn(1, B, "11:00"), *(turn(n, W) for n in (2, 3, 4)))
    assert called(pool, now=at("10:49")) == [2]
    assert called(pool, 3, now=at("10:50")) == [1, 3, 4]


def test_early_tickets_join_by_slot_then_by_check_in():
    pool = joined(turn(1, B, "11:30"), turn(2, B, "11:00"), turn(3, B, "11:00"))
    assert pool.join_early(at("10:49")) == ()
    assert pool.join_early(at("10:50")) == (turn(2, B, "11:00"), turn(3, B, "11:00"))
    assert pool.is_early(ticket_id(1))
    pool.check_in(turn(4, B, "11:00"), at("10:55"))
    assert all_called(pool, at("11:20")) == [2, 3, 4, 1]


def test_a_walk_in_who_chose_a_later_slot_is_early_too():
    pool = joined(turn(1, W, "11:00"), turn(2, W))
    assert called(pool, 2) == [2, 1]


def test_a_visitor_on_time_or_late_inside_his_slot_joins_at_once_in_the_booked_line():
    pool = joined(turn(1, B, "10:10"), turn(2, B, "09:30"))
    assert not pool.is_early(ticket_id(1))
    assert all_called(pool) == [1, 2]


def test_the_weight_of_an_early_ticket_is_that_of_the_call_it_joins_at():
    asked = list[datetime]()

    def shares(now: datetime) -> Shares:
        asked.append(now)
        return EVEN

    pool = PoolQueue(shares)
    pool.check_in(turn(1, B, "11:00"), NOW)
    assert not asked
    pool.call_next(at("10:52"))
    assert asked == [at("10:52")]


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
    assert pool.is_early(odd.ticket_id) is (odd.slot_start is not None)
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
    assert not pool.is_early(ticket_id(1))
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
    assert pool.is_early(ticket_id(1))
    pool.check_in(turn(4, B, "11:00"), at("10:51"))
    pool.finish(ticket_id(3))
    pool.check_in(turn(5, B, "11:00"), at("10:52"))
    assert all_called(pool, at("10:53")) == [4, 5, 1]


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


# The guarantees


def test_the_bound_is_reached():
    pool = joined(turn(0, W), shares=EVEN)
    assert called(pool) == [0]
    for number, lane in enumerate((B, B, G, G, W), start=1):
        pool.check_in(turn(number, lane), NOW)
    order = all_called(pool)
    assert order.index(5) + 1 == calls_until_called(1, W, EVEN) == 5
    assert overtaken_by(1, W, B, EVEN) == 2


@given(st.lists(st.tuples(lanes, st.integers(0, 12)), max_size=40), st.integers(10, 60))
def test_no_line_can_take_the_share_of_another(rushes: Sequence[tuple[Lane, int]], calls: int):
    pool, numbers = queue(), count()
    rush = iter(rushes)
    for _ in range(calls + 1):
        pool.check_in(turn(next(numbers), W), NOW)
    walk_ins = 0
    for _ in range(calls):
        lane, many = next(rush, (B, 3))
        for _ in range(many if lane is not W else 0):
            pool.check_in(turn(next(numbers), lane), NOW)
        found = pool.call_next(NOW)
        assert found
        walk_ins += found.lane is W
    assert walk_ins >= int((calls - 2) * 0.4 / 1.35)


class Case:
    """One ticket as the machine follows it."""

    def __init__(self, turn: Turn, order: int) -> None:
        self.turn = turn
        self.order = order
        self.k = 0
        """Place in its line when it joined; 0 while no guarantee runs."""
        self.calls = 0
        self.returned = 0
        self.overtaken = dict.fromkeys(LANES, 0)
        self.ahead: set[TicketId] = set()
        self.is_out_of_turn = False
        self.put_back_at: int | None = None
        self.put_back_bound = 0


class Calling(RuleBasedStateMachine):
    """People come, are called and leave; every guarantee is checked at every call."""

    def __init__(self) -> None:
        super().__init__()
        self.now = at("09:00")
        self.shares = QUOTA
        self.numbers = count()
        self.pool = PoolQueue(lambda _: self.shares)
        self.lines: dict[Lane, list[Case]] = {lane: [] for lane in LANES}
        self.early: list[Case] = []
        self.standby: list[Case] = []
        self.put_back: list[Case] = []
        self.out: dict[TicketId, Case] = {}
        self.parked: set[TicketId] = set()
        self.visits: set[VisitId] = set()

    def present(self) -> list[Case]:
        in_line = [case for line in self.lines.values() for case in line]
        return [*in_line, *self.early, *self.standby, *self.put_back]

    def is_held(self, case: Case) -> bool:
        return case.turn.ticket_id in self.parked or case.turn.visit_id in self.visits

    def new(
        self, lane: Lane, *, slot: datetime | None = None, visit: int | None = None, standby=False
    ) -> Case:
        number = next(self.numbers)
        visit_id = None if visit is None else VisitId(ticket_id(10_000 + visit))
        return Case(Turn(ticket_id(number), lane, slot, visit_id, is_standby=standby), number)

    def begin(self, case: Case, order: int) -> None:
        """It joins its line now."""
        line = self.lines[case.turn.lane]
        case.order = order
        case.ahead = {other.turn.ticket_id for other in line}
        line.append(case)
        case.k = len(line)
        case.calls = case.returned = 0
        case.overtaken = dict.fromkeys(LANES, 0)

    @rule(lane=lanes, many=st.integers(1, 4))
    def come(self, lane: Lane, many: int) -> None:
        for _ in range(many):
            case = self.new(lane)
            self.pool.check_in(case.turn, self.now)
            self.begin(case, case.order)

    @rule(lane=lanes, minutes=st.integers(11, 40))
    def come_early(self, lane: Lane, minutes: int) -> None:
        case = self.new(lane, slot=self.now + timedelta(minutes=minutes))
        self.pool.check_in(case.turn, self.now)
        self.early.append(case)

    @rule(lane=lanes)
    def come_without_a_place(self, lane: Lane) -> None:
        case = self.new(lane, standby=True)
        self.pool.check_in(case.turn, self.now)
        self.standby.append(case)

    @rule(minutes=st.integers(1, 15))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @rule(shares=some_shares)
    def the_slot_changes(self, shares: Shares) -> None:
        self.shares = shares

    @precondition(lambda self: self.present())
    @rule(data=st.data())
    def leave(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.present()))
        self.pool.leave(case.turn.ticket_id)
        self.parked.discard(case.turn.ticket_id)
        self.forget(case)

    def forget(self, case: Case) -> None:
        for place in (*self.lines.values(), self.early, self.standby, self.put_back):
            if case in place:
                place.remove(case)

    @rule(times=st.integers(1, 5))
    def call(self, times: int) -> None:
        for _ in range(times):
            self.call_one()

    def call_one(self) -> None:
        due = [case for case in self.early if self.joins_at(case) <= self.now]
        for case in sorted(due, key=lambda case: (self.joins_at(case), case.order)):
            self.early.remove(case)
            self.begin(case, next(self.numbers))
        found = self.pool.call_next(self.now)
        if found is None:
            assert all(self.is_held(case) for case in self.present())
            return
        case = next(case for case in self.present() if case.turn == found)
        assert not self.is_held(case)
        self.check_precedence(case)
        self.check_guarantees(case)
        self.forget(case)
        self.out[found.ticket_id] = case
        if found.visit_id:
            self.visits.add(found.visit_id)

    def joins_at(self, case: Case) -> datetime:
        assert case.turn.joins_at
        return case.turn.joins_at

    def check_precedence(self, called: Case) -> None:
        """Early only when nobody waits, standby only when nobody else does; no line is passed in."""
        in_line = [case for line in self.lines.values() for case in line]
        waiting = [case for case in (*in_line, *self.put_back) if not self.is_held(case)]
        if called in self.early:
            assert not waiting
        elif called in self.standby:
            assert not waiting
            assert all(self.is_held(case) for case in self.early)
            is_green = called.turn.lane is G
            others = [case for case in self.standby if not self.is_held(case)]
            assert is_green or all(case.turn.lane is not G for case in others)
        elif called not in self.put_back and not called.is_out_of_turn:
            line = self.lines[called.turn.lane]
            ahead = line[: line.index(called)]
            assert all(self.is_held(case) for case in ahead)

    def check_guarantees(self, called: Case) -> None:
        is_out_of_turn = called in self.put_back or called.is_out_of_turn
        for case in (case for line in self.lines.values() for case in line):
            case.calls += 1
            if case is called:
                continue
            if is_out_of_turn:
                case.returned += called.turn.ticket_id not in case.ahead
            elif called.order > case.order and not case.is_out_of_turn:
                lane = called.turn.lane
                case.overtaken[lane] += 1
                most = overtaken_by(case.k, case.turn.lane, lane, LOWEST, HIGHEST)
                assert case.overtaken[lane] <= most
        for case in self.put_back:
            case.calls += 1
        if called in self.put_back:
            assert called.calls <= called.put_back_bound
        elif called in self.lines[called.turn.lane] and not called.is_out_of_turn:
            assert called.calls <= calls_until_called(
                called.k, called.turn.lane, LOWEST, HIGHEST, returned=called.returned
            )

    @invariant()
    def all_are_counted(self) -> None:
        present = self.present()
        assert len(self.pool) == len(present) - len(self.parked)
        assert all(case.turn.ticket_id in self.pool for case in present)

    def teardown(self) -> None:
        """At the end of the day everybody who can be called is."""
        for each in list(self.parked):
            self.pool.resume(each)
        self.parked.clear()
        for visit_id in list(self.visits):
            self.pool.free(visit_id)
        self.visits.clear()
        while len(self.pool):
            self.call_one()
            for visit_id in list(self.visits):
                self.pool.free(visit_id)
            self.visits.clear()
        assert not self.present()


class CallingWithReturns(Calling):
    """The same with linked tickets, parking, undo, put back and transfer."""

    @initialize()
    def some_wait(self) -> None:
        for lane in LANES:
            self.come(lane, 2)

    @rule(lane=lanes, visit=st.integers(0, 3), minutes=st.sampled_from([0, 15]))
    def come_together(self, lane: Lane, visit: int, minutes: int) -> None:
        for _ in range(2):
            slot = self.now + timedelta(minutes=minutes) if minutes else None
            case = self.new(lane, slot=slot, visit=visit)
            # Its visit may be at a counter when its turn comes.
            case.is_out_of_turn = True
            self.pool.check_in(case.turn, self.now)
            if slot:
                self.early.append(case)
            else:
                self.begin(case, case.order)

    @precondition(lambda self: self.present())
    @rule(data=st.data())
    def park(self, data: st.DataObject) -> None:
        case = data.draw(st.sampled_from(self.present()))
        if case.turn.ticket_id in self.parked or case in self.put_back:
            return
        self.pool.park(case.turn.ticket_id)
        case.is_out_of_turn = True
        self.parked.add(case.turn.ticket_id)

    @precondition(lambda self: self.parked)
    @rule(data=st.data())
    def resume(self, data: st.DataObject) -> None:
        chosen = data.draw(st.sampled_from(sorted(self.parked)))
        self.pool.resume(chosen)
        self.parked.remove(chosen)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def undo(self, data: st.DataObject) -> None:
        case = self.take_out(data)
        if case.put_back_at is not None or case.turn.is_standby or self.was_early(case):
            self.pool.finish(case.turn.ticket_id)
        else:
            self.pool.undo(case.turn.ticket_id)
            case.is_out_of_turn = True
            self.lines[case.turn.lane].insert(0, case)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def put_somebody_back(self, data: st.DataObject) -> None:
        case = self.take_out(data)
        if case.turn.visit_id or case.turn.is_standby:
            self.pool.finish(case.turn.ticket_id)
            return
        self.pool.put_back(case.turn, self.now)
        case.put_back_at, case.calls = case.order, 0
        case.put_back_bound = calls_until_put_back(len(self.put_back))
        self.put_back.append(case)

    @precondition(lambda self: self.out)
    @rule(data=st.data())
    def transfer(self, data: st.DataObject) -> None:
        case = self.take_out(data)
        self.pool.finish(case.turn.ticket_id)
        again = self.new(case.turn.lane, slot=case.turn.slot_start)
        self.pool.join(again.turn, self.now)
        self.begin(again, again.order)

    def was_early(self, case: Case) -> bool:
        return not case.k

    def take_out(self, data: st.DataObject) -> Case:
        case = self.out.pop(data.draw(st.sampled_from(sorted(self.out))))
        if case.turn.visit_id:
            self.visits.discard(case.turn.visit_id)
        return case


TestCalling = Calling.TestCase
TestCalling.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestCallingWithReturns = CallingWithReturns.TestCase
TestCallingWithReturns.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)


def test_the_error_of_a_ticket_in_the_wrong_place_names_it():
    with pytest.raises(TurnError) as caught:
        queue().leave(ticket_id(4))
    assert caught.value.fields == {"ticket_id": ticket_id(4), "needed": "waiting"}
