# SPDX-License-Identifier: Apache-2.0
"""Clerks at their counters and the manager of the hall, over a bad line."""

import asyncio
import random
from collections import Counter
from dataclasses import dataclass, field
from uuid import UUID

from hall.identity import Secret
from hall.ids import ServiceId
from hall.stopping import Standing
from tests.e2e.fire.insisting import Insisting

WAYS: dict[tuple[str, ...], int] = {
    ("start", "finish"): 50,
    ("recall", "miss"): 12,
    ("miss", "put-back"): 8,
    ("park", "resume"): 8,
    ("start", "transfer"): 6,
    ("undo",): 6,
    ("close",): 4,
    ("pause",): 6,
}
"""What becomes of a ticket that was called, or of the counter instead of calling."""


@dataclass
class _Counter:
    number: int
    service_id: ServiceId
    is_open: bool = False
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)


class Staff(Insisting):
    """Each act has an id of its own, and is repeated until it is answered.

    Attributes:
        told: the acts that were answered, each with the ticket it was about, if any.
        counts: how often what was done.
    """

    def __init__(self, counters: dict[int, ServiceId], seed: int) -> None:
        super().__init__("staff")
        self.told: dict[UUID, UUID | None] = {}
        self.counts = Counter[str]()
        self._rng = random.Random(f"{seed} staff")  # noqa: S311 - a schedule, no secret
        self._counters = [_Counter(number, of) for number, of in counters.items()]
        self._acts = 0
        self._clerk, self._manager = Secret(), Secret()

    def meet(self, url: str, clerk: Secret, manager: Secret) -> None:
        """Where the centre is, and as whom to call it."""
        self._url, self._clerk, self._manager = url, clerk, manager

    def work(self) -> None:
        """At each counter one ticket more, if somebody waits."""
        for counter in self._counters:
            (way,) = self._rng.choices(tuple(WAYS), tuple(WAYS.values()))
            self._ask(self._serve(counter, way))

    def stand(self, service_id: ServiceId, standing: Standing) -> None:
        """The manager stops or suspends a service, or lets it go on."""
        self._ask(self._stand(service_id, standing))

    def add_extras(self, service_id: ServiceId, count: int) -> None:
        """The manager adds extra places for today."""
        self._ask(self._add_extras(service_id, count))

    # On its own thread

    async def _serve(self, counter: _Counter, way: tuple[str, ...]) -> None:
        async with counter.lock:
            if not counter.is_open:
                await self._press(counter, "open", service_id=counter.service_id)
                counter.is_open = True
            if way in (("close",), ("pause",)):
                await self._press(counter, "close", is_pause=way == ("pause",))
                counter.is_open = False
                return
            called = await self._press(counter, "next")
            ticket = called.get("ticket") if called else None
            for key in way if ticket else ():
                to = {"service_id": self._other(counter)} if key == "transfer" else {}
                await self._press(counter, key, ticket_id=ticket["ticket_id"], **to)

    def _other(self, counter: _Counter) -> ServiceId:
        return next(
            each.service_id for each in self._counters if each.service_id != counter.service_id
        )

    async def _press(self, counter: _Counter, key: str, **more: object) -> dict[str, object] | None:
        act_id = self._new_act()
        path = f"/v1/counters/{counter.number}/{key}"
        answer = await self._insist(self._clerk, "POST", path, {"act_id": str(act_id), **more})
        if answer is not None:
            self.counts[key] += 1
            about = answer.get("ticket") if key == "next" else answer
            found = about.get("ticket_id") if about else None
            if key != "next" or found:  # where nobody waits nothing was done
                self.told[act_id] = UUID(found) if found else None
        return answer

    async def _stand(self, service_id: ServiceId, standing: Standing) -> None:
        wanted = {"standing": standing.value, "reason": "of the fire"}
        path = f"/v1/services/{service_id}/standing"
        if await self._insist(self._manager, "POST", path, wanted) is not None:
            self.counts[standing.value] += 1

    async def _add_extras(self, service_id: ServiceId, count: int) -> None:
        act_id = self._new_act()
        wanted = {"act_id": str(act_id), "count": count, "reason": "of the fire"}
        path = f"/v1/services/{service_id}/extras"
        if await self._insist(self._manager, "POST", path, wanted) is not None:
            self.counts["extras"] += 1
            self.told[act_id] = None

    def _new_act(self) -> UUID:
        self._acts += 1
        return UUID(int=(0xAC7 << 100) | self._acts)
