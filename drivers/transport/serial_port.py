# SPDX-License-Identifier: Apache-2.0
"""A serial line (a built-in UART, a USB adapter, or a pty in tests) as a Port."""

import contextlib
import select
import termios
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import serial
from typing_extensions import override

from drivers.transport.abstract import Port, PortError, PortProblem, problem_of_opening

Result = TypeVar("Result")


class FlowControl(StrEnum):
    """Who may stop the bytes, and how."""

    NONE = "none"
    RTS_CTS = "rts_cts"
    XON_XOFF = "xon_xoff"


@dataclass(frozen=True)
class SerialSettings:
    """Which line and how it runs; always 8 data bits, no parity, 1 stop bit."""

    device: str
    baud: int = 115_200
    flow_control: FlowControl = FlowControl.NONE


class SerialPort(Port):
    """A serial line that no other program can use meanwhile.

    Raises:
        PortError: MISSING or REFUSED, when it cannot be opened.
    """

    def __init__(self, settings: SerialSettings) -> None:
        self._device = settings.device
        try:
            self._serial = serial.Serial(
                settings.device,
                settings.baud,
                timeout=0,
                exclusive=True,
                rtscts=settings.flow_control is FlowControl.RTS_CTS,
                xonxoff=settings.flow_control is FlowControl.XON_XOFF,
            )
        except (OSError, termios.error, ValueError) as error:
            number = error.errno if isinstance(error, OSError) else None
            raise PortError(problem_of_opening(number), settings.device) from error

    @override
    def write(self, data: bytes, seconds: float) -> None:
        self._or_gone(lambda: self._write(data, seconds))

    @override
    def read(self, seconds: float) -> bytes:
        return self._or_gone(lambda: self._read(seconds))

    @override
    def flush_input(self) -> None:
        self._or_gone(self._serial.reset_input_buffer)

    @override
    def close(self) -> None:
        # a line that is gone is as closed as it can be
        with contextlib.suppress(OSError, termios.error):
            self._serial.close()

    def _write(self, data: bytes, seconds: float) -> None:
        self._serial.write_timeout = seconds
        try:
            self._serial.write(data)
        except serial.SerialTimeoutException as error:
            # otherwise closing the line waits for what it will never send
            self._serial.reset_output_buffer()
            raise PortError(PortProblem.STUCK, self._device) from error

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._serial.fileno()], [], [], seconds)
        # pyserial reads nothing without error only before a byte came; a line that is gone is ready too
        return self._serial.read(max(1, self._serial.in_waiting)) if ready else b""

    def _or_gone(self, call: Callable[[], Result]) -> Result:
        try:
            return call()
        except (OSError, termios.error) as error:
            raise PortError(PortProblem.GONE, self._device) from error
