# SPDX-License-Identifier: Apache-2.0
"""Is the machine's clock right, and does it go on evenly; sets nothing.

Numbers and slots need no right clock (docs/protocol.md); what a ticket says of the time does.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

from kiosk.clock import Clock
from kiosk.health.finding import Finding, Where
from kiosk.health.notes import Note, advice, fault, finding, told

FAMILY = "clock"
FAR_OFF = timedelta(seconds=60)
JUMP = timedelta(seconds=10)
"""Far more than a clock that is set by the network is slowed or hurried between two looks."""
REMEMBERED_SECONDS = 24 * 3600.0


@dataclass(frozen=True)
class ClockSources:
    """What the clock is compared with; each answers None where nobody can tell.

    Attributes:
        ahead: how far this machine is ahead of the centre.
        last_entry_at: when the log's last entry was written.
        site_zone: the time zone of the site.
        is_synchronised: whether the network sets this machine's clock.
    """

    ahead: Callable[[], timedelta | None]
    last_entry_at: Callable[[], datetime | None]
    site_zone: Callable[[], tzinfo | None]
    is_synchronised: Callable[[], bool | None]


@dataclass(frozen=True)
class _Jump:
    by: timedelta
    seen_at: float  # monotonic


class ClockCheck:
    """Lifetime: `look` again and again; a jump is seen by the second look, and told for a day.

    Args:
        own_zone: the machine's time zone; None: as it is set.
    """

    def __init__(self, clock: Clock, sources: ClockSources, own_zone: tzinfo | None = None) -> None:
        self._clock = clock
        self._sources = sources
        self._own_zone = own_zone
        self._seen: tuple[datetime, float] | None = None
        self._jump: _Jump | None = None

    def look(self) -> Finding:
        """Takes as long as the centre's deadlines at most."""
        now = self._clock.now().astimezone(self._own_zone)
        self._watch(now)
        return finding(FAMILY, Where("site", now.tzname() or ""), self._notes(now))

    def _notes(self, now: datetime) -> Iterator[Note]:
        yield told("machine_time", at=f"{now:%Y-%m-%d %H:%M}")
        ahead = self._sources.ahead()
        if ahead is not None and abs(ahead) > FAR_OFF:
            yield fault("clock_off", "set_clock", **_shown(ahead))
        yield from self._before_log(now)
        if self._jump is not None:
            yield advice("clock_jumped", "who_sets_clock", **_shown(self._jump.by))
        if ahead is None and self._sources.is_synchronised() is False:
            yield advice("clock_alone", "synchronise")
        zone = self._sources.site_zone()
        if zone is not None and now.astimezone(zone).utcoffset() != now.utcoffset():
            yield advice("other_zone", "set_zone", own=now.tzname(), site=zone)

    def _before_log(self, now: datetime) -> Iterator[Note]:
        last_at = self._sources.last_entry_at()
        if last_at is not None and last_at - now > FAR_OFF:
            at = f"{last_at.astimezone(self._own_zone):%Y-%m-%d %H:%M}"
            yield fault("clock_behind_log", "set_clock", at=at)

    def _watch(self, now: datetime) -> None:
        monotonic = self._clock.monotonic()
        if self._seen is not None:
            before, since = self._seen
            by = now - before - timedelta(seconds=monotonic - since)
            if abs(by) > JUMP:
                self._jump = _Jump(by, monotonic)
        if self._jump and monotonic - self._jump.seen_at > REMEMBERED_SECONDS:
            self._jump = None
        self._seen = now, monotonic


def _shown(ahead: timedelta) -> dict[str, object]:
    """As `+125` or `-3600` seconds."""
    return {"seconds": f"{round(ahead.total_seconds()):+d}"}
