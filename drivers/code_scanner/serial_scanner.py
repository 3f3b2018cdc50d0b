# SPDX-License-Identifier: Apache-2.0
"""A scanner on a serial line, or on USB where it plays a serial line."""

from drivers.code_scanner.port_scanner import DEFAULT_MANNER, Manner, PortScanner
from drivers.transport.serial_port import SerialPort, SerialSettings


class SerialScanner(PortScanner):
    """The production scanner: no other program can use its line while it is open."""

    def __init__(self, line: SerialSettings, manner: Manner = DEFAULT_MANNER) -> None:
        super().__init__(lambda: SerialPort(line), manner)
