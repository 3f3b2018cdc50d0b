# SPDX-License-Identifier: Apache-2.0
"""An ESC/POS printer over TCP or a pty, for drivers and whole kiosks that run unchanged against it.

It reads printer bytes by its own understanding (devices.md 2), shares no code with the driver, and
serves from one thread of its own. Every method may be called from any thread.

    with TcpPrinter() as printer:            # or PtyPrinter(tmp_path)
        ... kiosk with host 127.0.0.1 and port printer.port ...
        printer.take_paper_out()
        assert printer.wait_for_tickets(1)
"""

import contextlib
import os
import select
import socket
import struct
import threading
import time
import tty
from abc import ABC, abstractmethod
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Self

from tests.emulators.escpos_commands import (
    CLEAR,
    REAL_TIME,
    command_length,
    length_of_begun_command,
)
from tests.emulators.escpos_manner import Condition, Manner
from tests.emulators.escpos_paper import Paper, Ticket

RECEIVE_BUFFER = 4096


class EmulatedPrinter(ABC):
    """The printer; its two children are the lines it can hang on.

    `received` is everything that ever came. Data that cannot be printed is held and comes out
    later, unless the host has it cleared or the power goes.
    """

    def __init__(self, *, encoding: str = "gb18030") -> None:
        self.manner = Manner()
        self.received = bytearray()
        self.stray_commands = 0
        """Real-time commands that were hidden in the data of another command."""
        self._changed = threading.Condition(threading.RLock())
        self._condition = Condition()
        self._line_bytes = b""
        self._held = b""
        self._paper = Paper(encoding)
        self._answers: deque[tuple[float, bytes]] = deque()
        self._wake_read, self._wake_write = os.pipe()
        self._is_ended = False
        self._thread = threading.Thread(target=self._serve, name="emulated-printer", daemon=True)

    @property
    def tickets(self) -> list[Ticket]:
        """Every piece of paper that fell and shows something."""
        return self._paper.tickets

    @property
    def blank_slips(self) -> int:
        """How many fell that show nothing."""
        return self._paper.blank_slips

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_ended = True
        self._wake()
        self._thread.join()
        self._hang_up()
        os.close(self._wake_read)
        os.close(self._wake_write)

    # By hand

    def take_paper_out(self) -> None:
        self._set(has_paper=False)

    def put_paper_in(self) -> None:
        self._set(has_paper=True, is_low=False)

    def let_paper_run_low(self) -> None:
        self._set(is_low=True)

    def open_cover(self) -> None:
        self._set(is_cover_open=True)

    def close_cover(self) -> None:
        self._set(is_cover_open=False)

    def jam_cutter(self) -> None:
        """Stays until the host asks for recovery (DLE ENQ 2 or DLE DC4 8)."""
        self._set(is_jammed=True)

    def overheat(self) -> None:
        self._set(is_hot=True)

    def cool_down(self) -> None:
        self._set(is_hot=False)

    def break_down(self) -> None:
        self._set(is_broken=True)

    def press_feed(self) -> None:
        self._set(is_feeding=True)

    def release_feed(self) -> None:
        self._set(is_feeding=False)

    def unplug(self) -> None:
        """Power and line go; what was held is lost, what hangs out of the printer stays."""
        with self._changed:
            self._hang_up()
            self._held = self._line_bytes = b""
            self._paper.forget_line()
            self._answers.clear()

    @abstractmethod
    def plug_in(self) -> None:
        """The line is back at the same place."""

    def wait_for_tickets(self, count: int, seconds: float = 5.0) -> bool:
        """Whether so many tickets have fallen, waiting for them if need be."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.tickets) >= count, seconds)

    def wait_for_bytes(self, count: int, seconds: float = 5.0) -> bool:
        """Whether so many bytes have come in all."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.received) >= count, seconds)

    # The line

    @abstractmethod
    def _descriptors(self) -> list[int]:
        """What to wait for; a new connection counts too."""

    @abstractmethod
    def _receive(self, descriptor: int) -> bytes:
        """Bytes from the host, or empty."""

    @abstractmethod
    def _transmit(self, data: bytes) -> None:
        """Bytes to the host; nobody listening is no error."""

    @abstractmethod
    def _reset_line(self) -> None:
        """Break the connection, rudely."""

    @abstractmethod
    def _hang_up(self) -> None:
        """Close everything; twice is allowed."""

    def _serve(self) -> None:
        while not self._is_ended:
            with self._changed:
                descriptors = [] if self.manner.is_stuck else self._descriptors()
                timeout = self._send_due_answers()
            with contextlib.suppress(OSError, ValueError):
                ready, _, _ = select.select([self._wake_read, *descriptors], [], [], timeout)
                self._take_all(ready)

    def _take_all(self, ready: list[int]) -> None:
        if self._wake_read in ready:
            os.read(self._wake_read, 1024)
            return
        for descriptor in ready:
            with self._changed:
                data = self._receive(descriptor) if descriptor in self._descriptors() else b""
                self._take(data)
                self._changed.notify_all()

    def _send_due_answers(self) -> float:
        """Send what is due; seconds until the next one, or until somebody may change a manner."""
        now = time.monotonic()
        while self._answers and self._answers[0][0] <= now:
            self._transmit(self._answers.popleft()[1])
        return min(self._answers[0][0] - now, 0.02) if self._answers else 0.02

    def _wake(self) -> None:
        os.write(self._wake_write, b".")

    # The printer

    def _set(self, **seen: bool) -> None:
        with self._changed:
            self._condition = replace(self._condition, **seen)
            self._work()
            self._changed.notify_all()
        self._wake()

    def _take(self, data: bytes) -> None:
        limit = self.manner.resets_after
        if limit is not None:
            data = data[:limit]
            self.manner.resets_after = limit - len(data)
        self.received += data
        if data and self.manner.noise:
            self._answer(b"")
        self._sort_out(data)
        if limit is not None and limit == len(data):
            self.manner.resets_after = None
            self._reset_line()

    def _sort_out(self, data: bytes) -> None:
        """Obey real-time commands at once, wherever they stand, and print the rest in order."""
        self._line_bytes += data
        while match := REAL_TIME.search(self._line_bytes):
            before, command = self._line_bytes[: match.start()], match.group()
            self._line_bytes = self._line_bytes[match.end() :]
            self._held += before
            self._work()
            if self._condition.is_online and self._held:
                self.stray_commands += 1
                self._held += command
            self._obey(command)
        keep = length_of_begun_command(self._line_bytes)
        self._held += self._line_bytes[: len(self._line_bytes) - keep]
        self._line_bytes = self._line_bytes[len(self._line_bytes) - keep :]
        self._work()

    def _obey(self, command: bytes) -> None:
        if command == CLEAR:
            if self.manner.knows_clear:
                self._forget()
                self._answer(b"\x37\x25\x00")
        elif command[1] == 0x04:
            if not self.manner.is_mute_to_looks and command[2] in self.manner.answered_looks:
                self._answer(bytes((self._condition.answer(command[2]),)))
        elif self._condition.is_jammed:
            self._forget()

    def _forget(self) -> None:
        self._held = b""
        self._paper.forget_line()
        self._condition = replace(self._condition, is_jammed=False)

    def _answer(self, data: bytes) -> None:
        if self.manner.is_silent:
            return
        data = self.manner.noise or self.manner.automatic_status + data
        self._answers.append((time.monotonic() + self.manner.answer_seconds, data))
        self._send_due_answers()

    def _work(self) -> None:
        """Print what is held while there is paper and nothing is wrong."""
        while self._condition.is_online and (length := command_length(self._held)):
            command, self._held = self._held[:length], self._held[length:]
            self._print(command)

    def _print(self, command: bytes) -> None:
        if command[:3] == b"\x1d(H":
            if self.manner.knows_job_numbers:
                self._answer(b"\x37\x22" + command[7:11] + b"\x00")
            if self.manner.paper_ends_with_proof:
                self._condition = replace(self._condition, has_paper=False)
        elif command[:2] == b"\x1dr":
            if self.manner.knows_processed:
                self._answer(b"\x00")
        elif command[:2] == b"\x1dI":
            self._tell_identity(command[2:])
        elif self._paper.put(command):
            self._use_up_paper()

    def _tell_identity(self, number: bytes) -> None:
        if number[0] in self.manner.identity:
            self._answer(self.manner.identity[number[0]])
        elif number[0] >= 0x20:
            self._paper.put(number)

    def _use_up_paper(self) -> None:
        left = self.manner.paper_ends_after
        if left is not None:
            self.manner.paper_ends_after = left - 1 if left > 1 else None
            if left <= 1:
                self._condition = replace(self._condition, has_paper=False)


