# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, UnknownServiceError, UnknownSlotError
from hall.ids import KioskId
from hall.place import Lane
from hall.pool import Pool, day_quotas
from hall.quota import DEFAULT_RATIO, LaneQuota, split
from hall.release import (
    green_opens_at,
    is_known_to_all,
    is_no_show_released,
    is_unbooked_released,
    lanes_served,
    no_show_at,
    online_sale_ends_at,
    places_to_return,
    reduced_by_kiosk,
    reduction,
    revision,
)
from hall.roster import planned_all_day
from hall.span import Span
from tests.hall.samples import ESTATE, ESTATE_ID, INSURANCE_ID, PLAN, at, place

BOOKED, WALK_IN, GREEN, EXTRA = Lane
L = timedelta(minutes=30)
SLOT = Span(at("10:00"), at("10:30"))
KIOSKS = tuple(KioskId(name) for name in ("k1", "k2", "k3"))

around = st.integers(-60 * 60, 60 * 60).map(lambda seconds: SLOT.start + timedelta(seconds=seconds))


# --- R1 ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "released"),
    [("09:29", False), ("09:30", True), ("10:29", True), ("10:30", False)],
)
def test_what_nobody_booked_goes_to_walk_ins_a_slot_before_it_begins(clock: str, *, released: bool):
    assert online_sale_ends_at(SLOT, L) == at("09:30")
    assert is_unbooked_released(SLOT, L, at(clock)) is released


def test_the_online_sale_of_a_short_last_slot_ends_a_whole_slot_before():
    assert online_sale_ends_at(Span(at("16:30"), at("16:40")), L) == at("16:00")


@given(around)
def test_a_held_place_is_never_released(now: datetime):
    assert not is_unbooked_released(SLOT, L, now, is_held=True)


# --- R2 ----------------------------------------------------------------------------------------


def no_show(clock: str, **applied: int) -> bool:
    known = {KioskId(name): cursor for name, cursor in applied.items()}
    return is_no_show_released(SLOT, at(clock), closed_cursor=7, applied=known, kiosks=KIOSKS)


@pytest.mark.parametrize(
    ("clock", "released"),
    [("10:14", False), ("10:15", True), ("10:29", True), ("10:30", False)],
)
def test_a_booked_place_is_kept_for_a_quarter_of_an_hour(clock: str, *, released: bool):
    assert no_show_at(SLOT) == at("10:15")
    assert no_show(clock, k1=7, k2=8, k3=7) is released


def test_in_a_short_slot_somebody_can_still_use_the_place():
    short = Span(at("10:00"), at("10:15"))
    known = dict.fromkeys(KIOSKS, 7)
    assert no_show_at(short) == at("10:07:30")
    assert is_no_show_released(short, at("10:14"), closed_cursor=7, applied=known, kiosks=KIOSKS)


@pytest.mark.parametrize("applied", [{"k1": 7, "k2": 7, "k3": 6}, {"k1": 9, "k2": 9}, {}])
def test_a_kiosk_that_has_not_heard_of_it_blocks_the_place(applied: dict[str, int]):
    assert not no_show("10:20", **applied)


@given(
    st.integers(0, 50),
    st.dictionaries(st.sampled_from(KIOSKS), st.integers(0, 50)),
    st.integers(0, 50),
)
def test_once_known_to_all_it_stays_known(closed: int, applied: dict[KioskId, int], more: int):
    later = {kiosk_id: cursor + more for kiosk_id, cursor in applied.items()}
    if is_known_to_all(closed, applied, KIOSKS):
        assert set(applied) == set(KIOSKS)
        assert min(applied.values()) >= closed
        assert is_known_to_all(closed, later, KIOSKS)


# --- R3, R4 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lane", "clock", "lanes"),
    [
        (BOOKED, "09:29", {BOOKED}),
        (BOOKED, "09:30", {WALK_IN, GREEN}),
        (WALK_IN, "08:00", {WALK_IN, GREEN}),
        (WALK_IN, "10:29", {WALK_IN, GREEN}),
        (GREEN, "10:14", {GREEN}),
        (GREEN, "10:15", {WALK_IN, GREEN}),
        (EXTRA, "10:15", {BOOKED, WALK_IN, GREEN}),
        *((lane, "10:30", set()) for lane in Lane),
    ],
)
def test_who_may_have_a_free_place(lane: Lane, clock: str, lanes: set[Lane]):
    assert lanes_served(lane, SLOT, L, at(clock)) == lanes


def test_green_opens_in_the_middle_of_a_short_slot_too():
    assert green_opens_at(Span(at("16:30"), at("16:40"))) == at("16:35")


@given(st.sampled_from(Lane), around, around)
def test_releases_go_one_way(lane: Lane, one: datetime, other: datetime):
    earlier, later = sorted((one, other))
    before = lanes_served(lane, SLOT, L, earlier)
    after = lanes_served(lane, SLOT, L, later)
    if BOOKED in after:
        assert BOOKED in before
    if after:
        assert before - {BOOKED} <= after
    if lane in {WALK_IN, GREEN}:
        assert BOOKED not in after


# --- R5 ----------------------------------------------------------------------------------------

quotas = st.builds(LaneQuota, *(st.integers(0, 40),) * 3)


