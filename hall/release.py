# SPDX-License-Identifier: Apache-2.0
"""When unused places change hands (R1-R4) and what goes when counters close (R5, rules.md 1)."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import assert_never

from hall.calendar import DayPlan
from hall.checks import at_least
from hall.errors import UnknownServiceError
from hall.ids import KioskId, ServiceId
from hall.place import Lane, Place
from hall.pool import Pool
from hall.quota import LaneQuota, apportion
from hall.roster import Roster
from hall.span import Span, utc

GRACE = timedelta(minutes=15)
"""How long a booked place is kept for its visitor: until S+15, in a short slot half of it (R2)."""

WALKING_IN = frozenset({Lane.WALK_IN, Lane.GREEN})
"""Lanes of visitors without a booking."""


def online_sale_ends_at(slot: Span, slot_length: timedelta) -> datetime:
    """S-L: from then on nothing of the slot is sold online (R1); L is `Calendar.slot_length`."""
    return slot.start - slot_length


def is_unbooked_released(
    slot: Span, slot_length: timedelta, now: datetime, *, is_held: bool = False
) -> bool:
    """R1: whether an online place that nobody booked goes to walk-ins; at the centre.

    A place in a hold follows when the hold has ended. After the slot it lapses.
    """
    return not is_held and online_sale_ends_at(slot, slot_length) <= utc("now", now) < slot.end


def no_show_at(slot: Span) -> datetime:
    """S+15: the centre closes the bookings of those who have not checked in (R2).

    In a slot of 15 minutes that would be its end, when nobody can use the place any more: there it
    is the middle.
    """
    return min(slot.start + GRACE, slot.middle)


def is_no_show_released(
    slot: Span,
    now: datetime,
    *,
    closed_cursor: int,
    applied: Mapping[KioskId, int],
    kiosks: Collection[KioskId],
) -> bool:
    """R2: whether the place of a booking nobody came for goes to walk-ins; at the centre.

    `closed_cursor` is where the feed carries `booking_closed`; for the rest see `is_known_to_all`.
    Before S+15 the place is kept, after the slot it lapses.
    """
    is_time = no_show_at(slot) <= utc("now", now) < slot.end
    return is_time and is_known_to_all(closed_cursor, applied, kiosks)


def is_known_to_all(
    closed_cursor: int, applied: Mapping[KioskId, int], kiosks: Collection[KioskId]
) -> bool:
    """Whether a closed booking's place may be used again (rules.md 3, point 8).

    `applied` is the feed cursor that each kiosk's log says it applied, `kiosks` all kiosks of that
    day, dead ones too: one that is silent blocks the place.
    """
    return all(applied.get(kiosk_id, -1) >= closed_cursor for kiosk_id in kiosks)


def green_opens_at(slot: Span) -> datetime:
    """S+L/2: from then on whoever owns an unused green place may sell it to anybody (R3)."""
    return slot.middle


def lanes_served(lane: Lane, slot: Span, slot_length: timedelta, now: datetime) -> frozenset[Lane]:
    """Visitors of which lanes may have a free place of `lane` now, by R1, R3 and R4.

    A walk-in place never goes online (R4), a green visitor may have any place a walk-in may, and
    after its slot a place lapses. An extra place is given by staff or to a late booking. R2 is
    about a place that is not free: `is_no_show_released`.
    """
    if utc("now", now) >= slot.end:
        return frozenset()
    match lane:
        case Lane.WALK_IN:
            return WALKING_IN
        case Lane.BOOKED:
            is_released = is_unbooked_released(slot, slot_length, now)
            return WALKING_IN if is_released else frozenset({Lane.BOOKED})
        case Lane.GREEN:
            return WALKING_IN if now >= green_opens_at(slot) else frozenset({Lane.GREEN})
        case Lane.EXTRA:
            return frozenset({Lane.BOOKED, *WALKING_IN})
        case _:
            assert_never(lane)


# --- R5 ----------------------------------------------------------------------------------------


def reduction(quota: LaneQuota, new_capacity: int) -> LaneQuota:
    """R5: how many places each lane of a slot loses when counters close unplanned.

    `quota` is what the lanes have now, earlier reductions taken off. The loss is in the ratio of
    the quotas, by largest remainder; a green lane keeps 1 while the slot keeps any. Nothing when
    the new capacity is not below the present one.
    """
    at_least("capacity", new_capacity)
    loss = max(0, quota.total - new_capacity)
    _, _, green = apportion(loss, (quota.booked, quota.walk_in, quota.green))
    if new_capacity and quota.green:
        green = min(green, quota.green - 1)
    booked, walk_in = apportion(loss - green, (quota.booked, quota.walk_in))
    return LaneQuota(booked, walk_in, green)


def places_to_return(free: Iterable[Place], lane: Lane, count: int) -> tuple[Place, ...]:
    """R5: what a kiosk returns when `count` places of a lane are reduced: of those it still holds.

    `free` are its unsold places of that service and slot. The highest index goes first, since the
    lowest is sold first; when it holds fewer, all of them go.
    """
    at_least("count", count)
    falling = sorted((place for place in free if place.lane is lane), reverse=True)
    return tuple(sorted(falling[:count]))


def reduced_by_kiosk(count: int, held: Mapping[KioskId, int]) -> dict[KioskId, int]:
    """R5: how many of `count` places of a lane each kiosk is to return, in the ratio of what it holds.

    Never more than it holds: places that are sold are not touched, so less than `count` may come.
    """
    at_least("count", count)
    shares = apportion(min(count, sum(held.values())), tuple(held.values()))
    return dict(zip(held, shares, strict=True))


def revision(
    pool: Pool,
    roster: Roster,
    plans: Mapping[ServiceId, DayPlan],
    quotas: Mapping[tuple[ServiceId, datetime], LaneQuota],
    now: datetime,
) -> dict[tuple[ServiceId, datetime], LaneQuota]:
    """R5: what each slot's lanes lose by `roster`, for the slots that have not ended and lose any.

    `roster` is what is open and expected now, `quotas` what the lanes have now by service and slot
    start, as from `hall.pool.day_quotas` and less by earlier revisions. Raises UnknownServiceError
    for a service that is not the pool's or has no plan, UnknownSlotError for a slot outside it.
    """
    lost = {}
    for (service_id, slot_start), quota in quotas.items():
        plan = plans.get(service_id)
        if plan is None or service_id not in pool.service_ids:
            raise UnknownServiceError(service_id=service_id)
        slot = plan.slot(slot_start)
        if slot.end > utc("now", now):
            loss = reduction(quota, pool.capacities(roster, slot)[service_id])
            if loss.total:
                lost[service_id, slot_start] = loss
    return lost
