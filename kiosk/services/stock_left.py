# SPDX-License-Identifier: Apache-2.0
"""What this kiosk has left to give today, and whether it has tomorrow's already."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kiosk.services.rules import Rules, ServiceDay
from kiosk.store.abstract import UnitOfWork

GRANTED_BEFORE = timedelta(hours=9)
"""So long before a day begins, the centre has granted it for an hour (docs/protocol.md)."""


@dataclass(frozen=True, slots=True)
class StockLeft:
    """What is left of a business day.

    Attributes:
        gives: whether numbers are still to be given that day.
        leases: how many grants of that day are here.
        numbers: walk-in numbers left, by the letter of each service that still gives.
        places: free places of slots that are not over.
        lacks: the next business day, where its grant is due and not here.
    """

    gives: bool
    leases: int
    numbers: Mapping[str, int]
    places: int
    lacks: date | None


def stock_left(unit: UnitOfWork, rules: Rules, now: datetime) -> StockLeft:
    """As the store has it now."""
    on = rules.calendar.business_day(now)
    giving = [day for day in _giving(rules, on) if now < _ends_at(day)]
    with unit:
        return StockLeft(
            gives=bool(giving),
            leases=unit.leases.count(on),
            numbers={each: unit.numbers.left(on, each) for each in _letters(giving)},
            places=sum(_places(unit, day, now) for day in giving),
            lacks=_lacking(unit, rules, on + timedelta(days=1), now),
        )


def _giving(rules: Rules, on: date) -> list[ServiceDay]:
    """The services that give numbers some time of that day."""
    services = (service for service in rules.catalogue.services if not service.direct)
    days = (rules.day(service.service_id, on) for service in services)
    return [day for day in days if day.plan.issuing]


def _ends_at(day: ServiceDay) -> datetime:
    return day.plan.issuing.end if day.plan.issuing else day.plan.day.start


def _letters(days: list[ServiceDay]) -> list[str]:
    return [day.service.letter for day in days]


def _places(unit: UnitOfWork, day: ServiceDay, now: datetime) -> int:
    slots = day.plan.slots_from(now)
    if not slots or not day.service.has_quota:
        return 0
    free = unit.places.free_counts(day.service.service_id, slots[0].start, slots[-1].end)
    return sum(free.values())


def _lacking(unit: UnitOfWork, rules: Rules, on: date, now: datetime) -> date | None:
    is_due = now >= rules.calendar.plan(on).day.start - GRANTED_BEFORE
    is_wanted = is_due and bool(_giving(rules, on))
    return on if is_wanted and not unit.leases.count(on) else None
