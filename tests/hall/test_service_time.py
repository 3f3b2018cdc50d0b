# SPDX-License-Identifier: Apache-2.0
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError
from hall.service_time import learned

MINUTES = st.floats(0.1, 500)


def test_one_visitor_counts_three_hundredths() -> None:
    assert learned(10, 20) == pytest.approx(10.3)
    assert learned(10, 0) == pytest.approx(9.7)


@given(MINUTES, MINUTES)
def test_the_mean_moves_towards_the_last_visitor_and_never_past_him(
    mean: float, served: float
) -> None:
    after = learned(mean, served)
    assert min(mean, served) <= after * (1 + 1e-12)
    assert after <= max(mean, served) * (1 + 1e-12)


@given(MINUTES, MINUTES)
def test_a_mean_far_off_is_forgotten_after_two_hundred_visitors(first: float, real: float) -> None:
    mean = first
    for _ in range(200):
        mean = learned(mean, real)
    assert abs(mean - real) <= 0.003 * abs(first - real) + 1e-9


@pytest.mark.parametrize("mean", [0, -1, math.inf, math.nan])
def test_a_mean_that_is_no_duration_is_refused(mean: float) -> None:
    with pytest.raises(BadValueError, match="mean_minutes"):
        learned(mean, 1)


@pytest.mark.parametrize("served", [-0.1, math.inf, math.nan])
def test_a_service_that_is_no_duration_is_refused(served: float) -> None:
    with pytest.raises(BadValueError, match="served_minutes"):
        learned(10, served)
