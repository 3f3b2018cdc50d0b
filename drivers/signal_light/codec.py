# SPDX-License-Identifier: Apache-2.0
"""The relay boards there are, as data: a further one is a row of `BOARDS`."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

CHANNEL = "NN"
"""Where the channel's number stands in a frame."""


class Board(StrEnum):
    """The boards whose frames are known."""

    LCUS = "lcus"
    """LCUS-1, -2, -4, -8 of Shenzhen LC and their many copies, USB with a CH340."""
    KMTRONIC = "kmtronic"
    """KMTronic USB and RS-232 relays."""
    MODBUS = "modbus"
    """Relays that speak Modbus RTU, at their usual address 1."""


def no_check(frame: bytes) -> bytes:
    """Nothing follows the frame."""
    return b""


def sum_check(frame: bytes) -> bytes:
    """The low byte of the sum."""
    return bytes([sum(frame) & 0xFF])


def modbus_check(frame: bytes) -> bytes:
    """CRC-16 of Modbus RTU, low byte first."""
    check = 0xFFFF
    for byte in frame:
        check ^= byte
        for _ in range(8):
            check = (check >> 1) ^ 0xA001 if check & 1 else check >> 1
    return check.to_bytes(2, "little")


@dataclass(frozen=True, slots=True)
class BoardFrames:
    """How one make is spoken to; all run at 9600 bit/s unless they were set up otherwise.

    Attributes:
        on: the frame that switches a channel on, hexadecimal.
        off: the one that switches it off.
        check: what follows a frame.
        first: how the first channel is called.
        echoes: the board answers with the frame itself when it has switched.
    """

    on: str
    off: str
    check: Callable[[bytes], bytes]
    first: int
    echoes: bool

    def frame(self, channel: int, *, is_on: bool) -> bytes:
        """The bytes that switch a channel; they count from 1 as printed on the boards."""
        template = self.on if is_on else self.off
        number = channel - 1 + self.first
        frame = bytes.fromhex(template.replace(CHANNEL, f"{number:02X}"))
        return frame + self.check(frame)


BOARDS: Mapping[Board, BoardFrames] = {
    # jarwyg/USB_RELAY:README.md; sellers' pages. Only some boards know a question (FF).
    Board.LCUS: BoardFrames("A0 NN 01", "A0 NN 00", sum_check, first=1, echoes=False),
    # info.kmtronic.com, "USB Relay Test software". What it answers differs by the board's size.
    Board.KMTRONIC: BoardFrames("FF NN 01", "FF NN 00", no_check, first=1, echoes=False),
    # Modbus Application Protocol 1.1b3, 6.5 "Write Single Coil".
    Board.MODBUS: BoardFrames(
        "01 05 00 NN FF 00", "01 05 00 NN 00 00", modbus_check, first=0, echoes=True
    ),
}
