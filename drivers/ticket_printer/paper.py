# SPDX-License-Identifier: Apache-2.0
"""What comes out of the printer, drawn from its bytes dot for dot.

Serves the simulator's users, the demo, the preview and the tests. Knows the commands that `codec.py`
writes and lists every other one as unknown. Not responsible for letter shapes: those are handed in.
"""

import struct
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from drivers.ticket_printer.abstract import Align, PaperProfile, TextEncoding
from drivers.ticket_printer.charset import text_columns
from drivers.ticket_printer.commands import CUT, RASTER, TEXT, Command, read_commands

CELL_WIDTH = 12
CELL_HEIGHT = 24
TAB_COLUMNS = 8
LINE_PITCH = 34
"""Default line spacing, 1/6 inch."""

ALIGN_OF_CODE = {0: Align.LEFT, 1: Align.CENTER, 2: Align.RIGHT}
SILENT = {b"\x1d(H", b"\x1da", b"\x1dr", b"\x10\x04", b"\x10\x05", b"\x10\x14", CUT, b"\x00"}
"""Commands that leave no mark."""


class Glyphs(Protocol):
    """Where letter shapes come from."""

    def cell(self, character: str, columns: int, *, bold: bool) -> tuple[int, ...]:
        """24 rows of `columns` x 12 dots each, the leftmost dot the highest bit, 1 = black."""


@dataclass(frozen=True)
class PaperPicture:
    """A piece of paper; what it says stays out of the repr, for it names a visitor.

    Attributes:
        width_dots: width of the paper.
        rows: one bit per dot, most significant bit leftmost, 1 = black.
        lines: text printed with the printer's own font, line by line.
        codes: contents of the QR codes that the printer drew.
        unknown: commands that this module does not know.
    """

    width_dots: int
    rows: bytes = field(repr=False)
    lines: tuple[str, ...] = field(repr=False)
    codes: tuple[str, ...] = field(repr=False)
    unknown: tuple[bytes, ...] = ()

    @property
    def height_dots(self) -> int:
        """Length of the paper."""
        return len(self.rows) * 8 // self.width_dots

    def png(self) -> bytes:
        """The picture as a PNG file, one bit per dot, 8 dots to the millimetre."""
        row_bytes = self.width_dots // 8
        white = bytes(value ^ 0xFF for value in self.rows)
        lines = (white[at : at + row_bytes] for at in range(0, len(white), row_bytes))
        header = struct.pack(">IIBBBBB", self.width_dots, self.height_dots, 1, 0, 0, 0, 0)
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            (
                _png_chunk(b"IHDR", header),
                _png_chunk(b"pHYs", struct.pack(">IIB", 8000, 8000, 1)),
                _png_chunk(b"IDAT", zlib.compress(b"".join(b"\x00" + line for line in lines))),
                _png_chunk(b"IEND", b""),
            )
        )


def draw(data: bytes, profile: PaperProfile, glyphs: Glyphs) -> PaperPicture:
    """The paper that these printer bytes make."""
    paper = _Paper(profile, glyphs)
    for command in read_commands(data):
        paper.obey(command)
    return paper.picture()


@dataclass(frozen=True)
class _Cell:
    """One character in the line buffer, with the style it came with."""

    character: str
    columns: int
    width: int
    height: int
    bold: bool

    @property
    def dots(self) -> int:
        return self.columns * CELL_WIDTH * self.width


