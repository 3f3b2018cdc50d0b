# SPDX-License-Identifier: Apache-2.0
"""The online sale in the book of a site."""

from dataclasses import replace

from hall.booking import HoldAction
from hall.errors import StatusError, UnknownBookingError, UnknownHoldError
from hall.feed import BookingMade, CloseReason
from hall.journal import JournalEntry
from tests.hall.leases import NINE, NOON, centre, refused, state
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking
from tests.hall.two_days import BOOKING, HOLD, NEXT_NINE, NOW, two_days


def test_how_many_places_can_be_held():
    site = centre()
    assert site.places_left(*NINE) == 2
    site.hold(HOLD, *NINE, at("08:10"))
    assert site.places_left(*NINE) == 1
    assert NINE[1] != NEXT_NINE


def test_a_hold_is_not_dropped_by_booking_it():
    site = centre()
    site.hold(HOLD, *NINE, at("08:10"))
    with refused(StatusError, site) as caught:
        site.drop(HOLD, HoldAction.BOOK, NOW)
    assert caught.value.fields["action"] == "book"


def test_the_same_ids_again_are_the_same_hold_and_booking():
    site = two_days()
    hold = site.hold(HOLD, ESTATE_ID, NEXT_NINE, at("08:10"))
    booking = site.book(HOLD, BOOKING, NOW)
    before = state(site)
    assert site.hold(HOLD, *NINE, NOON).place == hold.place
    assert site.book(HOLD, BOOKING, NOON) == booking == site.bookings[BOOKING]
    assert state(site) == before


def test_a_booking_that_was_entered_without_a_hold_counts():
    site = centre()
    made = BookingMade(replace(booking("09:00", 1), digest=None))
    site.apply(JournalEntry(site.seq + 1, MONDAY, NOON, made))
    assert site.bookings == {made.booking.booking_id: made.booking}
    assert site.holds == {}


def test_what_nobody_made_is_unknown_on_every_day():
    site = two_days()
    with refused(UnknownHoldError, site):
        site.drop(HOLD, HoldAction.RELEASE, NOW)
    with refused(UnknownBookingError, site):
        site.close(BOOKING, CloseReason.CANCELLED)
