# SPDX-License-Identifier: Apache-2.0
"""Which of a kiosk's free places a visitor gets (rules.md 1, R1 to R3)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from hall.checks import at_least
from hall.place import Lane, Place
from hall.release import green_opens_at
from hall.span import Span, utc

SLOTS_AHEAD = 4
"""Default of `walk_in.slots_ahead`: how many slots after the current one are given at once."""


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
    one. Within a slot walk-in places go first, then booked ones: a kiosk owns those only after
    their release (R1, R2). A green visitor gets the green place of each slot before these; others
    get it after these, from the middle of its slot on (R3), and it stays green. Extra places are
    given by staff alone.
    """
    at_least("slots_ahead", slots_ahead)
    instant = utc("now", now)
    coming = [slot for slot in slots if slot.end > instant][: slots_ahead + 1]
    return next(best_of_each(free, coming, instant, green=green), None)


def usable_places(
    free: Iterable[Place], slot: Span, now: datetime, *, green: bool = False
) -> list[Place]:
    """Which of one slot's free places a visitor may have, in the order in which they are given."""
    lanes = [Lane.WALK_IN, Lane.BOOKED]
    if green:
        lanes.insert(0, Lane.GREEN)
    elif now >= green_opens_at(slot):
        lanes.append(Lane.GREEN)
    usable = (place for place in free if place.lane in lanes)
    return sorted(usable, key=lambda place: (lanes.index(place.lane), place.index))


def best_of_each(
    free: Iterable[Place], slots: Iterable[Span], now: datetime, *, green: bool
) -> Iterator[Place]:
    """The place a visitor would get in each slot that has one for him, in slot order."""
    by_slot = places_by_slot(free)
    for slot in slots:
        yield from usable_places(by_slot.get(slot.start, ()), slot, now, green=green)[:1]


def places_by_slot(places: Iterable[Place]) -> Mapping[datetime, list[Place]]:
    """The places of each slot, by its start."""
    by_slot: dict[datetime, list[Place]] = defaultdict(list)
    for place in places:
        by_slot[place.slot_start].append(place)
    return by_slot
