# SPDX-License-Identifier: Apache-2.0
"""The centre's journal of one site: what it decided and what its kiosks' logs said, in one order.

The centre is a fold over it (`hall.site_book`). Bodies are outcomes, never wishes. As in a kiosk's
log nothing of a person stands here: digests and masked names lie beside the bookings and tickets.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import ClassVar, Protocol, TypeAlias

from hall.booking import Booking, HoldAction
from hall.calls import CALLS, Call
from hall.canonical import (
    PARTS,
    Json,
    decode_fields,
    encode_fields,
    instant_text,
    to_text,
)
from hall.errors import LogError
from hall.feed import BookingClosed, BookingMade, FeedBody, Reduced, ReturnAsked, Stopped
from hall.ids import ActId, BookingId, HoldId, KioskId, ServiceId
from hall.log import Entry, Granted, entry_from_json
from hall.log import body_to_json as log_body_to_json
from hall.place import Place
from hall.quota import DEFAULT_RATIO, LaneQuota, LaneRatio
from hall.span import Span
from hall.stopping import Stop

EVERY_DAY = date.max
"""The business date of entries that concern every day: of kiosks and restores. Never deleted."""


@dataclass(frozen=True, slots=True)
class SlotOfDay:
    """What one slot of a service may give out."""

    slot: Span
    quota: LaneQuota


@dataclass(frozen=True, slots=True)
class ServiceOfDay:
    """A service on one day.

    Attributes:
        extras: places beyond quota, the manager's number for that day.
        ratio: in which its lanes are called in turn.
        mean_seconds: mean service time, until counters show another.
    """

    service_id: ServiceId
    letter: str
    slots: tuple[SlotOfDay, ...] = ()
    extras: int = 0
    ratio: LaneRatio = DEFAULT_RATIO
    mean_seconds: int = 600


@dataclass(frozen=True, slots=True)
class DayOpened:
    """From now on places and numbers of that business day are sold and granted.

    Of a day that is open, and of which nothing was granted, sold or said, it takes the place.
    """

    kind: ClassVar[str] = "day_opened"
    business_date: date
    day: Span
    services: tuple[ServiceOfDay, ...]


@dataclass(frozen=True, slots=True)
class KioskAdded:
    """Its word counts from now on."""

    kind: ClassVar[str] = "kiosk_added"
    kiosk_id: KioskId


@dataclass(frozen=True, slots=True)
class KioskGivenUp:
    """Staff declared: its disk is destroyed, and it was off since then. Its places are the centre's."""

    kind: ClassVar[str] = "kiosk_given_up"
    kiosk_id: KioskId
    off_since: datetime


@dataclass(frozen=True, slots=True)
class GrantMade:
    """The answer to a kiosk's request, repeated unchanged."""

    kind: ClassVar[str] = "grant_made"
    kiosk_id: KioskId
    granted: Granted


@dataclass(frozen=True, slots=True)
class HoldMade:
    """A booked place is set aside while somebody decides; `by` is the account that may book it."""

    kind: ClassVar[str] = "hold_made"
    hold_id: HoldId
    place: Place
    expires_at: datetime
    by: str | None = None


@dataclass(frozen=True, slots=True)
class HoldEnded:
    """A hold ended without a booking; `action` is `release` or `expire`."""

    kind: ClassVar[str] = "hold_ended"
    hold_id: HoldId
    action: HoldAction
    at: datetime


@dataclass(frozen=True, slots=True)
class SaleEnded:
    """The online sale of a slot is over (R1)."""

    kind: ClassVar[str] = "sale_ended"
    service_id: ServiceId
    slot_start: datetime


@dataclass(frozen=True, slots=True)
class PlacesReleased:
    """The places of these closed bookings go to walk-ins (R2)."""

    kind: ClassVar[str] = "places_released"
    booking_ids: tuple[BookingId, ...]


