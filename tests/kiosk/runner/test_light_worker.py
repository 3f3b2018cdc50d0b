# SPDX-License-Identifier: Apache-2.0
from collections import deque

import pytest

from drivers.signal_light.abstract import QUIET, Signal
from drivers.signal_light.errors import SignalLightError, SignalLightReason
from kiosk.flow.events import Event, LampChanged, LightChanged
from kiosk.runner.light_worker import REPEAT_SECONDS, SOUNDER_SECONDS, LightWorker
from tests.fakes.devices import FakeSignalLight

LAMP = Signal(is_lamp_on=True)
BOTH = Signal(is_lamp_on=True, is_sounder_on=True)
LIT, DARK = LampChanged(is_on=True), LampChanged(is_on=False)
SILENT = SignalLightError(SignalLightReason.SILENT)
UNPLUGGED = SignalLightError(SignalLightReason.UNPLUGGED)


class Watch:
    def __init__(self) -> None:
        self.light = FakeSignalLight()
        self.events: list[Event] = []
        self.now = 100.0
        self.worker = LightWorker(self.light, self.events.append, lambda: self.now)

    def steps(self, count: int) -> list[float]:
        return [self.worker.step() for _ in range(count)]


@pytest.fixture
def watch() -> Watch:
    return Watch()


def test_a_light_that_nobody_asked_for_is_told_to_be_quiet_again_and_again(watch: Watch) -> None:
    assert watch.steps(3) == [REPEAT_SECONDS] * 3
    assert watch.light.shown == [QUIET] * 3
    assert watch.events == []


def test_a_light_shows_what_it_shall_until_it_shall_show_something_else(watch: Watch) -> None:
    watch.worker.show(LAMP)
    watch.steps(2)
    watch.worker.show(QUIET)
    watch.steps(1)
    assert watch.light.shown == [LAMP, LAMP, QUIET]


def test_a_lost_light_is_told_and_shows_when_it_is_back_what_was_asked_for_meanwhile(
    watch: Watch, caplog: pytest.LogCaptureFixture
) -> None:
    watch.steps(1)
    watch.light.shows = deque([UNPLUGGED, None])
    watch.light.opens = deque([UNPLUGGED, UNPLUGGED, None])
    assert watch.steps(3) == [0.0, 0.5, 1.0]
    watch.worker.show(LAMP)
    watch.steps(1)
    assert watch.light.shown[-1] == LAMP
    assert watch.events == [LightChanged(UNPLUGGED.key), LIT, LightChanged(None)]
    assert caplog.messages == [f"signal light {UNPLUGGED.key}"]


def test_one_glitch_opens_it_anew_and_tells_nobody(watch: Watch) -> None:
    watch.light.shows = deque([SILENT, None])
    assert watch.steps(2) == [0.0, REPEAT_SECONDS]
    assert watch.light.calls == ["open", "close", "open"]
    assert watch.events == []


def test_the_sounder_falls_silent_by_itself_and_the_lamp_stays_on(watch: Watch) -> None:
    watch.worker.show(BOTH)
    watch.steps(1)
    watch.now += SOUNDER_SECONDS
    watch.steps(1)
    watch.worker.show(BOTH)
    watch.steps(1)
    assert watch.light.shown == [BOTH, LAMP, BOTH]


def test_that_the_lamp_is_on_is_said_when_it_has_proved_it_and_as_long_as_it_does(
    watch: Watch,
) -> None:
    watch.worker.show(LAMP)
    assert watch.events == []
    watch.steps(2)
    assert watch.events == [LIT]
    watch.light.shows = deque([SILENT, None])
    watch.steps(1)
    assert watch.events == [LIT, DARK]
    watch.steps(1)
    watch.worker.show(QUIET)
    watch.steps(2)
    assert watch.events == [LIT, DARK, LIT, DARK]


def test_a_lamp_that_proves_nothing_is_never_said_to_be_on(watch: Watch) -> None:
    watch.light.proves_lamp = False
    watch.worker.show(LAMP)
    watch.steps(2)
    watch.worker.close()
    assert watch.events == []


@pytest.mark.timeout(20)
def test_a_rest_ends_when_something_else_shall_be_shown(watch: Watch) -> None:
    watch.worker.show(LAMP)
    watch.worker.rest(100.0)


def test_the_thread_ends_and_the_light_is_closed(watch: Watch) -> None:
    watch.worker.start()
    assert watch.worker.stop()
    assert watch.light.calls[-1] == "close"
