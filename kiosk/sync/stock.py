# SPDX-License-Identifier: Apache-2.0
"""What a kiosk asks the centre for when it runs low; all by forecast it got the evening before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from hall.calendar import DayPlan
from hall.choice import SLOTS_AHEAD
from hall.exchange import GRANTED_LANES, LeaseRequest
from hall.ids import RequestId, ServiceId
from hall.place import Lane
from hall.release import no_show_at, online_sale_ends_at
from hall.service import Catalogue, Service
from hall.wire.values import MOST_REQUESTS
from kiosk.store.abstract import UnitOfWork

FEW_PLACES: Mapping[Lane, int] = {Lane.WALK_IN: 2, Lane.GREEN: 1}
"""Fewer free ones of a slot than so many are too few."""
WANTED_PLACES: Mapping[Lane, int] = {Lane.WALK_IN: 4, Lane.GREEN: 1}
FEW_NUMBERS = 10
WANTED_NUMBERS = 20
AGAIN_SECONDS = 30.0
"""A wish that brought nothing is repeated after so long; then after twice that, and so on."""
MOST_AGAIN_SECONDS = 600.0

_Wish = tuple[ServiceId, datetime, Lane]
_Due = tuple[_Wish, int]
"""A wish, and how often since it was first asked the centre has come to more places of its slot."""


@dataclass(frozen=True, slots=True)
class SiteNow:
    """The site at this moment; `plans` are those of the business day, by service."""

    now: datetime
    catalogue: Catalogue
    plans: Mapping[ServiceId, DayPlan]
    slots_ahead: int = SLOTS_AHEAD


@dataclass(slots=True)
class _Asked:
    at: float
    again_seconds: float


class Stock:
    """Watches what is left. Concurrency: one thread.

    Args:
        site: the site as it is now; None while the catalogue has not come.
        monotonic: seconds since some start.
    """

    def __init__(self, site: Callable[[], SiteNow | None], monotonic: Callable[[], float]) -> None:
        self._site = site
        self._monotonic = monotonic
        self._asked: dict[_Due, _Asked] = {}

    def wishes(self, unit: UnitOfWork, first_no: RequestId) -> tuple[LeaseRequest, ...]:
        """What to ask for now, within an entered unit of work; numbered from `first_no` on."""
        site = self._site()
        if site is None:
            return ()
        wanted = [wish for service in site.catalogue.services for wish in _of(unit, site, service)]
        self._forget({_due(site, wish) for wish, *_ in wanted})
        due = [each for each in wanted if self._is_due(_due(site, each[0]))][:MOST_REQUESTS]
        return tuple(
            LeaseRequest(RequestId(first_no + count), *wish, places, numbers)
            for count, (wish, places, numbers) in enumerate(due)
        )

    def ask_again(self) -> None:
        """What was asked for last did not arrive, or nobody knows: all may be asked for at once."""
        self._asked.clear()

    def _forget(self, wanted: set[_Due]) -> None:
        """What is no longer too few may be asked for at once when it is again."""
        self._asked = {wish: asked for wish, asked in self._asked.items() if wish in wanted}

    def _is_due(self, wish: _Due) -> bool:
        asked, now = self._asked.get(wish), self._monotonic()
        if asked is None:
            self._asked[wish] = _Asked(now, AGAIN_SECONDS)
            return True
        if now < asked.at + asked.again_seconds:
            return False
        asked.at, asked.again_seconds = now, min(2 * asked.again_seconds, MOST_AGAIN_SECONDS)
        return True


def _due(site: SiteNow, wish: _Wish) -> _Due:
    """At S-L and at S+15 places come free at the centre (R1, R2): who asked in vain asks again."""
    service_id, slot_start, _ = wish
    slots = (slot for slot in site.plans[service_id].slots if slot.start == slot_start)
    releases = [
        at
        for slot in slots
        for at in (online_sale_ends_at(slot, slot.end - slot.start), no_show_at(slot))
    ]
    return wish, sum(at <= site.now for at in releases)


def _of(unit: UnitOfWork, site: SiteNow, service: Service) -> Iterator[tuple[_Wish, int, int]]:
    """A service's wishes with how many places and how many numbers."""
    plan = site.plans[service.service_id]
    coming = [slot for slot in plan.slots if slot.end > site.now][: site.slots_ahead + 1]
    if not coming:
        return
    if unit.numbers.left(plan.business_date, service.letter) < FEW_NUMBERS:
        # Numbers are not of a slot: asked for with the lane whose slot is the day.
        yield (service.service_id, plan.day.start, Lane.EXTRA), 0, WANTED_NUMBERS
    if not service.has_quota:
        return
    free = unit.places.free_counts(service.service_id, coming[0].start, coming[-1].end)
    for slot in coming:
        for lane, few in FEW_PLACES.items():
            if sum(free.get((slot.start, each), 0) for each in GRANTED_LANES[lane]) < few:
                yield (service.service_id, slot.start, lane), WANTED_PLACES[lane], 0
