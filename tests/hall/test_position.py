# SPDX-License-Identifier: Apache-2.0
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import TurnError
from hall.place import Lane
from hall.position import Group, Position, position
from tests.hall.samples import at, ticket_id
from tests.hall.turns import NOW, B, G, W, joined, turn


def test_two_booked_for_ten_and_four_walk_ins_are_told_apart():
    me = turn(9)
    booked = [turn(n, B, "10:00") for n in (1, 2)]
    found = position(joined(*booked, *(turn(n) for n in (3, 4, 5, 6)), me), me, NOW)
    assert found == Position((Group(B, 2, at("10:00")), Group(W, 4)))
    assert found.ahead == 6


def test_groups_come_as_booked_by_slot_then_walk_ins_then_green():
    pool = joined(
        turn(1),
        turn(2, G),
        turn(3, B, "10:00"),
        turn(4, B, "09:30"),
        turn(5, B, "10:00"),
        turn(6, W, "10:00"),
        *(turn(n) for n in (7, 8)),
    )
    groups = position(pool, turn(8), NOW).groups
    assert groups == (Group(B, 1, at("09:30")), Group(B, 2, at("10:00")), Group(W, 3), Group(G, 1))
    assert [Position(groups).in_lane(lane) for lane in (B, W, G)] == [3, 3, 1]


def test_the_first_has_nobody_ahead():
    found = position(joined(turn(1)), turn(1), NOW)
    assert found == Position(())
    assert found.ahead == 0


def test_later_arrivals_of_ones_own_line_are_not_ahead():
    pool = joined(turn(1), turn(2), turn(3))
    assert position(pool, turn(2), NOW).ahead == 1


def test_early_tickets_are_not_ahead_of_those_in_line():
    pool = joined(turn(1, B, "11:00"), turn(2))
    assert position(pool, turn(2), NOW).ahead == 0
    assert position(pool, turn(2), at("10:50")).ahead == 1


def test_an_early_ticket_counts_who_would_be_ahead_when_it_joins():
    me = turn(9, B, "11:00")
    pool = joined(
        turn(1, B, "11:00"), turn(2, B, "11:30"), me, turn(3, B, "10:10"), *map(turn, (4, 5, 6))
    )
    found = position(pool, me, at("10:05"))
    assert found.joins_at == at("10:50")
    assert found.groups == (Group(B, 1, at("10:10")), Group(B, 1, at("11:00")), Group(W, 2))
    assert position(pool, me, at("10:49")) == found
    assert position(pool, me, at("10:50")) == Position(found.groups)
    pool.check_in(turn(10, B, "11:00"), at("10:50"))
    assert position(pool, me, at("10:50")) == Position(found.groups)


def test_one_who_was_called_early_and_put_back_is_not_early_any_more():
    me = turn(1, B, "11:00")
    pool = joined(me)
    pool.call_next(NOW)
    pool.put_back(me, NOW)
    for number in range(2, 8):
        pool.check_in(turn(number), NOW)
    assert position(pool, me, NOW) == Position((Group(W, 3),))


def test_one_put_back_is_ahead_of_those_it_goes_before():
    pool = joined(*(turn(n) for n in range(8)))
    pool.call_next(NOW)
    pool.put_back(turn(0), NOW)
    ahead = {n: position(pool, turn(n), NOW).ahead for n in range(8)}
    assert ahead == {1: 0, 2: 1, 3: 2, 0: 3, 4: 4, 5: 5, 6: 6, 7: 7}


def test_standby_has_everybody_ahead_and_other_standby_apart():
    pool = joined(
        turn(1, is_standby=True),
        turn(2, is_standby=True),
        turn(3, G, is_standby=True),
        turn(4, B, "12:00"),
        turn(5),
    )
    assert position(pool, turn(2), NOW).groups == (
        Group(B, 1, at("12:00")),
        Group(W, 1),
        Group(W, 1, is_standby=True),
        Group(G, 1, is_standby=True),
    )


def test_a_parked_or_linked_ticket_is_told_where_it_stands_when_free():
    pool = joined(*(turn(n, visit=7 if n in (0, 2) else None) for n in range(5)))
    pool.call_next(NOW)
    pool.park(ticket_id(3))
    assert position(pool, turn(2, visit=7), NOW).ahead == 1
    assert position(pool, turn(3), NOW).ahead == 1
    assert position(pool, turn(4), NOW).ahead == 1
    pool.resume(ticket_id(3))
    pool.finish(ticket_id(0))
    assert position(pool, turn(4), NOW).ahead == 3


def test_who_does_not_wait_has_no_position():
    pool = joined(turn(1))
    pool.call_next(NOW)
    for number in (1, 2):
        with pytest.raises(TurnError):
            position(pool, turn(number), NOW)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([B, W, G]), st.booleans(), st.sampled_from([None, "09:30", "12:00"])
        ),
        min_size=1,
        max_size=25,
    ),
    st.integers(0, 5),
)
def test_a_position_is_the_number_of_calls_before_ones_own(
    people: list[tuple[Lane, bool, str | None]], calls: int
):
    turns = [
        turn(number, lane, slot, is_standby=is_standby)
        for number, (lane, is_standby, slot) in enumerate(people)
    ]
    pool = joined(*turns)
    for _ in range(calls):
        pool.call_next(NOW)
    waiting = [each for each in turns if each.ticket_id in pool]
    found = {each: position(pool, each, NOW) for each in waiting}
    assert len(pool) == len(waiting)
    for number, each in enumerate(iter(lambda: pool.call_next(NOW), None)):
        assert found[each].joins_at or found[each].ahead == number
