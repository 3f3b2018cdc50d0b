# SPDX-License-Identifier: Apache-2.0
"""What of a site's bookings the rules do not need and the online sale does."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from central.store.abstract import UnitOfWork
from hall.booking import Booking
from hall.booking_code import digits
from hall.identity import IdentityDigest
from hall.ids import BookingId, ServiceId, SiteId


class Sold:
    """Of the open days. Lifetime: that of its book. Concurrency: one thread."""

    def __init__(self) -> None:
        self._digits: dict[str, date] = {}
        self._for: dict[tuple[date, ServiceId, IdentityDigest], list[BookingId]] = {}
        self._unread: dict[BookingId, tuple[date, ServiceId]] = {}

    def add(self, booking: Booking) -> None:
        """Its digits are in use; whom it is for stands in the table, or is noted."""
        on = booking.business_date
        self._digits[digits(booking.booking_id)] = on
        self._unread[booking.booking_id] = on, booking.service_id

    def is_free(self, booking_id: BookingId) -> bool:
        """Whether no booking has the same digits."""
        return digits(booking_id) not in self._digits

    def note(self, booking_id: BookingId, digest: IdentityDigest | None) -> None:
        """A booking that was added is for that person, or for who shows its code."""
        on, service_id = self._unread.pop(booking_id)
        if digest is not None:
            self._for.setdefault((on, service_id, digest), []).append(booking_id)

    async def read(self, unit: UnitOfWork, site_id: SiteId) -> None:
        """Whom those are for that others have booked; under the site's lock all are known then."""
        by_day: defaultdict[date, list[BookingId]] = defaultdict(list)
        for booking_id, (on, _) in self._unread.items():
            by_day[on].append(booking_id)
        for on, booking_ids in by_day.items():
            found = await unit.tables.digests(site_id, on, booking_ids)
            for booking_id in booking_ids:
                self.note(booking_id, found.get(booking_id))

    def booked_for(
        self, on: date, service_id: ServiceId, digest: IdentityDigest
    ) -> Collection[BookingId]:
        """What a person was booked, whatever became of it, as far as it was read."""
        return self._for.get((on, service_id, digest), ())

    def forget_before(self, today: date) -> None:
        """Earlier days are over."""
        self._digits = {each: on for each, on in self._digits.items() if on >= today}
        self._for = {whom: those for whom, those in self._for.items() if whom[0] >= today}
        self._unread = {one: of for one, of in self._unread.items() if of[0] >= today}
