# SPDX-License-Identifier: Apache-2.0
"""I3 and I4: who owns each place, in halls that are right and in halls that are forged."""

import copy
from collections.abc import Iterator
from dataclasses import replace

import pytest

from hall.booking import HoldAction
from hall.conservation import Hall, broken_i3_of_hall, broken_i4
from hall.feed import CloseReason
from hall.ids import HoldId, TransferId
from hall.invariants import Broken
from hall.owners import CENTRE, FROZEN, ONLINE, WITHDRAWN, Owner, OwnerKind
from hall.place import Lane
from tests.hall.halls import EARLY, Site, W, granted_site, said
from tests.hall.leases import K1, K2, NINE, NOON, at_kiosk, lease, on_ticket, walk_ins
from tests.hall.samples import place, ticket_id

B0 = place("09:00", Lane.BOOKED)
T1, T2 = TransferId("t-1"), TransferId("t-2")


# Right halls


def places_of_kiosks(site: Site) -> Iterator[Hall]:
    """Granted, sold, cancelled, given and returned, and each of it still on its way."""
    yield site.hall()
    granted = site.grant(site.one, 1, 4)
    yield site.hall()
    site.one.commit(granted)
    yield site.hall()
    site.issue(site.one, 1)
    site.issue(site.one, 2)
    yield site.hall()
    site.one.commit(site.one.holding.cancel(ticket_id(1)))
    yield site.hall()
    gift = site.one.holding.give(T1, K2, [W[2]])
    site.one.commit(gift)
    yield site.hall()
    site.tell()
    yield site.hall()
    site.two.commit(site.two.holding.receive(gift, K1))
    yield site.hall()
    site.two.commit(site.two.holding.give_back([W[2]]))
    yield site.hall()
    site.tell()
    yield site.hall()
    site.ledger.reduce(*NINE, Lane.WALK_IN, 2)
    yield site.hall()
    site.tell()
    site.one.commit(site.one.holding.answer(1))
    yield site.hall()
    site.tell()
    yield site.hall()


def places_of_the_sale(site: Site) -> Iterator[Hall]:
    """Held, let go, booked, checked in, closed, released and granted on."""
    first, second = site.book(1), site.book(2)
    yield site.hall()
    site.tell()
    site.one.commit(site.one.holding.check_in(first.booking_id))
    yield site.hall()
    site.two.commit(site.two.holding.check_in(first.booking_id))
    yield site.hall()
    site.tell()
    site.one.commit(site.one.holding.cancel(first.ticket_id))
    yield site.hall()
    site.ledger.sale.close(second.booking_id, CloseReason.NO_SHOW)
    site.tell()
    site.tell()
    yield site.hall()
    assert site.ledger.release_closed() == (second.place,)
    yield site.hall()
    extra = site.grant(site.one, 1, 1, lane=Lane.EXTRA)
    site.one.commit(extra)
    site.two.commit(site.grant(site.two, 1, 5))
    yield site.hall()
    site.one.commit(site.one.holding.check_in(second.booking_id))
    site.issue(site.two, 7, second.place)
    yield site.hall()
    site.tell()
    yield site.hall()


def places_that_are_held(site: Site) -> Iterator[Hall]:
    """Held, and let go before and after the end of the sale."""
    first, second = site.hold(1), site.hold(2)
    yield site.hall()
    site.ledger.sale.drop(first, HoldAction.RELEASE, EARLY)
    yield site.hall()
    site.ledger.sale.end_sale(*NINE)
    yield site.hall()
    site.ledger.sale.drop(second, HoldAction.EXPIRE, NOON)
    yield site.hall()
    site.ledger.reduce(*NINE, Lane.BOOKED, 1)
    yield site.hall()


def kiosks_that_are_given_up(site: Site) -> Iterator[Hall]:
    """With a ticket, with a place, with a gift that was received and one that was not."""
    site.two.commit(site.grant(site.two, 1, 2))
    site.issue(site.two, 1)
    site.one.commit(site.grant(site.one, 1, 2))
    gift = site.one.holding.give(T1, K2, [W[2]])
    site.one.commit(gift)
    site.tell()
    site.two.commit(site.two.holding.receive(gift, K1))
    yield site.hall(K2)
    site.tell()
    site.one.commit(site.one.holding.give(T2, K2, [W[3]]))
    yield site.hall(K2)
    site.ledger.give_up(K2, NOON)
    yield site.hall(K2)
    site.ledger.apply_log(site.one.part(), NOON)
    yield site.hall(K2)
    site.one.commit(site.grant(site.one, 2, 9))
    yield site.hall(K2)


def gifts_to_a_kiosk_that_is_given_up(site: Site) -> Iterator[Hall]:
    """The centre knows of the gift before it hears that nobody can have received it."""
    site.one.commit(site.grant(site.one, 1, 2))
    site.one.commit(site.one.holding.give(T1, K2, [W[0]]))
    site.tell()
    yield site.hall(K2)
    site.ledger.give_up(K2, NOON)
    yield site.hall(K2)


