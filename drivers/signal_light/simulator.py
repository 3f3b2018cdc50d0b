# SPDX-License-Identifier: Apache-2.0
"""A signal light without a device: the production talk over a line that is only memory."""

from typing_extensions import override

from drivers.signal_light.abstract import Signal
from drivers.signal_light.codec import Board
from drivers.signal_light.relay_light import RelayLight, Wiring
from drivers.signal_light.simulated_board import SimulatedBoard
from drivers.transport.simulated_device import SimulatedDevice

WIRING = Wiring(Board.MODBUS)


class SimulatedSignalLight(SimulatedDevice, RelayLight):
    """A light that programs look at: the demo and tests.

    Lifetime, concurrency: as a SimulatedDevice; what a SignalLight does belongs to its worker.
    """

    def __init__(self) -> None:
        SimulatedDevice.__init__(self)
        RelayLight.__init__(self, self.connect, WIRING)
        self._board = SimulatedBoard(WIRING.board)

    @property
    def shown(self) -> Signal:
        """What people see and hear."""
        is_on = self._board.is_on
        return Signal(is_on[WIRING.lamp_channel], is_on[WIRING.sounder_channel])

    @override
    def unplug(self) -> None:
        """Pull the cable, from which the board also has its power."""
        super().unplug()
        self._board.restart()

    @override
    def _answer(self, data: bytes) -> bytes:
        return self._board.answer(data)
