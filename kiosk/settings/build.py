# SPDX-License-Identifier: Apache-2.0
"""From checked values to the settings; makes no checks of its own."""

from common.settings.groups import Values
from common.settings.site_build import build_hours, build_service
from common.settings.site_model import SiteSettings
from kiosk.settings.model import (
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
    WalkInSettings,
)


def build(values: Values) -> Settings:
    """The settings of a file without mistakes."""
    hours = build_hours(values["hours"])
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
        services=tuple(build_service(service, hours.opening) for service in values["service"]),
    )