@dataclass(frozen=True, slots=True)
class ExtrasAdded:
    """So many more extra places of a service (加号), for the whole of that day."""

    kind: ClassVar[str] = "extras_added"
    act_id: ActId
    service_id: ServiceId
    count: int


@dataclass(frozen=True, slots=True)
class KioskLogged:
    """An entry of a kiosk's log was taken in; it counts from now on."""

    kind: ClassVar[str] = "kiosk_logged"
    kiosk_id: KioskId
    entry: Entry


@dataclass(frozen=True, slots=True)
class KioskRecovered:
    """Since the centre was restored, the kiosk has sent its whole log again."""

    kind: ClassVar[str] = "kiosk_recovered"
    kiosk_id: KioskId


@dataclass(frozen=True, slots=True)
class CentreRestored:
    """The centre was restored from a backup: all before is as it was then (docs/adr/0015).

    Attributes:
        sold_until: the last business day that may have been open, and sold, since the backup.
        granted_until: the last one whose places may have been granted to kiosks since then. A
            journal may not say so: then as far as `sold_until`.
    """

    kind: ClassVar[str] = "centre_restored"
    epoch: int
    sold_until: date
    granted_until: date | None = None

    def may_have_sold(self, on: date) -> bool:
        """Whether the lost centre may have had bookings of that day that nobody remembers."""
        return on <= self.sold_until

    def may_have_granted(self, on: date) -> bool:
        """Whether a kiosk that nobody remembers may have places of that day."""
        return on <= (self.granted_until or self.sold_until)


@dataclass(frozen=True, slots=True)
class SiteDescribed:
    """Services, hours and texts of the site are others; the document lies beside the journal."""

    kind: ClassVar[str] = "site_described"
    edition: int
    """Counts the descriptions, from 1."""


JournalBody: TypeAlias = (
    DayOpened
    | KioskAdded
    | KioskGivenUp
    | GrantMade
    | HoldMade
    | HoldEnded
    | BookingMade
    | BookingClosed
    | SaleEnded
    | PlacesReleased
    | Reduced
    | ReturnAsked
    | Stopped
    | ExtrasAdded
    | Call
    | KioskLogged
    | KioskRecovered
    | CentreRestored
    | SiteDescribed
)

_BODIES: tuple[type[JournalBody], ...] = (
    DayOpened,
    KioskAdded,
    KioskGivenUp,
    GrantMade,
    HoldMade,
    HoldEnded,
    BookingMade,
    BookingClosed,
    SaleEnded,
    PlacesReleased,
    Reduced,
    ReturnAsked,
    Stopped,
    ExtrasAdded,
    *CALLS,
    KioskLogged,
    KioskRecovered,
    CentreRestored,
    SiteDescribed,
)

KINDS: Mapping[str, type[JournalBody]] = {body.kind: body for body in _BODIES}

_PARTS = (*PARTS, Booking, Granted, LaneQuota, LaneRatio, ServiceOfDay, SlotOfDay, Span, Stop)


@dataclass(frozen=True, slots=True)
class JournalEntry:
    """One row. `seq` rises with every row of the site; the feed's cursor is the same number.

    `business_date` is the last day that the entry concerns, EVERY_DAY when it is about kiosks or
    restores: an open day needs the rows of that date or later and no others. `at` is when the
    centre wrote it, a UTC instant.
    """

    seq: int
    business_date: date
    at: datetime
    body: JournalBody


MOST_LOST = 1_000_000
"""Rows that may have been written after a backup: kiosks know their cursors, so none is used again."""


class Journal(Protocol):
    """Takes what a book decides, in order. Whoever carries it out stores it before he answers."""

    def append(self, business_date: date, body: JournalBody) -> int:
        """The seq of the new row."""

    def skip_to(self, seq: int) -> None:
        """The next row has a seq past this one: a restored centre used those before it."""


