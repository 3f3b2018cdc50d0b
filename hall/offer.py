# SPDX-License-Identifier: Apache-2.0
"""What a visitor can have of one service: which place, and the ordered offers (rules.md 1)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from hall.calendar import DayPlan, Phase
from hall.errors import BadValueError
from hall.place import Lane, Place
from hall.service import Service
from hall.span import Span

SLOTS_AHEAD = 4
"""Default of `walk_in.slots_ahead`: how many slots after the current one are given at once."""

MOST_LATER_SLOTS = 4


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
    """A number without a place, called when nobody else waits; `given` were given for this slot."""

    given: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Staff can help: the last offer whenever there is no number now."""


Offer = Now | LaterSlot | Standby | Staff


def choose_place(
    free: Iterable[Place],
    slots: Iterable[Span],
    now: datetime,
    *,
    slots_ahead: int = SLOTS_AHEAD,
    green: bool = False,
) -> Place | None:
    """The place a walk-in of one service gets, None when there is none.

    `free` are places this kiosk owns, `slots` the day's grid. The earliest place of the current
    slot or the next `slots_ahead` wins; before opening and in a break the next slot is the current
    one. A green visitor gets the slot's green place before its walk-in one. Others get unused
    green places from the middle of their slot on (R3); the place stays green.
    """
    if slots_ahead < 0:
        raise BadValueError(name="slots_ahead", value=slots_ahead, allowed="from 0")
    coming = [slot for slot in slots if slot.end > now][: slots_ahead + 1]
    return next(iter(_best_of_each(free, coming, now, green=green)), None)


def offers(
    service: Service,
    plan: DayPlan,
    free: Iterable[Place],
    now: datetime,
    *,
    slots_ahead: int = SLOTS_AHEAD,
    green: bool = False,
    standby_given: int = 0,
) -> tuple[Offer, ...]:
    """All a visitor can have of `service` at `now`, best first; never empty.

    `plan` is the service's own day, `standby_given` counts the standby numbers given for the
    current slot. Later slots come earliest first, at most 4. Standby is offered only when there is
    no number now, and staff then too.
    """
    if plan.phase(now) is not Phase.ISSUING:
        return (Staff(),)
    if not service.has_quota:
        return (Now(),)
    places = tuple(free)
    coming = plan.slots_from(now)
    place = choose_place(places, coming, now, slots_ahead=slots_ahead, green=green)
    first = place.slot_start if place else coming[0].start
    later = [slot for slot in coming[1:] if slot.start > first]
    chosen = _best_of_each(places, later, now, green=green)[:MOST_LATER_SLOTS]
    choices = tuple(LaterSlot(choice) for choice in chosen)
    if place:
        return (Now(place, None if first == coming[0].start else first), *choices)
    standby = (Standby(standby_given),) if standby_given < service.standby_per_slot else ()
    return (*choices, *standby, Staff())


def _best_of_each(
    free: Iterable[Place], slots: Iterable[Span], now: datetime, *, green: bool
) -> list[Place]:
    """The place a visitor would get in each slot that has one for him, in slot order."""
    by_slot: Mapping[datetime, list[Place]] = defaultdict(list)
    for place in free:
        by_slot[place.slot_start].append(place)
    best = (_best(by_slot.get(slot.start, ()), slot, now, green=green) for slot in slots)
    return [place for place in best if place]


def _best(free: Iterable[Place], slot: Span, now: datetime, *, green: bool) -> Place | None:
    lanes = [Lane.WALK_IN]
    if green:
        lanes.insert(0, Lane.GREEN)
    elif now >= slot.middle:
        lanes.append(Lane.GREEN)
    usable = (place for place in free if place.lane in lanes)
    return min(usable, key=lambda place: (lanes.index(place.lane), place.index), default=None)
