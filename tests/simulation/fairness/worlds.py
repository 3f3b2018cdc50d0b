# SPDX-License-Identifier: Apache-2.0
"""What is assumed of visitors and of the hall's practice: as the model has it, and as the product."""

from dataclasses import dataclass

from hall.quota import LaneRatio
from tests.simulation.fairness.scenarios import Rounding, to_floor, to_nearest

USUAL_RATIO = LaneRatio.percent(50, 40, 10)


@dataclass(frozen=True, slots=True)
class World:
    """What is assumed of visitors and of the hall's practice.

    Attributes:
        late_after: minutes after the slot's start until which a booked visitor stays booked;
            the product says 30, its slot's end (rules.md 1).
        resells: whether places of those who have not shown are sold from S+15 on (R2).
        standby_per_slot: numbers without a place for those whom quota refuses.
        extras: places beyond quota that staff give on a day to those who get no standby.
    """

    slot_minutes: int = 30
    ratio: LaneRatio = USUAL_RATIO
    rounding: Rounding = to_nearest
    no_show: float = 0.15
    late_after: float = 15
    resells: bool = False
    standby_per_slot: int = 0
    extras: int = 0


MODEL = World()
"""As in rules.md 4."""
PRODUCT = World(rounding=to_floor, late_after=30, resells=True, standby_per_slot=2, extras=6)
"""As the product does it: late within the slot stays booked, R2, standby, staff's extra numbers."""
