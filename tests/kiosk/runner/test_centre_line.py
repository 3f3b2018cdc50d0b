# SPDX-License-Identifier: Apache-2.0
"""The line to the centre before and after somebody enrols the machine."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from hall.identity import Secret
from hall.ids import KioskId, SiteId
from kiosk.crypto import KeyFileError
from kiosk.errors import KioskError
from kiosk.runner.centre_line import LOOKS_BEFORE_GREETING, CentreLine, LineParts
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.enrolment import Enrolled
from kiosk.sync.errors import DisownedError, NoAnswerError
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import SyncWorker, Work
from tests.e2e.synced_kiosk import eventually
from tests.fakes.centre import Centre, CentreServer, Fault
from tests.fakes.clock import FakeClock
from tests.fakes.unit_of_work import FakeUnitOfWork

ENROLLED = Enrolled(SiteId("hall"), KioskId("k1"), Secret("credential"))


class Machine:
    """A line whose centre and enrolment are at hand."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.enrolled: Enrolled | None = None
        self.trouble: KioskError | None = None
        self.greeted = 0
        self.connected: list[Enrolled] = []
        self.line = CentreLine(LineParts(self._enrolled, self._greet, self._connect))

    def _enrolled(self) -> Enrolled | None:
        if isinstance(self.trouble, KeyFileError):
            raise self.trouble
        return self.enrolled

    def _greet(self) -> None:
        self.greeted += 1
        if self.trouble:
            raise self.trouble

    def _connect(self, enrolled: Enrolled) -> tuple[SyncWorker, WakeListener]:
        self.connected.append(enrolled)
        address, unit = CentreAddress(self.url, None, enrolled.credential), FakeUnitOfWork()
        keys: dict[date, bytes] = {}
        worker = SyncWorker(
            Work(
                client=CentreClient(address),
                ask=lambda question: question(),
                new_unit=lambda: unit,
                taker=FeedTaker(enrolled.kiosk_id, keys.__setitem__),
                clock=CentreClock(FakeClock()),
            )
        )
        return worker, WakeListener(CentreClient(address), worker.wake, worker.be_deaf)


@pytest.fixture
def machine() -> Iterator[Machine]:
    with CentreServer(Centre()) as server:
        machine = Machine(server.url)
        yield machine
        machine.line.close()


def test_a_machine_that_is_not_enrolled_greets_its_centre_now_and_then(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.trouble = NoAnswerError(problem="ConnectError")
    machine.line.step()
    assert machine.line.link.error is machine.trouble
    assert not machine.line.is_enrolled
    machine.trouble = None
    for _ in range(LOOKS_BEFORE_GREETING):
        machine.line.step()
    assert machine.greeted == 2
    assert machine.line.link.error is None
    machine.line.poke()  # nobody is there to be told


def test_an_enrolment_that_cannot_be_read_is_tried_again(
    machine: Machine, caplog: pytest.LogCaptureFixture
) -> None:
    machine.trouble = KeyFileError(path="enrolment.json", problem="no enrolment")
    assert machine.line.step() == machine.line.step() == 1.0
    assert machine.line.link.error is machine.trouble
    machine.trouble, machine.enrolled = None, ENROLLED
    machine.line.step()
    assert machine.line.is_enrolled


def test_one_that_the_centre_does_not_know_goes_on_once_it_is_enrolled_anew(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with CentreServer(Centre()) as server:
        server.faults.extend([Fault.REVOKED] * 2)
        machine = Machine(server.url)
        machine.enrolled = ENROLLED
        machine.line.step()
        eventually(lambda: isinstance(machine.line.link.error, DisownedError))
        machine.line.step()
        assert machine.connected == [ENROLLED]
        machine.enrolled = again = replace(ENROLLED, credential=Secret("another"))
        machine.line.step()
        assert machine.connected == [ENROLLED, again]
        machine.line.close()


def test_once_enrolled_it_keeps_in_touch_until_it_is_stopped(machine: Machine) -> None:
    machine.enrolled = ENROLLED
    line = machine.line
    line.start()
    eventually(lambda: line.is_enrolled and line.link.heard_at is not None)
    line.poke()
    assert line.link.error is None
    assert line.stop()
    assert line.step() == 1.0
