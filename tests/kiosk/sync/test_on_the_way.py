# SPDX-License-Identifier: Apache-2.0
"""Who lies between kiosk and centre: a proxy of the system, somebody who mixes answers up or never settles."""

from itertools import cycle
from uuid import UUID

import pytest

from hall.exchange import LogPart
from hall.wire.codec import to_bytes
from hall.wire.translate import refusal_to_wire
from hall.wire.values import Answer, Exchange, Refusal
from kiosk.sync.errors import OtherAnswerError, RefusedError
from kiosk.sync.worker import MOST_REFUSALS
from tests.fakes.centre import Centre, CentreServer
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import K1, SyncedKiosk
from tests.kiosk.sync.test_faults import say
from tests.kiosk.sync.test_odd_answers import answering

EMPTY = Exchange(LogPart(K1, 1, 0, (), 0), 0)


def test_that_another_kiosk_was_given_up_disowns_nobody_else() -> None:
    gone = Refusal(404, "error.hall.unknown_kiosk")
    body = to_bytes(refusal_to_wire(gone, "No", UUID(int=0xBAD)))
    with answering(404, body) as client, pytest.raises(OtherAnswerError):
        client.exchange(EMPTY)


def test_a_proxy_of_the_system_is_not_asked(
    server: CentreServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
    kiosk.settle()
    assert kiosk.worker.link.error is None
    kiosk.end()


class Undecided(Centre):
    """Asks each time for other entries than those that were sent."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.acknowledged = cycle((1, 2))
        self.asked = 0

    def take(self, exchange: Exchange) -> Answer | Refusal:
        self.asked += 1
        return Refusal(409, "error.hall.log", acknowledged=next(self.acknowledged), epoch=1)


@pytest.mark.usefixtures("caplog")
def test_a_centre_that_never_settles_is_left_alone_for_a_while() -> None:
    centre = Undecided()
    with CentreServer(centre) as server:
        kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
        for _ in range(3):
            say(kiosk.unit)
        kiosk.settle(most=20)
        assert isinstance(kiosk.worker.link.error, RefusedError)
        kiosk.end()
    assert centre.asked == MOST_REFUSALS + 1
