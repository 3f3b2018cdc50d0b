# SPDX-License-Identifier: Apache-2.0
"""What the services must know of the site: its catalogue, calendar and the rules of the day."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from common.settings.site_model import WholeSite
from hall.calendar import Calendar, DayPlan
from hall.choice import SLOTS_AHEAD
from hall.errors import UnknownServiceError
from hall.green import GreenReason
from hall.ids import ServiceId
from hall.quota import STAND_ALONE_RATIO, LaneRatio
from hall.service import Catalogue, Service
from hall.visit import MAX_OPEN, PROXY_LIMIT
from kiosk.services.errors import ServiceGoneError
from kiosk.settings.model import Settings

MOST_DAYS_KNOWN = 100
"""A service's day is planned once, not for each visitor; the days of long ago are forgotten."""


@dataclass(frozen=True)
class Rules:
    """The site as this kiosk serves it.

    `again` is how long a ticket counts as open where nobody says when it was served, None with a
    centre, whose feed says it. `ratio` shares out a day stand-alone (protocol.md 2).

    `can_prove_paper` is False where the printer can never tell whether a ticket came out.
    """

    catalogue: Catalogue
    calendar: Calendar
    ratio: LaneRatio = STAND_ALONE_RATIO
    slots_ahead: int = SLOTS_AHEAD
    max_open: int = MAX_OPEN
    proxy_limit: int = PROXY_LIMIT
    green_reasons: tuple[GreenReason, ...] = ()
    again: timedelta | None = timedelta(minutes=10)
    can_prove_paper: bool = True
    _days: dict[tuple[ServiceId, date], "ServiceDay"] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def knows(self, service_id: ServiceId) -> bool:
        """Whether the catalogue has that service; it may have lost it since."""
        return any(service.service_id == service_id for service in self.catalogue.services)

    @property
    def hears_of_others(self) -> bool:
        """Whether a centre's feed tells of the site's other kiosks."""
        return self.again is None

    def plans(self, on: date) -> dict[ServiceId, DayPlan]:
        """Every service's own day."""
        return self.catalogue.plans(self.calendar, on)

    def day(self, service_id: ServiceId, on: date) -> "ServiceDay":
        """One service on one business day; raises ServiceGoneError."""
        if known := self._days.get((service_id, on)):
            return known
        try:
            service = self.catalogue.service(service_id)
        except UnknownServiceError as error:
            raise ServiceGoneError(service_id=service_id) from error
        day = ServiceDay(self, service, service.calendar(self.calendar).plan(on))
        if len(self._days) > MOST_DAYS_KNOWN:
            self._days.clear()
        self._days[service_id, on] = day
        return day

    def local(self, at: datetime) -> datetime:
        """An instant as the clock on the wall shows it."""
        return at.astimezone(self.calendar.tz)


@dataclass(frozen=True)
class ServiceDay:
    """One service on one business day."""

    rules: Rules
    service: Service
    plan: DayPlan

    def slot_times(self, start: datetime) -> tuple[datetime, datetime | None]:
        """Start and end of a slot, local; the end is None if the hours have changed since."""
        ends = {slot.start: self.rules.local(slot.end) for slot in self.plan.slots}
        return self.rules.local(start), ends.get(start)


def rules_of(settings: Settings, site: WholeSite) -> Rules:
    """The rules of a site at this kiosk."""
    return Rules(
        catalogue=site.catalogue,
        calendar=site.calendar,
        ratio=site.ratio,
        slots_ahead=site.slots_ahead,
        max_open=settings.ticket.max_open,
        proxy_limit=settings.ticket.proxy_limit,
        green_reasons=site.green.reasons,
        again=None if settings.centre else timedelta(minutes=settings.ticket.again_minutes),
        can_prove_paper=settings.printer.proof != "none",
    )
