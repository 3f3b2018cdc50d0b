# SPDX-License-Identifier: Apache-2.0
"""What a kiosk does not take from a centre that is behind, by any way it could come."""

import pytest

from hall.feed import BookingMade
from hall.news import Told
from hall.wire.values import Answer, Exchange, Refusal
from kiosk.sync.errors import GarbledError, OlderCentreError
from kiosk.sync.incoming import meet
from tests.fakes.centre import Centre, CentreServer
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import SyncedKiosk, booking


def test_an_earlier_epoch_than_the_store_knows_is_not_met() -> None:
    unit = FakeUnitOfWork()
    meet(unit, 3)
    with pytest.raises(OlderCentreError):
        meet(unit, 2)
    with unit:
        assert unit.centre.state().epoch == 3


class Repeating(Centre):
    """Tells with every answer its first news once more, and goes on."""

    def take(self, exchange: Exchange) -> Answer | Refusal:
        told = (
            Told(5, BookingMade(booking(1))),
            Told(exchange.cursor + 7, BookingMade(booking(2))),
        )
        return Answer(1, len(exchange.part.entries), told[-1].cursor, self.now, told)


@pytest.mark.usefixtures("caplog")
def test_news_from_before_where_the_feed_was_asked_for_are_no_answer() -> None:
    with CentreServer(Repeating()) as server:
        kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
        kiosk.worker.step()
        assert kiosk.worker.link.error is None
        kiosk.worker.step()
        assert isinstance(kiosk.worker.link.error, GarbledError)
        kiosk.end()
