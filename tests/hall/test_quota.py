# SPDX-License-Identifier: Apache-2.0
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.place import Lane
from hall.quota import (
    STAND_ALONE_RATIO,
    LaneQuota,
    LaneRatio,
    apportion,
    capacity,
    share_out,
    split,
)

percents = st.tuples(st.integers(0, 100), st.integers(0, 100)).filter(lambda two: sum(two) <= 100)
weights = st.lists(st.integers(0, 50), min_size=1, max_size=6)
shares = weights.filter(any).map(lambda parts: [Fraction(part, sum(parts)) for part in parts])
ratios = percents.map(lambda two: LaneRatio.percent(*two, 100 - sum(two)))


@pytest.mark.parametrize(
    ("counter_minutes", "mean_minutes", "places"),
    [
        (30, 12, 2),
        (60, 12.5, 4),
        (0, 12, 0),
        (10, 12, 0),
        (450, 13.8, 30),
        (30, 0.3, 92),
        (Fraction(100, 3), Fraction(92, 3), 1),
    ],
)
def test_capacity_is_92_percent_of_the_planned_minutes_rounded_down(
    counter_minutes: float, mean_minutes: float, places: int
):
    assert capacity(counter_minutes, mean_minutes) == places


def test_a_decimal_fraction_never_eats_a_place():
    # In binary floating point 0.92 * 30 / 0.1 is a little less than 276.
    assert capacity(30, 0.1) == 276


@given(st.integers(0, 10**6), st.integers(1, 600))
def test_capacity_never_sells_more_than_the_usable_minutes(minutes: int, mean: int):
    places = capacity(minutes, mean)
    assert places * mean * 100 <= 92 * minutes < (places + 1) * mean * 100


@pytest.mark.parametrize(
    ("minutes", "mean"),
    [(-1, 10), (float("inf"), 10), (float("nan"), 10), (30, 0), (30, -1), (30, float("nan"))],
)
def test_impossible_minutes_are_refused(minutes: float, mean: float):
    with pytest.raises(BadValueError):
        capacity(minutes, mean)


@pytest.mark.parametrize(
    ("places", "percent", "quota"),
    [
        (10, (50, 40, 10), (5, 4, 1)),
        (7, (50, 40, 10), (3, 3, 1)),
        (1, (50, 40, 10), (0, 0, 1)),
        (0, (50, 40, 10), (0, 0, 0)),
        (9, (50, 50, 0), (4, 5, 0)),
        (30, (0, 90, 10), (0, 27, 3)),
        (29, (0, 90, 10), (0, 27, 2)),
        (3, (100, 0, 0), (3, 0, 0)),
    ],
)
def test_rounding_goes_to_walk_ins_and_green_keeps_one(
    places: int, percent: tuple[int, int, int], quota: tuple[int, int, int]
):
    assert split(places, LaneRatio.percent(*percent)) == LaneQuota(*quota)


@given(st.integers(0, 5000), ratios)
def test_the_lanes_hold_the_capacity_and_none_is_negative(places: int, ratio: LaneRatio):
    quota = split(places, ratio)
    assert quota.total == places
    assert min(quota.booked, quota.walk_in, quota.green) >= 0
    assert quota.booked <= ratio.booked * places
    assert (quota.green > 0) is (ratio.green > 0 and places > 0)
    assert quota.walk_in + 1 > ratio.walk_in * places or quota.green == 1


def test_stand_alone_nothing_is_kept_for_bookings():
    assert split(20, STAND_ALONE_RATIO) == LaneQuota(booked=0, walk_in=18, green=2)


def test_a_negative_quota_is_refused():
    with pytest.raises(BadValueError) as refused:
        split(-1, STAND_ALONE_RATIO)
    assert refused.value.fields == {"name": "capacity", "value": -1, "allowed": "from 0"}


@pytest.mark.parametrize("parts", [(50, 40, 11), (50, 40, 9), (-10, 100, 10)])
def test_a_ratio_that_is_not_whole_is_refused(parts: tuple[int, int, int]):
    with pytest.raises(BadValueError):
        LaneRatio.percent(*parts)


