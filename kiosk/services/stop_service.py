# SPDX-License-Identifier: Apache-2.0
"""Staff stop a service at this kiosk; its log tells the centre, which tells all others (rules.md 1).

Tickets given stay valid, and bookings check in all the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from hall.ids import ServiceId
from hall.log import StaffActed
from hall.stopping import Standing, Stop
from kiosk.flow.staff_values import ServiceStands, StaffAct
from kiosk.services.rules import Rules
from kiosk.services.standing import stops_of
from kiosk.store.abstract import UnitOfWork

STEP = timedelta(minutes=30)
MOST_TIMES = 4
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class StopWish:
    """How a service shall stand, from now on where `at` is None."""

    service_id: ServiceId
    standing: Standing
    staff_id: str
    at: datetime | None = None
    reason: str | None = None


def stop_service(unit: UnitOfWork, rules: Rules, wish: StopWish, now: datetime) -> Stop:
    """Holds here from its commit on. Raises BadValueError (another business day), StoreError."""
    what = StaffAct.SERVICE_OPENED if wish.standing is Standing.OPEN else StaffAct.SERVICE_STOPPED
    with unit:
        stops = stops_of(unit, rules, rules.calendar.business_day(now))
        at = stops.next_moment(wish.service_id, max(now, wish.at or now))
        stop = Stop(wish.service_id, at, wish.standing)
        stops.with_stop(stop)
        act = StaffActed(
            what.value,
            wish.staff_id,
            reason=wish.reason,
            service_id=stop.service_id,
            stands=stop.standing,
            stands_from=stop.at,
        )
        # Below the cursors of the feed, which brings the same stop back.
        unit.centre.add_stop(-unit.log.append(now, act), stop)
        unit.commit()
    return stop


def services_standing(unit: UnitOfWork, rules: Rules, now: datetime) -> Iterator[ServiceStands]:
    """How each service stands, and when it stops where that is said."""
    with unit:
        stops = stops_of(unit, rules, rules.calendar.business_day(now))
    for service in rules.catalogue.services:
        coming = [each for each in stops.of(service.service_id) if each.at > now]
        later = (each.at for each in coming if each.standing is not Standing.OPEN)
        held = (
            at
            for at in later
            if stops.standing(service.service_id, at + _MINUTE) is not Standing.OPEN
        )
        at = min(held, default=None)
        yield ServiceStands(
            service.service_id,
            service.name,
            is_open=stops.standing(service.service_id, now) is Standing.OPEN,
            stops_at=rules.local(at) if at else None,
        )


def stop_times(rules: Rules, now: datetime) -> tuple[datetime, ...]:
    """The next half hours of the day, local to the site."""
    local = rules.local(now)
    first = local.replace(minute=0, second=0, microsecond=0)
    while first <= local:
        first += STEP
    end = rules.calendar.plan(rules.calendar.business_day(now)).day.end
    times = (first + STEP * count for count in range(MOST_TIMES))
    return tuple(each for each in times if each < end)
