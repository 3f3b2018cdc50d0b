# SPDX-License-Identifier: Apache-2.0
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.quota import STAND_ALONE_RATIO, LaneQuota, LaneRatio, capacity, split

percents = st.tuples(st.integers(0, 100), st.integers(0, 100)).filter(lambda two: sum(two) <= 100)
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
