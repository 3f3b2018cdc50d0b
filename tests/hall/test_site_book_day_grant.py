# SPDX-License-Identifier: Apache-2.0
"""The grant of the evening before: all of a day lies at the kiosks, laid out by forecast, once."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import (
    BadValueError,
    HallError,
    RecoveringError,
    UnknownDayError,
    UnknownKioskError,
    UnknownServiceError,
)
from hall.exchange import LogPart
from hall.ids import BookingId, HoldId, KioskId, ServiceId
from hall.journal import EVERY_DAY, GrantMade, JournalEntry, SiteDescribed
from hall.log import GENESIS, Entry
from hall.owners import CENTRE, ONLINE, OwnerKind
from hall.place import Lane
from hall.quota import LaneQuota
from hall.series import FIRST_ERA_ENDS
from hall.site_book import SiteBook
from tests.hall.leases import (
    HALF_PAST,
    K1,
    K2,
    K3,
    KIOSKS,
    NINE,
    NOON,
    book_of,
    centre,
    day_of,
    facts,
    refused,
    replayed,
    restore_of,
    rows_of,
    wish,
)
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, ticket_id

EQUAL = {ESTATE_ID: {K1: 1.0, K2: 1.0}, INSURANCE_ID: {K1: 1.0, K2: 1.0}}


def grants(site: SiteBook) -> dict[KioskId, GrantMade]:
    found = [row.body for row in rows_of(site) if isinstance(row.body, GrantMade)]
    assert len({made.kiosk_id for made in found}) == len(found)
    return {made.kiosk_id: made for made in found}


def held(site: SiteBook, kiosk_id: KioskId, lane: Lane) -> int:
    return sum(place.lane is lane for place in site.owners.of_kiosk(kiosk_id))


def test_nothing_that_walk_ins_may_have_is_held_back():
    site = centre()
    site.allot(MONDAY, EQUAL)
    kinds = {(place.lane, owner.kind) for place, owner, _ in site.owners}
    assert kinds == {
        (Lane.WALK_IN, OwnerKind.KIOSK),
        (Lane.GREEN, OwnerKind.KIOSK),
        (Lane.BOOKED, ONLINE.kind),
        (Lane.EXTRA, CENTRE.kind),
    }
    assert {held(site, kiosk_id, Lane.WALK_IN) for kiosk_id in (K1, K2)} == {4}


def test_places_lie_where_visitors_are_expected():
    site = centre()
    site.allot(MONDAY, {ESTATE_ID: {K1: 30.0, K2: 10.0}})
    assert (held(site, K1, Lane.WALK_IN), held(site, K2, Lane.WALK_IN)) == (6, 2)


def test_a_service_with_few_places_has_one_home():
    site = book_of(day_of({NINE: LaneQuota(0, 3, 1), HALF_PAST: LaneQuota(0, 3, 1)}), *KIOSKS)
    site.allot(MONDAY, {ESTATE_ID: {K1: 1.0, K2: 5.0, K3: 1.0}})
    assert len(site.owners.of_kiosk(K2)) == 8
    # All can give numbers: a standby needs one, and places may come later.
    assert all(made.granted.numbers for made in grants(site).values())


def test_what_was_granted_or_released_before_is_laid_out_as_it_is():
    site = centre()
    site.grant(K3, wish(1, 3))
    site.end_sale(*NINE)
    site.allot(MONDAY, EQUAL)
    runs = {run for made in grants(site).values() for run in made.granted.places}
    assert held(site, K3, Lane.WALK_IN) == 3
    assert sum(run.count for run in runs if run.lane is Lane.BOOKED) == 2
    assert {run.hop for run in runs} == {1}


def test_numbers_last_for_half_as_many_again_as_are_expected():
    site = centre()
    site.allot(MONDAY, {INSURANCE_ID: {K1: 20.0, K2: 0.0}})
    counts = {k: sum(map(len, made.granted.numbers)) for k, made in grants(site).items()}
    assert counts == {K1: 30, K2: 10}


def test_each_place_that_is_granted_has_its_number():
    site = book_of(day_of({NINE: LaneQuota(0, 40, 0)}), *KIOSKS)
    site.allot(MONDAY, {ESTATE_ID: {K1: 0.0}})
    (numbers,) = grants(site)[K1].granted.numbers
    assert len(numbers) >= 40


def test_the_series_may_come_to_its_end():
    site = centre()
    site.allot(MONDAY, {INSURANCE_ID: {K1: float(FIRST_ERA_ENDS), K2: 10.0}})
    (numbers,) = grants(site)[K1].granted.numbers
    assert (numbers.first, numbers.last) == (1, FIRST_ERA_ENDS)
    assert K2 not in grants(site)


def test_a_day_is_granted_once():
    site = centre()
    site.allot(MONDAY, EQUAL)
    before = facts(site)
    site.allot(MONDAY, {ESTATE_ID: {K3: 1.0}})
    assert facts(site) == before
    assert facts(replayed(site)) == before


def test_a_centre_restored_from_before_the_grant_does_not_grant_again():
    site = centre(K1, K2)
    backup = replayed(site)
    site.allot(MONDAY, EQUAL)
    again = restore_of(backup, 2)
    for kiosk_id, made in grants(site).items():
        entry = Entry(1, at("08:00"), made.granted, GENESIS)
        again.take_log(LogPart(kiosk_id, 2, 0, (entry,), 1), NOON)
    assert not again.is_recovering
    again.allot(MONDAY, EQUAL)
    assert grants(again) == {}


@pytest.mark.parametrize(
    ("expected", "error"),
    [
        ({ServiceId("other"): {K1: 1.0}}, UnknownServiceError),
        ({ESTATE_ID: {KioskId("other"): 1.0}}, UnknownKioskError),
        ({ESTATE_ID: {K1: -1.0}}, BadValueError),
        ({ESTATE_ID: {}}, BadValueError),
    ],
)
def test_what_cannot_be_expected_is_refused(
    expected: Mapping[ServiceId, Mapping[KioskId, float]], error: type[HallError]
):
    site = centre()
    with refused(error, site):
        site.allot(MONDAY, expected)


def test_only_an_open_day_is_granted_and_only_with_all_logs():
    site = centre()
    with refused(UnknownDayError, site):
        site.allot(MONDAY.replace(day=4), EQUAL)
    again = restore_of(site, 2)
    with refused(RecoveringError, again):
        again.allot(MONDAY, EQUAL)


@given(
    quota=st.builds(LaneQuota, *[st.integers(0, 20)] * 3),
    weights=st.lists(st.integers(0, 50), min_size=3, max_size=3),
)
def test_every_place_goes_to_one_kiosk_and_every_number_to_one(
    quota: LaneQuota, weights: list[int]
):
    site = book_of(day_of({NINE: quota}), *KIOSKS)
    site.allot(MONDAY, {ESTATE_ID: dict(zip(KIOSKS, map(float, weights), strict=True))})
    made = grants(site).values()
    places = [place for one in made for run in one.granted.places for place in run.places()]
    numbers = [number for one in made for block in one.granted.numbers for number in block]
    assert len(places) == len(set(places)) == quota.walk_in + quota.green
    assert len(numbers) == len(set(numbers))


def test_another_description_of_the_site_leaves_open_days_as_they_are():
    site = centre()
    site.allot(MONDAY, EQUAL)
    before = facts(site)
    site.apply(JournalEntry(site.seq + 1, EVERY_DAY, NOON, SiteDescribed(2)))
    assert facts(site) == before


def test_numbers_are_about_once_a_kiosk_or_a_booking_may_have_one():
    site = centre()
    ledger = site.days.opened(MONDAY)
    assert not ledger.has_numbers_about(ESTATE_ID)
    site.hold(HoldId(ticket_id(1)), *NINE, at("08:10"))
    assert not ledger.has_numbers_about(ESTATE_ID)
    site.book(HoldId(ticket_id(1)), BookingId(ticket_id(2)), at("08:00"))
    assert ledger.has_numbers_about(ESTATE_ID)
    assert not ledger.has_numbers_about(INSURANCE_ID)
    site.allot(MONDAY, {INSURANCE_ID: {K1: 1.0}})
    assert ledger.has_numbers_about(INSURANCE_ID)


def test_after_a_restore_anybody_may_have_numbers():
    restored = restore_of(centre(), 2)
    assert restored.days.opened(MONDAY).has_numbers_about(ESTATE_ID)
    with refused(UnknownServiceError, restored):
        restored.days.opened(MONDAY).has_numbers_about(ServiceId("nothing"))
