# SPDX-License-Identifier: Apache-2.0
"""A booking platform that holds, books, cancels, and insists, whatever becomes of its requests."""

import asyncio
import random
import threading
from collections.abc import Coroutine, Mapping
from concurrent.futures import Future
from datetime import datetime
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

import httpx

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

AGAIN_SECONDS = 0.05
SECONDS = 60
REFUSED = {HTTPStatus.NOT_FOUND, HTTPStatus.CONFLICT, HTTPStatus.UNPROCESSABLE_ENTITY}
AGAIN = {HTTPStatus.BAD_GATEWAY, HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}

_Result = TypeVar("_Result")


class Booker:
    """A platform that calls the centre over a bad line, and a manager at another process of it.

    Lifetime: a with block. Concurrency: one thread of callers; what they ask goes on by itself.

    Attributes:
        made: the bookings it was told of, with whom they are for.
        codes: theirs, as a visitor shows them.
        cancelled: those that it was told are cancelled.
    """

    def __init__(self, address: str, site_id: SiteId, clock: Clock, seed: int) -> None:
        self.made: dict[BookingId, str] = {}
        self.codes: dict[BookingId, str] = {}
        self.cancelled: set[BookingId] = set()
        self._address = address
        self._site_id = site_id
        self._clock = clock
        self._url, self._credential = "", Secret()
        self._rng = random.Random(f"{seed} booker")  # noqa: S311 - a schedule, no secret
        self._keys = 0
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

    def wait(self) -> None:
        """Until all that was asked is answered; raises what went wrong."""
        asked, self._asked = self._asked, []
        for each in asked:
            each.result(SECONDS)

    def _new_key(self) -> str:
        self._keys += 1
        return f"key-{self._keys}"

    def _ask(self, what: Coroutine[Any, Any, None]) -> None:
        self._asked.append(self._do(what))

    def _do(self, what: Coroutine[Any, Any, _Result]) -> Future[_Result]:
        return asyncio.run_coroutine_threadsafe(what, self._loop)

    # On its own thread

    async def _open(self) -> None:
        self._http = httpx.AsyncClient(timeout=SECONDS / 2, trust_env=False)
        self._database = await Database.open(self._address, connections=1)
        rules = Rules(CentreBook, SiteFiles().day_of, self._clock.now)
        self._writers = SiteWriters(self._database.unit_of_work, rules)
        await self._writers.__aenter__()

    async def _close(self) -> None:
        await self._writers.__aexit__(None, None, None)
        await self._database.close()
        await self._http.aclose()

    async def _book(
        self,
        hold_key: str,
        book_key: str,
        identity: str,
        service_id: ServiceId,
        slot_start: datetime,
    ) -> None:
        wanted = {"service_id": service_id, "slot_start": slot_start.isoformat()}
        held = await self._insist("POST", "/v1/holds", hold_key, wanted)
        if held is None:
            return
        person = {"hold_id": held["hold_id"], "identity_number": identity}
        booked = await self._insist("POST", "/v1/bookings", book_key, person)
        if booked is not None:
            booking_id = BookingId(UUID(booked["booking_id"]))
            self.made[booking_id] = identity
            self.codes[booking_id] = booked["code"]

    async def _cancel(self, booking_id: BookingId) -> None:
        if await self._insist("DELETE", f"/v1/bookings/{booking_id}") is not None:
            self.cancelled.add(booking_id)

    async def _insist(
        self, method: str, path: str, key: str = "", body: Mapping[str, str] | None = None
    ) -> dict[str, str] | None:
        """The same again until there is an answer; None for a refusal."""
        headers = {"Authorization": f"Bearer {self._credential.reveal()}"}
        if key:
            headers["Idempotency-Key"] = key
        while True:
            try:
                answer = await self._http.request(
                    method, f"{self._url}{path}", headers=headers, json=body
                )
                if answer.is_success:
                    found: dict[str, str] = answer.json()
                    return found
                if answer.status_code in REFUSED:
                    return None
                assert answer.status_code in AGAIN, answer.text
            except (httpx.TransportError, ValueError):
                pass
            await asyncio.sleep(AGAIN_SECONDS)

    async def _reduce(self, service_id: ServiceId, slot_start: datetime, lane: Lane) -> None:
        writer = self._writers.of(self._site_id)
        try:
            await writer.decide(lambda book, _: book.reduce(service_id, slot_start, lane, 1))
        except (TryAgainError, StoreError, HallError):
            return
