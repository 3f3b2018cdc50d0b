# SPDX-License-Identifier: Apache-2.0
"""What of a site's bookings the rules do not need and the online sale does."""

from datetime import date

from hall.booking_code import digits
from hall.identity import IdentityDigest
from hall.ids import BookingId, ServiceId


class Sold:
    """Of the open days. Lifetime: that of its book. Concurrency: one thread."""

    def __init__(self) -> None:
        self._digits: dict[str, date] = {}
        self._for: dict[tuple[date, ServiceId, IdentityDigest], BookingId] = {}

    def add(self, on: date, booking_id: BookingId) -> None:
        """Its digits are in use."""
        self._digits[digits(booking_id)] = on

    def is_free(self, booking_id: BookingId) -> bool:
        """Whether no booking has the same digits."""
        return digits(booking_id) not in self._digits

    def note(
        self, on: date, service_id: ServiceId, digest: IdentityDigest, booking_id: BookingId
    ) -> None:
        """This process has just booked for that person; others learn of it from the table."""
        self._for[on, service_id, digest] = booking_id

    def booked_for(
        self, on: date, service_id: ServiceId, digest: IdentityDigest
    ) -> BookingId | None:
        """The last booking that this process made for a person."""
        return self._for.get((on, service_id, digest))

    def forget_before(self, today: date) -> None:
        """Earlier days are over."""
        self._digits = {each: on for each, on in self._digits.items() if on >= today}
        self._for = {whom: one for whom, one in self._for.items() if whom[0] >= today}
