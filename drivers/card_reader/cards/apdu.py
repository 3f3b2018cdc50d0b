# SPDX-License-Identifier: Apache-2.0
"""Questions to a chip card and what its status words mean (ISO 7816-4); knows no reader."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from drivers.card_reader.abstract import CardKind
from drivers.card_reader.errors import CardReaderError, CardReaderReason

logger = logging.getLogger(__name__)

Send = Callable[[bytes], bytes]
"""Sends a command and returns the card's answer with its status word; raises CardReaderError."""

DONE = 0x9000
HEADER_AND_LE = 5
MORE_DATA, WRONG_LE, WARNING = 0x61, 0x6C, 0x62
MOST_PARTS = 8
"""Of one answer: no card read here has more than 2 kB to say."""

CLOSED = frozenset({0x6283, 0x6982, 0x6983, 0x6985, 0x6988, 0x6A81, 0x9303})
"""A key or a PIN is asked for, or card or application are locked (LD/T 32.5)."""
UNKNOWN = frozenset({0x67, 0x68, 0x6A, 0x6B, 0x6D, 0x6E})
"""First byte: the card does not know such a command, file or record."""

BROKEN = frozenset({0x00, 0x64, 0x65, 0x66, 0x6F})
"""First byte: chip or memory have failed, or there was no status word."""


@dataclass(frozen=True)
class Response:
    """A card's whole answer.

    Attributes:
        data: may hold anything of the card and is never shown.
        status: SW1 SW2 as a number; 0 when the answer was too short for one.
    """

    data: bytes = field(repr=False)
    status: int

    @property
    def is_good(self) -> bool:
        """Done, if with a warning."""
        return self.status == DONE or self.status >> 8 == WARNING

    @property
    def is_unknown(self) -> bool:
        """The card knows no such command, file or record."""
        return self.status >> 8 in UNKNOWN and self.status not in CLOSED


class Talk:
    """The talk with one card; fetches what the card keeps back (61 xx, 6C xx)."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def ask(self, command: bytes) -> Response:
        """One command to its end.

        Raises:
            CardReaderError: the card or the reader is gone.
        """
        response = self._exchange(command)
        if response.status >> 8 == WRONG_LE and len(command) == HEADER_AND_LE:
            response = self._exchange(command[:-1] + bytes([response.status & 0xFF]))
        data = response.data
        for _ in range(MOST_PARTS):
            if response.status >> 8 != MORE_DATA:
                break
            rest = bytes([response.status & 0xFF])
            response = self._exchange(bytes.fromhex("00C00000") + rest)
            data += response.data
        return Response(data, response.status)

    def _exchange(self, command: bytes) -> Response:
        answer = self._send(command)
        data, status = answer[:-2], int.from_bytes(answer[-2:]) if answer[1:] else 0
        # all that may ever be seen of the talk: neither what is sent along nor what comes back
        logger.debug("card %s: %d bytes, %04X", command[:4].hex(), len(data), status)
        return Response(data, status)

    def select(self, command: bytes) -> bool:
        """Whether the card has what this SELECT names.

        Raises:
            CardReaderError: as `ask`, or CARD_UNREADABLE when the card breaks down.
        """
        response = self.ask(command)
        if response.status >> 8 in BROKEN:
            status = f"{response.status:04X}"
            raise CardReaderError(CardReaderReason.CARD_UNREADABLE, status=status)
        return response.is_good


def refusal(kind: CardKind, response: Response) -> CardReaderError:
    """Why a card of this kind did not give what was asked."""
    if response.status in CLOSED:
        reason = CardReaderReason.CARD_CLOSED
    elif response.is_unknown:
        reason = CardReaderReason.CARD_NOT_SUPPORTED
    else:
        reason = CardReaderReason.CARD_UNREADABLE
    return CardReaderError(reason, kind=kind, status=f"{response.status:04X}")
