# SPDX-License-Identifier: Apache-2.0
"""Bytes of the police readers: SDT frames and a card's text block (devices.md 1a); no port."""

import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from functools import reduce
from itertools import accumulate, pairwise
from operator import xor

from drivers.card_reader.abstract import CardData, CardKind
from drivers.card_reader.documents import clean, day_of, is_card_number
from drivers.card_reader.errors import CardReaderError, CardReaderReason

PREAMBLE = bytes.fromhex("AAAAAA9669")
HEADER_SIZE = len(PREAMBLE) + 2
LENGTHS = range(3, 2314 + 1)
"""What LEN may say: from a bare command to text, photo and two fingerprints."""
MODULE_NUMBER = struct.Struct("<HHIII")
"""Two short and three long numbers, the least significant byte first."""
TEXT_BLOCK_SIZE = 256
PHOTO_SIZE = 1024


class Command(Enum):
    """CMD and PARA of the questions to a reader."""

    RESET = (0x10, 0xFF)
    STATUS = (0x11, 0xFF)
    SAM_NUMBER = (0x12, 0xFF)
    FIND = (0x20, 0x01)
    SELECT = (0x20, 0x02)
    READ = (0x30, 0x01)


class Status(IntEnum):
    """SW3 of an answer; SW1 and SW2 only say more about the same."""

    CHECKSUM_WRONG = 0x10
    LENGTH_WRONG = 0x11
    COMMAND_WRONG = 0x21
    COMMAND_UNKNOWN = 0x24
    CARD_NOT_AUTHENTIC = 0x31
    READER_NOT_AUTHENTIC = 0x32
    VERIFICATION_FAILED = 0x33
    WRONG_CARD = 0x40
    READ_FAILED = 0x41
    RANDOM_FAILED = 0x47
    SELF_TEST_FAILED = 0x60
    NOT_AUTHORISED = 0x66
    NO_CARD = 0x80
    SELECT_FAILED = 0x81
    DONE = 0x90
    NOTHING_THERE = 0x91
    CARD_FOUND = 0x9F


@dataclass(frozen=True)
class Answer:
    """One answer of a reader; the body may hold a whole card and is never shown.

    Attributes:
        status: SW3, a `Status` unless the reader says something unheard of.
        body: what follows the three status bytes.
    """

    status: int
    body: bytes = field(repr=False)


def encode_frame(payload: bytes) -> bytes:
    """A whole frame around CMD, PARA and data, or around the status bytes and data."""
    counted = (len(payload) + 1).to_bytes(2) + payload
    return PREAMBLE + counted + bytes([_checksum(counted)])


def encode_command(command: Command) -> bytes:
    """The frame that the host sends."""
    return encode_frame(bytes(command.value))


def encode_answer(status: int, body: bytes = b"") -> bytes:
    """The frame that a reader sends."""
    return encode_frame(bytes([0, 0, status]) + body)


def parse_answer(payload: bytes) -> Answer | None:
    """The answer in a payload; None when it is too short for one, as the echo of a command is."""
    return Answer(payload[2], payload[3:]) if len(payload) >= 3 else None  # noqa: PLR2004 - SW1 to SW3


def masked(payload: bytes) -> str:
    """A payload for technicians: its status bytes or its command, and how much data follows."""
    shown = payload[:3].hex(" ").upper()
    return f"{shown} + {len(payload) - 3} bytes" if len(payload) > 3 else shown  # noqa: PLR2004 - SW1 to SW3


def module_number_of(body: bytes) -> str:
    """The number that is printed on a security module, such as 05.03-20130101-0001234567-0000000001.

    Raises:
        CardReaderError: GARBLED, when it is not 16 bytes.
    """
    if len(body) != MODULE_NUMBER.size:
        raise CardReaderError(CardReaderReason.GARBLED, command=Command.SAM_NUMBER.name)
    maker, model, made_on, serial, check = MODULE_NUMBER.unpack(body)
    return f"{maker:02}.{model:02}-{made_on:08}-{serial:010}-{check:010}"


def _checksum(counted: bytes | bytearray) -> int:
    return reduce(xor, counted, 0)


class FrameParser:
    """Finds the frames in bytes that come in any pieces and with any noise between.

    Lifetime: one per question. Never holds more than one frame after `feed`.

    Attributes:
        has_seen_bytes: anything came at all.
        has_seen_damage: a frame of full length came whose checksum was wrong.
    """

    def __init__(self) -> None:
        self._buffer = bytearray()
        self.has_seen_bytes = False
        self.has_seen_damage = False

    @property
    def held_bytes(self) -> int:
        """How much of a frame waits for the rest."""
        return len(self._buffer)

    def feed(self, data: bytes) -> list[bytes]:
        """Take the next bytes and return the payloads of the frames that are now whole."""
        self.has_seen_bytes = self.has_seen_bytes or bool(data)
        self._buffer += data
        payloads = []
        while (payload := self._take_frame()) is not None:
            payloads.append(payload)
        return payloads

    def _take_frame(self) -> bytes | None:
        """The next payload, or None when more bytes are needed.

        A false start costs one byte, so that a frame behind it is found.
        """
        while self._drop_noise():
            length = int.from_bytes(self._buffer[len(PREAMBLE) : HEADER_SIZE])
            end = HEADER_SIZE + length
            if length in LENGTHS:
                if len(self._buffer) < end:
                    return None
                if _checksum(self._buffer[len(PREAMBLE) : end - 1]) == self._buffer[end - 1]:
                    payload = bytes(self._buffer[HEADER_SIZE : end - 1])
                    del self._buffer[:end]
                    return payload
                self.has_seen_damage = True
            del self._buffer[0]
        return None

    def _drop_noise(self) -> bool:
        """Throw away what cannot begin a frame; whether a whole header is there then."""
        start = self._buffer.find(PREAMBLE)
        if start < 0:
            kept = next(n for n in range(4, -1, -1) if self._buffer.endswith(PREAMBLE[:n]))
            start = len(self._buffer) - kept
        del self._buffer[:start]
        return len(self._buffer) >= HEADER_SIZE


