# SPDX-License-Identifier: Apache-2.0
"""The places and numbers of a whole day, as a stand-alone kiosk grants them to itself (protocol.md 1)."""

from collections.abc import Mapping
from datetime import date

from hall.calendar import DayPlan
from hall.errors import BadValueError, UnknownServiceError
from hall.ids import LeaseId, RequestId, ServiceId
from hall.log import Granted
from hall.numbering import NumberRange
from hall.place import Lane, PlaceRun
from hall.quota import LaneRatio, capacity, split
from hall.service import Catalogue, Service
from hall.span import Span


def stand_alone_lease(on: date) -> LeaseId:
    """The lease a stand-alone kiosk grants to itself: the business day (protocol.md 1)."""
    return LeaseId(on.isoformat())


def grant_day(
    catalogue: Catalogue,
    plans: Mapping[ServiceId, DayPlan],
    ratio: LaneRatio,
    *,
    lease_id: LeaseId,
    business_date: date,
    hop: int = 0,
    request_no: RequestId | None = None,
) -> Granted:
    """All places and walk-in numbers of one business day for one kiosk.

    `plans` holds every service's own day. Capacity is by planned counters; services without quota
    and closed days get no places, but every service gets its numbers. Raises UnknownServiceError
    for a service without a plan, BadValueError for the plan of another day.
    """
    places: list[PlaceRun] = []
    for service in catalogue.services:
        plan = plans.get(service.service_id)
        if plan is None:
            raise UnknownServiceError(service_id=service.service_id)
        if plan.business_date != business_date:
            raise BadValueError(name="plan", value=plan.business_date, allowed=business_date)
        if service.has_quota:
            places.extend(_runs(service, plan, ratio, hop))
    numbers = tuple(NumberRange.series(service.letter) for service in catalogue.services)
    return Granted(lease_id, business_date, tuple(places), numbers, request_no)


def _runs(service: Service, plan: DayPlan, ratio: LaneRatio, hop: int) -> list[PlaceRun]:
    return [run for slot in plan.slots for run in slot_runs(service, slot, ratio, hop)]


def slot_runs(service: Service, slot: Span, ratio: LaneRatio, hop: int = 0) -> tuple[PlaceRun, ...]:
    """The places of one slot, a run for each lane that has any; `ratio` unless it has its own."""
    places = capacity(service.counter_minutes(slot), service.mean_minutes)
    quota = split(places, service.ratio or ratio)
    counts = ((Lane.BOOKED, quota.booked), (Lane.WALK_IN, quota.walk_in), (Lane.GREEN, quota.green))
    return tuple(
        PlaceRun(service.service_id, slot.start, lane, 0, count, hop)
        for lane, count in counts
        if count
    )
