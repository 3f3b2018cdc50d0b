# SPDX-License-Identifier: Apache-2.0
"""A kiosk that is its store alone, and all that it and its centre say; no threads, no network."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TypeVar

from hall.ids import KioskId
from hall.wire import v1
from hall.wire.codec import from_bytes, to_bytes
from hall.wire.translate import (
    answer_from_wire,
    answer_to_wire,
    exchange_from_wire,
    exchange_to_wire,
)
from hall.wire.values import Answer
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.incoming import FeedTaker, take_grant
from kiosk.sync.outgoing import Position, next_exchange
from kiosk.sync.stock import Stock
from tests.central.services.hall import HALL, Hall
from tests.fakes.unit_of_work import FakeUnitOfWork


@dataclass
class SmallKiosk:
    """A kiosk's store and what it says to the centre.

    `acknowledged` is up to where the centre has its log; None as after a start, until it has said so.
    """

    hall: Hall
    kiosk_id: KioskId
    unit: UnitOfWork = field(default_factory=FakeUnitOfWork)
    stock: Stock | None = None
    acknowledged: int | None = 0

    async def exchange(self) -> Answer:
        """Say all, hear all."""
        answer = await self.say()
        self.hear(answer)
        return answer

    async def say(self) -> Answer:
        """The centre has taken it; its answer may be lost on the way."""
        position = Position(self.acknowledged)
        said = next_exchange(self.unit, self.kiosk_id, position, self.stock)
        exchange_id = self.hall.clock.new_id()
        sent = to_bytes(exchange_to_wire(said, exchange_id))
        heard = exchange_from_wire(from_bytes(v1.ExchangeV1, sent), self.kiosk_id)
        answer = await self.hall.exchanging.exchange(HALL, heard)
        assert isinstance(answer, Answer), answer
        answered = to_bytes(answer_to_wire(answer, exchange_id))
        return answer_from_wire(from_bytes(v1.AnswerV1, answered))

    def hear(self, told: Answer) -> None:
        """What the centre answered holds here."""
        now = self.hall.clock.now()
        self.acknowledged = told.acknowledged
        for granted in told.grants:
            take_grant(self.unit, granted, now)
        FeedTaker(self.kiosk_id, lambda _on, _key: None).take(self.unit, told.told, now)


Kind = TypeVar("Kind", bound=SmallKiosk)


async def settled(hall: Hall, kind: type[Kind], *names: str) -> list[Kind]:
    """Kiosks that have today's grant."""
    kiosks = [kind(hall, (await hall.kiosk(name)).kiosk_id) for name in names]
    await grant(hall, kiosks)
    return kiosks


async def grant(hall: Hall, kiosks: Sequence[SmallKiosk]) -> None:
    """Today's places and numbers are theirs."""
    hall.clock.pass_time(timedelta(minutes=1))
    await hall.round.go()
    for _ in range(2):
        for kiosk in kiosks:
            await kiosk.exchange()
