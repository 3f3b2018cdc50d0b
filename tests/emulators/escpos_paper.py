# SPDX-License-Identifier: Apache-2.0
"""What an emulated printer has put on paper, by its own understanding of the bytes (devices.md 2)."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Ticket:
    """A piece of paper that was cut off and shows something."""

    data: bytes
    """Everything that was printed on it, as received."""
    lines: tuple[str, ...]
    codes: tuple[bytes, ...]
    raster_rows: int
    starts: int
    """How often `ESC @` came before something was printed: 2 means two jobs on one paper."""


@dataclass
class _Strip:
    """Paper that has been printed and not cut off."""

    data: bytearray = field(default_factory=bytearray)
    lines: list[str] = field(default_factory=list)
    codes: list[bytes] = field(default_factory=list)
    raster_rows: int = 0
    starts: int = 0
    is_fresh_start: bool = False
    has_mark: bool = False

    def mark(self) -> None:
        self.has_mark = True
        self.starts += self.is_fresh_start
        self.is_fresh_start = False

    def cut_off(self) -> Ticket:
        return Ticket(
            bytes(self.data), tuple(self.lines), tuple(self.codes), self.raster_rows, self.starts
        )


class Paper:
    """The paper in the printer, and the pieces of it that have fallen."""

    def __init__(self, encoding: str) -> None:
        self.encoding = encoding
        self.tickets: list[Ticket] = []
        self.blank_slips = 0
        self._print_line = b""
        self._code_data = b""
        self._strip = _Strip()

    def forget_line(self) -> None:
        """What was not yet put on paper goes; what hangs out stays."""
        self._print_line = b""

    def put(self, command: bytes) -> bool:
        """Print a command; whether it has left a mark."""
        self._strip.data += command
        marks = self._put(command)
        if marks:
            self._strip.mark()
        return marks

    def _put(self, command: bytes) -> bool:
        if command[0] >= 0x20:
            self._print_line += command
        elif command == b"\t":
            self._print_line += b" " * (8 - len(self._print_line) % 8)
        elif command == b"\n" and self._print_line:
            self._strip.lines.append(self._print_line.decode(self.encoding))
            self._print_line = b""
            return True
        elif command == b"\x1b@":
            self._strip.is_fresh_start = True
            self._print_line = b""
        elif command[:3] == b"\x1dv0":
            self._strip.raster_rows += int.from_bytes(command[6:8], "little")
            return True
        elif command[:3] == b"\x1d(k":
            return self._qr_code(command)
        elif command[:2] == b"\x1dV":
            self._cut()
        return False

    def _qr_code(self, command: bytes) -> bool:
        if command[5:7] == b"1P":
            self._code_data = command[8:]
        elif command[5:7] == b"1Q":
            self._strip.codes.append(self._code_data)
            return True
        return False

    def _cut(self) -> None:
        if self._strip.has_mark:
            self.tickets.append(self._strip.cut_off())
        else:
            self.blank_slips += 1
        self._strip = _Strip()
