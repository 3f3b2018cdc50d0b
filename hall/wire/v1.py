# SPDX-License-Identifier: Apache-2.0
"""Version 1 of the protocol as JSON: strict, every number and text bounded, nothing unknown but in what only tells.

Read with `hall.wire.codec`, which takes bytes: strict models know instants and ids only in JSON.
"""

from collections.abc import Mapping
from typing import Annotated, Literal
from uuid import UUID

from pydantic import (
    Field,
    StringConstraints,
)

from hall.feed import CloseReason
from hall.place import Lane
from hall.stopping import Standing
from hall.ticket import TicketStatus
from hall.wire.fields import (
    LARGEST,
    Base64,
    Count,
    Credential,
    Day,
    Digest,
    Document,
    EntryBody,
    Hash,
    Hop,
    Instant,
    Items,
    Name,
    Number,
    Positive,
    Small,
    TellingModel,
    Text,
    WireModel,
)
from hall.wire.values import MOST_ENTRIES, MOST_REQUESTS

MOST_RUNS = 20_000
"""Runs of places in one grant: a large site's whole day."""


class OwnerV1(WireModel):
    """Whose ticket it is, beside `issued`, and who took it for that person, also beside `checked_in`."""

    digest: Digest | None = Field(None, repr=False)
    proxy: Digest | None = Field(None, repr=False)


class EntryV1(WireModel):
    """One entry of a kiosk's log; `body` holds the fields of its kind as the log holds them."""

    position: Positive
    at: Instant
    kind: Name
    body: EntryBody
    owner: OwnerV1 | None = None


class RequestV1(WireModel):
    """A wish for places of one slot and lane, and for numbers."""

    request_no: Positive
    service_id: Name
    slot_start: Instant
    lane: Lane
    places: Small
    numbers: Small


class FindingV1(TellingModel):
    """What one check found."""

    check: Name
    is_good: bool
    key: Text = ""


class HealthV1(TellingModel):
    """How the kiosk is."""

    version: Name
    clock_seconds: Annotated[int, Field(ge=-LARGEST, le=LARGEST)]
    findings: Annotated[tuple[FindingV1, ...], Field(max_length=100)] = ()
    site_edition: Positive | None = None
    site_deployed_at: Instant | None = None


class ExchangeV1(WireModel):
    """POST /v1/exchange. `exchange_id` is another at each try, and comes back with the answer.

    `after_hash` is the hash of the entry at `after`; zeros at 0. The hashes of the entries follow
    from it, so they are not sent; without entries it is null.
    """

    exchange_id: UUID
    epoch: Positive
    after: Count
    after_hash: Hash | None
    entries: Annotated[tuple[EntryV1, ...], Field(max_length=MOST_ENTRIES)]
    end: Count
    cursor: Count
    requests: Annotated[tuple[RequestV1, ...], Field(max_length=MOST_REQUESTS)] = ()
    health: HealthV1 | None = None


class RunV1(WireModel):
    """Places of one service, slot and lane with consecutive indexes."""

    service_id: Name
    slot_start: Instant
    lane: Lane
    first: Small
    count: Small
    hop: Hop


class NumbersV1(WireModel):
    """A block of numbers of one series."""

    letter: Annotated[str, StringConstraints(pattern=r"^[A-Z]$")]
    first: Annotated[int, Field(ge=1, le=10_000)]
    last: Annotated[int, Field(ge=0, le=9_999)]
    is_booked: bool = False


class GrantV1(WireModel):
    """Places and numbers that are this kiosk's from now on."""

    lease_id: Name
    business_date: Day
    request_no: Positive | None
    places: Annotated[tuple[RunV1, ...], Field(max_length=MOST_RUNS)]
    numbers: Annotated[tuple[NumbersV1, ...], Field(max_length=1_000)]


class BookingV1(WireModel):
    """A booking every kiosk can check in; its place has lane booked and the booking's slot."""

    booking_id: UUID
    business_date: Day
    service_id: Name
    slot_start: Instant
    slot_end: Instant
    number: Number
    place_index: Small
    late_after: Instant | None = None
    digest: Digest | None = Field(None, repr=False)


class DayKeyV1(WireModel):
    """The key of a day's digests: 32 bytes as base64."""

    kind: Literal["day_key"]
    cursor: Positive
    business_date: Day
    key_id: Name
    key: Base64 = Field(repr=False)


class CatalogueV1(WireModel):
    """The site's services, hours and texts."""

    kind: Literal["catalogue"]
    cursor: Positive
    document: Document
    edition: Positive | None = None


