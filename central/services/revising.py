# SPDX-License-Identifier: Apache-2.0
"""R5: when counters close unplanned, places that are not sold go with them (rules.md 1)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from central.services.centre_book import CentreBook
from common.settings.site_file import SiteFile
from hall.errors import UnknownServiceError
from hall.ids import CounterId, ServiceId
from hall.place import Lane
from hall.pool import Pool
from hall.release import revision
from hall.roster import expected, planned_all_day
from hall.span import Span


@dataclass(frozen=True, slots=True)
class Loss:
    """So many places of a slot and lane are to go."""

    service_id: ServiceId
    slot_start: datetime
    lane: Lane
    count: int


def losses(book: CentreBook, file: SiteFile, closing: CounterId, now: datetime) -> Sequence[Loss]:
    """What goes when that counter closes: of the slots to come what those still at work cannot serve.

    A counter that pauses is at work. Nothing while more are at work than planned; nothing of a slot
    or service that the site's file, which may be newer than the day, has no more. Raises
    UnknownDayError.
    """
    counters = book.counters.counters
    on = book.days.today
    ledger = book.days.on(on)
    if closing not in counters or ledger is None:
        return ()
    service_id = counters[closing].service_id
    try:
        service = file.catalogue.service(service_id)
    except UnknownServiceError:
        return ()
    plan = service.calendar(file.calendar).plan(on)
    planned = planned_all_day(plan, service.counters)
    at_work = sum(
        counter.service_id == service_id and (counter.is_open or counter.is_paused)
        for counter_id, counter in counters.items()
        if counter_id != closing
    )
    if at_work >= planned.open_at(now):
        return ()
    known = set(plan.slots)
    quotas = {
        slot: quota
        for slot, quota in ledger.quotas.items()
        if slot[0] == service_id and ledger.sale.slot(*slot) in known
    }
    pool = Pool((replace(service, share=None),))
    roster = expected(planned, at_work, Span(now, plan.day.end))
    lost = revision(pool, roster, {service_id: plan}, quotas, now)
    return [
        Loss(service_id, slot_start, lane, places.of(lane))
        for (_, slot_start), places in lost.items()
        for lane in (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN)
    ]
