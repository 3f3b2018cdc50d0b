# SPDX-License-Identifier: Apache-2.0
"""What the business day has brought, in figures, as staff see them on screen and on the day report."""

from dataclasses import dataclass
from datetime import date, datetime

from hall.ids import ServiceId
from hall.words import Words


@dataclass(frozen=True)
class ServiceFigures:
    """One service's day at this kiosk.

    Attributes:
        first, last: numbers of walk-ins in the order of issue; empty where none was given.
        waiting: how many wait at the site, as the centre says; None where nobody tells.
    """

    service_id: ServiceId
    name: Words
    issued: int = 0
    first: str = ""
    last: str = ""
    cancelled: int = 0
    waiting: int | None = None


@dataclass(frozen=True)
class Total:
    """One figure of the whole day; `name` is a key of the words in `[day_report]`."""

    name: str
    count: int


@dataclass(frozen=True)
class DayFigures:
    """The day at this kiosk; counts tickets unless said otherwise.

    Attributes:
        as_of: local to the site.
        is_over: no more numbers are given that day.
        extra: on places beyond quota that are taken now.
        printed: tickets of which a paper came out; None where the printer can never tell.
        reprints: papers, also of other kiosks' tickets.
        unprinted: numbers without proof of paper.
        at_site: given by all kiosks, as far as the feed told; None where there is none.
        paper_left_mm: of the roll; None where paper is not counted.
    """

    business_date: date
    as_of: datetime
    is_over: bool
    services: tuple[ServiceFigures, ...] = ()
    booked: int = 0
    green: int = 0
    standby: int = 0
    proxies: int = 0
    extra: int = 0
    printed: int | None = None
    reprints: int = 0
    unprinted: tuple[str, ...] = ()
    at_site: int | None = None
    paper_left_mm: int | None = None

    @property
    def issued(self) -> int:
        """Of all services."""
        return sum(service.issued for service in self.services)

    @property
    def cancelled(self) -> int:
        """Of all services."""
        return sum(service.cancelled for service in self.services)

    @property
    def totals(self) -> tuple[Total, ...]:
        """Those that are known, most wanted first."""
        found = (
            ("issued", self.issued),
            ("cancelled", self.cancelled),
            ("printed", self.printed),
            ("unprinted", len(self.unprinted)),
            ("reprints", self.reprints),
            ("booked", self.booked),
            ("green", self.green),
            ("standby", self.standby),
            ("proxies", self.proxies),
            ("extra", self.extra),
            ("at_site", self.at_site),
        )
        return tuple(Total(name, count) for name, count in found if count is not None)
