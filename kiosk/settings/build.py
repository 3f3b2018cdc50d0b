# SPDX-License-Identifier: Apache-2.0
"""From checked values to the settings; makes no checks of its own."""

from common.settings.groups import Values
from common.settings.site_build import build_green, build_hours, build_service
from common.settings.site_model import SiteSettings, WholeSite
from hall.quota import LaneRatio
from hall.service import Catalogue
from kiosk.settings.model import (
    CentreSettings,
    CheckInSettings,
    LightSettings,
    MachineSettings,
    PanelSettings,
    PrinterSettings,
    ReaderSettings,
    ScannerSettings,
    SeniorSettings,
    Settings,
    SpeechSettings,
    TicketSettings,
)


def build(values: Values) -> Settings:
    """The settings of a file without mistakes."""
    centre = values.get("centre")
    return Settings(
        machine=MachineSettings(**values["kiosk"]),
        panel=PanelSettings(**values["panel"]),
        reader=ReaderSettings(**values["reader"]),
        printer=PrinterSettings(**values["printer"]),
        scanner=ScannerSettings(**values["scanner"]),
        light=LightSettings(**values["light"]),
        speech=SpeechSettings(**values["speech"]),
        ticket=TicketSettings(**values["ticket"]),
        checkin=CheckInSettings(**values["checkin"]),
        senior=SeniorSettings(**values["senior"]),
        site=None if centre else _build_site(values),
        centre=CentreSettings(**centre) if centre else None,
    )


def _build_site(values: Values) -> WholeSite:
    """Stand-alone nothing is booked."""
    walk_in, hours = values["walk_in"], build_hours(values["hours"])
    services = (build_service(service, hours.opening) for service in values["service"])
    return WholeSite(
        site=SiteSettings(**values["site"]),
        hours=hours,
        green=build_green(values["green"]),
        slots_ahead=walk_in["slots_ahead"],
        ratio=LaneRatio.percent(0, walk_in["walk_in_percent"], walk_in["green_percent"]),
        catalogue=Catalogue(tuple(services)),
    )
