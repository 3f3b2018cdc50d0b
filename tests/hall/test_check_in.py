# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.booking import Booking, BookingAction, BookingStatus
from hall.check_in import Arrival, arrival, check_in, come_late, lapse
from hall.errors import (
    BadValueError,
    BookingLateError,
    BookingNotLateError,
    ExtraNeededError,
    HallError,
    OtherDayError,
    StatusError,
)
from hall.ids import ServiceId
from hall.place import Lane, Place
from hall.ticket import TicketStatus
from tests.hall.samples import ESTATE_ID, MONDAY, PLAN, at, booking, place

BOOKING = booking("10:00")
RESOLD = BOOKING.after(BookingAction.RELEASE_PLACE)
EXTRA = Place(ESTATE_ID, PLAN.day.start, Lane.EXTRA, 0)
TUESDAY = date(2026, 3, 3)

moments = st.integers(0, 180 * 60).map(lambda seconds: at("08:30") + timedelta(seconds=seconds))
bookings = st.builds(
    lambda status, late, *, has_place: replace(
        BOOKING, status=status, late_after=late, has_place=has_place
    ),
    st.sampled_from(BookingStatus),
    st.none() | st.integers(1, 60).map(lambda minutes: at("10:00") + timedelta(minutes=minutes)),
    has_place=st.booleans(),
)


@pytest.mark.parametrize(
    ("clock", "when", "status"),
    [
        ("08:30", Arrival.EARLY, TicketStatus.EARLY),
        ("09:49", Arrival.EARLY, TicketStatus.EARLY),
        ("09:50", Arrival.ON_TIME, TicketStatus.WAITING),
        ("10:00", Arrival.ON_TIME, TicketStatus.WAITING),
        ("10:29", Arrival.ON_TIME, TicketStatus.WAITING),
    ],
)
def test_a_booking_is_early_before_s_minus_ten_and_on_time_until_its_slot_ends(
    clock: str, when: Arrival, status: TicketStatus
):
    now = at(clock)
    assert arrival(BOOKING, now) is when
    checked_in, ticket = check_in(BOOKING, now, MONDAY)
    assert checked_in == replace(BOOKING, status=BookingStatus.CHECKED_IN)
    assert (ticket.status, ticket.issued_at) == (status, now)
    assert (ticket.lane, ticket.place, ticket.chosen_slot) == (
        Lane.BOOKED,
        BOOKING.place,
        at("10:00"),
    )
    assert (ticket.number, ticket.digest) == (BOOKING.number, BOOKING.digest)
    assert (ticket.service_id, ticket.business_date) == (ESTATE_ID, MONDAY)


def test_whose_place_was_released_waits_in_his_own_line_on_an_extra_place():
    now = at("10:16")
    assert arrival(RESOLD, now) is Arrival.RESOLD
    checked_in, ticket = check_in(RESOLD, now, MONDAY, extra=EXTRA)
    assert checked_in.status is BookingStatus.CHECKED_IN
    assert (ticket.lane, ticket.place) == (Lane.BOOKED, EXTRA)
    assert (ticket.ticket_id, ticket.number) == (BOOKING.ticket_id, BOOKING.number)


def test_whose_place_was_released_does_not_wait_on_the_place_of_another():
    with pytest.raises(ExtraNeededError) as refused:
        check_in(RESOLD, at("10:16"), MONDAY)
    assert refused.value.fields == {"service_id": ESTATE_ID}


@pytest.mark.parametrize(
    ("found", "extra"),
    [
        (RESOLD, place("10:00")),
        (RESOLD, BOOKING.place),
        (RESOLD, replace(EXTRA, service_id=ServiceId("other"))),
        (BOOKING, EXTRA),
    ],
)
def test_only_an_extra_place_of_the_service_is_taken_and_only_when_needed(
    found: Booking, extra: Place
):
    with pytest.raises(BadValueError):
        check_in(found, at("10:16"), MONDAY, extra=extra)


def test_from_the_end_of_his_slot_a_visitor_is_late():
    assert arrival(BOOKING, at("10:30")) is Arrival.LATE
    with pytest.raises(BookingLateError) as refused:
        check_in(BOOKING, at("10:30"), MONDAY)
    assert refused.value.fields == {"late_after": at("10:30")}


def test_a_late_visitor_is_no_longer_asked_for_an_extra_place():
    with pytest.raises(BookingLateError):
        check_in(RESOLD, at("10:30"), MONDAY)


def test_a_site_may_say_when_a_booking_is_late():
    strict = replace(BOOKING, late_after=at("10:20"))
    kind = replace(BOOKING, late_after=at("10:45"))
    assert arrival(strict, at("10:20")) is Arrival.LATE
    assert arrival(kind, at("10:44")) is Arrival.ON_TIME


def test_a_booking_of_another_day_does_not_check_in():
    with pytest.raises(OtherDayError) as refused:
        check_in(BOOKING, at("09:00"), TUESDAY)
    assert refused.value.fields == {"booked_on": MONDAY, "today": TUESDAY}


def test_a_booking_checks_in_once():
    checked_in, _ = check_in(BOOKING, at("10:00"), MONDAY)
    with pytest.raises(StatusError):
        check_in(checked_in, at("10:01"), MONDAY)


def test_two_kiosks_that_are_cut_off_make_the_same_ticket():
    _, here = check_in(BOOKING, at("10:00"), MONDAY)
    _, there = check_in(BOOKING, at("10:04"), MONDAY)
    assert replace(there, issued_at=here.issued_at) == here


def test_nobody_came_and_then_he_came_after_all():
    missing = lapse(BOOKING, at("10:30"))
    assert missing.status is BookingStatus.NO_SHOW
    assert come_late(missing, at("10:40")).status is BookingStatus.LATE
    assert come_late(BOOKING, at("10:40")).status is BookingStatus.LATE


def test_who_is_on_time_is_neither_a_no_show_nor_late():
    for step in (lapse, come_late):
        with pytest.raises(BookingNotLateError) as refused:
            step(BOOKING, at("10:29"))
        assert refused.value.fields == {"late_after": at("10:30")}


def test_who_has_checked_in_is_no_no_show():
    checked_in, _ = check_in(BOOKING, at("10:00"), MONDAY)
    for step in (lapse, come_late):
        with pytest.raises(StatusError):
            step(checked_in, at("10:40"))


def test_an_instant_without_a_time_zone_is_refused():
    with pytest.raises(BadValueError):
        arrival(BOOKING, datetime(2026, 3, 2, 10))  # noqa: DTZ001


@given(found=bookings, now=moments, extra=st.none() | st.just(EXTRA))
def test_every_booking_at_every_moment_has_one_ticket_or_one_reason(
    found: Booking, now: datetime, extra: Place | None
):
    is_open = found.status is BookingStatus.BOOKED
    is_fitting = (extra is None) is found.has_place
    try:
        checked_in, ticket = check_in(found, now, MONDAY, extra=extra)
    except HallError:
        assert not (is_open and now < found.late_from and is_fitting)
        return
    assert is_open
    assert now < found.late_from
    assert checked_in.status is BookingStatus.CHECKED_IN
    assert ticket.place == (found.place if found.has_place else EXTRA)
    assert (ticket.status is TicketStatus.EARLY) is (now < at("09:50"))
