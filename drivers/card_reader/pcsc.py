# SPDX-License-Identifier: Apache-2.0
"""A chip card reader of any make behind the system's service for them, pcscd (devices.md 1b)."""

import logging
import time
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import cast

from typing_extensions import override

from drivers.card_reader.abstract import CardData, CardReader
from drivers.card_reader.cards import read_card
from drivers.card_reader.cards.apdu import Talk
from drivers.card_reader.errors import CardReaderError, CardReaderReason
from drivers.card_reader.pcsc_link import SUCCESS, HelperProcess, PcscLink
from drivers.transport.deadline import Clock, Deadline

logger = logging.getLogger(__name__)

STATE_PRESENT, STATE_MUTE = 0x20, 0x200
"""Bits of a reader's state: a card is there; it does not answer, as when it is put in the wrong way."""
STATE_BITS = 0xFFFF
"""The upper half counts changes."""

_CODES: Mapping[CardReaderReason, tuple[int, ...]] = {
    CardReaderReason.SERVICE_MISSING: (0x80100003, 0x80100013, 0x80100018, 0x8010001D, 0x8010001E),
    CardReaderReason.UNPLUGGED: (0x80100009, 0x80100017, 0x8010002E),
    CardReaderReason.PORT_REFUSED: (0x8010000B,),
    CardReaderReason.PORT_FORBIDDEN: (0x80100027, 0x8010006A),
    CardReaderReason.CARD_UNREADABLE: (
        *(0x8010000A, 0x8010000C, 0x8010000F, 0x80100015, 0x80100016),
        *range(0x80100065, 0x8010006A),
    ),
}
REASONS = {code: reason for reason, codes in _CODES.items() for code in codes}
"""What a code of PC/SC means for us; any other: GARBLED."""

LASTING = frozenset({CardReaderReason.CARD_NOT_SUPPORTED, CardReaderReason.CARD_CLOSED})
"""What does not change however often the card is asked."""


@dataclass(frozen=True)
class PcscDeadlines:
    """Seconds for calls; no other parts."""

    open_seconds: float = 2.0
    find_seconds: float = 1.0
    read_seconds: float = 4.0


DEFAULT_DEADLINES = PcscDeadlines()


class PcscReader(CardReader):
    """A reader that says when a card was taken away.

    Asks pcscd itself, for the monitors of pyscard end for good when pcscd does.

    Args:
        name: a part of the reader's name, capital or not; empty takes whichever has a card.
        new_link: makes the line to pcscd.
    """

    can_tell_removal = True

    def __init__(
        self,
        name: str = "",
        deadlines: PcscDeadlines = DEFAULT_DEADLINES,
        new_link: Callable[[], PcscLink] = HelperProcess,
        clock: Clock = time.monotonic,
    ) -> None:
        self._name = name.casefold()
        self._deadlines = deadlines
        self._new_link = new_link
        self._clock = clock
        self._link: PcscLink | None = None
        self._found_in: str | None = None
        self._verdict: CardReaderError | None = None

    @override
    def open(self) -> None:
        if self._link is None:
            self._link = self._new_link()
            self._look(Deadline(self._deadlines.open_seconds, self._clock))

    @override
    def find(self) -> bool:
        states = self._look(Deadline(self._deadlines.find_seconds, self._clock))
        there = next((name for name, state in states.items() if state & STATE_PRESENT), None)
        if there is None or there != self._found_in:
            self._verdict = None
        self._found_in = there
        if there is not None and states[there] & STATE_MUTE:
            raise CardReaderError(CardReaderReason.CARD_UNREADABLE, state="mute")
        return there is not None

    @override
    def read(self) -> CardData:
        if self._verdict is not None:  # spares a card that lies there on from being asked for ever
            raise CardReaderError(self._verdict.reason, **self._verdict.fields)
        if self._found_in is None:
            raise CardReaderError(CardReaderReason.CARD_UNREADABLE, state="never found")
        try:
            return self._read(self._found_in, Deadline(self._deadlines.read_seconds, self._clock))
        except CardReaderError as error:
            if error.reason in LASTING:
                self._verdict = error
            raise

    @override
    def slots(self) -> tuple[str, ...]:
        return tuple(self._look(Deadline(self._deadlines.find_seconds, self._clock)))

    @override
    def close(self) -> None:
        if self._link is not None:
            self._link.close()
        self._link = self._found_in = self._verdict = None

    def _look(self, deadline: Deadline) -> Mapping[str, int]:
        """The readers that are meant, and their states.

        Raises:
            CardReaderError: UNPLUGGED when there is none, or as `_call`.
        """
        readers = dict(cast("Iterable[tuple[str, int]]", self._call("look", "", deadline)))
        logger.debug("card slots: %s", ", ".join(map(_shown, readers.items())))
        states = {name: state for name, state in readers.items() if self._name in name.casefold()}
        if not states:
            self.close()
            there = ", ".join(readers)
            raise CardReaderError(CardReaderReason.UNPLUGGED, reader=self._name, there=there)
        return states

    def _read(self, reader: str, deadline: Deadline) -> CardData:
        def send(command: bytes) -> bytes:
            return bytes.fromhex(cast("str", self._call("transmit", command.hex(), deadline)))

        self._call("connect", reader, deadline)
        try:
            return read_card(Talk(send))
        finally:
            self._disconnect(deadline)

    def _disconnect(self, deadline: Deadline) -> None:
        """The card's power is taken; what is said to that of a card that was pulled out is no fault."""
        with suppress(CardReaderError):
            self._ask("disconnect", "", deadline)

    def _call(self, name: str, argument: str, deadline: Deadline) -> object:
        """The value of a call that must be good; after a fault that is no card's the line is closed."""
        code, value = self._ask(name, argument, deadline)
        if code == SUCCESS:
            return value
        logger.debug("pcscd, %s: %08X", name, code)
        error = CardReaderError(
            REASONS.get(code, CardReaderReason.GARBLED), call=name, code=f"{code:08X}"
        )
        if not error.is_card_fault:
            self.close()
        raise error

    def _ask(self, name: str, argument: str, deadline: Deadline) -> tuple[int, object]:
        if self._link is None:
            raise CardReaderError(CardReaderReason.UNPLUGGED, call=name)
        try:
            return self._link.call(name, argument, deadline.remaining_seconds)
        except CardReaderError:
            self.close()
            raise


def _shown(slot: tuple[str, int]) -> str:
    name, state = slot
    return f"{name}: {state & STATE_BITS:04X}"
