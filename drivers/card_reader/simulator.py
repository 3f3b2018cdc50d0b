# SPDX-License-Identifier: Apache-2.0
"""A card reader without a device: the production talk over a line that is only memory."""

import threading
from collections.abc import Callable

from typing_extensions import override

from drivers.card_reader.codec import FrameParser
from drivers.card_reader.samples import SampleCard
from drivers.card_reader.sdt_reader import DEFAULT_DEADLINES, SdtDeadlines, SdtReader
from drivers.card_reader.simulated_sam import SimulatedCard, SimulatedSam
from drivers.transport.abstract import Port, PortError, PortProblem

PORT_NAME = "simulator"


class SimulatedCardReader(SdtReader):
    """A reader on which programs lay cards: the demo's device tray and tests.

    Lifetime: plugged in and empty when created; `unplug` makes an open reader fail at once.
    Concurrency: what a CardReader does belongs to its worker; laying, taking away, plugging and
    silence come from any thread.
    """

    def __init__(self, deadlines: SdtDeadlines = DEFAULT_DEADLINES) -> None:
        super().__init__(self._connect, deadlines)
        self._lock = threading.Lock()
        self._sam = SimulatedSam()
        self._line: _MemoryPort | None = None
        self._is_plugged_in = True
        self._is_silent = False

    def lay(self, card: bytes | SampleCard) -> None:
        """Put a card, or a text block as one, on the reader in place of the one that lies there."""
        on_reader = card.on_reader if isinstance(card, SampleCard) else SimulatedCard(card)
        with self._lock:
            self._sam.lay(on_reader)

    def take_away(self) -> None:
        """Lift the card; nothing happens when none lies there."""
        with self._lock:
            self._sam.take_away()

    def unplug(self) -> None:
        """Pull the reader's cable; the card stays."""
        with self._lock:
            self._is_plugged_in = False
            line = self._line
        if line is not None:
            line.vanish()

    def plug_in(self) -> None:
        """Put the cable back; a card that lies there is seen anew."""
        with self._lock:
            self._is_plugged_in = True
            self._sam.restart()

    def fall_silent(self) -> None:
        """Stay on the line and answer nothing."""
        with self._lock:
            self._is_silent = True

    def speak_again(self) -> None:
        """Answer again."""
        with self._lock:
            self._is_silent = False

    def _connect(self) -> Port:
        with self._lock:
            if not self._is_plugged_in:
                raise PortError(PortProblem.MISSING, PORT_NAME)
            self._line = _MemoryPort(self._answer)
            return self._line

    def _answer(self, payload: bytes) -> bytes:
        with self._lock:
            return b"" if self._is_silent else self._sam.answer(payload)


class _MemoryPort(Port):
    """A line whose other end answers while it is written to."""

    def __init__(self, answer: Callable[[bytes], bytes]) -> None:
        self._answer = answer
        self._parser = FrameParser()
        self._changed = threading.Condition()
        self._input = b""
        self._is_gone = False

    def vanish(self) -> None:
        """Wake whoever waits here and fail from now on."""
        with self._changed:
            self._is_gone = True
            self._changed.notify_all()

    @override
    def write(self, data: bytes, seconds: float) -> None:
        with self._changed:
            self._must_be_there()
            for payload in self._parser.feed(data):
                self._input += self._answer(payload)

    @override
    def read(self, seconds: float) -> bytes:
        with self._changed:
            self._changed.wait_for(lambda: self._input or self._is_gone, seconds)
            self._must_be_there()
            data, self._input = self._input, b""
            return data

    @override
    def flush_input(self) -> None:
        with self._changed:
            self._must_be_there()
            self._input = b""

    @override
    def close(self) -> None:
        self.vanish()

    def _must_be_there(self) -> None:
        if self._is_gone:
            raise PortError(PortProblem.GONE, PORT_NAME)
