# SPDX-License-Identifier: Apache-2.0
"""Entries of a kiosk's log (protocol.md 2) and the hash chain that holds them together.

A log is operation class and kept for months, identity class is not (protocol.md 5). So no entry
carries a name, a number of a card or a digest: digests lie in the ticket table until the business
day ends, and an exchange with the centre adds them on its way, not in the log.
"""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from hall.canonical import ADDED, Json, decode_fields, encode_fields, instant_text, to_text
from hall.errors import LogError
from hall.ids import BookingId, KioskId, LeaseId, RequestId, ServiceId, TicketId, TransferId
from hall.items import check_items
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.span import utc
from hall.stopping import Standing, Stop

FIRST_POSITION = 1
GENESIS = bytes(32)
"""What the first entry carries as the hash before it."""


class PrintProof(StrEnum):
    """What is known of a print when it has ended."""

    CONFIRMED = "confirmed"
    """The printer itself said that the paper is out."""
    PROCESSED = "processed"
    """The printer took all bytes and says it is well."""
    NOT_PRINTED = "not_printed"
    UNKNOWN = "unknown"


class Actor(StrEnum):
    """Who did it; never which person."""

    VISITOR = "visitor"
    STAFF = "staff"
    KIOSK = "kiosk"


@dataclass(frozen=True, slots=True)
class Granted:
    """Places and numbers the kiosk owns from now on; `request_no` None when it granted to itself."""

    kind: ClassVar[str] = "granted"
    lease_id: LeaseId
    business_date: date
    places: tuple[PlaceRun, ...]
    numbers: tuple[NumberRange, ...]
    request_no: RequestId | None = None


@dataclass(frozen=True, slots=True)
class Issued:
    """A ticket exists: its number and place are used up. A fact nobody can refuse.

    `hop` is that of the place when it was taken, 0 without a place. `is_in_person`: the visitor
    wishes that staff come to him instead of calling the number; why, nobody asks. It stands for so
    many `items` of that service.
    """

    kind: ClassVar[str] = "issued"
    ticket_id: TicketId
    business_date: date
    service_id: ServiceId
    number: TicketNumber
    lane: Lane
    place: Place | None = None
    hop: int = 0
    is_standby: bool = False
    chosen_slot: datetime | None = None
    is_in_person: bool = field(default=False, metadata=ADDED)
    items: int = field(default=1, metadata=ADDED)

    def __post_init__(self) -> None:
        check_items(self.items)


@dataclass(frozen=True, slots=True)
class CheckedIn:
    """A booking became a ticket; number and place are the booking's, an extra place apart.

    `place` is None for a copy of another kiosk's ticket whose booking has no place of its own left.
    `is_in_person` is as of `Issued`.
    """

    kind: ClassVar[str] = "checked_in"
    ticket_id: TicketId
    booking_id: BookingId
    business_date: date
    service_id: ServiceId
    number: TicketNumber
    place: Place | None = None
    is_in_person: bool = field(default=False, metadata=ADDED)


@dataclass(frozen=True, slots=True)
class Linked:
    """The ticket that is logged next is of the same visit as an earlier one: one visitor has both.

    `ticket_id` is the next one's, `first` the visit's first. While one is called or served the
    others wait and keep their turn.
    """

    kind: ClassVar[str] = "linked"
    ticket_id: TicketId
    business_date: date
    first: TicketId


@dataclass(frozen=True, slots=True)
class PrintStarted:
    """Durable before the first byte goes to the printer; `copy` is 0 for the first slip."""

    kind: ClassVar[str] = "print_started"
    ticket_id: TicketId
    copy: int = 0


@dataclass(frozen=True, slots=True)
class PrintEnded:
    """What is known of that print; `reason` is the device's reason key when it went wrong."""

    kind: ClassVar[str] = "print_ended"
    ticket_id: TicketId
    proof: PrintProof
    copy: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Reprinted:
    """Somebody asked for copy number `copy` (from 1) of the slip."""

    kind: ClassVar[str] = "reprinted"
    ticket_id: TicketId
    copy: int
    by: Actor = Actor.VISITOR


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The ticket counts no more; its place is free again at hop + 1. Staff give a reason."""

    kind: ClassVar[str] = "cancelled"
    ticket_id: TicketId
    by: Actor = Actor.VISITOR
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Requeued:
    """A missed visitor laid his ticket or card on this kiosk."""

    kind: ClassVar[str] = "requeued"
    ticket_id: TicketId


@dataclass(frozen=True, slots=True)
class Returned:
    """Places go back to the centre; `hop` unchanged. `asked_at` is the feed cursor that asked."""

    kind: ClassVar[str] = "returned"
    places: tuple[PlaceRun, ...]
    asked_at: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """Places go to another kiosk, at hop + 1."""

    kind: ClassVar[str] = "given"
    transfer_id: TransferId
    to_kiosk: KioskId
    places: tuple[PlaceRun, ...]


@dataclass(frozen=True, slots=True)
class Received:
    """Places came from another kiosk; applied once per transfer."""

    kind: ClassVar[str] = "received"
    transfer_id: TransferId
    from_kiosk: KioskId
    places: tuple[PlaceRun, ...]


@dataclass(frozen=True, slots=True)
class FeedApplied:
    """The centre's feed holds here up to `cursor`."""

    kind: ClassVar[str] = "feed_applied"
    cursor: int


