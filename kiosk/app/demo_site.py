# SPDX-License-Identifier: Apache-2.0
"""The hall of the demo: site.toml with one service of few places and one of no numbers, and its clock."""

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import ClassVar

from typing_extensions import override

from common.settings.site_model import WholeSite
from hall.calendar import LOOK_AHEAD_DAYS
from kiosk.clock import SystemClock
from kiosk.demo.headless import DIRECT, PAPERS, SCARCE
from kiosk.errors import KioskError
from kiosk.services.site_now import site_of
from kiosk.sync.centre_clock import CentreClock

OPENS_AT = time(10, 12)
SITE_FILE = "site.toml"
_SERVICE = "\n[[service]]\n"
"""A line of its own: comments name the table, too."""
_CARE_COUNTER = 'direct = { zh_Hans = "一楼爱心专窗", en = "Care counter, ground floor" }'


class NoSiteError(KioskError):
    """There is no site.toml for the demo's centre. Fields: `path`, `problem`."""

    key: ClassVar[str] = "error.demo.no_site"


class DemoClock(CentreClock):
    """Runs like the system's, but from an hour of a working day that can be set.

    The demo's centre begins at the same hour, so it has nothing to tell of the time.
    """

    def __init__(self, site: WholeSite, on: date) -> None:
        system = SystemClock()
        super().__init__(system)
        self._system = system
        self._timezone = site.site.timezone
        self._on = on
        self._offset = timedelta()
        self.jump_to(OPENS_AT)

    def jump_to(self, local: time) -> None:
        """Set the time of the demo's day."""
        wanted = datetime.combine(self._on, local, tzinfo=self._timezone)
        self._offset = wanted - self._system.now()

    def skip(self, time_span: timedelta) -> None:
        """Let so much time pass at once."""
        self._offset += time_span

    @override
    def now(self) -> datetime:
        return self._system.now() + self._offset

    @property
    @override
    def off_by(self) -> timedelta:
        return timedelta()

    @override
    def heard(self, centre_now: datetime, sent: float, received: float) -> None:
        """Nothing new."""


@dataclass(frozen=True)
class DemoSite:
    """The hall as text for its centre, and what it says."""

    text: str
    site: WholeSite

    @classmethod
    def beside(cls, config: Path) -> "DemoSite":
        """Of the site.toml in the folder of that kiosk.toml.

        Raises:
            NoSiteError: there is none.
            UnreadableCatalogueError: it has mistakes.
        """
        path = config.parent / SITE_FILE
        try:
            written = path.read_text(encoding="utf-8")
        except OSError as error:
            raise NoSiteError(path=path, problem=error.strerror) from error
        text = _with_few_places(written)
        return cls(text, site_of(text, SystemClock().now().year))

    def working_day(self) -> date:
        """Today if the hall opens in the afternoon too, else the next such day: visits need its slots."""
        calendar = self.site.calendar
        today = calendar.business_day(SystemClock().now())
        days = (today + timedelta(days=ahead) for ahead in range(LOOK_AHEAD_DAYS))
        return next((on for on in days if len(calendar.plan(on).opening) > 1), today)


def _with_few_places(text: str) -> str:
    """The service that the demo's visits count on has one walk-in and one green place in a slot.

    None of it is sold online: what is not sold would come to the kiosk, at nobody knows what moment.
    Another service needs no number, and one asks first for what is to be brought.
    """
    text = _set(text, booked_percent=40, walk_in_percent=50)
    head, *services = text.split(_SERVICE)
    scarce = _set(services[SCARCE], counters=1, mean_minutes=12)
    services[SCARCE] = scarce.rstrip() + "\nquota = true\n\n"
    services[DIRECT] = services[DIRECT].rstrip() + f"\n{_CARE_COUNTER}\n\n"
    services[PAPERS] = services[PAPERS].rstrip() + "\nmaterials_before = true\n\n"
    return _SERVICE.join((head, *services))


def _set(text: str, **values: int) -> str:
    for name, value in values.items():
        text = re.sub(rf"(?m)^{name} = .*$", f"{name} = {value}", text, count=1)
    return text
