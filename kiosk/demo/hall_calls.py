# SPDX-License-Identifier: Apache-2.0
"""What others in the hall ask the demo's centre: a platform books, a counter calls."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from itertools import islice
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from kiosk.errors import KioskError

SECONDS = 20.0
COUNTER = "1"


class AskedInVainError(KioskError):
    """The demo's centre did not do it. Fields: `reason`."""

    key = "error.demo.asked_in_vain"


@dataclass(frozen=True)
class Booked:
    """A booking as its platform shows it."""

    booking_id: str
    number: str
    code: str


@dataclass(frozen=True)
class HallCalls:
    """Concurrency: any thread; each call has a connection of its own.

    Attributes:
        url: of the centre itself: they do not come through the kiosk's cable.
        platform: the credential of a booking platform; `clerk` likewise.
        new_id: makes the ids of what is wished.
    """

    url: str
    platform: str
    clerk: str
    new_id: Callable[[], UUID]

    def book(self, identity_number: str) -> Booked:
        """The earliest place of today, of the first service that person has no booking for.

        Raises:
            AskedInVainError: there is none.
        """
        refused = AskedInVainError(reason="sold_out")
        for service_id, slot_start in self._earliest():
            try:
                return self._book(service_id, slot_start, identity_number)
            except AskedInVainError as error:
                refused = error
        raise refused

    def _book(self, service_id: str, slot_start: str, identity_number: str) -> Booked:
        held = self._post("/v1/holds", {"service_id": service_id, "slot_start": slot_start})
        wanted = {"hold_id": held["hold_id"], "identity_number": identity_number}
        done = self._post("/v1/bookings", wanted)
        return Booked(*(str(done[name]) for name in ("booking_id", "number", "code")))

    def call_next(self) -> str | None:
        """The number whose turn it is at counter 1, for whatever most wait; None if nobody waits.

        Raises:
            AskedInVainError
        """
        floor = self._ask("GET", "/v1/counters", self.clerk)
        for counter in floor["counters"]:
            if counter["counter_id"] == COUNTER and counter.get("ticket"):
                self._serve(counter["ticket"])
        waiting = max(floor["queues"], key=lambda queue: queue["waiting"], default=None)
        if waiting is None or not waiting["waiting"]:
            return None
        self._at_counter("open", service_id=waiting["service_id"])
        ticket = self._at_counter("next").get("ticket")
        return str(ticket["number"]) if ticket else None

    def is_called(self) -> bool:
        """Whether anybody wants help to whom nobody comes; from now on the staff know."""
        return any(not call["answered_at"] for call in self._help_calls())

    def _help_calls(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._ask("GET", "/v1/help-calls", self.clerk)["calls"]
        return found

    def answer_help(self) -> str | None:
        """Come to who waits longest, or, where somebody is, be done; None where nobody calls."""
        for call in self._help_calls():
            act = "end" if call["answered_at"] else "answer"
            self._ask("POST", f"/v1/help-calls/{call['call_id']}/{act}", self.clerk)
            return act
        return None

    def _serve(self, ticket: dict[str, Any]) -> None:
        """Who was called has come and is done."""
        acts = ("start", "finish") if ticket["status"] == "called" else ("finish",)
        for act in acts:
            self._at_counter(act, ticket_id=ticket["ticket_id"])

    def _at_counter(self, act: str, **wanted: str) -> Any:
        body = {"act_id": str(self.new_id()), **wanted}
        return self._ask("POST", f"/v1/counters/{COUNTER}/{act}", self.clerk, body)

    def _earliest(self) -> Iterator[tuple[str, str]]:
        """Of each service that can be booked."""
        services = self._ask("GET", "/v1/services", self.platform)["services"]
        for service in services:
            if service["is_bookable"]:
                service_id = service["service_id"]
                path = f"/v1/services/{service_id}/slots"
                today = self._ask("GET", path, self.platform)["days"][0]
                slots = (slot["slot_start"] for slot in today["slots"] if slot["left"])
                yield from ((service_id, start) for start in islice(slots, 1))

    def _post(self, path: str, body: dict[str, str]) -> Any:
        return self._ask("POST", path, self.platform, body, {"Idempotency-Key": str(self.new_id())})

    def _ask(
        self,
        method: str,
        path: str,
        credential: str,
        body: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        connection = HTTPConnection(urlsplit(self.url).netloc, timeout=SECONDS)
        told = {"Authorization": f"Bearer {credential}", "Content-Type": "application/json"}
        try:
            connection.request(
                method, path, json.dumps(body) if body else None, {**told, **(headers or {})}
            )
            response = connection.getresponse()
            found = json.loads(response.read() or b"null")
        except (OSError, HTTPException, ValueError) as error:
            raise AskedInVainError(reason=type(error).__name__) from error
        finally:
            connection.close()
        if response.status >= HTTPStatus.BAD_REQUEST:
            raise AskedInVainError(reason=str(found.get("key", response.status)))
        return found
