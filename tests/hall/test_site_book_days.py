# SPDX-License-Identifier: Apache-2.0
"""Several business days in one book."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from hall.errors import (
    BadValueError,
    NoOpenDayError,
    UnknownDayError,
    UnknownPlaceError,
    UnknownSlotError,
)
from hall.ids import TransferId
from hall.log import Cancelled, PrintStarted
from hall.owners import CENTRE
from hall.place import Lane, PlaceRun
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span
from hall.stopping import Stop
from tests.hall.leases import (
    K1,
    K2,
    NINE,
    Kiosk,
    centre,
    day_of,
    lease,
    owner,
    refused,
    replayed,
    state,
    tell,
    walk_ins,
    wish,
)
from tests.hall.samples import ESTATE_ID, MONDAY, at, ticket_id
from tests.hall.two_days import (
    HOLD,
    NEXT_NINE,
    NEXT_W,
    NOW,
    OPENED,
    OTHER,
    TUESDAY,
    W,
    dates_of,
    holder,
    issue,
    two_days,
)


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
    with refused(NoOpenDayError, site):
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
        with refused(NoOpenDayError, site):
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
