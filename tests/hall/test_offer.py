# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.calendar import Phase
from hall.choice import choose_place
from hall.errors import BadValueError
from hall.lease import grant_day, stand_alone_lease
from hall.offer import (
    AnotherDay,
    LaterSlot,
    NotNow,
    Now,
    Offer,
    Offers,
    Staff,
    Standby,
    instead_of_booking,
    offers,
    open_days_after,
)
from hall.place import Lane, Place
from hall.quota import STAND_ALONE_RATIO
from tests.hall.draws import moments, some_places
from tests.hall.samples import CATALOGUE, ESTATE, INSURANCE, MONDAY, PLAN, SATURDAY, SITE, at, place

GREEN = Lane.GREEN
TUESDAY = date(2026, 3, 3)


def find(clock: str, *free: Place, green: bool = False, standby_given: int = 0) -> Offers:
    return offers(ESTATE, PLAN, free, at(clock), green=green, standby_given=standby_given)


def ask(clock: str, *free: Place, green: bool = False, standby_given: int = 0) -> tuple[Offer, ...]:
    return find(clock, *free, green=green, standby_given=standby_given).ways


def test_a_place_in_the_current_slot_is_a_number_now():
    assert ask("09:05", place("09:00")) == (Now(place("09:00")),)


def test_a_number_whose_place_is_later_says_so_before_the_touch():
    assert ask("09:05", place("10:00")) == (Now(place("10:00"), not_before=at("10:00")),)


def test_before_opening_the_first_slot_is_not_called_later():
    assert ask("08:40", place("09:00")) == (Now(place("09:00")),)


def test_later_slots_follow_earliest_first_and_at_most_four():
    free = [place(clock) for clock in ("14:30", "11:30", "11:00", "10:00", "14:00", "09:00")]
    found = ask("09:05", *free)
    assert found == (
        Now(place("09:00")),
        LaterSlot(place("10:00")),
        LaterSlot(place("11:00")),
        LaterSlot(place("11:30")),
        LaterSlot(place("14:00")),
    )


def test_without_a_number_now_come_later_slots_standby_and_staff():
    found = ask("09:05", place("14:00"), standby_given=1)
    assert isinstance(found[0], LaterSlot)
    assert found[0].slot_start == at("14:00")
    assert found == (
        LaterSlot(place("14:00")),
        Standby(given=1),
        Staff(),
    )


def test_standby_has_a_limit_in_each_slot():
    assert ask("09:05", standby_given=2) == (Staff(),)
    assert ask("09:05") == (Standby(given=0), Staff())


def test_a_green_visitor_sees_the_green_places_too():
    free = (place("09:00", GREEN), place("10:00", GREEN))
    assert ask("09:05", *free, green=True) == (
        Now(place("09:00", GREEN)),
        LaterSlot(place("10:00", GREEN)),
    )
    assert ask("09:05", *free, standby_given=2) == (Staff(),)


@pytest.mark.parametrize("clock", ["09:05", "12:30", "16:29"])
def test_without_quota_everybody_gets_a_number(clock: str):
    assert offers(INSURANCE, PLAN, (), at(clock)) == Offers((Now(),))


@pytest.mark.parametrize("service", [ESTATE, INSURANCE])
@pytest.mark.parametrize("clock", ["08:29", "16:30"])
def test_outside_issuing_only_staff_can_help(service, clock: str):
    free = (place("09:00"), place("16:30"))
    not_now = {"08:29": NotNow.NOT_BEGUN, "16:30": NotNow.STOPPED}[clock]
    assert offers(service, PLAN, free, at(clock)) == Offers((Staff(),), not_now)
    assert offers(service, SITE.plan(SATURDAY), free, at("10:00", SATURDAY)) == Offers(
        (Staff(),), NotNow.CLOSED_DAY
    )


ORDER: list[type[Offer]] = [Now, LaterSlot, Standby, AnotherDay, Staff]


