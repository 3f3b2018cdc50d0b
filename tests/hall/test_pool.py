# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, UnknownServiceError
from hall.ids import CounterId, ServiceId
from hall.pool import Counter, Pool, day_quotas, pools
from hall.quota import DEFAULT_RATIO, LaneQuota, LaneRatio, capacity
from hall.roster import Roster, Step, planned_all_day
from hall.service import Catalogue
from tests.hall.samples import (
    CATALOGUE,
    ESTATE,
    ESTATE_ID,
    INSURANCE,
    INSURANCE_ID,
    MONDAY,
    PLAN,
    SATURDAY,
    SITE,
    at,
)

SLOT = PLAN.slots[0]
BOTH = frozenset({ESTATE_ID, INSURANCE_ID})
TAX = replace(INSURANCE, service_id=ServiceId("tax"), letter="D")


def counter(name: str, *services: ServiceId) -> Counter:
    return Counter(CounterId(name), frozenset(services))


def share(service, part: str):
    return replace(service, share=Fraction(part))


def test_counters_with_the_same_services_are_a_pool():
    site = Catalogue((ESTATE, INSURANCE, TAX))
    found = pools(
        [
            counter("1", TAX.service_id),
            counter("2", INSURANCE_ID, ESTATE_ID),
            counter("3", ESTATE_ID, INSURANCE_ID),
        ],
        site,
    )
    assert found == (Pool((TAX,), (CounterId("1"),)), Pool((ESTATE, INSURANCE), ("2", "3")))


def test_a_service_is_in_one_pool_only():
    with pytest.raises(BadValueError):
        pools([counter("1", ESTATE_ID), Counter(CounterId("2"), BOTH)], CATALOGUE)


def test_a_counter_is_in_one_pool_only():
    with pytest.raises(BadValueError):
        pools([counter("1", ESTATE_ID), counter("1", INSURANCE_ID)], CATALOGUE)


def test_a_counter_serves_services_the_site_has():
    with pytest.raises(UnknownServiceError):
        pools([counter("1", ServiceId("passport"))], CATALOGUE)
    with pytest.raises(BadValueError):
        counter("1")


def test_shares_are_equal_unless_written():
    assert Pool((ESTATE, INSURANCE, TAX)).shares == (Fraction(1, 3),) * 3
    assert Pool((share(ESTATE, "3/4"), share(INSURANCE, "1/4"))).shares == (
        Fraction(3, 4),
        Fraction(1, 4),
    )


@pytest.mark.parametrize(
    "services",
    [
        (),
        (share(ESTATE, "1/2"), share(INSURANCE, "1/4")),
        (share(ESTATE, "1"), INSURANCE),
        (ESTATE, share(INSURANCE, "0")),
    ],
)
def test_shares_are_written_for_all_and_add_up_to_1(services):
    with pytest.raises(BadValueError):
        Pool(services)


def test_the_mean_service_time_of_a_pool_is_that_of_its_visitors():
    mixed = Pool((share(ESTATE, "3/4"), share(INSURANCE, "1/4")))
    assert mixed.mean_minutes == Fraction(3, 4) * Fraction(25, 2) + Fraction(1, 4) * 10


def test_a_pool_serves_what_its_counters_can():
    # 0.92 x 15 x 30 / 15 = 27.6, with three counters over lunch 5.52.
    service = replace(ESTATE, mean_minutes=15)
    alone = Pool((service,))
    roster = Roster((Step(at("09:00"), 15), Step(at("11:00"), 3)))
    served = [alone.capacity(roster, slot) for slot in PLAN.slots[:6]]
    assert served == [27, 27, 27, 27, 5, 5]


def test_a_service_alone_has_what_its_counters_give():
    roster = planned_all_day(PLAN, ESTATE.counters)
    alone = capacity(ESTATE.counter_minutes(SLOT), ESTATE.mean_minutes)
    assert Pool((ESTATE,)).capacities(roster, SLOT) == {ESTATE_ID: alone}


@given(
    st.integers(0, 40),
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.data(),
)
def test_a_pool_never_promises_more_minutes_than_its_counters_have(
    counters: int, parts: list[int], data: st.DataObject
):
    services = tuple(
        replace(
            ESTATE,
            service_id=ServiceId(str(index)),
            share=Fraction(part, sum(parts)),
            mean_minutes=data.draw(st.integers(1, 60)),
        )
        for index, part in enumerate(parts)
    )
    pool = Pool(services)
    roster = planned_all_day(PLAN, counters)
    counts = pool.capacities(roster, SLOT)
    assert sum(counts.values()) == pool.capacity(roster, SLOT)
    assert min(counts.values()) >= 0
    assert pool.capacity(roster, SLOT) * pool.mean_minutes * 100 <= 92 * counters * 30


PLANS = CATALOGUE.plans(SITE, MONDAY)


def test_each_slot_of_a_service_with_quota_has_its_lanes():
    pool = Pool((ESTATE, INSURANCE))
    quotas = day_quotas(pool, planned_all_day(PLAN, 10), PLANS, DEFAULT_RATIO)
    # 0.92 x 300 / 11.25 = 24.5; half of 24 is for the service with quota.
    assert set(quotas) == {(ESTATE_ID, slot.start) for slot in PLAN.slots}
    assert set(quotas.values()) == {LaneQuota(6, 5, 1)}


def test_a_service_may_have_a_ratio_of_its_own():
    own = replace(ESTATE, ratio=LaneRatio.percent(0, 100, 0))
    quotas = day_quotas(Pool((own,)), planned_all_day(PLAN, 10), PLANS, DEFAULT_RATIO)
    assert set(quotas.values()) == {LaneQuota(0, 22, 0)}


def test_a_closed_day_has_no_quota_and_a_service_without_a_plan_is_refused():
    closed = CATALOGUE.plans(SITE, SATURDAY)
    assert day_quotas(Pool((ESTATE,)), Roster(), closed, DEFAULT_RATIO) == {}
    with pytest.raises(UnknownServiceError):
        day_quotas(Pool((ESTATE, TAX)), Roster(), PLANS, DEFAULT_RATIO)


@given(st.integers(0, 30))
def test_green_has_a_place_wherever_there_is_any(counters: int):
    pool = Pool((ESTATE, replace(INSURANCE, has_quota=True)))
    quotas = day_quotas(pool, planned_all_day(PLAN, counters), PLANS, DEFAULT_RATIO)
    for quota in quotas.values():
        assert (quota.green >= 1) is (quota.total >= 1)
