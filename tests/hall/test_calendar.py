# SPDX-License-Identifier: Apache-2.0
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hall.calendar import (
    Calendar,
    MovedDay,
    OpeningHours,
    Period,
    Phase,
    business_day,
    first_and_last,
)
from hall.errors import BadValueError, UnknownSlotError
from tests.hall.samples import BERLIN, HOURS, MONDAY, PLAN, SATURDAY, SHANGHAI, SITE, WORK_DAY, at

SUNDAY_OF_SUMMER_TIME = date(2026, 3, 29)
SUNDAY_OF_WINTER_TIME = date(2026, 10, 25)


def every_day(*periods: Period) -> OpeningHours:
    return OpeningHours((periods,) * 7)


@pytest.mark.parametrize(
    ("clock", "day"),
    [("04:00", 2), ("23:59", 2), ("03:59", 1), ("00:00", 1), ("12:00", 2)],
)
def test_a_business_day_begins_at_day_starts(clock: str, day: int):
    assert business_day(at(clock), SHANGHAI) == date(2026, 3, day)
    assert SITE.business_day(at(clock)) == date(2026, 3, day)


@given(
    st.integers(0, 10 * 366 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    st.sampled_from([SHANGHAI, BERLIN]),
)
def test_every_instant_lies_in_the_plan_of_its_business_day(later: timedelta, tz: ZoneInfo):
    now = datetime(2020, 1, 1, tzinfo=UTC) + later
    calendar = replace(SITE, tz=tz)
    assert now in calendar.plan(calendar.business_day(now)).day


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_business_days_follow_each_other_without_a_gap(on: date):
    calendar = replace(SITE, tz=BERLIN)
    assert calendar.plan(on).day.end == calendar.plan(on + timedelta(days=1)).day.start


def test_a_plan_has_the_opening_periods_in_utc():
    assert [(span.start, span.end) for span in PLAN.opening] == [
        (at("09:00"), at("12:00")),
        (at("13:30"), at("17:00")),
    ]


def test_the_slot_grid_covers_the_opening_periods_and_nothing_else():
    starts = [slot.start for slot in PLAN.slots]
    assert len(starts) == 13
    assert starts[0] == at("09:00")
    assert starts[5:7] == [at("11:30"), at("13:30")]
    assert PLAN.slots[-1].end == at("17:00")


def test_slots_can_be_a_quarter_of_an_hour():
    assert len(replace(SITE, slot_minutes=15).plan(MONDAY).slots) == 26


def test_the_last_slot_of_a_period_may_be_short():
    calendar = Calendar(tz=SHANGHAI, hours=every_day(Period(time(9), time(9, 50))))
    lengths = [slot.length for slot in calendar.plan(MONDAY).slots]
    assert lengths == [timedelta(minutes=30), timedelta(minutes=20)]


@pytest.mark.parametrize("on", [SUNDAY_OF_SUMMER_TIME, SUNDAY_OF_WINTER_TIME, MONDAY])
def test_slots_stay_half_an_hour_long_when_the_clocks_change(on: date):
    hours = every_day(Period(time(0, 30), time(5)))
    plan = Calendar(tz=BERLIN, hours=hours, day_starts=time(0)).plan(on)
    assert {slot.length for slot in plan.slots} == {timedelta(minutes=30)}
    change = {SUNDAY_OF_SUMMER_TIME: -2, SUNDAY_OF_WINTER_TIME: 2}.get(on, 0)
    assert len(plan.slots) == 9 + change


def test_a_period_swallowed_by_summer_time_is_left_out():
    hours = every_day(Period(time(1, 59), time(2)), Period(time(2, 59), time(3)))
    calendar = Calendar(tz=BERLIN, hours=hours, day_starts=time(0))
    assert len(calendar.plan(MONDAY).opening) == 2
    assert len(calendar.plan(SUNDAY_OF_SUMMER_TIME).opening) < 2


def test_opening_hours_may_end_after_midnight():
    hours = every_day(Period(time(20), time(2)))
    plan = Calendar(tz=SHANGHAI, hours=hours).plan(MONDAY)
    assert plan.opening[0].end == at("02:00", MONDAY + timedelta(days=1))
    assert business_day(plan.opening[0].end, SHANGHAI) == MONDAY


@pytest.mark.parametrize(
    ("clock", "phase"),
    [
        ("04:00", Phase.BEFORE_ISSUE),
        ("08:29", Phase.BEFORE_ISSUE),
        ("08:30", Phase.ISSUING),
        ("12:30", Phase.ISSUING),
        ("16:29", Phase.ISSUING),
        ("16:30", Phase.STOPPED),
        ("23:00", Phase.STOPPED),
    ],
)
def test_numbers_are_given_from_issue_from_until_stop_at(clock: str, phase: Phase):
    assert PLAN.phase(at(clock)) is phase


def test_without_issue_from_and_stop_at_numbers_are_given_while_open():
    plan = replace(SITE, issue_from=None, stop_at=None).plan(MONDAY)
    assert plan.issuing is not None
    assert (plan.issuing.start, plan.issuing.end) == (at("09:00"), at("17:00"))


def test_stop_at_after_closing_counts_as_closing():
    plan = replace(SITE, stop_at=time(20)).plan(MONDAY)
    assert plan.issuing is not None
    assert plan.issuing.end == at("17:00")


def test_a_day_that_closes_before_issue_from_gives_no_numbers():
    plan = replace(SITE, issue_from=time(18), stop_at=None).plan(MONDAY)
    assert plan.opening
    assert plan.phase(at("18:30")) is Phase.CLOSED_DAY


def test_a_day_without_periods_is_closed():
    plan = SITE.plan(SATURDAY)
    assert (plan.opening, plan.slots, plan.issuing) == ((), (), None)
    assert plan.phase(at("10:00", SATURDAY)) is Phase.CLOSED_DAY


def test_holidays_close_and_moved_days_open():
    hours = OpeningHours(
        HOURS.weekdays,
        holidays=frozenset({MONDAY}),
        moved_days=(MovedDay(SATURDAY, 0),),
    )
    assert hours.periods(MONDAY) == ()
    assert hours.periods(SATURDAY) == WORK_DAY
    assert hours.periods(MONDAY + timedelta(days=1)) == WORK_DAY


def test_a_moved_day_wins_over_a_holiday():
    hours = OpeningHours(HOURS.weekdays, frozenset({MONDAY}), (MovedDay(MONDAY, 1),))
    assert hours.periods(MONDAY) == WORK_DAY


@pytest.mark.parametrize(
    ("clock", "current"),
    [("08:30", "09:00"), ("09:29", "09:00"), ("09:30", "09:30"), ("12:15", "13:30")],
)
def test_before_opening_and_in_a_break_the_next_slot_is_current(clock: str, current: str):
    assert PLAN.slots_from(at(clock))[0].start == at(current)


def test_after_closing_no_slot_is_left():
    assert PLAN.slots_from(at("17:00")) == ()


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at("06:00"), at("08:30")),
        (at("08:30"), at("08:30", MONDAY + timedelta(days=1))),
        (at("20:00", date(2026, 3, 6)), at("08:30", date(2026, 3, 9))),
    ],
)
def test_the_next_issuing_is_found(now: datetime, expected: datetime):
    assert SITE.next_issuing_at(now) == expected


