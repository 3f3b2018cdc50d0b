# SPDX-License-Identifier: Apache-2.0
"""Worker and wake listener on their own threads: news come at once, and stopping never waits."""

import threading
import time
from collections.abc import Callable, Iterator

import pytest

from hall.feed import BookingMade
from hall.identity import Secret
from kiosk.sync.address import CentreAddress
from kiosk.sync.client import CentreClient
from kiosk.sync.pause import Pause
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import Link
from tests.fakes.centre import CentreServer, Fault
from tests.fakes.unit_of_work import FakeUnitOfWork
from tests.kiosk.sync.samples import CREDENTIAL, SyncedKiosk, booking
from tests.kiosk.sync.test_faults import say

WITHIN_SECONDS = 30.0
"""A loaded machine is no error; nothing here waits so long by design."""


def until(is_so: Callable[[], bool]) -> None:
    """Waits until something that happens on another thread is so."""
    tick, ends = threading.Event(), time.monotonic() + WITHIN_SECONDS
    while not is_so():
        assert time.monotonic() < ends
        tick.wait(0.01)


class RunningKiosk(SyncedKiosk):
    """Both threads run; the store has one lock instead of a thread."""

    def __init__(self, url: str) -> None:
        self._lock = threading.Lock()
        super().__init__(FakeUnitOfWork(), url, ask=self._ask)
        self.wake_client = CentreClient(CentreAddress(url, None, Secret(CREDENTIAL)))
        self.listener = WakeListener(
            self.wake_client, self.worker.wake, self.worker.be_deaf, Pause(0.05)
        )

    def _ask(self, question: Callable[[], object]) -> object:
        with self._lock:
            return question()

    def say(self) -> None:
        with self._lock:
            say(self.unit)
        self.worker.poke()

    def start(self) -> None:
        self.worker.start()
        self.listener.start()

    def stop(self) -> bool:
        ended = self.listener.stop(), self.worker.stop()
        return all(ended)


@pytest.fixture
def running(server: CentreServer) -> Iterator[RunningKiosk]:
    kiosk = RunningKiosk(server.url)
    yield kiosk
    assert kiosk.stop()


def heard_stream(server: CentreServer, streams: int = 1) -> None:
    with server.wakes:
        assert server.wakes.wait_for(lambda: server.wake_streams >= streams, WITHIN_SECONDS)


def test_a_booking_comes_as_soon_as_the_centre_wakes_the_kiosk(
    server: CentreServer, running: RunningKiosk
) -> None:
    running.start()
    heard_stream(server)
    until(lambda: bool(server.centre.heard))
    server.centre.tell(BookingMade(booking(1)))
    server.wake()
    until(lambda: running.unit._kept.centre.state.cursor == 1)
    assert "/v1/wake" in server.paths


def test_an_entry_goes_as_soon_as_the_worker_is_poked(
    server: CentreServer, running: RunningKiosk
) -> None:
    running.start()
    heard_stream(server)
    running.say()
    until(lambda: len(server.centre.log) == 1)


@pytest.mark.usefixtures("caplog")
@pytest.mark.parametrize("fault", [Fault.HANGS, Fault.ENDLESS])
def test_stopping_does_not_wait_for_a_centre_that_never_answers(
    server: CentreServer, fault: Fault
) -> None:
    server.faults.append(fault)
    kiosk = RunningKiosk(server.url)
    kiosk.worker.start()
    until(lambda: not server.faults)
    assert kiosk.stop()
    assert kiosk.worker.link == Link()


def test_a_stream_that_ends_is_opened_again_and_wakes_the_kiosk_for_what_it_missed(
    server: CentreServer, running: RunningKiosk
) -> None:
    server.faults.append(Fault.BUSY)
    running.listener.start()
    heard_stream(server)
    assert server.paths.count("/v1/wake") == 2
    server._http.cut_all()
    server.wake()
    heard_stream(server, streams=2)


def test_a_poke_does_not_cut_a_pause_short(server: CentreServer, caplog: object) -> None:
    kiosk = SyncedKiosk(FakeUnitOfWork(), server.url)
    server.faults.append(Fault.BROKEN)
    assert kiosk.worker.step() > 0
    kiosk.worker.poke()
    assert not kiosk.worker._bell.is_set()
    kiosk.worker.wake()
    assert kiosk.worker._bell.is_set()
    kiosk.end()
