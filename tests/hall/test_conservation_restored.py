# SPDX-License-Identifier: Apache-2.0
"""I4 in halls with kiosks that a restored centre has not heard, or does not remember."""

from dataclasses import replace

import pytest

from hall.conservation import broken_i4
from hall.feed import CloseReason
from hall.ids import TransferId
from hall.owners import CENTRE, Owner, OwnerKind
from tests.hall.halls import Site, W, said
from tests.hall.leases import (
    K1,
    K2,
    NINE,
    at_kiosk,
    centre,
    lease,
    move,
    restore_of,
    tell,
    walk_ins,
)
from tests.hall.samples import ticket_id


def of_whom(site: Site, *words: str) -> None:
    """What I4 says of the first walk-in place; no words: nothing is broken."""
    assert said(broken_i4(site.hall())) == [f"{W[0]}: {word}" for word in words]


def unknown_kiosk() -> Site:
    """The second kiosk was enrolled after the backup and has the first place."""
    site = Site(centre(K1))
    backup = restore_of(site.centre, 2)
    site.centre.add_kiosk(K2)
    site.two.commit(site.grant(site.two, 1, 1))
    site.centre = backup
    return site


def test_what_a_kiosk_has_that_nobody_remembers_is_its_own():
    site = unknown_kiosk()
    of_whom(site)
    move(site.centre, W[0], CENTRE)
    of_whom(site, "centre, kiosk k2")


def test_what_is_given_to_it_and_what_it_frees_is_nobody_s():
    site = unknown_kiosk()
    site.one.meet(2)
    site.two.commit(site.two.holding.give_back([W[0]]))
    of_whom(site)
    move(site.centre, W[0], Owner(OwnerKind.TRANSFER, K2))
    of_whom(site)
    move(site.centre, W[0], at_kiosk(K1))
    of_whom(site)
    site.one.meet(2)
    tell(site.centre, site.one)
    of_whom(site, "no owner")


@pytest.mark.parametrize("fate", ["heard", "unheard"])
def test_a_ticket_that_was_cancelled_where_nobody_hears_of_it_keeps_its_place(fate: str):
    site = Site(centre(K1))
    site.one.commit(site.grant(site.one, 1, 1))
    site.issue(site.one, 1)
    tell(site.centre, site.one)
    site.one.commit(site.one.holding.cancel(ticket_id(1)))
    site.one.commit(site.one.holding.give(TransferId("t"), K2, [W[0]]))
    if fate == "heard":
        of_whom(site)
        tell(site.centre, site.one)
    else:
        site.centre = restore_of(site.centre, 2)
    of_whom(site)


def test_a_booking_of_a_lost_day_may_have_lost_its_place():
    site = Site()
    booking = site.book(1)
    backup = restore_of(site.centre, 2)
    site.centre.close(booking.booking_id, CloseReason.NO_SHOW)
    for _ in range(2):
        site.tell()
    site.centre.release_closed()
    site.centre.end_sale(*NINE)
    site.one.commit(site.grant(site.one, 1, 9))
    site.issue(site.one, 1, booking.place)
    site.centre = backup
    assert broken_i4(site.hall()) == []


def test_a_grant_that_was_on_its_way_may_have_been_somebody_else_s_since():
    site = Site()
    site.grant(site.one, 1, 1)
    site.two.commit(lease("1-9", walk_ins(count=1, hop=2)))
    of_whom(site, "grant to k1, kiosk k2")
    site.centre = restore_of(site.centre, 2)
    of_whom(site)


def test_what_a_lost_centre_gave_up_is_whoever_has_it_since():
    site = unknown_kiosk()
    move(site.centre, W[0], CENTRE)
    hall = site.hall()
    assert said(broken_i4(hall)) == [f"{W[0]}: centre, kiosk k2"]
    assert broken_i4(replace(hall, given_up=frozenset({K2}))) == []


def test_what_was_given_to_a_kiosk_that_a_lost_centre_gave_up_is_its_as_long_as_nobody_has_it():
    site = Site()
    site.one.commit(site.grant(site.one, 1, 1))
    site.one.commit(site.one.holding.give(TransferId("1"), K2, [W[0]]))
    gone = replace(site.hall(), given_up=frozenset({K2}))
    assert broken_i4(gone) == []
    site.centre = restore_of(site.centre, 2)
    site.one.meet(2)
    tell(site.centre, site.one)
    gone = replace(site.hall(), given_up=frozenset({K2}))
    assert broken_i4(gone) == []
    move(site.centre, W[0], at_kiosk(K1))
    assert said(broken_i4(gone)) == [f"{W[0]}: no owner"]
