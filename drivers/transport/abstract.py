# SPDX-License-Identifier: Apache-2.0
"""What every port can do, and how it fails; each device family turns a PortError into its own error."""

import errno
from abc import ABC, abstractmethod
from enum import StrEnum


class PortProblem(StrEnum):
    """Why a port cannot be used."""

    MISSING = "missing"
    """There is no such port, or nobody listens there."""
    GONE = "gone"
    """It was open and has disappeared."""
    REFUSED = "refused"
    """Another program holds it."""
    FORBIDDEN = "forbidden"
    """We have no right to open it."""
    UNFIT = "unfit"
    """It is no such port at all."""
    NO_LIBRARY = "no_library"
    """The system has no library for such ports."""
    STUCK = "stuck"
    """It does not take our bytes in time."""


FLUSH_SECONDS = 0.05
"""A device that never stops talking must not hold up whoever flushes."""

MISSING_NUMBERS = frozenset({errno.ENOENT, errno.ENODEV, errno.ENXIO, errno.EIO})
FORBIDDEN_NUMBERS = frozenset({errno.EACCES, errno.EPERM})
UNFIT_NUMBERS = frozenset({errno.EINVAL, errno.EISDIR, errno.ENOTTY})


def problem_of_opening(number: int | None) -> PortProblem:
    """What an error number means while a port is opened."""
    if number in MISSING_NUMBERS:
        return PortProblem.MISSING
    if number in FORBIDDEN_NUMBERS:
        return PortProblem.FORBIDDEN
    return PortProblem.UNFIT if number in UNFIT_NUMBERS else PortProblem.REFUSED


class PortError(Exception):
    """A port failed; close it, nothing more can be done with it."""

    def __init__(self, problem: PortProblem, port: str) -> None:
        super().__init__(problem, port)
        self.problem = problem
        self.port = port

    def __str__(self) -> str:
        return f"port {self.port} is {self.problem}"


class Port(ABC):
    """An open way for bytes.

    Lifetime: open from its creation to `close` or the first PortError; then a new one is made.
    Concurrency: used by one thread, the worker of its device.
    """

    @abstractmethod
    def write(self, data: bytes, seconds: float) -> None:
        """Hand over all bytes within so many seconds, which does not say that the device took them.

        Raises:
            PortError: STUCK or GONE; how many bytes went out is unknown.
        """

    @abstractmethod
    def read(self, seconds: float) -> bytes:
        """Wait up to so many seconds for bytes and return those that are there; empty when none came.

        Raises:
            PortError: GONE.
        """

    @abstractmethod
    def flush_input(self) -> None:
        """Throw away what has come and was not read.

        Raises:
            PortError: GONE.
        """

    @abstractmethod
    def close(self) -> None:
        """Give the port back within 1.1 s; never raises, may be called twice.

        What was written and has not left yet still does if it can, unless the port is stuck.
        """
