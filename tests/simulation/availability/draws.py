# SPDX-License-Identifier: Apache-2.0
"""Days of a hall as the design's model draws them: who comes when, to which kiosk, and when the line is cut.

Walk-ins ask for 95 % of the quota, with peaks of 1.3; the kiosks near the door are used more, and
that drifts from day to day.
"""

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

PROFILE = (0.7, 1.1, 1.3, 1.3, 1.2, 1.0, 0.7, 0.6, 0.7, 0.9, 1.2, 1.3, 1.1, 0.9, 0.7, 0.4)
"""Demand of each slot of the day, in its quota."""
DEMAND = 0.95
SLOTS = len(PROFILE)
CUT_SLOTS = 4
"""Two hours."""
STEEPNESS = 0.7
DRIFT = 8
"""Shape of the gamma distribution by which a kiosk's use differs from its usual one."""


@dataclass(frozen=True)
class Visitor:
    """Comes in that slot, so far into it (0 to 1), to the kiosk of that number."""

    slot: int
    into: float
    kiosk: int


@dataclass(frozen=True)
class Day:
    """`cut` are the slots in which lines are cut, `cut_off` is who is when it is one kiosk alone."""

    visitors: Sequence[Visitor]
    cut: range
    cut_off: int


def usual_shares(kiosks: int) -> list[float]:
    """How visitors spread in the long run."""
    weights = [1 / (number + 1) ** STEEPNESS for number in range(kiosks)]
    return [weight / sum(weights) for weight in weights]


def draw_day(kiosks: int, quota: int, rng: random.Random) -> Day:
    """One day; `quota` walk-in places in each slot."""
    drifted = [share * rng.gammavariate(DRIFT, 1 / DRIFT) for share in usual_shares(kiosks)]
    first = rng.randint(1, SLOTS - CUT_SLOTS - 3)
    cut_off = rng.randrange(kiosks)
    visitors = [
        Visitor(slot, into, rng.choices(range(kiosks), drifted)[0])
        for slot, share in enumerate(PROFILE)
        for into in sorted(rng.random() for _ in range(_poisson(quota * share * DEMAND, rng)))
    ]
    return Day(visitors, range(first, first + CUT_SLOTS), cut_off)


def _poisson(mean: float, rng: random.Random) -> int:
    limit, count, product = math.exp(-mean), 0, rng.random()
    while product > limit:
        count += 1
        product *= rng.random()
    return count
