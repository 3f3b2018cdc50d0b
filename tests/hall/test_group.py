# SPDX-License-Identifier: Apache-2.0
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.errors import BadValueError, GroupLimitError
from hall.group import GroupNumber, group_numbers
from hall.place import Lane, Place
from hall.service import Service
from tests.hall.samples import ESTATE, ESTATE_ID, INSURANCE, PLAN, SATURDAY, SITE, at, place

STARTS = [slot.start for slot in PLAN.slots]
some_places = st.sets(
    st.builds(
        lambda start, lane, index: Place(ESTATE_ID, start, lane, index),
        st.sampled_from(STARTS[:4]),
        st.sampled_from(Lane),
        st.integers(0, 4),
    ),
    max_size=30,
)


def ask(
    wanted: int,
    *free: Place,
    service: Service = ESTATE,
    per_slot: int = 2,
    before: Mapping[datetime, int] | None = None,
    clock: str = "09:05",
) -> tuple[GroupNumber, ...]:
    return group_numbers(
        service, PLAN, free, at(clock), wanted, group_per_slot=per_slot, given=before or {}
    )


def test_a_company_gets_so_many_a_slot_and_the_rest_in_the_next_ones():
    free = [place(clock, index=index) for clock in ("09:30", "09:00") for index in (2, 1, 0)]
    assert ask(3, *free) == (
        GroupNumber(at("09:00"), place("09:00", index=0), None),
        GroupNumber(at("09:00"), place("09:00", index=1), None),
        GroupNumber(at("09:30"), place("09:30", index=0), at("09:30")),
    )


def test_numbers_that_companies_have_already_count():
    free = [place("09:00", index=index) for index in range(4)]
    assert len(ask(1, *free, before={at("09:00"): 1})) == 1
    for given_before in (2, 3):
        with pytest.raises(GroupLimitError):
            ask(1, *free, before={at("09:00"): given_before})


def test_without_quota_a_company_has_so_many_a_slot_too():
    found = ask(3, service=INSURANCE)
    assert [each.slot_start for each in found] == [at("09:00"), at("09:00"), at("09:30")]
    assert {each.place for each in found} == {None}


def test_a_company_gets_all_it_wants_or_nothing():
    with pytest.raises(GroupLimitError) as refused:
        ask(3, place("09:00"), place("09:30"))
    assert refused.value.fields == {"wanted": 3, "left": 2}


def test_on_a_closed_day_a_company_gets_nothing():
    saturday = SITE.plan(SATURDAY)
    with pytest.raises(GroupLimitError):
        group_numbers(INSURANCE, saturday, (), at("10:00", SATURDAY), 1, group_per_slot=2, given={})


@pytest.mark.parametrize(("wanted", "per_slot"), [(0, 2), (1, -1)])
def test_wrong_counts_are_refused(wanted: int, per_slot: int):
    with pytest.raises(BadValueError):
        ask(wanted, place("09:00"), per_slot=per_slot)


def test_companies_never_have_less_than_no_number():
    with pytest.raises(BadValueError):
        ask(1, place("09:00"), before={at("10:00"): -1})


@given(
    free=some_places,
    minutes=st.integers(0, 100),
    wanted=st.integers(1, 9),
    per_slot=st.integers(0, 4),
    before=st.dictionaries(st.sampled_from(STARTS[:4]), st.integers(0, 5)),
)
def test_a_company_never_takes_more_of_a_slot_or_what_a_walk_in_could_not_have(
    free: set[Place], minutes: int, wanted: int, per_slot: int, before: dict[datetime, int]
):
    now = at("09:00") + timedelta(minutes=minutes)
    allowed: Counter[datetime] = Counter()
    for each in free:
        is_over = now >= each.slot_start + timedelta(minutes=30)
        is_kept = each.lane is Lane.GREEN and now < each.slot_start + timedelta(minutes=15)
        if each.lane is not Lane.EXTRA and not is_over and not is_kept:
            allowed[each.slot_start] += 1
    left = {
        start: min(places, max(0, per_slot - before.get(start, 0)))
        for start, places in allowed.items()
    }
    if sum(left.values()) < wanted:
        with pytest.raises(GroupLimitError) as refused:
            group_numbers(ESTATE, PLAN, free, now, wanted, group_per_slot=per_slot, given=before)
        assert refused.value.fields == {"wanted": wanted, "left": sum(left.values())}
        return
    found = group_numbers(ESTATE, PLAN, free, now, wanted, group_per_slot=per_slot, given=before)
    taken = [each.place for each in found]
    assert len(set(taken)) == len(taken) == wanted
    assert set(taken) <= free
    starts = [each.slot_start for each in found]
    assert starts == sorted(starts)
    assert all(count <= left[start] for start, count in Counter(starts).items())
    assert all((each.chosen_slot is None) is (each.slot_start <= now) for each in found)
