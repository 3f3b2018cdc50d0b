# SPDX-License-Identifier: Apache-2.0
"""Chip cards for the virtual reader of vpcd, which speaks to a card over TCP."""

import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Self

STOP_SECONDS = 5.0
POWER_OFF, POWER_ON, RESET, GET_ATR = b"\x00", b"\x01", b"\x02", b"\x04"
CONTROLS = frozenset({POWER_OFF, POWER_ON, RESET, GET_ATR})
ATR_T1 = bytes.fromhex("3B80800101")
ATR_T0 = bytes.fromhex("3B00")
ATR_NONE = b"\x3b" * 60
"""Longer than any card's: what a reader makes of a card whose contacts it does not touch."""

SELECT_SYSTEM = bytes.fromhex("00A404000F7378312E73682EC9E7BBE1B1A3D5CF")
SELECT_HOLDER = bytes.fromhex("00A4020002EF06")
SELECT_HEALTH = bytes.fromhex("00A4040010D1580000010000000000000000001100")
READ_PROFILE = bytes.fromhex("00CA1100020000")
GET_RESPONSE = bytes.fromhex("00C00000")
DONE = b"\x90\x00"
NO_FILE = b"\x6a\x82"
NO_RECORD = b"\x6a\x83"
WRONG_LENGTH = b"\x67\x00"
READ_RECORD = 0xB2

Read = tuple[bytes, bytes]
"""A SELECT, and the first four bytes of a command that is good after it."""


@dataclass
class ChipCard:
    """What a card answers.

    Attributes:
        selects: what there is to be selected, with the answer's data.
        reads: data by what was selected last and the head of the command.
        refusals: status words instead of any other answer, by the head of the command.
        atr: its protocol: ATR_T1, or ATR_T0 with `keeps_back`.
        keeps_back: says only how much there is (61 xx, 6C xx) until asked for just that.
        part_size: how much one GET RESPONSE brings.
    """

    selects: Mapping[bytes, bytes] = field(default_factory=dict)
    reads: Mapping[Read, bytes] = field(default_factory=dict)
    refusals: Mapping[bytes, bytes] = field(default_factory=dict)
    atr: bytes = ATR_T1
    keeps_back: bool = False
    part_size: int = 255
    asked: list[bytes] = field(default_factory=list, init=False)
    _selected: bytes = field(default=b"", init=False)
    _kept: bytes = field(default=b"", init=False)

    def reset(self) -> None:
        self._selected = self._kept = b""

    def answer(self, command: bytes) -> bytes:
        self.asked.append(command)
        head = command[:4]
        if head in self.refusals:
            return self.refusals[head]
        if command[1] == READ_RECORD and len(command) != 5:
            return WRONG_LENGTH
        if head == GET_RESPONSE:
            return self._part(command[4])
        if command in self.selects:
            self._selected = command
            return self._say(command, self.selects[command])
        if (self._selected, head) in self.reads:
            return self._say(command, self.reads[self._selected, head])
        return NO_FILE if command[1] == 0xA4 else NO_RECORD

    def _say(self, command: bytes, data: bytes) -> bytes:
        if not self.keeps_back or not data:
            return data + DONE
        if len(command) == 5:
            return data + DONE if command[4] == len(data) else bytes([0x6C, len(data)])
        self._kept = data
        return self._more()

    def _part(self, length: int) -> bytes:
        part, self._kept = self._kept[:length], self._kept[length:]
        return part + (self._more() if self._kept else DONE)

    def _more(self) -> bytes:
        return bytes([0x61, min(len(self._kept), self.part_size)])


def record(tag: int, value: bytes) -> bytes:
    return bytes([tag, len(value)]) + value


def social_security_card(number: str, name: str, *, by_tag: bool = True) -> ChipCard:
    """A card with EF06 as in LD/T 32, whose records are asked for by tag or only by place."""
    records = {0x08: number.encode(), 0x09: name.encode("gb18030").ljust(30, b"\0")}
    heads = {
        tag: bytes([0x00, 0xB2, tag, 0x00] if by_tag else [0x00, 0xB2, tag - 7, 0x04])
        for tag in records
    }
    reads = {(SELECT_HOLDER, heads[tag]): record(tag, value) for tag, value in records.items()}
    return ChipCard({SELECT_SYSTEM: b"", SELECT_HOLDER: b""}, reads)


def mute_card() -> ChipCard:
    """A card that is put in the wrong way round."""
    return ChipCard(atr=ATR_NONE)


def taiwan_health_card(number: str, name: str, birth: str) -> ChipCard:
    """A card with the 57 bytes of a profile; the year of birth counts from 1912."""
    profile = (
        b"000012345678"
        + name.encode("cp950").ljust(20, b"\0")
        + number.encode()
        + birth.encode()
        + b"F"
        + b"1130101"
    )
    return ChipCard({SELECT_HEALTH: b""}, {(SELECT_HEALTH, READ_PROFILE[:4]): profile})


BeforeAnswer = Callable[["VirtualCard", bytes], None]
"""Called with each command on the card's thread; may block, or pull the card out."""


def at_once(_card: "VirtualCard", _command: bytes) -> None:
    """Answer without ado."""


class VirtualCard:
    """A card in a slot of the virtual reader.

    Lifetime: in the slot from its creation to `pull_out` (or the end of `with`), on a thread of its own.
    """

    def __init__(self, port: int, card: ChipCard, before_answer: BeforeAnswer = at_once) -> None:
        self._card = card
        self._before_answer = before_answer
        self._line = socket.create_connection(("127.0.0.1", port), STOP_SECONDS)
        self._line.settimeout(None)
        self._thread = threading.Thread(target=self._run, name="virtual-card")
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.pull_out()

    def pull_out(self) -> None:
        """May be called twice, and on the card's own thread."""
        with suppress(OSError):  # pcscd is gone, or it is out already
            self._line.shutdown(socket.SHUT_RDWR)
        if threading.current_thread() is not self._thread:
            self._thread.join(STOP_SECONDS)
            self._line.close()

    def _run(self) -> None:
        with suppress(OSError):  # pulled out, or pcscd is gone
            while message := self._receive():
                self._hear(message)

    def _hear(self, message: bytes) -> None:
        if message == GET_ATR:
            self._send(self._card.atr)
        elif message in CONTROLS:
            self._card.reset()
        else:
            self._before_answer(self, message)
            self._send(self._card.answer(message))

    def _receive(self) -> bytes:
        return self._exactly(int.from_bytes(self._exactly(2)))

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            # the reader sends in two pieces and waits for this word between them
            self._line.setsockopt(socket.IPPROTO_TCP, socket.TCP_QUICKACK, 1)
            piece = self._line.recv(size - len(data))
            if not piece:
                return b""
            data += piece
        return data

    def _send(self, data: bytes) -> None:
        self._line.sendall(len(data).to_bytes(2) + data)
