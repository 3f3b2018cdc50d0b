# SPDX-License-Identifier: Apache-2.0
"""Pools (同窗口组): the counters with the same set of services, and what they can serve in a slot."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction

from hall.calendar import DayPlan
from hall.errors import BadValueError, UnknownServiceError
from hall.ids import CounterId, ServiceId
from hall.quota import LaneQuota, LaneRatio, as_written, capacity, check_shares, share_out, split
from hall.roster import Roster
from hall.service import Catalogue, Service
from hall.span import Span


@dataclass(frozen=True, slots=True)
class Counter:
    """A counter (窗口) and the services it serves, at least one."""

    counter_id: CounterId
    services: frozenset[ServiceId]

    def __post_init__(self) -> None:
        if not self.services:
            raise BadValueError(name="services", value=self.counter_id, allowed="at least one")


@dataclass(frozen=True, slots=True)
class Pool:
    """Services in the order they are shown, and the counters that serve all of them."""

    services: tuple[Service, ...]
    counters: tuple[CounterId, ...] = ()

    def __post_init__(self) -> None:
        if len({each.share is None for each in self.services}) > 1:
            raise BadValueError(name="share", value=None, allowed="for every service or for none")
        check_shares(self.shares)

    @property
    def service_ids(self) -> tuple[ServiceId, ...]:
        """The services in the same order."""
        return tuple(each.service_id for each in self.services)

    @property
    def shares(self) -> tuple[Fraction, ...]:
        """What part of the visitors each service has; equal when none says its share."""
        equal = Fraction(1, len(self.services) or 1)
        return tuple(equal if each.share is None else each.share for each in self.services)

    @property
    def mean_minutes(self) -> Fraction:
        """The mean service time of the pool's visitors: that of its services by their shares."""
        pairs = zip(self.services, self.shares, strict=True)
        return sum((share * as_written(each.mean_minutes) for each, share in pairs), Fraction(0))

    def capacity(self, roster: Roster, slot: Span) -> int:
        """C_pool(s): how many visitors the pool can serve in the slot, by its planned counters."""
        return capacity(roster.counter_minutes(slot), self.mean_minutes)

    def capacities(self, roster: Roster, slot: Span) -> dict[ServiceId, int]:
        """C(s) of each service; together they are C_pool(s)."""
        counts = share_out(self.capacity(roster, slot), self.shares)
        return dict(zip(self.service_ids, counts, strict=True))


def pools(counters: Iterable[Counter], catalogue: Catalogue) -> tuple[Pool, ...]:
    """The counters grouped by their set of services, in the order of the counters.

    Raises UnknownServiceError for a service the catalogue lacks, BadValueError when a service or a
    counter would be in two pools: the calling order of a service is that of one pool.
    """
    by_services: dict[frozenset[ServiceId], list[CounterId]] = {}
    for counter in counters:
        by_services.setdefault(counter.services, []).append(counter.counter_id)
    _each_once("services", (each for services in by_services for each in services))
    _each_once("counters", (each for ids in by_services.values() for each in ids))
    return tuple(_pool(services, ids, catalogue) for services, ids in by_services.items())


def day_quotas(
    pool: Pool, roster: Roster, plans: Mapping[ServiceId, DayPlan], ratio: LaneRatio
) -> dict[tuple[ServiceId, datetime], LaneQuota]:
    """The quota of each lane by service and slot start, for the pool's services that have quota.

    `plans` holds every service's own day, `ratio` is the site's. A service without quota has its
    share too, but needs no places. Raises UnknownServiceError for a service without a plan.
    """
    quotas = {}
    for service in pool.services:
        plan = plans.get(service.service_id)
        if plan is None:
            raise UnknownServiceError(service_id=service.service_id)
        for slot in plan.slots if service.has_quota else ():
            places = pool.capacities(roster, slot)[service.service_id]
            quotas[service.service_id, slot.start] = split(places, service.ratio or ratio)
    return quotas


def _pool(services: frozenset[ServiceId], ids: list[CounterId], catalogue: Catalogue) -> Pool:
    for service_id in services:
        catalogue.service(service_id)
    ordered = (each for each in catalogue.services if each.service_id in services)
    return Pool(tuple(ordered), tuple(ids))


def _each_once(name: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BadValueError(name=name, value=value, allowed="each in one pool")
        seen.add(value)
