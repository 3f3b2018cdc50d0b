# SPDX-License-Identifier: Apache-2.0
"""Which signal lights there are; the only module that names them, also for the demo."""

from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from drivers.signal_light.abstract import SignalLight
from drivers.signal_light.codec import Board
from drivers.signal_light.off import NoLight
from drivers.signal_light.relay_light import Wiring
from drivers.signal_light.serial_relay import SerialRelay
from drivers.signal_light.simulator import SimulatedSignalLight
from drivers.transport.serial_port import SerialSettings

__all__ = [
    "Board",
    "SignalLightConfig",
    "SignalLightKind",
    "SimulatedSignalLight",
    "open_signal_light",
]


class SignalLightKind(StrEnum):
    """The lights that kiosk.toml can name."""

    OFF = "off"
    SERIAL_RELAY = "serial_relay"
    SIMULATOR = "simulator"


@dataclass(frozen=True)
class SignalLightConfig:
    """Which light, and where it is.

    Attributes:
        kind: which backend.
        device: path of the serial line; it and the rest are for SERIAL_RELAY.
        baud: speed of that line; boards leave the factory with 9600.
        board: its make.
        lamp_channel: from 1; 0 when there is no lamp.
        sounder_channel: likewise.
    """

    kind: SignalLightKind
    device: str = ""
    baud: int = 9600
    board: Board = Board.LCUS
    lamp_channel: int = 1
    sounder_channel: int = 2


def open_signal_light(config: SignalLightConfig) -> SignalLight:
    """The light of this configuration; no port is touched before its worker calls `open`."""
    match config.kind:
        case SignalLightKind.OFF:
            return NoLight()
        case SignalLightKind.SERIAL_RELAY:
            wiring = Wiring(config.board, config.lamp_channel, config.sounder_channel)
            return SerialRelay(SerialSettings(config.device, config.baud), wiring)
        case SignalLightKind.SIMULATOR:
            return SimulatedSignalLight()
        case _:
            assert_never(config.kind)
