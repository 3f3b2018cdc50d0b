# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from uuid import UUID

import pytest

from hall.errors import (
    BadValueError,
    EpochError,
    ExtraNeededError,
    LogError,
    NoNumberLeftError,
    NotFreeError,
    StatusError,
    UnknownBookingError,
    UnknownTicketError,
)
from hall.feed import BookingClosed, CloseReason, FeedPart
from hall.holding import Holding
from hall.ids import BookingId, TransferId
from hall.log import Actor, Cancelled, Given, Issued, PrintStarted
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, PlaceRun
from tests.hall.leases import (
    DAY_START,
    K1,
    K2,
    Kiosk,
    booked,
    extra,
    kiosk,
    lease,
    news,
    refused,
    walk_ins,
)
from tests.hall.samples import (
    ESTATE_ID,
    INSURANCE_ID,
    MONDAY,
    at,
    booking,
    issued,
    place,
    ticket_id,
)

W = [place("09:00", Lane.WALK_IN, index) for index in range(4)]
LEASE = lease("1-1", walk_ins(), numbers=(1, 10), request_no=1)
EXTRA_LEASE = lease("1-2", PlaceRun(ESTATE_ID, DAY_START, Lane.EXTRA, 0, 2, 1))
BOOKING = booking("09:00", 1)
MADE = booked("09:00", 1)
NO_SHOW = BookingClosed(BOOKING.booking_id, CloseReason.NO_SHOW)


def issue(holding: Holding, number: int, taken=W[0], **how) -> Issued:
    return holding.issue(ticket_id(number), MONDAY, ESTATE_ID, "A", taken, **how)


# Grants


def test_a_new_kiosk_has_nothing():
    holding = Holding(K1)
    assert holding.free == {}
    assert holding.tickets == {}
    assert holding.next_request_no == 1
    assert not holding.numbers.has(MONDAY, "A")


def test_a_grant_brings_places_with_their_hops_and_numbers():
    holding = kiosk(LEASE).holding
    assert holding.free == dict.fromkeys(W, 1)
    assert holding.numbers.has(MONDAY, "A")
    assert not holding.numbers.has(MONDAY, "C")
    assert holding.free_of(ESTATE_ID) == W
    assert holding.free_of(INSURANCE_ID) == []


def test_a_lease_is_applied_once():
    holding = kiosk().holding
    assert holding.accept(LEASE) is LEASE
    assert kiosk(LEASE).holding.accept(LEASE) is None


def test_a_request_keeps_its_number_until_it_is_granted():
    holding = kiosk().holding
    assert holding.next_request_no == 1
    holding.apply(lease("2026-03-02"))
    assert holding.next_request_no == 1
    holding.apply(LEASE)
    assert holding.next_request_no == 2


def test_an_old_grant_never_turns_the_count_of_requests_back():
    holding = kiosk(lease("1-5", request_no=5), lease("1-4", request_no=4)).holding
    assert holding.next_request_no == 6


def test_a_grant_of_another_epoch_is_refused():
    for epoch, sent in ((2, 1), (1, 2)):
        holding = Holding(K1, epoch)
        with refused(EpochError, holding) as caught:
            holding.accept(LEASE, sent)
        assert caught.value.fields == {"epoch": sent, "known": epoch}


def test_a_kiosk_meets_later_epochs_only():
    holding = Holding(K1)
    holding.meet(3)
    holding.meet(3)
    assert holding.epoch == 3
    with refused(EpochError, holding) as caught:
        holding.meet(2)
    assert caught.value.fields == {"epoch": 2, "known": 3}


def test_numbers_of_bookings_and_empty_ranges_are_no_stock():
    ranges = (NumberRange("A", 1, 9, is_booked=True), NumberRange("A", 5, 4))
    holding = kiosk(replace(LEASE, numbers=ranges)).holding
    assert not holding.numbers.has(MONDAY, "A")


# Tickets


def test_a_decision_changes_nothing():
    made = kiosk(LEASE, EXTRA_LEASE, feed=news(MADE, NO_SHOW))
    holding = made.holding
    with refused(UnknownTicketError, holding):
        issue(holding, 1)
        holding.check_in(BOOKING.booking_id)
        holding.give(TransferId("k1-1"), K2, W)
        holding.give_back(W)
        holding.receive(Given(TransferId("k2-1"), K1, (walk_ins(),)), K2)
        holding.take_feed(FeedPart(1, 2, news(MADE, first=3)))
        holding.accept(lease("1-9"))
        holding.cancel(ticket_id(1))


