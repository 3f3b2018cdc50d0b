# SPDX-License-Identifier: Apache-2.0
"""From checked values to the settings; makes no checks of its own."""

from hall.calendar import OpeningHours
from hall.service import Service
from kiosk.settings.groups import WEEKDAYS, Values, moved_day
from kiosk.settings.model import (
    HoursSettings,
    LightSettings,
    MachineSettings,
    PanelSettings,
    PrinterSettings,
    ReaderSettings,
    ScannerSettings,
    SeniorSettings,
    Settings,
    SiteSettings,
    SpeechSettings,
    TicketSettings,
    WalkInSettings,
)


def build(values: Values) -> Settings:
    """The settings of a file without mistakes."""
    hours = _hours(values["hours"])
    return Settings(
        site=SiteSettings(**values["site"]),
        machine=MachineSettings(**values["kiosk"]),
        panel=PanelSettings(**values["panel"]),
        reader=ReaderSettings(**values["reader"]),
        printer=PrinterSettings(**values["printer"]),
        scanner=ScannerSettings(**values["scanner"]),
        light=LightSettings(**values["light"]),
        speech=SpeechSettings(**values["speech"]),
        hours=hours,
        ticket=TicketSettings(**values["ticket"]),
        senior=SeniorSettings(**values["senior"], green_age_years=values["green"]["age_years"]),
        walk_in=WalkInSettings(**values["walk_in"]),
        services=tuple(_service(service, hours.opening) for service in values["service"]),
    )


def _hours(values: Values) -> HoursSettings:
    opening = OpeningHours(
        weekdays=tuple(values[day] for day in WEEKDAYS),
        holidays=frozenset(values["holidays"]),
        moved_days=tuple(moved_day(moved) for moved in values["moved_days"]),
    )
    rest = {name: values[name] for name in ("issue_from", "stop_at", "slot_minutes")}
    return HoursSettings(opening=opening, **rest)


def _service(values: Values, site: OpeningHours) -> Service:
    week = values["hours"]
    own = week and OpeningHours(
        weekdays=tuple(week[day] for day in WEEKDAYS),
        holidays=site.holidays,
        moved_days=site.moved_days,
    )
    return Service(**{**values, "hours": own})
