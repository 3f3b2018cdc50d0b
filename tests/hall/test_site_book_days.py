# SPDX-License-Identifier: Apache-2.0
"""Several business days in one book, and a book that is read from its journal."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hall.account import Account
from hall.booking import HoldAction
from hall.errors import (
    BadValueError,
    LogError,
    SoldOutError,
    StatusError,
    UnknownBookingError,
    UnknownDayError,
    UnknownHoldError,
    UnknownKioskError,
    UnknownPlaceError,
    UnknownSlotError,
)
from hall.feed import BookingMade, CloseReason
from hall.ids import BookingId, HoldId, KioskId, TransferId
from hall.journal import EVERY_DAY, JournalEntry, KioskAdded, KioskLogged, SiteDescribed
from hall.log import Cancelled, PrintStarted, StaffActed
from hall.owners import CENTRE, FROZEN, ONLINE
from hall.place import Lane, Place, PlaceRun
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span
from hall.stopping import Stop
from tests.hall.leases import (
    DAY,
    DAY_START,
    EXTRAS,
    K1,
    K2,
    NINE,
    NOON,
    SILENT,
    Kiosk,
    at_kiosk,
    book_of,
    centre,
    day_of,
    facts,
    lease,
    on_ticket,
    owner,
    refused,
    replayed,
    restore_of,
    rows_of,
    state,
    tell,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, booking, place, ticket_id

TUESDAY = MONDAY + DAY
NEXT_NINE = at("09:00", TUESDAY)
OPENED = day_of({(ESTATE_ID, NEXT_NINE): LaneQuota(2, 4, 1)}, EXTRAS, on=TUESDAY)
OTHER = replace(OPENED, services=OPENED.services[:1])
W = list(walk_ins().places())
NEXT_W = [replace(each, slot_start=NEXT_NINE) for each in W]
HOLD, BOOKING = HoldId(ticket_id(101)), BookingId(ticket_id(201))
NOW = at("08:00")


def two_days() -> SiteBook:
    site = centre(K1, K2)
    site.open_day(OPENED)
    return site


def holder(site: SiteBook) -> Kiosk:
    """A kiosk with the walk-in places of 09:00 today, and tomorrow."""
    one = Kiosk(K1)
    one.commit(site.grant(K1, wish(1, 4, 10)))
    one.commit(site.grant(K1, wish(2, 4, 10, slot_start=NEXT_NINE)))
    return one


def issue(made: Kiosk, number: int, which: Place) -> None:
    on = MONDAY if which.slot_start == NINE[1] else TUESDAY
    made.commit(made.holding.issue(ticket_id(number), on, ESTATE_ID, "A", which))


def dates_of(site: SiteBook, kind: str) -> list:
    return [row.business_date for row in rows_of(site) if row.body.kind == kind]


# Days


def test_tomorrow_s_places_are_granted_the_evening_before():
    site = two_days()
    one = holder(site)
    today, tomorrow = (entry.body for entry in one.log)
    assert [each.business_date for each in (today, tomorrow)] == [MONDAY, TUESDAY]
    assert today.numbers == tomorrow.numbers
    assert site.owners.of_kiosk(K1) == dict.fromkeys([*W, *NEXT_W], 1) == one.holding.free
    assert site.grants_of(K1) == (today, tomorrow)


def test_a_day_is_opened_once():
    site = two_days()
    holder(site)
    before = state(site)
    site.open_day(OPENED)
    assert state(site) == before


def test_a_day_that_nothing_was_done_with_is_described_anew():
    site = two_days()
    other = day_of({(ESTATE_ID, at("10:00", TUESDAY)): LaneQuota(1, 1, 0)}, on=TUESDAY)
    assert site.describe_day(other)
    assert site.days.on(TUESDAY).opened == other
    assert site.places_left(ESTATE_ID, at("10:00", TUESDAY)) == 1
    with refused(UnknownSlotError, site):
        site.places_left(ESTATE_ID, NEXT_NINE)
    assert dates_of(site, "day_opened") == [MONDAY, TUESDAY, TUESDAY]
    assert not site.describe_day(other)
    assert state(replayed(site)) == state(site)
    assert site.describe_day(OPENED)
    assert holder(site).holding.free.keys() == {*W, *NEXT_W}


def test_what_was_said_of_another_day_does_not_keep_a_day_as_it_is():
    site = two_days()
    one = Kiosk(K1)
    one.commit(site.grant(K1, wish(1, 4, 10)))
    issue(one, 1, W[0])
    tell(site, one)
    assert site.describe_day(OTHER)


@pytest.mark.parametrize(
    "act",
    [
        lambda site: site.grant(K1, wish(1, 0, 10, slot_start=NEXT_NINE)),
        lambda site: site.hold(HOLD, ESTATE_ID, NEXT_NINE, NOW),
        lambda site: site.stop(Stop(ESTATE_ID, NEXT_NINE)),
        lambda site: site.end_sale(ESTATE_ID, NEXT_NINE),
        lambda site: site.reduce(ESTATE_ID, NEXT_NINE, Lane.WALK_IN, 1),
        lambda site: site.restore(2, TUESDAY),
    ],
    ids=["grant", "hold", "stop", "sale", "reduction", "restore"],
)
def test_a_day_of_which_something_was_said_stays_as_it_is(act: Callable[[SiteBook], object]):
    site = two_days()
    act(site)
    before = state(site)
    assert not site.describe_day(OTHER)
    assert state(site) == before


def test_a_day_that_a_log_tells_of_stays_as_it_is():
    site = two_days()
    one = holder(site)
    again = centre(K1, K2)
    again.open_day(OPENED)
    tell(again, one)
    assert not again.describe_day(OTHER)


def test_a_day_that_is_not_open_or_begins_elsewhere_is_not_described():
    site = centre()
    before = state(site)
    assert not site.describe_day(OTHER)
    assert state(site) == before
    site.open_day(OPENED)
    later = Span(OTHER.day.start, OTHER.day.end + timedelta(hours=1))
    assert not site.describe_day(replace(OTHER, day=later))
    assert site.days.on(TUESDAY).opened == OPENED


def test_a_description_that_cannot_be_changes_nothing():
    site = two_days()
    with refused(BadValueError, site):
        site.describe_day(replace(OPENED, services=day_of().services))


def test_a_day_that_is_over_is_not_opened():
    site = centre()
    site.begin(TUESDAY, OPENED.day.start)
    for over in (day_of(), replace(day_of(), business_date=TUESDAY)):
        with refused(BadValueError, site) as caught:
            site.open_day(over)
        assert caught.value.fields["allowed"] == f"from {TUESDAY}"


def test_a_day_that_is_over_is_forgotten_with_its_grants_and_its_news():
    site = two_days()
    one = holder(site)
    site.ask_return(K1, *NINE, Lane.WALK_IN)
    site.ask_return(K1, ESTATE_ID, NEXT_NINE, Lane.WALK_IN)
    site.hold(HOLD, *NINE, at("08:10"))
    site.begin(TUESDAY, OPENED.day.start)
    assert {each.slot_start for each, _, _ in site.owners} == {NEXT_NINE, OPENED.day.start}
    assert site.grants_of(K1) == (one.log[1].body,)
    assert [entry.body.slot_start for entry in site.feed.after(0).entries] == [NEXT_NINE]
    assert site.holds == {}
    with refused(UnknownSlotError, site):
        site.hold(HOLD, *NINE, at("08:10"))


def test_a_late_log_of_a_day_that_is_over_counts_and_moves_nothing():
    site = two_days()
    one = holder(site)
    issue(one, 1, W[0])
    one.commit(Cancelled(ticket_id(1)), PrintStarted(ticket_id(1)))
    one.commit(one.holding.give(TransferId("k1-1"), K2, [W[1], NEXT_W[1]]))
    one.commit(one.holding.give_back([W[2], NEXT_W[2]]))
    site.begin(TUESDAY, OPENED.day.start)
    tell(site, one)
    assert site.acknowledged(K1) == len(one.log)
    assert owner(site, NEXT_W[2]) == CENTRE
    assert site.owners.of_kiosk(K1).keys() == {NEXT_W[0], NEXT_W[3]}
    assert not site.knows_ticket(ticket_id(1))


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


def test_a_day_that_is_not_open_has_no_slots():
    site = centre()
    for act in (
        lambda: site.grant(K1, wish(1, slot_start=NEXT_NINE)),
        lambda: site.reduce(ESTATE_ID, NEXT_NINE, Lane.WALK_IN, 1),
        lambda: site.ask_return(K1, ESTATE_ID, NEXT_NINE, Lane.WALK_IN),
        lambda: site.end_sale(ESTATE_ID, NEXT_NINE),
        lambda: site.places_left(ESTATE_ID, NEXT_NINE),
        lambda: site.stop(Stop(ESTATE_ID, NEXT_NINE)),
    ):
        with refused(UnknownSlotError, site):
            act()
    with refused(UnknownPlaceError, site):
        site.owners.owner(NEXT_W[0])


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (replace(lease("1"), business_date=TUESDAY), UnknownDayError),
        (lease("1", replace(walk_ins(), slot_start=NEXT_NINE)), UnknownPlaceError),
    ],
)
def test_a_log_is_not_taken_before_its_day_is_open(body, error):
    site = centre()
    one = Kiosk(K1)
    one.commit(body)
    with refused(error, site):
        tell(site, one)


def test_places_of_a_day_that_is_not_open_come_from_nowhere():
    site = centre()
    one = Kiosk(K1)
    run = PlaceRun(ESTATE_ID, NEXT_NINE, Lane.WALK_IN, 0, 1)
    one.commit(lease("1", run))
    one.log.clear()
    one.commit(one.holding.give_back(run.places()))
    with refused(UnknownPlaceError, site):
        tell(site, one)


def test_how_many_places_can_be_held():
    site = centre()
    assert site.places_left(*NINE) == 2
    site.hold(HOLD, *NINE, at("08:10"))
    assert site.places_left(*NINE) == 1
    assert NINE[1] != NEXT_NINE


def test_numbers_alone_are_granted_whatever_the_slot():
    site = centre()
    assert site.grant(K1, wish(1, 0, 5, slot_start=at("06:00"))).numbers


# Kiosks


def test_a_kiosk_is_added_once():
    site = centre(K1)
    before = state(site)
    site.add_kiosk(K1)
    assert state(site) == before
    site.add_kiosk(K2)
    assert site.kiosks == (K1, K2)


def test_a_kiosk_that_was_given_up_comes_back_under_another_name():
    site = centre(K1, K2)
    tell(site, Kiosk(K1))
    site.give_up(K1, NOON, SILENT)
    with refused(UnknownKioskError, site):
        site.add_kiosk(K1)


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


# The sale


def test_a_hold_is_not_dropped_by_booking_it():
    site = centre()
    site.hold(HOLD, *NINE, at("08:10"))
    with refused(StatusError, site) as caught:
        site.drop(HOLD, HoldAction.BOOK, NOW)
    assert caught.value.fields["action"] == "book"


def test_the_same_ids_again_are_the_same_hold_and_booking():
    site = two_days()
    hold = site.hold(HOLD, ESTATE_ID, NEXT_NINE, at("08:10"))
    booking = site.book(HOLD, BOOKING, NOW)
    before = state(site)
    assert site.hold(HOLD, *NINE, NOON).place == hold.place
    assert site.book(HOLD, BOOKING, NOON) == booking == site.bookings[BOOKING]
    assert state(site) == before


def test_a_booking_that_was_entered_without_a_hold_counts():
    site = centre()
    made = BookingMade(replace(booking("09:00", 1), digest=None))
    site.apply(JournalEntry(site.seq + 1, MONDAY, NOON, made))
    assert site.bookings == {made.booking.booking_id: made.booking}
    assert site.holds == {}


def test_what_nobody_made_is_unknown_on_every_day():
    site = two_days()
    with refused(UnknownHoldError, site):
        site.drop(HOLD, HoldAction.RELEASE, NOW)
    with refused(UnknownBookingError, site):
        site.close(BOOKING, CloseReason.CANCELLED)


# The journal


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


# A restore


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
