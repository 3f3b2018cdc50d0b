# SPDX-License-Identifier: Apache-2.0
"""The booking desk: confirmed for a person, cancelled; each key once, and nobody else's."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from central.crypto import BookingKey
from central.services.booking import Booked, Channel, Wish
from central.services.errors import (
    AlreadyBookedError,
    BookingOverError,
    HoldExpiredError,
    IdentityNumberError,
    KeyUsedError,
    NotYoursError,
    OtherChannelError,
    UnknownSiteError,
)
from common.booking_codes import read_booking_code
from hall.booking import BookingStatus, HoldStatus
from hall.booking_code import SiteBooking, digits
from hall.errors import (
    StatusError,
    UnknownBookingError,
    UnknownHoldError,
)
from hall.feed import BookingMade
from hall.identity import Secret, digest
from hall.ids import BookingId, HoldId, SiteId
from hall.log import CheckedIn
from tests.central.services.desk import (
    ALICE,
    APP,
    BOB,
    CLERK,
    WEB,
    another_process,
    booked,
    held,
    wish,
)
from tests.central.services.hall import ESTATE, HALL, NOON, TODAY, Hall
from tests.fakes.central_projections import FakeTables

# --- bookings


async def test_a_hold_becomes_a_booking_for_a_person(hall: Hall) -> None:
    made = await booked(hall)
    booking = made.booking
    assert str(booking.number) == "YA001"
    assert booking.digest == digest(ALICE, hall.keys.key(HALL, TODAY).reveal())
    assert made.channel is Channel.ONLINE
    assert made.code is not None
    assert read_booking_code(made.code, hall.own_key.public_key) == SiteBooking(HALL, booking)
    assert await hall.desk.find(WEB, booking.booking_id) == made


async def test_a_kiosk_hears_of_the_booking_with_its_digest(hall: Hall) -> None:
    (kiosk,) = await hall.settled("k1")
    made = await booked(hall)
    answer = await kiosk.exchange()
    (told,) = [each.body for each in answer.told if isinstance(each.body, BookingMade)]
    assert told.booking == made.booking


async def test_a_person_without_a_number_books_too(hall: Hall) -> None:
    one, two = await booked(hall, "k1", number=None), await booked(hall, "k2", number=None)
    assert one.booking.digest is None
    assert digits(one.booking.booking_id) != digits(two.booking.booking_id)


async def test_the_same_key_makes_one_booking(hall: Hall) -> None:
    hold = await held(hall)
    first = await hall.desk.confirm(WEB, "k", wish(hold))
    hall.clock.pass_time(timedelta(minutes=10))
    await hall.round.go()
    assert await hall.desk.confirm(WEB, "k", wish(hold)) == first
    await hall.desk.cancel(WEB, first.booking.booking_id)
    assert await hall.desk.confirm(WEB, "k", wish(hold)) == first


async def test_the_same_key_at_the_same_time_makes_one_booking(hall: Hall) -> None:
    hold = await held(hall)
    both = await asyncio.gather(*(hall.desk.confirm(WEB, "k", wish(hold)) for _ in range(8)))
    assert len({each.booking.booking_id for each in both}) == 1


@pytest.mark.parametrize("other", ["number", "hold", "channel"])
async def test_a_bookings_key_of_another_request_is_refused(hall: Hall, other: str) -> None:
    hold, second = await held(hall, caller=CLERK), await held(hall, "h2", CLERK)
    await hall.desk.confirm(CLERK, "k", wish(hold))
    asked = {
        "number": wish(hold, BOB),
        "hold": wish(second),
        "channel": wish(hold, channel=Channel.PHONE),
    }
    with pytest.raises(KeyUsedError):
        await hall.desk.confirm(CLERK, "k", asked[other])
    assert (await hall.book()).holds[second.hold_id].status is HoldStatus.HELD


async def test_a_hold_is_booked_once(hall: Hall) -> None:
    hold = await held(hall)
    await hall.desk.confirm(WEB, "k1", wish(hold))
    with pytest.raises(StatusError):
        await hall.desk.confirm(WEB, "k2", wish(hold, BOB))


@pytest.mark.parametrize("is_noticed", [True, False])
async def test_a_hold_that_is_over_is_not_booked(hall: Hall, *, is_noticed: bool) -> None:
    hold = await held(hall)
    hall.clock.pass_time(timedelta(minutes=5))
    if is_noticed:
        await hall.round.go()
    with pytest.raises(HoldExpiredError):
        await hall.desk.confirm(WEB, "k", wish(hold))


async def test_a_place_held_before_the_end_of_the_sale_is_booked_after_it(hall: Hall) -> None:
    hall.clock.jump_to(NOON - timedelta(minutes=31))
    hold = await held(hall)
    hall.clock.pass_time(timedelta(minutes=3))
    await hall.round.go()
    assert (await hall.desk.confirm(WEB, "k", wish(hold))).booking.slot.start == NOON


async def test_what_another_platform_made_is_not_ones_own(hall: Hall) -> None:
    hold = await held(hall)
    with pytest.raises(NotYoursError):
        await hall.desk.confirm(APP, "k", wish(hold))
    made = await hall.desk.confirm(WEB, "k", wish(hold))
    for act in (hall.desk.find, hall.desk.cancel):
        with pytest.raises(NotYoursError):
            await act(APP, made.booking.booking_id)
    assert (await hall.book()).bookings[made.booking.booking_id].status is BookingStatus.BOOKED


async def test_what_there_never_was_is_unknown(hall: Hall) -> None:
    await hall.round.go()
    nothing = UUID(int=7)
    with pytest.raises(UnknownHoldError):
        await hall.desk.confirm(WEB, "k", Wish(HoldId(nothing), Secret(ALICE)))
    for act in (hall.desk.find, hall.desk.cancel):
        with pytest.raises(UnknownBookingError):
            await act(WEB, BookingId(nothing))


@pytest.mark.parametrize("number", ["1", "110105194912310021", "11010519491331002X", "<b>" * 6])
async def test_a_number_that_cannot_be_is_refused_unseen(hall: Hall, number: str) -> None:
    hold = await held(hall)
    with pytest.raises(IdentityNumberError) as caught:
        await hall.desk.confirm(WEB, "k", wish(hold, number))
    assert number not in str(caught.value)
    assert (await hall.book()).holds[hold.hold_id].status is HoldStatus.HELD


# --- one booking for each person, service and day


async def test_a_person_has_one_booking_of_a_service_and_day(hall: Hall) -> None:
    first = await booked(hall, "k1")
    with pytest.raises(AlreadyBookedError):
        await booked(hall, "k2")
    with pytest.raises(AlreadyBookedError):
        await booked(hall, "k3", APP)
    await booked(hall, "k4", number=BOB)
    await hall.desk.cancel(WEB, first.booking.booking_id)
    await booked(hall, "k5")


async def test_on_another_day_he_has_another(hall: Hall) -> None:
    await booked(hall)
    hold = await held(hall, "h2", at=NOON + timedelta(days=1))
    tomorrow = await hall.desk.confirm(WEB, "k2", wish(hold))
    assert tomorrow.booking.business_date == TODAY + timedelta(days=1)


async def test_of_two_at_the_same_time_one_is_booked(hall: Hall) -> None:
    holds = [await held(hall, f"h{number}") for number in range(4)]
    made = await asyncio.gather(
        *(hall.desk.confirm(WEB, f"k{n}", wish(hold)) for n, hold in enumerate(holds)),
        return_exceptions=True,
    )
    assert [type(each) for each in made].count(Booked) == 1
    assert [type(each) for each in made].count(AlreadyBookedError) == 3


async def test_what_another_process_booked_counts(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also what it booked after this one had looked, until the moment in which this one books."""
    other = another_process(hall)
    await hall.round.go()
    first = await hall.desk.hold(WEB, "h1", ESTATE, NOON)
    second = await other.desk.hold(APP, "h2", ESTATE, NOON)
    late = await other.desk.hold(APP, "h3", ESTATE, NOON)
    third = await other.desk.hold(APP, "h4", ESTATE, NOON)
    slow = other.writers.of(HALL)
    at_once = slow.decide

    async def decide(*of: Any) -> Any:
        monkeypatch.setattr(slow, "decide", at_once)
        await hall.desk.confirm(WEB, "k1", wish(first))
        return await at_once(*of)

    monkeypatch.setattr(slow, "decide", decide)
    with pytest.raises(AlreadyBookedError):
        await other.desk.confirm(APP, "k2", wish(second))
    with pytest.raises(AlreadyBookedError):
        await other.desk.confirm(APP, "k3", wish(late))
    await other.desk.confirm(APP, "k4", wish(third, BOB))


