# SPDX-License-Identifier: Apache-2.0
"""The signal light on a relay board that answers."""

from collections.abc import Callable
from pathlib import Path

from bench.outages.stage import (
    BACK_AGAIN,
    Found,
    Hand,
    IsIt,
    OtherProgram,
    Outage,
    at_work,
    go_through,
    keep_calls,
    timed,
)
from drivers.signal_light.errors import SignalLightError, SignalLightReason
from drivers.signal_light.registry import (
    Board,
    SignalLightConfig,
    SignalLightKind,
    open_signal_light,
)
from kiosk.flow.events import LightChanged
from kiosk.runner.light_worker import REPEAT_SECONDS, LightWorker
from tests.emulators.relay_board import RelayBoardEmulator

DEVICE = "signal light"
CALLS = {"open": 2.0, "show": 1.0, "close": 1.0}
"""Seconds that the driver promises."""
HALF = bytes.fromhex("01 05 00")
WRONG_CHECKSUM = bytes.fromhex("01 05 00 00 00 00 00 00")


class Light(RelayBoardEmulator):
    """The emulator, which can answer something else for a while."""

    def answer_with(self, answer: bytes | None) -> Hand:
        return lambda: setattr(self, "answer", answer)


def serial(folder: Path, count: int) -> Found:
    """Every fault of a board."""
    return _perform(folder, count, _outages)


def returns(folder: Path, count: int) -> Found:
    """Its return after a long time."""
    return _perform(folder, count, _long_outages)


def _perform(folder: Path, count: int, outages: Callable[[Light], tuple[Outage, ...]]) -> Found:
    found = Found(DEVICE)
    with Light(folder / "light", Board.MODBUS) as light:
        kind = SignalLightKind.SERIAL_RELAY
        config = SignalLightConfig(kind, str(light.path), board=Board.MODBUS)
        driver, calls = timed(open_signal_light(config))
        with at_work(lambda post: LightWorker(driver, post)) as ear:
            go_through(outages(light), ear, found, count)
        keep_calls(found, kind, calls, CALLS)
    return found


def _outages(light: Light) -> tuple[Outage, ...]:
    unplug, plug_in, other = light.unplug, light.plug_in, OtherProgram(light)
    gone, silent, garbled = told("unplugged"), told("silent"), told("garbled")
    mute, speak, well = light.fall_silent, light.speak_again, light.answer_with(None)
    return (
        _outage("unplugged", unplug, plug_in, gone),
        _outage("silent", mute, speak, silent),
        _outage("half a reply", light.answer_with(HALF), well, garbled),
        _outage("wrong checksum", light.answer_with(WRONG_CHECKSUM), well, garbled),
        _outage("takes no bytes", light.stop_reading, light.read_again, silent),
        _outage("used by another program", other.take, other.give_back, told("port_refused")),
    )


def _long_outages(light: Light) -> tuple[Outage, ...]:
    gone, silent = told("unplugged"), told("silent")
    return (
        _outage(BACK_AGAIN, light.unplug, light.plug_in, gone, is_long=True),
        _outage(BACK_AGAIN, light.fall_silent, light.speak_again, silent, is_long=True),
    )


def _outage(
    fault: str, begins: Hand, ends: Hand, is_told: IsIt, *, is_long: bool = False
) -> Outage:
    return Outage(fault, begins, ends, is_told, _is_well, REPEAT_SECONDS, is_long=is_long)


def told(reason: str) -> IsIt:
    """The kiosk says that the light fails for this reason."""
    event = LightChanged(SignalLightError.key_of(SignalLightReason(reason)))
    return lambda one: one == event


def _is_well(event: object) -> bool:
    return event == LightChanged(None)
