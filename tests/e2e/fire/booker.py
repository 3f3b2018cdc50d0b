# SPDX-License-Identifier: Apache-2.0
"""A booking platform that holds, books, cancels, and insists, whatever becomes of its requests."""

import random
from datetime import datetime
from uuid import UUID

from typing_extensions import override

from central.services.centre_book import CentreBook
from central.services.errors import TryAgainError
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles
from central.store.database import Database
from central.store.errors import StoreError
from common.clock import Clock
from hall.errors import HallError
from hall.identity import Secret
from hall.ids import BookingId, ServiceId, SiteId
from hall.place import Lane
from tests.e2e.fire.insisting import Insisting


class Booker(Insisting):
    """A platform that calls the centre over a bad line, and a manager at another process of it.

    Lifetime: a with block. Concurrency: one thread of callers; what they ask goes on by itself.

    Attributes:
        made: the bookings it was told of, with whom they are for.
        codes: theirs, as a visitor shows them.
        cancelled: those that it was told are cancelled.
    """

    def __init__(self, address: str, site_id: SiteId, clock: Clock, seed: int) -> None:
        super().__init__("booker")
        self.made: dict[BookingId, str] = {}
        self.codes: dict[BookingId, str] = {}
        self.cancelled: set[BookingId] = set()
        self._address = address
        self._site_id = site_id
        self._clock = clock
        self._credential = Secret()
        self._rng = random.Random(f"{seed} booker")  # noqa: S311 - a schedule, no secret
        self._keys = 0

    def meet(self, url: str, credential: Secret) -> None:
        """Where the centre is, and as whom to call it."""
        self._url, self._credential = url, credential

    def book(self, identity: str, service_id: ServiceId, slot_start: datetime) -> None:
        """Hold and confirm, for somebody with that card."""
        keys = self._new_key(), self._new_key()
        self._ask(self._book(*keys, identity, service_id, slot_start))

    def cancel_one(self) -> None:
        """One of those that were made."""
        left = sorted(self.made.keys() - self.cancelled)
        if left:
            self._ask(self._cancel(self._rng.choice(left)))

    def reduce(self, service_id: ServiceId, slot_start: datetime, lane: Lane) -> None:
        """The manager gives a place up (R5); once only, since such an order has no id."""
        self._ask(self._reduce(service_id, slot_start, lane))

    def _new_key(self) -> str:
        self._keys += 1
        return f"key-{self._keys}"

    # On its own thread

    @override
    async def _open(self) -> None:
        await super()._open()
        self._database = await Database.open(self._address, connections=1)
        rules = Rules(CentreBook, SiteFiles().day_of, self._clock.now)
        self._writers = SiteWriters(self._database.unit_of_work, rules)
        await self._writers.__aenter__()

    @override
    async def _close(self) -> None:
        await self._writers.__aexit__(None, None, None)
        await self._database.close()
        await super()._close()

    async def _book(
        self,
        hold_key: str,
        book_key: str,
        identity: str,
        service_id: ServiceId,
        slot_start: datetime,
    ) -> None:
        wanted = {"service_id": service_id, "slot_start": slot_start.isoformat()}
        held = await self._insist(self._credential, "POST", "/v1/holds", wanted, hold_key)
        if held is None:
            return
        person = {"hold_id": held["hold_id"], "identity_number": identity}
        booked = await self._insist(self._credential, "POST", "/v1/bookings", person, book_key)
        if booked is not None:
            booking_id = BookingId(UUID(booked["booking_id"]))
            self.made[booking_id] = identity
            self.codes[booking_id] = booked["code"]

    async def _cancel(self, booking_id: BookingId) -> None:
        path = f"/v1/bookings/{booking_id}"
        if await self._insist(self._credential, "DELETE", path) is not None:
            self.cancelled.add(booking_id)

    async def _reduce(self, service_id: ServiceId, slot_start: datetime, lane: Lane) -> None:
        writer = self._writers.of(self._site_id)
        try:
            await writer.decide(lambda book, _: book.reduce(service_id, slot_start, lane, 1))
        except (TryAgainError, StoreError, HallError):
            return
