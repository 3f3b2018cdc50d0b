# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace

import pytest

from hall.feed import BookingClosed, CloseReason, FeedEntry
from hall.ids import ServiceId, TransferId
from hall.invariants import (
    Allowance,
    Broken,
    Logs,
    Refusal,
    broken_i1,
    broken_i2_of_hall,
    broken_i3,
    broken_i6,
    broken_i7,
    tickets_of,
)
from hall.log import Body, Cancelled, CheckedIn, FeedApplied, Given, Issued, Received, Returned
from hall.place import Lane, Place
from tests.hall.leases import (
    EXTRAS,
    K1,
    K2,
    QUOTAS,
    booked,
    extra,
    lease,
    news,
    walk_ins,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking, issued, log, place, ticket_id

ALLOWED = Allowance(QUOTAS, EXTRAS)
"""Of a slot 2 booked, 4 walk-in, 1 green; 2 extras."""
SLOT = "('estate', datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.timezone.utc))"
W = tuple(walk_ins(count=9).places())
GREEN = place("09:00", Lane.GREEN)


def logs(*of_k1: Body, k2: tuple[Body, ...] = ()) -> Logs:
    return {K1: log(*of_k1), K2: log(*k2)}


def check_in(number: int = 1, taken: Place | None = None, *, clock: str = "09:00") -> CheckedIn:
    """Of booking YA001 and so on, on its own place or another."""
    made = booking(clock, number)
    return CheckedIn(
        made.ticket_id,
        made.booking_id,
        MONDAY,
        ESTATE_ID,
        made.number,
        taken or made.place,
    )


def sold(count: int, first: int = 0) -> tuple[Issued, ...]:
    return tuple(issued(number + 1, W[number]) for number in range(first, first + count))


def names(found: list[Broken]) -> list[str]:
    return [broken.invariant for broken in found]


# Tickets


def test_a_ticket_that_was_cancelled_anywhere_counts_no_more():
    made = logs(*sold(2), k2=(Cancelled(ticket_id(1)), check_in(), Cancelled(ticket_id(3))))
    assert tickets_of(made) == {
        ticket_id(2): [sold(2)[1]],
        check_in().ticket_id: [check_in()],
    }


def test_a_booking_checked_in_at_two_kiosks_that_were_cut_off_is_one_ticket():
    made = logs(check_in(), k2=(check_in(),))
    assert tickets_of(made) == {check_in().ticket_id: [check_in(), check_in()]}


# I1


def test_i1_one_number_at_two_kiosks_is_found():
    made = logs(issued(7, W[0]), k2=(issued(7, W[1], ticket=8),))
    every_entry = [entry for one in made.values() for entry in one]
    assert broken_i1(every_entry) == [Broken("I1", "A007 on 2026-03-02: 2 tickets")]
    assert (
        broken_i1([entry for one in logs(check_in(), k2=(check_in(),)).values() for entry in one])
        == []
    )


# I2


def test_i2_a_full_slot_with_all_its_extras_is_right():
    made = logs(
        *sold(4),
        issued(5, GREEN),
        check_in(1),
        check_in(2),
        k2=(
            check_in(1),
            issued(6, extra(0)),
            check_in(3, extra(1)),
            issued(7),
            issued(8, place("09:30")),
        ),
    )
    assert broken_i2_of_hall(made, ALLOWED) == []


def test_i2_a_place_with_two_tickets_at_two_kiosks_is_found():
    made = logs(issued(1, W[0]), k2=(issued(2, W[0]),))
    assert broken_i2_of_hall(made, ALLOWED) == [Broken("I2", f"{W[0]}: 2 tickets")]


def test_i2_a_place_with_a_ticket_and_a_booking_is_found():
    made = logs(issued(1, check_in().place), k2=(check_in(),))
    assert names(broken_i2_of_hall(made, ALLOWED)) == ["I2"]


def test_i2_a_place_that_a_cancel_has_freed_is_sold_again():
    made = logs(issued(1, W[0]), Cancelled(ticket_id(1)), k2=(issued(2, W[0]),))
    assert broken_i2_of_hall(made, ALLOWED) == []


def test_i2_a_slot_with_more_tickets_than_places_is_found():
    assert broken_i2_of_hall(logs(*sold(7)), ALLOWED) == []
    assert broken_i2_of_hall(logs(*sold(7), k2=sold(1, 7)), ALLOWED) == [
        Broken("I2", f"{SLOT}: 8 tickets, capacity 7")
    ]


def test_i2_the_lanes_of_a_slot_count_together_and_slots_apart():
    seven = (*sold(6), issued(7, place("09:00", Lane.GREEN)))
    assert broken_i2_of_hall(logs(*seven, issued(8, place("09:30"))), ALLOWED) == []
    assert names(broken_i2_of_hall(logs(*seven, check_in()), ALLOWED)) == ["I2"]


def test_i2_cancelled_tickets_are_not_counted():
    assert broken_i2_of_hall(logs(*sold(8), Cancelled(ticket_id(3))), ALLOWED) == []


def test_i2_a_slot_that_never_had_a_quota_holds_nobody():
    made = logs(issued(1, place("16:30")), check_in(2, clock="10:00"))
    assert [broken.what[-23:] for broken in broken_i2_of_hall(made, ALLOWED)] == [
        ": 1 tickets, capacity 0",
        ": 1 tickets, capacity 0",
    ]


def test_i2_more_extras_than_the_manager_allowed_are_found():
    three = logs(issued(1, extra(0)), issued(2, extra(1)), k2=(check_in(1, extra(2)),))
    assert broken_i2_of_hall(three, ALLOWED) == [Broken("I2", "estate: 3 extras, allowed 2")]
    none = Allowance(QUOTAS, {})
    assert broken_i2_of_hall(logs(issued(1, extra())), none) == [
        Broken("I2", "estate: 1 extras, allowed 0")
    ]


def test_i2_extras_of_one_service_are_not_anothers():
    other = ServiceId("other")
    others = Place(other, extra().slot_start, Lane.EXTRA, 0)
    made = logs(issued(1, extra(0)), issued(2, extra(1)), replace(issued(3, others)))
    assert broken_i2_of_hall(made, Allowance(QUOTAS, {ESTATE_ID: 2, other: 1})) == []
    assert names(broken_i2_of_hall(made, Allowance(QUOTAS, {ESTATE_ID: 3}))) == ["I2"]


# I3


def test_i3_bookings_on_their_own_and_on_extra_places_are_right():
    without = replace(check_in(4), place=None)
    made = logs(check_in(1), check_in(2), check_in(3, extra()), without, k2=(check_in(1), *sold(3)))
    assert broken_i3(made, ALLOWED) == []


def test_i3_more_bookings_than_were_sold_online_are_found():
    made = logs(check_in(1), check_in(2), k2=(check_in(3),))
    assert broken_i3(made, ALLOWED) == [Broken("I3", f"{SLOT}: 3 booked, quota 2")]
    assert (
        broken_i3(
            logs(*(check_in(n) for n in (1, 2, 3)), Cancelled(check_in(3).ticket_id)), ALLOWED
        )
        == []
    )
    assert broken_i3(logs(check_in(1), check_in(2), check_in(3, clock="09:30")), ALLOWED) == []


def test_i3_a_booking_of_a_slot_that_never_had_a_quota_is_found():
    assert names(broken_i3(logs(check_in(1, clock="16:30")), ALLOWED)) == ["I3"]


def test_i3_a_released_place_sold_to_a_walk_in_is_no_booking():
    freed = [check_in(number).place for number in (1, 2, 3)]
    assert broken_i3(logs(*(issued(n, one) for n, one in enumerate(freed, 1))), ALLOWED) == []


@pytest.mark.parametrize("taken", [W[0], GREEN])
def test_i3_a_booking_on_a_walk_ins_place_is_found(taken: Place):
    made = logs(check_in(1, taken))
    assert broken_i3(made, ALLOWED) == [Broken("I3", f"YA001 has {taken}")]
    assert broken_i3(logs(check_in(1, taken), Cancelled(check_in(1).ticket_id)), ALLOWED) == []


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
    assert i6(*sold(1), Cancelled(ticket_id(1))) == []
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
