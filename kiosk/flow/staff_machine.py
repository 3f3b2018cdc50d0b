# SPDX-License-Identifier: Apache-2.0
"""What staff do for this machine: its paper, its devices, its figures, its volume."""

from typing import assert_never

from kiosk.flow import staff_devices, staff_paper, staff_today, staff_volume
from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_events import (
    DevicesLoaded,
    MachineAnswer,
    PrinterTried,
    ReportPrinted,
    TodayLoaded,
    VolumeTold,
)
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import (
    ChangePaper,
    DeviceList,
    MachinePage,
    OneDevice,
    PrinterTrial,
    StaffHome,
    StaffPage,
    StaffVolume,
    Today,
)
from kiosk.flow.staff_touches import (
    ChangePaperPressed,
    DevicesPressed,
    StaffVolumePressed,
    TodayPressed,
    TryPrinterPressed,
)
from kiosk.flow.staff_values import StaffPerson
from kiosk.flow.states import Kiosk
from kiosk.flow.touches import Touch


def begun(kiosk: Kiosk, event: Touch) -> Change:
    """A touch on the menu that begins such an act."""
    match event:
        case ChangePaperPressed():
            return show_page(kiosk, ChangePaper())
        case DevicesPressed():
            return staff_devices.begun(kiosk)
        case TryPrinterPressed():
            return show_page(kiosk, PrinterTrial())
        case TodayPressed():
            return staff_today.begun(kiosk)
        case StaffVolumePressed() if kiosk.settings.has_voice:
            return show_page(kiosk, StaffVolume())
        case _:
            return unexpected(kiosk)


def touched(kiosk: Kiosk, person: StaffPerson, page: MachinePage, event: Touch) -> Change:
    """A touch on one of its pages."""
    match page:
        case ChangePaper() | PrinterTrial():
            return staff_paper.touched(kiosk, person, page, event)
        case Today():
            return staff_today.touched(kiosk, person, page, event)
        case StaffVolume():
            return staff_volume.touched(kiosk, person, page, event)
        case DeviceList() | OneDevice():
            return staff_devices.touched(kiosk, page, event)
        case _:
            assert_never(page)


def back(page: MachinePage) -> StaffPage:
    """One page back."""
    match page:
        case DeviceList() | OneDevice():
            return staff_devices.back(page)
        case ChangePaper() | PrinterTrial() | Today() | StaffVolume():
            return StaffHome()
        case _:
            assert_never(page)


def told(kiosk: Kiosk, event: MachineAnswer) -> Change:
    """What became of an act."""
    match event:
        case PrinterTried():
            return staff_paper.printed(kiosk, event)
        case TodayLoaded():
            return staff_today.loaded(kiosk, event)
        case ReportPrinted():
            return staff_today.printed(kiosk, event)
        case VolumeTold():
            return staff_volume.told(kiosk, event)
        case DevicesLoaded():
            return staff_devices.loaded(kiosk, event)
        case _:
            assert_never(event)
