# SPDX-License-Identifier: Apache-2.0
"""A printer whose answers take as long as they like, by a clock of its own; it serves every new line."""

import re
from collections import deque

from drivers.transport.abstract import Port

QUESTION = re.compile(
    rb"\x10\x04(.)|\x10\x14\x08.{7}|\x1d\(H\x06\x0000(\d{4})|\x1dr\x01", re.DOTALL
)
GOOD, NO_PAPER = {1: 0x12, 2: 0x12, 3: 0x12, 4: 0x12}, {1: 0x1A, 2: 0x32, 3: 0x12, 4: 0x7E}
"""What it says of itself (devices.md 2.2)."""

WRITE_SECONDS = 0.001


class LatePrinter(Port):
    """In order: no answer overtakes an older one. What it holds without paper it does when it has some.

    Attributes:
        lags: how late each of the next answers is; then the last one counts.
        before: bytes that come before each answer.
    """

    def __init__(self, lags: list[float], *, before: bytes = b"") -> None:
        self.now = 0.0
        self.lags = deque(lags)
        self.before = before
        self.has_paper = True
        self._due: deque[tuple[float, bytes]] = deque()
        self._held: list[bytes] = []

    def clock(self) -> float:
        return self.now

    def rest(self, seconds: float) -> None:
        self.now += seconds

    def set_paper(self, *, is_there: bool) -> None:
        self.has_paper = is_there
        if is_there:
            for answer in self._held:
                self._answer(answer)
            self._held.clear()

    def write(self, data: bytes, seconds: float) -> None:
        self.now += WRITE_SECONDS
        for question in QUESTION.finditer(data):
            if question[1]:
                said = GOOD if self.has_paper else NO_PAPER
                self._answer(bytes((said[question[1][0]],)))
            elif question[0].startswith(b"\x10"):
                self._held.clear()
                self._answer(b"\x37\x25\x00")
            else:
                number = question[2]
                self._queue(b"\x37\x22" + number + b"\x00" if number else b"\x00")

    def read(self, seconds: float) -> bytes:
        if not self._due or self._due[0][0] > self.now + seconds:
            self.now += seconds
            return b""
        self.now = max(self.now, self._due[0][0])
        said = b""
        while self._due and self._due[0][0] <= self.now:
            said += self._due.popleft()[1]
        return said

    def flush_input(self) -> None:
        while self._due and self._due[0][0] <= self.now:
            self._due.popleft()

    def close(self) -> None:
        """Its answers wait for the next line."""

    def _queue(self, answer: bytes) -> None:
        if self.has_paper:
            self._answer(answer)
        else:
            self._held.append(answer)

    def _answer(self, answer: bytes) -> None:
        lag = self.lags.popleft() if len(self.lags) > 1 else self.lags[0]
        earliest = self._due[-1][0] if self._due else 0.0
        self._due.append((max(earliest, self.now + lag), self.before + answer))
