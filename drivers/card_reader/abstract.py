# SPDX-License-Identifier: Apache-2.0
"""What a card reader does for its caller; knows no queue, no screen and no retry plan."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class CardKind(StrEnum):
    """The documents that some reader knows (devices.md 1)."""

    CITIZEN = "citizen"
    """居民身份证."""
    RESIDENCE_PERMIT = "residence_permit"
    """港澳台居民居住证, type J."""
    FOREIGN_RESIDENT_2017 = "foreign_resident_2017"
    """外国人永久居留身份证 of 2017, type I."""
    FOREIGN_RESIDENT_2023 = "foreign_resident_2023"
    """外国人永久居留身份证 of 2023, type Y."""
    SOCIAL_SECURITY = "social_security"
    """社会保障卡: carries the number of its holder's 居民身份证."""
    TAIWAN_HEALTH = "taiwan_health"
    """全民健康保險卡 of Taiwan."""


@dataclass(frozen=True)
class CardData:
    """What a queue needs of a card; address, photo and the rest never leave the codec.

    Attributes:
        kind: which document it is.
        number: as on the card: 18 characters (GB 11643), 15 for FOREIGN_RESIDENT_2017, 10 for
            TAIWAN_HEALTH.
        name: Chinese name, or empty.
        english_name: only on foreign residents' cards, or empty.
        birth_on: None when the card names no day of the calendar.
    """

    kind: CardKind
    number: str = field(repr=False)
    name: str = field(repr=False)
    english_name: str = field(repr=False)
    birth_on: date | None = field(repr=False)


class CardReader(ABC):
    """A device on which one card lies at a time.

    Lifetime: closed when created; `open` and `close` may follow each other any number of
    times. After a CardReaderError that is no card fault, close it and open it again; the pauses
    between are the caller's.
    Concurrency: one worker thread owns it and makes all calls; `can_tell_removal` may be read
    anywhere.
    Deadlines: `open` 2 s, `find` 1 s, `read` 4 s, `close` at once.
    """

    can_tell_removal: bool
    """Whether `find` says False only when no card lies there; otherwise a card that was read may be
    reported as absent while it still lies there, and time or the next screen must end the visit."""

    @abstractmethod
    def open(self) -> None:
        """Take the port and see that the reader answers; nothing happens when it is open already.

        Raises:
            CardReaderError: the reader is missing, silent or broken; it is closed then.
        """

    @abstractmethod
    def find(self) -> bool:
        """Look once for a card that was laid, and select it; False when there is none.

        Raises:
            CardReaderError: a device fault, or CARD_UNREADABLE when a card there does not answer.
        """

    @abstractmethod
    def read(self) -> CardData:
        """Read the card that `find` has just found.

        Raises:
            CardReaderError: a card fault or a device fault (see `is_card_fault`).
        """

    def module_number(self) -> str:
        """The number of the open reader's security module, in at most 1 s; empty without one.

        Raises:
            CardReaderError: a device fault.
        """
        return ""

    def slots(self) -> tuple[str, ...]:
        """The names of the open reader's slots, in at most 1 s; empty where they have none.

        Raises:
            CardReaderError: a device fault.
        """
        return ()

    @abstractmethod
    def close(self) -> None:
        """Give the port back; never raises, may be called twice."""
