# SPDX-License-Identifier: Apache-2.0
"""Places (号源), the units of quota, and how many a slot has (rules.md 1)."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Self

from hall.errors import BadValueError
from hall.ids import ServiceId
from hall.span import utc

USABLE_SHARE = Fraction(92, 100)
"""Share of the planned counter minutes that is sold as capacity."""


class Lane(StrEnum):
    """号别. A ticket's lane says in which line it waits: booked, walk_in or green, never extra."""

    BOOKED = "booked"
    WALK_IN = "walk_in"
    GREEN = "green"
    EXTRA = "extra"


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """One unit of quota; exactly one owner at any time (I4).

    The lane is part of its identity: a green place sold to a walk-in (R3) stays a green place.
    `slot_start` is a UTC instant, of an extra place the start of the business day.
    """

    service_id: ServiceId
    slot_start: datetime
    lane: Lane
    index: int

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))
        _not_negative("index", self.index)


@dataclass(frozen=True, slots=True, order=True)
class PlaceRun:
    """Places of one service, slot and lane with consecutive indexes, as logs and wire carry them.

    `hop` counts grants, gives and cancels of these places; the highest hop decides who owns them.
    """

    service_id: ServiceId
    slot_start: datetime
    lane: Lane
    first: int
    count: int
    hop: int = 0

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))
        _not_negative("first", self.first)
        _not_negative("count", self.count)
        _not_negative("hop", self.hop)

    def places(self) -> Iterator[Place]:
        """The single places of the run."""
        for index in range(self.first, self.first + self.count):
            yield Place(self.service_id, self.slot_start, self.lane, index)


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
    _not_negative("capacity", places)
    booked = math.floor(ratio.booked * places)
    has_green = ratio.green > 0 and places > 0
    green = max(1, math.floor(ratio.green * places)) if has_green else 0
    return LaneQuota(booked, places - booked - green, green)


def _not_negative(name: str, value: int) -> None:
    if value < 0:
        raise BadValueError(name=name, value=value, allowed="from 0")
