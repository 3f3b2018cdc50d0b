# SPDX-License-Identifier: Apache-2.0
"""What can go wrong with a card reader, and whether the card or the reader is at fault."""

from enum import StrEnum
from typing import ClassVar

from drivers.errors import DeviceError


class CardReaderReason(StrEnum):
    """Why no card could be read."""

    UNPLUGGED = "unplugged"
    """The port is missing, or was there and is gone."""
    PORT_REFUSED = "port_refused"
    """Another program holds the port."""
    PORT_FORBIDDEN = "port_forbidden"
    """This program has no right to open the port."""
    PORT_UNFIT = "port_unfit"
    """What is configured is no port of this kind."""
    NO_LIBRARY = "no_library"
    """The system's library for USB is not installed."""
    SERVICE_MISSING = "service_missing"
    """The system's service for chip card readers (pcscd) is not running."""
    SILENT = "silent"
    """No answer within the deadline: no power, a broken cable, a wrong speed."""
    GARBLED = "garbled"
    """Answers make no sense, also when asked again."""
    COMMAND_REFUSED = "command_refused"
    """The reader does not understand our commands, also after a reset."""
    SELF_TEST_FAILED = "self_test_failed"
    """The reader says that it is broken."""
    NOT_AUTHORISED = "not_authorised"
    """The reader's security module is not enabled for use."""
    CARD_UNREADABLE = "card_unreadable"
    """The card was lifted too early, is damaged or does not prove itself: lay it again."""
    CARD_NOT_SUPPORTED = "card_not_supported"
    """The card was read, but its data is none that is known: laying it again does not help."""
    CARD_CLOSED = "card_closed"
    """The card is a known one that keeps its files from us: its holder's ID card helps."""


CARD_FAULTS = frozenset(
    {
        CardReaderReason.CARD_UNREADABLE,
        CardReaderReason.CARD_NOT_SUPPORTED,
        CardReaderReason.CARD_CLOSED,
    }
)


class CardReaderError(DeviceError):
    """No card was read; the fields never hold anything from a card."""

    family: ClassVar[str] = "card_reader"
    reasons: ClassVar[type[StrEnum]] = CardReaderReason
    reason: CardReaderReason

    def __init__(self, reason: CardReaderReason, **fields: object) -> None:
        super().__init__(reason, **fields)

    @property
    def is_card_fault(self) -> bool:
        """True: the reader works, go on polling. False: close it and open it again."""
        return self.reason in CARD_FAULTS
