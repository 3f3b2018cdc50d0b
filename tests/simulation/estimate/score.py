# SPDX-License-Identifier: Apache-2.0
"""How good a table's ranges were."""

from collections.abc import Sequence
from dataclasses import dataclass

from hall.residuals import ResidualTable, Waited

_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Score:
    """Of one lane's waits.

    Attributes:
        error: mean absolute error of the corrected expectation, in minutes.
        covered: percent of all waits inside their range.
        covered_waiting: the same of those who were not expected to be called at once. With a free
            counter the wait is certain, and so is the range; its share is no merit of the table.
        width: mean width of the range in minutes, before it is rounded outward.
    """

    error: float
    covered: float
    covered_waiting: float
    width: float


def score(table: ResidualTable, waits: Sequence[Waited]) -> Score:
    """Of waits the table was not made from."""
    spreads = [(each, table.spread(each.expected)) for each in waits]
    inside = [
        spread.low - _ROUNDING <= each.waited <= spread.high + _ROUNDING for each, spread in spreads
    ]
    waiting = [hit for each, hit in zip(waits, inside, strict=True) if each.expected > 0]
    return Score(
        error=sum(abs(each.waited - spread.middle) for each, spread in spreads) / len(waits),
        covered=100 * sum(inside) / len(waits),
        covered_waiting=100 * sum(waiting) / len(waiting),
        width=sum(spread.high - spread.low for _, spread in spreads) / len(waits),
    )
