# SPDX-License-Identifier: Apache-2.0
import math
from bisect import bisect_right
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.place import Lane
from hall.residuals import (
    BINS,
    LEARNING_DAYS,
    LEAST_IN_BIN,
    Bin,
    OwnDays,
    ResidualTable,
    Tables,
    Waited,
    fit,
)
from tests.hall.samples import MONDAY

MINUTES = st.floats(0, 240) | st.sampled_from([0.0, 5.0])
PAIRS = st.lists(st.tuples(MINUTES, MINUTES), min_size=4, max_size=60)
WAITS = PAIRS.map(lambda pairs: [Waited(Lane.WALK_IN, *pair) for pair in pairs * 5])
SHIPPED = ResidualTable((Bin(0, -1, 0, 1),), is_shipped=True)
ALL_SHIPPED: Tables = dict.fromkeys((Lane.BOOKED, Lane.WALK_IN, Lane.GREEN), SHIPPED)


def waits(*residuals: float, expected: float = 100, lane: Lane = Lane.WALK_IN) -> list[Waited]:
    return [Waited(lane, expected, expected + residual) for residual in residuals]


def learning(days: int, residual: float, lane: Lane = Lane.WALK_IN, each: int = 5) -> OwnDays:
    own = OwnDays()
    for day in range(days):
        own = own.with_day(MONDAY + timedelta(days=day), waits(*[residual] * each, lane=lane))
    return own


def test_a_residual_is_what_was_waited_longer() -> None:
    assert Waited(Lane.GREEN, 5, 8).residual == 3
    assert Waited(Lane.GREEN, 8, 5).residual == -3


@pytest.mark.parametrize("minutes", [-0.1, math.inf, math.nan])
def test_a_wait_that_is_no_duration_is_refused(minutes: float) -> None:
    with pytest.raises(BadValueError, match="expected"):
        Waited(Lane.BOOKED, minutes, 1)
    with pytest.raises(BadValueError, match="waited"):
        Waited(Lane.BOOKED, 1, minutes)
    with pytest.raises(BadValueError, match="expected"):
        SHIPPED.spread(minutes)


def test_the_quantiles_of_a_bin_lie_between_values_in_proportion() -> None:
    table = fit(waits(*range(21)))
    assert table == ResidualTable((Bin(100, 2, 10, 18),))
    uneven = fit(waits(*[0.0] * 10, *[10.0] * 10))
    assert uneven is not None
    assert uneven.bins[0].middle == 5


def test_nothing_is_fitted_to_fewer_than_twenty() -> None:
    assert fit(waits(*[1] * (LEAST_IN_BIN - 1))) is None
    assert fit(waits(*[1] * LEAST_IN_BIN)) is not None


def test_many_waits_make_twelve_equal_bins() -> None:
    table = fit([Waited(Lane.WALK_IN, expected, expected) for expected in range(1200)])
    assert table is not None
    assert [each.begins for each in table.bins] == list(range(0, 1200, 100))


def test_many_equal_expectations_share_a_bin_and_leave_the_others_eleven() -> None:
    table = fit(
        [
            *waits(*range(600), expected=0),
            *(Waited(Lane.WALK_IN, expected, expected) for expected in range(1, 1101)),
        ]
    )
    assert table is not None
    assert [each.begins for each in table.bins] == [0, *range(1, 1101, 100)]


@given(WAITS)
def test_every_bin_has_at_least_twenty_and_there_are_at_most_twelve(found: list[Waited]) -> None:
    table = fit(found)
    assert table is not None
    begins = [each.begins for each in table.bins]
    sizes = [0] * len(begins)
    for each in found:
        sizes[bisect_right(begins, each.expected) - 1] += 1
    assert len(sizes) <= BINS
    assert min(sizes) >= LEAST_IN_BIN
    assert sum(sizes) == len(found)


@given(WAITS, MINUTES)
def test_a_spread_rises_and_is_never_below_nothing(found: list[Waited], expected: float) -> None:
    table = fit(found)
    assert table is not None
    spread = table.spread(expected)
    assert 0 <= spread.low <= spread.middle <= spread.high


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 60)), min_size=20, max_size=60))
def test_eight_of_ten_of_the_fitted_waits_lie_in_their_spread(
    found: list[tuple[int, int]],
) -> None:
    fitted = [Waited(Lane.WALK_IN, 10.0 * bin_, 10.0 * bin_ + more) for bin_, more in found * 5]
    table = fit(fitted)
    assert table is not None
    spreads = [(each, table.spread(each.expected)) for each in fitted]
    inside = sum(s.low - 1e-9 <= each.waited <= s.high + 1e-9 for each, s in spreads)
    assert inside >= 0.8 * len(fitted) - 2 * len(table.bins)
    too_long = sum(each.waited > s.middle + 1e-9 for each, s in spreads)
    assert too_long <= len(fitted) / 2


def test_the_bin_of_an_expectation_is_the_last_that_begins_before_it() -> None:
    table = ResidualTable((Bin(5, -1, 1, 2), Bin(10, -2, 3, 4)))
    assert table.spread(2).middle == 3
    assert table.spread(9.9).high == 11.9
    assert table.spread(10).low == 8
    assert table.spread(200).high == 204


@pytest.mark.parametrize("begins", [(), (1, 1), (2, 1)])
def test_a_table_without_rising_bins_is_refused(begins: tuple[float, ...]) -> None:
    with pytest.raises(BadValueError, match="bins"):
        ResidualTable(tuple(Bin(begin, 0, 0, 0) for begin in begins))


def test_the_shipped_tables_serve_until_twenty_days_are_known() -> None:
    assert learning(LEARNING_DAYS - 1, 7).tables(ALL_SHIPPED) is ALL_SHIPPED
    own = learning(LEARNING_DAYS, 7).tables(ALL_SHIPPED)[Lane.WALK_IN]
    assert not own.is_shipped
    assert own.spread(100).middle == 107


def test_a_line_seldom_used_keeps_the_shipped_table() -> None:
    own = learning(LEARNING_DAYS, 7).tables(ALL_SHIPPED)
    assert own[Lane.GREEN] is SHIPPED
    assert own[Lane.BOOKED] is SHIPPED


def test_lanes_do_not_mix() -> None:
    own = OwnDays()
    for day in range(LEARNING_DAYS):
        mixed = waits(1, 1) + waits(9, 9, lane=Lane.GREEN)
        own = own.with_day(MONDAY + timedelta(days=day), mixed)
    tables = own.tables(ALL_SHIPPED)
    assert tables[Lane.WALK_IN].spread(100).high == 101
    assert tables[Lane.GREEN].spread(100).low == 109


def test_only_the_last_twenty_days_count() -> None:
    own = learning(LEARNING_DAYS, 7)
    for day in range(LEARNING_DAYS):
        own = own.with_day(MONDAY + timedelta(days=100 + day), waits(*[-3.0] * 5))
    assert len(own.days) == LEARNING_DAYS
    assert own.tables(ALL_SHIPPED)[Lane.WALK_IN].spread(100).high == 97


def test_a_day_without_waits_is_no_day() -> None:
    own = learning(3, 7)
    assert own.with_day(date(2027, 1, 1), ()) is own


def test_days_come_in_order_and_once() -> None:
    own = learning(3, 7)
    with pytest.raises(BadValueError, match="on"):
        own.with_day(own.days[-1][0], waits(1))
    assert len(own.days) == 3
