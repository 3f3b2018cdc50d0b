# SPDX-License-Identifier: Apache-2.0
"""What staff do for the kiosk and the hall rather than for one ticket; each begins on the menu."""

from typing import assert_never

from kiosk.flow import staff_holding, staff_machine, staff_stopping
from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_events import ActEnded, CareAnswer, HeldTold, MachineAnswer, StopsLoaded
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import (
    CarePage,
    HoldAsked,
    MachinePage,
    StaffHome,
    StaffPage,
    StaffVolume,
    StopList,
    StopWhen,
    Today,
    WhyStop,
    Working,
)
from kiosk.flow.staff_touches import HoldPressed, MachineTouch, ReleasePressed, StopPressed
from kiosk.flow.staff_values import Remark, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import Touch


def touched(kiosk: Kiosk, person: StaffPerson, page: StaffPage, event: Touch) -> Change:
    """A touch on the menu that begins such an act, or on one of its pages."""
    if isinstance(page, MachinePage):
        return staff_machine.touched(kiosk, person, page, event)
    match page:
        case StaffHome():
            return _begun(kiosk, person, event)
        case HoldAsked():
            return staff_holding.touched(kiosk, person, event)
        case StopList() | StopWhen() | WhyStop():
            return staff_stopping.touched(kiosk, person, page, event)
        case _:
            return unexpected(kiosk)


def _begun(kiosk: Kiosk, person: StaffPerson, event: Touch) -> Change:
    if isinstance(event, MachineTouch):
        return staff_machine.begun(kiosk, event)
    match event:
        case HoldPressed() if not kiosk.is_held:
            return show_page(kiosk, HoldAsked())
        case StopPressed():
            return staff_stopping.begun(kiosk)
        case ReleasePressed() if kiosk.is_held:
            return staff_holding.released(kiosk, person)
        case _:
            return unexpected(kiosk)


def back(page: CarePage) -> StaffPage:
    """One page back."""
    if isinstance(page, MachinePage):
        return staff_machine.back(page)
    match page:
        case HoldAsked() | Working():
            return StaffHome()
        case StopList() | StopWhen() | WhyStop():
            return staff_stopping.back(page)
        case _:
            assert_never(page)


def told(kiosk: Kiosk, event: CareAnswer) -> Change:
    """What became of an act."""
    if isinstance(event, MachineAnswer):
        return staff_machine.told(kiosk, event)
    match event:
        case HeldTold():
            return staff_holding.told(kiosk, event)
        case ActEnded(remark):
            return _ended(kiosk, remark)
        case StopsLoaded():
            return staff_stopping.loaded(kiosk, event)
        case _:
            assert_never(event)


def _ended(kiosk: Kiosk, remark: Remark) -> Change:
    """Back to the menu, where staff still wait for it."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    is_awaited = isinstance(page, Working | StopList | Today | StaffVolume)
    return show_page(kiosk, StaffHome(remark)) if is_awaited else (kiosk, ())
