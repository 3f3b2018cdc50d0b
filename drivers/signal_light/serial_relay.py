# SPDX-License-Identifier: Apache-2.0
"""A relay board on a serial line, or on USB where it plays a serial line."""

from drivers.signal_light.relay_light import DEFAULT_WIRING, RelayLight, Wiring
from drivers.transport.serial_port import SerialPort, SerialSettings


class SerialRelay(RelayLight):
    """The production light: no other program can use its line while it is open."""

    def __init__(self, line: SerialSettings, wiring: Wiring = DEFAULT_WIRING) -> None:
        super().__init__(lambda: SerialPort(line), wiring)
