# SPDX-License-Identifier: Apache-2.0
"""How a service stands today, as far as the centre's feed has told this kiosk (rules.md 1)."""

from datetime import date, datetime

from hall.calendar import Phase
from hall.stopping import Standing, Stops
from kiosk.services.rules import Rules, ServiceDay
from kiosk.store.abstract import UnitOfWork


def stops_of(unit: UnitOfWork, rules: Rules, on: date) -> Stops:
    """What was stopped, suspended and reopened that day, within an entered unit of work."""
    day = rules.calendar.plan(on).day
    return Stops(day, unit.centre.stops(day.start, day.end))


def phase_of(stops: Stops, day: ServiceDay, now: datetime) -> Phase:
    """The phase of the service's own day, STOPPED also while staff let no numbers be given."""
    return stops.phase(day.service.service_id, day.plan, now)


def gives_from(stops: Stops, day: ServiceDay, now: datetime) -> datetime | None:
    """The next instant, in UTC, at which its numbers are given today; None when none is known."""
    return stops.gives_from(day.service.service_id, day.plan, now)


def is_suspended(stops: Stops, day: ServiceDay, now: datetime) -> bool:
    """Whether nobody is served, though its day is not over."""
    is_over = day.plan.phase(now) in (Phase.STOPPED, Phase.CLOSED_DAY)
    return not is_over and stops.standing(day.service.service_id, now) is Standing.SUSPENDED


def offers_another_day(stops: Stops, day: ServiceDay, now: datetime) -> bool:
    """Whether who booked is offered another day, until the last slot ends; his place stays his."""
    return stops.effect(day.service.service_id, now).offers_another_day
