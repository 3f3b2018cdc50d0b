# SPDX-License-Identifier: Apache-2.0
"""Where one ESC/POS command ends and the next begins (devices.md 2)."""

import re

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
REAL_TIME = re.compile(rb"\x10\x04[\x01-\x04]|\x10\x05[\x01\x02]|" + re.escape(CLEAR))
SINGLE = {b"a": 1, b"E": 1, b"J": 1, b"d": 1, b"!": 1, b"r": 1, b"I": 1, b"@": 0, b"&": 0, b".": 0}
"""Arguments, in bytes, of the short commands; one that is not here has none."""


def length_of_begun_command(data: bytes) -> int:
    """Bytes at the end that may be the begin of a real-time command."""
    commands = (b"\x10\x04\x01", b"\x10\x05\x01", CLEAR)
    for length in range(min(len(data), len(CLEAR) - 1), 0, -1):
        if any(command[:-1].startswith(data[-length:]) for command in commands):
            return length
    return 0


def command_length(data: bytes) -> int:
    """Bytes of the first command, 0 while it is incomplete."""
    if not data:
        return 0
    if data[0] >= 0x20:
        return next((at for at, value in enumerate(data) if value < 0x20), len(data))
    if data[0] == 0:
        return len(data) - len(data.lstrip(b"\x00"))
    if data[0] not in b"\x1b\x1c\x1d":
        return 1
    length = _long_command_length(data)
    return length if length <= len(data) else 0


def _long_command_length(data: bytes) -> int:
    """Bytes that the command takes in all; more than there are while that is unknown."""
    unknown = len(data) + 1
    if len(data) < 2:
        return unknown
    if data[1:2] == b"(":
        return unknown if len(data) < 5 else 5 + int.from_bytes(data[3:5], "little")
    if data[:2] == b"\x1dv":
        if len(data) < 8:
            return unknown
        return 8 + int.from_bytes(data[4:6], "little") * int.from_bytes(data[6:8], "little")
    if data[:2] == b"\x1dV":
        return unknown if len(data) < 3 else 3 + (data[2] in (65, 66))
    return 2 + SINGLE.get(data[1:2], 0)
