# SPDX-License-Identifier: Apache-2.0
"""The centre's online sale of one day: holds and bookings, and their places' way to walk-ins."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime

from hall.booking import (
    Booking,
    BookingAction,
    BookingStatus,
    Hold,
    HoldAction,
)
from hall.errors import (
    RecoveringError,
    SoldOutError,
    UnknownBookingError,
    UnknownHoldError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.feed import (
    FIRST_CURSOR,
    FIRST_EPOCH,
    BookingClosed,
    BookingMade,
    CloseReason,
    FeedBody,
    FeedEntry,
    FeedPart,
)
from hall.identity import IdentityDigest
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.numbering import TicketNumber
from hall.owners import CENTRE, ONLINE, Owner, OwnerKind, Owners, SlotKey
from hall.place import Lane, Place
from hall.release import is_known_to_all
from hall.span import Span


class Feed:
    """The centre's feed to one site; nothing in it is ever changed.

    Attributes:
        epoch: of the centre; a kiosk takes no part of an earlier one.
        is_open: False while a restored centre does not know yet which cursors were used.
    """

    def __init__(self) -> None:
        self.epoch = FIRST_EPOCH
        self.is_open = True
        self._entries: list[FeedEntry] = []
        self._next = FIRST_CURSOR

    @property
    def cursor(self) -> int:
        """That of the last entry."""
        return self._next - 1

    def append(self, body: FeedBody) -> int:
        """The cursor of the entry; raises RecoveringError while the feed is not open."""
        if not self.is_open:
            raise RecoveringError
        self._entries.append(FeedEntry(self._next, body))
        self._next += 1
        return self.cursor

    def after(self, cursor: int, most: int = 200) -> FeedPart:
        """The entries past a cursor, not more than `most` (protocol.md 3)."""
        first = bisect_right(self._entries, cursor, key=lambda entry: entry.cursor)
        return FeedPart(self.epoch, cursor, tuple(self._entries[first : first + most]))

    def skip_to(self, cursor: int) -> None:
        """Cursors up to this one were used before the centre was restored."""
        self._next = max(self._next, cursor + 1)


class Sale:
    """Holds and bookings of one (site, business day). Concurrency: one thread."""

    def __init__(
        self, business_date: date, letters: Mapping[ServiceId, str], owners: Owners, feed: Feed
    ) -> None:
        self._business_date = business_date
        self._letters = letters
        self._owners = owners
        self._feed = feed
        self._ended: set[SlotKey] = set()
        self._holds: dict[HoldId, Hold] = {}
        self._bookings: dict[BookingId, Booking] = {}
        self._closed: dict[BookingId, int] = {}
        self._used: set[BookingId] = set()
        self._numbers: Counter[str] = Counter()

    @property
    def holds(self) -> Mapping[HoldId, Hold]:
        """All holds of the day, whatever their status."""
        return self._holds

    @property
    def bookings(self) -> Mapping[BookingId, Booking]:
        """All bookings of the day, whatever their status."""
        return self._bookings

    def hold(
        self, hold_id: HoldId, service_id: ServiceId, slot_start: datetime, expires_at: datetime
    ) -> Hold:
        """One place set aside; the same id again gets the same hold.

        Raises UnknownServiceError, UnknownSlotError (a slot outside the hours), SoldOutError.
        """
        if known := self._holds.get(hold_id):
            return known
        if service_id not in self._letters:
            raise UnknownServiceError(service_id=service_id)
        slot = service_id, slot_start
        if not self._owners.has_slot(slot):
            raise UnknownSlotError(slot_start=slot_start)
        pooled = self._owners.pooled(OwnerKind.ONLINE, slot, (Lane.BOOKED,))
        if not pooled:
            raise SoldOutError(service_id=service_id, slot_start=slot_start)
        hold = Hold(hold_id=hold_id, place=pooled[0], expires_at=expires_at)
        self._owners.move(hold.place, Owner(OwnerKind.HOLD, hold_id))
        self._holds[hold_id] = hold
        return hold

    def drop(self, hold_id: HoldId, action: HoldAction, now: datetime) -> None:
        """The hold ends without a booking; after the end of the sale its place follows R1.

        `action` is `release` or `expire`. Raises UnknownHoldError, StatusError.
        """
        hold = self._hold(hold_id)
        self._holds[hold_id] = hold.after(action, now)
        self._owners.move(hold.place, CENTRE if _slot(hold.place) in self._ended else ONLINE)

    def book(
        self,
        hold_id: HoldId,
        booking_id: BookingId,
        slot: Span,
        now: datetime,
        digest: IdentityDigest | None = None,
    ) -> Booking:
        """The hold becomes a booking with its number; every kiosk learns of it by the feed.

        The same id again gets the same booking. Raises UnknownHoldError, StatusError,
        RecoveringError, BadValueError for another slot.
        """
        if known := self._bookings.get(booking_id):
            return known
        hold = self._hold(hold_id)
        booked = hold.after(HoldAction.BOOK, now)
        letter = self._letters[hold.place.service_id]
        booking = Booking(
            booking_id=booking_id,
            business_date=self._business_date,
            service_id=hold.place.service_id,
            slot=slot,
            number=TicketNumber(letter, self._numbers[letter] + 1, is_booked=True),
            place=hold.place,
            digest=digest,
        )
        self._feed.append(BookingMade(booking))
        self._numbers[letter] += 1
        self._holds[hold_id] = booked
        self._bookings[booking_id] = booking
        self._owners.move(hold.place, Owner(OwnerKind.BOOKING, booking_id))
        return booking

    def close(self, booking_id: BookingId, reason: CloseReason) -> None:
        """Its place is wanted back: it was cancelled, or nobody came by S+15 (R2).

        One that is checked in, or closed already, stays as it is; a cancel after the no-show counts.
        Raises UnknownBookingError, RecoveringError.
        """
        booking = self._booking(booking_id)
        if booking.status is not BookingStatus.BOOKED:
            return
        is_closed = booking_id in self._closed
        if reason is CloseReason.CANCELLED or not is_closed:
            cursor = self._feed.append(BookingClosed(booking_id, reason))
            # Its place waits for the first word of it; a cancel only says that he will not come.
            self._closed.setdefault(booking_id, cursor)
        if reason is CloseReason.CANCELLED:
            self._bookings[booking_id] = booking.after(BookingAction.CANCEL)

    def end_sale(self, service_id: ServiceId, slot_start: datetime) -> None:
        """R1, at S-L: what is not booked goes to walk-ins, what is held follows; twice is allowed."""
        slot = (service_id, slot_start)
        self._ended.add(slot)
        for place in self._owners.pooled(OwnerKind.ONLINE, slot, (Lane.BOOKED,)):
            self._owners.move(place, CENTRE)

    def release_closed(
        self, applied: Mapping[KioskId, int], kiosks: Collection[KioskId]
    ) -> tuple[Place, ...]:
        """R2: the places of closed bookings that every kiosk knows of go to walk-ins.

        `applied` is the feed cursor each kiosk's log says it applied.
        """
        released = [
            self._bookings[booking_id]
            for booking_id, cursor in self._closed.items()
            if self._is_unused(booking_id) and self._is_known(cursor, applied, kiosks)
        ]
        for booking in released:
            self._bookings[booking.booking_id] = booking.after(BookingAction.RELEASE_PLACE)
            self._owners.move(booking.place, CENTRE)
        return tuple(booking.place for booking in released)

    def checked_in(self, booking_id: BookingId, place: Place | None) -> None:
        """A kiosk's log says so: a fact, also for one that was lost, closed or cancelled since."""
        self._used.add(booking_id)
        booking = self._bookings.get(booking_id)
        if booking and booking.status is BookingStatus.BOOKED:
            self._bookings[booking_id] = booking.after(BookingAction.CHECK_IN)
        if place is not None:
            self._owners.move(place, Owner(OwnerKind.TICKET, TicketId(booking_id)))

    def is_used(self, booking_id: BookingId) -> bool:
        """Whether a kiosk's log has told of its check-in."""
        return booking_id in self._used

    def forget_holds(self) -> None:
        """Whether they became bookings is not known after a restore; nobody gets their places."""
        self._holds.clear()

    def _is_unused(self, booking_id: BookingId) -> bool:
        """Not after a restore either, when a log says that the place went on in between."""
        booking = self._bookings[booking_id]
        owner = self._owners.owner(booking.place)
        return booking_id not in self._used and owner == Owner(OwnerKind.BOOKING, booking_id)

    def _is_known(
        self, cursor: int, applied: Mapping[KioskId, int], kiosks: Collection[KioskId]
    ) -> bool:
        return is_known_to_all(cursor, applied, kiosks)

    def _hold(self, hold_id: HoldId) -> Hold:
        try:
            return self._holds[hold_id]
        except KeyError:
            raise UnknownHoldError(hold_id=hold_id) from None

    def _booking(self, booking_id: BookingId) -> Booking:
        try:
            return self._bookings[booking_id]
        except KeyError:
            raise UnknownBookingError(booking_id=booking_id) from None


def _slot(place: Place) -> SlotKey:
    return place.service_id, place.slot_start
