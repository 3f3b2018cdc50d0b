# SPDX-License-Identifier: Apache-2.0
"""A restored centre and its days: open, over, not opened yet."""

from dataclasses import replace

import pytest

from hall.errors import SoldOutError, UnknownDayError
from hall.ids import BookingId, HoldId, KioskId
from hall.owners import CENTRE, FROZEN, ONLINE
from hall.place import Lane
from hall.site_book import SiteBook
from tests.hall.leases import (
    K1,
    K2,
    NINE,
    NOON,
    Kiosk,
    at_kiosk,
    book_of,
    centre,
    day_of,
    on_ticket,
    owner,
    refused,
    replayed,
    restore_of,
    tell,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, place, ticket_id
from tests.hall.two_days import (
    HOLD,
    NEXT_NINE,
    NEXT_W,
    NOW,
    OPENED,
    TUESDAY,
    W,
    holder,
    issue,
    two_days,
)


def recover(site: SiteBook, *kiosks: KioskId) -> None:
    """They never had anything, and say so."""
    for kiosk_id in kiosks:
        kiosk = Kiosk(kiosk_id)
        kiosk.meet(site.epoch)
        tell(site, kiosk)


@pytest.mark.parametrize("kiosks", [(K1, K2), ()])
@pytest.mark.parametrize("is_opened_first", [True, False])
def test_days_that_the_lost_centre_may_have_sold_are_not_sold_again(kiosks, is_opened_first):
    site = book_of(day_of(), *kiosks)
    site.restore(2, TUESDAY, MONDAY)
    if is_opened_first:
        site.open_day(OPENED)
    recover(site, *kiosks)
    site.open_day(OPENED)
    assert not site.is_recovering
    booked = replace(place("09:00", Lane.BOOKED), slot_start=NEXT_NINE)
    assert [owner(site, each) for each in (booked, NEXT_W[0])] == [FROZEN, CENTRE]
    with refused(SoldOutError, site):
        site.hold(HOLD, ESTATE_ID, NEXT_NINE, NOON)


def test_a_restored_centre_hears_of_days_that_are_over_and_not_of_days_that_are_not_open():
    site = two_days()
    one = holder(site)
    backup = replayed(centre(K1, K2))
    backup.restore(2, TUESDAY)
    one.meet(2)
    with refused(UnknownDayError, backup):
        tell(backup, one)
    backup.open_day(OPENED)
    backup.begin(TUESDAY, OPENED.day.start)
    tell(backup, one)
    assert backup.owners.of_kiosk(K1) == dict.fromkeys(NEXT_W, 1)


def test_a_restored_centre_sells_the_days_that_nobody_can_have_sold():
    site = restore_of(centre(K1, K2), 2, MONDAY)
    site.open_day(OPENED)
    assert site.hold(HOLD, ESTATE_ID, NEXT_NINE, NOON).place.slot_start == NEXT_NINE


def test_a_restore_freezes_all_open_days_and_the_logs_explain_both():
    site = two_days()
    backup = replayed(site)
    one = holder(site)
    issue(one, 1, NEXT_W[0])
    backup.restore(2, TUESDAY)
    assert owner(backup, place("09:00", Lane.BOOKED)) == FROZEN != ONLINE
    for kiosk in (one, Kiosk(K2)):
        kiosk.meet(2)
        tell(backup, kiosk)
    assert owner(backup, W[0]) == at_kiosk(K1)
    assert owner(backup, NEXT_W[0]) == on_ticket(1)
    assert backup.owners.of_kiosk(K1) == one.holding.free


def test_a_kiosk_that_is_waited_for_may_have_heard_what_the_centre_forgot():
    site = centre(K1, K2)
    backup = restore_of(site, 2)
    for number in range(2):
        site.hold(HoldId(ticket_id(number)), *NINE, at("08:10"))
        site.book(HoldId(ticket_id(number)), BookingId(ticket_id(200 + number)), NOW)
    one = Kiosk(K1)
    one.take(site.feed.after(0))
    one.meet(2)
    tell(backup, one)
    assert one.holding.cursor == site.seq
    assert backup.account(K1).feed_cursor == one.holding.cursor < backup.seq
