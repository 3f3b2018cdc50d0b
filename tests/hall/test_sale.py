# SPDX-License-Identifier: Apache-2.0
"""Holds of the online sale, and what is booked on them."""

from datetime import timedelta

import pytest

from hall.booking import HoldAction, HoldStatus
from hall.errors import (
    BadValueError,
    SoldOutError,
    StatusError,
    UnknownHoldError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.feed import BookingMade
from hall.holds import KNOWN_FOR
from hall.ids import ServiceId
from hall.journal import HoldEnded, HoldMade
from hall.numbering import TicketNumber
from hall.owners import CENTRE, ONLINE, Owner, OwnerKind
from tests.hall.leases import NINE, refused, state
from tests.hall.sales import B1, B2, EXPIRES, H1, H2, H3, H4, NOW, SLOT, B, book, day, feed_of, hold
from tests.hall.samples import ESTATE_ID, MONDAY, at

# Holds


def test_a_hold_sets_one_place_aside_the_first_one_first():
    sale = day()
    assert sale.hold(H1, *NINE, EXPIRES).place == B[0]
    assert sale.hold(H2, *NINE, EXPIRES).place == B[1]
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.HOLD, H1)
    assert sale.holds.keys() == {H1, H2}


def test_the_same_hold_again_is_the_same_hold():
    sale = day()
    first = sale.hold(H1, *NINE, EXPIRES)
    assert sale.hold(H1, *NINE, at("08:30")) is first
    assert sale.owners.owner(B[1]) == ONLINE


def test_a_hold_knows_whose_it_is():
    sale = day()
    assert sale.hold(H1, *NINE, EXPIRES, "platform_1").by == "platform_1"
    assert sale.hold(H2, *NINE, EXPIRES).by is None


def test_open_holds_are_known_apart_and_by_account():
    sale = day()
    ledger = sale.days.on(MONDAY)
    assert ledger is not None
    sale.hold(H1, *NINE, EXPIRES, "platform_1")
    sale.hold(H2, *NINE, EXPIRES + KNOWN_FOR, "platform_1")
    assert ledger.sale.open_holds == sale.holds
    assert ledger.sale.first_end_of_holds("platform_1") == EXPIRES
    assert ledger.sale.first_end_of_holds("platform_2") is None
    assert (ledger.sale.open_holds_by("platform_1"), ledger.sale.open_holds_by(None)) == (2, 0)
    sale.book(H1, B1, NOW)
    sale.drop(H2, HoldAction.RELEASE, NOW)
    assert ledger.sale.open_holds == {}
    assert ledger.sale.open_holds_by("platform_1") == 0
    assert sale.holds.keys() == {H1, H2}


def test_a_hold_that_was_not_booked_is_known_for_a_while_after_its_end():
    sale = day()
    book(sale, B1, H1)
    hold(sale, H2)
    sale.drop(H2, HoldAction.RELEASE, NOW)
    for hold_id, seconds, known in ((H3, -1, {H1, H2, H3}), (H4, 0, {H1, H3, H4})):
        hold(sale, hold_id)
        sale.drop(hold_id, HoldAction.RELEASE, NOW + KNOWN_FOR + timedelta(seconds=seconds))
        assert sale.holds.keys() == known
    hold(sale, H2)
    assert sale.holds[H2].status is HoldStatus.HELD


def test_after_a_restore_no_hold_is_known():
    sale = day()
    hold(sale)
    hold(sale, H2)
    sale.drop(H2, HoldAction.RELEASE, NOW)
    ledger = sale.days.on(MONDAY)
    assert ledger is not None
    ledger.sale.forget_holds()
    assert (sale.holds, ledger.sale.open_holds, ledger.sale.open_holds_by(None)) == ({}, {}, 0)
    ledger.sale.apply(99, HoldMade(H3, B[1], EXPIRES))
    ledger.sale.apply(100, HoldEnded(H3, HoldAction.EXPIRE, NOW + 2 * KNOWN_FOR))
    assert sale.holds.keys() == {H3}


def test_a_sale_is_over_when_it_was_ended():
    sale = day()
    ledger = sale.days.on(MONDAY)
    assert ledger is not None
    assert ledger.sale.slot(*NINE) == SLOT
    assert not ledger.sale.is_over(*NINE)
    sale.end_sale(*NINE)
    assert ledger.sale.is_over(*NINE)
    with pytest.raises(UnknownSlotError):
        ledger.sale.is_over(ESTATE_ID, at("23:00"))


