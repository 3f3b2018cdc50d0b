# SPDX-License-Identifier: Apache-2.0
"""I4: halls that are forged, so that a place has two owners, or none."""

from dataclasses import replace

import pytest

from hall.conservation import broken_i4
from hall.ids import HoldId, TransferId
from hall.owners import CENTRE, FROZEN, WITHDRAWN, Owner, OwnerKind
from hall.place import Lane
from tests.hall.halls import Site, W, granted_site, said
from tests.hall.leases import K1, K2, NOON, SILENT, at_kiosk, lease, move, on_ticket, walk_ins
from tests.hall.samples import place, ticket_id

B0 = place("09:00", Lane.BOOKED)
T1, T2 = TransferId("t-1"), TransferId("t-2")


# I4: two owners


def owners_of(which: int, site: Site) -> list[str]:
    """What I4 finds, all of it about one place: the labels."""
    found = broken_i4(site.hall())
    assert {broken.invariant for broken in found} <= {"I4"}
    prefix = f"{W[which]}: "
    assert all(what.startswith(prefix) for what in said(found))
    return [what.removeprefix(prefix) for what in said(found)]


def test_i4_a_place_two_kiosks_have_is_found():
    site = granted_site()
    site.two.commit(lease("forged", walk_ins(count=1)))
    assert owners_of(0, site) == ["kiosk k1, kiosk k2"]


def test_i4_a_place_on_a_ticket_that_another_kiosk_has_is_found():
    site = granted_site()
    site.issue(site.one, 1, W[0])
    assert owners_of(0, site) == []
    site.two.commit(lease("forged", walk_ins(count=1)))
    assert owners_of(0, site) == [f"kiosk k2, ticket {ticket_id(1)}"]


def test_i4_a_place_on_two_tickets_is_found():
    site = granted_site()
    site.issue(site.one, 1, W[0])
    site.two.commit(lease("forged", walk_ins(count=1)))
    site.issue(site.two, 2, W[0])
    assert owners_of(0, site) == [f"ticket {ticket_id(1)}, ticket {ticket_id(2)}"]


def test_i4_the_place_of_a_cancelled_ticket_sold_at_another_kiosk_is_found():
    site = granted_site()
    site.issue(site.one, 1, W[0])
    site.two.commit(lease("forged", walk_ins(count=1)))
    site.issue(site.two, 2, W[0])
    site.one.commit(site.one.holding.cancel(ticket_id(1)))
    assert owners_of(0, site) == [f"kiosk k1, ticket {ticket_id(2)}"]


def test_i4_a_place_that_the_centre_has_too_is_found():
    site = granted_site()
    move(site.centre, W[0], CENTRE)
    assert owners_of(0, site) == ["centre, kiosk k1"]


def test_i4_a_place_granted_a_second_time_is_found():
    site = granted_site()
    move(site.centre, W[0], CENTRE)
    site.grant(site.two, 2, 1)
    assert owners_of(0, site) == ["grant to k2, kiosk k1"]
    move(site.centre, W[0], CENTRE)
    site.grant(site.one, 2, 1)
    assert owners_of(0, site) == ["grant to k1, grant to k2, kiosk k1"]


@pytest.mark.parametrize(
    "owner",
    [
        Owner(OwnerKind.HOLD, HoldId(ticket_id(5))),
        Owner(OwnerKind.BOOKING, ticket_id(5)),
        WITHDRAWN,
    ],
)
def test_i4_a_kiosks_place_that_the_book_says_is_somebody_elses_is_found(owner: Owner):
    site = granted_site()
    move(site.centre, W[0], owner)
    label = owner.kind if owner.of is None else f"{owner.kind} {owner.of}"
    assert owners_of(0, site) == [", ".join(sorted((label, "kiosk k1")))]


def test_i4_a_booking_on_a_place_with_another_ticket_is_found():
    site = granted_site()
    site.issue(site.one, 1, W[0])
    move(site.centre, W[0], Owner(OwnerKind.BOOKING, ticket_id(1)))
    assert owners_of(0, site) == []
    move(site.centre, W[0], Owner(OwnerKind.BOOKING, ticket_id(2)))
    assert owners_of(0, site) == [f"booking {ticket_id(2)}, ticket {ticket_id(1)}"]


