# SPDX-License-Identifier: Apache-2.0
"""Staff hold the kiosk: it serves nobody, until staff release it."""

from dataclasses import replace

from kiosk.flow.change import Change, go_home, home_screen, is_home, show_inside, unexpected
from kiosk.flow.effects import ShowHeld
from kiosk.flow.staff_effects import HoldKiosk
from kiosk.flow.staff_events import HeldTold
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import StaffHome, Working
from kiosk.flow.staff_touches import HoldReasonPressed
from kiosk.flow.staff_values import Remark, StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import Touch

RELEASED = "screen.staff_hold.released"


def touched(kiosk: Kiosk, person: StaffPerson, event: Touch) -> Change:
    """The reason holds it."""
    match event:
        case HoldReasonPressed(reason):
            return show_page(kiosk, Working(), HoldKiosk(person.staff_id, reason))
        case _:
            return unexpected(kiosk)


def released(kiosk: Kiosk, person: StaffPerson) -> Change:
    """恢复使用 on the menu."""
    return show_page(kiosk, Working(), HoldKiosk(person.staff_id, None))


def told(kiosk: Kiosk, event: HeldTold) -> Change:
    """A number that is being taken is printed all the same; the visitor's screens are over."""
    if event.is_held is kiosk.is_held:
        return kiosk, ()
    kiosk = replace(kiosk, is_held=event.is_held)
    light = ShowHeld(event.is_held)
    if event.is_held:
        return go_home(kiosk), (light,)
    if is_home(kiosk.screen):
        kiosk = show_inside(kiosk, home_screen(kiosk))
    if _is_working(kiosk):
        kiosk, _ = show_page(kiosk, StaffHome(Remark(RELEASED, is_good=True)))
    return kiosk, (light,)


def _is_working(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.screen, StaffMode) and isinstance(kiosk.screen.page, Working)