@given(
    free=some_places,
    now=moments,
    green=st.booleans(),
    standby_given=st.integers(0, 3),
    other_days=st.sampled_from([(), (TUESDAY,), (TUESDAY, SATURDAY)]),
)
def test_there_is_always_an_offer_and_never_a_bare_no(
    free: set[Place],
    now: datetime,
    standby_given: int,
    other_days: tuple[date, ...],
    *,
    green: bool,
):
    answer = offers(
        ESTATE, PLAN, free, now, green=green, standby_given=standby_given, other_days=other_days
    )
    found = answer.ways
    ranks = [ORDER.index(type(offer)) for offer in found]
    assert answer.best is found[0]
    assert (answer.not_now is None) is isinstance(found[0], Now)
    assert ranks == sorted(ranks)
    assert ranks.count(0) <= 1
    assert ranks.count(1) <= 4
    assert (ranks[-1] == 4) is (0 not in ranks)
    assert (3 in ranks) is (0 not in ranks and bool(other_days))
    places = [each.place for each in found if isinstance(each, Now | LaterSlot) and each.place]
    starts = [each.slot_start for each in places]
    assert starts == sorted(set(starts))
    assert set(places) <= free


@given(st.lists(st.tuples(moments, st.booleans()), max_size=150))
def test_a_day_of_visitors_sells_each_place_once_and_refuses_nobody_who_could_have_one(visitors):
    granted = grant_day(
        CATALOGUE,
        CATALOGUE.plans(SITE, MONDAY),
        STAND_ALONE_RATIO,
        lease_id=stand_alone_lease(MONDAY),
        business_date=MONDAY,
    )
    free = {each for run in granted.places for each in run.places()}
    everything = set(free)
    sold: list[Place] = []
    for now, green in sorted(visitors):
        first = offers(ESTATE, PLAN, free, now, green=green).best
        if isinstance(first, Now):
            assert first.place in free
            free.remove(first.place)
            sold.append(first.place)
    assert len(set(sold)) == len(sold)
    assert set(sold) | free == everything


def test_a_full_slot_moves_walk_ins_to_the_next_one_in_order_of_arrival():
    free = {place("09:00", index=0), place("09:30", index=0), place("09:30", index=1)}
    starts = []
    for _ in count():
        found = choose_place(free, PLAN.slots, at("09:05"))
        if found is None:
            break
        free.remove(found)
        starts.append(found.slot_start)
    assert starts == [at("09:00"), at("09:30"), at("09:30")]


def test_a_service_with_no_standby_offers_none():
    without = replace(ESTATE, standby_per_slot=0)
    assert offers(without, PLAN, (), at("09:05")).ways == (Staff(),)


def test_a_visitor_is_told_why_there_is_no_number_now():
    assert find("09:05", place("09:00")).not_now is None
    assert find("09:05", place("10:00")).not_now is None
    assert find("09:05", place("14:00")).not_now is NotNow.ALL_TAKEN


def test_another_day_comes_after_standby_and_before_staff():
    days = (TUESDAY, date(2026, 3, 4))
    free = (place("14:00"),)
    found = offers(ESTATE, PLAN, free, at("09:05"), standby_given=1, other_days=days)
    assert found.ways == (LaterSlot(place("14:00")), Standby(1), AnotherDay(days), Staff())


def test_when_a_service_has_stopped_another_day_is_left():
    found = offers(ESTATE, PLAN, (place("16:30"),), at("16:30"), other_days=(TUESDAY,))
    assert found == Offers((AnotherDay((TUESDAY,)), Staff()), NotNow.STOPPED)


@pytest.mark.parametrize("green", [False, True])
def test_the_standby_of_a_green_visitor_goes_before_other_standby(*, green: bool):
    assert find("09:05", green=green).best == Standby(given=0, goes_first=green)


def test_a_count_of_standby_below_nothing_is_refused():
    with pytest.raises(BadValueError):
        find("09:05", standby_given=-1)


# --- a booking that cannot check in ---------------------------------------------------------


@pytest.mark.parametrize("not_now", [NotNow.LATE, NotNow.NO_EXTRA])
def test_who_cannot_use_his_booking_has_a_walk_in_number_or_another_day(not_now: NotNow):
    found = instead_of_booking(find("09:05", place("09:00")), not_now, (TUESDAY,))
    assert found == Offers((Now(place("09:00")), AnotherDay((TUESDAY,)), Staff()), not_now)


def test_a_late_visitor_may_wait_on_standby_when_all_places_are_taken():
    found = instead_of_booking(find("09:05"), NotNow.LATE, (TUESDAY,))
    assert found.ways == (Standby(0), AnotherDay((TUESDAY,)), Staff())


