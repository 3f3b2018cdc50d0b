# SPDX-License-Identifier: Apache-2.0
"""A client of the booking API: it holds a place, confirms it for a person, and begins anew."""

import json
from dataclasses import dataclass
from itertools import count
from time import perf_counter
from uuid import UUID

from bench.centre.line import Line
from hall.identity import check_digit
from hall.ids import BookingId
from kiosk.clock import SystemClock


@dataclass(frozen=True)
class Start:
    """What it may book, and as the how many-th of all clients; no two book for the same person."""

    credential: str
    number: int
    slots: list[str]
    """Starts of the slots of the one service with places; it goes from each to the next."""


class Booker:
    """Lifetime: that of its line."""

    def __init__(self, start: Start, line: Line) -> None:
        self.line = line
        self._start = start
        self._clock = SystemClock()
        self._turns, self._persons = count(), count()
        self._hold: str | None = None

    async def act(self, _: int) -> float:
        """The next request, in turn a hold and its confirmation; the seconds it took."""
        if self._hold is None:
            seconds, self._hold = await self._take_hold()
            return seconds
        seconds, _booking = await self._confirm(self._hold)
        self._hold = None
        return seconds

    async def book(self) -> BookingId:
        """Both at once."""
        _, hold = await self._take_hold()
        _, booking = await self._confirm(hold)
        return BookingId(UUID(booking))

    async def _take_hold(self) -> tuple[float, str]:
        slots = self._start.slots
        slot = slots[(self._start.number * 7 + next(self._turns)) % len(slots)]
        return await self._post(
            "/v1/holds", {"service_id": "estate", "slot_start": slot}, "hold_id"
        )

    async def _confirm(self, hold: str) -> tuple[float, str]:
        wish = {"hold_id": hold, "identity_number": self._person()}
        return await self._post("/v1/bookings", wish, "booking_id")

    async def _post(self, path: str, wish: dict[str, str], name: str) -> tuple[float, str]:
        key = f"Idempotency-Key: {self._clock.new_id()}"
        began = perf_counter()
        answer = await self.line.post(path, json.dumps(wish).encode(), key)
        return perf_counter() - began, answer[name]

    def _person(self) -> str:
        """A number of a region there is not, made for this run."""
        turn = next(self._persons)
        first_17 = f"999999{1950 + self._start.number:04}{turn // 28_000 % 12 + 1:02}"
        first_17 += f"{turn // 1000 % 28 + 1:02}{turn % 1000:03}"
        return first_17 + check_digit(first_17)
