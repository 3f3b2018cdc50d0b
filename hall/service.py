# SPDX-License-Identifier: Apache-2.0
"""What a visitor comes for."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time
from fractions import Fraction

from hall.calendar import Calendar, DayPlan, OpeningHours
from hall.checks import above_zero, at_least
from hall.errors import BadValueError, UnknownServiceError
from hall.ids import ServiceId
from hall.numbering import check_letter
from hall.quota import LaneRatio
from hall.span import Span
from hall.words import NO_WORDS, Words


@dataclass(frozen=True, slots=True)
class DirectGroup:
    """People who need no number for a service (免叫号); the group is never stored.

    `group` is the site's key for them, as in disabled; `where` is where they go.
    """

    group: str
    where: Words

    def __post_init__(self) -> None:
        if not self.where:
            raise BadValueError(name="where", value=self.group, allowed="words in a language")


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service (事项) of a site.

    Attributes:
        letter: begins its numbers; one of `hall.numbering.LETTERS`, unique at the site.
        icon: name of its picture, empty for none.
        where: where to wait, as on the ticket (floor, zone, counters).
        way_picture: name of a picture of the way there, which a kiosk may have; empty for none.
        materials: what to bring, one line each.
        proxy_materials: what to bring for somebody else; empty means the same.
        asks_materials: a visitor is asked whether he has all of them before he takes a number.
        direct: where everybody goes without a number; empty: it gives numbers.
        direct_groups: who needs no number, each group only once.
        mean_minutes: mean service time in minutes, above 0.
        counters: planned open counters where no roster is kept, at least 1.
        share: its part of what its pool can serve, 0 to 1; None means all of the pool alike.
        ratio: of its lanes; None means as the site.
        has_quota: places limit how many numbers a slot gives; without, everybody gets one.
        standby_per_slot: most standby numbers of one slot.
        hours, issue_from, stop_at: of this service alone; None means as the site.
    """

    service_id: ServiceId
    letter: str
    name: Words
    icon: str = ""
    where: Words = NO_WORDS
    way_picture: str = ""
    materials: tuple[Words, ...] = ()
    proxy_materials: tuple[Words, ...] = ()
    asks_materials: bool = False
    direct: Words = NO_WORDS
    direct_groups: tuple[DirectGroup, ...] = ()
    mean_minutes: float = 10
    counters: int = 1
    share: Fraction | None = None
    ratio: LaneRatio | None = None
    has_quota: bool = False
    standby_per_slot: int = 0
    hours: OpeningHours | None = None
    issue_from: time | None = None
    stop_at: time | None = None

    def __post_init__(self) -> None:
        check_letter(self.letter)
        if not self.name:
            raise BadValueError(name="name", value=self.service_id, allowed="a name in a language")
        above_zero("mean_minutes", self.mean_minutes)
        at_least("counters", self.counters, 1)
        at_least("standby_per_slot", self.standby_per_slot)
        if self.share is not None and not 0 <= self.share <= 1:
            raise BadValueError(name="share", value=self.share, allowed="0 to 1")
        _unique("direct_groups", (direct.group for direct in self.direct_groups))

    def direct_to(self, group: str) -> Words | None:
        """Where that group goes without a number; None if it takes one like all others."""
        return next((each.where for each in self.direct_groups if each.group == group), None)

    def materials_of(self, *, is_proxy: bool) -> tuple[Words, ...]:
        """What to bring, for oneself or as a proxy."""
        return self.proxy_materials or self.materials if is_proxy else self.materials

    def calendar(self, site: Calendar) -> Calendar:
        """The site's calendar with what this service has of its own."""
        return replace(
            site,
            hours=self.hours or site.hours,
            issue_from=self.issue_from or site.issue_from,
            stop_at=self.stop_at or site.stop_at,
        )

    def counter_minutes(self, slot: Span) -> float:
        """Planned counter minutes of one slot."""
        return self.counters * slot.length.total_seconds() / 60


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All services of a site in the order they are shown; ids and letters are unique."""

    services: tuple[Service, ...]

    def __post_init__(self) -> None:
        _unique("service_id", (service.service_id for service in self.services))
        _unique("letter", (service.letter for service in self.services))

    def service(self, service_id: ServiceId) -> Service:
        """The service of that id; raises UnknownServiceError."""
        for service in self.services:
            if service.service_id == service_id:
                return service
        raise UnknownServiceError(service_id=service_id)

    def plans(self, site: Calendar, on: date) -> dict[ServiceId, DayPlan]:
        """Every service's own plan of one business day; `site` is the site's calendar."""
        return {each.service_id: each.calendar(site).plan(on) for each in self.services}


def _unique(name: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise BadValueError(name=name, value=value, allowed="each only once")
        seen.add(value)
