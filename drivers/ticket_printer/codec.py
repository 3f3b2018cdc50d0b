# SPDX-License-Identifier: Apache-2.0
"""ESC/POS: the bytes of a job and of every question to the printer.

Not responsible for fonts, and not for the line they travel on.
"""

import re
from dataclasses import dataclass
from typing import assert_never

from drivers.ticket_printer.abstract import (
    Align,
    Cut,
    Feed,
    PaperProfile,
    PrintItem,
    PrintJob,
    QrCode,
    Raster,
    Text,
    TextEncoding,
)
from drivers.ticket_printer.charset import encode_text
from drivers.ticket_printer.errors import TicketPrinterError, TicketPrinterReason

INITIALIZE = b"\x1b@"
CHINESE_MODE = b"\x1c&"
UTF_8_MODE = b"\x1c(C\x02\x0002"
PARTIAL_CUT = b"\x1dVB\x00"
FULL_CUT = b"\x1dVA\x00"

ASK_PROCESSED = b"\x1dr\x01"
"""GS r 1: one byte once everything before it has been processed; nothing while offline."""

AUTOMATIC_STATUS_OFF = b"\x1da\x00"

CLEAR = b"\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08"
"""DLE DC4 8, real-time: drop all data held and answer `37 25 00`. Nothing may follow before that
answer (Epson reference, DLE DC4 fn 8)."""

RECOVER = b"\x10\x05\x02"
"""DLE ENQ 2, real-time: drop all data held and leave a cutter error; ignored without an error."""

BAND_ROWS = 256
STRIP_ROWS = 32
"""About a line of text. A band is made of strips of about one width, so that narrow lines do not
travel as wide ones; smaller strips would save a little more and make the paper start and stop."""

BAND_WORTH_BYTES = 64
"""What another band must save: its head takes 8, and the paper may stop between two."""
BLANK_ROWS_WORTH_SKIPPING = 8
LARGEST_FEED = 255
TEXT_SIZES = range(1, 9)
TAB_COLUMNS = 8
QR_MODULES = range(1, 17)
TEAR_OFF_DOTS = 160
"""From the head to the tear bar of a printer without a cutter, about 20 mm."""

LAST_JOB_NUMBER = 9999
QR_DATA_BYTES = 512
"""Far more than a ticket needs and less than any printer's QR store."""

ALIGN_CODE = {Align.LEFT: 0, Align.CENTER: 1, Align.RIGHT: 2}


def encode(job: PrintJob, profile: PaperProfile) -> bytes:
    """The bytes of a job, from `ESC @` to its cut, without the question for proof.

    Raises:
        TicketPrinterError: UNFIT, if an item cannot be put on this paper.
    """
    encoder = _Encoder(profile)
    for item in job.items:
        encoder.add(item)
    return bytes(encoder.data)


def ask_status(number: int) -> bytes:
    """DLE EOT 1 to 4, real-time: one byte, even when offline (devices.md 2.2)."""
    return bytes((0x10, 0x04, number))


def ask_printed(job_number: int) -> bytes:
    """GS ( H: answered with the job number when the data before it has been printed."""
    return b"\x1d(H\x06\x0000" + b"%04d" % job_number


def next_job_number(job_number: int) -> int:
    """Rising from 1 to 9999 and round again."""
    return job_number % LAST_JOB_NUMBER + 1


@dataclass(frozen=True)
class _Style:
    """What `ESC a`, `ESC E` and `GS !` have set."""

    align: Align = Align.LEFT
    bold: bool = False
    width: int = 1
    height: int = 1


