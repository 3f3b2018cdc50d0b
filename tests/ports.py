# SPDX-License-Identifier: Apache-2.0
"""Ports that nobody listens at, for programs that are told where to listen."""

import secrets
import socket

BELOW_THE_SYSTEMS_OWN = range(10000, 32000)
"""Linux gives none of these to those who ask for any, or who connect: it cannot take one before its program does."""


def free_ports(count: int) -> int:
    """The first of so many in a row."""
    while True:
        first = BELOW_THE_SYSTEMS_OWN.start + secrets.randbelow(len(BELOW_THE_SYSTEMS_OWN) - count)
        if all(_is_free(port) for port in range(first, first + count)):
            return first


def free_port() -> int:
    return free_ports(1)


def _is_free(port: int) -> bool:
    try:
        socket.create_server(("127.0.0.1", port)).close()
    except OSError:
        return False
    return True
