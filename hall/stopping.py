# SPDX-License-Identifier: Apache-2.0
"""Stop or suspend a service, now or at hh:mm, at all kiosks (rules.md 1).

Tickets that were given stay valid whatever happens here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from hall.calendar import DayPlan, Phase
from hall.errors import BadValueError
from hall.ids import ServiceId
from hall.span import Span, utc

_MOMENT, _SECOND = timedelta(microseconds=1), timedelta(seconds=1)


class Standing(StrEnum):
    """How a service stands on its day."""

    OPEN = "open"
    """As its calendar says."""
    STOPPED = "stopped"
    """No new numbers; those who have one are served."""
    SUSPENDED = "suspended"
    """Suddenly nobody is served; everybody keeps his place."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What goes on at a standing; bookings check in at every one."""

    gives_numbers: bool
    calls: bool
    offers_another_day: bool
    """Booked visitors are offered another day; their place stays theirs until they take it."""


EFFECTS: Mapping[Standing, Effect] = MappingProxyType(
    {
        Standing.OPEN: Effect(gives_numbers=True, calls=True, offers_another_day=False),
        Standing.STOPPED: Effect(gives_numbers=False, calls=True, offers_another_day=False),
        Standing.SUSPENDED: Effect(gives_numbers=False, calls=False, offers_another_day=True),
    }
)


@dataclass(frozen=True, slots=True)
class Stop:
    """Staff or a program said that a service stands so from the UTC instant `at` on.

    OPEN ends a stop or a suspension, or withdraws one that was to begin at the same instant.
    """

    service_id: ServiceId
    at: datetime
    standing: Standing = Standing.STOPPED

    def __post_init__(self) -> None:
        object.__setattr__(self, "at", utc("at", self.at))


@dataclass(frozen=True, slots=True)
class Stops:
    """All stops of one business day in the order the feed brought them.

    A kiosk that is cut off goes by what it knows: a stop at hh:mm that came before the cut holds.
    """

    day: Span
    said: tuple[Stop, ...] = ()

    def with_stop(self, stop: Stop) -> "Stops":
        """Also `stop`; raises BadValueError when it is for another business day."""
        if stop.at not in self.day:
            allowed = f"from {self.day.start}, before {self.day.end}"
            raise BadValueError(name="at", value=stop.at, allowed=allowed)
        return Stops(self.day, (*self.said, stop))

    def standing(self, service_id: ServiceId, now: datetime) -> Standing:
        """How the service stands at `now`: as the latest instant says, of equal ones the last said."""
        counts = self.in_force(service_id, now)
        return counts.standing if counts else Standing.OPEN

    def in_force(self, service_id: ServiceId, now: datetime) -> Stop | None:
        """The stop that counts at `now`; None while nothing was said."""
        instant = utc("now", now)
        return _latest(stop for stop in self.of(service_id) if stop.at <= instant)

    def said_for(self, service_id: ServiceId, at: datetime) -> Stop | None:
        """The stop that counts of those said for the second that begins with `at`."""
        instant = utc("at", at)
        end = instant + _SECOND
        return _latest(stop for stop in self.of(service_id) if instant <= stop.at < end)

    def next_moment(self, service_id: ServiceId, at: datetime) -> datetime:
        """`at`, or a moment after what was said for the same second, so that what is said now counts.

        The latest instant does, in whatever order a kiosk hears of them.
        """
        said = self.said_for(service_id, at)
        return said.at + _MOMENT if said else utc("at", at)

    def of(self, service_id: ServiceId) -> Iterator[Stop]:
        """What was said of one service, in the order of the feed."""
        return (stop for stop in self.said if stop.service_id == service_id)

    def effect(self, service_id: ServiceId, now: datetime) -> Effect:
        """What goes on at `now`."""
        return EFFECTS[self.standing(service_id, now)]

    def phase(self, service_id: ServiceId, plan: DayPlan, now: datetime) -> Phase:
        """The phase of the service's own day, STOPPED while no numbers are given."""
        phase = plan.phase(now)
        gives = self.effect(service_id, now).gives_numbers
        return phase if gives or phase is not Phase.ISSUING else Phase.STOPPED

    def gives_from(self, service_id: ServiceId, plan: DayPlan, now: datetime) -> datetime | None:
        """The next instant after `now` at which numbers are given; None when none is known.

        `plan` is the service's own day.
        """
        instant = utc("now", now)
        if plan.issuing is None:
            return None
        said = (stop.at for stop in self.of(service_id))
        coming = sorted(at for at in (plan.issuing.start, *said) if at > instant)
        giving = (at for at in coming if self.phase(service_id, plan, at) is Phase.ISSUING)
        return next(giving, None)


def _latest(stops: Iterable[Stop]) -> Stop | None:
    """Of equal instants the last one."""
    found = max(enumerate(stops), key=lambda each: (each[1].at, each[0]), default=None)
    return found[1] if found else None
