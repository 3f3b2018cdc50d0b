# SPDX-License-Identifier: Apache-2.0
"""What a visitor can have of one service: the ordered offers, and why not now (rules.md 1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from hall.calendar import LOOK_AHEAD_DAYS, Calendar, DayPlan, Phase
from hall.checks import at_least
from hall.choice import SLOTS_AHEAD, best_of_each, choose_place
from hall.place import Place
from hall.service import Service
from hall.span import Span

MOST_LATER_SLOTS = 4
MOST_OTHER_DAYS = 5


class NotNow(StrEnum):
    """Why there is no number now; the screen says it with the offers."""

    NOT_BEGUN = "not_begun"
    STOPPED = "stopped"
    CLOSED_DAY = "closed_day"
    ALL_TAKEN = "all_taken"
    """No place is left in the current slot and those that are given at once."""
    LATE = "late"
    """He had a booking and came after its time."""
    NO_EXTRA = "no_extra"
    """His booked place was released and this kiosk has no extra one (I6)."""


@dataclass(frozen=True, slots=True)
class Now:
    """A number now; the visitor joins his line at issue, whatever the slot of its place.

    `place` is None for a service without quota. `not_before` is the start of the place's slot when
    that is later than the current one: the tile says so before the touch (约 10:30 以后).
    """

    place: Place | None = None
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class LaterSlot:
    """A slot the visitor may choose; his ticket is `early` until S-10."""

    place: Place

    @property
    def slot_start(self) -> datetime:
        """The start of that slot."""
        return self.place.slot_start


@dataclass(frozen=True, slots=True)
class Standby:
    """A number without a place, called when nobody else waits; `given` were given for this slot.

    `goes_first`: a green visitor's standby is called before the other standby.
    """

    given: int
    goes_first: bool = False


@dataclass(frozen=True, slots=True)
class AnotherDay:
    """Business days on which the service can be had, the next first; at least one."""

    days: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff can help: the last offer whenever there is no number now."""


Offer = Now | LaterSlot | Standby | AnotherDay | Staff


@dataclass(frozen=True, slots=True)
class Offers:
    """All ways on, best first and never none; `not_now` says why the first is no number now."""

    ways: tuple[Offer, ...]
    not_now: NotNow | None = None

    @property
    def best(self) -> Offer:
        """What a touch on the service leads to."""
        return self.ways[0]


def offers(
    service: Service,
    plan: DayPlan,
    free: Iterable[Place],
    now: datetime,
    *,
    slots_ahead: int = SLOTS_AHEAD,
    green: bool = False,
    standby_given: int = 0,
    other_days: Iterable[date] = (),
    phase: Phase | None = None,
) -> Offers:
    """All a visitor can have of `service` at `now`, best first.

    `plan` is the service's own day; `phase` what `hall.stopping` says of it, None when nothing was
    stopped; `free` the places this kiosk owns. `standby_given` counts the standby numbers given for
    the current slot; `other_days` can be had instead, the next first. After a number now come the
    later slots he may choose, at most 4. Without one: later slots, standby, another day, staff.
    Raises BadValueError for counts below 0.
    """
    at_least("standby_given", standby_given)
    rest: tuple[Offer, ...] = (*_another_day(other_days), Staff())
    not_now = _closed(phase or plan.phase(now))
    if not_now:
        return Offers(rest, not_now)
    if not service.has_quota:
        return Offers((Now(),))
    places = tuple(free)
    coming = plan.slots_from(now)
    place = choose_place(places, coming, now, slots_ahead=slots_ahead, green=green)
    first = place.slot_start if place else now
    later = [slot for slot in coming if slot.start > first]
    choices = _later_slots(places, later, now, green=green)
    if place:
        at_once = Now(place, None if first == coming[0].start else first)
        return Offers((at_once, *choices))
    has_standby = standby_given < service.standby_per_slot
    standby = (Standby(standby_given, goes_first=green),) if has_standby else ()
    return Offers((*choices, *standby, *rest), NotNow.ALL_TAKEN)


def instead_of_booking(found: Offers, not_now: NotNow, other_days: Iterable[date] = ()) -> Offers:
    """What he has whose booking cannot check in, in the same dialogue; never a bare refusal.

    `found` is what any walk-in is offered now. Another day and staff are there also when he can
    have a number: he did not plan to wait.
    """
    numbers = [way for way in found.ways if isinstance(way, Now | LaterSlot | Standby)]
    return Offers((*numbers, *_another_day(other_days), Staff()), not_now)


def open_days_after(calendar: Calendar, on: date, most: int = MOST_OTHER_DAYS) -> tuple[date, ...]:
    """The next days after `on` on which numbers are given, at most `most`, within 14 days.

    `calendar` is the service's own.
    """
    at_least("most", most)
    days = (on + timedelta(days=ahead) for ahead in range(1, LOOK_AHEAD_DAYS + 1))
    return tuple(day for day in days if calendar.plan(day).issuing)[:most]


def _closed(phase: Phase) -> NotNow | None:
    match phase:
        case Phase.ISSUING:
            return None
        case Phase.BEFORE_ISSUE:
            return NotNow.NOT_BEGUN
        case Phase.STOPPED:
            return NotNow.STOPPED
        case Phase.CLOSED_DAY:
            return NotNow.CLOSED_DAY
        case _:
            assert_never(phase)


def _another_day(days: Iterable[date]) -> tuple[AnotherDay, ...]:
    known = tuple(days)
    return (AnotherDay(known),) if known else ()


def _later_slots(
    free: Iterable[Place], later: Iterable[Span], now: datetime, *, green: bool
) -> tuple[LaterSlot, ...]:
    found = (LaterSlot(place) for place in best_of_each(free, later, now, green=green))
    return tuple(found)[:MOST_LATER_SLOTS]
