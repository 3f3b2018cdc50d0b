# SPDX-License-Identifier: Apache-2.0
"""A serial line (a built-in UART, a USB adapter, or a pty in tests) as a Port."""

import contextlib
import errno
import os
import select
import termios
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

import serial
from typing_extensions import override

from drivers.transport.abstract import Port, PortError, PortProblem, problem_of_opening
from drivers.transport.deadline import PAUSE_SECONDS, Deadline, write_all

Result = TypeVar("Result")

STILL_SECONDS = 0.2
"""A line whose unsent bytes do not get fewer for so long stands; a slow one sends some meanwhile."""
CLOSE_SECONDS = 1.0
"""For what was written last, such as switching a sounder off."""


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
        PortError: MISSING, REFUSED, FORBIDDEN or UNFIT, when it cannot be opened.
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
            raise PortError(problem_of_opening(_number_of(error)), settings.device) from error

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
            if self._serial.is_open:
                self._send_the_rest()
        with contextlib.suppress(OSError, termios.error):
            self._serial.close()

    def _write(self, data: bytes, seconds: float) -> None:
        if not write_all(self._write_some, memoryview(data), Deadline(seconds)):
            # otherwise closing the line waits for what it will never send
            self._serial.reset_output_buffer()
            raise PortError(PortProblem.STUCK, self._device)

    def _write_some(self, data: memoryview) -> int:
        try:
            return os.write(self._serial.fileno(), data)
        except BlockingIOError:
            return 0

    def _send_the_rest(self) -> None:
        """The system would wait half a minute at closing for what a line that stands never sends."""
        deadline, still = Deadline(CLOSE_SECONDS), Deadline(STILL_SECONDS)
        left = self._serial.out_waiting
        while left and not still.is_over and not deadline.is_over:
            deadline.pause(PAUSE_SECONDS)
            before, left = left, self._serial.out_waiting
            if left < before:
                still = Deadline(STILL_SECONDS)
        if left:
            self._serial.reset_output_buffer()

    def _read(self, seconds: float) -> bytes:
        ready, _, _ = select.select([self._serial.fileno()], [], [], seconds)
        # pyserial reads nothing without error only before a byte came; a line that is gone is ready too
        return self._serial.read(max(1, self._serial.in_waiting)) if ready else b""

    def _or_gone(self, call: Callable[[], Result]) -> Result:
        try:
            return call()
        except (OSError, termios.error) as error:
            raise PortError(PortProblem.GONE, self._device) from error


def _number_of(error: Exception) -> int:
    """The system's own, which pyserial may have put out of sight behind an error without one."""
    for one in (error, error.__context__):
        if isinstance(one, OSError | termios.error) and one.args and isinstance(one.args[0], int):
            return one.args[0]
    return errno.EINVAL
