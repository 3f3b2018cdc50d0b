# SPDX-License-Identifier: Apache-2.0
"""The start of a business day: its grant."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from hall.ids import LeaseId
from hall.lease import grant_day, stand_alone_lease
from hall.log import Granted
from hall.place import PlaceRun
from kiosk.services.rules import Rules
from kiosk.store.abstract import UnitOfWork


def open_day(unit: UnitOfWork, rules: Rules, now: datetime) -> date:
    """Grant today's places and numbers to this kiosk, once.

    To be called at start and at each change of day; calling it again changes nothing. What
    kiosk.toml got since (a service, a counter) is granted by a second lease; nothing is taken back.
    """
    on = rules.calendar.business_day(now)
    with unit:
        granted = _missing(unit, rules, on)
        if granted.places or granted.numbers:
            unit.leases.apply(granted)
            unit.log.append(now, granted)
        unit.commit()
    return on


def _missing(unit: UnitOfWork, rules: Rules, on: date) -> Granted:
    """The day's grant without what was granted before."""
    day = grant_day(
        rules.catalogue,
        rules.plans(on),
        rules.ratio,
        lease_id=_lease_id(on, unit.leases.count(on)),
        business_date=on,
    )
    letters = unit.numbers.letters(on)
    return replace(
        day,
        places=tuple(_missing_places(unit, rules, day)),
        numbers=tuple(numbers for numbers in day.numbers if numbers.letter not in letters),
    )


def _missing_places(unit: UnitOfWork, rules: Rules, day: Granted) -> Iterator[PlaceRun]:
    known = unit.places.counts(rules.calendar.plan(day.business_date).day.start)
    for run in day.places:
        first = known.get((run.service_id, run.slot_start, run.lane), 0)
        if first < run.count:
            yield replace(run, first=first, count=run.count - first)


def _lease_id(on: date, before: int) -> LeaseId:
    first = stand_alone_lease(on)
    return LeaseId(f"{first}+{before}") if before else first
