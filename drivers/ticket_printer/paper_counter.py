# SPDX-License-Identifier: Apache-2.0
"""Counts the paper that tickets use: some printers do not sense the end of the roll coming near.

Where one does, the earlier of the two counts. Only ever warns: that there is no paper at all is for the printer to say.
"""

import contextlib
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from typing_extensions import override

from drivers.ticket_printer.abstract import (
    PaperLevel,
    PaperProfile,
    PrinterStatus,
    PrintJob,
    PrintOutcome,
    TicketPrinter,
)
from drivers.ticket_printer.codec import TEAR_OFF_DOTS, encode
from drivers.ticket_printer.errors import TicketPrinterError
from drivers.ticket_printer.paper import draw

DOTS_PER_MM = 8
LOW_MM = 5000
"""About fifty tickets: enough until somebody comes with a roll."""

OUT = "out"
"""Stands in the file instead of a length while the printer has no paper."""

LONGEST_NUMBER = 9


class PaperCounter:
    """Millimetres used of the roll, in a file, so that a restart forgets nothing.

    Several programs may use the file: it is read anew each time. One that is broken or cannot be
    written counts as a used-up roll, for nobody knows.
    """

    def __init__(self, file: Path, roll_mm: int) -> None:
        self._file = file
        self._roll_mm = roll_mm

    @property
    def is_low(self) -> bool:
        """Whether a new roll should be at hand."""
        return self._used_mm() > self._roll_mm - min(LOW_MM, self._roll_mm // 2)

    @property
    def left_mm(self) -> int:
        """Of the roll, as far as is known."""
        return max(0, self._roll_mm - self._used_mm())

    def use(self, mm: int) -> None:
        """So much paper has gone by, or may have."""
        self._write(str(min(self._used_mm() + mm, self._roll_mm)))

    def ran_out(self) -> None:
        """The printer says that it has none; when it has some again, that is a new roll."""
        if self._read() != OUT:
            self._write(OUT)

    def has_paper(self) -> None:
        """The printer says that it has some."""
        if self._read() == OUT:
            self.renew()

    def renew(self) -> None:
        """A new roll is in."""
        self._write("0")

    def _used_mm(self) -> int:
        said = self._read()
        is_number = said.isdecimal() and said.isascii() and len(said) <= LONGEST_NUMBER
        return int(said) if is_number else self._roll_mm

    def _read(self) -> str:
        try:
            return self._file.read_text(encoding="ascii", errors="replace")[:64].strip()
        except FileNotFoundError:
            return "0"
        except OSError:
            return ""

    def _write(self, said: str) -> None:
        with contextlib.suppress(OSError):  # it only warns; the next ticket tries again
            fresh = self._file.with_name(self._file.name + ".new")
            fresh.write_text(said + "\n", encoding="ascii")
            os.replace(fresh, self._file)  # noqa: PTH105 - says that it replaces


class CountingTicketPrinter(TicketPrinter):
    """A printer whose paper is counted, besides what it may sense. Concurrency: as its printer."""

    def __init__(
        self, printer: TicketPrinter, profile: PaperProfile, counter: PaperCounter
    ) -> None:
        self._printer = printer
        self._profile = profile
        self._counter = counter
        self._is_sensed_low = False

    @override
    def open(self) -> None:
        self._printer.open()

    @override
    def close(self) -> None:
        self._printer.close()

    @override
    def status(self) -> PrinterStatus:
        status = self._printer.status()
        if status.paper is PaperLevel.OUT:
            self._counter.ran_out()
            return status
        if not status.is_ready:
            return status
        self._counter.has_paper()
        was_low = self._is_sensed_low
        has_sensor = self._profile.senses_low_paper
        self._is_sensed_low = has_sensor and status.paper is PaperLevel.LOW
        if was_low and not self._is_sensed_low:
            self._counter.renew()  # only another roll has more paper than before
        is_low = self._is_sensed_low or self._counter.is_low
        return replace(status, paper=PaperLevel.LOW if is_low else PaperLevel.ENOUGH)

    @override
    def print(
        self, job: PrintJob, *, on_first_byte: Callable[[], None] | None = None
    ) -> PrintOutcome:
        def begun() -> None:
            # Counted before: what a power cut stops has used paper too.
            self._counter.use(length_mm(job, self._profile))
            if on_first_byte is not None:
                on_first_byte()

        return self._printer.print(job, on_first_byte=begun)


class _NoGlyphs:
    """For a paper that only its length matters of."""

    def cell(self, character: str, columns: int, *, bold: bool) -> tuple[int, ...]:
        return (0,) * 24


def length_mm(job: PrintJob, profile: PaperProfile) -> int:
    """Paper that a job uses, from the head to the knife or tear bar; 0 for one that cannot be printed."""
    try:
        data = encode(job, profile)
    except TicketPrinterError:
        return 0
    to_knife = TEAR_OFF_DOTS if profile.has_cutter else 0  # else the job feeds it itself
    dots = draw(data, profile, _NoGlyphs()).height_dots + to_knife
    return -(-dots // DOTS_PER_MM)
