# SPDX-License-Identifier: Apache-2.0
import math
from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, UnknownSlotError
from hall.place import Lane
from hall.shares import Shares, SlotShares, call_ratio
from hall.span import Span
from tests.hall.samples import PLAN, at

RATIO = Fraction(5, 4)
counts = st.integers(0, 60)


def slot_shares(
    ratio: Fraction | float = RATIO, *, booked: int = 0, quota: int = 8, clock: str = "10:00"
) -> SlotShares:
    return SlotShares(ratio, PLAN.slots, {at(clock): quota}, {at(clock): booked})


def test_booked_and_walk_in_add_up_to_one_and_green_is_half_of_them():
    shares = Shares.of_ratio(1.25)
    assert shares.booked + shares.walk_in == pytest.approx(1)
    assert shares.booked / shares.walk_in == pytest.approx(1.25)
    assert shares.green == 0.5


def test_each_line_has_its_own_weight():
    shares = Shares(1, 2, 3)
    assert [shares.of(lane) for lane in (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN)] == [1, 2, 3]
    with pytest.raises(BadValueError):
        shares.of(Lane.EXTRA)


@pytest.mark.parametrize("wrong", [0, -1, math.inf, math.nan])
@pytest.mark.parametrize("lane", range(3))
def test_a_weight_is_above_nothing_and_finite(lane: int, wrong: float):
    weights = [1.0, 1.0, 1.0]
    weights[lane] = wrong
    with pytest.raises(BadValueError):
        Shares(*weights)


@pytest.mark.parametrize(
    ("booked", "quota", "given_out", "expected"),
    [
        (10, 8, 0, 1.25),  # as allotted: 15:8 would be more
        (4, 8, 0, 0.75),  # few booked: 1.5 x 4:8
        (10, 8, 20, 0.75),  # more walk-ins than quota: 1.5 x 10:20
        (10, 8, 3, 1.25),  # fewer walk-ins than quota do not count
        (0, 8, 0, 0.25),  # nobody booked
        (1, 60, 0, 0.25),
        (2, 0, 0, 1.25),  # no quota counts as one place
        (0, 0, 0, 0.25),
    ],
)
def test_the_ratio_of_the_calls(booked: int, quota: int, given_out: int, expected: float):
    found = call_ratio(1.25, booked=booked, walk_in_quota=quota, walk_ins_given=given_out)
    assert found == pytest.approx(expected)


def test_what_was_booked_and_given_counts_for_its_own_slot_only():
    shares = slot_shares(booked=4)
    assert shares(at("10:00")) == shares(at("10:29")) == Shares.of_ratio(0.75)
    assert shares(at("09:59")) == shares(at("10:30")) == Shares.of_ratio(0.25)
    shares.give_walk_in(at("10:00"), 9)
    shares.give_walk_in(at("10:00"))
    assert shares(at("10:10")) == Shares.of_ratio(1.5 * 4 / 10)
    shares.set_walk_in_quota(at("10:00"), 12)
    shares.set_booked(at("10:00"), 6)
    assert shares(at("10:10")) == Shares.of_ratio(0.75)


@pytest.mark.parametrize(
    ("clock", "counts_for"),
    [("08:30", "09:00"), ("12:00", "13:30"), ("13:29", "13:30"), ("18:00", "16:30")],
)
def test_before_opening_and_in_the_break_the_next_slot_counts_and_at_the_end_the_last(
    clock: str, counts_for: str
):
    assert slot_shares(booked=4, clock=counts_for)(at(clock)) == Shares.of_ratio(0.75)


@given(
    st.one_of(st.fractions(0, 20), st.just(math.inf)),
    st.lists(st.tuples(st.sampled_from(PLAN.slots), counts, counts, counts), max_size=8),
    st.sampled_from(PLAN.slots),
)
def test_no_weight_leaves_the_range_the_bounds_use(
    ratio: Fraction | float, changes: list[tuple[Span, int, int, int]], slot: Span
):
    shares = SlotShares(ratio, PLAN.slots)
    for changed, booked, quota, given_out in changes:
        shares.set_booked(changed.start, booked)
        shares.set_walk_in_quota(changed.start, quota)
        shares.give_walk_in(changed.start, given_out)
    found = shares(slot.start)
    for lane in (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN):
        assert shares.lowest.of(lane) <= found.of(lane) <= shares.highest.of(lane)


def test_the_range_is_reached_at_both_ends():
    shares = slot_shares(booked=60)
    most, least = shares(at("10:00")), shares(at("11:00"))
    assert (shares.highest.booked, shares.lowest.walk_in) == (most.booked, most.walk_in)
    assert (shares.lowest.booked, shares.highest.walk_in) == (least.booked, least.walk_in)


def refusals() -> dict[str, Callable[[SlotShares], object]]:
    return {
        "negative booked": lambda shares: shares.set_booked(at("10:00"), -1),
        "negative quota": lambda shares: shares.set_walk_in_quota(at("10:00"), -1),
        "negative walk-ins": lambda shares: shares.give_walk_in(at("10:00"), -1),
        "no slot begins then": lambda shares: shares.give_walk_in(at("10:10")),
        "a slot in the break": lambda shares: shares.set_booked(at("12:30"), 1),
    }


@pytest.mark.parametrize("wrong", refusals())
def test_what_is_refused_changes_nothing(wrong: str):
    shares = slot_shares(booked=4)
    with pytest.raises((BadValueError, UnknownSlotError)):
        refusals()[wrong](shares)
    assert shares(at("10:00")) == Shares.of_ratio(0.75)


@pytest.mark.parametrize("ratio", [-1, math.nan])
def test_a_ratio_is_from_nothing_up(ratio: float):
    with pytest.raises(BadValueError):
        SlotShares(ratio, PLAN.slots)


@pytest.mark.parametrize("slots", [(), PLAN.slots[::-1], (PLAN.slots[0], PLAN.slots[0])])
def test_the_grid_rises_and_has_a_slot(slots: tuple[Span, ...]):
    with pytest.raises(BadValueError):
        SlotShares(RATIO, slots)


def test_counts_of_a_slot_that_is_not_in_the_grid_are_refused():
    with pytest.raises(UnknownSlotError):
        SlotShares(RATIO, PLAN.slots, {at("12:30"): 1})
    with pytest.raises(BadValueError):
        SlotShares(RATIO, PLAN.slots, {}, {at("10:00"): -1})
