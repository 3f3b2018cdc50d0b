# SPDX-License-Identifier: Apache-2.0
"""What every signal light does: the simulator, and the production one on each emulated board."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from drivers.signal_light.abstract import QUIET, Signal, SignalLight
from drivers.signal_light.codec import Board
from drivers.signal_light.errors import SignalLightReason
from drivers.signal_light.off import NoLight
from drivers.signal_light.relay_light import Wiring
from drivers.signal_light.serial_relay import SerialRelay
from drivers.signal_light.simulator import SimulatedSignalLight
from drivers.transport.serial_port import SerialSettings
from tests.emulators.relay_board import RelayBoardEmulator
from tests.open_files import count_open_files
from tests.reasons import reason_of

SIGNALS = [Signal(lamp, sounder) for lamp in (False, True) for sounder in (False, True)]
LAMP, SOUNDER = 3, 1


class Bench:
    """A light, and a person who looks at it."""

    def __init__(self, light: SignalLight, device: SimulatedSignalLight | RelayBoardEmulator):
        self.light = light
        self.device = device

    def shows(self, signal: Signal) -> bool:
        if isinstance(self.device, SimulatedSignalLight):
            return self.device.shown == signal
        lit = [LAMP] * signal.is_lamp_on + [SOUNDER] * signal.is_sounder_on
        return self.device.wait_until_on(*lit)


def simulated(path: Path) -> Iterator[Bench]:
    light = SimulatedSignalLight()
    yield Bench(light, light)


def serial(board: Board) -> Callable[[Path], Iterator[Bench]]:
    def bench(path: Path) -> Iterator[Bench]:
        with RelayBoardEmulator(path / "ttyRelay", board) as emulator:
            line = SerialSettings(str(emulator.path), 9600)
            yield Bench(SerialRelay(line, Wiring(board, LAMP, SOUNDER)), emulator)

    return bench


BENCHES = {"simulator": simulated, **{f"serial_{board}": serial(board) for board in Board}}


@pytest.fixture(params=BENCHES.values(), ids=BENCHES.keys())
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Bench]:
    for bench in request.param(tmp_path):
        yield bench
        bench.light.close()


@pytest.mark.parametrize("after", SIGNALS)
@pytest.mark.parametrize("before", SIGNALS)
def test_what_is_said_is_shown_whatever_was_shown_before(
    bench: Bench, before: Signal, after: Signal
) -> None:
    bench.light.open()
    bench.light.show(before)
    bench.light.show(after)

    assert bench.shows(after)


def test_an_open_light_is_quiet_also_when_it_was_left_on(bench: Bench) -> None:
    bench.light.open()
    bench.light.show(Signal(is_lamp_on=True, is_sounder_on=True))
    assert bench.shows(Signal(is_lamp_on=True, is_sounder_on=True))
    bench.device.fall_silent()  # so that the close is not heard
    bench.light.close()
    bench.device.speak_again()
    bench.light.open()

    assert bench.shows(QUIET)


def test_a_closed_light_is_quiet(bench: Bench) -> None:
    bench.light.open()
    bench.light.show(Signal(is_lamp_on=True, is_sounder_on=True))
    assert bench.shows(Signal(is_lamp_on=True, is_sounder_on=True))
    bench.light.close()

    assert bench.shows(QUIET)


def test_a_missing_light_is_unplugged_and_opens_when_it_is_there(bench: Bench) -> None:
    bench.device.unplug()
    assert reason_of(bench.light.open) is SignalLightReason.UNPLUGGED

    bench.device.plug_in()
    bench.light.open()
    bench.light.show(Signal(is_lamp_on=True))

    assert bench.shows(Signal(is_lamp_on=True))


def test_an_open_light_that_is_unplugged_says_so_until_it_is_opened_anew(bench: Bench) -> None:
    bench.light.open()
    bench.light.show(Signal(is_lamp_on=True))
    bench.device.unplug()
    assert reason_of(lambda: bench.light.show(QUIET)) is SignalLightReason.UNPLUGGED
    bench.device.plug_in()
    assert reason_of(lambda: bench.light.show(QUIET)) is SignalLightReason.UNPLUGGED

    bench.light.close()
    bench.light.open()
    bench.light.show(Signal(is_sounder_on=True))

    assert bench.shows(Signal(is_sounder_on=True))


def test_a_light_opens_after_each_close(bench: Bench) -> None:
    for _ in range(5):
        bench.light.open()
        bench.light.open()
        bench.light.show(Signal(is_lamp_on=True))
        bench.light.close()
        bench.light.close()


def test_a_closed_light_is_as_good_as_unplugged(bench: Bench) -> None:
    assert reason_of(lambda: bench.light.show(QUIET)) is SignalLightReason.UNPLUGGED


def test_hundreds_of_signals_leave_nothing_open(bench: Bench) -> None:
    bench.light.open()
    before = count_open_files()
    for _ in range(15):
        for signal in SIGNALS:
            bench.light.show(signal)
    for _ in range(20):
        bench.device.unplug()
        bench.light.close()
        bench.device.plug_in()
        bench.light.open()

    assert count_open_files() <= before


def test_a_kiosk_without_a_light_has_one_that_does_nothing() -> None:
    light = NoLight()
    light.open()
    for signal in SIGNALS:
        light.show(signal)
    light.close()
    light.close()


def test_a_light_that_answers_proves_its_lamp(bench: Bench) -> None:
    assert bench.light.proves_lamp == bench.light.can_tell_silence


@pytest.mark.parametrize("board", Board)
def test_a_lamp_that_is_not_wired_proves_nothing(board: Board) -> None:
    line = SerialSettings("/dev/null", 9600)
    light = SerialRelay(line, Wiring(board, lamp_channel=0, sounder_channel=1))
    assert not light.proves_lamp
    assert not NoLight().proves_lamp
