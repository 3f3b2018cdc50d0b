# SPDX-License-Identifier: Apache-2.0
"""Draws who is not there when called, and who goes before; assumptions, as rules.md 7 calls them."""

from random import Random

from hall.place import Lane
from tests.simulation.fairness.run import Absence
from tests.simulation.fairness.visitors import Day

_MISSES, _MISSES_AGAIN, _RETURNS = 0.06, 0.2, 0.75
_LEAVES = 0.03
_MOST_PUT_BACKS = 2
_SEED = 7_000_000


def seeded_absences(replication: int, group: int) -> Random:
    """A generator of its own, so that the tickets stay those of the day."""
    return Random(_SEED + replication * 100 + group)  # noqa: S311 - draws of a model, no secret


def draw_absences(day: Day, rng: Random) -> dict[int, Absence]:
    """By the visitor's order; 6 % miss their call, 3 % of those without a booking go before it."""
    absences = dict[int, Absence]()
    for visitor in day.visitors:
        if rng.random() < _MISSES:
            absences[visitor.order] = Absence(returns_after=_returns(rng))
        elif visitor.lane is not Lane.BOOKED and rng.random() < _LEAVES:
            absences[visitor.order] = Absence(leaves_after=rng.uniform(5, 60))
    return absences


def _returns(rng: Random) -> tuple[float | None, ...]:
    """He is put back at most twice (rules.md 1)."""
    returns: list[float | None] = [_return(rng)]
    while returns[-1] is not None and rng.random() < _MISSES_AGAIN:
        # Missed for the third time he is sent to staff.
        returns.append(_return(rng) if len(returns) < _MOST_PUT_BACKS else None)
    return tuple(returns)


def _return(rng: Random) -> float | None:
    return rng.uniform(0.5, 30) if rng.random() < _RETURNS else None