def test_a_ticket_takes_its_place_and_the_next_number():
    made = kiosk(LEASE)
    made.commit(issue(made.holding, 1, W[2]))
    first = made.holding.tickets[ticket_id(1)]
    assert first == replace(issued(1, W[2]), hop=1)
    assert W[2] not in made.holding.free
    made.commit(issue(made.holding, 2, W[0], lane=Lane.GREEN, chosen_slot=at("09:00")))
    second = made.holding.tickets[ticket_id(2)]
    assert isinstance(second, Issued)
    assert (second.number, second.lane) == (TicketNumber("A", 2), Lane.GREEN)
    assert second.chosen_slot == at("09:00")


def test_a_ticket_without_quota_has_no_place():
    made = kiosk(LEASE)
    made.commit(issue(made.holding, 1, None))
    ticket = made.holding.tickets[ticket_id(1)]
    assert isinstance(ticket, Issued)
    assert (ticket.place, ticket.hop) == (None, 0)
    assert made.holding.free == dict.fromkeys(W, 1)


def test_a_place_is_taken_once():
    made = kiosk(LEASE)
    once, again = issue(made.holding, 1), issue(made.holding, 2)
    made.commit(once)
    with refused(NotFreeError, made.holding) as caught:
        issue(made.holding, 2)
    assert caught.value.fields == {"place": W[0]}
    with refused(NotFreeError, made.holding):
        made.holding.apply(again)


def test_a_place_of_another_service_is_no_place_for_the_ticket():
    holding = kiosk(LEASE).holding
    with refused(BadValueError, holding) as caught:
        holding.issue(ticket_id(1), MONDAY, INSURANCE_ID, "C", W[0])
    assert caught.value.fields["name"] == "place"


def test_numbers_run_on_from_range_to_range_until_none_is_left():
    made = kiosk(lease("1-1", numbers=(1, 2)), lease("1-2", numbers=(21, 21)))
    for number in (1, 2, 21):
        made.commit(issue(made.holding, number, None))
        assert made.holding.tickets[ticket_id(number)].number == TicketNumber("A", number)
    assert not made.holding.numbers.has(MONDAY, "A")
    with refused(NoNumberLeftError, made.holding) as caught:
        issue(made.holding, 22, None)
    assert caught.value.fields == {"series": "A"}


def test_a_number_out_of_turn_is_refused():
    holding = kiosk(LEASE).holding
    with refused(LogError, holding) as caught:
        holding.apply(issued(2, W[0]))
    assert caught.value.fields["problem"] == "A002 is not the next number"


def test_tickets_can_be_read_and_not_written():
    holding = kiosk(LEASE).holding
    with pytest.raises(TypeError):
        holding.tickets[ticket_id(1)] = issued(1)  # type: ignore[index]


# Cancels


def test_a_cancelled_ticket_frees_its_place_at_the_next_hop():
    made = kiosk(LEASE)
    made.commit(issue(made.holding, 1))
    cancelled = made.holding.cancel(ticket_id(1), Actor.STAFF, "取错了")
    assert cancelled == Cancelled(ticket_id(1), Actor.STAFF, "取错了")
    made.commit(cancelled)
    assert made.holding.free[W[0]] == 2
    made.commit(issue(made.holding, 2))
    again = made.holding.tickets[ticket_id(2)]
    assert isinstance(again, Issued)
    assert (again.place, again.hop) == (W[0], 2)


def test_a_ticket_is_cancelled_once():
    made = kiosk(LEASE)
    made.commit(issue(made.holding, 1), Cancelled(ticket_id(1)))
    assert made.holding.cancel(ticket_id(1)) is None
    made.commit(issue(made.holding, 2))
    with refused(LogError, made.holding) as caught:
        made.holding.apply(Cancelled(ticket_id(1)))
    assert caught.value.fields == {"position": None, "problem": "A001 was cancelled before"}


def test_only_the_kiosk_that_made_a_ticket_frees_its_place():
    holding = kiosk(LEASE).holding
    with refused(UnknownTicketError, holding) as caught:
        holding.cancel(ticket_id(1))
    assert caught.value.fields == {"ticket_id": ticket_id(1)}
    with refused(UnknownTicketError, holding):
        holding.apply(Cancelled(ticket_id(1)))


def test_a_cancel_without_a_place_frees_none():
    made = kiosk(LEASE)
    made.commit(issue(made.holding, 1, None), Cancelled(ticket_id(1)))
    assert made.holding.free == dict.fromkeys(W, 1)


