# SPDX-License-Identifier: Apache-2.0
"""How many places a slot has and how services and lanes share them (rules.md 1)."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Self

from hall.checks import above_zero, at_least
from hall.errors import BadValueError
from hall.place import Lane

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


DEFAULT_RATIO = LaneRatio.percent(50, 40, 10)
"""Of a site with a centre (rules.md 1)."""

STAND_ALONE_RATIO = LaneRatio.percent(0, 90, 10)
"""Without a centre nothing is sold online (protocol.md 1)."""


@dataclass(frozen=True, slots=True)
class LaneQuota:
    """How many places each lane of one slot has."""

    booked: int
    walk_in: int
    green: int

    def __post_init__(self) -> None:
        at_least("booked", self.booked)
        at_least("walk_in", self.walk_in)
        at_least("green", self.green)

    @property
    def total(self) -> int:
        """The slot's capacity."""
        return self.booked + self.walk_in + self.green

    def of(self, lane: Lane) -> int:
        """The places of one lane; 0 for extra, which is beyond quota."""
        counts = {Lane.BOOKED: self.booked, Lane.WALK_IN: self.walk_in, Lane.GREEN: self.green}
        return counts.get(lane, 0)

    def fewer(self, lane: Lane, count: int) -> Self:
        """With so many places of a lane fewer; BadValueError for more than it has (R5)."""
        at_least("count", count)
        if lane is Lane.EXTRA:
            raise BadValueError(name="lane", value=lane, allowed="a lane with quota")
        return replace(self, **{lane.value: self.of(lane) - count})

    def less(self, lost: Self) -> Self:
        """What is left when the lanes have lost so many (R5); raises BadValueError below 0."""
        return type(self)(
            self.booked - lost.booked, self.walk_in - lost.walk_in, self.green - lost.green
        )


def capacity(counter_minutes: Fraction | float, mean_minutes: Fraction | float) -> int:
    """How many visitors a slot can serve: floor(0.92 x planned counter minutes / mean service time).

    `counter_minutes` is the sum over the slot's minutes of the counters planned to be open.
    Decimal fractions count as written (0.1 is a tenth), so rounding never eats a place.
    Raises BadValueError for negative minutes or a service time that is not above 0.
    """
    at_least("counter_minutes", counter_minutes)
    above_zero("mean_minutes", mean_minutes)
    return math.floor(USABLE_SHARE * as_written(counter_minutes) / as_written(mean_minutes))


def split(places: int, ratio: LaneRatio) -> LaneQuota:
    """The quota of each lane; rounding goes to walk-ins, but a green lane never has less than 1."""
    at_least("capacity", places)
    booked = math.floor(ratio.booked * places)
    has_green = ratio.green > 0 and places > 0
    green = max(1, math.floor(ratio.green * places)) if has_green else 0
    return LaneQuota(booked, places - booked - green, green)


def share_out(places: int, shares: Sequence[Fraction]) -> tuple[int, ...]:
    """The places of each service of a pool: floor(share x places), the rest to the largest share.

    Of several largest shares the first has the rest (rules.md 1, capacity). Raises BadValueError
    for negative places or shares that do not add up to 1.
    """
    at_least("capacity", places)
    check_shares(shares)
    counts = [math.floor(share * places) for share in shares]
    counts[shares.index(max(shares))] += places - sum(counts)
    return tuple(counts)


def check_shares(shares: Sequence[Fraction]) -> None:
    """Raises BadValueError unless the shares are from 0 and add up to 1."""
    if not shares or min(shares) < 0 or sum(shares) != 1:
        value = " + ".join(str(share) for share in shares)
        raise BadValueError(name="share", value=value, allowed="shares from 0 that add up to 1")


def apportion(count: int, weights: Sequence[Fraction | float]) -> tuple[int, ...]:
    """`count` things in the ratio of the weights, by largest remainder; the sum is `count`.

    Equal remainders go to the first. All weights 0 count as equal. Nobody without a weight gets
    any while somebody has one. Raises BadValueError for a negative count or weight, or when there
    is nobody to have them.
    """
    at_least("count", count)
    for weight in weights:
        at_least("weight", weight)
    if count and not weights:
        raise BadValueError(name="weights", value=0, allowed="from 1")
    parts = [Fraction(weight) for weight in weights]
    total = sum(parts)
    if not total:
        parts, total = [Fraction(1)] * len(parts), Fraction(len(parts))
    exact = [count * part / total for part in parts]
    counts = [math.floor(wanted) for wanted in exact]
    order = sorted(range(len(exact)), key=lambda index: counts[index] - exact[index])
    for index in order[: count - sum(counts)]:
        counts[index] += 1
    return tuple(counts)


def as_written(value: Fraction | float) -> Fraction:
    """A decimal fraction as it is written: 0.1 is a tenth, not its nearest binary fraction."""
    return Fraction(str(value))