@dataclass(frozen=True, slots=True)
class StaffActed:
    """Staff did `act` (a key, as in paper_changed) at the kiosk; `staff_id` is a role account."""

    kind: ClassVar[str] = "staff_acted"
    act: str
    staff_id: str
    ticket_id: TicketId | None = None
    reason: str | None = None
    service_id: ServiceId | None = field(default=None, metadata=ADDED)
    stands: Standing | None = field(default=None, metadata=ADDED)
    stands_from: datetime | None = field(default=None, metadata=ADDED)

    @property
    def stop(self) -> Stop | None:
        """The service stops or goes on with this, at every kiosk of the site."""
        if self.service_id is None or self.stands is None or self.stands_from is None:
            return None
        return Stop(self.service_id, self.stands_from, self.stands)


@dataclass(frozen=True, slots=True)
class HelpCalled:
    """A visitor called for help; `screen` is where he was, `was_delivered` if somebody was told."""

    kind: ClassVar[str] = "help_called"
    screen: str
    was_delivered: bool


@dataclass(frozen=True, slots=True)
class HelpAnswered:
    """Staff said that they come; `called_at_position` is the entry of the call."""

    kind: ClassVar[str] = "help_answered"
    called_at_position: int


Body = (
    Granted
    | Issued
    | CheckedIn
    | Linked
    | PrintStarted
    | PrintEnded
    | Reprinted
    | Cancelled
    | Requeued
    | Returned
    | Given
    | Received
    | FeedApplied
    | StaffActed
    | HelpCalled
    | HelpAnswered
)

_BODIES: tuple[type[Body], ...] = (
    Granted,
    Issued,
    CheckedIn,
    PrintStarted,
    PrintEnded,
    Reprinted,
    Cancelled,
    Requeued,
    Returned,
    Given,
    Received,
    FeedApplied,
    StaffActed,
    HelpCalled,
    HelpAnswered,
    Linked,
)

KINDS: Mapping[str, type[Body]] = {body.kind: body for body in _BODIES}


def body_to_json(body: Body) -> dict[str, Json]:
    """The body as plain JSON values, without its kind."""
    return encode_fields(body)


def body_from_json(kind: str, values: Mapping[str, Json]) -> Body:
    """The body that `body_to_json` wrote; LogError for an unknown kind, other fields or values."""
    if kind not in KINDS:
        raise LogError(position=None, problem=f"unknown kind {kind}")
    return decode_fields(KINDS[kind], values)


def body_to_text(body: Body) -> str:
    """The body as canonical JSON text: what is hashed is what is stored."""
    return to_text(body_to_json(body))


def chain_hash(previous_hash: bytes, position: int, at: datetime, kind: str, text: str) -> bytes:
    """SHA-256 over one entry and the hash before it; `text` is the body's canonical JSON."""
    # One line each: none of them can hold a line end, so no two entries give the same lines.
    lines = (previous_hash.hex(), str(position), instant_text(at), kind, text)
    return hashlib.sha256("\n".join(lines).encode()).digest()


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: `position` counts from 1 without gaps, `at` is the kiosk's clock in UTC."""

    position: int
    at: datetime
    body: Body
    previous_hash: bytes
    _text: str | None = field(default=None, init=False, repr=False, compare=False)
    _hash: bytes | None = field(default=None, init=False, repr=False, compare=False)

    @property
    def text(self) -> str:
        """The body as canonical JSON; written once."""
        known = self._text
        if known is None:
            known = body_to_text(self.body)
            object.__setattr__(self, "_text", known)
        return known

    @property
    def hash(self) -> bytes:
        """What the next entry carries as `previous_hash`; reckoned once."""
        known = self._hash
        if known is None:
            kind = self.body.kind
            known = chain_hash(self.previous_hash, self.position, self.at, kind, self.text)
            object.__setattr__(self, "_hash", known)
        return known


def entry_from_json(
    position: int, at: datetime, kind: str, values: Mapping[str, Json], previous_hash: bytes
) -> Entry:
    """An entry whose body `body_to_json` wrote; raises as `body_from_json`."""
    entry = Entry(position, at, body_from_json(kind, values), previous_hash)
    # What can be read has one spelling alone, so this is the text that the body gives.
    object.__setattr__(entry, "_text", to_text(values))
    return entry


def append(last: Entry | None, at: datetime, body: Body) -> Entry:
    """The entry that follows `last`; None begins a log."""
    if last is None:
        return Entry(FIRST_POSITION, utc("at", at), body, GENESIS)
    return Entry(last.position + 1, utc("at", at), body, last.hash)


def verify_chain(entries: Iterable[Entry], after: Entry | None = None) -> Entry | None:
    """The last entry of a log without gaps and changes, else LogError with its position.

    `after` is the entry before the first one given; None means they begin the log.
    """
    last = after
    for entry in entries:
        position, previous = (last.position + 1, last.hash) if last else (FIRST_POSITION, GENESIS)
        if entry.position != position:
            raise LogError(position=entry.position, problem=f"expected {position}")
        if entry.previous_hash != previous:
            raise LogError(position=entry.position, problem="does not follow the entry before it")
        last = entry
    return last
