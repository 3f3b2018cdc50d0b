# SPDX-License-Identifier: Apache-2.0
"""The tiles: what a touch on each service would lead to now."""

from datetime import datetime
from typing import assert_never

from hall import offer as hall_offer
from hall.calendar import Phase
from hall.stopping import Stops
from kiosk.flow.values import Availability, ServiceTile
from kiosk.services.offers import find_offers
from kiosk.services.rules import Rules, ServiceDay
from kiosk.services.standing import gives_from, is_suspended, phase_of, stops_of
from kiosk.services.waits import Waits
from kiosk.store.abstract import UnitOfWork

NO_WAITS = Waits()
"""Of a kiosk that stands alone."""


def list_services(
    unit: UnitOfWork,
    rules: Rules,
    now: datetime,
    *,
    is_green: bool = False,
    is_proxy: bool = False,
    waits: Waits = NO_WAITS,
) -> tuple[ServiceTile, ...]:
    """One tile for each service of the catalogue, in its order; times are local.

    `is_green` follows the person present; `is_proxy` names what a proxy must bring.
    """
    on = rules.calendar.business_day(now)
    with unit:
        stops = stops_of(unit, rules, on)
        return tuple(
            _tile(
                unit,
                rules.day(service.service_id, on),
                stops,
                now,
                waits,
                is_green=is_green,
                is_proxy=is_proxy,
            )
            for service in rules.catalogue.services
        )


def _tile(
    unit: UnitOfWork,
    day: ServiceDay,
    stops: Stops,
    now: datetime,
    waits: Waits,
    *,
    is_green: bool,
    is_proxy: bool,
) -> ServiceTile:
    service, plan = day.service, day.plan
    best = find_offers(unit, day, stops, now, is_green=is_green).best
    availability, from_at = _availability(best, day, stops, now)
    return ServiceTile(
        service_id=service.service_id,
        name=service.name,
        icon=service.icon,
        where=service.where,
        availability=availability,
        from_at=day.rules.local(from_at) if from_at else None,
        is_green=is_green,
        materials=service.materials_of(is_proxy=is_proxy),
        asks_materials=service.asks_materials,
        direct=service.direct,
        # Who is called first has another wait than the line that the figures are of.
        wait=waits.of(unit, service.service_id, plan.business_date, now)
        if availability is Availability.NOW and not is_green and not service.direct
        else None,
    )


def _availability(
    best: hall_offer.Offer, day: ServiceDay, stops: Stops, now: datetime
) -> tuple[Availability, datetime | None]:
    match best:
        case hall_offer.Now(not_before=None):
            return Availability.NOW, None
        case hall_offer.Now(not_before=later):
            return Availability.LATER, later
        case hall_offer.LaterSlot():
            return Availability.LATER, best.slot_start
        case hall_offer.Standby():
            return Availability.STANDBY, None
        case hall_offer.AnotherDay() | hall_offer.Staff():
            return _without_number(day, stops, now)
        case _:
            assert_never(best)


def _without_number(
    day: ServiceDay, stops: Stops, now: datetime
) -> tuple[Availability, datetime | None]:
    if phase_of(stops, day, now) is Phase.ISSUING:
        return Availability.FULL, None
    if is_suspended(stops, day, now):
        return Availability.SUSPENDED, gives_from(stops, day, now)
    return Availability.STOPPED, gives_from(stops, day, now)
