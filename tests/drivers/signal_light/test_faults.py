# SPDX-License-Identifier: Apache-2.0
"""The production light on a pty, and each kind of kiosk.toml."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from drivers.signal_light.abstract import QUIET, Signal
from drivers.signal_light.codec import Board
from drivers.signal_light.errors import SignalLightReason
from drivers.signal_light.off import NoLight
from drivers.signal_light.registry import (
    SignalLightConfig,
    SignalLightKind,
    SimulatedSignalLight,
    open_signal_light,
)
from drivers.signal_light.relay_light import Wiring
from drivers.signal_light.serial_relay import SerialRelay
from drivers.transport.serial_port import SerialSettings
from tests.emulators.relay_board import RelayBoardEmulator
from tests.reasons import reason_of

LAMP = Signal(is_lamp_on=True)


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[RelayBoardEmulator]:
    with RelayBoardEmulator(tmp_path / "ttyRelay", Board.MODBUS) as emulator:
        yield emulator


@pytest.fixture
def light(emulator: RelayBoardEmulator) -> Iterator[SerialRelay]:
    light = SerialRelay(SerialSettings(str(emulator.path), 9600), Wiring(Board.MODBUS))
    yield light
    light.close()


def test_a_board_that_falls_silent_is_noticed_and_works_again(
    emulator: RelayBoardEmulator, light: SerialRelay
) -> None:
    light.open()
    emulator.fall_silent()
    assert reason_of(lambda: light.show(LAMP)) is SignalLightReason.SILENT

    light.close()
    emulator.speak_again()
    light.open()
    light.show(LAMP)
    assert emulator.wait_until_on(1)


def test_a_board_that_answers_nonsense_is_garbled(
    emulator: RelayBoardEmulator, light: SerialRelay
) -> None:
    emulator.answer = b"\xff\x00\x81"
    assert reason_of(light.open) is SignalLightReason.GARBLED


def test_noise_before_an_answer_does_no_harm(
    emulator: RelayBoardEmulator, light: SerialRelay
) -> None:
    light.open()
    emulator.send(b"\xff\x00\x81")
    light.show(LAMP)
    assert emulator.wait_until_on(1)


def test_a_board_that_stops_reading_is_silent(
    emulator: RelayBoardEmulator, light: SerialRelay
) -> None:
    light.open()
    emulator.stop_reading()
    assert reason_of(lambda: light.show(LAMP)) is SignalLightReason.SILENT


def test_a_light_in_use_elsewhere_is_refused(
    emulator: RelayBoardEmulator, light: SerialRelay
) -> None:
    light.open()
    other = SerialRelay(SerialSettings(str(emulator.path), 9600), Wiring(Board.MODBUS))
    assert reason_of(other.open) is SignalLightReason.PORT_REFUSED


def test_each_kind_is_its_own() -> None:
    assert type(open_signal_light(SignalLightConfig(SignalLightKind.OFF))) is NoLight
    simulator = open_signal_light(SignalLightConfig(SignalLightKind.SIMULATOR))
    assert type(simulator) is SimulatedSignalLight


def test_a_serial_relay_runs_as_configured(tmp_path: Path) -> None:
    path = tmp_path / "ttyRelay"
    config = SignalLightConfig(SignalLightKind.SERIAL_RELAY, str(path), 9600, Board.KMTRONIC, 5, 7)
    light = open_signal_light(config)
    with RelayBoardEmulator(path, Board.KMTRONIC) as emulator:
        light.open()
        light.show(Signal(is_lamp_on=True, is_sounder_on=True))
        assert emulator.wait_until_on(5, 7)
        light.show(QUIET)
        assert emulator.wait_until_on()
        light.close()
