# SPDX-License-Identifier: Apache-2.0
"""I5, I8 and I9: what must be true once all has been exchanged."""

from collections.abc import Callable

import pytest

from hall.conservation import broken_i4, broken_i5_of_hall, broken_i8, broken_i9
from hall.ids import KioskId, TicketId, TransferId
from hall.invariants import Broken, Paper
from hall.log import PrintStarted
from hall.numbering import TicketNumber
from hall.owners import CENTRE
from hall.place import Lane
from tests.hall.halls import Site, W, granted_site, said
from tests.hall.leases import K1, K2, NINE, NOON, at_kiosk, booked, lease, move, walk_ins
from tests.hall.samples import MONDAY, place, ticket_id

T1 = TransferId("t-1")


def healed() -> Site:
    """Tickets, a booking that is checked in at both kiosks, a gift and a return; all is exchanged."""
    site = granted_site()
    made = site.book(1)
    site.issue(site.one, 1, W[0])
    site.tell()
    for kiosk in (site.one, site.two):
        kiosk.commit(kiosk.holding.check_in(made.booking_id))
    gift = site.one.holding.give(T1, K2, [W[1]])
    site.one.commit(gift)
    site.two.commit(site.two.holding.receive(gift, K1), site.two.holding.give_back([W[2]]))
    site.tell()
    return site


def test_a_healed_hall_breaks_nothing():
    site = healed()
    hall = site.hall()
    assert broken_i4(hall) == broken_i8(hall) == broken_i9(hall) == []
    assert broken_i5_of_hall(hall, {}) == []


# I5


def paper(ticket: TicketId | None, number: int = 1) -> Paper:
    return Paper(MONDAY, TicketNumber("A", number), ticket)


def test_i5_the_centre_knows_every_ticket_on_paper():
    site = healed()
    checked_in = booked(number=1).booking.ticket_id
    papers = {K1: [paper(ticket_id(1)), paper(checked_in)], K2: [paper(checked_in)]}
    assert broken_i5_of_hall(site.hall(), papers) == []


@pytest.mark.parametrize("ticket", [ticket_id(99), None])
def test_i5_paper_of_a_ticket_the_centre_never_heard_of_is_found(ticket: TicketId | None):
    found = broken_i5_of_hall(healed().hall(), {K2: [paper(ticket_id(1)), paper(ticket, 3)]})
    assert found == [Broken("I5", "A003 of k2 is not known at the centre")]


def test_i5_paper_of_a_ticket_that_was_not_told_yet_is_found():
    site = healed()
    site.issue(site.two, 2, W[1])
    papers = {K2: [paper(ticket_id(2))]}
    assert [broken.invariant for broken in broken_i5_of_hall(site.hall(), papers)] == ["I5"]
    site.tell()
    assert broken_i5_of_hall(site.hall(), papers) == []


def test_i5_a_dead_kiosks_paper_is_entered_at_the_counter():
    assert broken_i5_of_hall(healed().hall(K2), {K2: [paper(ticket_id(99))]}) == []


# I8


def a_log_that_was_not_sent(site: Site) -> None:
    site.one.commit(PrintStarted(ticket_id(1)))


def a_log_of_which_the_end_was_lost(site: Site) -> None:
    for ticket in (1, 2):
        site.one.commit(PrintStarted(ticket_id(ticket)))
    site.centre.take_log(site.one.part(end=len(site.one.log) - 1), NOON)


def a_feed_that_was_not_taken(site: Site) -> None:
    site.centre.ask_return(K2, *NINE, Lane.WALK_IN)
    site.one.take(site.centre.feed.after(site.one.holding.cursor))
    site.centre.take_log(site.one.part(), NOON)


def a_grant_that_has_not_arrived(site: Site) -> None:
    site.grant(site.one, 2, 1)


def a_grant_of_numbers_alone(site: Site) -> None:
    """No place is on its way, but the kiosk may be without numbers."""
    site.grant(site.one, 2, 0)


def a_gift_that_has_not_arrived(site: Site) -> None:
    site.two.commit(site.two.holding.give(TransferId("t-2"), K1, [W[1]]))
    site.tell()


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (a_log_that_was_not_sent, "the log of k1 is not applied"),
        (a_log_of_which_the_end_was_lost, "the log of k1 is not applied"),
        (a_feed_that_was_not_taken, "k2 has not applied the feed"),
        (a_grant_that_has_not_arrived, "a grant to k1 is on its way"),
        (a_grant_of_numbers_alone, "a grant to k1 is on its way"),
        (a_gift_that_has_not_arrived, "transfer t-2 to k1 is on its way"),
    ],
)
def test_i8_what_is_still_on_its_way_is_found(make: Callable[[Site], None], what: str):
    site = healed()
    make(site)
    assert broken_i8(site.hall()) == [Broken("I8", what)]


@pytest.mark.parametrize(
    ("make", "dead"),
    [
        (a_log_that_was_not_sent, K1),
        (a_feed_that_was_not_taken, K2),
        (a_grant_that_has_not_arrived, K1),
        (a_gift_that_has_not_arrived, K1),
        (a_gift_that_has_not_arrived, K2),
    ],
)
def test_i8_nobody_waits_for_the_dead(make: Callable[[Site], None], dead: KioskId):
    site = healed()
    make(site)
    assert broken_i8(site.hall(dead)) == []


def test_i8_all_that_is_on_its_way_is_named():
    site = healed()
    a_grant_that_has_not_arrived(site)
    a_feed_that_was_not_taken(site)
    site.two.commit(site.two.holding.give(TransferId("t-2"), K1, [W[1]]))
    assert said(broken_i8(site.hall())) == [
        "a grant to k1 is on its way",
        "transfer t-2 to k1 is on its way",
        "the log of k2 is not applied",
        "k2 has not applied the feed",
    ]


# I9


def test_i9_what_a_kiosk_holds_and_nobody_granted_is_found():
    site = healed()
    site.one.commit(lease("forged", walk_ins(3, 1)))
    assert broken_i9(site.hall()) == [Broken("I9", f"k1: {W[3]}, hop 1")]


def test_i9_what_the_book_says_a_kiosk_holds_and_it_does_not_is_found():
    site = healed()
    move(site.centre, W[3], at_kiosk(K2), 4)
    assert broken_i9(site.hall()) == [Broken("I9", f"k2: {W[3]}, hop 4")]


def test_i9_a_place_the_book_has_lost_is_found():
    site = healed()
    move(site.centre, W[1], CENTRE)
    assert broken_i9(site.hall()) == [Broken("I9", f"k2: {W[1]}, hop 2")]


def test_i9_another_hop_is_found():
    site = healed()
    move(site.centre, W[1], at_kiosk(K2), 3)
    assert said(broken_i9(site.hall())) == [f"k2: {W[1]}, hop 2", f"k2: {W[1]}, hop 3"]


def test_i9_the_dead_are_not_asked():
    site = healed()
    move(site.centre, place("09:30"), at_kiosk(K2), 1)
    assert len(broken_i9(site.hall())) == 1
    assert broken_i9(site.hall(K2)) == []