def test_a_slot_outside_the_hours_and_an_unknown_service_are_not_sold_out():
    sale = day()
    with refused(UnknownSlotError, sale) as caught:
        sale.hold(H1, ESTATE_ID, at("23:00"), EXPIRES)
    assert caught.value.fields == {"slot_start": at("23:00")}
    with refused(UnknownServiceError, sale) as missing:
        sale.hold(H1, ServiceId("none"), at("09:00"), EXPIRES)
    assert missing.value.fields == {"service_id": "none"}


def test_a_slot_is_sold_out_when_all_is_held_or_booked():
    sale = day()
    book(sale)
    hold(sale, H2)
    with refused(SoldOutError, sale):
        hold(sale, H3)


def test_a_hold_without_a_time_zone_is_refused():
    sale = day()
    with refused(BadValueError, sale):
        sale.hold(H1, *NINE, EXPIRES.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("action", "now", "status"),
    [
        (HoldAction.RELEASE, NOW, HoldStatus.RELEASED),
        (HoldAction.EXPIRE, EXPIRES, HoldStatus.EXPIRED),
    ],
)
def test_a_dropped_hold_leaves_its_place_for_sale(action, now, status):
    sale = day()
    hold(sale)
    sale.drop(H1, action, now)
    assert sale.holds[H1].status is status
    assert sale.owners.owner(B[0]) == ONLINE


def test_a_hold_dropped_after_the_sale_goes_to_walk_ins():
    sale = day()
    hold(sale)
    sale.end_sale(*NINE)
    assert [sale.owners.owner(each).kind for each in B] == [OwnerKind.HOLD, OwnerKind.CENTRE]
    sale.drop(H1, HoldAction.EXPIRE, EXPIRES)
    assert sale.owners.owner(B[0]) == CENTRE


def test_a_hold_is_dropped_once_and_not_before_its_time():
    sale = day()
    hold(sale)
    with refused(StatusError, sale):
        sale.drop(H1, HoldAction.EXPIRE, NOW)
    sale.drop(H1, HoldAction.RELEASE, NOW)
    hold(sale, H2)
    with refused(StatusError, sale):
        sale.drop(H1, HoldAction.RELEASE, NOW)


def test_a_hold_nobody_made_is_unknown():
    sale = day()
    for ask in (
        lambda: sale.drop(H1, HoldAction.RELEASE, NOW),
        lambda: sale.book(H1, B1, NOW),
    ):
        with refused(UnknownHoldError, sale) as caught:
            ask()
        assert caught.value.fields == {"hold_id": H1}


# Bookings


def test_a_booking_has_the_held_place_and_the_next_number_of_its_series():
    sale = day()
    book(sale)
    book(sale, B2, H2)
    first, second = sale.bookings[B1], sale.bookings[B2]
    assert (first.place, first.slot, first.business_date) == (B[0], SLOT, MONDAY)
    assert [str(one.number) for one in (first, second)] == ["YA001", "YA002"]
    assert second.number == TicketNumber("A", 2, is_booked=True)
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.BOOKING, B1)
    assert sale.holds[H1].status is HoldStatus.BOOKED


def test_all_kiosks_learn_of_a_booking():
    sale = day()
    book(sale)
    assert feed_of(sale) == [BookingMade(sale.bookings[B1])]


def test_the_same_booking_again_is_the_same_booking():
    sale = day()
    book(sale)
    before = state(sale)
    assert sale.book(H1, B1, NOW) is sale.bookings[B1]
    assert state(sale) == before


def test_a_hold_is_booked_once_and_in_time():
    sale = day()
    hold(sale)
    with refused(StatusError, sale):
        sale.book(H1, B1, EXPIRES)
    sale.book(H1, B1, NOW)
    with refused(StatusError, sale):
        sale.book(H1, B2, NOW)


def test_a_place_held_in_time_is_booked_after_the_sale():
    sale = day()
    hold(sale)
    sale.end_sale(*NINE)
    sale.book(H1, B1, NOW)
    assert sale.owners.owner(B[0]) == Owner(OwnerKind.BOOKING, B1)