def read_body(text_block: bytes, photo: bytes = bytes(PHOTO_SIZE)) -> bytes:
    """The body of the answer to READ."""
    return len(text_block).to_bytes(2) + len(photo).to_bytes(2) + text_block + photo


def text_block_of(body: bytes) -> bytes:
    """The text block in the answer to READ; the photo is left behind, and fingerprints too.

    Raises:
        CardReaderError: GARBLED, when the lengths do not add up.
    """
    for block_count in (2, 3):  # some readers send fingerprints unasked
        start = 2 * block_count
        sizes = [int.from_bytes(body[place : place + 2]) for place in range(0, start, 2)]
        if len(body) == start + sum(sizes):
            return body[start : start + sizes[0]]
    raise CardReaderError(CardReaderReason.GARBLED, command=Command.READ.name)


def _layout(**sizes: int) -> Mapping[str, slice]:
    """Where each field lies, from the sizes in their order."""
    edges = pairwise(accumulate(sizes.values(), initial=0))
    return {name: slice(*edge) for name, edge in zip(sizes, edges, strict=True)}


# fmt: off
CITIZEN_LAYOUT = _layout(
    name=30, sex=2, ethnic_group=4, birth=16, address=70, number=36, authority=30, valid_from=16,
    valid_to=16, travel_permit_number=18, times_issued=4, reserved_1=6, flag=2, reserved_2=6,
)
LAYOUTS: Mapping[CardKind, Mapping[str, slice]] = {
    CardKind.CITIZEN: CITIZEN_LAYOUT,
    CardKind.RESIDENCE_PERMIT: CITIZEN_LAYOUT,
    CardKind.FOREIGN_RESIDENT_2017: _layout(
        english_name=120, sex=2, number=30, country=6, name=30, valid_from=16, valid_to=16,
        birth=16, version=4, authority_code=8, flag=2, reserved=6,
    ),
    CardKind.FOREIGN_RESIDENT_2023: _layout(
        name=30, sex=2, times_renewed=4, birth=16, english_name=70, number=36, reserved=30,
        valid_from=16, valid_to=16, english_name_rest=22, country=6, flag=2, old_number_link=6,
    ),
}
# fmt: on
"""Sizes in bytes of the fields of a text block, in their order (devices.md 1a, the three tables)."""

FLAGS = {
    "J": CardKind.RESIDENCE_PERMIT,
    "I": CardKind.FOREIGN_RESIDENT_2017,
    "Y": CardKind.FOREIGN_RESIDENT_2023,
}
"""The type flag at offset 248; anything else is a citizen's card."""


def parse_text_block(block: bytes) -> CardData:
    """What a queue needs of a card's text; everything else is dropped here.

    Raises:
        CardReaderError: CARD_NOT_SUPPORTED, when the size or the number is none of a known document.
    """
    if len(block) != TEXT_BLOCK_SIZE:
        raise CardReaderError(CardReaderReason.CARD_NOT_SUPPORTED, text_size=len(block))
    kind = FLAGS.get(_text(block[CITIZEN_LAYOUT["flag"]]), CardKind.CITIZEN)
    layout = LAYOUTS[kind]
    number = _text(block[layout["number"]])
    if not is_card_number(kind, number):
        raise CardReaderError(CardReaderReason.CARD_NOT_SUPPORTED, kind=kind)
    english_name = b"".join(
        block[layout[part]] for part in ("english_name", "english_name_rest") if part in layout
    )
    return CardData(
        kind=kind,
        number=number,
        name=_text(block[layout["name"]]),
        english_name=_text(english_name),
        birth_on=day_of(_text(block[layout["birth"]])),
    )


def build_text_block(kind: CardKind, texts: Mapping[str, str]) -> bytes:
    """The text block of a card, for simulators and tests; fields that are not named stay blank.

    Raises:
        ValueError: a text is longer than its field.
        KeyError: this kind of card has no such field.
    """
    layout = LAYOUTS[kind]
    block = bytearray(" ".encode("utf-16-le") * (TEXT_BLOCK_SIZE // 2))
    flag = next((letter for letter, flagged in FLAGS.items() if flagged is kind), " ")
    for name, text in {**texts, "flag": flag}.items():
        place, data = layout[name], text.encode("utf-16-le")
        if len(data) > place.stop - place.start:
            raise ValueError(name)
        block[place.start : place.start + len(data)] = data
    return bytes(block)


def _text(data: bytes) -> str:
    """A field without padding and control characters; half of a rare character becomes U+FFFD."""
    return clean(data.decode("utf-16-le", errors="replace"))
