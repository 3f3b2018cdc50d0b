# SPDX-License-Identifier: Apache-2.0
"""A card reader without a device: the production talk over a line that is only memory."""

import threading

from typing_extensions import override

from drivers.card_reader.codec import FrameParser
from drivers.card_reader.samples import SampleCard
from drivers.card_reader.sdt_reader import DEFAULT_DEADLINES, SdtDeadlines, SdtReader
from drivers.card_reader.simulated_sam import SimulatedCard, SimulatedSam
from drivers.transport.abstract import Port
from drivers.transport.simulated_device import SimulatedDevice


class SimulatedCardReader(SimulatedDevice, SdtReader):
    """A reader on which programs lay cards, empty when created: the demo's device tray and tests.

    Lifetime, concurrency: as a SimulatedDevice; what a CardReader does belongs to its worker.
    """

    def __init__(self, deadlines: SdtDeadlines = DEFAULT_DEADLINES) -> None:
        SimulatedDevice.__init__(self)
        SdtReader.__init__(self, self.connect, deadlines)
        self._lock = threading.Lock()
        self._sam = SimulatedSam()
        self._parser = FrameParser()

    def lay(self, card: bytes | SampleCard) -> None:
        """Put a card, or a text block as one, on the reader in place of the one that lies there."""
        on_reader = card.on_reader if isinstance(card, SampleCard) else SimulatedCard(card)
        with self._lock:
            self._sam.lay(on_reader)

    def take_away(self) -> None:
        """Lift the card; nothing happens when none lies there."""
        with self._lock:
            self._sam.take_away()

    @override
    def plug_in(self) -> None:
        """Put the cable back; a card that lies there is seen anew."""
        with self._lock:
            self._sam.restart()
        super().plug_in()

    @override
    def connect(self) -> Port:
        """A new line, on which nothing of a frame that was cut off comes."""
        self._parser = FrameParser()
        return super().connect()

    @override
    def _answer(self, data: bytes) -> bytes:
        with self._lock:
            return b"".join(self._sam.answer(payload) for payload in self._parser.feed(data))
