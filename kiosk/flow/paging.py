# SPDX-License-Identifier: Apache-2.0
"""How many tiles a page of services holds, and which."""

from hall.green import GreenReason
from hall.ids import ServiceId
from hall.words import Words, letters
from kiosk.flow import voice
from kiosk.flow.states import Bookings, GreenReasons, Kiosk, Materials, NoCard, Services
from kiosk.flow.values import Availability, BookingView, ServiceTile, Shape, Size

PerPage = dict[Size, int]

TILES: PerPage = {Size.NORMAL: 6, Size.LARGE: 4, Size.EXTRA_LARGE: 3}
"""Beside them one control for more (look.md: large type pages instead of shrinking)."""
SHORT_TILES: PerPage = {Size.NORMAL: 6, Size.LARGE: 3, Size.EXTRA_LARGE: 2}
"""Where there is less height: on a panel that hangs across."""
LOW_TILES: PerPage = {Size.NORMAL: 3, Size.LARGE: 2, Size.EXTRA_LARGE: 2}
"""With all controls low, also on a panel that hangs as high as it may."""

FAMILY_TILES: PerPage = {Size.NORMAL: 4, Size.LARGE: 3, Size.EXTRA_LARGE: 2}
"""Fewer, because each says what a proxy must bring."""
SHORT_FAMILY_TILES: PerPage = {Size.NORMAL: 3, Size.LARGE: 2, Size.EXTRA_LARGE: 1}

BOOKINGS: PerPage = {Size.NORMAL: 4, Size.LARGE: 2, Size.EXTRA_LARGE: 2}
"""Beside them stand the ticket held, another service, and more."""
SHORT_BOOKINGS: PerPage = {Size.NORMAL: 2, Size.LARGE: 1, Size.EXTRA_LARGE: 1}

MATERIALS: PerPage = {Size.NORMAL: 5, Size.LARGE: 4, Size.EXTRA_LARGE: 3}
"""What to bring, under each other; below them two controls, and more."""
SHORT_MATERIALS: PerPage = {Size.NORMAL: 4, Size.LARGE: 2, Size.EXTRA_LARGE: 2}

LONG_NAME, VERY_LONG_NAME = 32, 40
"""So many letters of the Latin alphabet, or half as many Han characters, need more height on a tile."""


def _is_short(kiosk: Kiosk) -> bool:
    """Whether a list has less height than on a panel that hangs upright."""
    return kiosk.is_low or kiosk.settings.shape is Shape.LANDSCAPE


def _tiles_per_page(kiosk: Kiosk) -> int:
    """Fewer where a name is long: it pages instead of shrinking."""
    is_proxy = kiosk.visitor is not None and kiosk.visitor.proxy is not None
    tiles = _choices_per_page(kiosk)
    if is_proxy:
        tiles = (SHORT_FAMILY_TILES if _is_short(kiosk) else FAMILY_TILES)[kiosk.size]
    return max(1, tiles - _fewer_for_names(kiosk) - _fewer_for_voice(kiosk))


def _fewer_for_voice(kiosk: Kiosk) -> int:
    """What adjusts the voice needs room beside tiles of more than a name."""
    if not any(map(_says_more, kiosk.services)):
        return 0
    return 2 * _one_for_voice(kiosk) if _stands_in_pairs(kiosk) else _one_for_voice(kiosk)


def _one_for_voice(kiosk: Kiosk) -> int:
    """A page of one alone would be walked through too long."""
    is_wide = kiosk.settings.shape is Shape.LANDSCAPE
    has_few = is_wide and kiosk.size is Size.EXTRA_LARGE
    return int(voice.is_heard(kiosk) and not has_few)


def _says_more(tile: ServiceTile) -> bool:
    is_plain = tile.availability is Availability.NOW and not tile.is_green
    return tile.wait is not None or not is_plain


def _stands_in_pairs(kiosk: Kiosk) -> bool:
    is_proxy = kiosk.visitor is not None and kiosk.visitor.proxy is not None
    return kiosk.size is Size.NORMAL and not kiosk.is_low and not is_proxy


def _fewer_for_names(kiosk: Kiosk) -> int:
    """Tiles stand in rows of two at normal size, and under each other in larger letters."""
    longest = max((letters(tile.name.text(kiosk.language)) for tile in kiosk.services), default=0)
    if kiosk.size is Size.NORMAL:
        return 2 * (longest > VERY_LONG_NAME)
    return (longest > LONG_NAME) + (longest > VERY_LONG_NAME)


def _choices_per_page(kiosk: Kiosk) -> int:
    if kiosk.is_low:
        return LOW_TILES[kiosk.size]
    return (SHORT_TILES if _is_short(kiosk) else TILES)[kiosk.size]


def _bookings_per_page(kiosk: Kiosk) -> int:
    count = (SHORT_BOOKINGS if _is_short(kiosk) else BOOKINGS)[kiosk.size]
    return max(1, count - _one_for_voice(kiosk))


def page_count(kiosk: Kiosk) -> int:
    """At least one."""
    return max(1, -(-len(kiosk.services) // _tiles_per_page(kiosk)))


def tiles_on(kiosk: Kiosk, page: int) -> tuple[ServiceTile, ...]:
    """The tiles of a page; a page that is no more, because the tiles changed, wraps around."""
    tiles = _tiles_per_page(kiosk)
    first = page % page_count(kiosk) * tiles
    return kiosk.services[first : first + tiles]


def reason_pages(kiosk: Kiosk) -> int:
    """At least one."""
    return max(1, -(-len(kiosk.green_reasons) // _choices_per_page(kiosk)))


def reasons_on(kiosk: Kiosk, page: int) -> tuple[GreenReason, ...]:
    """The reasons of a page."""
    count = _choices_per_page(kiosk)
    first = page % reason_pages(kiosk) * count
    return kiosk.green_reasons[first : first + count]


def pages_of(kiosk: Kiosk, screen: Services | NoCard | GreenReasons | Bookings | Materials) -> int:
    """How many pages its list has."""
    match screen:
        case Materials(service_id):
            return max(1, -(-len(_materials(kiosk, service_id)) // _materials_per_page(kiosk)))
        case Bookings():
            return booking_pages(kiosk)
        case GreenReasons():
            return reason_pages(kiosk)
        case Services() | NoCard():
            return page_count(kiosk)


def _materials_per_page(kiosk: Kiosk) -> int:
    count = (SHORT_MATERIALS if _is_short(kiosk) else MATERIALS)[kiosk.size]
    return count - _one_for_voice(kiosk)


def _materials(kiosk: Kiosk, service_id: ServiceId) -> tuple[Words, ...]:
    tiles = (tile for tile in kiosk.services if tile.service_id == service_id)
    return next((tile.materials for tile in tiles), ())


def materials_on(kiosk: Kiosk, screen: Materials) -> tuple[Words, ...]:
    """What to bring, as far as it stands on the page."""
    count = _materials_per_page(kiosk)
    first = screen.page % pages_of(kiosk, screen) * count
    return _materials(kiosk, screen.service_id)[first : first + count]


def booking_pages(kiosk: Kiosk) -> int:
    """At least one."""
    bookings = kiosk.visitor.bookings if kiosk.visitor else ()
    return max(1, -(-len(bookings) // _bookings_per_page(kiosk)))


def bookings_on(kiosk: Kiosk, page: int) -> tuple[BookingView, ...]:
    """The bookings of a page."""
    bookings = kiosk.visitor.bookings if kiosk.visitor else ()
    count = _bookings_per_page(kiosk)
    first = page % booking_pages(kiosk) * count
    return bookings[first : first + count]
