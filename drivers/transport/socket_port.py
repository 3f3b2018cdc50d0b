# SPDX-License-Identifier: Apache-2.0
"""A TCP connection as a Port."""

import select
import socket
import struct
import subprocess
from contextlib import suppress
from ipaddress import ip_address

from typing_extensions import override

from drivers.transport.abstract import (
    FLUSH_SECONDS,
    FORBIDDEN_NUMBERS,
    Port,
    PortError,
    PortProblem,
)
from drivers.transport.deadline import Deadline

LARGEST_READ = 4096
SEND_BUFFER = 8192
"""Small, so that little of a ticket waits on this side when the device stops reading."""
DROP_UNSENT = struct.pack("ii", 1, 0)
"""SO_LINGER of 0 seconds: closing throws away what the device has not taken."""

SHORTEST_WAIT_SECONDS = 0.001
"""A time-out of 0 would mean not to wait for the connection at all."""

Address = tuple[str, int] | tuple[str, int, int, int] | tuple[int, bytes]

LOOK_UP = ("/usr/bin/getent", "ahosts")
"""The C library's own look-up as a program; its first word is the first address."""
NO_NUMBER = "?"


class SocketPort(Port):
    """A connection to an address or a host name.

    Raises:
        PortError: MISSING or FORBIDDEN, when it cannot be opened in time.
    """

    def __init__(self, host: str, port: int, seconds: float) -> None:
        self._name = f"{host}:{port}"
        deadline = Deadline(seconds)
        where = _look_up(host, port, deadline.remaining_seconds)
        if where is None:
            raise PortError(PortProblem.MISSING, self._name)
        family, address = where
        self._socket = socket.socket(family, socket.SOCK_STREAM)
        try:
            self._connect(address, deadline.remaining_seconds)
        except OSError as error:
            self._socket.close()
            is_forbidden = error.errno in FORBIDDEN_NUMBERS
            problem = PortProblem.FORBIDDEN if is_forbidden else PortProblem.MISSING
            raise PortError(problem, self._name) from error

    @override
    def write(self, data: bytes, seconds: float) -> None:
        deadline = Deadline(seconds)
        left = memoryview(data)
        while True:
            left = left[self._send(left) :]
            if not left:
                return
            if deadline.is_over:
                # Bytes of a job that the device never took must not reach it later.
                self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, DROP_UNSENT)
                raise PortError(PortProblem.STUCK, self._name)
            select.select([], [self._socket], [], deadline.remaining_seconds)

    @override
    def read(self, seconds: float) -> bytes:
        readable, _, _ = select.select([self._open_socket()], [], [], seconds)
        if not readable:
            return b""
        try:
            data = self._socket.recv(LARGEST_READ)
        except BlockingIOError:
            return b""
        except OSError as error:
            raise PortError(PortProblem.GONE, self._name) from error
        if not data:
            raise PortError(PortProblem.GONE, self._name)
        return data

    @override
    def flush_input(self) -> None:
        deadline = Deadline(FLUSH_SECONDS)
        while self.read(0) and not deadline.is_over:
            pass

    @override
    def close(self) -> None:
        self._socket.close()

    def _connect(self, address: Address, seconds: float) -> None:
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        self._socket.settimeout(max(seconds, SHORTEST_WAIT_SECONDS))
        self._socket.connect(address)
        self._socket.setblocking(False)  # noqa: FBT003 - the standard library's own signature
        with suppress(OSError):
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def _open_socket(self) -> socket.socket:
        if self._socket.fileno() < 0:
            raise PortError(PortProblem.GONE, self._name)
        return self._socket

    def _send(self, data: memoryview) -> int:
        try:
            return self._open_socket().send(data)
        except BlockingIOError:
            return 0
        except OSError as error:
            raise PortError(PortProblem.GONE, self._name) from error


def _look_up(host: str, port: int, seconds: float) -> tuple[socket.AddressFamily, Address] | None:
    """First address of a host; None when nobody knows it in time."""
    try:
        ip_address(host)
        number = host
    except ValueError:
        number = _number_of(host, seconds)
    try:
        kind, flags = socket.SOCK_STREAM, socket.AI_NUMERICHOST
        family, *_, address = socket.getaddrinfo(number, port, type=kind, flags=flags)[0]
    except OSError:
        return None
    return family, address


def _number_of(name: str, seconds: float) -> str:
    """Ask the system, in a process that can be killed: a name server may keep its caller waiting."""
    try:
        asked = subprocess.run(  # noqa: S603 - no shell
            [*LOOK_UP, name], capture_output=True, timeout=seconds, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return NO_NUMBER
    words = asked.stdout.decode("ascii", "replace").split()
    return words[0] if words else NO_NUMBER
