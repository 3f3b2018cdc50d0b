# SPDX-License-Identifier: Apache-2.0
"""Places (号源), the units of quota (rules.md 1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from hall.checks import at_least
from hall.ids import ServiceId
from hall.span import utc


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
        at_least("index", self.index)


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
        at_least("first", self.first)
        at_least("count", self.count)
        at_least("hop", self.hop)

    def places(self) -> Iterator[Place]:
        """The single places of the run."""
        for index in range(self.first, self.first + self.count):
            yield Place(self.service_id, self.slot_start, self.lane, index)
