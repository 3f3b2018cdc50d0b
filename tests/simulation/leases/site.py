# SPDX-License-Identifier: Apache-2.0
"""One service and three slots on each of two days; a step of a schedule is a minute.

Both can be booked from the beginning; the second is granted from the evening of the first on.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from hall.ids import ServiceId
from hall.journal import DayOpened, ServiceOfDay, SlotOfDay
from hall.owners import SlotKey
from hall.quota import LaneQuota
from hall.span import Span

SERVICE = ServiceId("estate")
LETTER = "A"
SLOT_LENGTH = timedelta(minutes=80)
MINUTE = timedelta(minutes=1)
EVENING_AT = 150
CHANGE_AT = 250
"""After so many steps tomorrow is granted, and begins."""


@dataclass(frozen=True, slots=True)
class Day:
    """It begins at `day.start`, the first of `slots` at `opens`."""

    business_date: date
    day: Span
    opens: datetime
    slots: tuple[Span, ...]

    def opened(self, quotas: Mapping[SlotKey, LaneQuota], extras: int) -> DayOpened:
        slots = tuple(SlotOfDay(slot, quotas[SERVICE, slot.start]) for slot in self.slots)
        services = (ServiceOfDay(SERVICE, LETTER, slots, extras),)
        return DayOpened(self.business_date, self.day, services)


def _day(on: date) -> Day:
    opens = datetime(on.year, on.month, on.day, 1, tzinfo=UTC)
    begins = opens - timedelta(hours=5)
    slots = tuple(Span(opens + n * SLOT_LENGTH, opens + (n + 1) * SLOT_LENGTH) for n in range(3))
    return Day(on, Span(begins, begins + timedelta(days=1)), opens, slots)


TODAY, TOMORROW = DAYS = (_day(date(2026, 3, 2)), _day(date(2026, 3, 3)))
EVENING = TODAY.opens + EVENING_AT * MINUTE


def day_at(now: datetime) -> Day:
    """The business day that goes on."""
    return TODAY if now < TOMORROW.day.start else TOMORROW


def open_days(now: datetime) -> tuple[Day, ...]:
    """Those whose places may be sold."""
    return DAYS[DAYS.index(day_at(now)) :]


def granted_days(now: datetime) -> tuple[Day, ...]:
    """Those whose places may be granted."""
    return tuple(day for day in open_days(now) if day is day_at(now) or now >= EVENING)


def open_slots(now: datetime) -> list[Span]:
    """Of all open days."""
    return [slot for day in open_days(now) for slot in day.slots]
