# SPDX-License-Identifier: Apache-2.0
"""A lamp and a sounder on two channels of a relay board behind any port."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from typing_extensions import override

from drivers.signal_light.abstract import QUIET, Signal, SignalLight
from drivers.signal_light.codec import BOARDS, Board
from drivers.signal_light.errors import SignalLightError, SignalLightReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Clock, Deadline
from drivers.transport.port_errors import port_errors_as

TIMES_TOLD = 2
NOT_WIRED = 0
PAUSE_SECONDS = 0.005
"""Between two frames: Modbus RTU wants 3.5 characters, which at 9600 bit/s are 4 ms."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """What hangs where.

    Attributes:
        lamp_channel: as printed on the board, from 1; 0 when there is no lamp.
        sounder_channel: likewise.
        answer_seconds: how long the board has to take a frame and to answer it; told twice.
    """

    board: Board = Board.LCUS
    lamp_channel: int = 1
    sounder_channel: int = 2
    answer_seconds: float = 0.2


DEFAULT_WIRING = Wiring()


class RelayLight(SignalLight):
    """Two channels of a board.

    Args:
        open_port: opens the port; raises PortError.
    """

    def __init__(
        self,
        open_port: Callable[[], Port],
        wiring: Wiring = DEFAULT_WIRING,
        clock: Clock = time.monotonic,
    ) -> None:
        self._open_port = open_port
        self._wiring = wiring
        self._frames = BOARDS[wiring.board]
        self._clock = clock
        self._port: Port | None = None
        self.can_tell_silence = self._frames.echoes
        self.proves_lamp = self._frames.echoes and wiring.lamp_channel != NOT_WIRED

    @override
    def open(self) -> None:
        if self._port is not None:
            return
        with port_errors_as(SignalLightError):
            self._port = self._open_port()
        try:
            self.show(QUIET)
        except SignalLightError:
            self._give_back()
            raise

    @override
    def show(self, signal: Signal) -> None:
        if self._port is None:
            raise SignalLightError(SignalLightReason.UNPLUGGED, port="closed")
        wiring = self._wiring
        try:
            self._switch(self._port, wiring.lamp_channel, is_on=signal.is_lamp_on)
        finally:  # a lamp that cannot be switched must not leave the sounder on
            self._switch(self._port, wiring.sounder_channel, is_on=signal.is_sounder_on)

    @override
    def close(self) -> None:
        if self._port is not None:
            with suppress(SignalLightError):  # nobody can help it now; the next `open` tries again
                self.show(QUIET)
        self._give_back()

    def _give_back(self) -> None:
        if self._port is not None:
            self._port.close()
        self._port = None

    def _switch(self, port: Port, channel: int, *, is_on: bool) -> None:
        if channel == NOT_WIRED:
            return
        frame, heard = self._frames.frame(channel, is_on=is_on), b""
        for _ in range(TIMES_TOLD):
            heard = self._tell(port, frame)
            if frame in heard or not self._frames.echoes:
                return
        reason = SignalLightReason.GARBLED if heard else SignalLightReason.SILENT
        raise SignalLightError(reason, board=self._wiring.board, channel=channel)

    def _tell(self, port: Port, frame: bytes) -> bytes:
        """Send a frame; what came until its echo was there or time was over."""
        deadline = Deadline(self._wiring.answer_seconds, self._clock)
        heard = b""
        with port_errors_as(SignalLightError):
            port.read(PAUSE_SECONDS)
            port.flush_input()
            port.write(frame, deadline.remaining_seconds)
            while self._frames.echoes and frame not in heard and not deadline.is_over:
                heard += port.read(deadline.remaining_seconds)
        return heard
