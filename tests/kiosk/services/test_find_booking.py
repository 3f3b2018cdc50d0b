# SPDX-License-Identifier: Apache-2.0
"""Codes of bookings, signed or of eight digits: which booking each leads to, and which are refused."""

import pytest

from hall.booking_code import digits
from hall.feed import CloseReason
from hall.identity import Secret
from hall.ids import ServiceId, SiteId
from kiosk.flow.values import BookingState
from kiosk.services.cancel import cancel
from kiosk.services.check_in import check_in
from kiosk.services.errors import (
    BookingUsedError,
    CheckInRefusedError,
    ForgedBookingCodeError,
    NewerBookingCodeError,
    NoBookingCodeError,
    OtherDayBookingError,
    OtherSiteError,
    UncheckedBookingCodeError,
    UnknownBookingError,
)
from kiosk.services.find_booking import FoundBooking, find_booking
from kiosk.store.abstract import UnitOfWork
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import HALL, booking, code_of, tell_ticket
from tests.kiosk.services.checking_in import ONE, RULES, TEN, check_ins, close, wish
from tests.kiosk.services.samples import BOB, TUESDAY, at


@pytest.fixture
def unit(linked: SqliteUnitOfWork) -> SqliteUnitOfWork:
    return linked


def find(unit: UnitOfWork, code: str, site_id: SiteId | None = HALL) -> FoundBooking:
    return find_booking(unit, RULES, site_id, Secret(code), TEN)


def test_a_signed_code_is_good_when_the_feed_never_brought_its_booking(
    unit: SqliteUnitOfWork,
) -> None:
    newer = booking(9, digest=BOB)
    found = find(unit, f" {code_of(newer)}\r\n")
    assert found.booking is not None
    assert (found.booking.booking, found.booking.state) == (newer, BookingState.ON_TIME)
    ticket = check_in(unit, RULES, wish(found.booking.booking), TEN)
    assert (ticket.number, ticket.digest) == (newer.number, BOB)
    assert check_ins(unit)[0].place == newer.place


def test_what_the_feed_says_counts_more_than_the_code(unit: SqliteUnitOfWork) -> None:
    close(unit, CloseReason.CANCELLED)
    found = find(unit, code_of(ONE))
    assert found.booking is not None
    assert found.booking.state is BookingState.CANCELLED


def test_eight_digits_find_what_the_feed_brought(unit: SqliteUnitOfWork) -> None:
    found = find(unit, digits(ONE.booking_id))
    assert found.booking is not None
    assert found.booking.booking == ONE
    with pytest.raises(UnknownBookingError):
        find(unit, "00000000")


def test_a_code_whose_booking_has_its_ticket_leads_to_it(unit: SqliteUnitOfWork) -> None:
    check_in(unit, RULES, wish(), TEN)
    found = find(unit, code_of(ONE))
    assert found.ticket is not None
    assert not found.ticket.is_elsewhere
    cancel(unit, ONE.ticket_id, TEN)
    with pytest.raises(BookingUsedError):
        find(unit, code_of(ONE))


def test_also_to_a_ticket_of_another_kiosk(unit: SqliteUnitOfWork) -> None:
    tell_ticket(unit, ONE)
    found = find(unit, digits(ONE.booking_id))
    assert found.ticket is not None
    assert found.ticket.is_elsewhere


def test_codes_of_other_halls_days_and_makers_are_refused(unit: SqliteUnitOfWork) -> None:
    tomorrow = booking(2, at(10, day=TUESDAY), on=TUESDAY)
    fishing = booking(3, service_id=ServiceId("fishing"))
    good = code_of(ONE)
    for code, refusal in (
        (code_of(ONE, SiteId("elsewhere")), OtherSiteError),
        (code_of(ONE, private=bytes(32)), ForgedBookingCodeError),
        (good[:-4] + "AAAA", ForgedBookingCodeError),
        (good.replace("YHB1", "YHB7"), NewerBookingCodeError),
        ("YHB1.????.AAAA", NoBookingCodeError),
        ("https://example.org/", NoBookingCodeError),
        ("YH1.abc.def", NoBookingCodeError),
        ("", NoBookingCodeError),
        (code_of(tomorrow), OtherDayBookingError),
        (code_of(fishing), CheckInRefusedError),
    ):
        with pytest.raises(refusal):
            find(unit, code)
    assert check_ins(unit) == []


def test_a_kiosk_that_never_heard_its_centre_cannot_check_a_code() -> None:
    with pytest.raises(UncheckedBookingCodeError):
        find(FakeUnitOfWork(), code_of(ONE))


def test_a_kiosk_that_stands_alone_belongs_to_no_site(unit: SqliteUnitOfWork) -> None:
    with pytest.raises(OtherSiteError):
        find(unit, code_of(ONE), site_id=None)
