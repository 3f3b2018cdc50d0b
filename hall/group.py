# SPDX-License-Identifier: Apache-2.0
"""Numbers for a company: staff give it several at once, some in each slot (rules.md 1, group)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hall.calendar import DayPlan
from hall.checks import at_least
from hall.choice import places_by_slot, usable_places
from hall.errors import GroupLimitError
from hall.place import Place
from hall.service import Service
from hall.span import Span, utc


@dataclass(frozen=True, slots=True)
class GroupNumber:
    """One number of a company: its slot, and its place, None for a service without quota.

    `chosen_slot` is its ticket's: None in the current slot, where it joins its line at issue.
    """

    slot_start: datetime
    place: Place | None
    chosen_slot: datetime | None


def group_numbers(
    service: Service,
    plan: DayPlan,
    free: Iterable[Place],
    now: datetime,
    wanted: int,
    *,
    group_per_slot: int,
    given: Mapping[datetime, int],
) -> tuple[GroupNumber, ...]:
    """`wanted` numbers as early as can be, at most `group_per_slot` in a slot.

    `free` are the places this kiosk owns; what a walk-in may have is taken, in his order. `given`
    counts by slot start the numbers that companies have already, whichever company. All or none:
    raises GroupLimitError when the day has fewer left, BadValueError for wrong counts.
    """
    at_least("wanted", wanted, 1)
    at_least("group_per_slot", group_per_slot)
    for count in given.values():
        at_least("given", count)
    instant = utc("now", now)
    by_slot = places_by_slot(free)
    found: list[GroupNumber] = []
    for index, slot in enumerate(plan.slots_from(instant)):
        left = max(0, group_per_slot - given.get(slot.start, 0))
        places = list(_places(service, by_slot.get(slot.start, ()), slot, instant, left))
        chosen_slot = slot.start if index else None
        found.extend(GroupNumber(slot.start, place, chosen_slot) for place in places)
    if len(found) < wanted:
        raise GroupLimitError(wanted=wanted, left=len(found))
    return tuple(found[:wanted])


def _places(
    service: Service, free: Iterable[Place], slot: Span, now: datetime, most: int
) -> Iterator[Place | None]:
    if service.has_quota:
        yield from usable_places(free, slot, now)[:most]
    else:
        yield from [None] * most
