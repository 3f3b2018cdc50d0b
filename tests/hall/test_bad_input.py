# SPDX-License-Identifier: Apache-2.0
"""Bad values are refused with a key and fields that say what is wrong; nothing is made of them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from fractions import Fraction

import pytest

from hall.errors import BadValueError, HallError, UnknownServiceError, UnknownSlotError
from hall.feed import Reduced
from hall.ids import LeaseId, ServiceId
from hall.lease import grant_day
from hall.log import verify_chain
from hall.numbering import NumberRange
from hall.place import Lane, Place
from hall.pool import Pool
from hall.quota import DEFAULT_RATIO, LaneQuota, LaneRatio, share_out, split
from hall.release import reduction, revision
from hall.roster import planned_all_day
from hall.stopping import Stop, Stops
from tests.hall.leases import NINE, NOON, lease, walk_ins, wish
from tests.hall.refusals import NAIVE, NOWHERE
from tests.hall.samples import (
    CATALOGUE,
    ESTATE,
    ESTATE_ID,
    INSURANCE_ID,
    MONDAY,
    PLAN,
    at,
    issued,
    log,
)

QUOTA = LaneQuota(2, 4, 1)
FROM_ZERO = "from 0"
PARTS = "parts from 0 that add up to 1"
SHARES = "shares from 0 that add up to 1"
Make = Callable[[], object]


def refused_value(make: Make, name: str, value: object, allowed: object) -> None:
    with pytest.raises(BadValueError) as caught:
        make()
    assert caught.value.key == "error.hall.bad_value"
    assert caught.value.fields == {"name": name, "value": value, "allowed": allowed}


NEGATIVE: Mapping[str, tuple[Make, str, int]] = {
    "booked quota": (lambda: LaneQuota(-1, 4, 1), "booked", -1),
    "walk-in quota": (lambda: LaneQuota(2, -4, 1), "walk_in", -4),
    "green quota": (lambda: LaneQuota(2, 4, -1), "green", -1),
    "quota after fewer": (lambda: QUOTA.fewer(Lane.GREEN, 2), "green", -1),
    "quota after less": (lambda: QUOTA.less(LaneQuota(3, 0, 0)), "booked", -1),
    "capacity to split": (lambda: split(-1, DEFAULT_RATIO), "capacity", -1),
    "capacity to share": (lambda: share_out(-1, [Fraction(1)]), "capacity", -1),
    "capacity of fewer counters": (lambda: reduction(QUOTA, -1), "capacity", -1),
    "reduction": (lambda: Reduced(*NINE, Lane.GREEN, -1), "count", -1),
    "run": (lambda: walk_ins(count=-1), "count", -1),
    "wish for places": (lambda: wish(1, -2), "places", -2),
    "wish for numbers": (lambda: wish(1, 2, -3), "numbers", -3),
}


@pytest.mark.parametrize(("make", "name", "value"), NEGATIVE.values(), ids=NEGATIVE)
def test_nothing_is_less_than_none(make: Make, name: str, value: int):
    refused_value(make, name, value, FROM_ZERO)


SUMS: Mapping[str, tuple[Make, str, str, str]] = {
    "ratio above 1": (lambda: LaneRatio.percent(50, 40, 20), "ratio", "1/2/2/5/1/5", PARTS),
    "ratio below 1": (lambda: LaneRatio.percent(50, 0, 0), "ratio", "1/2/0/0", PARTS),
    "ratio below 0": (lambda: LaneRatio.percent(110, 0, -10), "ratio", "11/10/0/-1/10", PARTS),
    "shares above 1": (lambda: share_out(9, [Fraction(2, 3)] * 2), "share", "2/3 + 2/3", SHARES),
    "shares of a pool": (
        lambda: Pool((replace(ESTATE, share=Fraction(1, 2)),)),
        "share",
        "1/2",
        SHARES,
    ),
}


@pytest.mark.parametrize(("make", "name", "value", "allowed"), SUMS.values(), ids=SUMS)
def test_ratios_and_shares_add_up_to_one(make: Make, name: str, value: str, allowed: str):
    refused_value(make, name, value, allowed)


OTHERS: Mapping[str, tuple[Make, str, object, str]] = {
    "a wish for booked places": (
        lambda: wish(1, lane=Lane.BOOKED),
        "lane",
        Lane.BOOKED,
        "walk_in, green, extra",
    ),
    "numbers that fall": (lambda: NumberRange("A", 9, 3), "range", "9 to 3", "rising, 1 to 9999"),
    "an instant nowhere": (
        lambda: Place(ESTATE_ID, NAIVE, Lane.GREEN, 0),
        "slot_start",
        NAIVE,
        "an instant with a time zone",
    ),
    "a stop on another day": (
        lambda: Stops(PLAN.day).with_stop(Stop(ESTATE_ID, PLAN.day.end)),
        "at",
        PLAN.day.end,
        f"from {PLAN.day.start}, before {PLAN.day.end}",
    ),
}


@pytest.mark.parametrize(("make", "name", "value", "allowed"), OTHERS.values(), ids=OTHERS)
def test_what_cannot_be_is_not_made(make: Make, name: str, value: object, allowed: str):
    refused_value(make, name, value, allowed)


# Services and slots


def revised(service_id: ServiceId = ESTATE_ID, slot_start: datetime | None = None) -> object:
    quotas = {(service_id, slot_start or at("09:00")): QUOTA}
    return revision(Pool((ESTATE,)), planned_all_day(PLAN, 1), {ESTATE_ID: PLAN}, quotas, NOON)


UNKNOWN: Mapping[str, Make] = {
    "a catalogue": lambda: CATALOGUE.service(NOWHERE),
    "a revision": lambda: revised(NOWHERE),
}


@pytest.mark.parametrize("make", UNKNOWN.values(), ids=UNKNOWN)
def test_a_service_the_site_has_not_got_is_unknown(make: Make):
    with pytest.raises(UnknownServiceError) as caught:
        make()
    assert caught.value.key == "error.hall.unknown_service"
    assert caught.value.fields == {"service_id": NOWHERE}


def test_a_service_without_a_plan_gets_no_grant():
    with pytest.raises(UnknownServiceError) as caught:
        grant_day(
            CATALOGUE,
            {ESTATE_ID: PLAN},
            DEFAULT_RATIO,
            lease_id=LeaseId("1"),
            business_date=MONDAY,
        )
    assert caught.value.fields == {"service_id": INSURANCE_ID}


@pytest.mark.parametrize("clock", ["08:30", "09:10", "12:30", "17:00"])
def test_a_slot_outside_the_hours_or_the_grid_is_unknown(clock: str):
    start = at(clock)
    for make in (lambda: PLAN.slot(start), lambda: revised(slot_start=start)):
        with pytest.raises(UnknownSlotError) as caught:
            make()
        assert caught.value.key == "error.hall.unknown_slot"
        assert caught.value.fields == {"slot_start": start}


# Chains


def test_a_chain_with_a_gap_or_a_changed_entry_is_refused():
    entries = log(lease("1"), issued(1), issued(2))
    changed = replace(entries[1], body=issued(3))
    for chain, problem in (
        ([entries[0], entries[2]], "expected 2"),
        ([entries[0], changed, entries[2]], "does not follow the entry before it"),
    ):
        with pytest.raises(HallError) as caught:
            verify_chain(chain)
        assert caught.value.key == "error.hall.log"
        assert caught.value.fields == {"position": 3, "problem": problem}
