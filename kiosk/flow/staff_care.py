# SPDX-License-Identifier: Apache-2.0
"""What staff do for the kiosk and the hall rather than for one ticket; each begins on the menu."""

from typing import assert_never

from kiosk.flow import staff_devices, staff_holding, staff_paper, staff_stopping
from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_events import (
    ActEnded,
    CareAnswer,
    DevicesLoaded,
    HeldTold,
    PrinterTried,
    StopsLoaded,
)
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import (
    CarePage,
    ChangePaper,
    DeviceList,
    HoldAsked,
    OneDevice,
    StaffHome,
    StaffPage,
    StopList,
    StopWhen,
    WhyStop,
    Working,
)
from kiosk.flow.staff_touches import (
    ChangePaperPressed,
    DevicesPressed,
    HoldPressed,
    ReleasePressed,
    StopPressed,
)
from kiosk.flow.staff_values import Remark, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import Touch


def touched(kiosk: Kiosk, person: StaffPerson, page: StaffPage, event: Touch) -> Change:
    """A touch on the menu that begins such an act, or on one of its pages."""
    match page:
        case StaffHome():
            return _begun(kiosk, person, event)
        case HoldAsked():
            return staff_holding.touched(kiosk, person, event)
        case ChangePaper():
            return staff_paper.touched(kiosk, person, page, event)
        case StopList() | StopWhen() | WhyStop():
            return staff_stopping.touched(kiosk, person, page, event)
        case DeviceList() | OneDevice():
            return staff_devices.touched(kiosk, page, event)
        case _:
            return unexpected(kiosk)


def _begun(kiosk: Kiosk, person: StaffPerson, event: Touch) -> Change:
    match event:
        case HoldPressed() if not kiosk.is_held:
            return show_page(kiosk, HoldAsked())
        case StopPressed():
            return staff_stopping.begun(kiosk)
        case ReleasePressed() if kiosk.is_held:
            return staff_holding.released(kiosk, person)
        case ChangePaperPressed():
            return show_page(kiosk, ChangePaper())
        case DevicesPressed():
            return staff_devices.begun(kiosk)
        case _:
            return unexpected(kiosk)


def back(page: CarePage) -> StaffPage:
    """One page back."""
    match page:
        case HoldAsked() | Working() | ChangePaper():
            return StaffHome()
        case StopList() | StopWhen() | WhyStop():
            return staff_stopping.back(page)
        case DeviceList() | OneDevice():
            return staff_devices.back(page)
        case _:
            assert_never(page)


def told(kiosk: Kiosk, event: CareAnswer) -> Change:
    """What became of an act."""
    match event:
        case HeldTold():
            return staff_holding.told(kiosk, event)
        case ActEnded(remark):
            return _ended(kiosk, remark)
        case PrinterTried():
            return staff_paper.printed(kiosk, event)
        case StopsLoaded():
            return staff_stopping.loaded(kiosk, event)
        case DevicesLoaded():
            return staff_devices.loaded(kiosk, event)
        case _:
            assert_never(event)


def _ended(kiosk: Kiosk, remark: Remark) -> Change:
    """Back to the menu, where staff still wait for it."""
    mode = kiosk.screen
    is_awaited = isinstance(mode, StaffMode) and isinstance(mode.page, Working | StopList)
    return show_page(kiosk, StaffHome(remark)) if is_awaited else (kiosk, ())
