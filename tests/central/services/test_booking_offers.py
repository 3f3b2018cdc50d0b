# SPDX-License-Identifier: Apache-2.0
"""What the booking desk offers, what staff stop, and what of it is written down."""

import json
from datetime import timedelta

import pytest

from central.services.errors import (
    SaleOverError,
    UnknownSiteError,
)
from hall.errors import (
    UnknownServiceError,
)
from hall.ids import ServiceId, SiteId
from hall.stopping import Standing, Stop
from tests.central.services.desk import (
    BOB,
    CLERK,
    WEB,
    booked,
    held,
    wish,
)
from tests.central.services.hall import ESTATE, HALL, NOON, SOCIAL, TODAY, Hall

# --- what is on offer


async def test_what_is_left_is_told_day_by_day(hall: Hall) -> None:
    await held(hall)
    today, tomorrow = await hall.offers.days(HALL, ESTATE, None)
    assert (today.business_date, tomorrow.business_date) == (TODAY, TODAY + timedelta(days=1))
    by_start = {each.slot.start: each.left for each in today.slots}
    # At 02:00 the sale of the slot that begins now, and of the next one, is over.
    assert min(by_start) == hall.clock.now() + timedelta(hours=1)
    assert by_start[NOON] == 15
    assert len(tomorrow.slots) == 47
    assert await hall.offers.days(HALL, ESTATE, tomorrow.business_date) == (tomorrow,)
    assert await hall.offers.days(HALL, ESTATE, TODAY - timedelta(days=1)) == ()


async def test_a_service_without_places_has_no_slots(hall: Hall) -> None:
    await hall.round.go()
    assert [day.slots for day in await hall.offers.days(HALL, SOCIAL, None)] == [(), ()]
    with pytest.raises(UnknownServiceError):
        await hall.offers.days(HALL, ServiceId("nothing"), None)


async def test_a_service_whose_days_are_not_open_yet_has_none(hall: Hall) -> None:
    assert await hall.offers.days(HALL, ESTATE, None) == ()
    with pytest.raises(UnknownServiceError):
        await hall.offers.days(HALL, ServiceId("nothing"), None)


async def test_a_slot_is_not_offered_when_it_has_begun_whatever_the_round_did(hall: Hall) -> None:
    await hall.round.go()
    hall.clock.jump_to(NOON)
    (today, _) = await hall.offers.days(HALL, ESTATE, None)
    assert today.slots[0].slot.start == NOON + timedelta(minutes=30)


async def test_the_site_is_as_its_file_says(hall: Hall) -> None:
    with pytest.raises(UnknownSiteError):
        await hall.offers.site(SiteId("nowhere"))
    file = await hall.offers.site(HALL)
    assert [service.service_id for service in file.catalogue.services] == [ESTATE, SOCIAL]


# --- stops, and what is written down


async def test_what_is_stopped_when_a_slot_begins_is_not_sold(hall: Hall) -> None:
    hold = await held(hall)
    begins = NOON - timedelta(hours=1)
    for stop in (
        Stop(ESTATE, begins, Standing.STOPPED),
        Stop(ESTATE, NOON + timedelta(hours=1), Standing.OPEN),
    ):
        await hall.writers.of(HALL).decide(lambda book, _, stop=stop: book.stop(stop))
    with pytest.raises(SaleOverError):
        await held(hall, "h2")
    today, _ = await hall.offers.days(HALL, ESTATE, None)
    hours = {each.slot.start - NOON for each in today.slots}
    half = timedelta(minutes=30)
    assert {-3 * half, 2 * half} <= hours
    assert not {-2 * half, timedelta(0), half} & hours
    # What was held before stays his: bookings check in whatever is stopped.
    await hall.desk.confirm(WEB, "k", wish(hold))


async def test_what_staff_did_is_written_down_once(hall: Hall) -> None:
    of_platform = await booked(hall, "k1")
    hold = await held(hall, "k2", CLERK)
    for _ in range(2):
        of_staff = await hall.desk.confirm(CLERK, "k2", wish(hold, BOB))
    for made in (of_platform, of_staff):
        for _ in range(2):
            await hall.desk.cancel(CLERK, made.booking.booking_id)
    first, second = (str(each.booking.booking_id) for each in (of_platform, of_staff))
    written = [
        (each.act, json.loads(each.body))
        for each in hall.fake.rows.audit.values()
        if each.act.startswith("book")
    ]
    assert written == [
        ("booked_for_visitor", {"by": "clerk_1", "booking_id": second}),
        ("booking_cancelled", {"by": "clerk_1", "booking_id": first}),
        ("booking_cancelled", {"by": "clerk_1", "booking_id": second}),
    ]
