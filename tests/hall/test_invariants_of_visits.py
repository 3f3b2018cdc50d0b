# SPDX-License-Identifier: Apache-2.0
"""I6, one ticket of each booking, and I7, nobody refused without need: of a hall's logs."""

from dataclasses import replace

from hall.feed import BookingClosed, CloseReason, FeedEntry
from hall.ids import TransferId
from hall.invariants import Broken, Refusal, broken_i6, broken_i7
from hall.log import Body, Cancelled, FeedApplied, Given, Received, Returned
from hall.place import Lane
from tests.hall.halls import W, check_in, logs, names
from tests.hall.leases import K1, K2, booked, extra, lease, news, walk_ins
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking, issued, ticket_id

# I6

CANCELLED = CloseReason.CANCELLED
FEED = news(
    booked(number=1),
    booked(number=2),
    BookingClosed(booking("09:00", 1).booking_id, CloseReason.NO_SHOW),
)


def i6(*of_k1: Body, k2: tuple[Body, ...] = (), feed: tuple[FeedEntry, ...] = FEED) -> list[Broken]:
    return broken_i6(logs(*of_k1, k2=k2), feed)


def test_i6_one_ticket_of_each_booking_is_right():
    assert i6(issued(1), Cancelled(ticket_id(1))) == []
    assert (
        i6(FeedApplied(2), check_in(1), check_in(2), k2=(FeedApplied(3), check_in(1, extra())))
        == []
    )


def test_i6_a_local_number_for_a_booking_is_found():
    local = replace(check_in(2), number=issued(5).number)
    assert i6(local) == [Broken("I6", "YA002: another ticket, A005")]


def test_i6_a_second_ticket_of_a_booking_is_found():
    second = replace(check_in(2), ticket_id=ticket_id(77))
    assert i6(check_in(2), k2=(second,)) == [Broken("I6", "YA002: another ticket, YA002")]


def test_i6_a_check_in_on_another_bookings_place_is_found():
    wrong = check_in(2, booking("09:00", 1).place)
    assert i6(wrong) == [Broken("I6", f"YA002 took {wrong.place}")]
    assert names(i6(replace(check_in(2), place=None))) == ["I6"]


def test_i6_after_a_booking_was_closed_only_an_extra_place_is_right():
    assert i6(FeedApplied(2), check_in(1), FeedApplied(3)) == []
    assert i6(FeedApplied(3), check_in(1, extra())) == []
    assert i6(FeedApplied(3), check_in(2)) == []
    late = i6(FeedApplied(3), check_in(1))
    assert late == [Broken("I6", f"YA001 took {check_in(1).place} after it was closed")]
    assert i6(FeedApplied(3), k2=(check_in(1),)) == []


def test_i6_a_copy_of_another_kiosks_ticket_has_no_place():
    copy = replace(check_in(1), place=None)
    knows = FeedApplied(3)
    assert i6(knows, check_in(1, extra()), k2=(knows, copy)) == []
    assert i6(knows, check_in(1, extra()), Cancelled(copy.ticket_id), k2=(knows, copy)) == []
    assert names(i6(knows, copy, k2=(knows, copy))) == ["I6", "I6"]
    wrong = replace(copy, number=issued(5).number)
    assert i6(knows, check_in(1, extra()), k2=(wrong,)) == [
        Broken("I6", "YA001: another ticket, A005")
    ]


def test_i6_a_booking_that_was_cancelled_does_not_come():
    cancelled = (*FEED[:2], *news(BookingClosed(check_in(1).booking_id, CANCELLED), first=3))
    assert i6(FeedApplied(2), check_in(1), FeedApplied(3), feed=cancelled) == []
    for taken in (check_in(1).place, extra()):
        found = i6(FeedApplied(3), check_in(1, taken), feed=cancelled)
        assert found == [Broken("I6", "YA001 came after it was cancelled")]


def test_i6_a_booking_the_feed_has_lost_has_one_ticket_all_the_same():
    other = replace(check_in(1), ticket_id=ticket_id(77))
    assert i6(check_in(1), k2=(check_in(1, extra()),), feed=()) == []
    assert i6(check_in(1), k2=(other,), feed=()) == [Broken("I6", "YA001: another ticket, YA001")]


# I7

NINE_AND_LATER = frozenset({at("09:00"), at("09:30")})
HOLDS = (lease("1-1", walk_ins(count=1), numbers=(1, 2)),)


def i7(
    *of_k1: Body,
    after: int | None = None,
    slots: frozenset = NINE_AND_LATER,
    feed: tuple[FeedEntry, ...] = (),
    letter: str = "A",
) -> list[Broken]:
    """A refusal after so many entries, after the last one unless it is given."""
    made = logs(*of_k1)
    position = len(made[K1]) if after is None else after
    refusal = Refusal(K1, position, MONDAY, ESTATE_ID, letter, slots)
    return broken_i7(made, {K1: feed}, [refusal])


def test_i7_nobody_is_refused_while_there_is_a_place_and_a_number():
    what = f"k1 after entry 1 refused {W[0]}"
    assert i7(*HOLDS) == [Broken("I7", what)]


def test_i7_a_refusal_counts_when_it_was_made():
    assert i7(*HOLDS, after=0) == []
    assert i7(*HOLDS, issued_first := replace(issued(1, W[0]), hop=1)) == []
    assert names(i7(*HOLDS, issued_first, after=1)) == ["I7"]
    assert names(i7(*HOLDS, issued_first, Cancelled(ticket_id(1)))) == ["I7"]


def test_i7_without_a_place_of_these_slots_there_is_nothing_to_give():
    assert i7(*HOLDS, slots=frozenset({at("09:30")})) == []
    assert i7(*HOLDS, slots=frozenset()) == []
    assert i7(*HOLDS, Returned((walk_ins(count=1),))) == []
    assert i7(*HOLDS, Given(TransferId("t"), K2, (walk_ins(count=1, hop=2),))) == []
    assert i7(lease("1-1", numbers=(1, 2))) == []


def test_i7_without_a_number_there_is_nothing_to_give():
    assert i7(lease("1-1", walk_ins())) == []
    assert i7(*HOLDS, letter="C") == []


def test_i7_a_green_or_extra_place_is_no_walk_ins():
    for lane in (Lane.GREEN, Lane.EXTRA):
        assert i7(lease("1-1", replace(walk_ins(count=1), lane=lane), numbers=(1, 2))) == []


def test_i7_released_and_received_places_are_walk_ins_too():
    released = replace(walk_ins(count=1), lane=Lane.BOOKED)
    assert names(i7(lease("1-1", released, numbers=(1, 2)))) == ["I7"]
    gift = Received(TransferId("t"), K2, (walk_ins(),))
    assert names(i7(gift, lease("1-1", numbers=(1, 2)))) == ["I7"]


def test_i7_what_a_kiosk_did_with_the_feed_is_looked_at_with_its_feed():
    assert names(i7(FeedApplied(2), check_in(1), *HOLDS, feed=FEED[:2])) == ["I7"]
