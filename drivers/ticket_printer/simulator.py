# SPDX-License-Identifier: Apache-2.0
"""A ticket printer without hardware: the real engine and bytes, on a printer made of memory.

Serves the demo, the tests and a site that tries the program. Not responsible for drawing what came
out: `paper.py` does that from the bytes.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from typing_extensions import override

from drivers.ticket_printer.abstract import PaperProfile, ProofMethod
from drivers.ticket_printer.commands import (
    CUT,
    RASTER,
    TEXT,
    Command,
    CommandReader,
)
from drivers.ticket_printer.engine import EscPosPrinter, Patience
from drivers.transport.abstract import Port, PortError, PortProblem

BYTES_PER_SECOND = 1_000_000
PORT_NAME = "simulator"
QR_PRINT = b"1Q0"

ASK_PRINTED = b"\x1d(H"
ASK_PROCESSED = b"\x1dr"
QUESTIONS = {ASK_PRINTED, ASK_PROCESSED}
QUESTION_OF = {ProofMethod.GS_H: ASK_PRINTED, ProofMethod.GS_R: ASK_PROCESSED}

TicketPrinted = Callable[[bytes], None]
"""Called on the printer's worker thread with the bytes of a ticket that came out."""


@dataclass
class _Condition:
    """What somebody standing at the printer sees."""

    is_plugged_in: bool = True
    has_paper: bool = True
    is_paper_low: bool = False
    is_cover_open: bool = False

    @property
    def can_print(self) -> bool:
        return self.has_paper and not self.is_cover_open

    def real_time_answer(self, number: int) -> int:
        """DLE EOT, bits of devices.md 2.2."""
        stopped = 0x20 * (not self.has_paper)
        offline = 0x08 * (not self.can_print)
        paper = (0x0C if self.is_paper_low or not self.has_paper else 0) | 3 * stopped
        return 0x12 | {1: offline, 2: 0x04 * self.is_cover_open | stopped, 4: paper}.get(number, 0)


class _Machine:
    """The printer itself: holds what it cannot print, cuts tickets off, answers.

    Concurrency: any thread.
    """

    def __init__(self, profile: PaperProfile, on_printed: TicketPrinted | None) -> None:
        # Without a cutter a hand tears the ticket off once it is printed.
        self._ends_ticket = CUT if profile.has_cutter else QUESTION_OF.get(profile.proof)
        self._lock = threading.Lock()
        self._on_printed = on_printed
        self._condition = _Condition()
        self._reader = CommandReader()
        self._held: deque[Command] = deque()
        self._paper = bytearray()
        self._shows_something = False
        self._answers = bytearray()
        self._has_answer = threading.Condition(self._lock)
        self.printed: list[bytes] = []

    def change(self, **seen: bool) -> None:
        """Something was done to the printer by hand; what it held may now come out."""
        with self._lock:
            for name, value in seen.items():
                setattr(self._condition, name, value)
            if not self._condition.is_plugged_in:
                self._forget()
                self._has_answer.notify_all()
            tickets = self._work()
        self._tell(tickets)

    def connect(self) -> None:
        with self._lock:
            self._check()

    def take(self, data: bytes) -> None:
        with self._lock:
            self._check()
            for command in self._reader.feed(data):
                if command.is_real_time:
                    self._obey_at_once(command)
                else:
                    self._held.append(command)
            tickets = self._work()
            self._has_answer.notify_all()
        self._tell(tickets)

    def give(self, seconds: float) -> bytes:
        with self._lock:
            self._check()
            if not self._answers:
                self._has_answer.wait(seconds)
                self._check()
            answers, self._answers = bytes(self._answers), bytearray()
            return answers

    def _check(self) -> None:
        if not self._condition.is_plugged_in:
            raise PortError(PortProblem.MISSING, PORT_NAME)

    def _forget(self) -> None:
        self._held.clear()
        self._reader.forget()

    def _obey_at_once(self, command: Command) -> None:
        if command.code == b"\x10\x04":
            self._answers.append(self._condition.real_time_answer(command.parameters[0]))
        elif command.code == b"\x10\x14":
            self._forget()
            self._answers += b"\x37\x25\x00"

    def _work(self) -> list[bytes]:
        """Print what is held, as far as the paper goes; the tickets that were cut off."""
        tickets: list[bytes] = []
        while self._held and self._condition.can_print:
            command = self._held.popleft()
            if command.code in QUESTIONS:
                self._answers += _queued_answer(command)
            else:
                self._paper += command.raw
                self._shows_something |= _leaves_a_mark(command)
            if command.code == self._ends_ticket:
                tickets += [bytes(self._paper)] if self._shows_something else []
                self._paper.clear()
                self._shows_something = False
        self.printed += tickets
        return tickets

    def _tell(self, tickets: list[bytes]) -> None:
        if self._on_printed is not None:
            for ticket in tickets:
                self._on_printed(ticket)


def _queued_answer(question: Command) -> bytes:
    if question.code == ASK_PRINTED:
        return b"\x37\x22" + question.parameters[4:] + b"\x00"
    return b"\x00"


def _leaves_a_mark(command: Command) -> bool:
    is_qr_code = command.code == b"\x1d(k" and command.parameters.endswith(QR_PRINT)
    return command.code in (TEXT, RASTER) or is_qr_code


class _MachinePort(Port):
    """The line to a printer made of memory."""

    def __init__(self, machine: _Machine) -> None:
        machine.connect()
        self._machine = machine

    @override
    def write(self, data: bytes, seconds: float) -> None:
        self._machine.take(data)

    @override
    def read(self, seconds: float) -> bytes:
        return self._machine.give(seconds)

    @override
    def flush_input(self) -> None:
        self._machine.give(0)

    @override
    def close(self) -> None:
        pass


class SimulatedTicketPrinter(EscPosPrinter):
    """A printer whose paper, cover and plug are methods; those may be called from any thread.

    `printed` holds the bytes of each ticket that came out, oldest first; blank slips are left out.
    """

    def __init__(
        self,
        profile: PaperProfile | None = None,
        *,
        on_printed: TicketPrinted | None = None,
        patience: Patience | None = None,
    ) -> None:
        self.profile = profile or PaperProfile()
        self._machine = _Machine(self.profile, on_printed)
        super().__init__(
            lambda _seconds: _MachinePort(self._machine),
            self.profile,
            bytes_per_second=BYTES_PER_SECOND,
            patience=patience,
        )

    @property
    def printed(self) -> list[bytes]:
        """The tickets so far."""
        return list(self._machine.printed)

    def take_paper_out(self) -> None:
        """The roll is empty or gone."""
        self._machine.change(has_paper=False)

    def put_paper_in(self) -> None:
        """A full roll is in."""
        self._machine.change(has_paper=True, is_paper_low=False)

    def let_paper_run_low(self) -> None:
        """The near-end sensor sees the core of the roll."""
        self._machine.change(is_paper_low=True)

    def open_cover(self) -> None:
        """Nothing can be printed."""
        self._machine.change(is_cover_open=True)

    def close_cover(self) -> None:
        """Printing goes on."""
        self._machine.change(is_cover_open=False)

    def unplug(self) -> None:
        """Power and line are gone, and with them all that was held."""
        self._machine.change(is_plugged_in=False)

    def plug_in(self) -> None:
        """The printer is back."""
        self._machine.change(is_plugged_in=True)
