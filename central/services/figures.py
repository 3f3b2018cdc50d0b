# SPDX-License-Identifier: Apache-2.0
"""How many wait and how long, of each service, as kiosks show it (protocol.md 3)."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from central.services.centre_book import CentreBook
from central.services.sites import SiteFiles
from common.settings.site_file import SiteFile
from hall.booking import BookingStatus
from hall.counters import Counters
from hall.errors import HallError
from hall.estimate import PoolNow, WaitRange, estimate
from hall.ids import ServiceId, SiteId, TicketId
from hall.news import QueueFigures
from hall.place import Lane
from hall.position import Position, position
from hall.queueing import Turn
from hall.roll_forward import LONGEST_SERVICE, Coming, CountersNow
from hall.roster import expected, planned_all_day
from hall.service import Service
from hall.shipped_residuals import SHIPPED
from hall.span import Span

logger = logging.getLogger(__name__)

AT_MOST_EVERY = timedelta(seconds=1)
AT_LEAST_EVERY = timedelta(seconds=30)
"""Also when nobody came or was called: waits grow shorter by themselves, and figures older."""

NEWCOMER = Turn(TicketId(UUID(int=2**128 - 1)), Lane.WALK_IN)
"""Somebody who takes a number now."""


@dataclass(frozen=True, slots=True)
class _Kept:
    """The figures of a service and what they were made of; None when there is nothing to tell."""

    business_date: date
    changes: int
    as_of: datetime
    figures: QueueFigures | None

    def is_good(self, business_date: date, changes: int, now: datetime) -> bool:
        age = now - self.as_of
        if business_date != self.business_date:
            return False
        return age < AT_MOST_EVERY or (changes == self.changes and age < AT_LEAST_EVERY)


class Figures:
    """The newest figures of each service. Concurrency: one thread."""

    def __init__(self, files: SiteFiles) -> None:
        self._files = files
        self._kept: dict[tuple[SiteId, ServiceId], _Kept] = {}

    def of(self, site_id: SiteId, book: CentreBook, now: datetime) -> tuple[QueueFigures, ...]:
        """Of all services for which a counter was opened today; others have none."""
        file = self._files.known(site_id)
        on = book.days.today
        counters = book.calling.days.get(on)
        if file is None or counters is None:
            return ()
        return tuple(self._of_site(site_id, book, file, counters, now))

    def _of_site(
        self,
        site_id: SiteId,
        book: CentreBook,
        file: SiteFile,
        counters: Counters,
        now: datetime,
    ) -> Iterator[QueueFigures]:
        on = book.days.today
        served = {counter.service_id for counter in counters.counters.values()}
        for service in file.catalogue.services:
            if service.service_id not in served:
                continue
            changes = counters.turns.pool(service.service_id).changes
            kept = self._kept.get((site_id, service.service_id))
            if kept is None or not kept.is_good(on, changes, now):
                figures = _figures(book, file, service, counters, now)
                kept = _Kept(on, changes, now, figures)
                self._kept[site_id, service.service_id] = kept
            if kept.figures:
                yield kept.figures


def _figures(
    book: CentreBook, file: SiteFile, service: Service, counters: Counters, now: datetime
) -> QueueFigures | None:
    """None, and a line in the log, for what the rules cannot make out: no exchange fails for it."""
    try:
        place, wait = _place_and_wait(book, file, service, counters, now)
    except HallError as error:
        logger.warning("no figures service=%s because=%s", service.service_id, error)
        return None
    low, high = (wait.low, wait.high) if wait else (None, None)
    return QueueFigures(
        service_id=service.service_id,
        ahead=place.ahead,
        wait_low=low,
        wait_high=high,
        as_of=now,
        booked=place.in_lane(Lane.BOOKED),
        green=place.in_lane(Lane.GREEN),
    )


def _place_and_wait(
    book: CentreBook, file: SiteFile, service: Service, counters: Counters, now: datetime
) -> tuple[Position, WaitRange | None]:
    service_id = service.service_id
    pool = counters.turns.pool(service_id)
    queue = pool.queue.copy()
    queue.check_in(NEWCOMER, now)
    place = position(queue, NEWCOMER, now)
    plan = service.calendar(file.calendar).plan(book.days.today)
    if now >= plan.day.end or counters.is_suspended(service_id, now):
        return place, None
    is_open = (each.is_open for each in counters.counters.values() if each.service_id == service_id)
    planned = planned_all_day(plan, service.counters)
    roster = expected(planned, sum(is_open), Span(now, plan.day.end))
    known = PoolNow(
        queue=queue,
        counters=CountersNow(now, counters.serving(service_id), roster),
        mean_minutes=min(pool.mean_minutes, LONGEST_SERVICE),
        coming=Coming(tuple(_coming(book, service_id))),
    )
    wait = estimate(known, NEWCOMER.ticket_id, now, SHIPPED)
    return place, wait if isinstance(wait, WaitRange) else None


def _coming(book: CentreBook, service_id: ServiceId) -> Iterator[datetime]:
    """The slots of bookings that may still be checked in today."""
    ledger = book.days.on(book.days.today)
    for booking in ledger.sale.bookings.values() if ledger else ():
        if booking.service_id == service_id and booking.status is BookingStatus.BOOKED:
            yield booking.slot.start
