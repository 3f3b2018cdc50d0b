# SPDX-License-Identifier: Apache-2.0
"""The mean service time of a pool, learnt visitor by visitor (rules.md 1 and 4)."""

from hall.checks import above_zero, at_least

WEIGHT = 0.03
"""What one served visitor counts: the last hundred or so make the mean."""


def learned(mean_minutes: float, served_minutes: float) -> float:
    """The mean after one more visitor: an exponentially weighted mean (EWMA), in minutes of one item.

    Begins with the service's own `mean_minutes`. Raises BadValueError for a mean that is not above 0
    or a visitor served for less than no time.
    """
    above_zero("mean_minutes", mean_minutes)
    at_least("served_minutes", served_minutes)
    return mean_minutes + WEIGHT * (served_minutes - mean_minutes)