class TcpPrinter(EmulatedPrinter):
    """On a TCP port of the loopback; one connection counts at a time, the newest."""

    def __init__(self, *, encoding: str = "gb18030") -> None:
        super().__init__(encoding=encoding)
        self.host = "127.0.0.1"
        self.port = 0
        self.connections = 0
        self._listener: socket.socket | None = None
        self._connection: socket.socket | None = None
        self.plug_in()

    def plug_in(self) -> None:
        with self._changed:
            self._listener = socket.socket()
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            self._listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
            self._listener.bind((self.host, self.port))
            self._listener.listen()
            self.port = self._listener.getsockname()[1]
        self._wake()

    def drop_connection(self) -> None:
        """As printers do with an idle host: the connection ends, nothing else is wrong."""
        with self._changed:
            if self._connection is not None:
                self._connection.close()
            self._connection = None

    def _descriptors(self) -> list[int]:
        is_read = not self.manner.is_stuck_until_reconnected
        sockets = (self._listener, self._connection if is_read else None)
        return [one.fileno() for one in sockets if one is not None]

    def _receive(self, descriptor: int) -> bytes:
        if self._listener is not None and descriptor == self._listener.fileno():
            self.drop_connection()
            self._connection, _ = self._listener.accept()
            self.connections += 1
            self.manner.is_stuck_until_reconnected = False
            self._line_bytes = b""
            return b""
        data = b""
        if self._connection is not None:
            with contextlib.suppress(OSError):
                data = self._connection.recv(RECEIVE_BUFFER)
        if not data:
            self.drop_connection()
        return data

    def _transmit(self, data: bytes) -> None:
        if self._connection is not None:
            with contextlib.suppress(OSError):
                self._connection.sendall(data)

    def _reset_line(self) -> None:
        if self._connection is not None:
            linger = struct.pack("ii", 1, 0)
            self._connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.drop_connection()

    def _hang_up(self) -> None:
        self.drop_connection()
        if self._listener is not None:
            self._listener.close()
        self._listener = None


class PtyPrinter(EmulatedPrinter):
    """On a pty; `path` is a link that stays the same when the printer is plugged in again."""

    def __init__(self, folder: Path, *, encoding: str = "gb18030") -> None:
        super().__init__(encoding=encoding)
        self.path = folder / "printer"
        self._ends: tuple[int, int] | None = None
        self.plug_in()

    def plug_in(self) -> None:
        with self._changed:
            master, slave = os.openpty()
            tty.setraw(slave)
            os.set_blocking(master, False)
            self._ends = (master, slave)
            self.path.symlink_to(os.ttyname(slave))
        self._wake()

    def _descriptors(self) -> list[int]:
        return [] if self._ends is None else [self._ends[0]]

    def _receive(self, descriptor: int) -> bytes:
        with contextlib.suppress(OSError):
            return os.read(descriptor, RECEIVE_BUFFER)
        return b""

    def _transmit(self, data: bytes) -> None:
        if self._ends is not None:
            with contextlib.suppress(OSError):
                os.write(self._ends[0], data)

    def _reset_line(self) -> None:
        self._hang_up()

    def _hang_up(self) -> None:
        if self._ends is not None:
            for descriptor in self._ends:
                os.close(descriptor)
            self.path.unlink()
        self._ends = None
