# SPDX-License-Identifier: Apache-2.0
"""The booking desk: held, confirmed for a person, cancelled; each key once, and nobody else's."""

import asyncio
import json
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from central.crypto import BookingKey
from central.services import day_round
from central.services.access import Caller
from central.services.booking import Booked, BookingDesk, Channel, Wish
from central.services.booking_commands import Held
from central.services.errors import (
    AlreadyBookedError,
    BookingOverError,
    HoldExpiredError,
    IdentityNumberError,
    KeyUsedError,
    NotYoursError,
    OtherChannelError,
    SaleOverError,
    TooManyHoldsError,
    TryAgainError,
    UnknownSiteError,
)
from central.services.roles import Role
from common.booking_codes import read_booking_code
from hall.booking import BookingStatus, HoldStatus
from hall.booking_code import SiteBooking, digits
from hall.errors import (
    HallError,
    SoldOutError,
    StatusError,
    UnknownBookingError,
    UnknownHoldError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.feed import BookingMade
from hall.holds import KNOWN_FOR
from hall.identity import Secret, digest
from hall.ids import BookingId, HoldId, ServiceId, SiteId
from hall.log import CheckedIn
from hall.stopping import Standing, Stop
from tests.central.services.hall import ESTATE, HALL, NOON, SOCIAL, TODAY, Hall, new_hall
from tests.fakes.central_unit_of_work import FakeTables

WEB = Caller(HALL, "web", Role.PLATFORM)
APP = Caller(HALL, "app", Role.PLATFORM)
CLERK = Caller(HALL, "clerk_1", Role.CLERK)
ALICE = "11010519491231002X"
BOB = "440524188001010014"


@pytest.fixture
def hall(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hall:
    """Today and tomorrow are open."""
    monkeypatch.setattr(day_round, "DAYS_AHEAD", 1)
    return new_hall(tmp_path)


async def held(hall: Hall, key: str = "h1", caller: Caller = WEB, at: datetime = NOON) -> Held:
    await hall.round.go()
    return await hall.desk.hold(caller, key, ESTATE, at)


def wish(hold: Held, number: str | None = ALICE, channel: Channel | None = None) -> Wish:
    return Wish(hold.hold_id, None if number is None else Secret(number), channel)


async def booked(
    hall: Hall, key: str = "k", caller: Caller = WEB, number: str | None = ALICE
) -> Booked:
    hold = await held(hall, key, caller)
    return await hall.desk.confirm(caller, key, wish(hold, number))


def another_process(hall: Hall) -> Hall:
    """Of the same centre."""
    other = Hall(Path(), hall.units)
    other.desk = BookingDesk(hall.units, other.writers, hall.keys, hall.own_key)
    return other


async def left(hall: Hall) -> int:
    return (await hall.book()).places_left(ESTATE, NOON)


# --- holds


async def test_a_place_is_held_for_five_minutes(hall: Hall) -> None:
    hold = await held(hall)
    assert hold.expires_at == hall.clock.now() + timedelta(minutes=5)
    assert (hold.service_id, hold.business_date, hold.slot.start) == (ESTATE, TODAY, NOON)
    assert await left(hall) == 15
    hall.clock.pass_time(timedelta(minutes=5))
    await hall.round.go()
    assert await left(hall) == 16


async def test_the_same_key_holds_one_place(hall: Hall) -> None:
    first = await held(hall)
    hall.clock.pass_time(timedelta(seconds=30))
    assert await held(hall) == first
    assert await left(hall) == 15


async def test_the_same_key_at_the_same_time_holds_one_place(hall: Hall) -> None:
    await hall.round.go()
    both = await asyncio.gather(*(hall.desk.hold(WEB, "k", ESTATE, NOON) for _ in range(8)))
    assert len(set(both)) == 1
    assert await left(hall) == 15


async def test_a_key_of_another_request_is_refused(hall: Hall) -> None:
    await held(hall)
    with pytest.raises(KeyUsedError):
        await held(hall, at=NOON + timedelta(minutes=30))
    assert await left(hall) == 15


async def test_an_answer_that_cannot_be_found_is_asked_for_again(hall: Hall) -> None:
    await held(hall)
    hall.fake.rows.answered.clear()
    with pytest.raises(TryAgainError):
        await held(hall)


async def test_keys_of_different_platforms_have_nothing_to_do_with_each_other(hall: Hall) -> None:
    one, two = await held(hall), await held(hall, caller=APP)
    assert one.hold_id != two.hold_id
    assert await left(hall) == 14


async def test_a_slot_has_as_many_places_as_it_has(hall: Hall) -> None:
    for number in range(16):
        await held(hall, f"h{number}")
    with pytest.raises(SoldOutError):
        await held(hall, "one more")


@pytest.mark.parametrize(
    ("service_id", "at", "error"),
    [
        (ServiceId("'; DROP TABLE booking; --"), NOON, UnknownServiceError),
        (SOCIAL, NOON, UnknownSlotError),
        (ESTATE, NOON + timedelta(minutes=1), UnknownSlotError),
        (ESTATE, NOON + timedelta(days=2), UnknownSlotError),
        (ESTATE, NOON - timedelta(days=1), UnknownSlotError),
    ],
)
async def test_what_is_not_on_sale_cannot_be_held(
    hall: Hall, service_id: ServiceId, at: datetime, error: type[HallError]
) -> None:
    await hall.round.go()
    with pytest.raises(error):
        await hall.desk.hold(WEB, "k", service_id, at)


async def test_a_slot_is_not_sold_when_its_sale_is_over(hall: Hall) -> None:
    await hall.round.go()
    past = hall.clock.now() - timedelta(hours=1)
    with pytest.raises(SaleOverError):
        await hall.desk.hold(WEB, "k1", ESTATE, past)
    hall.clock.jump_to(NOON - timedelta(minutes=29))
    await hall.round.go()
    with pytest.raises(SaleOverError):
        await hall.desk.hold(WEB, "k2", ESTATE, NOON)


async def test_a_hold_is_given_back_by_its_owner_alone(hall: Hall) -> None:
    hold = await held(hall)
    with pytest.raises(NotYoursError):
        await hall.desk.release(APP, hold.hold_id)
    assert await left(hall) == 15
    for _ in range(2):
        await hall.desk.release(WEB, hold.hold_id)
        assert await left(hall) == 16
    with pytest.raises(StatusError):
        await hall.desk.confirm(WEB, "k", wish(hold))
    with pytest.raises(UnknownHoldError):
        await hall.desk.release(WEB, HoldId(UUID(int=1)))


async def test_a_hold_that_was_booked_is_not_given_back(hall: Hall) -> None:
    hold = await held(hall)
    await hall.desk.confirm(WEB, "k", wish(hold))
    with pytest.raises(StatusError):
        await hall.desk.release(WEB, hold.hold_id)


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


# --- how many are held


async def test_a_platform_holds_so_many_places_at_once_and_staff_any_number(hall: Hall) -> None:
    hall.desk = replace(hall.desk, platform_holds=2)
    first, second = [await held(hall, f"h{number}") for number in range(2)]
    with pytest.raises(TooManyHoldsError) as caught:
        await held(hall, "h2")
    assert caught.value.fields == {"most": 2, "seconds": 300}
    assert await hall.desk.hold(WEB, "h0", ESTATE, NOON) == first
    await held(hall, "h2", APP)
    for number in range(3):
        await held(hall, f"s{number}", CLERK)
    await hall.desk.release(WEB, first.hold_id)
    await held(hall, "h2")
    with pytest.raises(TooManyHoldsError):
        await held(hall, "h3")
    await hall.desk.confirm(WEB, "k", wish(second))
    await held(hall, "h3")


async def test_a_hold_that_ended_long_ago_is_forgotten_and_its_key_holds_anew(hall: Hall) -> None:
    first = await held(hall, "h")
    await hall.desk.release(WEB, first.hold_id)
    hall.clock.pass_time(KNOWN_FOR)
    assert await hall.desk.hold(WEB, "h", ESTATE, NOON) == first
    other = await held(hall, "other")
    await hall.desk.release(WEB, other.hold_id)
    assert set((await hall.book()).holds) == {other.hold_id}
    again = await hall.desk.hold(WEB, "h", ESTATE, NOON)
    assert again == replace(first, expires_at=first.expires_at + KNOWN_FOR)
    assert await hall.desk.hold(WEB, "h", ESTATE, NOON) == again