class _Paper:
    """A print head over paper: every row is one integer, the leftmost dot its highest bit."""

    def __init__(self, profile: PaperProfile, glyphs: Glyphs) -> None:
        self._profile = profile
        self._glyphs = glyphs
        self._rows: list[int] = []
        self._lines: list[str] = []
        self._codes: list[str] = []
        self._unknown: list[bytes] = []
        self._obeys: dict[bytes, Callable[[bytes], None]] = {
            TEXT: self._text,
            b"\t": lambda _: self._tab(),
            b"\n": lambda _: self._end_line(),
            b"\x1b@": lambda _: self._initialize(),
            b"\x1c&": lambda _: self._select(self._profile.encoding),
            b"\x1c(C": lambda _: self._select(TextEncoding.UTF_8),
            b"\x1ba": self._align,
            b"\x1bE": self._embolden,
            b"\x1bJ": lambda dots: self._advance(dots[0]),
            b"\x1d!": self._resize,
            RASTER: self._raster,
            b"\x1d(k": self._qr_code,
        }
        self._initialize()

    def obey(self, command: Command) -> None:
        if obey := self._obeys.get(command.code):
            obey(command.parameters)
        elif command.code not in SILENT:
            self._unknown.append(command.raw)

    def picture(self) -> PaperPicture:
        width = self._profile.dots
        return PaperPicture(
            width,
            b"".join(row.to_bytes(width // 8) for row in self._rows),
            tuple(self._lines),
            tuple(self._codes),
            tuple(self._unknown),
        )

    def _initialize(self) -> None:
        self._encoding: TextEncoding | None = None
        self._alignment = Align.LEFT
        self._bold = False
        self._size = (1, 1)
        self._line: list[_Cell] = []
        self._code_data = b""
        self._module_dots = 3

    def _select(self, encoding: TextEncoding) -> None:
        self._encoding = encoding

    def _align(self, code: bytes) -> None:
        self._alignment = ALIGN_OF_CODE[code[0]]

    def _embolden(self, code: bytes) -> None:
        self._bold = bool(code[0] & 1)

    def _resize(self, code: bytes) -> None:
        self._size = ((code[0] >> 4) + 1, (code[0] & 7) + 1)

    def _advance(self, dots: int) -> None:
        self._rows += [0] * dots

    def _put(self, rows: Iterable[int], width_dots: int) -> None:
        """Place a block on fresh paper at the alignment in force."""
        spare = self._profile.dots - width_dots
        shift = {Align.LEFT: spare, Align.CENTER: spare - spare // 2, Align.RIGHT: 0}
        self._rows += [row << shift[self._alignment] for row in rows]

    def _text(self, data: bytes) -> None:
        encoding = self._encoding or TextEncoding.GB18030
        limit = self._profile.columns * CELL_WIDTH
        for character in data.decode(encoding, "replace"):
            columns = text_columns(character, encoding)
            cell = _Cell(character, columns, *self._size, self._bold)
            if sum(old.dots for old in self._line) + cell.dots > limit:
                self._end_line()
            self._line.append(cell)

    def _tab(self) -> None:
        """To the next of every 8 columns, counted at size 1."""
        columns = sum(cell.columns * cell.width for cell in self._line)
        self._text(b" " * (TAB_COLUMNS - columns % TAB_COLUMNS))

    def _end_line(self) -> None:
        cells, self._line = self._line, []
        self._lines.append("".join(cell.character for cell in cells))
        height = CELL_HEIGHT * max((cell.height for cell in cells), default=1)
        rows = [0] * height
        for cell in cells:
            drawn = self._drawn(cell)
            drawn = [0] * (height - len(drawn)) + drawn
            rows = [row << cell.dots | dots for row, dots in zip(rows, drawn, strict=True)]
        self._put(rows, sum(cell.dots for cell in cells))
        self._advance(max(0, LINE_PITCH - height))

    def _drawn(self, cell: _Cell) -> list[int]:
        rows = self._glyphs.cell(cell.character, cell.columns, bold=cell.bold)
        wide = [_widened(row, cell.columns * CELL_WIDTH, cell.width) for row in rows]
        return [row for row in wide for _ in range(cell.height)]

    def _raster(self, data: bytes) -> None:
        row_bytes = int.from_bytes(data[1:3], "little")
        rows = data[5:]
        self._put(
            (int.from_bytes(rows[at : at + row_bytes]) for at in range(0, len(rows), row_bytes)),
            row_bytes * 8,
        )

    def _qr_code(self, data: bytes) -> None:
        function, parameters = data[2:4], data[4:]
        if function == b"1C":
            self._module_dots = parameters[0]
        elif function == b"1P":
            self._code_data = parameters[1:]
        elif function == b"1Q":
            self._draw_code()

    def _draw_code(self) -> None:
        code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
        code.add_data(self._code_data, optimize=0)
        code.make()
        modules = code.get_matrix()
        dots = self._module_dots
        rows = [int("".join("01"[dark] for dark in row), 2) for row in modules]
        wide = [_widened(row, len(modules), dots) for row in rows]
        self._codes.append(self._code_data.decode())
        self._put((row for row in wide for _ in range(dots)), len(modules) * dots)


@lru_cache(maxsize=4096)
def _widened(row: int, dots: int, times: int) -> int:
    """Every dot of a row repeated."""
    if times == 1:
        return row
    return int("".join(dot * times for dot in f"{row:0{dots}b}"), 2)


def _png_chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)
