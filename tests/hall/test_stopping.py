# SPDX-License-Identifier: Apache-2.0
from dataclasses import asdict, replace
from datetime import datetime, time, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.calendar import Phase
from hall.errors import BadValueError
from hall.stopping import EFFECTS, Standing, Stop, Stops
from tests.hall.samples import ESTATE_ID, INSURANCE_ID, MONDAY, PLAN, SITE, at

OPEN, STOPPED, SUSPENDED = Standing

instants = st.integers(0, 8 * 60).map(lambda minute: at("08:30") + timedelta(minutes=minute))
stops = st.builds(
    Stop, st.sampled_from([ESTATE_ID, INSURANCE_ID]), instants, st.sampled_from(Standing)
)


def said(*pairs: tuple[str, Standing]) -> Stops:
    day = Stops(PLAN.day)
    for clock, standing in pairs:
        day = day.with_stop(Stop(ESTATE_ID, at(clock), standing))
    return day


def standing(day: Stops, clock: str) -> Standing:
    return day.standing(ESTATE_ID, at(clock))


def test_without_a_stop_a_service_is_open():
    assert standing(said(), "10:00") is OPEN


def test_a_stop_holds_from_its_instant_on():
    day = said(("15:00", STOPPED))
    assert [standing(day, clock) for clock in ("14:59", "15:00", "20:00")] == [
        OPEN,
        STOPPED,
        STOPPED,
    ]


def test_a_stop_at_a_time_of_the_hall_is_an_instant_of_its_day():
    stop = Stop(ESTATE_ID, SITE.instant(MONDAY, time(15)))
    assert stop.at == at("15:00")
    assert stop.standing is STOPPED


def test_a_stop_concerns_its_service_alone():
    assert said(("09:00", SUSPENDED)).standing(INSURANCE_ID, at("10:00")) is OPEN


def test_a_suspension_that_ends_leaves_a_later_stop_as_it_was():
    day = said(("16:00", STOPPED), ("11:00", SUSPENDED), ("11:30", OPEN))
    assert [standing(day, clock) for clock in ("10:59", "11:00", "11:30", "16:00")] == [
        OPEN,
        SUSPENDED,
        OPEN,
        STOPPED,
    ]


def test_a_stop_that_has_not_begun_is_withdrawn():
    assert standing(said(("16:00", STOPPED), ("16:00", OPEN)), "16:30") is OPEN


def test_what_is_said_next_of_the_same_time_counts_in_whatever_order_it_is_heard():
    day = said(("16:00", STOPPED))
    for standing_next in (OPEN, STOPPED, OPEN):
        next_moment = day.next_moment(ESTATE_ID, at("16:00"))
        day = day.with_stop(Stop(ESTATE_ID, next_moment, standing_next))
    for order in permutations(day.said):
        assert standing(Stops(PLAN.day, order), "16:30") is OPEN


def test_what_is_said_now_does_not_wait_for_what_was_said_for_later():
    day = said(("16:00", OPEN))
    now = at("16:00") - timedelta(seconds=30)
    assert day.next_moment(ESTATE_ID, now) == now
    assert day.next_moment(INSURANCE_ID, at("16:00")) == at("16:00")


def test_a_stop_for_another_day_is_refused():
    for instant in (PLAN.day.end, PLAN.day.start - timedelta(seconds=1)):
        with pytest.raises(BadValueError):
            said().with_stop(Stop(ESTATE_ID, instant))
    with pytest.raises(BadValueError):
        Stop(ESTATE_ID, datetime(2026, 3, 2))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("standing_now", "goes_on"),
    [
        (OPEN, {"gives_numbers", "calls"}),
        (STOPPED, {"calls"}),
        (SUSPENDED, {"offers_another_day"}),
    ],
)
def test_what_goes_on_at_each_standing(standing_now: Standing, goes_on: set[str]):
    effect = EFFECTS[standing_now]
    assert {name for name, is_so in asdict(effect).items() if is_so} == goes_on
    assert said(("09:00", standing_now)).effect(ESTATE_ID, at("10:00")) == effect


@pytest.mark.parametrize(
    ("clock", "phase"),
    [
        ("08:00", Phase.BEFORE_ISSUE),
        ("09:59", Phase.ISSUING),
        ("10:00", Phase.STOPPED),
        ("11:00", Phase.ISSUING),
        ("17:00", Phase.STOPPED),
    ],
)
def test_a_stopped_service_is_past_its_numbers_until_it_goes_on(clock: str, phase: Phase):
    day = said(("07:00", STOPPED), ("09:00", OPEN), ("10:00", SUSPENDED), ("11:00", OPEN))
    assert day.phase(ESTATE_ID, PLAN, at(clock)) is phase


@pytest.mark.parametrize(
    ("clock", "from_"),
    [("08:00", "10:00"), ("10:00", "13:00"), ("12:00", "13:00"), ("13:00", None), ("17:00", None)],
)
def test_when_numbers_are_given_next_is_known_as_far_as_it_was_said(
    clock: str, from_: str | None
) -> None:
    day = said(
        ("08:30", STOPPED), ("10:00", OPEN), ("11:00", SUSPENDED), ("13:00", OPEN), ("17:30", OPEN)
    ).with_stop(Stop(INSURANCE_ID, at("12:30"), OPEN))
    found = day.gives_from(ESTATE_ID, PLAN, at(clock))
    assert found == (at(from_) if from_ else None)


def test_without_a_stop_numbers_are_next_given_when_they_begin():
    assert PLAN.issuing
    assert said().gives_from(ESTATE_ID, PLAN, at("07:00")) == PLAN.issuing.start
    assert said().gives_from(ESTATE_ID, PLAN, PLAN.issuing.start) is None


def test_on_a_closed_day_no_numbers_are_given_next():
    closed = replace(PLAN, opening=(), slots=(), issuing=None)
    assert said(("10:00", OPEN)).gives_from(ESTATE_ID, closed, at("09:00")) is None


@given(st.lists(stops, max_size=10), instants)
def test_what_was_said_of_the_latest_instant_counts(orders: list[Stop], now: datetime):
    day = Stops(PLAN.day)
    for order in orders:
        day = day.with_stop(order)
    expected = OPEN
    for order in sorted(orders, key=lambda order: order.at):
        if order.service_id == ESTATE_ID and order.at <= now:
            expected = order.standing
    assert day.standing(ESTATE_ID, now) is expected


@given(st.lists(stops, max_size=10), stops, instants)
def test_a_kiosk_that_is_cut_off_goes_by_what_it_knew(
    known: list[Stop], missed: Stop, now: datetime
):
    cut_off = Stops(PLAN.day, tuple(known))
    other = cut_off.with_stop(missed)
    if now < missed.at:
        assert other.standing(missed.service_id, now) is cut_off.standing(missed.service_id, now)
    assert cut_off.said == tuple(known)