@pytest.mark.parametrize(
    ("quota", "capacity", "lost"),
    [
        ((14, 11, 2), 5, (12, 9, 1)),
        ((5, 4, 1), 10, (0, 0, 0)),
        ((5, 4, 1), 12, (0, 0, 0)),
        ((5, 4, 1), 5, (3, 2, 0)),
        ((5, 4, 1), 1, (5, 4, 0)),
        ((5, 4, 1), 0, (5, 4, 1)),
        ((0, 18, 2), 10, (0, 9, 1)),
        ((10, 10, 0), 5, (8, 7, 0)),
        ((0, 0, 3), 1, (0, 0, 2)),
        ((0, 0, 0), 0, (0, 0, 0)),
    ],
)
def test_lanes_lose_in_the_ratio_of_their_quotas(
    quota: tuple[int, int, int], capacity: int, lost: tuple[int, int, int]
):
    assert reduction(LaneQuota(*quota), capacity) == LaneQuota(*lost)


@given(quotas, st.integers(0, 130))
def test_what_is_lost_and_what_is_left_are_what_there_was(quota: LaneQuota, capacity: int):
    lost = reduction(quota, capacity)
    left = quota.less(lost)
    assert left.total == min(quota.total, capacity)
    assert (left.green >= 1) is (quota.green >= 1 and capacity >= 1)


@given(quotas, st.integers(0, 130))
def test_no_lane_loses_a_place_more_than_its_part(quota: LaneQuota, capacity: int):
    lost = reduction(quota, capacity)
    if not quota.total:
        return
    for mine, its in ((lost.booked, quota.booked), (lost.walk_in, quota.walk_in)):
        # Green keeps its last place, so the others may bear up to one place more.
        assert -1 < mine - lost.total * its / quota.total < 2


@given(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
def test_counters_that_close_one_after_another_never_take_too_much(
    places: int, first: int, second: int
):
    quota = split(places, DEFAULT_RATIO)
    for capacity in (first, second):
        quota = quota.less(reduction(quota, capacity))
    assert quota.total == min(places, first, second)


def test_there_is_no_capacity_below_nothing():
    with pytest.raises(BadValueError):
        reduction(LaneQuota(1, 1, 1), -1)


def test_a_kiosk_returns_the_places_that_it_would_sell_last():
    free = [place("10:00", WALK_IN, index) for index in (6, 3, 9)] + [place("10:00", GREEN, 12)]
    assert places_to_return(free, WALK_IN, 2) == (
        place("10:00", WALK_IN, 6),
        place("10:00", WALK_IN, 9),
    )
    assert places_to_return(free, WALK_IN, 0) == ()


@given(
    st.sets(st.builds(place, st.just("10:00"), st.sampled_from(Lane), st.integers(0, 9))),
    st.sampled_from(Lane),
    st.integers(0, 12),
)
def test_a_kiosk_returns_what_it_still_holds_and_never_more(free: set, lane: Lane, count: int):
    found = places_to_return(free, lane, count)
    held = {each for each in free if each.lane is lane}
    assert set(found) <= held
    assert len(found) == min(count, len(held))
    assert len(set(found)) == len(found)


@given(st.dictionaries(st.sampled_from(KIOSKS), st.integers(0, 30)), st.integers(0, 100))
def test_kiosks_return_together_what_is_reduced_or_all_they_hold(
    held: dict[KioskId, int], count: int
):
    wanted = reduced_by_kiosk(count, held)
    assert sum(wanted.values()) == min(count, sum(held.values()))
    assert all(0 <= wanted[kiosk_id] <= held[kiosk_id] for kiosk_id in held)


def test_a_negative_reduction_is_refused():
    with pytest.raises(BadValueError):
        reduced_by_kiosk(-1, {KIOSKS[0]: 3})
    with pytest.raises(BadValueError):
        places_to_return((), WALK_IN, -1)


# --- R5 over a day -----------------------------------------------------------------------------

SERVICE = replace(ESTATE, mean_minutes=15)
POOL = Pool((SERVICE,))
PLANS = {ESTATE_ID: PLAN}
FIFTEEN = planned_all_day(PLAN, 15)
QUOTAS = day_quotas(POOL, FIFTEEN, PLANS, DEFAULT_RATIO)


def test_when_twelve_of_fifteen_counters_close_over_lunch_those_slots_lose_their_places():
    lunch = FIFTEEN.at_most(Span(at("11:00"), at("14:00")), 3)
    lost = revision(POOL, lunch, PLANS, QUOTAS, at("10:50"))
    starts = [start for _, start in lost]
    assert starts == [at("11:00"), at("11:30"), at("13:30")]
    # 27 places (13, 12, 2) become 5.
    assert set(lost.values()) == {LaneQuota(11, 10, 1)}
    left = {key: quota.less(lost[key]) if key in lost else quota for key, quota in QUOTAS.items()}
    assert revision(POOL, lunch, PLANS, left, at("10:50")) == {}


def test_a_slot_that_has_ended_is_let_be_and_the_current_one_counts_in_part():
    short = FIFTEEN.at_most(Span(at("09:00"), at("11:15")), 0)
    lost = revision(POOL, short, PLANS, QUOTAS, at("11:00"))
    assert {key: each.total for key, each in lost.items()} == {(ESTATE_ID, at("11:00")): 14}


def test_counters_that_open_again_give_nothing_back():
    assert revision(POOL, planned_all_day(PLAN, 30), PLANS, QUOTAS, at("08:00")) == {}


def test_a_revision_of_something_unknown_is_refused():
    quota = LaneQuota(1, 1, 1)
    other = {(INSURANCE_ID, at("09:00")): quota}
    for plans in (PLANS, {**PLANS, INSURANCE_ID: PLAN}):
        with pytest.raises(UnknownServiceError):
            revision(POOL, FIFTEEN, plans, other, at("08:00"))
    with pytest.raises(UnknownServiceError):
        revision(POOL, FIFTEEN, {}, QUOTAS, at("08:00"))
    with pytest.raises(UnknownSlotError):
        revision(POOL, FIFTEEN, PLANS, {(ESTATE_ID, at("12:00")): quota}, at("08:00"))
