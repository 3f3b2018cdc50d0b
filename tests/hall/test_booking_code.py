# SPDX-License-Identifier: Apache-2.0
"""A booking's record says all that a kiosk needs and has one form; its digits show slips of the hand."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.booking import Booking
from hall.booking_code import SiteBooking, are_digits, digits, from_record, record
from hall.errors import BadValueError
from hall.identity import IdentityDigest
from hall.ids import BookingId, ServiceId, SiteId
from hall.numbering import LETTERS, TicketNumber
from hall.place import Lane, Place
from hall.span import Span
from tests.hall.samples import at, booking

DIGEST = IdentityDigest("h1:" + "0f" * 16)
HALL = SiteId("shili_hall")
SAMPLE = SiteBooking(HALL, replace(booking("09:30"), digest=DIGEST))

names = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
ids = st.uuids().map(BookingId)


@st.composite
def bookings(draw: st.DrawFn) -> Booking:
    day = draw(st.dates(date(2000, 1, 1), date(2150, 1, 1)))
    start = at(f"{draw(st.integers(0, 23)):02}:{draw(st.integers(0, 59)):02}", day)
    service_id = ServiceId(draw(names))
    digest = draw(st.none() | st.binary(min_size=16, max_size=16))
    late = draw(st.none() | st.integers(1, 1440))
    return Booking(
        booking_id=draw(ids),
        business_date=day,
        service_id=service_id,
        slot=Span(start, start + timedelta(minutes=draw(st.sampled_from([7, 15, 30])))),
        number=TicketNumber(
            draw(st.sampled_from(LETTERS)), draw(st.integers(1, 9999)), is_booked=True
        ),
        place=Place(service_id, start, Lane.BOOKED, draw(st.integers(0, 65535))),
        digest=digest and IdentityDigest(f"h1:{digest.hex()}"),
        late_after=late and start + timedelta(minutes=late),
    )


@given(st.builds(SiteBooking, names.map(SiteId), bookings()))
def test_a_record_holds_all_of_a_booking(of: SiteBooking) -> None:
    assert from_record(record(of)) == of


def test_a_record_is_short_enough_for_a_telephones_screen() -> None:
    assert len(record(SAMPLE)) <= 80


@given(st.binary(max_size=120))
def test_what_is_no_record_is_refused(data: bytes) -> None:
    with pytest.raises(BadValueError, match="booking_code"):
        from_record(data)


@given(st.integers(0, 79), st.integers(1, 255))
def test_a_changed_record_is_refused_or_another_booking(where: int, by: int) -> None:
    """One text for one booking: the signature is over the text, and there is no second one."""
    data = bytearray(record(SAMPLE))
    data[where % len(data)] ^= by
    try:
        found = from_record(bytes(data))
    except BadValueError:
        return
    assert found != SAMPLE
    assert record(found) == data


def test_what_follows_a_record_is_refused() -> None:
    with pytest.raises(BadValueError):
        from_record(record(SAMPLE) + b"\0")


@pytest.mark.parametrize(
    "changed",
    [
        {"late_after": SAMPLE.booking.slot.end + timedelta(seconds=1)},
        {"business_date": date(1999, 12, 31)},
        {"place": replace(SAMPLE.booking.place, index=65536)},
        {"digest": IdentityDigest("h1:no hex")},
    ],
)
def test_what_a_record_cannot_hold_is_refused(changed: dict[str, object]) -> None:
    with pytest.raises(BadValueError, match="name=booking"):
        record(replace(SAMPLE, booking=replace(SAMPLE.booking, **changed)))


def test_a_name_that_is_too_long_is_refused() -> None:
    with pytest.raises(BadValueError):
        record(replace(SAMPLE, site_id=SiteId("字" * 86)))


@given(ids)
def test_digits_are_eight_and_good(booking_id: BookingId) -> None:
    found = digits(booking_id)
    assert len(found) == 8
    assert are_digits(found)


@given(ids, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_is_seen(booking_id: BookingId, where: int, by: int) -> None:
    right = digits(booking_id)
    wrong = right[:where] + str((int(right[where]) + by) % 10) + right[where + 1 :]
    assert not are_digits(wrong)


def test_neighbours_that_changed_places_are_seen() -> None:
    """All there are: any state before them, any two digits, also with the check digit."""
    for free in range(0, 10**7, 997):
        right = digits(BookingId(UUID(int=free)))
        for where in range(7):
            one, two = right[where : where + 2]
            if one != two:
                assert not are_digits(right[:where] + two + one + right[where + 2 :]), right


@pytest.mark.parametrize(
    "text", ["", "1234567", "123456789", "１２３４５６７８", "1234567x", " 1234567"]
)
def test_what_are_no_digits_is_seen(text: str) -> None:
    assert not are_digits(text)


def test_ids_that_end_alike_have_other_digits_when_the_end_differs() -> None:
    made = {digits(BookingId(UUID(int=number))) for number in range(1000)}
    assert len(made) == 1000


def test_instants_that_are_no_whole_minutes_are_refused() -> None:
    start = SAMPLE.booking.slot.start + timedelta(seconds=30)
    odd = replace(
        SAMPLE.booking,
        slot=Span(start, SAMPLE.booking.slot.end),
        place=replace(SAMPLE.booking.place, slot_start=start),
    )
    assert isinstance(odd.slot.start, datetime)
    with pytest.raises(BadValueError):
        record(SiteBooking(HALL, odd))
