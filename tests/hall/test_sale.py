# SPDX-License-Identifier: Apache-2.0
from collections.abc import Mapping, Sequence
from datetime import timedelta

import pytest

from hall.booking import BookingStatus, HoldAction, HoldStatus
from hall.errors import (
    BadValueError,
    SoldOutError,
    StatusError,
    UnknownBookingError,
    UnknownHoldError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.feed import BookingClosed, BookingMade, CloseReason, FeedBody
from hall.holds import KNOWN_FOR
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.journal import HoldEnded, HoldMade
from hall.numbering import TicketNumber
from hall.owners import CENTRE, ONLINE, Owner, OwnerKind
from hall.place import Lane, Place
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span
from tests.hall.leases import K1, K2, NINE, book_of, day_of, extra, refused, state
from tests.hall.samples import ESTATE_ID, MONDAY, at, place, ticket_id

B = [place("09:00", Lane.BOOKED, index) for index in range(2)]
NOW = at("08:00")
EXPIRES = at("08:10")
SLOT = Span(at("09:00"), at("09:30"))
H1, H2, H3, H4 = (HoldId(ticket_id(number)) for number in (101, 102, 103, 104))
B1, B2 = (BookingId(ticket_id(number)) for number in (201, 202))


def day() -> SiteBook:
    """Two booked places at 09:00, none at 09:30, one extra place."""
    return book_of(day_of({NINE: LaneQuota(2, 0, 0)}, {ESTATE_ID: 1}), K1, K2)


def feed_of(sale: SiteBook) -> list[FeedBody]:
    return [entry.body for entry in sale.feed.after(0).entries]


def check_in(sale: SiteBook, booking_id: BookingId, taken: Place | None) -> None:
    """A kiosk's log says so."""
    ledger = sale.days.on(MONDAY)
    assert ledger is not None
    ledger.sale.checked_in(booking_id, taken)


def release(
    sale: SiteBook, applied: Mapping[KioskId, int], kiosks: Sequence[KioskId]
) -> tuple[Place, ...]:
    """`applied` is how many entries of the feed each of those kiosks has applied."""
    cursors = [0, *(entry.cursor for entry in sale.feed.after(0).entries)]
    for kiosk_id in (K1, K2):
        count = min(applied.get(kiosk_id, 0), len(cursors) - 1)
        sale._accounts[kiosk_id].feed_cursor = cursors[count]
    sale._given_up = {K1, K2} - {*kiosks}
    return sale.release_closed()


def hold(sale: SiteBook, hold_id: HoldId = H1) -> None:
    sale.hold(hold_id, *NINE, EXPIRES)


def book(sale: SiteBook, booking_id: BookingId = B1, hold_id: HoldId = H1) -> None:
    hold(sale, hold_id)
    sale.book(hold_id, booking_id, NOW)


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
