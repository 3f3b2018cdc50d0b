# SPDX-License-Identifier: Apache-2.0
"""One look at each step, round and round; step by step, without its thread."""

import logging
from functools import partial

import pytest

from kiosk.flow.staff_values import CheckSeen, Sentence
from kiosk.runner.health_worker import (
    FIRST_SECONDS,
    NEXT_SECONDS,
    ROUND_SECONDS,
    HealthWorker,
    Look,
)

NAMES = ("disk", "clock", "fonts")


class Machine:
    """Counts its looks; each says how often it has looked."""

    def __init__(self) -> None:
        self.made = 0
        self.looks = dict.fromkeys(NAMES, 0)
        self.ill: set[str] = set()

    def make(self) -> tuple[Look, ...]:
        self.made += 1
        return tuple(partial(self._look, name) for name in NAMES)

    def _look(self, name: str) -> CheckSeen:
        self.looks[name] += 1
        found = (Sentence(f"health.found.{name}"),)
        return CheckSeen(name, str(self.looks[name]), name not in self.ill, found)


def test_the_start_comes_first_then_a_quick_round_then_slow_ones() -> None:
    machine = Machine()
    worker = HealthWorker(machine.make)
    assert worker.step() == FIRST_SECONDS
    assert (worker.seen, machine.made) == ((), 0)
    pauses = [worker.step() for _ in range(7)]
    assert pauses[:2] == [NEXT_SECONDS] * 2
    assert set(pauses[2:]) == {ROUND_SECONDS / len(NAMES)}
    assert (machine.made, machine.looks) == (1, {"disk": 3, "clock": 2, "fonts": 2})


def test_each_look_replaces_what_it_saw_before_and_no_other() -> None:
    worker = HealthWorker(Machine().make)
    seen = []
    for _ in range(6):
        worker.step()
        seen.append([(each.check, each.place) for each in worker.seen])
    assert seen[1:] == [
        [("disk", "1")],
        [("disk", "1"), ("clock", "1")],
        [("disk", "1"), ("clock", "1"), ("fonts", "1")],
        [("disk", "2"), ("clock", "1"), ("fonts", "1")],
        [("disk", "2"), ("clock", "2"), ("fonts", "1")],
    ]


def test_the_log_says_once_what_is_not_in_order_and_once_that_it_is_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "kiosk.runner.health_worker")
    machine = Machine()
    worker = HealthWorker(machine.make)
    machine.ill = {"disk"}
    for _ in range(7):
        worker.step()
    machine.ill = {"clock"}
    for _ in range(6):
        worker.step()
    assert caplog.messages == [
        "health check=disk place=1 good=False found=health.found.disk",
        "health check=disk place=3 good=True found=health.found.disk",
        "health check=clock place=3 good=False found=health.found.clock",
    ]
