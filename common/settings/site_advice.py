# SPDX-License-Identifier: Apache-2.0
"""What of a site is legal and yet unwise; told with its line, and nothing is refused for it."""

from collections.abc import Sequence

from common.settings.groups import Values
from common.settings.spot import Spot

MOST_GREEN_PERCENT = 33
"""Of the calls at most one in three is green (rules.md 1): who has a place beyond that waits past his slot."""


def advise_site(values: Values, at: Spot, year: int) -> None:
    """Note what is unwise in the values of a site without mistakes; `year` is this year."""
    services: Sequence[Values] = values["service"]
    with_quota = [place for place, service in enumerate(services) if service["has_quota"]]
    _holidays(values["hours"], at.at("hours", "holidays"), year)
    if with_quota:
        _lanes(values["walk_in"], at.at("walk_in"))
    for place in with_quota:
        minutes, slot = services[place]["mean_minutes"], values["hours"]["slot_minutes"]
        if minutes > slot:
            spot = at.at("service", place, "mean_minutes")
            spot.warn("long_visits", mean=f"{minutes:g}", slot=slot)
    _names(services, at.at("service"))


def _lanes(walk_in: Values, at: Spot) -> None:
    green = walk_in["green_percent"]
    if not green:
        at.at("green_percent").warn("no_green")
    if green > MOST_GREEN_PERCENT:
        at.at("green_percent").warn("much_green", percent=green, most=MOST_GREEN_PERCENT)
    if not walk_in["slots_ahead"]:
        at.at("slots_ahead").warn("no_later_slot")


def _holidays(hours: Values, at: Spot, year: int) -> None:
    """Of a list that nobody goes on with, the kiosk is open on next year's holidays."""
    last = max(hours["holidays"], default=None)
    if last is not None and last.year < year:
        at.warn("old_holidays", last=last, year=year)


def _names(services: Sequence[Values], at: Spot) -> None:
    names = [service["name"] for service in services]
    for place, name in enumerate(names):
        if name in names[:place]:
            at.at(place, "name").warn("same_name")