def test_a_late_visitor_is_never_just_refused():
    found = instead_of_booking(find("16:30"), NotNow.LATE)
    assert found == Offers((Staff(),), NotNow.LATE)


@given(free=some_places, now=moments, green=st.booleans(), standby_given=st.integers(0, 3))
def test_a_late_visitor_has_every_number_that_a_walk_in_has(
    free: set[Place], now: datetime, standby_given: int, *, green: bool
):
    walk_in = offers(ESTATE, PLAN, free, now, green=green, standby_given=standby_given)
    late = instead_of_booking(walk_in, NotNow.LATE, (TUESDAY,))
    assert late.ways[:-2] == tuple(way for way in walk_in.ways if way != Staff())
    assert late.ways[-2:] == (AnotherDay((TUESDAY,)), Staff())


# --- another day ----------------------------------------------------------------------------


def test_another_day_is_one_on_which_numbers_are_given():
    friday = date(2026, 3, 6)
    assert open_days_after(SITE, friday, most=2) == (date(2026, 3, 9), date(2026, 3, 10))
    assert len(open_days_after(SITE, MONDAY)) == 5
    assert open_days_after(replace(SITE, stop_at=time(8, 45), issue_from=None), MONDAY) == ()


def test_days_are_looked_for_two_weeks_ahead():
    assert open_days_after(SITE, MONDAY, most=99)[-1] == date(2026, 3, 16)
    with pytest.raises(BadValueError):
        open_days_after(SITE, MONDAY, most=-1)


# --- the rule again, in another way ---------------------------------------------------------


def is_allowed(each: Place, now: datetime, *, green: bool) -> bool:
    """What the rules let one visitor have, place by place, of all slots that have not ended."""
    end = next(slot.end for slot in PLAN.slots if slot.start == each.slot_start)
    if each.lane is Lane.EXTRA or now >= end:
        return False
    return each.lane is not GREEN or green or now >= each.slot_start + timedelta(minutes=15)


def first_allowed(free: set[Place], now: datetime, *, green: bool) -> Place | None:
    """The earliest slot, in it `gwb` for a green visitor and `wbg` for others, lowest index."""
    order = "gwb" if green else "wbg"
    allowed = [each for each in free if is_allowed(each, now, green=green)]
    return min(
        allowed,
        key=lambda each: (each.slot_start, order.index(each.lane[0]), each.index),
        default=None,
    )


@given(free=some_places, now=moments, green=st.booleans(), slots_ahead=st.integers(0, 13))
def test_the_place_is_the_one_that_a_plain_list_of_all_allowed_gives(
    free: set[Place], now: datetime, slots_ahead: int, *, green: bool
):
    reach = {slot.start for slot in PLAN.slots_from(now)[: slots_ahead + 1]}
    near = {each for each in free if each.slot_start in reach}
    found = choose_place(free, PLAN.slots, now, slots_ahead=slots_ahead, green=green)
    assert found == first_allowed(near, now, green=green)


@given(
    free=some_places,
    now=moments,
    green=st.booleans(),
    standby_given=st.integers(0, 3),
    data=st.data(),
)
def test_nobody_is_refused_while_anything_the_rules_allow_is_left(
    free: set[Place], now: datetime, standby_given: int, data: st.DataObject, *, green: bool
):
    """Visitors come one after another, green or not, until one has no number: nothing was left."""
    while True:
        found = offers(ESTATE, PLAN, free, now, green=green, standby_given=standby_given).best
        expected = first_allowed(free, now, green=green)
        match found:
            case Now(place=Place() as taken) | LaterSlot(place=taken):
                assert taken == expected
                free = free - {taken}
            case Standby():
                assert expected is None
                assert found.goes_first is green
                standby_given += 1
            case _:
                assert expected is None
                assert standby_given >= ESTATE.standby_per_slot
                return
        green = data.draw(st.booleans())


def test_a_service_that_staff_stopped_gives_no_numbers():
    found = offers(
        ESTATE, PLAN, (place("09:00"),), at("09:05"), other_days=(TUESDAY,), phase=Phase.STOPPED
    )
    assert found == Offers((AnotherDay((TUESDAY,)), Staff()), NotNow.STOPPED)
