# SPDX-License-Identifier: Apache-2.0
"""What a visitor can have of a service now: the offers of `hall`, with what the store has."""

from datetime import datetime

from hall import offer as hall_offer
from hall.ids import ServiceId
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.rules import Rules, ServiceDay
from kiosk.store.abstract import UnitOfWork


def list_offers(
    unit: UnitOfWork, rules: Rules, service_id: ServiceId, now: datetime, *, is_green: bool = False
) -> tuple[Offer, ...]:
    """The ways on, best first; empty when only staff can help. Times are local."""
    day = rules.day(service_id, rules.calendar.business_day(now))
    with unit:
        return shown_offers(day, find_offers(unit, day, now, is_green=is_green))


def find_offers(
    unit: UnitOfWork, day: ServiceDay, now: datetime, *, is_green: bool
) -> tuple[hall_offer.Offer, ...]:
    """The offers of `hall`, within an entered unit of work."""
    coming = day.plan.slots_from(now)
    has_places = day.service.has_quota and bool(coming)
    return hall_offer.offers(
        day.service,
        day.plan,
        unit.places.first_free(day.service.service_id, coming[0].start) if has_places else (),
        now,
        slots_ahead=day.rules.slots_ahead,
        green=is_green,
        standby_given=_standby_given(unit, day, now) if has_places else 0,
    )


def _standby_given(unit: UnitOfWork, day: ServiceDay, now: datetime) -> int:
    """Those issued since the slot before ended: until then another slot was the current one."""
    if not day.service.standby_per_slot:
        return 0
    ended = [slot.end for slot in day.plan.slots if slot.end <= now]
    since = max(ended, default=day.plan.day.start)
    return unit.tickets.standby_given(day.service.service_id, since)


def shown_offers(day: ServiceDay, found: tuple[hall_offer.Offer, ...]) -> tuple[Offer, ...]:
    """Offers as the screen shows them; the desk stands on every screen and is none of them."""
    shown = (_shown_offer(day, each) for each in found)
    return tuple(each for each in shown if each)


def _shown_offer(day: ServiceDay, found: hall_offer.Offer) -> Offer | None:
    match found:
        case hall_offer.Now(not_before=None):
            return Offer(OfferKind.NOW)
        case hall_offer.Now(not_before=datetime() as start):
            return Offer(OfferKind.NOW, *day.slot_times(start))
        case hall_offer.LaterSlot():
            return Offer(OfferKind.LATER_SLOT, *day.slot_times(found.slot_start))
        case hall_offer.Standby():
            return Offer(OfferKind.STANDBY)
        case _:
            return None
