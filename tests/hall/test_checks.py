# SPDX-License-Identifier: Apache-2.0
import math

import pytest

from hall.checks import above_zero, at_least
from hall.errors import BadValueError


@pytest.mark.parametrize("value", [0, 0.5, 10**9])
def test_what_is_not_below_the_least_is_taken(value: float):
    at_least("held", value)


@pytest.mark.parametrize("value", [-1, -0.001, math.inf, -math.inf, math.nan])
def test_what_is_below_the_least_or_no_number_is_refused(value: float):
    with pytest.raises(BadValueError) as refused:
        at_least("held", value)
    assert refused.value.fields["allowed"] == "from 0"


@pytest.mark.parametrize("value", [0, -1, math.inf, math.nan])
def test_what_must_be_above_zero_is_not_zero(value: float):
    above_zero("mean_minutes", 0.001)
    with pytest.raises(BadValueError) as refused:
        above_zero("mean_minutes", value)
    assert refused.value.fields["name"] == "mean_minutes"
