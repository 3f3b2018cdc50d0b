# SPDX-License-Identifier: Apache-2.0
"""The menu of staff mode: what staff can do here, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from kiosk.flow.change import Change, unexpected
from kiosk.flow.staff_lists import Rows
from kiosk.flow.staff_pages import show_page
from kiosk.flow.staff_states import StaffHome
from kiosk.flow.staff_touches import (
    ChangePaperPressed,
    DevicesPressed,
    FindByNumberPressed,
    FindPressed,
    GivePressed,
    HoldPressed,
    ReleasePressed,
    StaffCardPressed,
    StaffTouch,
    StaffVolumePressed,
    StopPressed,
    TodayPressed,
    TryPrinterPressed,
)
from kiosk.flow.states import Kiosk
from kiosk.flow.values import Size

TILES = Rows(
    tall={Size.NORMAL: 10, Size.LARGE: 6, Size.EXTRA_LARGE: 6},
    short={Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 4},
)


def acts(kiosk: Kiosk) -> Iterator[StaffTouch]:
    """What can be done, most wanted first; each begins with its touch."""
    yield FindPressed()
    yield FindByNumberPressed()
    yield GivePressed()
    yield ChangePaperPressed()
    yield DevicesPressed()
    yield StopPressed()
    yield ReleasePressed() if kiosk.is_held else HoldPressed()
    yield TodayPressed()
    yield TryPrinterPressed()
    if kiosk.settings.has_voice:
        yield StaffVolumePressed()
    yield StaffCardPressed()


def acts_on(kiosk: Kiosk, page: StaffHome) -> Sequence[StaffTouch]:
    """Those of a page."""
    return TILES.on_page(kiosk, tuple(acts(kiosk)), page.page)


def pages_of(kiosk: Kiosk) -> int:
    """At least one."""
    return TILES.pages_of(kiosk, tuple(acts(kiosk)))


def turned(kiosk: Kiosk, page: StaffHome) -> Change:
    """更多: the next page, after the last one the first."""
    if pages_of(kiosk) < 2:  # noqa: PLR2004 (there is no other page)
        return unexpected(kiosk)
    return show_page(kiosk, replace(page, page=TILES.after(kiosk, tuple(acts(kiosk)), page.page)))
