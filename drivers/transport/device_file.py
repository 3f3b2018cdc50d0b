# SPDX-License-Identifier: Apache-2.0
"""A character device of the system, such as /dev/usb/lp0, as a Port."""

import errno
import fcntl
import math
import os
import select
import stat
from contextlib import suppress

from typing_extensions import override

from drivers.transport.abstract import (
    FLUSH_SECONDS,
    FORBIDDEN_NUMBERS,
    Port,
    PortError,
    PortProblem,
    problem_of_opening,
)
from drivers.transport.deadline import PAUSE_SECONDS, Deadline, write_all

LARGEST_READ = 4096

FLAGS = os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
HUNG_UP = select.POLLHUP | select.POLLERR | select.POLLNVAL
NOT_NOW = {errno.EAGAIN, errno.ENOSPC}
"""ENOSPC is what the kernel's printer driver says of paper that ran out."""


class DeviceFile(Port):
    """A device file that no other program with this driver can use meanwhile.

    One that cannot be read is written to all the same; nothing ever comes from it.

    Raises:
        PortError: MISSING, REFUSED, FORBIDDEN or UNFIT, when it cannot be opened.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: int | None = None
        self._can_read = True
        try:
            self._file = self._open()
            _take(self._file)
        except OSError as error:
            self.close()
            raise PortError(problem_of_opening(error.errno), path) from error

    @override
    def write(self, data: bytes, seconds: float) -> None:
        if not write_all(self._write_some, memoryview(data), Deadline(seconds)):
            raise PortError(PortProblem.STUCK, self._path)

    @override
    def read(self, seconds: float) -> bytes:
        deadline = Deadline(seconds)
        while True:
            data = self._read_some()
            if data or deadline.is_over:
                return data or b""
            self._wait(deadline)
            if data is not None:
                deadline.pause(PAUSE_SECONDS)

    @override
    def flush_input(self) -> None:
        deadline = Deadline(FLUSH_SECONDS)
        while self._read_some() and not deadline.is_over:
            pass

    @override
    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            with suppress(OSError):
                os.close(file)

    def _open(self) -> int:
        try:
            return os.open(self._path, os.O_RDWR | FLAGS)
        except OSError as error:
            if error.errno not in FORBIDDEN_NUMBERS:
                raise
        self._can_read = False
        return os.open(self._path, os.O_WRONLY | FLAGS)

    def _write_some(self, data: memoryview) -> int:
        try:
            return os.write(self._open_file(), data)
        except OSError as error:
            if error.errno in NOT_NOW:
                return 0
            raise self._gone() from error

    def _read_some(self) -> bytes | None:
        """What is there; None when the device has nothing, empty when it sent just that."""
        file = self._open_file()
        if not self._can_read:
            return None
        try:
            return os.read(file, LARGEST_READ)
        except OSError as error:
            if error.errno == errno.EINVAL:  # a printer that has no way back
                self._can_read = False
            elif error.errno != errno.EAGAIN:
                raise self._gone() from error
            return None

    def _wait(self, deadline: Deadline) -> None:
        """Until it can be read or is gone."""
        poll = select.poll()
        poll.register(self._open_file(), select.POLLIN if self._can_read else 0)
        for _, flags in poll.poll(math.ceil(deadline.remaining_seconds * 1000)):
            if flags & HUNG_UP:
                raise self._gone()

    def _open_file(self) -> int:
        if self._file is None:
            raise self._gone()
        return self._file

    def _gone(self) -> PortError:
        return PortError(PortProblem.GONE, self._path)


def _take(file: int) -> None:
    """Keep other programs with this driver away.

    Raises:
        OSError: one has it, or it is no character device.
    """
    if not stat.S_ISCHR(os.fstat(file).st_mode):
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
