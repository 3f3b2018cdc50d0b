# SPDX-License-Identifier: Apache-2.0
"""How many tiles a page of services holds, and which."""

from kiosk.flow.states import Kiosk
from kiosk.flow.values import ServiceTile, Size

TILES_PER_PAGE = {Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 3}
"""Beside them one control for more (look.md: large type pages instead of shrinking)."""


def page_count(kiosk: Kiosk) -> int:
    """At least one."""
    return max(1, -(-len(kiosk.services) // TILES_PER_PAGE[kiosk.size]))


def tiles_on(kiosk: Kiosk, page: int) -> tuple[ServiceTile, ...]:
    """The tiles of a page; a page that is no more, because the tiles changed, wraps around."""
    tiles = TILES_PER_PAGE[kiosk.size]
    first = page % page_count(kiosk) * tiles
    return kiosk.services[first : first + tiles]