def test_i4_the_place_of_a_cancelled_check_in_that_a_kiosk_has_is_found():
    site = Site()
    made = site.book(1)
    site.tell()
    site.one.commit(site.one.holding.check_in(made.booking_id))
    site.one.commit(site.one.holding.cancel(made.ticket_id))
    assert broken_i4(site.hall()) == []
    site.one.commit(lease("forged", replace(walk_ins(count=1), lane=Lane.BOOKED)))
    assert said(broken_i4(site.hall())) == [f"{B0}: kiosk k1, ticket {made.ticket_id}"]


def test_i4_a_return_of_what_another_kiosk_has_is_found():
    site = granted_site()
    site.two.commit(lease("forged", walk_ins(count=1)))
    site.two.commit(site.two.holding.give_back([W[0]]))
    assert owners_of(0, site) == ["kiosk k1, return of k2"]


def test_i4_a_return_outside_the_log_is_found():
    site = granted_site()
    move(site.centre, W[1], CENTRE)
    site.two.commit(site.grant(site.two, 2, 1))
    assert owners_of(1, site) == ["kiosk k1, kiosk k2"]


def test_i4_a_place_on_its_way_to_a_peer_and_elsewhere_is_found():
    site = granted_site()
    site.one.commit(site.one.holding.give(T1, K2, [W[0]]))
    assert owners_of(0, site) == []
    site.two.commit(lease("forged", walk_ins(count=1)))
    assert owners_of(0, site) == ["kiosk k2, transfer t-1"]
    site.two.commit(site.two.holding.give(T2, K1, [W[0]]))
    assert owners_of(0, site) == ["transfer t-1, transfer t-2"]


def test_i4_a_gift_that_was_sent_on_and_received_again_is_found():
    site = granted_site()
    gift = site.one.holding.give(T1, K2, [W[0]])
    site.one.commit(gift)
    received = site.two.holding.receive(gift, K1)
    site.two.commit(received)
    site.two.commit(site.two.holding.give_back([W[0]]))
    site.tell()
    assert owners_of(0, site) == []
    site.two.commit(received)
    assert owners_of(0, site) == ["centre, kiosk k2"]


def test_i4_a_gift_to_a_kiosk_that_was_given_up_is_found_where_the_centre_has_it_too():
    site = granted_site()
    site.one.commit(site.one.holding.give(T1, K2, [W[0]]))
    site.centre.give_up(K2, NOON, SILENT)
    assert owners_of(0, site) == []
    move(site.centre, W[0], CENTRE)
    assert owners_of(0, site) == ["centre, transfer t-1"]


def test_i4_a_frozen_place_belongs_to_whoever_else_has_it():
    site = granted_site()
    move(site.centre, W[0], FROZEN)
    move(site.centre, W[3], FROZEN)
    assert owners_of(0, site) == []


# I4: no owner


@pytest.mark.parametrize("owner", [at_kiosk(K1), on_ticket(1), Owner(OwnerKind.TRANSFER, K2)])
def test_i4_a_place_that_only_the_book_gives_away_is_found(owner: Owner):
    site = granted_site()
    move(site.centre, W[3], owner)
    assert owners_of(3, site) == ["no owner"]


def test_i4_a_return_that_was_told_and_did_not_count_is_found():
    site = granted_site()
    site.one.commit(site.one.holding.give_back([W[0]]))
    assert owners_of(0, site) == []
    site.tell()
    move(site.centre, W[0], at_kiosk(K1))
    assert owners_of(0, site) == ["no owner"]


# I4: no such place


def test_i4_a_place_there_never_was_is_found():
    site = granted_site()
    site.one.commit(lease("forged", walk_ins(20, 1)))
    assert [each[-15:] for each in said(broken_i4(site.hall()))] == [": no such place"]


def test_i4_a_gift_of_a_place_there_never_was_is_found():
    site = granted_site()
    site.one.commit(lease("forged", walk_ins(20, 1)))
    (unknown,) = walk_ins(20, 1).places()
    site.one.commit(site.one.holding.give(T1, K2, [unknown]))
    site.centre.give_up(K2, NOON, SILENT)
    assert said(broken_i4(site.hall())) == [f"{unknown}: no such place"]
