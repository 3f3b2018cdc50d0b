# SPDX-License-Identifier: Apache-2.0
"""What the booking desk has carried out on a site's book: a place is held, a hold is booked."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil

from central.crypto import BookingKey
from central.services.access import Caller
from central.services.auditing import Noted
from central.services.booking_repeats import Repeated, Request
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.errors import (
    AlreadyBookedError,
    DirectServiceError,
    HoldExpiredError,
    SaleOverError,
    TooManyHoldsError,
)
from central.services.projection import Origin
from central.services.roles import Role
from central.services.sites import SiteFiles
from hall.booking import Booking, BookingStatus, HoldStatus
from hall.canonical import encode_fields
from hall.identity import IdentityDigest
from hall.ids import BookingId, HoldId, ServiceId
from hall.place import Place
from hall.span import Span

HOLD_LASTS = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Held:
    """A place is set aside until then."""

    hold_id: HoldId
    business_date: date
    service_id: ServiceId
    slot: Span
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Holding:
    """The command; an id that is known means that the key came before.

    `most` is how many places may be set aside for the account at once; None for any number.
    `files` tell that a service needs no number any more, whatever its days were opened with.
    """

    request: Request
    hold_id: HoldId
    service_id: ServiceId
    slot_start: datetime
    most: int | None
    files: SiteFiles

    def __call__(self, book: CentreBook, draft: Draft) -> Held | Repeated:
        """Raises what `BookingDesk.hold` names but KeyUsedError."""
        if book.has_hold(self.hold_id):
            return Repeated(book.days.today)
        if self.files.is_direct(self.request.site_id, self.service_id):
            raise DirectServiceError(service_id=self.service_id)
        if not book.is_on_sale(self.service_id, self.slot_start, draft.now):
            raise SaleOverError(service_id=self.service_id, slot_start=self.slot_start)
        until, by = draft.now + HOLD_LASTS, self.request.account_id
        if self.most is not None and book.open_holds_by(by) >= self.most:
            free_at = book.first_end_of_holds(by) or draft.now
            seconds = max(1, ceil((free_at - draft.now).total_seconds()))
            raise TooManyHoldsError(most=self.most, seconds=seconds)
        hold = book.hold(self.hold_id, self.service_id, self.slot_start, until, by)
        ledger, _ = book.hold_of(self.hold_id)
        slot = ledger.sale.slot(self.service_id, self.slot_start)
        on = ledger.business_date
        held = Held(self.hold_id, on, self.service_id, slot, hold.expires_at)
        draft.answer(self.request.answered(on, encode_fields(held, (Span,))))
        return held


@dataclass(frozen=True, slots=True)
class Confirming:
    """The command, for who holds the place.

    Which booking a key makes is fixed, so a known one means that the key came before.

    Attributes:
        only_for: who may have no other of that service and day; None where it does not matter.
        seed: what the booking's id is made of.
    """

    caller: Caller
    request: Request
    hold_id: HoldId
    origin: Origin
    only_for: IdentityDigest | None
    seed: tuple[str, ...]
    own_key: BookingKey

    def __call__(self, book: CentreBook, draft: Draft) -> Booking | Repeated:
        """Raises UnknownHoldError, HoldExpiredError, AlreadyBookedError, StatusError."""
        booking_id = self._free_id(book)
        if booking_id is None:
            return Repeated(book.days.today)
        ledger, hold = book.hold_of(self.hold_id)
        if hold.status is HoldStatus.EXPIRED or (
            hold.status is HoldStatus.HELD and draft.now >= hold.expires_at
        ):
            raise HoldExpiredError(expires_at=hold.expires_at)
        on, service_id = ledger.business_date, hold.place.service_id
        self._check_others(book, on, service_id)
        draft.describe(booking_id, self.origin)
        booking = book.book(self.hold_id, booking_id, draft.now)
        note_staff(draft, self.caller, Noted.BOOKED_FOR_VISITOR, booking_id)
        book.sold.note(booking_id, self.origin.digest)
        draft.answer(self.request.answered(on, encode_fields(booking, (Place, Span))))
        return booking

    def _free_id(self, book: CentreBook) -> BookingId | None:
        """The first whose digits no other booking has; None when the key has made a booking."""
        number = 0
        while True:
            booking_id = BookingId(self.own_key.id_of(*self.seed, str(number)))
            if book.has_booking(booking_id):
                return None
            if book.sold.is_free(booking_id):
                return booking_id
            number += 1

    def _check_others(self, book: CentreBook, on: date, service_id: ServiceId) -> None:
        if self.only_for is None:
            return
        for other in book.sold.booked_for(on, service_id, self.only_for):
            if book.booking_of(other).status is BookingStatus.BOOKED:
                raise AlreadyBookedError(service_id=service_id, business_date=on)


def note_staff(draft: Draft, caller: Caller, act: Noted, booking_id: BookingId) -> None:
    """What staff did is written down; what a platform did stands with the booking."""
    if caller.role is not Role.PLATFORM:
        draft.note(act, caller.name, booking_id=str(booking_id))
