# SPDX-License-Identifier: Apache-2.0
"""I1 to I3 of a hall of two kiosks."""

from dataclasses import replace
from itertools import chain

import pytest

from hall.ids import ServiceId
from hall.invariants import (
    Allowance,
    Broken,
    broken_i1,
    broken_i2_of_hall,
    broken_i3,
    tickets_of,
)
from hall.log import Cancelled, Issued
from hall.place import Lane, Place
from tests.hall.halls import check_in, logs, names
from tests.hall.leases import (
    EXTRAS,
    QUOTAS,
    extra,
    walk_ins,
)
from tests.hall.samples import ESTATE_ID, issued, place, ticket_id

ALLOWED = Allowance(QUOTAS, EXTRAS)
"""Of a slot 2 booked, 4 walk-in, 1 green; 2 extras."""
SLOT = "('estate', datetime.datetime(2026, 3, 2, 1, 0, tzinfo=datetime.timezone.utc))"
W = tuple(walk_ins(count=9).places())
GREEN = place("09:00", Lane.GREEN)


def sold(count: int, first: int = 0) -> tuple[Issued, ...]:
    return tuple(issued(number + 1, W[number]) for number in range(first, first + count))


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
    twice = logs(issued(7, W[0]), k2=(issued(7, W[1], ticket=8),))
    assert broken_i1(chain(*twice.values())) == [Broken("I1", "A007 on 2026-03-02: 2 tickets")]
    booked_once = logs(check_in(), k2=(check_in(),))
    assert broken_i1(chain(*booked_once.values())) == []


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
    three = [check_in(number) for number in (1, 2, 3)]
    assert broken_i3(logs(*three, Cancelled(three[2].ticket_id)), ALLOWED) == []
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