class BookingMadeV1(WireModel):
    """Somebody has booked."""

    kind: Literal["booking_made"]
    cursor: Positive
    booking: BookingV1


class BookingClosedV1(WireModel):
    """A booking's place is wanted back."""

    kind: Literal["booking_closed"]
    cursor: Positive
    booking_id: UUID
    reason: CloseReason


class TicketV1(WireModel):
    """A ticket of the site."""

    ticket_id: UUID
    kiosk_id: Name
    business_date: Day
    service_id: Name
    number: Number
    lane: Lane
    status: TicketStatus
    issued_at: Instant
    digest: Digest | None = Field(None, repr=False)
    proxy: Digest | None = Field(None, repr=False)
    back_until: Instant | None = None
    is_in_person: bool = False
    items: Items = 1


class TicketsV1(WireModel):
    """Tickets that are new or stand otherwise."""

    kind: Literal["tickets"]
    cursor: Positive
    tickets: Annotated[tuple[TicketV1, ...], Field(max_length=1_000)]


class ReducedV1(WireModel):
    """So many places of a slot and lane are given up."""

    kind: Literal["reduced"]
    cursor: Positive
    service_id: Name
    slot_start: Instant
    lane: Lane
    count: Small


class ReturnAskedV1(WireModel):
    """One kiosk is asked for places."""

    kind: Literal["return_asked"]
    cursor: Positive
    kiosk_id: Name
    service_id: Name
    slot_start: Instant
    lane: Lane
    count: Small


class StoppedV1(WireModel):
    """A service stops, is suspended or goes on."""

    kind: Literal["stopped"]
    cursor: Positive
    service_id: Name
    at: Instant
    standing: Standing


class KioskKeyV1(WireModel):
    """The public key of a kiosk, as base64."""

    kind: Literal["kiosk_key"]
    cursor: Positive
    kiosk_id: Name
    algorithm: Name
    public_key: Base64


FeedV1 = (
    DayKeyV1
    | CatalogueV1
    | BookingMadeV1
    | BookingClosedV1
    | TicketsV1
    | ReducedV1
    | ReturnAskedV1
    | StoppedV1
    | KioskKeyV1
)


class FiguresV1(TellingModel):
    """People ahead, how many of them booked or are served first, and the wait in minutes of one service."""

    service_id: Name
    ahead: Small
    wait_low: Small | None
    wait_high: Small | None
    as_of: Instant
    booked: Small | None = None
    green: Small | None = None


class AnswerV1(WireModel):
    """The answer to the exchange of that id, and to no other."""

    exchange_id: UUID
    epoch: Positive
    acknowledged: Count
    feed: Annotated[
        tuple[Annotated[FeedV1, Field(discriminator="kind")], ...], Field(max_length=MOST_ENTRIES)
    ]
    cursor: Count
    has_more: bool = False
    grants: Annotated[tuple[GrantV1, ...], Field(max_length=1_000)] = ()
    figures: Annotated[tuple[FiguresV1, ...], Field(max_length=1_000)] = ()
    now: Instant


class ProblemV1(TellingModel):
    """RFC 9457, `application/problem+json`: `key` and `fields` name the words in any language.

    The last three only with 409 of an exchange.
    """

    type: Text = "about:blank"
    title: Text
    status: Annotated[int, Field(ge=400, le=599)]
    key: Name
    fields: Mapping[Name, Text | Annotated[int, Field(ge=-LARGEST, le=LARGEST)] | bool | None] = (
        Field(default_factory=dict)
    )
    acknowledged: Count | None = None
    epoch: Positive | None = None
    exchange_id: UUID | None = None


class EnrolV1(WireModel):
    """POST /v1/enrol: the one-time token and the kiosk's own public key, as base64."""

    token: Credential
    algorithm: Name
    public_key: Base64


class EnrolmentV1(WireModel):
    """What the kiosk is from now on; the credential is shown this once."""

    site_id: Name
    kiosk_id: Name
    credential: Credential


class CallHelpV1(WireModel):
    """POST /v1/help-calls: a visitor wants help, and until `is_over` he still does. Nothing of him."""

    call_id: UUID
    raised_at: Instant
    is_over: bool = False


class HelpProgressV1(TellingModel):
    """What has become of that call: shown to somebody of the staff, answered, over."""

    call_id: UUID
    told_at: Instant | None = None
    answered_at: Instant | None = None
    ended_at: Instant | None = None
