# SPDX-License-Identifier: Apache-2.0
"""From checked values to a site's hours, green channel and services; makes no checks of its own."""

from common.settings.groups import WEEKDAYS, Values, moved_day
from common.settings.site_model import GreenSettings, HoursSettings
from hall.calendar import OpeningHours
from hall.green import GreenReason
from hall.service import Service
from hall.words import NO_WORDS


def build_hours(values: Values) -> HoursSettings:
    """Of the table `hours`."""
    opening = OpeningHours(
        weekdays=tuple(values[day] for day in WEEKDAYS),
        holidays=frozenset(values["holidays"]),
        moved_days=tuple(moved_day(moved) for moved in values["moved_days"]),
    )
    rest = {name: values[name] for name in ("issue_from", "stop_at", "slot_minutes")}
    return HoursSettings(opening=opening, **rest)


def build_green(values: Values) -> GreenSettings:
    """Of the table `green`."""
    reasons = tuple(GreenReason(**reason) for reason in values["reasons"])
    return GreenSettings(values["age_years"], reasons)


def build_service(values: Values, site: OpeningHours) -> Service:
    """Of one table `service`; holidays and moved days are the site's."""
    week = values["hours"]
    own = week and OpeningHours(
        weekdays=tuple(week[day] for day in WEEKDAYS),
        holidays=site.holidays,
        moved_days=site.moved_days,
    )
    direct, picture = values["direct"] or NO_WORDS, values["way_picture"] or ""
    return Service(**{**values, "hours": own, "direct": direct, "way_picture": picture})
