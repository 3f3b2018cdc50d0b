# SPDX-License-Identifier: Apache-2.0
"""How many tiles a page of services holds, and which."""

from kiosk.flow.states import Kiosk
from kiosk.flow.values import BookingView, ServiceTile, Size

TILES_PER_PAGE = {Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 3}
"""Beside them one control for more (look.md: large type pages instead of shrinking)."""

FAMILY_TILES_PER_PAGE = {Size.NORMAL: 4, Size.LARGE: 3, Size.EXTRA_LARGE: 2}
"""Fewer, because each says what a proxy must bring."""

BOOKINGS_PER_PAGE = {Size.NORMAL: 4, Size.LARGE: 2, Size.EXTRA_LARGE: 2}
"""Beside them stand the ticket held, another service, and more."""


def _tiles_per_page(kiosk: Kiosk) -> int:
    is_proxy = kiosk.visitor is not None and kiosk.visitor.proxy is not None
    return (FAMILY_TILES_PER_PAGE if is_proxy else TILES_PER_PAGE)[kiosk.size]


def page_count(kiosk: Kiosk) -> int:
    """At least one."""
    return max(1, -(-len(kiosk.services) // _tiles_per_page(kiosk)))


def tiles_on(kiosk: Kiosk, page: int) -> tuple[ServiceTile, ...]:
    """The tiles of a page; a page that is no more, because the tiles changed, wraps around."""
    tiles = _tiles_per_page(kiosk)
    first = page % page_count(kiosk) * tiles
    return kiosk.services[first : first + tiles]


def booking_pages(kiosk: Kiosk) -> int:
    """At least one."""
    bookings = kiosk.visitor.bookings if kiosk.visitor else ()
    return max(1, -(-len(bookings) // BOOKINGS_PER_PAGE[kiosk.size]))


def bookings_on(kiosk: Kiosk, page: int) -> tuple[BookingView, ...]:
    """The bookings of a page."""
    bookings = kiosk.visitor.bookings if kiosk.visitor else ()
    count = BOOKINGS_PER_PAGE[kiosk.size]
    first = page % booking_pages(kiosk) * count
    return bookings[first : first + count]
