# SPDX-License-Identifier: Apache-2.0
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.choice import choose_place
from hall.errors import BadValueError
from hall.place import Lane, Place
from tests.hall.draws import moments, some_places
from tests.hall.samples import PLAN, at, place

GREEN = Lane.GREEN


def choose(clock: str, *free: Place, green: bool = False, slots_ahead: int = 4) -> Place | None:
    return choose_place(free, PLAN.slots, at(clock), slots_ahead=slots_ahead, green=green)


def test_a_walk_in_gets_the_earliest_place():
    assert choose("09:05", place("10:00"), place("09:30")) == place("09:30")
    assert choose("09:05", place("09:00", index=2), place("09:00", index=1)) == place(
        "09:00", index=1
    )


def test_before_opening_the_first_slot_is_current():
    assert choose("08:30", place("09:00")) == place("09:00")
    assert choose("08:30", place("11:00"), slots_ahead=4) == place("11:00")
    assert choose("08:30", place("11:30"), slots_ahead=4) is None


def test_in_the_break_the_next_slot_is_current():
    assert choose("12:15", place("11:30")) is None
    assert choose("12:15", place("13:30")) == place("13:30")


def test_a_place_of_a_slot_that_ended_is_not_given():
    assert choose("09:30", place("09:00")) is None


@pytest.mark.parametrize(
    ("slots_ahead", "is_given"), [(0, False), (1, False), (2, True), (4, True)]
)
def test_only_the_next_slots_are_given_at_once(slots_ahead: int, *, is_given: bool):
    found = choose("09:05", place("10:00"), slots_ahead=slots_ahead)
    assert (found is not None) is is_given


def test_a_negative_number_of_slots_ahead_is_refused():
    with pytest.raises(BadValueError):
        choose("09:05", slots_ahead=-1)


def test_a_green_visitor_gets_green_then_walk_in_of_each_slot():
    order = [
        place("09:00", GREEN),
        place("09:00"),
        place("09:30", GREEN),
        place("09:30"),
    ]
    for left in range(len(order)):
        free = order[left:]
        assert choose("09:05", *reversed(free), green=True) == free[0]


@pytest.mark.parametrize(("clock", "is_sold"), [("09:14", False), ("09:15", True), ("09:29", True)])
def test_unused_green_is_sold_to_walk_ins_from_the_middle_of_its_slot(clock: str, *, is_sold: bool):
    found = choose(clock, place("09:00", GREEN))
    assert found == (place("09:00", GREEN) if is_sold else None)


def test_a_walk_in_takes_unused_green_only_after_the_walk_in_places_of_the_slot():
    assert choose("09:20", place("09:00", GREEN), place("09:00", index=3)) == place(
        "09:00", index=3
    )
    assert choose("09:20", place("09:00", GREEN), place("09:30")) == place("09:00", GREEN)


@pytest.mark.parametrize("green", [False, True])
def test_extra_places_are_given_by_staff_alone(*, green: bool):
    assert choose("09:20", place("09:00", Lane.EXTRA), green=green) is None


def test_a_released_booked_place_is_given_like_a_walk_in_one_and_after_these():
    released = place("09:00", Lane.BOOKED)
    assert choose("09:05", released, place("09:00", index=3)) == place("09:00", index=3)
    assert choose("09:05", released, place("09:30")) == released
    assert choose("09:20", released, place("09:00", GREEN)) == released
    assert choose("09:05", released, place("09:00", GREEN), green=True) == place("09:00", GREEN)
    assert choose("09:05", released, place("09:30", GREEN), green=True) == released


@given(free=some_places, now=moments, green=st.booleans(), slots_ahead=st.integers(0, 13))
def test_the_chosen_place_is_free_in_reach_and_never_behind_another_slot(
    free: set[Place], now: datetime, slots_ahead: int, *, green: bool
):
    found = choose_place(free, PLAN.slots, now, slots_ahead=slots_ahead, green=green)
    reach = [slot.start for slot in PLAN.slots_from(now)][: slots_ahead + 1]
    walk_in = [each for each in free if each.lane is Lane.WALK_IN and each.slot_start in reach]
    assert found is None or (found in free and found.slot_start in reach)
    if walk_in:
        assert found is not None
        assert found.slot_start <= min(each.slot_start for each in walk_in)
