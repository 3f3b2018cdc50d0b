# SPDX-License-Identifier: Apache-2.0
"""A line to pcscd whose calls end in time: they run in a process that can be killed."""

import json
import os
import select
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import cast

from typing_extensions import override

from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.transport.deadline import Clock, Deadline

HELPER = Path(__file__).with_name("pcsc_helper.py")
SUCCESS = 0


class PcscLink(ABC):
    """What can be asked of pcscd.

    Lifetime: open from its creation to `close`; after a CardReaderError make a new one.
    Concurrency: used by one thread, the worker of its reader.
    """

    @abstractmethod
    def call(self, name: str, argument: str, seconds: float) -> tuple[int, object]:
        """The PC/SC code, 0 when all is well, and the value of a call of `pcsc_helper.Service`.

        Raises:
            CardReaderError: SILENT after so many seconds, SERVICE_MISSING when the helper ended.
        """

    @abstractmethod
    def close(self) -> None:
        """End what is under way and let go of card and reader; may be called twice."""


class HelperProcess(PcscLink):
    """Owns one child process, which is gone after `close`; it ends by itself with its parent too."""

    def __init__(self, clock: Clock = time.monotonic) -> None:
        self._clock = clock
        self._buffer = b""
        self._process = subprocess.Popen(  # noqa: S603 - our own file
            # -P: the helper's neighbours must not hide modules of the standard library
            [sys.executable, "-P", str(HELPER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            start_new_session=True,  # a Ctrl-C is the kiosk's to handle
        )

    @property
    def pid(self) -> int:
        """The child's, also after its end."""
        return self._process.pid

    @override
    def call(self, name: str, argument: str, seconds: float) -> tuple[int, object]:
        deadline = Deadline(seconds, self._clock)
        question = json.dumps([name, argument]) + "\n"
        assert self._process.stdin is not None  # noqa: S101 - made with a pipe
        try:
            self._process.stdin.write(question.encode())
        except OSError as error:
            raise _ended(name) from error
        code, value = json.loads(self._line(name, deadline))
        return cast("int", code), cast("object", value)

    def _line(self, name: str, deadline: Deadline) -> bytes:
        assert self._process.stdout is not None  # noqa: S101 - made with a pipe
        out = self._process.stdout.fileno()
        while b"\n" not in self._buffer:
            if not select.select([out], [], [], deadline.remaining_seconds)[0]:
                raise CardReaderError(CardReaderReason.SILENT, call=name)
            data = os.read(out, 4096)
            if not data:
                raise _ended(name)
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    @override
    def close(self) -> None:
        self._process.kill()
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()


def _ended(name: str) -> CardReaderError:
    return CardReaderError(CardReaderReason.SERVICE_MISSING, call=name, problem="helper ended")
