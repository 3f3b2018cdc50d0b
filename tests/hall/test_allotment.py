# SPDX-License-Identifier: Apache-2.0
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.allotment import (
    allot,
    allot_day,
    can_spare,
    fullest,
    half,
    half_of,
    home_kiosk,
    needs_home,
)
from hall.errors import BadValueError
from hall.ids import KioskId
from hall.place import Lane, Place, PlaceRun
from hall.quota import LaneQuota
from tests.hall.samples import ESTATE_ID, PLAN, at, place

K1, K2, K3 = (KioskId(name) for name in ("k1", "k2", "k3"))

forecasts = st.dictionaries(
    st.sampled_from([K1, K2, K3, KioskId("k4")]),
    st.floats(0, 200, allow_nan=False),
    min_size=1,
)
quotas = st.dictionaries(
    st.sampled_from([slot.start for slot in PLAN.slots]),
    st.builds(LaneQuota, *(st.integers(0, 30),) * 3),
)


def test_places_go_where_the_visitors_are():
    assert allot(12, {K1: 30, K2: 15, K3: 15}) == {K1: 6, K2: 3, K3: 3}
    assert allot(3, {K1: 30, K2: 15, K3: 0}) == {K1: 2, K2: 1, K3: 0}
    assert allot(4, {K1: 0, K2: 0}) == {K1: 2, K2: 2}


@pytest.mark.parametrize(
    ("count", "forecast"), [(1, {}), (-1, {K1: 1}), (1, {K1: -1}), (1, {K1: float("nan")})]
)
def test_an_impossible_allotment_is_refused(count: int, forecast: dict[KioskId, float]):
    with pytest.raises(BadValueError):
        allot(count, forecast)


@pytest.mark.parametrize(
    ("walk_in", "kiosks", "is_home"),
    [([4, 4], 2, False), ([4, 3], 2, True), ([5, 3], 2, False), ([2], 1, False), ([], 3, False)],
)
def test_a_service_with_few_places_has_a_home(walk_in: list[int], kiosks: int, *, is_home: bool):
    assert needs_home([LaneQuota(0, count, 0) for count in walk_in], kiosks) is is_home


def test_a_slot_without_any_counter_does_not_send_a_service_home():
    assert not needs_home([LaneQuota(5, 4, 1), LaneQuota(0, 0, 0)], 2)
    assert needs_home([LaneQuota(5, 4, 1), LaneQuota(1, 0, 1)], 2)


def test_home_is_where_most_visitors_are():
    assert home_kiosk({K1: 2, K2: 5, K3: 5}) == K2
    with pytest.raises(BadValueError):
        home_kiosk({})
    with pytest.raises(BadValueError):
        home_kiosk({K1: float("nan")})


def test_every_kiosk_holds_a_run_of_each_slot_and_the_centre_the_booked_places():
    found = allot_day(ESTATE_ID, {at("09:00"): LaneQuota(10, 8, 2)}, {K1: 3, K2: 1}, hop=1)
    assert found == {
        K1: (
            PlaceRun(ESTATE_ID, at("09:00"), Lane.WALK_IN, 0, 6, 1),
            PlaceRun(ESTATE_ID, at("09:00"), Lane.GREEN, 0, 2, 1),
        ),
        K2: (PlaceRun(ESTATE_ID, at("09:00"), Lane.WALK_IN, 6, 2, 1),),
    }


def test_all_the_places_of_a_small_service_are_at_home():
    found = allot_day(ESTATE_ID, {at("09:00"): LaneQuota(4, 3, 1)}, {K1: 1, K2: 3})
    assert found[K1] == ()
    assert [(run.lane, run.count) for run in found[K2]] == [(Lane.WALK_IN, 3), (Lane.GREEN, 1)]


