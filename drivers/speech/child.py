# SPDX-License-Identifier: Apache-2.0
"""A child process that is never left behind: it ends with us, and whatever it started with it."""

import os
import signal
import subprocess
from contextlib import suppress
from select import POLLIN, poll
from shutil import which

from drivers.speech.errors import SpeechError, SpeechReason

Command = tuple[str, ...]
"""A program and its arguments; never a visitor's text, which other users could read in `ps`."""

KILLED_SECONDS = 1.0
"""How long a busy machine may take to end what was killed."""

WITH_US: Command = ("setpriv", "--pdeathsig", "KILL", "--")
"""Turns into the program after it, which is killed when the thread that started it is gone."""


class Child:
    """A running program with a process group of its own.

    Lifetime: from its creation until `wait` has said True; then its group is empty and its number
    is free. Call `kill` and `wait` on every one.
    Concurrency: used by one thread; it is killed when that thread ends, or is killed itself.

    Raises:
        SpeechError: NO_PROGRAM, when it cannot be started.
    """

    def __init__(self, command: Command, *, takes: int, gives: int, complains: int) -> None:
        """Start it on three open file descriptors, which stay the caller's."""
        program = which(command[0])
        if program is None:
            raise SpeechError(SpeechReason.NO_PROGRAM, program=command[0])
        try:
            self._process = subprocess.Popen(  # noqa: S603 - no shell, no text of a visitor
                (*WITH_US, program, *command[1:]),
                stdin=takes,
                stdout=gives,
                stderr=complains,
                env={**os.environ, "LC_ALL": "C.UTF-8"},  # complaints are read
                process_group=0,
            )
        except OSError as error:
            raise SpeechError(SpeechReason.NO_PROGRAM, program=WITH_US[0]) from error
        self._watch: int | None = os.pidfd_open(self._process.pid)

    @property
    def pid(self) -> int:
        """The number of the process and of its group."""
        return self._process.pid

    @property
    def status(self) -> int | None:
        """Exit status, negative for the signal that ended it; None while it runs."""
        return self._process.returncode

    def kill(self) -> None:
        """End it and all that it started, at once; harmless when it has ended."""
        # as long as nobody has waited for it, its number cannot belong to anyone else
        if self._watch is not None:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def wait(self, seconds: float) -> bool:
        """Whether it ends within so many seconds; what it left running ends with it."""
        if self._watch is None:
            return True
        if not _is_readable(self._watch, seconds):
            return False
        self.kill()
        self._process.wait()
        os.close(self._watch)
        self._watch = None
        return True


def _is_readable(descriptor: int, seconds: float) -> bool:
    """A pidfd is readable once its process has ended."""
    waiting = poll()
    waiting.register(descriptor, POLLIN)
    return bool(waiting.poll(seconds * 1000))
