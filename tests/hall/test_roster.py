# SPDX-License-Identifier: Apache-2.0
from datetime import datetime, time, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.calendar import Calendar, Period
from hall.errors import BadValueError
from hall.ids import CounterId
from hall.roster import (
    CounterReport,
    Roster,
    Shift,
    Step,
    actual,
    expected,
    planned,
    planned_all_day,
)
from hall.span import Span
from tests.hall.samples import BERLIN, MONDAY, PLAN, SITE, at

DAY = Span(at("04:00"), at("23:59"))

minutes = st.integers(0, 600).map(lambda minute: at("08:00") + timedelta(minutes=minute))
spans = (
    st.tuples(minutes, minutes)
    .filter(lambda two: two[0] != two[1])
    .map(lambda two: Span(min(two), max(two)))
)
rosters = st.dictionaries(minutes, st.integers(0, 20), max_size=8).map(
    lambda steps: Roster(tuple(Step(instant, steps[instant]) for instant in sorted(steps)))
)


def steps(*pairs: tuple[str, int]) -> Roster:
    return Roster(tuple(Step(at(clock), counters) for clock, counters in pairs))


def span(start: str, end: str) -> Span:
    return Span(at(start), at(end))


def shift(start: str, end: str, counters: int) -> Shift:
    return Shift(Period(time.fromisoformat(start), time.fromisoformat(end)), counters)


def report(counter: str, clock: str, *, is_open: bool) -> CounterReport:
    return CounterReport(CounterId(counter), at(clock), is_open)


COMPLAINT = steps(("09:00", 15), ("11:00", 3), ("13:00", 15), ("17:00", 0))


@pytest.mark.parametrize(
    ("clock", "counters"),
    [("08:59", 0), ("09:00", 15), ("10:59", 15), ("11:00", 3), ("13:00", 15), ("18:00", 0)],
)
def test_a_step_holds_from_its_instant_until_the_next(clock: str, counters: int):
    assert COMPLAINT.open_at(at(clock)) == counters


@pytest.mark.parametrize(
    ("start", "end", "total"),
    [
        ("09:00", "09:30", 450),
        ("11:00", "11:30", 90),
        ("10:50", "11:10", 180),
        ("08:30", "09:10", 150),
        ("10:50", "13:10", 10 * 15 + 120 * 3 + 10 * 15),
        ("17:00", "18:00", 0),
    ],
)
def test_counter_minutes_are_counted_minute_by_minute(start: str, end: str, total: int):
    assert COMPLAINT.counter_minutes(span(start, end)) == total


@given(rosters, spans)
def test_counter_minutes_are_the_sum_over_the_minutes(roster: Roster, over: Span):
    each = range(int(over.length / timedelta(minutes=1)))
    total = sum(roster.open_at(over.start + timedelta(minutes=minute)) for minute in each)
    assert roster.counter_minutes(over) == total


def test_part_of_a_minute_counts_as_a_part():
    half = Span(at("09:00"), at("09:00") + timedelta(seconds=30))
    assert steps(("09:00", 3)).counter_minutes(half) == Fraction(3, 2)


def test_steps_rise_and_counters_are_not_negative():
    with pytest.raises(BadValueError):
        steps(("09:00", 1), ("09:00", 2))
    with pytest.raises(BadValueError):
        steps(("10:00", 1), ("09:00", 2))
    with pytest.raises(BadValueError):
        steps(("09:00", -1))
    with pytest.raises(BadValueError):
        Step(datetime(2026, 3, 2), 1)  # noqa: DTZ001


def test_changes_that_take_away_more_than_there_is_are_refused():
    with pytest.raises(BadValueError):
        Roster.of_changes([(at("09:00"), 1), (at("10:00"), -2)])


def test_at_most_lowers_only_inside_the_span():
    short = steps(("09:00", 15), ("17:00", 0)).at_most(span("11:00", "13:00"), 3)
    assert short == COMPLAINT
    with pytest.raises(BadValueError):
        COMPLAINT.at_most(span("11:00", "13:00"), -1)


@given(rosters, spans, st.integers(0, 20), minutes)
def test_counters_that_close_are_missed_in_that_span_alone(
    roster: Roster, closed: Span, most: int, now: datetime
):
    lower = roster.at_most(closed, most)
    before = roster.open_at(now)
    assert lower.open_at(now) == (min(before, most) if now in closed else before)
    assert lower.counter_minutes(DAY) <= roster.counter_minutes(DAY)


# --- planned -----------------------------------------------------------------------------------


def test_shifts_that_overlap_add_up():
    shifts = [shift("09:00", "12:00", 5), shift("11:30", "17:00", 2), shift("13:00", "17:00", 3)]
    assert planned(SITE, MONDAY, shifts) == steps(
        ("09:00", 5), ("11:30", 7), ("12:00", 2), ("13:00", 5), ("17:00", 0)
    )


