# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from hall.errors import (
    BadValueError,
    EpochError,
    LogError,
    NotFreeError,
)
from hall.feed import BookingClosed, CloseReason, FeedPart, Reduced, ReturnAsked
from hall.holding import Holding
from hall.ids import TransferId
from hall.log import FeedApplied, Given, Issued, Received, Returned
from hall.place import Lane, PlaceRun
from tests.hall.leases import (
    DAY_START,
    K1,
    K2,
    booked,
    kiosk,
    lease,
    news,
    refused,
    walk_ins,
)
from tests.hall.samples import (
    ESTATE_ID,
    MONDAY,
    at,
    booking,
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


# Gifts


def test_places_are_given_at_the_next_hop_and_named_until_they_are_confirmed():
    made = kiosk(LEASE)
    given = made.holding.give(TransferId("k1-1"), K2, W[2:])
    assert given == Given(TransferId("k1-1"), K2, (walk_ins(2, 2, hop=2),))
    made.commit(given)
    assert set(made.holding.free) == set(W[:2])
    assert made.holding.unconfirmed == {"k1-1": given}
    made.holding.confirm(TransferId("k1-1"))
    made.holding.confirm(TransferId("k1-1"))
    assert made.holding.unconfirmed == {}


def test_nobody_gives_what_is_not_his():
    made = kiosk(LEASE)
    made.commit(issue(made.holding, 1, W[3]))
    given = Given(TransferId("k1-1"), K2, (walk_ins(2, 2, hop=2),))
    with refused(NotFreeError, made.holding) as caught:
        made.holding.give(TransferId("k1-1"), K2, W[2:])
    assert caught.value.fields == {"place": W[3]}
    with refused(NotFreeError, made.holding):
        made.holding.apply(given)


def test_nobody_gives_to_himself():
    holding = kiosk(LEASE).holding
    with refused(BadValueError, holding) as caught:
        holding.give(TransferId("k1-1"), K1, W[:1])
    assert caught.value.fields["name"] == "to_kiosk"


def test_a_gift_is_received_once():
    given = Given(TransferId("k2-7"), K1, (walk_ins(0, 2, hop=2),))
    made = kiosk()
    received = made.holding.receive(given, K2)
    assert received == Received(TransferId("k2-7"), K2, given.places)
    made.commit(received)
    assert made.holding.free == {W[0]: 2, W[1]: 2}
    assert made.holding.receive(given, K2) is None


def test_a_gift_to_another_kiosk_is_refused():
    holding = Holding(K1)
    with refused(BadValueError, holding) as caught:
        holding.receive(Given(TransferId("k2-7"), K2, (walk_ins(),)), K2)
    assert caught.value.fields == {"name": "to_kiosk", "value": K2, "allowed": K1}


# Returns


def test_places_go_back_to_the_centre_at_their_hop():
    made = kiosk(LEASE)
    returned = made.holding.give_back([W[1], W[0]])
    assert returned == Returned((walk_ins(0, 2),))
    made.commit(returned)
    assert set(made.holding.free) == set(W[2:])


def test_nobody_returns_what_is_not_his():
    holding = kiosk(LEASE).holding
    with refused(NotFreeError, holding):
        holding.give_back([W[0], place("09:30")])
    with refused(NotFreeError, holding):
        holding.apply(Returned((walk_ins(0, 5),)))


def test_a_place_named_twice_in_an_entry_goes_once():
    made = kiosk(LEASE)
    made.commit(Returned((walk_ins(0, 2), walk_ins(1, 2))))
    assert set(made.holding.free) == {W[3]}


def reduced(count: int, lane: Lane = Lane.WALK_IN) -> Reduced:
    return Reduced(ESTATE_ID, at("09:00"), lane, count)


def test_a_reduction_is_answered_with_what_would_be_sold_last():
    made = kiosk(LEASE, feed=news(MADE, reduced(2)))
    assert made.holding.returns_asked == {2: reduced(2)}
    returned = made.holding.answer(2)
    assert returned == Returned((walk_ins(2, 2),), asked_at=2)
    made.commit(returned)
    assert made.holding.returns_asked == {}


def test_a_reduction_is_answered_also_when_nothing_is_left():
    made = kiosk(LEASE, feed=news(reduced(2, Lane.GREEN)))
    returned = made.holding.answer(1)
    assert returned == Returned((), asked_at=1)
    made.commit(returned)
    assert made.holding.returns_asked == {}
    assert made.holding.free == dict.fromkeys(W, 1)


def test_only_places_of_the_reduced_slot_go():
    later = lease("1-2", walk_ins(clock="09:30"))
    made = kiosk(LEASE, later, feed=news(reduced(9)))
    assert made.holding.answer(1).places == (walk_ins(),)


def test_a_return_of_its_own_answers_nothing():
    made = kiosk(LEASE, feed=news(reduced(2)))
    made.commit(made.holding.give_back(W))
    assert made.holding.returns_asked == {1: reduced(2)}


def test_a_kiosk_answers_only_what_it_is_asked_itself():
    asks = [ReturnAsked(name, ESTATE_ID, at("09:00"), Lane.WALK_IN, 1) for name in (K1, K2)]
    holding = kiosk(LEASE, feed=news(*asks)).holding
    assert holding.returns_asked == {1: asks[0]}
    with refused(BadValueError, holding) as caught:
        holding.answer(2)
    assert caught.value.fields == {"name": "asked_at", "value": 2, "allowed": "1"}


def test_a_wish_is_answered_once():
    made = kiosk(LEASE, feed=news(reduced(1)))
    made.commit(made.holding.answer(1))
    with refused(BadValueError, made.holding):
        made.holding.answer(1)


# The feed


def test_the_feed_is_applied_up_to_the_end_of_the_part():
    holding = Holding(K1)
    assert holding.take_feed(FeedPart(1, 0, news(MADE, NO_SHOW))) == FeedApplied(2)
    assert kiosk(feed=news(MADE, NO_SHOW)).holding.cursor == 2


def test_a_part_that_was_applied_brings_nothing():
    holding = kiosk(feed=news(MADE, NO_SHOW)).holding
    assert holding.take_feed(FeedPart(1, 0, news(MADE, NO_SHOW))) is None
    assert holding.take_feed(FeedPart(1, 2, ())) is None


def test_a_part_that_overlaps_counts_from_where_the_kiosk_is():
    made = kiosk(feed=news(reduced(1)))
    made.take(FeedPart(1, 0, news(reduced(1), reduced(2))))
    assert made.holding.cursor == 2
    assert made.holding.returns_asked == {1: reduced(1), 2: reduced(2)}


def test_a_restored_centre_may_leave_a_gap_of_cursors():
    made = kiosk(feed=news(MADE))
    made.take(FeedPart(1, 1, news(NO_SHOW, first=9)))
    assert made.holding.cursor == 9


def test_a_part_that_leaves_entries_out_is_refused():
    holding = kiosk(feed=news(MADE)).holding
    with refused(LogError, holding) as caught:
        holding.take_feed(FeedPart(1, 2, news(NO_SHOW, first=3)))
    assert caught.value.fields == {"position": 2, "problem": "feed expected after 1"}


@pytest.mark.parametrize("order", [(2, 1), (1, 1), (0, 1)])
def test_a_part_out_of_order_is_refused(order: tuple[int, ...]):
    entries = tuple(replace(news(MADE)[0], cursor=cursor) for cursor in order)
    holding = Holding(K1)
    with refused(LogError, holding) as caught:
        holding.take_feed(FeedPart(1, 0, entries))
    assert caught.value.fields["problem"] == "feed is not in order"


def test_a_part_of_another_epoch_is_refused():
    holding = Holding(K1)
    with refused(EpochError, holding):
        holding.take_feed(FeedPart(2, 0, news(MADE)))


@pytest.mark.parametrize("feed", [(), news(MADE), news(MADE, NO_SHOW, MADE)[2:]])
def test_what_was_applied_must_be_there_to_apply_it_again(feed):
    holding = Holding(K1)
    with refused(LogError, holding) as caught:
        holding.apply(FeedApplied(2), feed)
    assert caught.value.fields["problem"] == "feed applied to 2: entries are missing"


def test_the_feed_is_not_applied_twice():
    made = kiosk(feed=news(MADE))
    with refused(LogError, made.holding):
        made.holding.apply(FeedApplied(1), made.feed)
