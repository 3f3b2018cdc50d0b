# SPDX-License-Identifier: Apache-2.0
"""A signal light without a device: the production talk over a line that is only memory."""

import threading

from drivers.signal_light.abstract import Signal
from drivers.signal_light.codec import Board
from drivers.signal_light.relay_light import RelayLight, Wiring
from drivers.signal_light.simulated_board import SimulatedBoard
from drivers.transport.abstract import Port, PortError, PortProblem
from drivers.transport.memory_port import MemoryPort

PORT_NAME = "simulator"
WIRING = Wiring(Board.MODBUS)


class SimulatedSignalLight(RelayLight):
    """A light that programs look at: the demo and tests.

    Lifetime: plugged in when created; `unplug` makes an open light fail at once.
    Concurrency: what a SignalLight does belongs to its worker; the rest comes from any thread.
    """

    def __init__(self) -> None:
        super().__init__(self._connect, WIRING)
        self._lock = threading.Lock()
        self._board = SimulatedBoard(WIRING.board)
        self._line: MemoryPort | None = None
        self._is_plugged_in = True
        self._is_silent = False

    @property
    def shown(self) -> Signal:
        """What people see and hear."""
        is_on = self._board.is_on
        return Signal(is_on[WIRING.lamp_channel], is_on[WIRING.sounder_channel])

    def unplug(self) -> None:
        """Pull the cable, from which the board also has its power."""
        with self._lock:
            self._is_plugged_in = False
            if self._line is not None:
                self._line.vanish()
        self._board.restart()

    def plug_in(self) -> None:
        """Put the cable back."""
        with self._lock:
            self._is_plugged_in = True

    def fall_silent(self) -> None:
        """Stay on the line, do and answer nothing."""
        self._is_silent = True

    def speak_again(self) -> None:
        """Work again."""
        self._is_silent = False

    def _connect(self) -> Port:
        with self._lock:
            if not self._is_plugged_in:
                raise PortError(PortProblem.MISSING, PORT_NAME)
            self._line = MemoryPort(self._answer, PORT_NAME)
            return self._line

    def _answer(self, told: bytes) -> bytes:
        return b"" if self._is_silent else self._board.answer(told)
