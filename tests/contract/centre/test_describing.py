# SPDX-License-Identifier: Apache-2.0
"""A site is described anew while kiosks hold places and visitors have booked, over every store."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from central.services import day_round
from central.services.booking import Booked
from central.services.describing import (
    Described,
    KeptDay,
    LetterInUseError,
    ServiceBookedError,
    describe,
)
from central.store.abstract import Units
from hall.booking import BookingStatus
from hall.errors import UnknownServiceError
from hall.ids import ServiceId
from hall.log import CheckedIn, Issued
from hall.numbering import TicketNumber
from hall.owners import OwnerKind
from hall.place import Lane, Place
from tests.central.services.clerks import ticket
from tests.central.services.desk import WEB, wish
from tests.central.services.hall import (
    ESTATE,
    HALL,
    NOON,
    SOCIAL,
    TODAY,
    Hall,
    LogKiosk,
    new_hall,
    site_file,
)
from tests.central.small_site import SMALL_SITE

DAYS = [TODAY + timedelta(days=ahead) for ahead in range(3)]
TOMORROW_NOON = NOON + timedelta(days=1)
SITE_TEXT = SMALL_SITE.replace('"00:00", "23:30"', '"11:00", "14:00"')
SMALLER = SITE_TEXT.replace("counters = 6", "counters = 3")
SHORTER = SITE_TEXT.replace('"11:00", "14:00"', '"08:00", "11:00"')
WITHOUT_ESTATE = (
    SITE_TEXT[: SITE_TEXT.index("[[service]]")] + SITE_TEXT[SITE_TEXT.rindex("[[service]]") :]
)
TAX = ServiceId("tax")
WITH_TAX = SITE_TEXT + SITE_TEXT[SITE_TEXT.rindex("[[service]]") :].replace(
    '"social"', '"tax"'
).replace('"C"', '"D"')


@pytest.fixture
def hall(units: Units, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 2)
    return new_hall(tmp_path, units, SITE_TEXT)


async def busy(hall: Hall) -> tuple[Sequence[LogKiosk], Booked]:
    """Today is granted, one place of noon is sold at a kiosk, and tomorrow's noon is booked once."""
    kiosks = await hall.settled("k1", "k2")
    hold = await hall.desk.hold(WEB, "h", ESTATE, TOMORROW_NOON)
    booked = await hall.desk.confirm(WEB, "c", wish(hold))
    held = (await hall.book()).owners.of_kiosk(kiosks[0].kiosk_id)
    place = min(each for each in held if (each.slot_start, each.lane) == (NOON, Lane.WALK_IN))
    kiosks[0].say(sold(place))
    return kiosks, booked


def sold(place: Place) -> Issued:
    number = TicketNumber("A", 1)
    return Issued(ticket(1), TODAY, ESTATE, number, Lane.WALK_IN, place, hop=1)


async def redescribed(hall: Hall, text: str) -> Described:
    done = await describe(hall.units, site_file(text), hall.clock.now())
    await hall.round.go()
    return done


async def places(hall: Hall, start: datetime) -> Counter[OwnerKind]:
    owners = (await hall.book()).owners
    return Counter(owner.kind for place, owner, _ in owners if place.slot_start == start)


async def come(hall: Hall, kiosks: Sequence[LogKiosk], booked: Booked) -> None:
    """What kiosks had sold and hold counts; he who booked tomorrow checks in."""
    before = await places(hall, NOON)
    for kiosk in kiosks:
        await kiosk.exchange()
    assert await places(hall, NOON) - before == Counter({OwnerKind.TICKET: 1})
    booking = booked.booking
    hall.clock.jump_to(booking.slot.start)
    await hall.round.go()
    await kiosks[1].exchange()
    kiosks[1].say(
        CheckedIn(
            booking.ticket_id,
            booking.booking_id,
            booking.business_date,
            booking.service_id,
            booking.number,
            booking.place,
        )
    )
    await kiosks[1].exchange()
    known = (await hall.book()).booking_of(booking.booking_id)
    assert known.status is BookingStatus.CHECKED_IN


