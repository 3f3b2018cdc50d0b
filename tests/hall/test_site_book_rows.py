# SPDX-License-Identifier: Apache-2.0
"""A book that is read from the rows of its journal and from what was stored of its kiosks."""

from hall.account import Account
from hall.errors import LogError
from hall.journal import EVERY_DAY, JournalEntry, KioskAdded, KioskLogged, SiteDescribed
from hall.log import PrintStarted, StaffActed
from hall.place import Lane
from hall.site_book import SiteBook
from tests.hall.leases import (
    DAY_START,
    K1,
    K2,
    NINE,
    NOON,
    SILENT,
    Kiosk,
    centre,
    facts,
    refused,
    rows_of,
    tell,
    wish,
)
from tests.hall.samples import MONDAY, ticket_id
from tests.hall.two_days import NEXT_W, NOW, OPENED, TUESDAY, W, dates_of, holder, issue, two_days


def test_an_entry_stands_under_the_last_day_it_is_about():
    site = two_days()
    one = holder(site)
    issue(one, 1, NEXT_W[0])
    one.commit(PrintStarted(ticket_id(1)), PrintStarted(ticket_id(7)), StaffActed("act", "desk"))
    one.commit(one.holding.give_back([W[2], NEXT_W[2]]), one.holding.give_back([W[1]]))
    one.commit(one.holding.give_back([]))
    tell(site, one)
    assert dates_of(site, KioskLogged.kind) == [
        *(MONDAY, TUESDAY),
        *(TUESDAY, TUESDAY, MONDAY, MONDAY),
        *(TUESDAY, MONDAY, MONDAY),
    ]


def test_the_rows_of_open_days_are_enough_to_know_them():
    site = two_days()
    one = holder(site)
    issue(one, 1, W[0])
    issue(one, 2, NEXT_W[0])
    one.commit(one.holding.give_back([W[2], NEXT_W[2]]))
    tell(site, one)
    site.begin(TUESDAY, OPENED.day.start)
    again = SiteBook(site._journal, TUESDAY, OPENED.day.start)
    for row in rows_of(site):
        if row.business_date >= TUESDAY:
            again.apply(row)
    for kiosk_id in site.kiosks:
        again.recall(kiosk_id, site.account(kiosk_id))
    assert facts(again) == facts(site)


def test_what_every_day_needs_is_never_left_out():
    site = two_days()
    tell(site, Kiosk(K1), Kiosk(K2))
    site.give_up(K2, NOON, SILENT)
    site.restore(2, TUESDAY)
    kinds = {row.body.kind for row in rows_of(site) if row.business_date == EVERY_DAY}
    assert kinds == {"kiosk_added", "kiosk_given_up", "centre_restored"}


def test_what_was_stored_of_a_kiosk_is_recalled_and_what_is_newer_stays():
    site = centre(K1)
    one = holder_of_today(site)
    tell(site, one)
    known = site.account(K1)
    again = SiteBook(site._journal, MONDAY, DAY_START)
    again._apply(1, EVERY_DAY, KioskAdded(K1))
    again.recall(K1, known)
    assert again.account(K1) == known
    again.recall(K1, Account(applied=1, end=9, heard_at=NOW))
    assert again.account(K1) == known
    again.recall(K1, Account())
    assert again.account(K1) == known


def test_rows_that_counted_before_the_book_was_thrown_away_count_once():
    site = centre(K1)
    one = holder_of_today(site)
    issue(one, 1, W[0])
    tell(site, one)
    again = SiteBook(site._journal, MONDAY, DAY_START)
    for row in rows_of(site):
        again.apply(row)
        if isinstance(row.body, KioskAdded):
            again.recall(K1, site.account(K1))
    assert facts(again) == facts(site)


def holder_of_today(site: SiteBook) -> Kiosk:
    one = Kiosk(K1)
    one.commit(site.grant(K1, wish(1, 4, 10)))
    return one


def test_rows_are_applied_in_their_order():
    site = centre()
    with refused(LogError, site) as caught:
        site.apply(JournalEntry(site.seq, EVERY_DAY, NOON, KioskAdded(K1)))
    assert caught.value.fields == {"position": site.seq, "problem": f"expected after {site.seq}"}


def test_what_is_said_of_the_site_moves_no_place():
    site = centre()
    before = facts(site)
    site.apply(JournalEntry(site.seq + 7, MONDAY, NOON, SiteDescribed(2)))
    assert facts(site) == before
    assert site.seq > 7


def test_a_row_of_a_day_that_is_over_is_passed_over():
    site = two_days()
    one = holder(site)
    site.end_sale(*NINE)
    site.ask_return(K1, *NINE, Lane.WALK_IN)
    issue(one, 1, W[0])
    tell(site, one)
    again = SiteBook(site._journal, TUESDAY, OPENED.day.start)
    for row in rows_of(site):
        again.apply(row)
    assert [ledger.business_date for ledger in again.days] == [TUESDAY]
    assert again.acknowledged(K1) == len(one.log)
    assert again.feed.after(0).entries == ()
