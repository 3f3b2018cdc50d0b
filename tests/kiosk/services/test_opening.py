# SPDX-License-Identifier: Apache-2.0
"""What the screen is told of the day, and when it must be told anew."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hall.calendar import OpeningHours, Period
from hall.service import Catalogue
from kiosk.flow.values import Phase
from kiosk.services.opening import opening
from kiosk.services.rules import Rules
from tests.kiosk.services.samples import HOURS, MONDAY, RULES, SERVICES, SITE, TUESDAY, at, local

FRIDAY, SATURDAY, SUNDAY, NEXT_MONDAY = (date(2026, 3, day) for day in (6, 7, 8, 9))
EARLY = replace(RULES, calendar=replace(SITE, issue_from=time(8, 30), stop_at=time(16, 30)))


def test_while_numbers_are_given_the_hours_and_the_end_are_told() -> None:
    shown, changes_at = opening(RULES, at(10))
    assert shown.phase is Phase.ISSUING
    assert shown.business_date == MONDAY
    assert shown.hours == ((local(9), local(12)), (local(13), local(17)))
    assert (shown.issue_from, shown.stop_at) == (local(9), local(17))
    assert changes_at == at(17)


def test_all_times_are_those_of_the_clock_on_the_wall() -> None:
    shown, _ = opening(RULES, at(10))
    assert shown.hours[0][0].utcoffset() == timedelta(hours=8)
    assert shown.issue_from is not None
    assert shown.issue_from.hour == 9


def test_before_issue_from_its_time_is_told() -> None:
    shown, changes_at = opening(EARLY, at(8, 29))
    assert (shown.phase, shown.issue_from) == (Phase.BEFORE_ISSUE, local(8, 30))
    assert changes_at == at(8, 30)


def test_each_phase_begins_at_the_instant_that_was_told_before() -> None:
    now, phases = at(5), []
    for _ in range(4):
        shown, changes_at = opening(EARLY, now)
        phases.append((shown.business_date, shown.phase))
        assert opening(EARLY, changes_at - timedelta(microseconds=1))[0].phase is shown.phase
        now = changes_at
    assert phases == [
        (MONDAY, Phase.BEFORE_ISSUE),
        (MONDAY, Phase.ISSUING),
        (MONDAY, Phase.STOPPED),
        (TUESDAY, Phase.BEFORE_ISSUE),
    ]


def test_after_the_end_the_next_day_is_told() -> None:
    shown, changes_at = opening(EARLY, at(16, 30))
    assert shown.phase is Phase.STOPPED
    assert shown.issue_from == local(8, 30, day=TUESDAY)
    assert shown.next_opening == local(9, day=TUESDAY)
    assert changes_at == at(4, day=TUESDAY)


def test_on_friday_evening_and_at_the_weekend_monday_is_told() -> None:
    for now in (at(18, day=FRIDAY), at(10, day=SATURDAY), at(23, day=SUNDAY)):
        assert opening(RULES, now)[0].next_opening == local(9, day=NEXT_MONDAY)
    shown, changes_at = opening(RULES, at(10, day=SATURDAY))
    assert (shown.phase, shown.hours) == (Phase.CLOSED_DAY, ())
    assert changes_at == at(4, day=SUNDAY)


def test_a_site_closed_for_weeks_names_no_day() -> None:
    closed = replace(
        RULES,
        calendar=replace(
            SITE,
            hours=replace(
                HOURS, holidays=frozenset(MONDAY + timedelta(days=days) for days in range(30))
            ),
        ),
    )
    shown, _ = opening(closed, at(10))
    assert (shown.phase, shown.next_opening, shown.issue_from) == (Phase.CLOSED_DAY, None, None)


def test_the_site_gives_numbers_as_long_as_one_service_does() -> None:
    late = replace(
        SERVICES[1], stop_at=time(20), hours=OpeningHours(((Period(time(10), time(20)),),) * 7)
    )
    rules = replace(RULES, catalogue=Catalogue((SERVICES[0], late)))
    shown, changes_at = opening(rules, at(18))
    assert (shown.phase, shown.stop_at) == (Phase.ISSUING, local(20))
    assert changes_at == at(20)


def test_between_two_services_the_next_one_is_told() -> None:
    morning = replace(SERVICES[0], stop_at=time(11))
    evening = replace(SERVICES[1], issue_from=time(15))
    rules = replace(RULES, catalogue=Catalogue((morning, evening)))
    shown, changes_at = opening(rules, at(12))
    assert (shown.phase, shown.issue_from) == (Phase.BEFORE_ISSUE, local(15))
    assert changes_at == at(15)


def test_a_site_without_services_still_has_its_hours() -> None:
    shown, _ = opening(Rules(Catalogue(()), SITE), at(10))
    assert (shown.phase, shown.stop_at) == (Phase.ISSUING, local(17))


def test_on_the_day_of_the_change_to_winter_time_the_day_ends_an_hour_later() -> None:
    berlin = replace(RULES, calendar=replace(SITE, tz=ZoneInfo("Europe/Berlin")))
    # 25 October 2026, a Sunday: from 3:00 back to 2:00, so the day of 24 October has 25 hours.
    _, changes_at = opening(berlin, datetime(2026, 10, 24, 20, 0, tzinfo=UTC))
    assert changes_at == datetime(2026, 10, 25, 3, 0, tzinfo=UTC)
