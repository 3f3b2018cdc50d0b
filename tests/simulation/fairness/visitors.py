# SPDX-License-Identifier: Apache-2.0
"""Who came on a simulated day; all times are minutes after the opening at 09:00."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from hall.place import Lane
from hall.quota import LaneQuota, LaneRatio
from tests.simulation.fairness.scenarios import Group

OPENING = datetime(2026, 3, 2, 1, tzinfo=UTC)
"""09:00 in Shanghai."""

EARLY_MINUTES = 10
"""A booked visitor joins his line so long before his slot."""


def instant(minute: float) -> datetime:
    """The UTC instant so many minutes after opening."""
    return OPENING + timedelta(minutes=minute)


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a ticket.

    Attributes:
        order: of checking in, from 0; names the visitor within his day.
        slot_start: of the booking, or of the walk-in's place when that is later than his coming.
        service_minutes: how long a counter will need.
        is_extra: holds a place beyond quota.
    """

    order: int
    lane: Lane
    checked_in: float
    slot_start: float
    service_minutes: float
    is_standby: bool = False
    is_extra: bool = False

    @property
    def is_late(self) -> bool:
        """Booked, and came after his slot began."""
        return self.lane is Lane.BOOKED and self.checked_in > self.slot_start


@dataclass(frozen=True, slots=True)
class Day:
    """One group's day as drawn, before anybody is called.

    Attributes:
        visitors: by order of checking in.
        booked: sold bookings of each slot, no-shows among them.
        bookings: start of the slot and whether the visitor will come, as sold.
        refused: who got nothing at all, by lane.
    """

    group: Group
    slot_minutes: int
    ratio: LaneRatio
    visitors: Sequence[Visitor]
    quotas: Sequence[LaneQuota]
    booked: Sequence[int]
    bookings: Sequence[tuple[float, bool]]
    refused: Mapping[Lane, int] = field(default_factory=dict)
