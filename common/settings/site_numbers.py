# SPDX-License-Identifier: Apache-2.0
"""What hours, quota and the start of the day must be for numbers to be given at all."""

import itertools
import math
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

from common.settings.groups import WEEKDAYS, Values
from common.settings.spot import Spot
from hall.calendar import DAYS_OF_A_WEEK, Calendar, DayPlan, OpeningHours
from hall.errors import BadValueError
from hall.quota import USABLE_SHARE, LaneRatio, capacity, split

MONDAY = date(2026, 1, 5)
ALL_PERCENT = 100
HOURS_BY_LIKING = (4, 5, 3, 6, 2, 1, 0, *range(7, 24))
"""When a business day may best begin, the best first."""


def check_numbers(values: Values, at: Spot, year: int) -> None:
    """Note what keeps numbers from ever being given; `year` is this year."""
    site_hours, walk_in = values.get("hours", {}), values.get("walk_in", {})
    services: Sequence[Values] = values.get("service", ())
    site = values.get("site", {})
    _day_starts(site, at.at("site", "day_starts"), year)
    _given({}, site_hours, site, at.at("hours"))
    for place, service in enumerate(services):
        here = at.at("service", place)
        plans = _given(service, site_hours, site, here)
        _quota(service, plans, walk_in, here.at("mean_minutes"))
    all_green = walk_in.get("green_percent") == ALL_PERCENT
    if all_green and any(service.get("has_quota") for service in services):
        at.at("walk_in", "green_percent").note("all_green")


# --- hours -----------------------------------------------------------------------------------


def _given(service: Values, site_hours: Values, site: Values, at: Spot) -> list[DayPlan]:
    """The open days of a week; notes at what was written here if none of them gives numbers."""
    own = service or site_hours
    if not own.keys() & site_hours.keys() >= {"issue_from", "stop_at"}:
        return []  # one of them could not be read
    begin, end = (own[name] or site_hours[name] for name in ("issue_from", "stop_at"))
    plans = _open_days(service.get("hours") or site_hours, site_hours, site, (begin, end))
    name = "issue_from" if begin else "stop_at"
    places = [place for place in (name, "hours") if own.get(place)]
    if plans and places and not any(plan.issuing for plan in plans):
        hours = dict.fromkeys(_shown_day(plan) for plan in plans)
        key, at_time = ("never_from", begin) if begin else ("never_until", end)
        at.at(places[0]).note(key, time=f"{at_time:%H:%M}", hours=tuple(hours))
    return plans


def _open_days(
    week: Values, site_hours: Values, site: Values, issuing: tuple[time | None, time | None]
) -> list[DayPlan]:
    """The days of a week that have hours; none when some of it could not be read."""
    is_known = week.keys() >= {*WEEKDAYS} and "slot_minutes" in site_hours
    if not is_known or "day_starts" not in site:
        return []
    try:
        calendar = Calendar(
            tz=UTC,
            hours=OpeningHours(tuple(week[day] for day in WEEKDAYS)),
            day_starts=site["day_starts"],
            slot_minutes=site_hours["slot_minutes"],
            issue_from=issuing[0],
            stop_at=issuing[1],
        )
    except BadValueError:  # noted as what it is
        return []
    plans = (calendar.plan(MONDAY + timedelta(days=days)) for days in range(DAYS_OF_A_WEEK))
    return [plan for plan in plans if plan.opening]


def _shown_day(plan: DayPlan) -> str:
    return f"{plan.opening[0].start:%H:%M}-{plan.opening[-1].end:%H:%M}"


# --- quota -----------------------------------------------------------------------------------


def _quota(service: Values, plans: Sequence[DayPlan], walk_in: Values, at: Spot) -> None:
    """A full slot of a service with quota has at least one number for walk-ins."""
    counters, mean = service.get("counters"), service.get("mean_minutes")
    parts = [walk_in.get(f"{lane}_percent", 0) for lane in ("booked", "walk_in", "green")]
    if not (service.get("has_quota") and plans and counters and mean):
        return
    if not parts[1] or sum(parts) != ALL_PERCENT:  # noted there
        return
    ratio = LaneRatio.percent(*parts)
    slots = (slot.length for plan in plans for slot in plan.slots)
    minutes = Fraction(max(slots) // timedelta(minutes=1))
    count = capacity(minutes * counters, mean)
    if split(count, ratio).walk_in:
        return
    needed = next(number for number in itertools.count(1) if split(number, ratio).walk_in)
    taken_by = "others_take_it" if parts[0] else "green_takes_it"
    at.note(
        taken_by if count else "no_place",
        mean=f"{mean:g}",
        counters=counters,
        slot=minutes,
        count=count,
        most=f"{math.floor(USABLE_SHARE * minutes * counters / needed * 10) / 10:g}",
        fewest=math.ceil(needed * Fraction(str(mean)) / (USABLE_SHARE * minutes)),
    )


# --- start of the day ------------------------------------------------------------------------


def _day_starts(site: Values, at: Spot, year: int) -> None:
    """The start of the day comes once on each day of this year and the next."""
    zone, starts = site.get("timezone"), site.get("day_starts")
    if zone is None or starts is None:
        return
    odd_day = _odd_day(starts, zone, year)
    if odd_day:
        others = (time(hour) for hour in HOURS_BY_LIKING)
        example = next(other for other in others if not _odd_day(other, zone, year))
        fields = {"time": f"{starts:%H:%M}", "example": f"{example:%H:%M}"}
        at.note("odd_day", date=odd_day, zone=zone.key, **fields)


def _odd_day(at: time, zone: ZoneInfo, year: int) -> date | None:
    """The first day that has this time not at all or twice."""
    first, end = date(year, 1, 1), date(year + 2, 1, 1)
    days = (first + timedelta(days=number) for number in range((end - first).days))
    return next((day for day in days if _is_odd(datetime.combine(day, at, zone))), None)


def _is_odd(local: datetime) -> bool:
    return local.utcoffset() != local.replace(fold=1).utcoffset()
