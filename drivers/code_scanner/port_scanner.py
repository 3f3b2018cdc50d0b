# SPDX-License-Identifier: Apache-2.0
"""The talk with a scanner over any port: listening, and asking whether it is there."""

import logging
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from typing_extensions import override

from drivers.code_scanner.abstract import CodeScanner, ScannedCode
from drivers.code_scanner.codec import QUESTIONS, CodeParser, Make, NoiseMeter, Question, Suffix
from drivers.code_scanner.errors import CodeScannerError, CodeScannerReason
from drivers.transport.abstract import Port
from drivers.transport.deadline import Clock, Deadline
from drivers.transport.port_errors import port_errors_as

logger = logging.getLogger(__name__)

TIMES_ASKED = 2
MOST_WAITING = 4
"""Codes that nobody fetched; the oldest goes first, for nobody waits any more for what it says."""
CALM_SECONDS = 0.5
"""Silence after which what was unreadable before is no part of what comes now."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How this scanner behaves.

    Attributes:
        gap_seconds: silence this long inside a code means that nothing more of it comes.
        answer_seconds: how long a question may stay without answer; it is asked twice.
    """

    suffix: Suffix = Suffix.LINE_END
    make: Make = Make.ANY
    gap_seconds: float = 0.2
    answer_seconds: float = 0.4


DEFAULT_MANNER = Manner()


class PortScanner(CodeScanner):
    """A scanner behind a port.

    Args:
        open_port: opens the port; raises PortError.
    """

    def __init__(
        self,
        open_port: Callable[[], Port],
        manner: Manner = DEFAULT_MANNER,
        clock: Clock = time.monotonic,
    ) -> None:
        self._open_port = open_port
        self._manner = manner
        self._clock = clock
        self._question = QUESTIONS[manner.make]
        self.can_tell_silence = self._question is not None
        self._port: Port | None = None
        self._noise = NoiseMeter()  # outlives a port that is opened anew because of it
        self._forget()

    @override
    def open(self) -> None:
        if self._port is not None:
            return
        self._forget()
        try:
            with port_errors_as(CodeScannerError):
                self._port = self._open_port()
                self._port.flush_input()
            self.check()
        except CodeScannerError:
            self.close()
            raise

    @override
    def wait_for_code(self, seconds: float) -> ScannedCode | None:
        try:
            frame = self._next_frame(Deadline(seconds, self._clock))
            if frame is not None:
                return self._noise.read(frame)
        except CodeScannerError as error:
            if error.is_code_fault:
                self._noise.count(error)
            raise
        if self._clock() - self._heard_at >= CALM_SECONDS:
            self._has_calmed()
        return None

    @override
    def check(self) -> None:
        port, before = self._opened(), self._heard_bytes
        if self._question is None:
            self._hear(port, 0)
        elif not any(self._is_answered(port, self._question) for _ in range(TIMES_ASKED)):
            is_silent = self._heard_bytes == before
            reason = CodeScannerReason.SILENT if is_silent else CodeScannerReason.GARBLED
            raise CodeScannerError(reason, make=self._manner.make)

    @override
    def close(self) -> None:
        if self._port is not None:
            self._port.close()
        self._port = None

    def _forget(self) -> None:
        self._parser = CodeParser(self._manner.suffix, self._manner.make)
        self._whole = deque[bytes](maxlen=MOST_WAITING)
        self._dropped = 0
        self._heard_bytes = 0
        self._heard_at = self._clock()

    def _opened(self) -> Port:
        if self._port is None:
            raise CodeScannerError(CodeScannerReason.UNPLUGGED, port="closed")
        return self._port

    def _next_frame(self, deadline: Deadline) -> bytes | None:
        port = self._opened()
        while not self._whole:
            self._listen(port, deadline)
            if deadline.is_over:
                break
        return self._whole.popleft() if self._whole else None

    def _has_calmed(self) -> None:
        self._noise.calm()
        if self._dropped:
            logger.warning("code scanner: %d codes came too fast and were dropped", self._dropped)
        self._dropped = 0

    def _keep(self, frame: bytes) -> None:
        self._dropped += len(self._whole) == MOST_WAITING
        self._whole.append(frame)

    def _listen(self, port: Port, deadline: Deadline) -> None:
        """Hear once; inside a code wait for no longer than a gap."""
        seconds = deadline.remaining_seconds
        gap = self._heard_at + self._manner.gap_seconds - self._clock()
        if self._parser.is_inside:
            seconds = min(seconds, max(0.0, gap))
        is_quiet = not self._hear(port, seconds) and gap <= seconds
        if is_quiet and self._parser.is_inside and (frame := self._parser.fall_silent()):
            self._keep(frame)

    def _hear(self, port: Port, seconds: float) -> bool:
        with port_errors_as(CodeScannerError):
            data = port.read(seconds)
        if data:
            self._heard_at = self._clock()
            self._heard_bytes += len(data)
            for frame in self._parser.feed(data):
                self._keep(frame)
        return bool(data)

    def _is_answered(self, port: Port, question: Question) -> bool:
        """Ask; what the scanner says besides is taken as codes."""
        deadline = Deadline(self._manner.answer_seconds, self._clock)
        before = self._parser.answers
        with port_errors_as(CodeScannerError):
            port.write(question.ask, deadline.remaining_seconds)
        while self._parser.answers == before and not deadline.is_over:
            self._hear(port, deadline.remaining_seconds)
        return self._parser.answers > before