def test_a_shift_may_end_after_midnight_and_is_local():
    night = planned(SITE, MONDAY, [shift("22:00", "02:00", 1)])
    assert [step.at for step in night.steps] == [at("22:00"), at("22:00") + timedelta(hours=4)]


def test_a_shift_swallowed_by_summer_time_is_left_out():
    site = Calendar(tz=BERLIN, hours=SITE.hours, day_starts=time(0))
    sunday = MONDAY.replace(day=29)
    swallowed = [shift("02:00", "03:00", 4), shift("09:00", "10:00", 1)]
    assert [step.counters for step in planned(site, sunday, swallowed).steps] == [1, 0]


def test_a_shift_has_no_negative_counters():
    with pytest.raises(BadValueError):
        shift("09:00", "10:00", -1)


def test_all_day_means_while_the_service_is_open():
    roster = planned_all_day(PLAN, 2)
    assert roster == steps(("09:00", 2), ("12:00", 0), ("13:30", 2), ("17:00", 0))
    assert all(roster.counter_minutes(slot) == 60 for slot in PLAN.slots)
    with pytest.raises(BadValueError):
        planned_all_day(PLAN, -1)


def test_periods_that_touch_are_one_step():
    assert planned(SITE, MONDAY, [shift("09:00", "10:00", 2), shift("10:00", "11:00", 2)]) == steps(
        ("09:00", 2), ("11:00", 0)
    )


# --- actual ------------------------------------------------------------------------------------


def test_what_the_counters_report_is_what_is_open():
    reports = [
        report("1", "08:55", is_open=True),
        report("2", "09:05", is_open=True),
        report("1", "11:00", is_open=False),
    ]
    assert actual(reports) == steps(("08:55", 1), ("09:05", 2), ("11:00", 1))


def test_a_report_that_comes_twice_or_late_changes_nothing():
    reports = [
        report("1", "11:00", is_open=False),
        report("1", "09:00", is_open=True),
        report("1", "09:30", is_open=True),
        report("1", "11:30", is_open=False),
        report("2", "12:00", is_open=False),
    ]
    assert actual(reports) == steps(("09:00", 1), ("11:00", 0))


def test_of_two_reports_of_one_instant_the_later_counts():
    both = [report("1", "09:00", is_open=True), report("1", "09:00", is_open=False)]
    assert actual(both) == Roster()


reports = st.lists(
    st.builds(CounterReport, st.sampled_from("1234").map(CounterId), minutes, st.booleans()),
    max_size=20,
    unique_by=lambda each: (each.counter_id, each.at),
)


@given(reports, minutes)
def test_as_many_are_open_as_last_reported_it(said: list[CounterReport], now: datetime):
    last = {
        each.counter_id: each.is_open
        for each in sorted(said, key=lambda each: each.at)
        if each.at <= now
    }
    assert actual(said).open_at(now) == sum(last.values())
    assert actual(reversed(said)) == actual(said)


# --- expected ----------------------------------------------------------------------------------

THIN_LUNCH = steps(("09:00", 10), ("11:30", 5), ("13:00", 10), ("17:00", 0))


def test_what_is_open_now_stays_until_the_plan_changes_and_scales_it():
    found = expected(THIN_LUNCH, 8, span("10:00", "23:00"))
    clocks = ("10:00", "11:29", "11:30", "13:00", "17:00")
    assert [found.open_at(at(clock)) for clock in clocks] == [8, 8, 4, 8, 0]


def test_from_when_the_desk_says_so_all_is_as_planned():
    plan = steps(("09:00", 15), ("17:00", 0))
    found = expected(plan, 3, span("11:00", "13:00"))
    assert found == COMPLAINT


def test_somebody_stays_where_somebody_is_planned():
    found = expected(THIN_LUNCH, 0, span("10:00", "23:00"))
    assert [found.open_at(at(clock)) for clock in ("10:00", "11:30", "17:00")] == [0, 1, 0]


def test_before_the_first_counter_is_planned_the_plan_holds():
    assert expected(THIN_LUNCH, 0, span("08:00", "23:00")) == THIN_LUNCH
    early = expected(THIN_LUNCH, 2, span("08:00", "23:00"))
    assert [early.open_at(at(clock)) for clock in ("08:00", "09:00", "11:30")] == [2, 10, 5]


def test_half_a_counter_counts_as_one():
    assert expected(THIN_LUNCH, 9, span("10:00", "23:00")).open_at(at("11:30")) == 5


def test_fewer_than_none_are_never_open():
    with pytest.raises(BadValueError):
        expected(THIN_LUNCH, -1, span("10:00", "23:00"))


@given(rosters, st.integers(0, 20), spans)
def test_what_is_expected_begins_with_what_is_open_and_ends_as_planned(
    plan: Roster, open_now: int, rest: Span
):
    found = expected(plan, open_now, rest)
    assert found.open_at(rest.start) == open_now
    assert found.open_at(rest.end) == plan.open_at(rest.end)
    if open_now == plan.open_at(rest.start):
        assert found.counter_minutes(DAY) == plan.counter_minutes(DAY)