def feed_body(body: JournalBody) -> FeedBody | None:
    """What of it goes to the kiosks, under the same number; None for most."""
    match body:
        case BookingMade(booking):
            return BookingMade(_without_digest(booking))
        case Reduced(count=count):
            return replace(body, withdrawn=()) if count else None
        case ReturnAsked():
            return replace(body, for_kiosk=None)
        case BookingClosed() | Stopped():
            return body
        case _:
            return None


def _without_digest(booking: Booking) -> Booking:
    return booking if booking.digest is None else replace(booking, digest=None)


def body_to_json(body: JournalBody) -> dict[str, Json]:
    """The body as plain JSON values, without its kind, and without the digest of a booking."""
    match body:
        case BookingMade(booking, hold_id):
            values = encode_fields(_without_digest(booking), _PARTS)
            del values["digest"]
            return {"booking": values, "hold_id": None if hold_id is None else str(hold_id)}
        case KioskLogged(kiosk_id, entry):
            return {
                "kiosk_id": kiosk_id,
                "position": entry.position,
                "at": instant_text(entry.at),
                "kind": entry.body.kind,
                "body": log_body_to_json(entry.body),
                "previous_hash": entry.previous_hash.hex(),
            }
        case _:
            return encode_fields(body, _PARTS)


def body_to_text(body: JournalBody) -> str:
    """The body as canonical JSON text."""
    if not isinstance(body, KioskLogged):
        return to_text(body_to_json(body))
    # Of all rows these are the most, and their text is known from checking the hash.
    entry, kiosk_id = body.entry, json.dumps(body.kiosk_id, ensure_ascii=False)
    return (
        f'{{"at":"{instant_text(entry.at)}","body":{entry.text},"kind":"{entry.body.kind}",'
        f'"kiosk_id":{kiosk_id},"position":{entry.position},'
        f'"previous_hash":"{entry.previous_hash.hex()}"}}'
    )


def body_from_json(kind: str, values: Mapping[str, Json]) -> JournalBody:
    """The body that `body_to_json` wrote; LogError for an unknown kind, other fields or values."""
    if kind not in KINDS:
        raise LogError(position=None, problem=f"unknown kind {kind}")
    match kind, values:
        case BookingMade.kind, {"booking": dict(booking)} if "digest" not in booking:
            return decode_fields(BookingMade, {**values, "booking": {**booking, "digest": None}})
        case BookingMade.kind, _:
            raise LogError(position=None, problem="booking_made: no booking, or one with a digest")
        case KioskLogged.kind, _:
            return _logged(values)
        case CentreRestored.kind, _:
            return decode_fields(CentreRestored, {"granted_until": None, **values})
        case _:
            return decode_fields(KINDS[kind], values)


def body_from_text(kind: str, text: str) -> JournalBody:
    """The body whose text `body_to_text` wrote; LogError as `body_from_json`, and for no JSON object."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise LogError(position=None, problem=f"{kind}: not JSON") from error
    if not isinstance(values, dict):
        raise LogError(position=None, problem=f"{kind}: not an object")
    return body_from_json(kind, values)


@dataclass(frozen=True, slots=True)
class _Logged:
    """An entry of a kiosk's log as it stands in the journal, its body apart."""

    kiosk_id: KioskId
    position: int
    at: datetime
    kind: str
    previous_hash: str


def _logged(values: Mapping[str, Json]) -> KioskLogged:
    rest = dict(values)
    body = rest.pop("body", None)
    head = decode_fields(_Logged, rest)
    if not isinstance(body, dict):
        raise LogError(position=head.position, problem="kiosk_logged: no body")
    previous_hash = _hash(head)
    entry = entry_from_json(head.position, head.at, head.kind, body, previous_hash)
    return KioskLogged(head.kiosk_id, entry)


def _hash(head: _Logged) -> bytes:
    try:
        return bytes.fromhex(head.previous_hash)
    except ValueError as error:
        raise LogError(position=head.position, problem="kiosk_logged: no hash") from error
