# SPDX-License-Identifier: Apache-2.0
"""What is said of a clock that is wrong, jumps, or is left to itself."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from kiosk.health.checks.clock import ClockCheck, ClockSources
from kiosk.texts import load_texts
from tests.fakes.clock import MONDAY_TEN, FakeClock
from tests.kiosk.health.said import keys

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
LATER = timedelta(minutes=5)


def sources(**known: object) -> ClockSources:
    every: Mapping[str, object] = {
        "ahead": None,
        "last_entry_at": None,
        "site_zone": SHANGHAI,
        "is_synchronised": None,
        **known,
    }
    return ClockSources(**{name: lambda value=value: value for name, value in every.items()})  # type: ignore[arg-type]


def check(clock: FakeClock, **known: object) -> ClockCheck:
    return ClockCheck(clock, sources(**known), SHANGHAI)


def test_a_right_clock_only_says_what_time_it_has() -> None:
    ahead = timedelta(seconds=60)
    finding = check(FakeClock(), ahead=ahead, last_entry_at=MONDAY_TEN, is_synchronised=True).look()
    assert (finding.is_good, finding.suggestion) == (True, None)
    assert keys(finding) == ["good", "machine_time"]
    assert finding.found[1].fields == {"at": "2026-03-02 10:00"}
    assert finding.where.kind == "CST"


@pytest.mark.parametrize(("seconds", "said"), [(61, "+61"), (-7200, "-7200")])
def test_one_that_is_off_the_centre_s_by_more_than_a_minute_is_wrong(
    seconds: int, said: str
) -> None:
    finding = check(FakeClock(), ahead=timedelta(seconds=seconds)).look()
    assert not finding.is_good
    assert keys(finding)[0] == "clock_off"
    assert finding.found[0].fields == {"seconds": said}


def test_one_that_is_behind_what_was_written_before_is_wrong_without_any_centre() -> None:
    finding = check(FakeClock(), last_entry_at=MONDAY_TEN + 2 * MINUTE).look()
    assert (finding.is_good, keys(finding)[0]) == (False, "clock_behind_log")


@pytest.mark.parametrize("jump", [timedelta(hours=-1), timedelta(days=1)])
def test_a_jump_between_two_looks_is_told_for_a_day(jump: timedelta) -> None:
    clock = FakeClock()
    looking = check(clock)
    for _ in range(3):
        assert keys(looking.look()) == ["good", "machine_time"]
        clock.pass_time(LATER)
    clock.jump_to(clock.now() + jump)
    jumped = looking.look()
    assert keys(jumped) == ["good", "clock_jumped", "machine_time"]
    assert jumped.suggestion is not None
    clock.pass_time(timedelta(hours=23))
    assert "clock_jumped" in keys(looking.look())
    clock.pass_time(timedelta(hours=2))
    assert "clock_jumped" not in keys(looking.look())


def test_one_that_nobody_sets_is_to_be_set_by_the_network_where_no_centre_says_that_it_is_right() -> (
    None
):
    alone = check(FakeClock(), is_synchronised=False).look()
    assert (alone.is_good, keys(alone)[1]) == (True, "clock_alone")
    assert alone.suggestion is not None
    linked = check(FakeClock(), is_synchronised=False, ahead=timedelta(0)).look()
    assert linked.suggestion is None


def test_another_time_zone_than_the_hall_s_is_named_with_the_right_one() -> None:
    finding = ClockCheck(FakeClock(), sources(), UTC).look()
    assert (finding.is_good, keys(finding)[1]) == (True, "other_zone")
    assert finding.suggestion is not None
    assert "Asia/Shanghai" in finding.suggestion.words(load_texts("en"))
    beside = ClockCheck(FakeClock(), sources(site_zone=ZoneInfo("Asia/Taipei")), SHANGHAI).look()
    assert beside.suggestion is None


def test_summer_time_of_the_hall_is_no_other_zone() -> None:
    july = FakeClock(datetime(2026, 7, 1, tzinfo=UTC))
    berlin = ZoneInfo("Europe/Berlin")
    assert ClockCheck(july, sources(site_zone=berlin), berlin).look().suggestion is None
