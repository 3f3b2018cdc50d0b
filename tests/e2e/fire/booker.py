# SPDX-License-Identifier: Apache-2.0
"""A booking platform at another process of the centre: holds, books, cancels, and insists."""

import asyncio
import random
import threading
from collections.abc import Callable, Coroutine
from concurrent.futures import Future
from datetime import datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

from central.crypto import DayKeys
from central.services.centre_book import CentreBook
from central.services.draft import Draft
from central.services.errors import TryAgainError
from central.services.projection import Origin
from central.services.site_writer import Rules
from central.services.site_writers import SiteWriters
from central.services.sites import SiteFiles
from central.store.database import Database
from central.store.errors import StoreError
from common.clock import Clock
from hall.errors import HallError
from hall.feed import CloseReason
from hall.identity import digest
from hall.ids import BookingId, HoldId, ServiceId, SiteId
from hall.place import Lane

HELD_FOR = timedelta(minutes=5)
AGAIN_SECONDS = 0.05
SECONDS = 60

_Result = TypeVar("_Result")


class Booker:
    """Lifetime: a with block. Concurrency: one thread of callers; what they ask goes on by itself.

    Attributes:
        made: the bookings it was told of, with whom they are for.
        cancelled: those that it was told are cancelled.
    """

    def __init__(self, address: str, state: Path, site_id: SiteId, clock: Clock, seed: int) -> None:
        self.made: dict[BookingId, str] = {}
        self.cancelled: set[BookingId] = set()
        self._address = address
        self._site_id = site_id
        self._clock = clock
        self._keys = DayKeys(state)
        self._rng = random.Random(f"{seed} booker")  # noqa: S311 - a schedule, no secret
        self._asked: list[Future[None]] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="booker")

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open()).result(SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._do(self._close()).result(SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def book(self, identity: str, service_id: ServiceId, slot_start: datetime) -> None:
        """Hold and confirm, for somebody with that card."""
        ids = HoldId(self._new_id()), BookingId(self._new_id())
        self._ask(self._book(*ids, identity, service_id, slot_start))

    def cancel_one(self) -> None:
        """One of those that were made."""
        left = sorted(self.made.keys() - self.cancelled)
        if left:
            self._ask(self._cancel(self._rng.choice(left)))

    def reduce(self, service_id: ServiceId, slot_start: datetime, lane: Lane) -> None:
        """A manager gives a place up (R5); once only, since such an order has no id."""
        self._ask(self._once(lambda book, _: book.reduce(service_id, slot_start, lane, 1)))

    def wait(self) -> None:
        """Until all that was asked is answered; raises what went wrong."""
        asked, self._asked = self._asked, []
        for each in asked:
            each.result(SECONDS)

    def _new_id(self) -> UUID:
        return UUID(int=self._rng.getrandbits(128))

    def _ask(self, what: Coroutine[Any, Any, None]) -> None:
        self._asked.append(self._do(what))

    def _do(self, what: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    # On its own thread

    async def _open(self) -> None:
        self._database = await Database.open(self._address, connections=2)
        rules = Rules(CentreBook, SiteFiles().day_of, self._clock.now)
        self._writers = SiteWriters(self._database.unit_of_work, rules)
        await self._writers.__aenter__()

    async def _close(self) -> None:
        await self._writers.__aexit__(None, None, None)
        await self._database.close()

    async def _book(
        self,
        hold_id: HoldId,
        booking_id: BookingId,
        identity: str,
        service_id: ServiceId,
        slot_start: datetime,
    ) -> None:
        def hold(book: CentreBook, draft: Draft) -> None:
            book.hold(hold_id, service_id, slot_start, draft.now + HELD_FOR)

        def confirm(book: CentreBook, draft: Draft) -> None:
            key = self._keys.key(self._site_id, book.days.at(slot_start).business_date)
            origin = Origin("app", "city", digest(identity, key.reveal()))
            draft.describe(booking_id, origin)
            book.book(hold_id, booking_id, draft.now)

        if await self._insist(hold) and await self._insist(confirm):
            self.made[booking_id] = identity

    async def _cancel(self, booking_id: BookingId) -> None:
        if await self._insist(lambda book, _: book.close(booking_id, CloseReason.CANCELLED)):
            self.cancelled.add(booking_id)

    async def _insist(self, command: Callable[[CentreBook, Draft], None]) -> bool:
        """The same again until there is an answer; whether it was done."""
        while True:
            try:
                await self._writers.of(self._site_id).decide(command)
            except (TryAgainError, StoreError):
                await asyncio.sleep(AGAIN_SECONDS)
            except HallError:
                return False
            else:
                return True

    async def _once(self, command: Callable[[CentreBook, Draft], None]) -> None:
        try:
            await self._writers.of(self._site_id).decide(command)
        except (TryAgainError, StoreError, HallError):
            return