def test_a_long_holiday_ends_the_search_after_fourteen_days():
    days = frozenset(MONDAY + timedelta(days=days) for days in range(14))
    two_weeks = replace(SITE, hours=replace(HOURS, holidays=days))
    assert two_weeks.next_issuing_at(at("06:00")) == at("08:30", MONDAY + timedelta(days=14))
    longer = replace(SITE, hours=replace(HOURS, holidays=days | {MONDAY + timedelta(days=14)}))
    assert longer.next_issuing_at(at("06:00")) is None


@pytest.mark.parametrize(
    "change",
    [
        {"slot_minutes": 20},
        {"issue_from": time(17), "stop_at": time(8)},
        {"hours": every_day(Period(time(12), time(9)))},
        {"hours": every_day(Period(time(9), time(12)), Period(time(11), time(17)))},
        {"hours": every_day(Period(time(22), time(4)))},
    ],
)
def test_impossible_hours_are_refused(change: dict[str, object]):
    with pytest.raises(BadValueError):
        replace(SITE, **change)


def test_a_week_has_seven_days():
    with pytest.raises(BadValueError):
        OpeningHours((WORK_DAY,) * 6)


def test_a_moved_day_is_like_a_weekday_that_exists():
    with pytest.raises(BadValueError):
        OpeningHours(HOURS.weekdays, moved_days=(MovedDay(MONDAY, 7),))


def test_a_date_is_moved_once():
    with pytest.raises(BadValueError):
        OpeningHours(HOURS.weekdays, moved_days=(MovedDay(SATURDAY, 0), MovedDay(SATURDAY, 1)))


def test_a_slot_is_found_by_its_start():
    assert PLAN.slot(at("13:30")) is PLAN.slots[6]


@pytest.mark.parametrize("clock", ["08:30", "09:15", "12:00", "17:00"])
def test_a_slot_outside_the_grid_is_refused(clock: str):
    with pytest.raises(UnknownSlotError) as refused:
        PLAN.slot(at(clock))
    assert refused.value.fields == {"slot_start": at(clock)}


@pytest.mark.parametrize(("clock", "later"), [("16:00", 0), ("04:00", 0), ("03:59", 1)])
def test_a_time_of_the_wall_clock_is_an_instant_of_the_business_day(clock: str, later: int):
    expected = at(clock, MONDAY + timedelta(days=later))
    assert SITE.instant(MONDAY, time.fromisoformat(clock)) == expected
    assert expected in PLAN.day


def test_a_slot_is_as_long_as_the_site_says():
    assert SITE.slot_length == timedelta(minutes=30)


@pytest.mark.parametrize(
    ("clock", "opening"), [("06:00", "09:00"), ("09:00", "13:30"), ("12:30", "13:30")]
)
def test_the_next_opening_is_found_after_a_break_too(clock: str, opening: str):
    assert SITE.next_opening_at(at(clock)) == at(opening)


def test_there_is_no_next_opening_when_nothing_opens():
    assert replace(SITE, hours=every_day()).next_opening_at(at("09:00")) is None


def test_when_no_day_is_open_an_error_says_so_without_one():
    assert first_and_last([]) == {"first_on": "–", "last_on": "–"}
    days = [SATURDAY, MONDAY]
    assert first_and_last(days) == {"first_on": MONDAY, "last_on": SATURDAY}