@given(quotas, forecasts)
def test_every_place_has_one_kiosk_and_none_is_kept_back(
    by_slot: dict[datetime, LaneQuota], forecast: dict[KioskId, float]
):
    found = allot_day(ESTATE_ID, by_slot, forecast)
    owned = [each for runs in found.values() for run in runs for each in run.places()]
    assert len(set(owned)) == len(owned)
    counts = Counter((each.slot_start, each.lane) for each in owned)
    for start, quota in by_slot.items():
        assert counts[start, Lane.WALK_IN] == quota.walk_in
        assert counts[start, Lane.GREEN] == quota.green
        assert {each.index for each in owned if each.slot_start == start} <= set(range(30))
    assert not any(each.lane is Lane.BOOKED for each in owned)
    assert set(found) == set(forecast)


def test_no_kiosk_no_allotment():
    with pytest.raises(BadValueError):
        allot_day(ESTATE_ID, {}, {})
    with pytest.raises(BadValueError):
        needs_home([], 0)


def test_the_kiosk_with_the_most_to_spare_is_asked():
    assert fullest({K1: 5, K2: 4}, {K1: 10, K2: 2}) == K2
    assert fullest({K1: 5, K2: 1}, {K1: 0.1}) == K2
    assert fullest({K1: 5, K2: 1, K3: 2}, {K1: 0.1}) == K3
    assert fullest({K1: 0}, {K1: 10}) is None
    assert fullest({}, {}) is None
    with pytest.raises(BadValueError):
        fullest({K1: 1}, {K1: -1})


@pytest.mark.parametrize(("held", "given_away"), [(0, 0), (1, 1), (2, 1), (3, 1), (9, 4)])
def test_a_kiosk_gives_half_and_the_last_one_too(held: int, given_away: int):
    assert half(held) == given_away


@pytest.mark.parametrize(
    ("held", "expected", "lacking", "expected_there", "can"),
    [
        (0, 0, 0, 9, False),
        (1, 5, 0, 5, False),
        (1, 5, 0, 6, True),
        (2, 9, 0, 0, True),
        (2, 5, 1, 5, False),
        (2, 5, 1, 6, True),
        (3, 9, 1, 0, True),
        (5, 1, 3, 9, True),
        (5, 9, 3, 1, False),
    ],
)
def test_who_has_no_more_to_spare_is_not_asked(
    held: int, expected: int, lacking: int, expected_there: int, *, can: bool
):
    assert can_spare(held, expected, lacking, expected_there) is can


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 5)), min_size=2, max_size=5), st.data())
def test_places_that_nobody_takes_come_to_rest(kiosks: list[tuple[int, int]], data: st.DataObject):
    """Each kiosk that runs low asks any that can spare, again and again."""
    held, expected = [count for count, _ in kiosks], [visitors for _, visitors in kiosks]
    for _ in range(sum(held) * len(held) + 1):
        moves = [
            (giver, taker)
            for taker, lacking in enumerate(held)
            for giver, has in enumerate(held)
            if giver != taker
            and lacking < 2
            and can_spare(has, expected[giver], lacking, expected[taker])
        ]
        if not moves:
            return
        giver, taker = data.draw(st.sampled_from(moves))
        moved = half(held[giver])
        held[giver] -= moved
        held[taker] += moved
    pytest.fail(f"still moving: {held}")


def test_nobody_holds_less_than_nothing():
    with pytest.raises(BadValueError):
        half(-1)


def test_the_places_it_would_sell_last_are_given():
    free = [place("10:00", Lane.WALK_IN, index) for index in (4, 1, 2, 8, 0)]
    assert half_of(free) == (place("10:00", Lane.WALK_IN, 4), place("10:00", Lane.WALK_IN, 8))
    assert half_of([]) == ()


@given(
    st.sets(st.integers(0, 50).map(lambda index: Place(ESTATE_ID, at("10:00"), Lane.GREEN, index)))
)
def test_what_is_given_was_held_and_the_rest_stays(free: set[Place]):
    found = half_of(free)
    assert set(found) <= free
    assert len(set(found)) == half(len(free))
    assert all(kept < each for kept in free - set(found) for each in found)
