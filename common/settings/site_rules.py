# SPDX-License-Identifier: Apache-2.0
"""What must hold between the options of a site; each rule looks only at values that could be read."""

from collections.abc import Sequence
from datetime import UTC, time

from common.settings.groups import WEEKDAYS, Values
from common.settings.problems import shown
from common.settings.spot import Spot
from hall.calendar import DAY_STARTS, Calendar, OpeningHours, Period
from hall.errors import BadValueError

ALL_PERCENT = 100
STAND_ALONE_LANES = ("walk_in_percent", "green_percent")
LANES = (*STAND_ALONE_LANES, "booked_percent")
"""Options of [walk_in] that share a slot out; nothing is booked where no centre is."""


def check_site(values: Values, at: Spot, lanes: Sequence[str] = STAND_ALONE_LANES) -> None:
    """Note everything that is wrong between the options of a site; `lanes` are its parts of a slot."""
    day_starts = values.get("site", {}).get("day_starts", DAY_STARTS)
    hours = values.get("hours", {})
    services: Sequence[Values] = values.get("service", ())
    _week(hours, day_starts, at.at("hours"))
    _ever_open(hours, at.at("hours"))
    _issuing(hours, {}, day_starts, at.at("hours"))
    _moved_days(hours, at.at("hours"))
    _percent(values.get("walk_in", {}), lanes, at.at("walk_in"))
    for place, service in enumerate(services):
        here = at.at("service", place)
        _week(service.get("hours") or {}, day_starts, here.at("hours"))
        _ever_open(service.get("hours") or {}, here.at("hours"))
        _issuing(service, hours, day_starts, here)
        if service.get("direct") and service.get("has_quota"):
            here.at("quota").note("direct_quota")
    for name in ("service_id", "letter"):
        _once(name, services, at.at("service"))


def _week(week: Values, day_starts: time, at: Spot) -> None:
    for day in WEEKDAYS:
        periods = week.get(day, ())
        if not _is_rising(periods, day_starts):
            at.at(day).note(
                "not_rising",
                value=tuple(f"{p.start:%H:%M}-{p.end:%H:%M}" for p in periods),
                day_starts=f"{day_starts:%H:%M}",
            )


def _is_rising(periods: Sequence[Period], day_starts: time) -> bool:
    """Whether the rules of the hall accept these periods as one business day."""
    week = (tuple(periods), *[()] * (len(WEEKDAYS) - 1))
    try:
        Calendar(tz=UTC, hours=OpeningHours(week), day_starts=day_starts)
    except BadValueError:
        return False
    return True


def _ever_open(hours: Values, at: Spot) -> None:
    if all(hours.get(day) == () for day in WEEKDAYS):
        at.note("never_open", days=WEEKDAYS)


def _issuing(own: Values, site: Values, day_starts: time, at: Spot) -> None:
    """`issue_from` comes before `stop_at`; a service without one of them has the site's."""
    begin = own.get("issue_from") or site.get("issue_from")
    end = own.get("stop_at") or site.get("stop_at")
    written = [name for name in ("stop_at", "issue_from") if own.get(name)]
    if written and begin and end and not _is_rising((Period(begin, end),), day_starts):
        at.at(written[0]).note("stop_first", begin=f"{begin:%H:%M}", end=f"{end:%H:%M}")


def _moved_days(hours: Values, at: Spot) -> None:
    dates = [moved.get("on") for moved in hours.get("moved_days", ())]
    for place, on in enumerate(dates):
        if on and on in dates[:place]:
            at.at("moved_days", place, "on").note("twice", value=str(on))


def _percent(walk_in: Values, lanes: Sequence[str], at: Spot) -> None:
    parts = [walk_in[name] for name in lanes if name in walk_in]
    if len(parts) == len(lanes) and sum(parts) != ALL_PERCENT:
        at.at(lanes[0]).note("percent_sum", rest=tuple(lanes[1:]), sum=sum(parts))


def _once(name: str, services: Sequence[Values], at: Spot) -> None:
    seen: set[str] = set()
    for place, service in enumerate(services):
        value = service.get(name)
        if value in seen:
            at.at(place, name).note("twice", value=shown(value))
        if value:
            seen.add(value)
