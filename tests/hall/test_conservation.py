# SPDX-License-Identifier: Apache-2.0
"""I3 and I4: who owns each place, after every step of days that are right; and R4."""

import copy
from collections.abc import Iterator

import pytest

from hall.booking import HoldAction
from hall.conservation import Hall, broken_i3_of_hall, broken_i4
from hall.feed import CloseReason
from hall.ids import HoldId, TransferId
from hall.invariants import Broken
from hall.owners import CENTRE, FROZEN, ONLINE, WITHDRAWN, Owner, OwnerKind
from hall.place import Lane
from tests.hall.halls import EARLY, Site, W
from tests.hall.leases import K1, K2, NINE, NOON, SILENT, at_kiosk, move, on_ticket, restore_of
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
    site.centre.reduce(*NINE, Lane.WALK_IN, 2)
    yield site.hall()
    site.tell()
    site.one.commit(site.one.holding.answer(site.one.holding.cursor))
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
    site.centre.close(second.booking_id, CloseReason.NO_SHOW)
    site.tell()
    site.tell()
    yield site.hall()
    assert site.centre.release_closed() == (second.place,)
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
    site.centre.drop(first, HoldAction.RELEASE, EARLY)
    yield site.hall()
    site.centre.end_sale(*NINE)
    yield site.hall()
    site.centre.drop(second, HoldAction.EXPIRE, NOON)
    yield site.hall()
    site.centre.reduce(*NINE, Lane.BOOKED, 1)
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
    site.centre.give_up(K2, NOON, SILENT)
    yield site.hall(K2)
    site.centre.take_log(site.one.part(), NOON)
    yield site.hall(K2)
    site.one.commit(site.grant(site.one, 2, 9))
    yield site.hall(K2)


def gifts_to_a_kiosk_that_is_given_up(site: Site) -> Iterator[Hall]:
    """The centre knows of the gift before it hears that nobody can have received it."""
    site.one.commit(site.grant(site.one, 1, 2))
    site.one.commit(site.one.holding.give(T1, K2, [W[0]]))
    site.tell()
    yield site.hall(K2)
    site.centre.give_up(K2, NOON, SILENT)
    yield site.hall(K2)


def centres_that_are_restored(site: Site) -> Iterator[Hall]:
    """From a backup that knows neither the grants, nor what was sold, nor a booking."""
    first = site.book(1)
    granted = site.grant(site.one, 1, 1)
    site.hold(3)
    backup = copy.deepcopy(site.centre)
    site.tell()
    site.one.commit(granted)
    site.two.commit(site.grant(site.two, 1, 1))
    site.issue(site.two, 1)
    site.centre.close(first.booking_id, CloseReason.CANCELLED)
    site.tell()
    site.tell()
    site.centre.release_closed()
    site.centre.end_sale(*NINE)
    site.two.commit(site.grant(site.two, 2, 5))
    site.issue(site.two, 2, first.place)
    yield site.hall()
    site.centre = restore_of(backup, 2)
    yield site.hall()
    for kiosk in (site.one, site.two):
        kiosk.meet(2)
        site.centre.take_log(kiosk.part(), NOON)
        yield site.hall()
    assert not site.centre.is_recovering


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
    move(site.centre, walk_in, owner)
    assert broken_i3_of_hall(site.hall()) == [Broken("I3", f"{walk_in}: {label}")]


@pytest.mark.parametrize("owner", [CENTRE, WITHDRAWN, FROZEN, at_kiosk(K1), on_ticket(1)])
def test_i3_a_place_of_the_online_quota_may_go_to_walk_ins(owner: Owner):
    site = Site()
    move(site.centre, B0, owner)
    move(site.centre, W[0], owner)
    assert broken_i3_of_hall(site.hall()) == []
