# SPDX-License-Identifier: Apache-2.0
"""What a settings file says of a site, checked."""

from dataclasses import dataclass
from datetime import time
from zoneinfo import ZoneInfo

from hall.calendar import Calendar, OpeningHours
from hall.green import GreenReason
from hall.ids import SiteId
from hall.quota import LaneRatio
from hall.service import Catalogue
from hall.words import Words


@dataclass(frozen=True)
class SiteSettings:
    """The hall that is served."""

    site_id: SiteId
    name: Words
    timezone: ZoneInfo
    help_desk: Words  # where a person is: "一楼大厅服务台"
    hotline: str  # empty: none is printed
    day_starts: time


@dataclass(frozen=True)
class GreenSettings:
    """Who is served first."""

    age_years: int
    reasons: tuple[GreenReason, ...]  # none: nobody is asked for one


@dataclass(frozen=True)
class HoursSettings:
    """When the hall is open and numbers are given; all times local to the site."""

    opening: OpeningHours
    issue_from: time | None  # None: at opening
    stop_at: time | None  # None: at closing
    slot_minutes: int  # 15 | 30


def calendar(site: SiteSettings, hours: HoursSettings) -> Calendar:
    """The site's calendar; a service's own is `service.calendar(site's)`."""
    return Calendar(
        tz=site.timezone,
        hours=hours.opening,
        day_starts=site.day_starts,
        slot_minutes=hours.slot_minutes,
        issue_from=hours.issue_from,
        stop_at=hours.stop_at,
    )


@dataclass(frozen=True)
class WholeSite:
    """All that the rules of the day need to know of a site, wherever it was written."""

    site: SiteSettings
    hours: HoursSettings
    green: GreenSettings
    slots_ahead: int
    ratio: LaneRatio
    catalogue: Catalogue

    @property
    def calendar(self) -> Calendar:
        """The site's calendar; a service's own is `service.calendar(whole_site.calendar)`."""
        return calendar(self.site, self.hours)