@pytest.mark.parametrize("lane", ["booked", "walk_in", "green"])
def test_a_lane_never_has_less_than_nothing(lane: str):
    with pytest.raises(BadValueError) as refused:
        LaneQuota(**{"booked": 1, "walk_in": 1, "green": 1, lane: -1})
    assert refused.value.fields["name"] == lane


@pytest.mark.parametrize(
    ("places", "parts", "counts"),
    [
        (10, ["1/2", "1/2"], (5, 5)),
        (11, ["1/2", "1/2"], (6, 5)),
        (11, ["1/4", "3/4"], (2, 9)),
        (5, ["1/3", "1/3", "1/3"], (3, 1, 1)),
        (0, ["1"], (0,)),
        (7, ["0", "1"], (0, 7)),
    ],
)
def test_a_service_has_its_share_rounded_down_and_the_largest_the_rest(
    places: int, parts: list[str], counts: tuple[int, ...]
):
    assert share_out(places, [Fraction(part) for part in parts]) == counts


@given(st.integers(0, 500), shares)
def test_the_services_of_a_pool_have_together_what_the_pool_has(places: int, parts: list[Fraction]):
    counts = share_out(places, parts)
    assert sum(counts) == places
    largest = parts.index(max(parts))
    for index, (count, part) in enumerate(zip(counts, parts, strict=True)):
        if index != largest:
            assert count <= part * places < count + 1
    assert counts[largest] >= int(max(parts) * places)


@pytest.mark.parametrize(
    ("places", "parts"),
    [(3, []), (3, ["1/2", "1/3"]), (3, ["3/2", "-1/2"]), (-1, ["1"])],
)
def test_shares_that_are_not_whole_are_refused(places: int, parts: list[str]):
    with pytest.raises(BadValueError):
        share_out(places, [Fraction(part) for part in parts])


@pytest.mark.parametrize(
    ("count", "ratio", "counts"),
    [
        (10, (5, 4, 1), (5, 4, 1)),
        (3, (5, 4, 1), (2, 1, 0)),
        (1, (1, 1), (1, 0)),
        (5, (0, 0), (3, 2)),
        (5, (0, 1), (0, 5)),
        (2, (0.9, 0.05, 0.05), (2, 0, 0)),
    ],
)
def test_the_largest_remainder_has_the_rest(
    count: int, ratio: tuple[float, ...], counts: tuple[int, ...]
):
    assert apportion(count, ratio) == counts


@given(st.integers(0, 500), weights)
def test_what_is_apportioned_is_all_of_it_and_nobody_is_a_whole_one_off(
    count: int, parts: list[int]
):
    counts = apportion(count, parts)
    assert sum(counts) == count
    ratio = parts if any(parts) else [1] * len(parts)
    for got, part in zip(counts, ratio, strict=True):
        assert abs(got - Fraction(count * part, sum(ratio))) < 1
        assert part or not got


def test_nobody_has_nothing():
    assert apportion(0, ()) == ()


@pytest.mark.parametrize(
    ("count", "ratio"), [(-1, (1,)), (1, (-1, 2)), (1, ()), (1, (float("nan"),))]
)
def test_impossible_weights_are_refused(count: int, ratio: tuple[float, ...]):
    with pytest.raises(BadValueError):
        apportion(count, ratio)


def test_lanes_never_lose_more_than_they_have():
    assert LaneQuota(5, 4, 1).less(LaneQuota(5, 1, 0)) == LaneQuota(0, 3, 1)
    with pytest.raises(BadValueError):
        LaneQuota(5, 4, 1).less(LaneQuota(0, 0, 2))


def test_the_quota_of_a_lane_is_known_by_its_name():
    quota = LaneQuota(5, 4, 1)
    assert [quota.of(lane) for lane in Lane] == [5, 4, 1, 0]
    assert quota.fewer(Lane.WALK_IN, 3) == LaneQuota(5, 1, 1)
    assert quota.fewer(Lane.GREEN, 1) == LaneQuota(5, 4, 0)


@pytest.mark.parametrize(("lane", "count"), [(Lane.BOOKED, 6), (Lane.GREEN, -1), (Lane.EXTRA, 0)])
def test_a_lane_is_made_smaller_by_what_it_has_at_most(lane: Lane, count: int):
    with pytest.raises(BadValueError):
        LaneQuota(5, 4, 1).fewer(lane, count)