async def test_whom_a_booking_is_for_is_read_once(
    hall: Hall, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = list[int]()
    digests = FakeTables.digests

    async def counted(self: FakeTables, *of: Any) -> Any:
        read.append(len(of[2]))
        return await digests(self, *of)

    other = another_process(hall)
    monkeypatch.setattr(FakeTables, "digests", counted)
    await booked(hall, "k1")
    await booked(hall, "k2", number=None)
    assert read == []
    for key, number in (("k3", BOB), ("k4", None)):
        hold = await other.desk.hold(APP, key, ESTATE, NOON)
        await other.desk.confirm(APP, key, wish(hold, number))
    assert read == [2]


async def test_staff_may_book_another(hall: Hall) -> None:
    await booked(hall, "k1")
    assert (await booked(hall, "k2", CLERK)).channel is Channel.STAFF


# --- staff


@pytest.mark.parametrize("channel", [Channel.STAFF, Channel.PHONE, Channel.HOME])
async def test_staff_book_by_their_channels(hall: Hall, channel: Channel) -> None:
    hold = await held(hall, caller=CLERK)
    made = await hall.desk.confirm(CLERK, "k", wish(hold, channel=channel))
    assert (await hall.desk.find(CLERK, made.booking.booking_id)).channel is channel


async def test_nobody_books_by_a_channel_that_is_not_his(hall: Hall) -> None:
    hold = await held(hall)
    with pytest.raises(OtherChannelError):
        await hall.desk.confirm(WEB, "k", wish(hold, channel=Channel.PHONE))
    own = await held(hall, caller=CLERK)
    with pytest.raises(OtherChannelError):
        await hall.desk.confirm(CLERK, "k", wish(own, channel=Channel.ONLINE))


async def test_staff_cancel_what_a_platform_booked_and_not_the_other_way(hall: Hall) -> None:
    of_platform, of_staff = await booked(hall, "k1"), await booked(hall, "k2", CLERK)
    done = await hall.desk.cancel(CLERK, of_platform.booking.booking_id)
    assert done.booking.status is BookingStatus.CANCELLED
    with pytest.raises(NotYoursError):
        await hall.desk.cancel(WEB, of_staff.booking.booking_id)


# --- cancel


async def test_a_cancelled_booking_has_no_code(hall: Hall) -> None:
    made = await booked(hall)
    for _ in range(2):
        done = await hall.desk.cancel(WEB, made.booking.booking_id)
        assert (done.booking.status, done.code) == (BookingStatus.CANCELLED, None)
    assert (await hall.desk.find(WEB, made.booking.booking_id)).code is None


async def test_a_booking_that_is_over_is_not_cancelled(hall: Hall) -> None:
    made = await booked(hall)
    hall.clock.jump_to(made.booking.late_from)
    with pytest.raises(BookingOverError):
        await hall.desk.cancel(WEB, made.booking.booking_id)


async def test_one_that_is_checked_in_is_not_cancelled(hall: Hall) -> None:
    (kiosk,) = await hall.settled("k1")
    booking = (await booked(hall)).booking
    await kiosk.exchange()
    kiosk.say(
        CheckedIn(
            booking.ticket_id,
            booking.booking_id,
            TODAY,
            booking.service_id,
            booking.number,
            booking.place,
        )
    )
    await kiosk.exchange()
    with pytest.raises(StatusError):
        await hall.desk.cancel(WEB, booking.booking_id)


# --- ids and sites


async def test_no_two_bookings_of_the_open_days_have_the_same_digits(hall: Hall) -> None:
    """The first id that the key gives has digits that are in use: the next one is taken."""
    hold = await held(hall)
    first = BookingId(hall.own_key.id_of("booking", HALL, "web", "k", "0"))
    taken = (await booked(hall, "other", number=None)).booking
    (await hall.book()).sold.add(replace(taken, booking_id=first))
    made = await hall.desk.confirm(WEB, "k", wish(hold))
    assert made.booking.booking_id == hall.own_key.id_of("booking", HALL, "web", "k", "1")
    assert await hall.desk.confirm(WEB, "k", wish(hold)) == made


async def test_what_the_desk_knows_of_a_day_goes_with_it(hall: Hall) -> None:
    made = await booked(hall)
    hall.clock.pass_time(timedelta(days=1))
    await hall.round.go()
    book = await hall.book()
    assert book.sold.is_free(made.booking.booking_id)
    assert made.booking.digest
    assert not book.sold.booked_for(TODAY, ESTATE, made.booking.digest)
    with pytest.raises(UnknownBookingError):
        await hall.desk.find(WEB, made.booking.booking_id)


def test_ids_cannot_be_foreseen_without_the_key() -> None:
    one, two = BookingKey.new(), BookingKey.new()
    assert one.id_of("a", "b") == one.id_of("a", "b") != one.id_of("ab", "")
    assert one.id_of("a", "b") != two.id_of("a", "b")


async def test_another_site_knows_nothing_of_it(hall: Hall) -> None:
    made = await booked(hall)
    elsewhere = replace(WEB, site_id=SiteId("nowhere"))
    with pytest.raises(UnknownSiteError):
        await hall.desk.find(elsewhere, made.booking.booking_id)
