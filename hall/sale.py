# SPDX-License-Identifier: Apache-2.0
"""The centre's online sale of one day: holds and bookings, and their places' way to walk-ins."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from types import MappingProxyType
from typing import TypeAlias, assert_never

from hall.booking import Booking, BookingAction, BookingStatus, Hold, HoldAction
from hall.errors import (
    SoldOutError,
    StatusError,
    UnknownServiceError,
    UnknownSlotError,
)
from hall.feed import BookingClosed, BookingMade, CloseReason
from hall.holds import Holds
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.journal import DayOpened, HoldEnded, HoldMade, PlacesReleased, SaleEnded
from hall.numbering import TicketNumber
from hall.owners import CENTRE, ONLINE, Owner, OwnerKind, Owners, SlotKey
from hall.place import Lane, Place
from hall.release import is_known_to_all
from hall.span import Span, utc

SaleBody: TypeAlias = (
    HoldMade | HoldEnded | BookingMade | BookingClosed | SaleEnded | PlacesReleased
)


class Sale:
    """Holds and bookings. Lifetime: one business day. Concurrency: one thread.

    A decision (`hold`, `book` ...) says what to write into the journal and changes nothing; None
    says that it counts already. It is about a hold or booking of this day, else a KeyError: which
    day has it is for `hall.site_book` to find. `apply` makes what was written count.
    """

    def __init__(self, opened: DayOpened, owners: Owners) -> None:
        self._business_date = opened.business_date
        self._letters = {service.service_id: service.letter for service in opened.services}
        self._slots = {
            (service.service_id, each.slot.start): each.slot
            for service in opened.services
            for each in service.slots
        }
        self._owners = owners
        self._ended: set[SlotKey] = set()
        self._holds = Holds()
        self._bookings: dict[BookingId, Booking] = {}
        self._closed: dict[BookingId, int] = {}
        self._used: set[BookingId] = set()
        self._numbers: Counter[str] = Counter()

    @property
    def holds(self) -> Mapping[HoldId, Hold]:
        """The holds of the day, whatever their status; dead ones for a while (`hall.holds`)."""
        return self._holds.known

    @property
    def open_holds(self) -> Mapping[HoldId, Hold]:
        """Those that have their place."""
        return self._holds.open

    def open_holds_by(self, account: str | None) -> int:
        """How many of them are that account's."""
        return self._holds.open_by(account)

    def first_end_of_holds(self, account: str | None) -> datetime | None:
        """When the first of them ends by itself; None when there is none."""
        return self._holds.first_end_of(account)

    @property
    def bookings(self) -> Mapping[BookingId, Booking]:
        """All bookings of the day, whatever their status."""
        return MappingProxyType(self._bookings)

    def left(self, service_id: ServiceId, slot_start: datetime) -> int:
        """How many places of a slot can be held now; raises as `hold` but for a sold-out slot."""
        return len(self._for_sale(self._slot(service_id, slot_start)))

    def slot(self, service_id: ServiceId, slot_start: datetime) -> Span:
        """The slot that begins then; raises as `left`."""
        return self._slots[self._slot(service_id, slot_start)]

    def is_over(self, service_id: ServiceId, slot_start: datetime) -> bool:
        """Whether R1 has ended the sale of a slot; raises as `left`."""
        return self._slot(service_id, slot_start) in self._ended

    def is_used(self, booking_id: BookingId) -> bool:
        """Whether a kiosk's log has told of its check-in."""
        return booking_id in self._used

    def has_numbers(self, letter: str) -> bool:
        """Whether a booking has, or had, a number with that letter."""
        return self._numbers[letter] > 0

    # Decisions

    def hold(
        self,
        hold_id: HoldId,
        service_id: ServiceId,
        slot_start: datetime,
        expires_at: datetime,
        by: str | None = None,
    ) -> HoldMade:
        """One place set aside for that account, under an id that is new.

        Raises UnknownServiceError, UnknownSlotError (a slot outside the hours), SoldOutError.
        """
        pooled = self._for_sale(self._slot(service_id, slot_start))
        if not pooled:
            raise SoldOutError(service_id=service_id, slot_start=slot_start)
        return HoldMade(hold_id, pooled[0], utc("expires_at", expires_at), by)

    def drop(self, hold_id: HoldId, action: HoldAction, now: datetime) -> HoldEnded:
        """The hold ends without a booking; after the end of the sale its place follows R1.

        `action` is `release` or `expire`. Raises StatusError.
        """
        hold = self.holds[hold_id]
        if action is HoldAction.BOOK:
            raise StatusError(status=hold.status, action=action)
        hold.after(action, now)
        return HoldEnded(hold_id, action, utc("now", now))

    def book(
        self,
        hold_id: HoldId,
        booking_id: BookingId,
        now: datetime,
        late_after: datetime | None = None,
    ) -> BookingMade:
        """The hold becomes a booking with its number, under an id that is new.

        Raises StatusError, BadValueError (`late_after` before the slot).
        """
        hold = self.holds[hold_id]
        hold.after(HoldAction.BOOK, now)
        place = hold.place
        letter = self._letters[place.service_id]
        booking = Booking(
            booking_id=booking_id,
            business_date=self._business_date,
            service_id=place.service_id,
            slot=self._slots[_slot(place)],
            number=TicketNumber(letter, self._numbers[letter] + 1, is_booked=True),
            place=place,
            late_after=late_after,
        )
        return BookingMade(booking, hold_id)

    def close(self, booking_id: BookingId, reason: CloseReason) -> BookingClosed | None:
        """Its place is wanted back: it was cancelled, or nobody came by S+15 (R2).

        One that is checked in, or closed already, stays as it is; a cancel after the no-show counts.
        """
        is_open = self._bookings[booking_id].status is BookingStatus.BOOKED
        is_news = reason is CloseReason.CANCELLED or booking_id not in self._closed
        return BookingClosed(booking_id, reason) if is_open and is_news else None

    def end_sale(self, service_id: ServiceId, slot_start: datetime) -> SaleEnded | None:
        """R1, at S-L: what is not booked goes to walk-ins, what is held follows.

        Raises UnknownServiceError, UnknownSlotError.
        """
        slot = self._slot(service_id, slot_start)
        return None if slot in self._ended else SaleEnded(*slot)

    def release_closed(
        self, applied: Mapping[KioskId, int], kiosks: Collection[KioskId]
    ) -> PlacesReleased | None:
        """R2: the places of closed bookings that every kiosk knows of go to walk-ins.

        `applied` is the feed cursor each kiosk's log says it applied.
        """
        released = tuple(
            booking_id
            for booking_id, cursor in self._closed.items()
            if self._is_unused(booking_id) and is_known_to_all(cursor, applied, kiosks)
        )
        return PlacesReleased(released) if released else None

    # What is written counts

    def apply(self, seq: int, body: SaleBody) -> None:
        """One entry of the journal counts; of what the feed carries `seq` is the cursor."""
        match body:
            case HoldMade(hold_id, place, expires_at, by):
                self._holds.add(Hold(hold_id=hold_id, place=place, expires_at=expires_at, by=by))
                self._owners.move(place, Owner(OwnerKind.HOLD, hold_id))
            case HoldEnded(hold_id, action, at):
                hold = self._holds.end(hold_id, action, at)
                is_over = _slot(hold.place) in self._ended
                self._owners.move(hold.place, CENTRE if is_over else ONLINE)
            case BookingMade():
                self._add(body)
            case BookingClosed(booking_id, reason):
                self._close(seq, booking_id, reason)
            case SaleEnded(service_id, slot_start):
                self._ended.add((service_id, slot_start))
                for place in self._for_sale((service_id, slot_start)):
                    self._owners.move(place, CENTRE)
            case PlacesReleased(booking_ids):
                for booking in [self._bookings[booking_id] for booking_id in booking_ids]:
                    released = booking.after(BookingAction.RELEASE_PLACE)
                    self._bookings[booking.booking_id] = released
                    self._owners.move(booking.place, CENTRE)
            case _:
                assert_never(body)

    def checked_in(self, booking_id: BookingId, place: Place | None) -> None:
        """A kiosk's log says so: a fact, also for one that was lost, closed or cancelled since."""
        self._used.add(booking_id)
        booking = self._bookings.get(booking_id)
        if booking and booking.status is BookingStatus.BOOKED:
            self._bookings[booking_id] = booking.after(BookingAction.CHECK_IN)
        if place is not None:
            self._owners.move(place, Owner(OwnerKind.TICKET, TicketId(booking_id)))

    def forget_holds(self) -> None:
        """Whether they became bookings is not known after a restore; nobody gets their places."""
        self._holds.clear()

    def _add(self, made: BookingMade) -> None:
        booking = made.booking
        if made.hold_id is not None:
            self._holds.book(made.hold_id)
        self._numbers[booking.number.letter] = booking.number.number
        self._bookings[booking.booking_id] = booking
        self._owners.move(booking.place, Owner(OwnerKind.BOOKING, booking.booking_id))

    def _close(self, seq: int, booking_id: BookingId, reason: CloseReason) -> None:
        # Its place waits for the first word of it; a cancel only says that he will not come.
        self._closed.setdefault(booking_id, seq)
        if reason is CloseReason.CANCELLED:
            booking = self._bookings[booking_id]
            self._bookings[booking_id] = booking.after(BookingAction.CANCEL)

    def _is_unused(self, booking_id: BookingId) -> bool:
        """Not after a restore either, when a log says that the place went on in between."""
        booking = self._bookings[booking_id]
        owner = self._owners.owner(booking.place)
        return booking_id not in self._used and owner == Owner(OwnerKind.BOOKING, booking_id)

    def _for_sale(self, slot: SlotKey) -> list[Place]:
        return self._owners.pooled(OwnerKind.ONLINE, slot, (Lane.BOOKED,))

    def _slot(self, service_id: ServiceId, slot_start: datetime) -> SlotKey:
        if service_id not in self._letters:
            raise UnknownServiceError(service_id=service_id)
        if (service_id, slot_start) not in self._slots:
            raise UnknownSlotError(slot_start=slot_start)
        return service_id, slot_start


def _slot(place: Place) -> SlotKey:
    return place.service_id, place.slot_start
