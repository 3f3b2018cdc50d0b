# SPDX-License-Identifier: Apache-2.0
"""What a lost centre may have granted to a kiosk that nobody remembers is never granted again."""

from datetime import timedelta

import pytest

from hall.errors import RecoveringError
from hall.feed import CloseReason
from hall.ids import BookingId, HoldId
from hall.journal import CentreRestored, body_from_json, body_to_json
from hall.numbering import NumberRange
from hall.owners import CENTRE, FROZEN, OwnerKind
from hall.place import Lane, Place
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from tests.hall.leases import (
    DAY,
    K1,
    K2,
    K3,
    NINE,
    Kiosk,
    at_kiosk,
    centre,
    day_of,
    owner,
    refused,
    replayed,
    tell,
    walk_ins,
    wish,
    written,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, ticket_id

W = list(walk_ins().places())
TUESDAY, WEDNESDAY = MONDAY + DAY, MONDAY + 2 * DAY
SUNDAY = MONDAY - DAY
BOOKING, HOLD = BookingId(ticket_id(201)), HoldId(ticket_id(101))


def week() -> SiteBook:
    """Monday to Wednesday are open, with the same places."""
    site = centre(K1, K2)
    for on in (TUESDAY, WEDNESDAY):
        start = NINE[1] + (on - MONDAY)
        site.open_day(day_of({(ESTATE_ID, start): LaneQuota(2, 4, 1)}, on=on))
    return site


def restored_on_monday(site: SiteBook) -> SiteBook:
    """At noon: the evening's grant is to come; Wednesday can be booked."""
    again = replayed(site)
    again.restore(2, WEDNESDAY, MONDAY)
    return again


def heard(site: SiteBook, *kiosks: Kiosk) -> None:
    for each in kiosks:
        each.meet(site.epoch)
        tell(site, each)


def lanes(site: SiteBook, on) -> dict[Lane, set[OwnerKind]]:
    found: dict[Lane, set[OwnerKind]] = {}
    for place, owned, _ in site.days.on(on).owners:
        found.setdefault(place.lane, set()).add(owned.kind)
    return found


def test_after_a_restore_on_monday_noon_the_walk_in_places_of_wednesday_are_there():
    site = restored_on_monday(week())
    frozen, free = {OwnerKind.FROZEN}, {OwnerKind.CENTRE}
    walking_in = dict.fromkeys((Lane.WALK_IN, Lane.GREEN), free)
    assert lanes(site, WEDNESDAY) == {Lane.BOOKED: frozen, **walking_in, Lane.EXTRA: free}
    assert lanes(site, TUESDAY) == lanes(site, WEDNESDAY)
    assert set(map(frozenset, lanes(site, MONDAY).values())) == {frozenset(frozen)}
    heard(site, Kiosk(K1))
    site.allot(WEDNESDAY, {ESTATE_ID: {K1: 5.0}})
    given = site.owners.of_kiosk(K1)
    assert {place.lane for place in given} == {Lane.WALK_IN, Lane.GREEN}
    assert len(given) == 5
    assert written(replayed(site)) == written(site)


def test_a_day_that_the_backup_did_not_know_is_no_better():
    site = centre(K1)
    site.restore(2, WEDNESDAY, TUESDAY)
    for on in (TUESDAY, WEDNESDAY):
        start = NINE[1] + (on - MONDAY)
        site.open_day(day_of({(ESTATE_ID, start): LaneQuota(2, 4, 1)}, on=on))
    assert lanes(site, TUESDAY)[Lane.WALK_IN] == {OwnerKind.FROZEN}
    assert lanes(site, WEDNESDAY)[Lane.WALK_IN] == {OwnerKind.CENTRE}
    assert lanes(site, WEDNESDAY)[Lane.BOOKED] == {OwnerKind.FROZEN}


def test_a_journal_that_does_not_say_what_was_granted_means_all_that_was_sold():
    told = body_from_json(CentreRestored.kind, {"epoch": 2, "sold_until": "2026-03-03"})
    assert told == CentreRestored(2, TUESDAY)
    assert body_from_json(CentreRestored.kind, body_to_json(told)) == told
    assert told.may_have_granted(TUESDAY)
    assert not told.may_have_granted(WEDNESDAY)
    assert not CentreRestored(2, TUESDAY, MONDAY).may_have_granted(TUESDAY)


def test_a_kiosk_that_is_never_heard_keeps_no_other_from_the_days_to_come():
    site = restored_on_monday(week())
    heard(site, Kiosk(K1))
    assert site.missing == {K2}
    site.allot(WEDNESDAY, {ESTATE_ID: {K1: 5.0}})
    with refused(RecoveringError, site):
        site.allot(TUESDAY, {ESTATE_ID: {K2: 5.0}})


def test_what_a_kiosk_returned_before_the_restore_is_nobody_s_and_after_it_the_centre_s():
    """A kiosk nobody remembers may have been granted the first place since."""
    site = week()
    one = Kiosk(K1)
    one.commit(site.grant(K1, wish(1, 2, 10)))
    backup = replayed(site)
    one.commit(one.holding.give_back([W[0]]))
    tell(site, one)
    again = restored_on_monday(backup)
    heard(again, one)
    one.commit(one.holding.give_back([W[1]]))
    tell(again, one)
    assert [owner(again, each) for each in W[:2]] == [FROZEN, CENTRE]
    heard(again, Kiosk(K2))
    assert again.grant(K2, wish(1, 4)).places == (walk_ins(1, 1, hop=2),)
    assert written(replayed(again)) == written(again)


def test_no_number_is_granted_that_a_kiosk_nobody_remembers_may_have():
    site = week()
    backup = replayed(site)
    site.add_kiosk(K3)
    assert site.grant(K3, wish(1, 0, 10)).numbers == (NumberRange("A", 1, 10),)
    again = restored_on_monday(backup)
    heard(again, Kiosk(K1))
    assert again.grant(K1, wish(1, 0, 10)).numbers == (NumberRange("A", 5000, 5009),)
    assert again.grant(
        K1, wish(2, 0, 10, slot_start=at("04:00") + 2 * timedelta(days=1))
    ).numbers == (NumberRange("A", 1, 10),)


def booked_on(site: SiteBook, on) -> Place:
    site.hold(HOLD, ESTATE_ID, NINE[1] + (on - MONDAY), at("08:10"))
    return site.book(HOLD, BOOKING, at("08:00")).place


@pytest.mark.parametrize(("on", "has_released"), [(MONDAY, False), (WEDNESDAY, True)])
def test_a_kiosk_nobody_remembers_may_check_in_bookings_of_the_days_it_has_places_of(
    on, has_released
):
    site = week()
    place = booked_on(site, on)
    again = restored_on_monday(site)
    again.close(BOOKING, CloseReason.CANCELLED)
    kiosks = Kiosk(K1), Kiosk(K2)
    for kiosk in kiosks:
        kiosk.meet(2)
        kiosk.take(again.feed.after(0))
    heard(again, *kiosks)
    assert again.release_closed() == ((place,) if has_released else ())


def test_a_kiosk_enrolled_after_the_restore_begins_with_a_day_that_was_not_lost():
    site = restored_on_monday(week())
    site.add_kiosk(K3)
    three = Kiosk(K3)
    with refused(RecoveringError, site):
        site.grant(K3, wish(1, 0, 10, slot_start=NINE[1] + 2 * timedelta(days=1)))
    heard(site, three)
    with refused(RecoveringError, site):
        site.grant(K3, wish(1, 0, 10))
    wednesday = wish(1, 1, 10, slot_start=NINE[1] + 2 * timedelta(days=1))
    assert site.grant(K3, wednesday).places[0].count == 1
    site.restore(3, SUNDAY, SUNDAY)
    three.meet(3)
    tell(site, three)
    assert site.may_be_granted(K3, site.days.on(MONDAY))
    assert written(replayed(site)) == written(site)


def test_a_kiosk_enrolled_anew_under_its_name_is_known_with_all_it_has():
    """It was enrolled after the backup; places, tickets and numbers come with its log."""
    site = week()
    backup = replayed(site)
    site.add_kiosk(K3)
    three = Kiosk(K3)
    three.commit(site.grant(K3, wish(1, 3, 10)))
    three.commit(three.holding.issue(ticket_id(1), MONDAY, ESTATE_ID, "A", W[0]))
    three.commit(three.holding.give_back([W[1]]))
    again = restored_on_monday(backup)
    again.add_kiosk(K3)
    heard(again, three)
    assert again.knows_ticket(ticket_id(1))
    assert again.owners.of_kiosk(K3) == three.holding.free == {W[2]: 1}
    assert owner(again, W[1]) == FROZEN
    three.commit(three.holding.give_back([W[2]]))
    tell(again, three)
    assert owner(again, W[2]) == CENTRE
    heard(again, Kiosk(K1))
    again.grant(K1, wish(1, 9))
    assert owner(again, W[2]) == at_kiosk(K1)


def test_cursors_of_the_lost_centre_are_never_used_again():
    site = week()
    again = restored_on_monday(site)
    assert again.seq > site.seq + 1_000_000
