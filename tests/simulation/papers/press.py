# SPDX-License-Identifier: Apache-2.0
"""A printer as somebody sees it who stands before it, in time that passes only when it is waited for."""

import re
from collections import deque
from datetime import timedelta

from typing_extensions import override

from drivers.ticket_printer.abstract import Cut, PrintJob, Text
from drivers.ticket_printer.commands import CUT, TEXT, Command, CommandReader
from drivers.transport.abstract import Port, PortError, PortProblem
from tests.fakes.clock import FakeClock
from tests.simulation.papers.fuse import Fuse

HEAD = re.compile(r"no (\S+) copy (\d+)")
TORN = "~"
FOOT = re.compile(rf"end (\S+) copy (\d+)\b(?!{TORN})")
"""Of a ticket that is whole: the roll did not end before its cut."""


def job(number: str, copy: int) -> PrintJob:
    """A ticket whose every part says what it is of."""
    foot = f"end {number} copy {copy}"
    return PrintJob((Text(f"no {number} copy {copy}"), Text("please wait"), Text(foot), Cut()))


class Press:
    """Prints, holds, drops and answers; what was cut off lies in `pieces`, each as its text."""

    def __init__(self, clock: FakeClock, *, knows_clear: bool = True) -> None:
        self.clock = clock
        self.pieces: list[str] = []
        self.has_paper = True
        self.is_cover_open = False
        self.is_plugged_in = True
        self.ends_after: int | None = None  # so many lines until the roll is empty
        self.mute_until = 0.0  # prints, and its answers are lost
        self.deaf_until = 0.0  # what is sent is lost
        self._knows_clear = knows_clear
        self._reader = CommandReader()
        self._held: deque[Command] = deque()
        self._paper = ""
        self._answers = b""

    @property
    def can_print(self) -> bool:
        return self.has_paper and not self.is_cover_open

    def lose_power(self) -> None:
        """With all that it held."""
        self._held.clear()
        self._reader.forget()
        self._answers = b""

    def mend(self) -> None:
        """A hand closes it and puts a roll in; what it held comes out."""
        self.has_paper, self.is_cover_open, self.is_plugged_in = True, False, True
        self.ends_after = None
        self.mute_until = self.deaf_until = 0.0
        self._work()

    def take(self, data: bytes) -> None:
        """Bytes come in."""
        if self.clock.monotonic() < self.deaf_until:
            return
        for command in self._reader.feed(data):
            if command.is_real_time:
                self._obey_at_once(command)
            else:
                self._held.append(command)
        self._work()

    def give(self) -> bytes:
        """What it has answered."""
        answers, self._answers = self._answers, b""
        return b"" if self.clock.monotonic() < self.mute_until else answers

    def _obey_at_once(self, command: Command) -> None:
        if command.code == b"\x10\x04":
            self._answers += bytes((self._status(command.parameters[0]),))
        elif command.code == b"\x10\x14" and self._knows_clear:
            self._held.clear()
            self._reader.forget()
            self._answers += b"\x37\x25\x00"

    def _status(self, question: int) -> int:
        out = 0x20 * (not self.has_paper)
        bits = {1: 0x08 * (not self.can_print), 2: 0x04 * self.is_cover_open | out, 4: 3 * out}
        return 0x12 | bits.get(question, 0)

    def _work(self) -> None:
        while self._held and self.can_print:
            command = self._held.popleft()
            if command.code == b"\x1d(H":
                self._answers += b"\x37\x22" + command.parameters[4:] + b"\x00"
            elif command.code == TEXT:
                self._print(command.parameters.decode("gb18030"))
            elif command.code == CUT:
                self.pieces += [self._paper] if self._paper.strip() else []
                self._paper = ""

    def _print(self, text: str) -> None:
        self._paper += text
        if self.ends_after is not None:
            self.ends_after -= 1
            if self.ends_after <= 0:
                self.has_paper, self.ends_after = False, None
                self._paper += TORN


class PressPort(Port):
    """The line to it; the power may fail between any two bytes."""

    def __init__(self, press: Press, fuse: Fuse) -> None:
        if not press.is_plugged_in:
            raise PortError(PortProblem.MISSING, "press")
        self._press = press
        self._fuse = fuse

    @override
    def write(self, data: bytes, seconds: float) -> None:
        self._check()
        half = self._fuse.where(len(data))
        self._press.take(data[:half])
        self._fuse.spark()
        self._press.take(data[half:])

    @override
    def read(self, seconds: float) -> bytes:
        self._check()
        if answers := self._press.give():
            return answers
        self._press.clock.pass_time(timedelta(seconds=seconds))
        return self._press.give()

    @override
    def flush_input(self) -> None:
        self._press.give()

    @override
    def close(self) -> None:
        pass

    def _check(self) -> None:
        if not self._press.is_plugged_in:
            raise PortError(PortProblem.GONE, "press")