def centres_that_are_restored(site: Site) -> Iterator[Hall]:
    """From a backup that knows neither the grants, nor what was sold, nor a booking."""
    first = site.book(1)
    granted = site.grant(site.one, 1, 1)
    site.hold(3)
    backup = copy.deepcopy(site.ledger)
    site.tell()
    site.one.commit(granted)
    site.two.commit(site.grant(site.two, 1, 1))
    site.issue(site.two, 1)
    site.ledger.sale.close(first.booking_id, CloseReason.CANCELLED)
    site.tell()
    site.tell()
    site.ledger.release_closed()
    site.ledger.sale.end_sale(*NINE)
    site.two.commit(site.grant(site.two, 2, 5))
    site.issue(site.two, 2, first.place)
    yield site.hall()
    site.ledger = backup.restored(2)
    yield site.hall()
    for kiosk in (site.one, site.two):
        kiosk.meet(2)
        site.ledger.apply_log(kiosk.part(), NOON)
        yield site.hall()
    assert not site.ledger.is_recovering


@pytest.mark.parametrize(
    "day",
    [
        places_of_kiosks,
        places_of_the_sale,
        places_that_are_held,
        kiosks_that_are_given_up,
        gifts_to_a_kiosk_that_is_given_up,
        centres_that_are_restored,
    ],
)
def test_i3_and_i4_hold_after_every_step_of_a_right_day(day):
    for hall in day(Site()):
        assert broken_i3_of_hall(hall) == []
        assert broken_i4(hall) == []


# I3


@pytest.mark.parametrize("lane", [Lane.WALK_IN, Lane.GREEN])
@pytest.mark.parametrize(
    ("owner", "label"),
    [
        (ONLINE, "online"),
        (Owner(OwnerKind.HOLD, HoldId(ticket_id(5))), f"hold {ticket_id(5)}"),
        (Owner(OwnerKind.BOOKING, ticket_id(6)), f"booking {ticket_id(6)}"),
    ],
)
def test_i3_a_walk_ins_place_that_goes_online_is_found(lane: Lane, owner: Owner, label: str):
    site = Site()
    walk_in = place("09:00", lane)
    site.ledger.owners.move(walk_in, owner)
    assert broken_i3_of_hall(site.hall()) == [Broken("I3", f"{walk_in}: {label}")]


@pytest.mark.parametrize("owner", [CENTRE, WITHDRAWN, FROZEN, at_kiosk(K1), on_ticket(1)])
def test_i3_a_place_of_the_online_quota_may_go_to_walk_ins(owner: Owner):
    site = Site()
    site.ledger.owners.move(B0, owner)
    site.ledger.owners.move(W[0], owner)
    assert broken_i3_of_hall(site.hall()) == []


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
    site.ledger.owners.move(W[0], CENTRE)
    assert owners_of(0, site) == ["centre, kiosk k1"]


def test_i4_a_place_granted_a_second_time_is_found():
    site = granted_site()
    site.ledger.owners.move(W[0], CENTRE)
    site.grant(site.two, 2, 1)
    assert owners_of(0, site) == ["grant to k2, kiosk k1"]
    site.ledger.owners.move(W[0], CENTRE)
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
    site.ledger.owners.move(W[0], owner)
    label = owner.kind if owner.of is None else f"{owner.kind} {owner.of}"
    assert owners_of(0, site) == [", ".join(sorted((label, "kiosk k1")))]


def test_i4_a_booking_on_a_place_with_another_ticket_is_found():
    site = granted_site()
    site.issue(site.one, 1, W[0])
    site.ledger.owners.move(W[0], Owner(OwnerKind.BOOKING, ticket_id(1)))
    assert owners_of(0, site) == []
    site.ledger.owners.move(W[0], Owner(OwnerKind.BOOKING, ticket_id(2)))
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
    site.ledger.owners.move(W[1], CENTRE)
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
    site.ledger.give_up(K2, NOON)
    assert owners_of(0, site) == []
    site.ledger.owners.move(W[0], CENTRE)
    assert owners_of(0, site) == ["centre, transfer t-1"]


def test_i4_a_frozen_place_belongs_to_whoever_else_has_it():
    site = granted_site()
    site.ledger.owners.move(W[0], FROZEN)
    site.ledger.owners.move(W[3], FROZEN)
    assert owners_of(0, site) == []


# I4: no owner


@pytest.mark.parametrize("owner", [at_kiosk(K1), on_ticket(1), Owner(OwnerKind.TRANSFER, K2)])
def test_i4_a_place_that_only_the_book_gives_away_is_found(owner: Owner):
    site = granted_site()
    site.ledger.owners.move(W[3], owner)
    assert owners_of(3, site) == ["no owner"]


def test_i4_a_return_that_was_told_and_did_not_count_is_found():
    site = granted_site()
    site.one.commit(site.one.holding.give_back([W[0]]))
    assert owners_of(0, site) == []
    site.tell()
    site.ledger.owners.move(W[0], at_kiosk(K1))
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
    site.ledger.give_up(K2, NOON)
    assert said(broken_i4(site.hall())) == [f"{unknown}: no such place"]