def test_the_place_of_a_booking_s_ticket_is_not_the_kiosk_s_to_free():
    made = kiosk(feed=news(MADE))
    made.commit(made.holding.check_in(BOOKING.booking_id))
    made.commit(made.holding.cancel(BOOKING.ticket_id))
    assert made.holding.free == {}


# Bookings


def test_a_booking_checks_in_with_its_own_number_and_place():
    made = kiosk(feed=news(MADE))
    checked_in = made.holding.check_in(BOOKING.booking_id)
    assert checked_in is not None
    assert (checked_in.ticket_id, checked_in.number) == (BOOKING.ticket_id, BOOKING.number)
    assert (checked_in.place, checked_in.business_date) == (BOOKING.place, MONDAY)
    made.commit(checked_in)
    assert made.holding.check_in(BOOKING.booking_id) is None


def test_two_kiosks_print_the_same_ticket_of_a_booking():
    one, other = (kiosk(LEASE, feed=news(MADE), kiosk_id=name) for name in (K1, K2))
    ticket = one.holding.check_in(BOOKING.booking_id)
    assert ticket == other.holding.check_in(BOOKING.booking_id)


def test_a_booking_nobody_told_of_is_unknown():
    holding = kiosk(LEASE).holding
    with refused(UnknownBookingError, holding) as caught:
        holding.check_in(BookingId(UUID(int=5)))
    assert caught.value.fields == {"booking_id": UUID(int=5)}


def test_a_closed_booking_takes_the_first_extra_place():
    made = kiosk(LEASE, EXTRA_LEASE, feed=news(MADE, NO_SHOW))
    checked_in = made.holding.check_in(BOOKING.booking_id)
    assert checked_in is not None
    assert checked_in.place == extra(0)
    made.commit(checked_in)
    assert extra(0) not in made.holding.free
    assert extra(1) in made.holding.free


def test_a_cancelled_booking_does_not_check_in():
    cancelled = replace(NO_SHOW, reason=CloseReason.CANCELLED)
    holding = kiosk(EXTRA_LEASE, feed=news(MADE, cancelled)).holding
    with refused(StatusError, holding) as caught:
        holding.check_in(BOOKING.booking_id)
    assert caught.value.fields == {"status": "cancelled", "action": "check_in"}


def test_a_booking_that_checked_in_before_the_kiosk_heard_of_the_cancel_is_printed_again():
    made = kiosk(feed=news(MADE))
    made.commit(made.holding.check_in(BOOKING.booking_id))
    cancelled = replace(NO_SHOW, reason=CloseReason.CANCELLED)
    made.take(FeedPart(1, 1, news(cancelled, first=2)))
    assert made.holding.check_in(BOOKING.booking_id) is None


def test_a_closed_booking_waits_for_staff_when_no_extra_place_is_left():
    holding = kiosk(LEASE, feed=news(MADE, NO_SHOW)).holding
    with refused(ExtraNeededError, holding) as caught:
        holding.check_in(BOOKING.booking_id)
    assert caught.value.fields == {"service_id": ESTATE_ID}


def test_an_extra_place_is_taken_once():
    made = kiosk(EXTRA_LEASE, feed=news(MADE, NO_SHOW))
    checked_in = made.holding.check_in(BOOKING.booking_id)
    assert checked_in is not None
    made.commit(checked_in)
    with refused(NotFreeError, made.holding):
        made.holding.apply(replace(checked_in, ticket_id=ticket_id(5)))


def test_a_check_in_without_a_place_takes_none():
    made = kiosk(EXTRA_LEASE, feed=news(MADE))
    checked_in = made.holding.check_in(BOOKING.booking_id)
    assert checked_in is not None
    made.commit(replace(checked_in, place=None))
    assert set(made.holding.free) == {extra(0), extra(1)}


# The log


def test_prints_and_helps_change_no_place():
    holding = kiosk(LEASE).holding
    before = dict(holding.free)
    holding.apply(PrintStarted(ticket_id(1)))
    assert holding.free == before


def test_a_kiosk_that_died_is_what_its_log_says():
    made = Kiosk(K1)
    made.commit(LEASE)
    made.commit(issue(made.holding, 1))
    fold = made.fold()
    assert fold.free == made.holding.free
    assert fold.tickets == made.holding.tickets
    assert fold.next_request_no == 2


def test_a_fold_remembers_the_epoch_it_is_told():
    assert Holding.fold(K1, [LEASE], epoch=3).epoch == 3
