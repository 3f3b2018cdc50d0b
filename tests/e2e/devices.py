# SPDX-License-Identifier: Apache-2.0
"""The emulators as these tests use them: a card with a photo, and waiting for what the kiosk does."""

from collections.abc import Callable
from pathlib import Path

from typing_extensions import override

from drivers.card_reader.codec import Command, Status, encode_answer, read_body
from drivers.card_reader.simulated_sam import SimulatedSam
from tests.e2e.process import PATIENCE_SECONDS
from tests.emulators.escpos_printer import TcpPrinter
from tests.emulators.sam_reader import SamReaderEmulator

PHOTO = b"WLF\0not-a-real-photo".ljust(1024, b"\xa7")
JOB = b"\x1b@"
"""What every job begins with, and nothing else but the cut at the start of the program."""
ASK_PRINTED = b"\x1d(H"


class SamWithPhotos(SimulatedSam):
    """Answers a good read with a photo that can be recognised."""

    @override
    def answer(self, payload: bytes) -> bytes:
        frame = super().answer(payload)
        if payload != bytes(Command.READ.value) or self._card is None or len(frame) < 1024:
            return frame
        return encode_answer(Status.DONE, read_body(self._card.text_block, PHOTO))


class Reader(SamReaderEmulator):
    """The emulated reader, which can also be waited for."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._order(lambda: setattr(self, "_sam", SamWithPhotos()))

    def asked(self, command: Command) -> int:
        """How often the kiosk has asked this."""
        with self._asked:
            return self.commands.count(command)

    def wait_until_asked(
        self, command: Command, times: int, seconds: float = PATIENCE_SECONDS
    ) -> bool:
        """Whether the kiosk has asked this so many times, waiting for it."""
        with self._asked:
            return self._asked.wait_for(lambda: self.commands.count(command) >= times, seconds)


class Printer(TcpPrinter):
    """The emulated printer, which can keep its proofs to itself and be waited for.

    Attributes:
        gives_proof: whether `GS ( H` is answered; what it asks about is printed in any case.
        proofs_asked: how many `GS ( H` have been worked through.
    """

    def __init__(self) -> None:
        super().__init__()
        self.gives_proof = True
        self.proofs_asked = 0
        self._job_after = 0
        self._freezes_after: int | None = None

    def waits_until(self, is_so: Callable[[], bool], seconds: float = PATIENCE_SECONDS) -> bool:
        """Whether something has become so; looked at after whatever comes from the kiosk."""
        with self._changed:
            return self._changed.wait_for(is_so, seconds)

    def freeze_in_job(self, count: int) -> None:
        """Take no bytes any more once so many of the next job have come."""
        with self._changed:
            self._job_after, self._freezes_after = len(self.received), count

    def behave(self) -> None:
        """Take, print and answer everything again."""
        with self._changed:
            self._freezes_after = None
            self.gives_proof = True
            self.manner.is_stuck = False
            self.manner.answer_seconds = 0.0

    @override
    def _take(self, data: bytes) -> None:
        super()._take(data)
        if self._freezes_after is not None:
            start = self.received.find(JOB, self._job_after)
            self.manner.is_stuck = 0 <= start < len(self.received) - self._freezes_after

    @override
    def _print(self, command: bytes) -> None:
        if command.startswith(ASK_PRINTED):
            self.proofs_asked += 1
            if not self.gives_proof:
                return
        super()._print(command)
