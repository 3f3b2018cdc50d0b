# SPDX-License-Identifier: Apache-2.0
"""A police reader made of the frames that are published (devices.md 1a): no code of the driver's codec.

    device = PublishedSam()
    reader = SdtReader(device.connect)

Lengths and checksums of the driver are so held against bytes that others have written down.
"""

from typing_extensions import override

from drivers.card_reader.samples import SampleCard
from drivers.transport.simulated_device import SimulatedDevice

STATUS = bytes.fromhex("AA AA AA 96 69 00 03 11 FF ED")
RESET = bytes.fromhex("AA AA AA 96 69 00 03 10 FF EC")
SAM_NUMBER = bytes.fromhex("AA AA AA 96 69 00 03 12 FF EE")
FIND = bytes.fromhex("AA AA AA 96 69 00 03 20 01 22")
SELECT = bytes.fromhex("AA AA AA 96 69 00 03 20 02 21")
READ = bytes.fromhex("AA AA AA 96 69 00 03 30 01 32")

DONE = bytes.fromhex("AA AA AA 96 69 00 04 00 00 90 94")
NO_CARD = bytes.fromhex("AA AA AA 96 69 00 04 00 00 80 84")
CARD_FOUND = bytes.fromhex("AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
SELECTED = bytes.fromhex("AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C")
SELECT_FAILED = bytes.fromhex("AA AA AA 96 69 00 04 00 00 81 85")
READ_FAILED = bytes.fromhex("AA AA AA 96 69 00 04 00 00 41 45")
MODULE = bytes.fromhex("AA AA AA 96 69 00 14 00 00 90 05 00 03 00 CE 25 35 01") + bytes(8)
CARD_BEGINS = bytes.fromhex("AA AA AA 96 69 05 08 00 00 90 01 00 04 00")
PHOTO = b"WLF".ljust(1024, b"\xa7")


class PublishedSam(SimulatedDevice):
    """Answers as the tables say; a card that was read is not seen again until it is lifted."""

    def __init__(self) -> None:
        super().__init__()
        self._text = b""
        self._is_damaged = False
        self._done: list[bytes] = []
        """What the host has asked about the card that lies there."""

    def lay(self, card: bytes | SampleCard) -> None:
        self._text = card.text_block if isinstance(card, SampleCard) else card
        self._is_damaged = isinstance(card, SampleCard) and card.is_damaged
        self._done.clear()

    def take_away(self) -> None:
        self._text = b""

    @override
    def plug_in(self) -> None:
        self._done.clear()
        super().plug_in()

    @override
    def _answer(self, data: bytes) -> bytes:
        if data in {STATUS, RESET}:
            return DONE
        if data == SAM_NUMBER:
            return MODULE + bytes([_xor(MODULE[5:])])
        return self._answer_about_card(data)

    def _answer_about_card(self, frame: bytes) -> bytes:
        before = self._done[-1:]
        if frame == FIND:
            is_seen = self._text and before != [READ]
            answer, good = (CARD_FOUND if is_seen else NO_CARD), CARD_FOUND
        elif frame == SELECT:
            is_found = self._text and before == [FIND]
            answer, good = (SELECTED if is_found else SELECT_FAILED), SELECTED
        else:
            assert frame == READ, "no published command"
            card = CARD_BEGINS + self._text + PHOTO
            card += bytes([_xor(card[5:])])
            is_selected = self._text and before == [SELECT] and not self._is_damaged
            answer, good = (card if is_selected else READ_FAILED), card
        if answer == good:
            self._done.append(frame)
        return answer


def _xor(data: bytes) -> int:
    check = 0
    for byte in data:
        check ^= byte
    return check
