# SPDX-License-Identifier: Apache-2.0
"""The menu of staff mode: what staff can do here, page by page."""

from collections.abc import Iterator
from dataclasses import replace

from kiosk.flow.change import Change, unexpected
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
from kiosk.flow.values import Shape, Size

TILES = {Size.NORMAL: 10, Size.LARGE: 6, Size.EXTRA_LARGE: 6}
SHORT_TILES = {Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 4}
"""How many a page holds, also where there is less height."""


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


def acts_on(kiosk: Kiosk, page: StaffHome) -> tuple[StaffTouch, ...]:
    """Those of a page; one that is no more, because letters are smaller, wraps around."""
    every, count = tuple(acts(kiosk)), _per_page(kiosk)
    first = page.page % pages_of(kiosk) * count
    return every[first : first + count]


def pages_of(kiosk: Kiosk) -> int:
    """At least one."""
    return -(-len(tuple(acts(kiosk))) // _per_page(kiosk))


def turned(kiosk: Kiosk, page: StaffHome) -> Change:
    """更多: the next page, after the last one the first."""
    if pages_of(kiosk) < 2:  # noqa: PLR2004 (there is no other page)
        return unexpected(kiosk)
    return show_page(kiosk, replace(page, page=(page.page + 1) % pages_of(kiosk)))


def _per_page(kiosk: Kiosk) -> int:
    is_short = kiosk.is_low or kiosk.settings.shape is Shape.LANDSCAPE
    return (SHORT_TILES if is_short else TILES)[kiosk.size]
