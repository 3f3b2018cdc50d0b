# SPDX-License-Identifier: Apache-2.0
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import (
    BadValueError,
    RecoveringError,
    UnknownKioskError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.exchange import LeaseRequest
from hall.ids import KioskId, ServiceId
from hall.journal import DayOpened
from hall.log import Granted
from hall.numbering import NumberRange
from hall.owners import CENTRE, ONLINE
from hall.place import Lane, PlaceRun
from hall.quota import LaneQuota
from hall.series import FIRST_ERA_ENDS
from hall.site_book import SiteBook
from tests.hall.leases import (
    DAY,
    DAY_START,
    K1,
    K2,
    KIOSKS,
    NINE,
    Rows,
    at_kiosk,
    book_of,
    centre,
    check_pools,
    day_of,
    extra,
    owner,
    refused,
    replayed,
    restore_of,
    state,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, at, place

W = list(walk_ins().places())
B = [place("09:00", Lane.BOOKED, index) for index in range(2)]
GREEN = place("09:00", Lane.GREEN)


def test_the_centre_begins_with_all_places():
    site = centre()
    counts = Counter((each.slot_start, each.lane, who) for each, who, _ in site.owners)
    for start in (at("09:00"), at("09:30")):
        assert counts[start, Lane.BOOKED, ONLINE] == 2
        assert counts[start, Lane.WALK_IN, CENTRE] == 4
        assert counts[start, Lane.GREEN, CENTRE] == 1
    assert counts[DAY_START, Lane.EXTRA, CENTRE] == 2
    assert sum(counts.values()) == 16
    assert site.kiosks == KIOSKS
    assert not site.is_recovering


def test_a_day_may_have_no_extra_places():
    site = book_of(day_of(extras={}), *KIOSKS)
    assert {each.lane for each, _, _ in site.owners} == {Lane.BOOKED, Lane.WALK_IN, Lane.GREEN}


@pytest.mark.parametrize(
    "day",
    [
        day_of(extras={ESTATE_ID: -1}),
        day_of({(ESTATE_ID, at("03:30")): LaneQuota(1, 1, 1)}),
        replace(day_of(), services=day_of().services * 2),
    ],
)
def test_a_day_that_cannot_be_is_not_opened(day: DayOpened):
    site = SiteBook(Rows(), MONDAY, DAY_START)
    with refused(BadValueError, site):
        site.open_day(day)


def test_a_grant_gives_the_first_places_at_the_next_hop():
    site = centre()
    granted = site.grant(K1, wish(1, 3))
    assert granted == Granted("1-2026-03-02-1", MONDAY, (walk_ins(0, 3),), (), 1)
    assert [owner(site, each) for each in W] == [at_kiosk(K1)] * 3 + [CENTRE]
    assert site.owners.of_kiosk(K1) == dict.fromkeys(W[:3], 1)


def test_the_next_grant_goes_on_where_the_last_one_ended():
    site = centre()
    site.grant(K1, wish(1, 3))
    second = site.grant(K2, wish(1, 3))
    assert (second.lease_id, second.places) == ("1-2026-03-02-2", (walk_ins(3, 1),))
    assert site.grant(K2, wish(2, 3)).places == ()


def test_the_same_request_has_the_same_grant_whatever_it_says_now():
    site = centre()
    first = site.grant(K1, wish(1, 2, 5))
    before = state(site)
    assert site.grant(K1, wish(1, 4, 20)) is first
    assert state(site) == before
    assert site.grants_of(K1) == (first,)


def test_two_kiosks_count_their_requests_apart():
    site = centre()
    assert site.grant(K1, wish(1)) != site.grant(K2, wish(1))


def test_walk_ins_have_their_own_places_before_those_of_the_online_sale():
    site = centre()
    assert site.grant(K1, wish(1, 9)).places == (walk_ins(),)
    site.end_sale(*NINE)
    assert site.grant(K1, wish(2, 9)).places == (
        PlaceRun(ESTATE_ID, at("09:00"), Lane.BOOKED, 0, 2, 1),
    )


def test_what_is_for_sale_online_is_granted_to_nobody():
    site = centre()
    site.grant(K1, wish(1, 99))
    assert [owner(site, each) for each in B] == [ONLINE, ONLINE]


def test_green_and_extra_places_are_asked_for_by_themselves():
    site = centre()
    assert site.grant(K1, wish(1, 9, lane=Lane.GREEN)).places == (
        PlaceRun(ESTATE_ID, at("09:00"), Lane.GREEN, 0, 1, 1),
    )
    assert site.grant(K1, wish(2, 1, lane=Lane.EXTRA)).places == (
        PlaceRun(ESTATE_ID, DAY_START, Lane.EXTRA, 0, 1, 1),
    )
    assert owner(site, extra(1)) == CENTRE


def test_booked_places_are_not_asked_for():
    with pytest.raises(BadValueError) as caught:
        wish(1, lane=Lane.BOOKED)
    assert caught.value.fields["allowed"] == "walk_in, green, extra"


@pytest.mark.parametrize(("places", "numbers"), [(-1, 0), (0, -1)])
def test_nobody_asks_for_less_than_nothing(places: int, numbers: int):
    with pytest.raises(BadValueError):
        wish(1, places, numbers)


def test_numbers_come_in_whole_blocks():
    site = centre()
    blocks = [site.grant(K1, wish(no, 0, wanted)).numbers for no, wanted in ((1, 1), (2, 11))]
    assert blocks == [(NumberRange("A", 1, 10),), (NumberRange("A", 11, 30),)]
    assert site.grant(K1, wish(3, 0, 0)).numbers == ()


def test_every_letter_has_a_series_of_its_own():
    letters = {ESTATE_ID: "A", INSURANCE_ID: "C"}
    site = book_of(day_of({}, letters=letters), *KIOSKS)
    for no, (service_id, letter) in enumerate(letters.items(), 1):
        granted = site.grant(K1, wish(no, 0, 1, service_id=service_id))
        assert granted.numbers == (NumberRange(letter, 1, 10),)


def test_the_last_numbers_of_a_series_are_granted_and_then_none():
    site = centre()
    site.grant(K1, wish(1, 0, FIRST_ERA_ENDS - 9))
    assert site.grant(K2, wish(1, 0, 30)).numbers == (NumberRange("A", 4991, 4999),)
    assert site.grant(K2, wish(2, 0, 30)).numbers == ()


@pytest.mark.parametrize(
    ("kiosk_id", "request_", "error"),
    [
        (KioskId("k9"), wish(1), UnknownKioskError),
        (K1, wish(1, service_id=ServiceId("x")), UnknownServiceError),
        (K1, wish(1, lane=Lane.EXTRA, service_id=ServiceId("x")), UnknownServiceError),
        (K1, wish(1, service_id=INSURANCE_ID), UnknownSlotError),
        (K1, wish(1, slot_start=at("12:00")), UnknownSlotError),
        (K1, wish(1, lane=Lane.EXTRA, slot_start=at("09:00")), UnknownSlotError),
    ],
)
def test_a_request_nobody_can_answer_is_refused(kiosk_id, request_: LeaseRequest, error):
    site = centre()
    with refused(error, site):
        site.grant(kiosk_id, request_)


def test_nothing_is_granted_before_the_logs_are_here_but_a_known_grant_is_repeated():
    site = centre()
    known = site.grant(K1, wish(1))
    restored = restore_of(site, 2)
    assert restored.grant(K1, wish(1)) == known
    with refused(RecoveringError, restored) as caught:
        restored.grant(K1, wish(2))
    assert caught.value.fields == {"missing": 3}


LANES = st.sampled_from([Lane.WALK_IN, Lane.GREEN, Lane.EXTRA])
WISHES = st.lists(
    st.tuples(
        st.sampled_from(KIOSKS), st.integers(1, 6), LANES, st.integers(0, 5), st.integers(0, 25)
    ),
    max_size=25,
)


@given(WISHES)
def test_no_place_and_no_number_is_granted_twice(wishes):
    site = centre()
    grants: dict[tuple[KioskId, int], Granted] = {}
    last = dict.fromkeys(KIOSKS, 0)
    for kiosk_id, number, lane, places, numbers in wishes:
        no = number if (kiosk_id, number) in grants else max(number, last[kiosk_id] + 1)
        last[kiosk_id] = max(no, last[kiosk_id])
        granted = site.grant(kiosk_id, wish(no, places, numbers, lane=lane))
        assert grants.setdefault((kiosk_id, no), granted) == granted
        check_pools(site.owners)
    places = [each for one in grants.values() for run in one.places for each in run.places()]
    assert len(set(places)) == len(places)
    numbers = [each for one in grants.values() for block in one.numbers for each in block]
    assert len(set(numbers)) == len(numbers)
    assert len({one.lease_id for one in grants.values()}) == len(grants)
    for kiosk_id in KIOSKS:
        mine = {
            each
            for (name, _), one in grants.items()
            if name == kiosk_id
            for run in one.places
            for each in run.places()
        }
        assert site.owners.of_kiosk(kiosk_id).keys() == mine


def test_an_old_message_is_no_wish_the_last_answer_is_repeated():
    site = centre()
    site.grant(K1, wish(2, 1))
    last = site.grant(K1, wish(4, 1))
    before = state(site)
    assert site.grant(K1, wish(1, 2)) == site.grant(K1, wish(3, 2)) == last
    assert state(site) == before


def test_a_request_of_a_day_that_is_over_has_the_same_answer_still():
    site = centre()
    granted = site.grant(K1, wish(1, 1))
    site.begin(MONDAY + DAY, DAY_START + DAY)
    assert site.grant(K1, wish(1, 2)) == granted
    again = replayed(site)
    again.recall(K1, site.account(K1))
    assert again.grant(K1, wish(1, 2)) == granted


def test_numbers_alone_are_granted_whatever_the_slot():
    site = centre()
    assert site.grant(K1, wish(1, 0, 5, slot_start=at("06:00"))).numbers
