# SPDX-License-Identifier: Apache-2.0
"""A relay board on a pty: takes the frames of the unchanged driver, and errs as told."""

import threading
from pathlib import Path

from typing_extensions import override

from drivers.signal_light.codec import Board
from drivers.signal_light.simulated_board import SimulatedBoard
from tests.emulators.pty_line import STOP_SECONDS, PtyLine


class RelayBoardEmulator(PtyLine):
    """A board of eight channels.

    Attributes:
        answer: instead of the proper one.
        is_silent: takes bytes, does nothing.
        heard: all that came.
    """

    def __init__(self, path: Path, board: Board) -> None:
        self.answer: bytes | None = None
        self.is_silent = False
        self.heard = b""
        self._switched = threading.Condition()
        self._board = SimulatedBoard(board)
        super().__init__(path, self._answer_to)

    def wait_until_on(self, *channels: int) -> bool:
        """Whether just these channels are on, when the bytes under way have come."""
        with self._switched:
            return self._switched.wait_for(lambda: self._on() == set(channels), STOP_SECONDS)

    def _on(self) -> set[int]:
        return {channel for channel, is_on in self._board.is_on.items() if is_on}

    @override
    def unplug(self) -> None:
        super().unplug()
        with self._switched:
            self._board.restart()
            self._switched.notify_all()

    def fall_silent(self) -> None:
        """The processor hangs; what is on stays on."""
        self.is_silent = True

    def speak_again(self) -> None:
        """Somebody pressed its reset key."""
        self.is_silent = False

    def _answer_to(self, data: bytes) -> bytes:
        self.heard += data
        if self.is_silent:
            return b""
        with self._switched:
            said = self._board.answer(data)
            self._switched.notify_all()
        return said if self.answer is None else self.answer
