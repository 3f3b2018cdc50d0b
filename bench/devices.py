# SPDX-License-Identifier: Apache-2.0
"""The tests' emulators, telling when the last byte of a card went out and the first of a job came in.

Both clocks are this process's, so the kiosk under measurement says nothing itself.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from bench.hall import visitor_card
from drivers.card_reader.codec import Command
from tests.emulators.escpos_printer import TcpPrinter
from tests.emulators.sam_reader import SamReaderEmulator

JOB_BEGINS = b"\x1b@"
LOOK = b"\x10\x04"
PATIENCE_SECONDS = 20.0


class StuckError(RuntimeError):
    """The kiosk did not do what a visit needs; there is nothing to measure."""


class TimedReader(SamReaderEmulator):
    """`read_at` is when the last byte of the last card's data was written to the line."""

    def __init__(self, path: Path) -> None:
        self.read_at = 0.0
        self._is_read = threading.Event()
        super().__init__(path)

    def lay_and_read(self, number: int) -> None:
        """Lay the card of a visitor, and lift it when it has been read."""
        self._is_read.clear()
        self.lay(visitor_card(number))
        if not self._is_read.wait(PATIENCE_SECONDS):
            raise StuckError("no card was read")
        self.take_away()

    def wait_for_empty_look(self) -> None:
        """Until the kiosk has looked again: only then is the next card a new one."""
        with self._asked:
            seen = len(self.commands)
            if not self._asked.wait_for(lambda: len(self.commands) > seen, PATIENCE_SECONDS):
                raise StuckError("nobody looks for cards")

    @override
    def _has_sent_all(self) -> None:
        if self.commands[-1] is Command.READ:
            self.read_at = time.perf_counter()
            self._is_read.set()


class TimedPrinter(TcpPrinter):
    """`begun_at` is when the first byte of the latest job came in, questions left out."""

    def __init__(self) -> None:
        self.begun_at = 0.0
        self._fallen = 0
        self._looks = 0
        """Questions how it is, since the last ticket fell."""
        super().__init__()

    @override
    def _take(self, data: bytes) -> None:
        if JOB_BEGINS in data:
            self.begun_at = time.perf_counter()
        super()._take(data)
        if len(self.tickets) > self._fallen:
            self._fallen, self._looks = len(self.tickets), 0
        elif LOOK in data:
            self._looks += 1

    def wait_until_through(self, count: int) -> None:
        """Until so many tickets have fallen, and the kiosk is done with the last one.

        It looks at the printer again only after it has said what became of the ticket; a card laid
        before that begins no visit.
        """
        with self._changed:
            if not self._changed.wait_for(
                lambda: len(self.tickets) >= count and self._looks > 0, PATIENCE_SECONDS
            ):
                raise StuckError(f"{len(self.tickets)} tickets came of {count}")

    def wait_for_blank_slip(self) -> None:
        """Until the new driver has cut off what the process before it might have left."""
        with self._changed:
            if not self._changed.wait_for(lambda: self.blank_slips > 0, PATIENCE_SECONDS):
                raise StuckError("the printer was not cleared")


@dataclass(frozen=True)
class Desk:
    """A reader and a printer, and what a visitor does with them."""

    reader: TimedReader
    printer: TimedPrinter

    def visit(self, number: int) -> float:
        """One visit; seconds from the card's data to the first byte of the ticket."""
        fallen = len(self.printer.tickets)
        self.reader.lay_and_read(number)
        self.printer.wait_until_through(fallen + 1)
        self.reader.wait_for_empty_look()
        return self.printer.begun_at - self.reader.read_at


@contextmanager
def plugged_in(folder: Path) -> Iterator[Desk]:
    """Both devices, until the block is left."""
    with TimedReader(folder / "reader") as reader, TimedPrinter() as printer:
        yield Desk(reader, printer)
