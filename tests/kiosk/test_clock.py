# SPDX-License-Identifier: Apache-2.0
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from kiosk.clock import Clock, SystemClock

START = datetime(2026, 3, 2, 8, 0, 0, 123_000, tzinfo=UTC)


@dataclass
class SteppingClock(Clock):
    """Goes one millisecond further with every look."""

    at: datetime = field(default=START)

    def now(self) -> datetime:
        self.at += timedelta(milliseconds=1)
        return self.at

    def monotonic(self) -> float:
        return self.at.timestamp()


@dataclass
class StandingClock(Clock):
    at: datetime = field(default=START)

    def now(self) -> datetime:
        return self.at

    def monotonic(self) -> float:
        return 0.0


def test_the_wall_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_the_monotonic_clock_never_runs_backwards() -> None:
    clock = SystemClock()
    seen = [clock.monotonic() for _ in range(100)]
    assert seen == sorted(seen)


def test_an_id_is_a_uuid_of_version_7_with_the_millisecond_first() -> None:
    made = StandingClock().new_id()
    assert made.version == 7
    assert made.variant == "specified in RFC 4122"
    assert made.int >> 80 == 1_772_438_400_123


def test_later_ids_sort_behind_earlier_ones() -> None:
    clock = SteppingClock()
    ids = [clock.new_id() for _ in range(100)]
    assert ids == sorted(ids)
    assert [made.bytes for made in ids] == sorted(made.bytes for made in ids)


def test_no_two_ids_of_one_millisecond_are_the_same() -> None:
    clock = StandingClock()
    assert len({clock.new_id() for _ in range(1000)}) == 1000