@pytest.mark.parametrize(
    ("text", "changed", "of_noon"),
    [
        (SMALLER, (ESTATE,), 16),
        (SHORTER, (ESTATE,), 0),
        (WITH_TAX, (TAX,), 33),
        (SITE_TEXT, (), 33),
    ],
    ids=["fewer counters", "shorter hours", "one more service", "the same"],
)
async def test_days_that_are_granted_or_booked_keep_their_places_and_others_have_the_new_ones(
    hall: Hall, text: str, changed: tuple[ServiceId, ...], of_noon: int
) -> None:
    async with hall.writers:
        kiosks, booked = await busy(hall)
        before = [await places(hall, at) for at in (NOON, TOMORROW_NOON)]
        done = await redescribed(hall, text)
        kept = [KeptDay(on, changed) for on in DAYS[:2]] if changed else []
        assert (done.is_new, list(done.kept)) == (False, kept)
        assert [await places(hall, at) for at in (NOON, TOMORROW_NOON)] == before
        assert sum((await places(hall, NOON + timedelta(days=2))).values()) == of_noon
        await come(hall, kiosks, booked)


async def test_a_service_is_there_from_the_first_day_that_is_nobody_s(hall: Hall) -> None:
    async with hall.writers:
        await busy(hall)
        await redescribed(hall, WITH_TAX)
        days = (await hall.book()).days
        has_tax = [
            on
            for on in DAYS
            if TAX in {each.service_id for each in days.opened(on).opened.services}
        ]
        assert has_tax == DAYS[2:]


async def test_a_service_that_somebody_booked_is_not_left_out(hall: Hall) -> None:
    async with hall.writers:
        kiosks, booked = await busy(hall)
        for _ in range(2):  # also right after it was refused
            with pytest.raises(ServiceBookedError) as caught:
                await redescribed(hall, WITHOUT_ESTATE)
            assert caught.value.fields == {"service_id": ESTATE, "count": 1, "until": DAYS[1]}
        assert (await hall.offers.site(HALL)).text == SITE_TEXT
        await come(hall, kiosks, booked)


async def test_nor_one_of_which_a_place_is_held(hall: Hall) -> None:
    async with hall.writers:
        await hall.settled("k1")
        hold = await hall.desk.hold(WEB, "h", ESTATE, TOMORROW_NOON)
        with pytest.raises(ServiceBookedError):
            await redescribed(hall, WITHOUT_ESTATE)
        await hall.desk.release(WEB, hold.hold_id)
        assert (await redescribed(hall, WITHOUT_ESTATE)).kept


async def test_one_that_nobody_booked_goes_and_what_was_sold_of_it_counts(hall: Hall) -> None:
    async with hall.writers:
        kiosks, booked = await busy(hall)
        await hall.desk.cancel(WEB, booked.booking.booking_id)
        done = await redescribed(hall, WITHOUT_ESTATE)
        assert [day.business_date for day in done.kept] == DAYS[:2]
        for kiosk in kiosks:
            await kiosk.exchange()
        book = await hall.book()
        assert book.knows_ticket(ticket(1))
        with pytest.raises(UnknownServiceError):
            book.places_left(ESTATE, NOON + timedelta(days=2))


@pytest.mark.parametrize(
    ("service_id", "old", "until"), [(SOCIAL, "C", DAYS[0]), (ESTATE, "A", DAYS[1])]
)
async def test_a_service_keeps_its_letter_while_numbers_have_it(
    hall: Hall, service_id: ServiceId, old: str, until: date
) -> None:
    async with hall.writers:
        await busy(hall)
        with pytest.raises(LetterInUseError) as caught:
            await redescribed(hall, SITE_TEXT.replace(f'"{old}"', '"H"'))
        fields = {"service_id": service_id, "letter": old, "until": until}
        assert caught.value.fields == fields
        assert (await hall.offers.site(HALL)).text == SITE_TEXT


async def test_before_anything_is_granted_everything_may_change_and_today_stays(
    hall: Hall,
) -> None:
    async with hall.writers:
        await hall.round.go()
        done = await redescribed(hall, SITE_TEXT.replace('"C"', '"H"'))
        assert done.kept == (KeptDay(TODAY, (SOCIAL,)),)
