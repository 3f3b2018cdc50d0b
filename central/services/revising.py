# SPDX-License-Identifier: Apache-2.0
"""R5: when counters close unplanned, places that are not sold go with them (rules.md 1)."""

from dataclasses import replace
from datetime import datetime

from central.services.centre_book import CentreBook
from common.settings.site_file import SiteFile
from hall.errors import UnknownServiceError
from hall.ids import ServiceId
from hall.place import Lane
from hall.pool import Pool
from hall.release import revision
from hall.roster import expected, planned_all_day
from hall.span import Span


def revise(book: CentreBook, file: SiteFile, service_id: ServiceId, now: datetime) -> None:
    """Fewer places for the slots to come, as counters that are at work now can serve.

    A counter that pauses is at work. Nothing while more are at work than planned, or while a
    restored centre waits for its kiosks.
    """
    on = book.days.today
    ledger = book.days.on(on)
    try:
        service = file.catalogue.service(service_id)
    except UnknownServiceError:  # the site was described anew since
        return
    plan = service.calendar(file.calendar).plan(on)
    planned = planned_all_day(plan, service.counters)
    at_work = sum(
        counter.service_id == service_id and (counter.is_open or counter.is_paused)
        for counter in book.counters.counters.values()
    )
    if ledger is None or book.is_recovering or at_work >= planned.open_at(now):
        return
    quotas = {slot: quota for slot, quota in ledger.quotas.items() if slot[0] == service_id}
    pool = Pool((replace(service, share=None),))
    roster = expected(planned, at_work, Span(now, plan.day.end))
    for (_, slot_start), lost in revision(pool, roster, {service_id: plan}, quotas, now).items():
        for lane in (Lane.BOOKED, Lane.WALK_IN, Lane.GREEN):
            book.reduce(service_id, slot_start, lane, lost.of(lane))
