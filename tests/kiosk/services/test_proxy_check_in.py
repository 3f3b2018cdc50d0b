# SPDX-License-Identifier: Apache-2.0
"""Somebody checks in a relative's booking: whose ticket it is, who took it, and how many a day."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from hall.identity import IdentityDigest
from hall.log import CheckedIn
from kiosk.services.bookings import list_bookings
from kiosk.services.cancel import cancel
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.errors import ProxyCheckInError, ProxyLimitError
from kiosk.services.print_ticket import reprint
from kiosk.store.abstract import UnitOfWork
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.services.booked import booking, fill, opened, tell, tell_ticket
from tests.kiosk.services.relatives import BOOKINGS, RULES, TEN, take, taken, wish
from tests.kiosk.services.samples import ALICE, BOB, ESTATE, MONDAY


@pytest.fixture(params=["fake", "sqlite"])
def booked(request: pytest.FixtureRequest, morning: Path, tmp_path: Path) -> Iterator[UnitOfWork]:
    """A kiosk of a centre: Alice has booked for ten and half past ten."""
    if request.param == "fake":
        fake = FakeUnitOfWork()
        fill(fake)
        tell(fake, *BOOKINGS)
        yield fake
        return
    with opened(morning, tmp_path) as unit:
        tell(unit, *BOOKINGS)
        yield unit


def test_a_relatives_booking_is_checked_in_by_a_proxy(booked: UnitOfWork) -> None:
    made = check_in(booked, RULES, wish(), TEN)
    assert (made.digest, made.proxy, made.place) == (ALICE, BOB, BOOKINGS[0].place)
    with booked:
        kept = booked.tickets.find(made.ticket_id)
    assert kept is not None
    assert (kept.digest, kept.proxy) == (ALICE, BOB)
    assert taken(booked) == 1
    assert [view.booking.number for view in list_bookings(booked, RULES, ALICE, TEN)] == [
        BOOKINGS[1].number
    ]


@pytest.mark.parametrize("present", [None, ALICE])
def test_ones_own_booking_needs_no_proxy(
    booked: UnitOfWork, present: IdentityDigest | None
) -> None:
    rules = replace(RULES, proxy_limit=0)
    assert check_in(booked, rules, wish(present=present), TEN).proxy is None


def test_a_booking_of_whom_nobody_told_is_somebody_elses(booked: UnitOfWork) -> None:
    """A signed code alone does not say whose it is."""
    stranger = booking(9, digest=None)
    made = check_in(booked, RULES, CheckInRequest(stranger, MONDAY, present=BOB), TEN)
    assert (made.digest, made.proxy) == (None, BOB)


def test_check_ins_and_numbers_for_others_count_together(booked: UnitOfWork) -> None:
    rules = replace(RULES, proxy_limit=1)
    first = check_in(booked, rules, wish(0), TEN)
    with booked:
        before = booked.log.end()
    with pytest.raises(ProxyCheckInError) as refused:
        check_in(booked, rules, wish(1), TEN)
    assert refused.value.booking is None
    assert refused.value.fields == {"service_id": ESTATE, "limit": 1}
    with pytest.raises(ProxyLimitError):
        take(booked, 5, limit=1)
    with booked:
        assert booked.log.end() == before
    assert check_in(booked, rules, wish(0), TEN).proxy == first.proxy == BOB
    cancel(booked, first.ticket_id, TEN)
    assert check_in(booked, rules, wish(1), TEN).proxy == BOB


def test_a_booking_two_kiosks_checked_in_counts_once(booked: UnitOfWork) -> None:
    check_in(booked, RULES, wish(), TEN)
    tell_ticket(booked, BOOKINGS[0])
    with booked:
        seen = booked.site_tickets.find(BOOKINGS[0].ticket_id)
        assert seen is not None
        booked.site_tickets.put(replace(seen, proxy=BOB))
        booked.commit()
    assert taken(booked) == 1


def test_a_copy_of_a_ticket_of_another_kiosk_keeps_who_took_it(booked: UnitOfWork) -> None:
    tell_ticket(booked, BOOKINGS[0])
    with booked:
        seen = booked.site_tickets.find(BOOKINGS[0].ticket_id)
        assert seen is not None
        booked.site_tickets.put(replace(seen, proxy=BOB))
        booked.commit()
    copy = reprint(booked, RULES, BOOKINGS[0].ticket_id, TEN)
    assert (copy.digest, copy.proxy) == (ALICE, BOB)
    with booked:
        made = [each.body for each in booked.log.entries() if isinstance(each.body, CheckedIn)]
    assert len(made) == 1
