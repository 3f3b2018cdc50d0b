# SPDX-License-Identifier: Apache-2.0
"""A card reader without a device: the production talk over a line that is only memory."""

import threading
from collections.abc import Callable

from drivers.card_reader.codec import FrameParser
from drivers.card_reader.samples import SampleCard
from drivers.card_reader.sdt_reader import DEFAULT_DEADLINES, SdtDeadlines, SdtReader
from drivers.card_reader.simulated_sam import SimulatedCard, SimulatedSam
from drivers.transport.abstract import Port, PortError, PortProblem
from drivers.transport.memory_port import MemoryPort

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
        self._line: MemoryPort | None = None
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
            self._line = MemoryPort(self._answerer(), PORT_NAME)
            return self._line

    def _answerer(self) -> Callable[[bytes], bytes]:
        """What a line that was just plugged in says to the bytes of a write."""
        parser = FrameParser()
        return lambda data: b"".join(self._answer(payload) for payload in parser.feed(data))

    def _answer(self, payload: bytes) -> bytes:
        with self._lock:
            return b"" if self._is_silent else self._sam.answer(payload)
