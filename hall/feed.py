# SPDX-License-Identifier: Apache-2.0
"""Entries of the centre's feed to one site that the rules know (protocol.md 2)."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from hall.booking import Booking
from hall.checks import at_least
from hall.ids import BookingId, HoldId, KioskId, ServiceId
from hall.place import Lane, PlaceRun
from hall.span import utc
from hall.stopping import Stop

FIRST_EPOCH = 1
"""Of a centre that was never restored from a backup."""


class CloseReason(StrEnum):
    """Why a booking's place is wanted back."""

    CANCELLED = "cancelled"
    NO_SHOW = "no_show"
    """Not checked in by S+15 (R2)."""


@dataclass(frozen=True, slots=True)
class BookingMade:
    """Every kiosk of the site can check it in from now on, also cut off.

    `hold_id` is the hold it was made of; it stands in the centre's journal alone.
    """

    kind: ClassVar[str] = "booking_made"
    booking: Booking
    hold_id: HoldId | None = None


@dataclass(frozen=True, slots=True)
class BookingClosed:
    """The booking's place is released once every kiosk has applied this (R2)."""

    kind: ClassVar[str] = "booking_closed"
    booking_id: BookingId
    reason: CloseReason


@dataclass(frozen=True, slots=True)
class Reduced:
    """So many places of a slot and lane are given up; a kiosk returns what it still holds (R5).

    `withdrawn` is what the centre itself gave up beside that; it stands in its journal alone.
    """

    kind: ClassVar[str] = "reduced"
    service_id: ServiceId
    slot_start: datetime
    lane: Lane
    count: int
    withdrawn: tuple[PlaceRun, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))
        at_least("count", self.count)


@dataclass(frozen=True, slots=True)
class ReturnAsked:
    """The centre asks one kiosk for places another one lacks; it never takes them.

    `for_kiosk` is that other one; it stands in the centre's journal alone.
    """

    kind: ClassVar[str] = "return_asked"
    kiosk_id: KioskId
    service_id: ServiceId
    slot_start: datetime
    lane: Lane
    count: int
    for_kiosk: KioskId | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "slot_start", utc("slot_start", self.slot_start))
        at_least("count", self.count)


@dataclass(frozen=True, slots=True)
class Stopped:
    """A service stops, is suspended or goes on, at every kiosk (rules.md 1)."""

    kind: ClassVar[str] = "stopped"
    stop: Stop


FeedBody = BookingMade | BookingClosed | Reduced | ReturnAsked | Stopped


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry; `cursor` rises strictly, with gaps: it is the number of the journal's row."""

    cursor: int
    body: FeedBody


@dataclass(frozen=True, slots=True)
class FeedPart:
    """All entries past `after`, in order, as one answer of the centre carries them."""

    epoch: int
    after: int
    entries: tuple[FeedEntry, ...]

    @property
    def cursor(self) -> int:
        """Up to where the feed holds with this part."""
        return self.entries[-1].cursor if self.entries else self.after


class Feed:
    """What a centre has told the kiosks of one site about the days that are open.

    Attributes:
        epoch: of the centre; a kiosk takes no part of an earlier one.
    """

    def __init__(self) -> None:
        self.epoch = FIRST_EPOCH
        self._entries: list[FeedEntry] = []
        self._dates: list[date] = []

    @property
    def cursor(self) -> int:
        """That of the last entry, 0 before the first."""
        return self._entries[-1].cursor if self._entries else 0

    def add(self, business_date: date, entry: FeedEntry) -> None:
        """The next entry, about that day."""
        self._entries.append(entry)
        self._dates.append(business_date)

    def after(self, cursor: int, most: int = 200) -> FeedPart:
        """The entries past a cursor, not more than `most` (protocol.md 3)."""
        first = bisect_right(self._entries, cursor, key=lambda entry: entry.cursor)
        return FeedPart(self.epoch, cursor, tuple(self._entries[first : first + most]))

    def forget_before(self, today: date) -> None:
        """Entries about earlier days help nobody any more."""
        kept = [
            (on, entry) for on, entry in zip(self._dates, self._entries, strict=True) if on >= today
        ]
        self._dates = [on for on, _ in kept]
        self._entries = [entry for _, entry in kept]
