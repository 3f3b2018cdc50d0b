# SPDX-License-Identifier: Apache-2.0
"""Staff look at the devices and the machine: what is in order, and what to do where it is not."""

from collections.abc import Sequence
from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_effects import LoadDevices
from kiosk.flow.staff_events import DevicesLoaded
from kiosk.flow.staff_lists import Rows
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import DeviceList, DevicePage, OneDevice, StaffHome
from kiosk.flow.staff_touches import DevicePressed
from kiosk.flow.staff_values import CheckSeen
from kiosk.flow.states import Kiosk, StaffMode
from kiosk.flow.touches import PagePressed, Touch
from kiosk.flow.values import Size

ROWS = Rows(
    tall={Size.NORMAL: 6, Size.LARGE: 5, Size.EXTRA_LARGE: 3},
    short={Size.NORMAL: 4, Size.LARGE: 2, Size.EXTRA_LARGE: 2},
)


def begun(kiosk: Kiosk) -> Change:
    """The list, empty until the answer comes."""
    return show_page(kiosk, DeviceList(), LoadDevices())


def loaded(kiosk: Kiosk, event: DevicesLoaded) -> Change:
    """The answer, where it is still waited for; faults come first, then what could be better."""
    page = kiosk.screen.page if isinstance(kiosk.screen, StaffMode) else None
    if not isinstance(page, DeviceList) or page.seen is not None:
        return kiosk, ()
    ordered = sorted(event.seen, key=lambda each: (each.is_good, each.to_do is None))
    return show_page(kiosk, DeviceList(tuple(ordered)))


def touched(kiosk: Kiosk, page: DevicePage, event: Touch) -> Change:
    """One of them, or the next page of the list."""
    match page, event:
        case DeviceList(seen=seen), DevicePressed(chosen) if chosen in (seen or ()):
            return show_page(kiosk, OneDevice(page, chosen))
        case DeviceList(), PagePressed() if pages_of(kiosk, page) > 1:
            return show_page(
                kiosk, replace(page, page=ROWS.after(kiosk, page.seen or (), page.page))
            )
        case _:
            return unexpected(kiosk)


def back(page: DevicePage) -> DeviceList | StaffHome:
    """One page back."""
    return StaffHome() if isinstance(page, DeviceList) else page.before


def pages_of(kiosk: Kiosk, page: DeviceList) -> int:
    """At least one."""
    return ROWS.pages_of(kiosk, page.seen or ())


def seen_on(kiosk: Kiosk, page: DeviceList) -> Sequence[CheckSeen]:
    """Those of a page."""
    return ROWS.on_page(kiosk, page.seen or (), page.page)