class _Encoder:
    """Writes items one after the other and sends a style only when it changes."""

    def __init__(self, profile: PaperProfile) -> None:
        self._profile = profile
        self._style = _Style()
        mode = UTF_8_MODE if profile.encoding is TextEncoding.UTF_8 else CHINESE_MODE
        self.data = bytearray(INITIALIZE + AUTOMATIC_STATUS_OFF + mode)

    def add(self, item: PrintItem) -> None:
        match item:
            case Text():
                self._text(item)
            case Raster():
                self._raster(item)
            case QrCode():
                self._qr_code(item)
            case Feed():
                self._feed(item.dots)
            case Cut():
                self._cut(item)
            case _:
                assert_never(item)

    def _set(self, style: _Style) -> None:
        old, self._style = self._style, style
        if style.align is not old.align:
            self.data += bytes((0x1B, 0x61, ALIGN_CODE[style.align]))
        if style.bold is not old.bold:
            self.data += bytes((0x1B, 0x45, style.bold))
        if (style.width, style.height) != (old.width, old.height):
            self.data += bytes((0x1D, 0x21, (style.width - 1) << 4 | (style.height - 1)))

    def _text(self, line: Text) -> None:
        _check(line.width in TEXT_SIZES and line.height in TEXT_SIZES, "text size")
        self._set(_Style(line.align, line.bold, line.width, line.height))
        data = encode_text(line.text, self._profile.encoding)
        is_grid = line.width == 1 and self._profile.encoding is not TextEncoding.UTF_8
        self.data += (_tabbed(data) if is_grid and line.align is Align.LEFT else data) + b"\n"

    def _raster(self, picture: Raster) -> None:
        _check(0 < picture.width_dots <= self._profile.dots, "picture width")
        _check(len(picture.rows) % picture.row_bytes == 0, "picture rows")
        self._set(_Style(align=picture.align))
        trims = picture.align is Align.LEFT or picture.width_dots == self._profile.dots
        for first, last, is_blank in _runs(picture):
            if is_blank:
                self._feed(last - first)
            else:
                self._bands(picture, first, last, trims=trims)

    def _bands(self, picture: Raster, first: int, last: int, *, trims: bool) -> None:
        rows = _rows(picture, first, last)
        for band in _by_width(rows) if trims else _strips(rows, BAND_ROWS):
            width = _width(band) if trims else picture.row_bytes
            size = width.to_bytes(2, "little") + len(band).to_bytes(2, "little")
            self.data += b"\x1dv0\x00" + size + _disarm(b"".join(row[:width] for row in band))

    def _qr_code(self, code: QrCode) -> None:
        data = code.data.encode()
        _check(0 < len(data) <= QR_DATA_BYTES and code.data.isprintable(), "QR data")
        _check(code.module_dots in QR_MODULES, "QR module")
        self._set(_Style(align=code.align))
        for function in (
            b"\x31\x41\x32\x00",  # model 2
            bytes((0x31, 0x43, code.module_dots)),
            b"\x31\x45\x31",  # error correction M
            b"\x31\x50\x30" + data,
            b"\x31\x51\x30",  # print
        ):
            self.data += b"\x1d(k" + len(function).to_bytes(2, "little") + function

    def _feed(self, dots: int) -> None:
        _check(dots >= 0, "feed")
        while dots:
            step = min(dots, LARGEST_FEED)
            self.data += bytes((0x1B, 0x4A, step))
            dots -= step

    def _cut(self, cut: Cut) -> None:
        if self._profile.has_cutter:
            self.data += PARTIAL_CUT if cut.partial else FULL_CUT
        else:
            self._feed(TEAR_OFF_DOTS)


def _tabbed(line: bytes) -> bytes:
    """Runs of spaces as tabs; after `ESC @` a tab goes to the next of every 8 columns.

    A byte is a column in the two-byte code pages, and none of their trail bytes is a space.
    """

    def shorter(spaces: re.Match[bytes]) -> bytes:
        tabs = spaces.end() // TAB_COLUMNS - spaces.start() // TAB_COLUMNS
        rest = spaces.end() % TAB_COLUMNS if tabs else len(spaces[0])
        return b"\t" * tabs + b" " * rest

    return re.sub(rb" {3,}", shorter, line)


def _check(fits: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence where it is called
    if not fits:
        raise TicketPrinterError(TicketPrinterReason.UNFIT, what=what)


def _rows(picture: Raster, first: int, last: int) -> list[bytes]:
    size = picture.row_bytes
    return [picture.rows[start * size : (start + 1) * size] for start in range(first, last)]


def _strips(rows: list[bytes], size: int) -> list[list[bytes]]:
    return [rows[start : start + size] for start in range(0, len(rows), size)]


def _width(rows: list[bytes]) -> int:
    """Bytes up to the last dot of the widest row; a band has at least one."""
    return max(1, *(len(row.rstrip(b"\x00")) for row in rows))


def _by_width(rows: list[bytes]) -> list[list[bytes]]:
    """Bands of strips that are cheaper to send together than apart."""
    bands: list[list[bytes]] = []
    for strip in _strips(rows, STRIP_ROWS):
        if bands and _is_joined_cheaper(bands[-1], strip):
            bands[-1] = bands[-1] + strip
        else:
            bands.append(strip)
    return bands


def _is_joined_cheaper(band: list[bytes], strip: list[bytes]) -> bool:
    if len(band) + len(strip) > BAND_ROWS:
        return False
    apart = _width(band) * len(band) + _width(strip) * len(strip) + BAND_WORTH_BYTES
    return _width(band + strip) * (len(band) + len(strip)) <= apart


def _runs(picture: Raster) -> list[tuple[int, int, bool]]:
    """First row, end and blankness of each run; short blank runs join the drawing around them."""
    runs: list[tuple[int, int, bool]] = []
    blank = bytes(picture.row_bytes)
    rows = _rows(picture, 0, picture.height_dots)
    first = 0
    while first < len(rows):
        last = first
        while last < len(rows) and (rows[last] == blank) is (rows[first] == blank):
            last += 1
        is_blank = rows[first] == blank
        worth = is_blank and (last - first >= BLANK_ROWS_WORTH_SKIPPING or not runs)
        if runs and not worth and not runs[-1][2]:
            runs[-1] = (runs[-1][0], last, False)
        else:
            runs.append((first, last, is_blank))
        first = last
    return runs


def _disarm(picture: bytes) -> bytes:
    """Widen a dot where a picture would spell a real-time command.

    A printer obeys `DLE EOT`, `DLE ENQ` and `DLE DC4` even inside picture data (Epson reference,
    notes on real-time commands), and one of them switches it off.
    """
    for second in (b"\x04", b"\x05", b"\x14"):
        picture = picture.replace(b"\x10" + second, b"\x18" + second)
    return picture
