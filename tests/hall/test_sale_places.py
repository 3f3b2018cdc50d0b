# SPDX-License-Identifier: Apache-2.0
"""What becomes of a booking and its place: closed, released, checked in."""

import pytest

from hall.booking import BookingStatus
from hall.errors import (
    SoldOutError,
    UnknownBookingError,
)
from hall.feed import BookingClosed, CloseReason
from hall.ids import TicketId
from hall.owners import CENTRE, Owner, OwnerKind
from tests.hall.leases import K1, K2, NINE, extra, refused, state
from tests.hall.sales import B1, B2, H2, B, book, check_in, day, feed_of, hold, release

# R1


def test_what_nobody_booked_goes_to_walk_ins_and_stays_there():
    sale = day()
    book(sale)
    sale.end_sale(*NINE)
    before = state(sale)
    sale.end_sale(*NINE)
    assert state(sale) == before
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.BOOKING, B1)
    assert sale.owners.owner(B[1]) == CENTRE
    with refused(SoldOutError, sale):
        hold(sale, H2)


# R2


@pytest.mark.parametrize("reason", CloseReason)
def test_a_booking_is_closed_in_the_feed_once(reason):
    sale = day()
    book(sale)
    sale.close(B1, reason)
    sale.close(B1, reason)
    assert feed_of(sale)[1:] == [BookingClosed(B1, reason)]
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.BOOKING, B1)


def test_a_cancelled_booking_is_cancelled_and_one_nobody_came_for_stays_booked():
    sale = day()
    book(sale)
    book(sale, B2, H2)
    sale.close(B1, CloseReason.CANCELLED)
    sale.close(B2, CloseReason.NO_SHOW)
    assert sale.bookings[B1].status is BookingStatus.CANCELLED
    assert sale.bookings[B2].status is BookingStatus.BOOKED


def test_a_cancel_after_the_no_show_is_told_so_that_no_kiosk_lets_him_in():
    sale = day()
    book(sale)
    sale.close(B1, CloseReason.NO_SHOW)
    sale.close(B1, CloseReason.CANCELLED)
    assert sale.bookings[B1].status is BookingStatus.CANCELLED
    assert feed_of(sale)[1:] == [
        BookingClosed(B1, CloseReason.NO_SHOW),
        BookingClosed(B1, CloseReason.CANCELLED),
    ]
    assert release(sale, {K1: 2}, [K1]) == (B[0],)


def test_a_booking_that_is_checked_in_is_not_closed():
    sale = day()
    book(sale)
    check_in(sale, B1, B[0])
    before = state(sale)
    sale.close(B1, CloseReason.CANCELLED)
    assert state(sale) == before


def test_a_booking_nobody_made_is_unknown():
    sale = day()
    with refused(UnknownBookingError, sale) as caught:
        sale.close(B1, CloseReason.NO_SHOW)
    assert caught.value.fields == {"booking_id": B1}


def test_a_place_is_released_when_every_kiosk_knows_that_its_booking_is_closed():
    sale = day()
    book(sale)
    sale.close(B1, CloseReason.NO_SHOW)
    for applied in ({}, {K1: 2}, {K1: 2, K2: 1}):
        assert release(sale, applied, (K1, K2)) == ()
    assert release(sale, {K1: 2, K2: 2}, (K1, K2)) == (B[0],)
    assert sale.owners.owner(B[0]) == CENTRE
    assert not sale.bookings[B1].has_place
    assert release(sale, {K1: 2, K2: 2}, (K1, K2)) == ()


def test_a_booking_that_is_not_closed_keeps_its_place():
    sale = day()
    book(sale)
    assert release(sale, {K1: 9}, (K1,)) == ()


def test_a_cancelled_booking_s_place_is_released_too():
    sale = day()
    book(sale)
    sale.close(B1, CloseReason.CANCELLED)
    assert release(sale, {K1: 2}, (K1,)) == (B[0],)
    assert sale.bookings[B1].status is BookingStatus.CANCELLED


# Check-ins


def test_a_check_in_makes_the_booking_a_ticket():
    sale = day()
    book(sale)
    assert not sale.knows_ticket(TicketId(B1))
    check_in(sale, B1, B[0])
    assert sale.knows_ticket(TicketId(B1))
    assert sale.bookings[B1].status is BookingStatus.CHECKED_IN
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.TICKET, sale.bookings[B1].ticket_id)


def test_a_second_check_in_of_a_kiosk_that_was_cut_off_changes_nothing():
    sale = day()
    book(sale)
    check_in(sale, B1, B[0])
    before = state(sale)
    check_in(sale, B1, B[0])
    assert state(sale) == before


def test_a_check_in_before_the_kiosk_heard_of_the_close_keeps_the_place():
    sale = day()
    book(sale)
    sale.close(B1, CloseReason.CANCELLED)
    check_in(sale, B1, B[0])
    assert sale.bookings[B1].status is BookingStatus.CANCELLED
    assert release(sale, {K1: 2}, (K1,)) == ()
    assert sale.owners.owner(B[0]).kind is OwnerKind.TICKET


def test_a_check_in_after_the_release_holds_an_extra_place():
    sale = day()
    book(sale)
    sale.close(B1, CloseReason.NO_SHOW)
    release(sale, {K1: 2}, (K1,))
    check_in(sale, B1, extra())
    assert sale.owners.owner(extra()).kind is OwnerKind.TICKET
    assert sale.owners.owner(B[0]) == CENTRE


def test_a_booking_on_an_extra_place_keeps_its_own_when_a_kiosk_had_not_heard_of_the_close():
    sale = day()
    book(sale)
    sale.close(B1, CloseReason.NO_SHOW)
    check_in(sale, B1, extra())
    assert release(sale, {K1: 2}, (K1,)) == ()
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.BOOKING, B1)


def test_a_check_in_of_a_booking_that_a_restore_lost_counts():
    sale = day()
    check_in(sale, B1, B[0])
    assert sale.knows_ticket(TicketId(B1))
    assert sale.bookings == {}
    assert sale.owners.owner(B[0]).kind is OwnerKind.TICKET


def test_a_check_in_without_a_place_takes_none():
    sale = day()
    before = state(sale.owners)
    check_in(sale, B1, None)
    assert sale.knows_ticket(TicketId(B1))
    assert state(sale.owners) == before
