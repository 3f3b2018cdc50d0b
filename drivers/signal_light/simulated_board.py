# SPDX-License-Identifier: Apache-2.0
"""A relay board that is only memory: takes the frames of its make and knows what is on."""

from drivers.signal_light.codec import BOARDS, Board

CHANNELS = 8


class SimulatedBoard:
    """Lifetime: all channels off when created or when its power comes back."""

    def __init__(self, board: Board) -> None:
        self.is_on = dict.fromkeys(range(1, CHANNELS + 1), False)
        self._frames = BOARDS[board]
        self._orders = {
            self._frames.frame(channel, is_on=is_on): (channel, is_on)
            for channel in self.is_on
            for is_on in (False, True)
        }
        self._begun = b""

    def answer(self, data: bytes) -> bytes:
        """Switch as told; what the board says to it. Bytes that are no frame are passed over."""
        self._begun += data
        (size,) = {len(frame) for frame in self._orders}
        said = b""
        while len(self._begun) >= size:
            frame = self._begun[:size]
            if frame in self._orders:
                channel, self.is_on[channel] = self._orders[frame]
                said += frame if self._frames.echoes else b""
            self._begun = self._begun[size if frame in self._orders else 1 :]
        return said

    def restart(self) -> None:
        """Power comes back."""
        self.is_on = dict.fromkeys(self.is_on, False)
        self._begun = b""
