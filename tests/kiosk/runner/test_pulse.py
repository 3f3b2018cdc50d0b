# SPDX-License-Identifier: Apache-2.0
"""Which thread hangs is found out by looking at them now and then."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
from typing_extensions import override

from kiosk.runner.looping import Looping
from kiosk.runner.pulse import STORE_SECONDS, Pulse
from kiosk.runner.store_thread import StoreThread
from tests.fakes.clock import FakeClock

PATIENCE = 60.0


class Worker(Looping):
    """Each step takes until it is let go."""

    name = "worker"

    def __init__(self) -> None:
        super().__init__()
        self.is_in_step = threading.Semaphore(0)
        self.may_go = threading.Semaphore(0)
        self.pause = 0.0
        self.is_resting = threading.Event()

    @override
    def rest(self, seconds: float) -> None:
        if seconds:
            self.is_resting.set()
        super().rest(seconds)

    @override
    def step(self) -> float:
        self.is_in_step.release()
        self.may_go.acquire(timeout=PATIENCE)
        return self.pause

    @override
    def close(self) -> None:
        """Nothing is open."""


class Hall:
    def __init__(self) -> None:
        self.clock = FakeClock()
        self.worker = Worker()
        self.store = StoreThread()
        self.pulse = Pulse([self.worker], self.store, self.clock)

    def pass_seconds(self, seconds: float) -> None:
        self.clock.pass_time(timedelta(seconds=seconds))

    def let_rest(self) -> None:
        self.worker.pause = 1000.0
        self.worker.may_go.release()
        assert self.worker.is_resting.wait(PATIENCE)

    def answer(self) -> None:
        """The store's thread has done all it was told."""
        self.store.ask(lambda: None)


@pytest.fixture
def hall() -> Iterator[Hall]:
    made = Hall()
    made.worker.start()
    assert made.worker.is_in_step.acquire(timeout=PATIENCE)
    yield made
    made.worker.may_go.release(1000)
    assert made.worker.stop()
    made.store.stop()


def test_a_thread_that_is_at_one_step_for_too_long_hangs(hall: Hall) -> None:
    assert hall.pulse.stuck() is None
    hall.pass_seconds(Worker.longest_step_seconds)
    hall.answer()
    assert hall.pulse.stuck() is None
    hall.pass_seconds(1)
    hall.answer()
    assert hall.pulse.stuck() == "worker"


def test_a_thread_that_goes_from_step_to_step_never_hangs(hall: Hall) -> None:
    for _ in range(5):
        assert hall.pulse.stuck() is None
        hall.worker.may_go.release()
        assert hall.worker.is_in_step.acquire(timeout=PATIENCE)
        hall.pass_seconds(Worker.longest_step_seconds)
        hall.answer()


def test_a_thread_that_rests_does_not_hang_however_long(hall: Hall) -> None:
    assert hall.pulse.stuck() is None
    hall.let_rest()
    hall.pass_seconds(900)
    hall.answer()
    assert hall.pulse.stuck() is None


def test_a_store_that_answers_nothing_hangs(hall: Hall) -> None:
    let_go = threading.Event()

    def hang() -> None:
        let_go.wait(PATIENCE)

    hall.store.do(hang)
    hall.let_rest()
    assert hall.pulse.stuck() is None
    hall.pass_seconds(STORE_SECONDS + 1)
    found = hall.pulse.stuck()
    let_go.set()
    assert found == "store"
    hall.answer()
    assert hall.pulse.stuck() is None
