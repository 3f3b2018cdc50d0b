# SPDX-License-Identifier: Apache-2.0
"""How many places a slot has and how the lanes share them (rules.md 1)."""

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from hall.errors import BadValueError

USABLE_SHARE = Fraction(92, 100)
"""Share of the planned counter minutes that is sold as capacity."""


@dataclass(frozen=True, slots=True)
class LaneRatio:
    """How capacity is shared between the lanes; the three parts add up to 1."""

    booked: Fraction
    walk_in: Fraction
    green: Fraction

    def __post_init__(self) -> None:
        parts = (self.booked, self.walk_in, self.green)
        if min(parts) < 0 or sum(parts) != 1:
            value = "/".join(str(part) for part in parts)
            raise BadValueError(name="ratio", value=value, allowed="parts from 0 that add up to 1")

    @classmethod
    def percent(cls, booked: int, walk_in: int, green: int) -> Self:
        """A ratio from whole percents, as in 50/40/10."""
        return cls(Fraction(booked, 100), Fraction(walk_in, 100), Fraction(green, 100))


STAND_ALONE_RATIO = LaneRatio.percent(0, 90, 10)
"""Without a centre nothing is sold online (protocol.md 1)."""


@dataclass(frozen=True, slots=True)
class LaneQuota:
    """How many places each lane of one slot has."""

    booked: int
    walk_in: int
    green: int

    @property
    def total(self) -> int:
        """The slot's capacity."""
        return self.booked + self.walk_in + self.green


def capacity(counter_minutes: Fraction | float, mean_minutes: Fraction | float) -> int:
    """How many visitors a slot can serve: floor(0.92 x planned counter minutes / mean service time).

    `counter_minutes` is the sum over the slot's minutes of the counters planned to be open.
    Decimal fractions count as written (0.1 is a tenth), so rounding never eats a place.
    Raises BadValueError for negative minutes or a service time that is not above 0.
    """
    if not 0 <= counter_minutes < math.inf:
        raise BadValueError(name="counter_minutes", value=counter_minutes, allowed="from 0")
    if not 0 < mean_minutes < math.inf:
        raise BadValueError(name="mean_minutes", value=mean_minutes, allowed="above 0")
    return math.floor(USABLE_SHARE * Fraction(str(counter_minutes)) / Fraction(str(mean_minutes)))


def split(places: int, ratio: LaneRatio) -> LaneQuota:
    """The quota of each lane; rounding goes to walk-ins, but a green lane never has less than 1."""
    if places < 0:
        raise BadValueError(name="capacity", value=places, allowed="from 0")
    booked = math.floor(ratio.booked * places)
    has_green = ratio.green > 0 and places > 0
    green = max(1, math.floor(ratio.green * places)) if has_green else 0
    return LaneQuota(booked, places - booked - green, green)
