# SPDX-License-Identifier: Apache-2.0
"""Places (号源), the units of quota (rules.md 1)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from hall.checks import at_least
from hall.ids import ServiceId
from hall.span import utc

_DAY = timedelta(days=1)


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

    def is_extra_on_day_of(self, instant: datetime) -> bool:
        """Whether it is an extra place of the business day that instant is in."""
        return self.lane is Lane.EXTRA and self.slot_start <= instant < self.slot_start + _DAY


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

    def is_followed_by(self, place: Place, hop: int) -> bool:
        """Whether that place could be the run's next one."""
        return hop == self.hop and place == Place(
            self.service_id, self.slot_start, self.lane, self.first + self.count
        )


def hops_of(runs: Iterable[PlaceRun]) -> dict[Place, int]:
    """The single places of some runs with their hops."""
    return {place: run.hop for run in runs for place in run.places()}


def runs_of(hops: Mapping[Place, int]) -> tuple[PlaceRun, ...]:
    """Places with their hops as runs, in order; the fewest there can be."""
    runs: list[PlaceRun] = []
    for place in sorted(hops):
        service_id, slot_start, lane = place.service_id, place.slot_start, place.lane
        hop = hops[place]
        if runs and runs[-1].is_followed_by(place, hop):
            runs[-1] = replace(runs[-1], count=runs[-1].count + 1)
        else:
            runs.append(PlaceRun(service_id, slot_start, lane, place.index, 1, hop))
    return tuple(runs)
