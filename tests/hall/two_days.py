# SPDX-License-Identifier: Apache-2.0
"""A site with two open days, and a kiosk that has places of both."""

from dataclasses import replace

from hall.ids import BookingId, HoldId
from hall.place import Place
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from tests.hall.leases import (
    DAY,
    EXTRAS,
    K1,
    K2,
    NINE,
    Kiosk,
    centre,
    day_of,
    rows_of,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, ticket_id

TUESDAY = MONDAY + DAY
NEXT_NINE = at("09:00", TUESDAY)
OPENED = day_of({(ESTATE_ID, NEXT_NINE): LaneQuota(2, 4, 1)}, EXTRAS, on=TUESDAY)
OTHER = replace(OPENED, services=OPENED.services[:1])
W = list(walk_ins().places())
NEXT_W = [replace(each, slot_start=NEXT_NINE) for each in W]
HOLD, BOOKING = HoldId(ticket_id(101)), BookingId(ticket_id(201))
NOW = at("08:00")


def two_days() -> SiteBook:
    site = centre(K1, K2)
    site.open_day(OPENED)
    return site


def holder(site: SiteBook) -> Kiosk:
    """A kiosk with the walk-in places of 09:00 today, and tomorrow."""
    one = Kiosk(K1)
    one.commit(site.grant(K1, wish(1, 4, 10)))
    one.commit(site.grant(K1, wish(2, 4, 10, slot_start=NEXT_NINE)))
    return one


def issue(made: Kiosk, number: int, which: Place) -> None:
    on = MONDAY if which.slot_start == NINE[1] else TUESDAY
    made.commit(made.holding.issue(ticket_id(number), on, ESTATE_ID, "A", which))


def dates_of(site: SiteBook, kind: str) -> list:
    return [row.business_date for row in rows_of(site) if row.body.kind == kind]
