# SPDX-License-Identifier: Apache-2.0
"""Staff set how loud the kiosk speaks, until a visitor changes it for himself.

A step that is chosen holds until the business day ends; another touch makes it the usual one. As
long as the page is shown the kiosk speaks, so that staff hear what they choose.
"""

from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.effects import Effect
from kiosk.flow.staff_effects import SetVolume
from kiosk.flow.staff_events import VolumeTold
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import StaffVolume
from kiosk.flow.staff_touches import KeepVolumePressed, VolumeStepPressed
from kiosk.flow.staff_values import StaffPerson
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import Touch


def touched(kiosk: Kiosk, person: StaffPerson, page: StaffVolume, event: Touch) -> Change:
    """Another step, the same one to hear it again, or for good; one at a time."""
    settings = kiosk.settings
    match event:
        case _ if page.is_busy:
            return unexpected(kiosk)
        case VolumeStepPressed(volume) if volume is settings.volume:
            return replace(kiosk, say_no=kiosk.say_no + 1), ()
        case VolumeStepPressed(volume):
            return _set(kiosk, SetVolume(person.staff_id, volume))
        case KeepVolumePressed() if settings.volume is not settings.usual_volume:
            return _set(kiosk, SetVolume(person.staff_id, settings.volume, is_for_good=True))
        case _:
            return unexpected(kiosk)


def told(kiosk: Kiosk, event: VolumeTold) -> Change:
    """How loud it is from now on, and usually."""
    settings = replace(kiosk.settings, volume=event.volume, usual_volume=event.usual)
    after = replace(kiosk, settings=settings)
    return show_page(after, StaffVolume()) if _is_shown(kiosk) else (after, ())


def _set(kiosk: Kiosk, wanted: Effect) -> Change:
    return show_page(kiosk, StaffVolume(is_busy=True), wanted)


def _is_shown(kiosk: Kiosk) -> bool:
    return isinstance(kiosk.screen, StaffMode) and isinstance(kiosk.screen.page, StaffVolume)
