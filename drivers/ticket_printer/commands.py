# SPDX-License-Identifier: Apache-2.0
"""Cuts printer bytes into commands, as a printer does; what they mean is for its users."""

from dataclasses import dataclass

TEXT = b""
"""Code of a run of characters."""

PARAMETER_BYTES = {
    b"\x1b@": 0,
    b"\x1c&": 0,
    b"\x1c.": 0,
    b"\x1ba": 1,
    b"\x1bE": 1,
    b"\x1bJ": 1,
    b"\x1bd": 1,
    b"\x1d!": 1,
    b"\x1dI": 1,
    b"\x1da": 1,
    b"\x1dr": 1,
    b"\x10\x04": 1,
    b"\x10\x05": 1,
    b"\x10\x14": 8,
}
LONG_CODES = {b"\x1d(k", b"\x1d(H", b"\x1c(C"}
"""Two bytes of length follow, then so many bytes."""

BEGINNINGS_OF_THREE = {b"\x1d(", b"\x1c(", b"\x1dv"}

CUT = b"\x1dV"
CUTS_WITH_FEED = (65, 66)
RASTER = b"\x1dv0"
RASTER_HEADER = 5
"""Mode, width in bytes and height in rows."""

INTRODUCERS = b"\x10\x1b\x1c\x1d"
REAL_TIME = 0x10


@dataclass(frozen=True)
class Command:
    """One command: its code, what follows the code, and all its bytes."""

    code: bytes
    parameters: bytes

    @property
    def raw(self) -> bytes:
        """As it was on the wire."""
        return self.code + self.parameters

    @property
    def is_real_time(self) -> bool:
        """Obeyed at once, even offline."""
        return self.code[:1] == bytes((REAL_TIME,))


class CommandReader:
    """Takes bytes in any pieces and gives whole commands; the rest waits for more bytes."""

    def __init__(self) -> None:
        self._pending = b""

    def feed(self, data: bytes) -> list[Command]:
        """The commands that are complete with these bytes."""
        self._pending += data
        commands: list[Command] = []
        start = 0
        while command := _next(self._pending, start):
            commands.append(command)
            start += len(command.raw)
        self._pending = self._pending[start:]
        return commands

    def forget(self) -> None:
        """Drop a half command."""
        self._pending = b""


def read_commands(data: bytes) -> list[Command]:
    """All whole commands of some bytes."""
    return CommandReader().feed(data)


def _next(data: bytes, start: int) -> Command | None:
    if start >= len(data):
        return None
    if data[start] >= 0x20:  # noqa: PLR2004 - below lie the control characters
        return Command(TEXT, _text_run(data, start))
    if data[start] not in INTRODUCERS:
        return Command(data[start : start + 1], b"")
    code = data[start : start + 2]
    if code in BEGINNINGS_OF_THREE:
        code = data[start : start + 3]
    length = _parameter_length(code, data[start + len(code) : start + len(code) + RASTER_HEADER])
    end = start + len(code) + (length or 0)
    if length is None or end > len(data):
        return None
    return Command(code, data[start + len(code) : end])


def _text_run(data: bytes, start: int) -> bytes:
    end = start
    while end < len(data) and data[end] >= 0x20:  # noqa: PLR2004 - see _next
        end += 1
    return data[start:end]


def _parameter_length(code: bytes, header: bytes) -> int | None:
    """Bytes after the code; None while too little is known. An unknown command has none."""
    if code in LONG_CODES:
        return None if len(header) < len("nn") else 2 + int.from_bytes(header[:2], "little")
    if code == RASTER:
        if len(header) < RASTER_HEADER:
            return None
        width, height = header[1:3], header[3:5]
        return RASTER_HEADER + int.from_bytes(width, "little") * int.from_bytes(height, "little")
    if code == CUT:
        return None if not header else 1 + (header[0] in CUTS_WITH_FEED)
    if len(code) < len(b"\x1b@") or code in BEGINNINGS_OF_THREE:
        return None
    return PARAMETER_BYTES.get(code, 0)
