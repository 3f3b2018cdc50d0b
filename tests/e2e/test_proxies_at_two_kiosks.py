# SPDX-License-Identifier: Apache-2.0
"""The limit of numbers for others holds at all kiosks of a site together, as far as they hear.

Services of kiosk and centre with the wire between them, without processes and network.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from hall.identity import IdentityDigest
from hall.ids import KioskId, TicketId
from hall.ticket import Ticket
from hall.wire import v1
from hall.wire.codec import from_bytes, to_bytes
from hall.wire.translate import (
    answer_from_wire,
    answer_to_wire,
    exchange_from_wire,
    exchange_to_wire,
)
from hall.wire.values import Answer
from kiosk.flow.values import Offer, OfferKind
from kiosk.services.cancel import cancel
from kiosk.services.errors import ProxyLimitError
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.rules import Rules
from kiosk.sync.incoming import FeedTaker, take_grant
from kiosk.sync.outgoing import Position, next_exchange
from tests.central.services.hall import HALL, SOCIAL, TODAY, Hall, new_hall, site_file
from tests.fakes.unit_of_work import FakeUnitOfWork

SITE = site_file()
RULES = Rules(SITE.catalogue, SITE.calendar, proxy_limit=2, again=None)
BOB = IdentityDigest("h1:" + "b" * 32)


@dataclass
class SmallKiosk:
    """A kiosk's store and what it says to the centre."""

    hall: Hall
    kiosk_id: KioskId
    unit: FakeUnitOfWork = field(default_factory=FakeUnitOfWork)
    acknowledged: int = 0

    async def exchange(self) -> None:
        """Say all, hear all."""
        now = self.hall.clock.now()
        said = next_exchange(self.unit, self.kiosk_id, Position(self.acknowledged), None)
        exchange_id = self.hall.clock.new_id()
        sent = to_bytes(exchange_to_wire(said, exchange_id))
        heard = exchange_from_wire(from_bytes(v1.ExchangeV1, sent), self.kiosk_id)
        answer = await self.hall.exchanging.exchange(HALL, heard)
        assert isinstance(answer, Answer), answer
        answered = to_bytes(answer_to_wire(answer, exchange_id))
        told = answer_from_wire(from_bytes(v1.AnswerV1, answered))
        self.acknowledged = told.acknowledged
        for granted in told.grants:
            take_grant(self.unit, granted, now)
        FeedTaker(self.kiosk_id, lambda _on, _key: None).take(self.unit, told.told, now)

    def take(self, number: int) -> Ticket:
        """Bob takes a number for a relative."""
        request = IssueRequest(
            TicketId(self.hall.clock.new_id()),
            TODAY,
            SOCIAL,
            Offer(OfferKind.NOW),
            digest=IdentityDigest(f"h1:{number:032x}"),
            present=BOB,
        )
        return issue(self.unit, RULES, request, self.hall.clock.now())


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return new_hall(tmp_path)


async def two_kiosks(hall: Hall) -> tuple[SmallKiosk, SmallKiosk]:
    """With numbers of today."""
    one, two = [SmallKiosk(hall, (await hall.kiosk(name)).kiosk_id) for name in ("k1", "k2")]
    hall.clock.pass_time(timedelta(minutes=1))
    await hall.round.go()
    for _ in range(2):
        for kiosk in (one, two):
            await kiosk.exchange()
    return one, two


async def test_nobody_takes_the_limit_at_each_kiosk(hall: Hall) -> None:
    one, two = await two_kiosks(hall)
    first = one.take(1)
    two.take(2)
    for kiosk in (one, two, one):
        await kiosk.exchange()
    for kiosk in (one, two):
        with pytest.raises(ProxyLimitError):
            kiosk.take(3)
    cancel(one.unit, first.ticket_id, hall.clock.now())
    await one.exchange()
    await two.exchange()
    assert two.take(4).proxy == BOB


async def test_cut_off_each_kiosk_counts_what_it_knows(hall: Hall) -> None:
    one, two = await two_kiosks(hall)
    for kiosk in (one, two):
        for number in range(2):
            kiosk.take(number)
        with pytest.raises(ProxyLimitError):
            kiosk.take(90)
