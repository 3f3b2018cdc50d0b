# SPDX-License-Identifier: Apache-2.0
"""What a visitor can have of a service now: the offers of `hall`, with what the store has."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from hall import offer as hall_offer
from hall.calendar import Phase
from hall.choice import choose_place
from hall.ids import ServiceId
from hall.span import Span
from hall.stopping import Stops
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.rules import Rules, ServiceDay
from kiosk.services.standing import phase_of, stops_of
from kiosk.store.abstract import UnitOfWork


def list_offers(
    unit: UnitOfWork, rules: Rules, service_id: ServiceId, now: datetime, *, is_green: bool = False
) -> tuple[Offer, ...]:
    """The ways on, best first; empty when only staff can help. Times are local.

    Raises ServiceGoneError.
    """
    day = rules.day(service_id, rules.calendar.business_day(now))
    with unit:
        stops = stops_of(unit, rules, day.plan.business_date)
        return shown_offers(day, find_offers(unit, day, stops, now, is_green=is_green))


def find_offers(
    unit: UnitOfWork, day: ServiceDay, stops: Stops, now: datetime, *, is_green: bool
) -> hall_offer.Offers:
    """The offers of `hall`, within an entered unit of work.

    The coming slots nearly always hold all that can be offered; a whole day's places are looked
    through only when they do not.
    """
    phase = phase_of(stops, day, now)
    coming = day.plan.slots_from(now) if phase is Phase.ISSUING else ()
    near = coming[: day.rules.slots_ahead + 1 + hall_offer.MOST_LATER_SLOTS]
    found = _offers_of(unit, day, phase, now, near, is_green=is_green)
    later = sum(isinstance(each, hall_offer.LaterSlot) for each in found.ways)
    if later == hall_offer.MOST_LATER_SLOTS or len(near) == len(coming):
        return found
    return _offers_of(unit, day, phase, now, coming, is_green=is_green)


def find_now(
    unit: UnitOfWork, day: ServiceDay, now: datetime, *, is_green: bool
) -> hall_offer.Now | None:
    """A number in the current slot, or of a service without quota; None when there is none.

    The usual case of an issue: one slot's places are looked through instead of many.
    """
    current = day.plan.slots_from(now)[:1]
    if not day.service.has_quota:
        return hall_offer.Now()
    if not current:
        return None
    free = unit.places.first_free(day.service.service_id, current[0].start, current[0].end)
    place = choose_place(free, current, now, green=is_green)
    return hall_offer.Now(place) if place else None


def _offers_of(
    unit: UnitOfWork,
    day: ServiceDay,
    phase: Phase,
    now: datetime,
    slots: Sequence[Span],
    *,
    is_green: bool,
) -> hall_offer.Offers:
    """The offers, as far as the places of these slots go."""
    service = day.service
    has_places = service.has_quota and bool(slots)
    return hall_offer.offers(
        service,
        day.plan,
        unit.places.first_free(service.service_id, slots[0].start, slots[-1].end)
        if has_places
        else (),
        now,
        slots_ahead=day.rules.slots_ahead,
        green=is_green,
        standby_given=_standby_given(unit, day, now) if has_places else 0,
        phase=phase,
    )


def _standby_given(unit: UnitOfWork, day: ServiceDay, now: datetime) -> int:
    """Those issued since the slot before ended: until then another slot was the current one."""
    if not day.service.standby_per_slot:
        return 0
    ended = [slot.end for slot in day.plan.slots if slot.end <= now]
    since = max(ended, default=day.plan.day.start)
    return unit.tickets.standby_given(day.service.service_id, since)


def shown_offers(day: ServiceDay, found: hall_offer.Offers) -> tuple[Offer, ...]:
    """Offers as the screen shows them; the desk stands on every screen and is none of them."""
    shown = (_shown_offer(day, each) for each in found.ways)
    return tuple(each for each in shown if each)


def _shown_offer(day: ServiceDay, found: hall_offer.Offer) -> Offer | None:
    match found:
        case hall_offer.Now():
            times = day.slot_times(found.not_before) if found.not_before else ()
            return Offer(OfferKind.NOW, *times)
        case hall_offer.LaterSlot():
            return Offer(OfferKind.LATER_SLOT, *day.slot_times(found.slot_start))
        case hall_offer.Standby():
            return Offer(OfferKind.STANDBY)
        case hall_offer.AnotherDay() | hall_offer.Staff():
            return None
        case _:
            assert_never(found)
