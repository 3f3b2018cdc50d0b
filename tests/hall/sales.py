# SPDX-License-Identifier: Apache-2.0
"""A day's online sale with two booked places at nine, and what tests do to it."""

from collections.abc import Mapping, Sequence

from hall.feed import FeedBody
from hall.ids import BookingId, HoldId, KioskId
from hall.place import Lane, Place
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span
from tests.hall.leases import K1, K2, NINE, book_of, day_of
from tests.hall.samples import ESTATE_ID, MONDAY, at, place, ticket_id

B = [place("09:00", Lane.BOOKED, index) for index in range(2)]

NOW = at("08:00")

EXPIRES = at("08:10")

SLOT = Span(at("09:00"), at("09:30"))

H1, H2, H3, H4 = (HoldId(ticket_id(number)) for number in (101, 102, 103, 104))

B1, B2 = (BookingId(ticket_id(number)) for number in (201, 202))


def day() -> SiteBook:
    """Two booked places at 09:00, none at 09:30, one extra place."""
    return book_of(day_of({NINE: LaneQuota(2, 0, 0)}, {ESTATE_ID: 1}), K1, K2)


def feed_of(sale: SiteBook) -> list[FeedBody]:
    return [entry.body for entry in sale.feed.after(0).entries]


def check_in(sale: SiteBook, booking_id: BookingId, taken: Place | None) -> None:
    """A kiosk's log says so."""
    ledger = sale.days.on(MONDAY)
    assert ledger is not None
    ledger.sale.checked_in(booking_id, taken)


def release(
    sale: SiteBook, applied: Mapping[KioskId, int], kiosks: Sequence[KioskId]
) -> tuple[Place, ...]:
    """`applied` is how many entries of the feed each of those kiosks has applied."""
    cursors = [0, *(entry.cursor for entry in sale.feed.after(0).entries)]
    for kiosk_id in (K1, K2):
        count = min(applied.get(kiosk_id, 0), len(cursors) - 1)
        sale._accounts[kiosk_id].feed_cursor = cursors[count]
    sale._given_up = {K1, K2} - {*kiosks}
    return sale.release_closed()


def hold(sale: SiteBook, hold_id: HoldId = H1) -> None:
    sale.hold(hold_id, *NINE, EXPIRES)


def book(sale: SiteBook, booking_id: BookingId = B1, hold_id: HoldId = H1) -> None:
    hold(sale, hold_id)
    sale.book(hold_id, booking_id, NOW)
