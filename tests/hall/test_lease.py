# SPDX-License-Identifier: Apache-2.0
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, UnknownServiceError
from hall.ids import LeaseId, RequestId
from hall.lease import (
    grant_day,
    stand_alone_lease,
)
from hall.numbering import LAST_NUMBER, NumberRange
from hall.place import Lane
from hall.quota import STAND_ALONE_RATIO, LaneRatio
from hall.service import Catalogue
from tests.hall.samples import (
    CATALOGUE,
    ESTATE,
    ESTATE_ID,
    INSURANCE_ID,
    MONDAY,
    PLAN,
    SATURDAY,
    SITE,
)

PLANS = CATALOGUE.plans(SITE, MONDAY)
LEASE = stand_alone_lease(MONDAY)


def grant(catalogue: Catalogue = CATALOGUE, ratio: LaneRatio = STAND_ALONE_RATIO):
    return grant_day(catalogue, PLANS, ratio, lease_id=LEASE, business_date=MONDAY)


def test_a_stand_alone_lease_is_the_date():
    assert LEASE == "2026-03-02"


def test_a_stand_alone_grant_has_walk_in_and_green_places_of_every_slot():
    found = Counter((run.slot_start, run.lane) for run in grant().places)
    assert found == Counter(
        (slot.start, lane) for slot in PLAN.slots for lane in ("walk_in", "green")
    )
    # 2 counters, 30 minutes, 12.5 minutes each: floor(0.92 x 60 / 12.5) = 4 = 3 + 1.
    assert {(run.lane, run.first, run.count, run.hop) for run in grant().places} == {
        (Lane.WALK_IN, 0, 3, 0),
        (Lane.GREEN, 0, 1, 0),
    }


def test_a_centre_grants_booked_places_too_and_raises_the_hop():
    found = grant_day(
        CATALOGUE,
        PLANS,
        LaneRatio.percent(50, 40, 10),
        lease_id=LeaseId("7"),
        business_date=MONDAY,
        hop=3,
        request_no=RequestId(9),
    )
    assert {(run.lane, run.count, run.hop) for run in found.places} == {
        (Lane.BOOKED, 2, 3),
        (Lane.WALK_IN, 1, 3),
        (Lane.GREEN, 1, 3),
    }
    assert (found.lease_id, found.request_no) == ("7", 9)


def test_services_without_quota_get_numbers_and_no_places():
    assert {run.service_id for run in grant().places} == {ESTATE_ID}
    assert grant().numbers == (NumberRange("A", 1, LAST_NUMBER), NumberRange("C", 1, LAST_NUMBER))


def test_a_closed_day_is_granted_without_places():
    plans = CATALOGUE.plans(SITE, SATURDAY)
    found = grant_day(CATALOGUE, plans, STAND_ALONE_RATIO, lease_id=LEASE, business_date=SATURDAY)
    assert found.places == ()


def test_a_slow_service_has_no_places_in_a_slot_too_short_for_one():
    slow = Catalogue((replace(ESTATE, mean_minutes=60, counters=1),))
    assert grant(slow).places == ()


def test_a_grant_needs_the_plan_of_every_service():
    with pytest.raises(UnknownServiceError) as refused:
        grant_day(
            CATALOGUE,
            {ESTATE_ID: PLAN},
            STAND_ALONE_RATIO,
            lease_id=LEASE,
            business_date=MONDAY,
        )
    assert refused.value.fields == {"service_id": INSURANCE_ID}


def test_a_grant_refuses_the_plan_of_another_day():
    with pytest.raises(BadValueError):
        grant_day(
            CATALOGUE,
            PLANS,
            STAND_ALONE_RATIO,
            lease_id=LEASE,
            business_date=date(2026, 3, 3),
        )


@given(st.integers(1, 40), st.integers(1, 90), st.sampled_from([15, 30]))
def test_a_slot_never_has_more_places_than_its_counters_can_serve(
    counters: int, mean: int, slot_minutes: int
):
    catalogue = Catalogue((replace(ESTATE, counters=counters, mean_minutes=mean),))
    plans = catalogue.plans(replace(SITE, slot_minutes=slot_minutes), MONDAY)
    found = grant_day(catalogue, plans, STAND_ALONE_RATIO, lease_id=LEASE, business_date=MONDAY)
    places = [each for run in found.places for each in run.places()]
    assert len(set(places)) == len(places)
    for slot, many in Counter(each.slot_start for each in places).items():
        minutes = plans[ESTATE_ID].slots_from(slot)[0].length / timedelta(minutes=1)
        assert many * mean <= 0.92 * counters * minutes
