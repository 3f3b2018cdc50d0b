# SPDX-License-Identifier: Apache-2.0
"""The desk where platforms and staff book: hold a place, confirm it for a person, cancel.

An ID number becomes a digest here and is forgotten.
"""

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from functools import partial

from central.crypto import BookingKey, DayKeys
from central.services.access import Caller
from central.services.auditing import Noted
from central.services.booking_commands import Confirming, Held, Holding, note_staff
from central.services.booking_repeats import Repeated, Request, answer_again, answered_on
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.errors import (
    BookingOverError,
    IdentityNumberError,
    NotYoursError,
    OtherChannelError,
)
from central.services.projection import Origin
from central.services.roles import Role
from central.services.site_writer import SiteWriter
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles
from central.store.abstract import Units
from common.booking_codes import BookingCode
from hall.booking import Booking, BookingAction, BookingStatus, Hold, HoldAction, HoldStatus
from hall.booking_code import SiteBooking
from hall.canonical import decode_fields, instant_text
from hall.errors import StatusError, UnknownHoldError
from hall.feed import CloseReason
from hall.identity import IdentityDigest, Secret, digest, problem_of_number
from hall.ids import BookingId, HoldId, ServiceId, SiteId

BOOK = "book"


PLATFORM_HOLDS = 200
"""Visitors of one platform who decide at the same time."""


class Channel(StrEnum):
    """How a booking came about; it never decides the order."""

    ONLINE = "online"
    """By a platform."""
    STAFF = "staff"
    """At a desk in the hall."""
    PHONE = "phone"
    HOME = "home"
    """For a visit at home."""


@dataclass(frozen=True, slots=True)
class Wish:
    """Book a place that is held. `number` is the person's, None when he will show the code.

    `channel` None means the caller's usual one.
    """

    hold_id: HoldId
    number: Secret | None = None
    channel: Channel | None = None


@dataclass(frozen=True, slots=True)
class Booked:
    """A booking as its platform sees it; `code` is None when it can be used no more."""

    booking: Booking
    channel: Channel
    code: BookingCode | None


