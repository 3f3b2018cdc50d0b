# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import time
from fractions import Fraction

import pytest

from hall.calendar import OpeningHours, Period
from hall.errors import BadValueError, UnknownServiceError
from hall.ids import ServiceId
from hall.service import Catalogue, DirectGroup
from hall.words import NO_WORDS, Words
from tests.hall.samples import (
    CATALOGUE,
    ESTATE,
    ESTATE_ID,
    INSURANCE,
    INSURANCE_ID,
    MONDAY,
    PLAN,
    SITE,
    at,
)


@pytest.mark.parametrize(
    "change",
    [
        {"letter": "B"},
        {"name": NO_WORDS},
        {"mean_minutes": 0},
        {"mean_minutes": float("nan")},
        {"counters": 0},
        {"standby_per_slot": -1},
        {"share": Fraction(-1, 10)},
        {"share": Fraction(11, 10)},
    ],
)
def test_a_service_that_cannot_work_is_refused(change: dict[str, object]):
    with pytest.raises(BadValueError) as refused:
        replace(ESTATE, **change)
    assert refused.value.fields["name"] == next(iter(change))


def test_a_service_works_as_the_site_does_unless_it_has_its_own():
    assert ESTATE.calendar(SITE) == SITE
    mornings = OpeningHours(((Period(time(9), time(11)),),) * 7)
    own = replace(ESTATE, hours=mornings, issue_from=time(9), stop_at=time(10, 30))
    assert own.calendar(SITE) == replace(
        SITE, hours=mornings, issue_from=time(9), stop_at=time(10, 30)
    )


def test_counter_minutes_are_counters_times_the_slot():
    assert ESTATE.counter_minutes(PLAN.slots_from(at("09:00"))[0]) == 60


def test_a_service_is_found_by_its_id():
    assert CATALOGUE.service(INSURANCE_ID) is INSURANCE


def test_an_unknown_service_is_refused():
    with pytest.raises(UnknownServiceError) as refused:
        CATALOGUE.service(ServiceId("passport"))
    assert refused.value.fields == {"service_id": "passport"}


@pytest.mark.parametrize("other", [replace(INSURANCE, letter="A"), replace(ESTATE, letter="D")])
def test_two_services_share_neither_letter_nor_id(other):
    with pytest.raises(BadValueError):
        Catalogue((ESTATE, other))


def test_every_service_has_its_own_plan_of_a_day():
    early = Catalogue((ESTATE, replace(INSURANCE, stop_at=time(11))))
    plans = early.plans(SITE, MONDAY)
    assert plans[ESTATE_ID] == PLAN
    assert plans[INSURANCE_ID].issuing is not None
    assert plans[INSURANCE_ID].issuing.end == at("11:00")


def test_a_service_says_where_a_group_goes_without_a_number():
    desk = Words.of({"zh_Hans": "一楼爱心专窗", "en": "Care counter, ground floor"})
    service = replace(ESTATE, direct_groups=(DirectGroup("disabled", desk),))
    assert service.direct_to("disabled") == desk
    assert service.direct_to("soldier") is None
    assert ESTATE.direct_to("disabled") is None


def test_a_direct_group_has_words_and_stands_once():
    desk = Words.of({"en": "Counter 1"})
    with pytest.raises(BadValueError):
        DirectGroup("disabled", NO_WORDS)
    with pytest.raises(BadValueError):
        replace(ESTATE, direct_groups=(DirectGroup("disabled", desk),) * 2)


def test_a_proxy_brings_other_materials_where_the_service_says_so():
    card = (Words.of({"en": "ID card"}),)
    letter = (*card, Words.of({"en": "Letter of authority"}))
    service = replace(ESTATE, materials=card)
    assert service.materials_of(is_proxy=True) == card
    both = replace(service, proxy_materials=letter)
    assert both.materials_of(is_proxy=True) == letter
    assert both.materials_of(is_proxy=False) == card