@dataclass(frozen=True)
class BookingDesk:
    """Concurrency: one event loop.

    `files` are the sites as they were read last: which services need no booking.
    `platform_holds` is how many places may be set aside for one platform at once.

    All raise, beside what they name: TryAgainError (nobody knows whether it was kept, the same
    request finds out), StoreError, KeyFileError, RecoveringError.
    """

    units: Units
    writers: SiteWriters[CentreBook]
    keys: DayKeys
    own_key: BookingKey
    files: SiteFiles
    platform_holds: int = PLATFORM_HOLDS

    async def hold(
        self, caller: Caller, key: str, service_id: ServiceId, slot_start: datetime
    ) -> Held:
        """A place of a slot, set aside for five minutes.

        Raises:
            UnknownServiceError, UnknownSlotError, NoOpenDayError: there is no such slot on the open
                days.
            DirectServiceError: it needs no number, and so no booking.
            SaleOverError: it is sold online no more.
            SoldOutError: all its places are booked or held.
            TooManyHoldsError: of the platform's; who confirms or releases one may hold another.
            KeyUsedError: the key was another request's.
        """
        asked = {"service_id": str(service_id), "slot_start": instant_text(slot_start)}
        request = Request.of(caller.site_id, caller.name, "hold", key, asked)
        hold_id = HoldId(self.own_key.id_of("hold", caller.site_id, caller.name, key))
        most = self.platform_holds if caller.role is Role.PLATFORM else None
        holding = Holding(request, hold_id, service_id, slot_start, most, self.files)
        done = await self._writer(caller).decide(holding)
        if isinstance(done, Held):
            return done
        return decode_fields(Held, json.loads(await answer_again(self.units, request, done)))

    async def release(self, caller: Caller, hold_id: HoldId) -> None:
        """The place of a hold is free again; also of one that has ended already.

        Raises UnknownHoldError, NotYoursError, StatusError (it is booked).
        """

        def releasing(book: CentreBook, draft: Draft) -> None:
            _, hold = book.hold_of(hold_id)
            _check_holder(caller, hold)
            if hold.status is HoldStatus.BOOKED:
                raise StatusError(status=hold.status, action=HoldAction.RELEASE)
            if hold.status is HoldStatus.HELD:
                book.drop(hold_id, HoldAction.RELEASE, draft.now)

        await self._writer(caller).decide(releasing)

    async def confirm(self, caller: Caller, key: str, wish: Wish) -> Booked:
        """The hold becomes a booking.

        Raises:
            UnknownHoldError, NotYoursError, HoldExpiredError, StatusError: of the hold.
            IdentityNumberError: no such number can be.
            AlreadyBookedError: he has a booking of that service and day; staff may book another.
            OtherChannelError: not a channel of the caller's.
            KeyUsedError: the key was another request's.
        """
        channel = _channel(caller, wish.channel)
        if wish.number and (problem := problem_of_number(wish.number.reveal())):
            raise IdentityNumberError(problem=problem.value)
        on = await self._day_of(caller, key, wish.hold_id)
        person = await self._digest(caller.site_id, on, wish.number)
        asked = {"hold_id": str(wish.hold_id), "digest": person, "channel": channel.value}
        request = Request.of(caller.site_id, caller.name, BOOK, key, asked)
        only_for = person if caller.role is Role.PLATFORM else None
        booking = Confirming(
            caller=caller,
            request=request,
            hold_id=wish.hold_id,
            origin=Origin(channel.value, _platform(caller), person),
            only_for=only_for,
            seed=("booking", caller.site_id, caller.name, key),
            own_key=self.own_key,
        )
        done = await self._writer(caller).decide(
            booking, lambda unit, book: book.sold.read(unit, caller.site_id)
        )
        if isinstance(done, Repeated):
            done = decode_fields(Booking, json.loads(await answer_again(self.units, request, done)))
        return self._booked(caller.site_id, replace(done, digest=person), channel)

    async def find(self, caller: Caller, booking_id: BookingId) -> Booked:
        """A booking of the open days, as it stands.

        Raises UnknownBookingError, NotYoursError.
        """
        booking = await self._writer(caller).look(lambda book: book.booking_of(booking_id))
        async with self.units(is_read_only=True) as unit:
            row = await unit.tables.booking(caller.site_id, booking.business_date, booking_id)
        if row is None or (caller.role is Role.PLATFORM and row.platform_id != caller.name):
            raise NotYoursError
        known = replace(booking, digest=row.digest)
        return self._booked(caller.site_id, known, Channel(row.channel))

    async def cancel(self, caller: Caller, booking_id: BookingId) -> Booked:
        """He will not come; also of a booking that was cancelled before.

        Raises UnknownBookingError, NotYoursError, StatusError (it is checked in), BookingOverError.
        """
        found = await self.find(caller, booking_id)

        def cancelling(book: CentreBook, draft: Draft) -> Booking:
            booking = book.booking_of(booking_id)
            if booking.status is not BookingStatus.CANCELLED:
                if draft.now >= booking.late_from:
                    raise BookingOverError(late_from=booking.late_from)
                booking.after(BookingAction.CANCEL)
                book.close(booking_id, CloseReason.CANCELLED)
                note_staff(draft, caller, Noted.BOOKING_CANCELLED, booking_id)
            return book.booking_of(booking_id)

        return Booked(await self._writer(caller).decide(cancelling), found.channel, None)

    def _writer(self, caller: Caller) -> SiteWriter[CentreBook]:
        return self.writers.of(caller.site_id)

    async def _day_of(self, caller: Caller, key: str, hold_id: HoldId) -> date:
        """The day of a hold, or of what the key has booked: holds do not outlast a restore.

        Raises UnknownHoldError, NotYoursError.
        """
        writer = self._writer(caller)
        day_of_hold = partial(_day_of_hold, caller=caller, hold_id=hold_id)
        with suppress(UnknownHoldError):
            # A hold keeps its day; mostly it was made here.
            if on := writer.peek(day_of_hold):
                return on
        try:
            return await writer.look(day_of_hold)
        except UnknownHoldError:
            today = await writer.look(lambda book: book.days.today)
            on = await answered_on(self.units, caller, BOOK, key, today)
            if on is None:
                raise
            return on

    async def _digest(
        self, site_id: SiteId, on: date, number: Secret | None
    ) -> IdentityDigest | None:
        if number is None:
            return None
        key = self.keys.known(site_id, on)
        if key is None:
            key = await asyncio.to_thread(self.keys.key, site_id, on)
        return digest(number.reveal(), key.reveal())

    def _booked(self, site_id: SiteId, booking: Booking, channel: Channel) -> Booked:
        is_open = booking.status is BookingStatus.BOOKED
        code = self.own_key.code(SiteBooking(site_id, booking)) if is_open else None
        return Booked(booking, channel, code)


def _day_of_hold(book: CentreBook, caller: Caller, hold_id: HoldId) -> date:
    ledger, hold = book.hold_of(hold_id)
    _check_holder(caller, hold)
    return ledger.business_date


def _check_holder(caller: Caller, hold: Hold) -> None:
    if hold.by != caller.name:
        raise NotYoursError


def _channel(caller: Caller, wanted: Channel | None) -> Channel:
    is_platform = caller.role is Role.PLATFORM
    channel = wanted or (Channel.ONLINE if is_platform else Channel.STAFF)
    if is_platform != (channel is Channel.ONLINE):
        raise OtherChannelError(role=caller.role.value, channel=channel.value)
    return channel


def _platform(caller: Caller) -> str | None:
    return caller.name if caller.role is Role.PLATFORM else None
