# SPDX-License-Identifier: Apache-2.0
"""What the store takes and gives: one frozen record for each row."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from hall.account import Account as KioskAccount
from hall.booking import BookingStatus
from hall.feed import FIRST_EPOCH
from hall.identity import IdentityDigest
from hall.ids import BookingId, HelpCallId, KioskId, ServiceId, SiteId, TicketId
from hall.log import GENESIS
from hall.numbering import TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus


@dataclass(frozen=True, slots=True)
class SiteRecord:
    """A site. `catalogue` is the text of its file, `edition` counts how often that was changed.

    `seq` is the end of its journal, `forgotten` how many rows of that were deleted with their days.
    """

    site_id: SiteId
    name: str
    timezone: str
    catalogue: str
    seq: int = 0
    epoch: int = FIRST_EPOCH
    edition: int = 1
    forgotten: int = 0


@dataclass(frozen=True, slots=True)
class SiteHead:
    """What of a site is read for every transaction: the rest is long and seldom changes."""

    site_id: SiteId
    seq: int
    epoch: int
    edition: int


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One position of a site's journal; nothing in it is ever changed.

    Attributes:
        seq: rises by 1, with gaps only where a restored centre lost rows, and where days were
            forgotten; the feed's cursor is the same number.
        business_date: the day it is about; with that day it is forgotten.
        body: canonical JSON, without anything of identity class.
        kiosk_id, position, hash: of an entry of a kiosk's log, else None.
    """

    seq: int
    business_date: date
    at: datetime
    kind: str
    body: str
    kiosk_id: KioskId | None = None
    position: int | None = None
    hash: bytes | None = None


@dataclass(frozen=True, slots=True)
class KioskProgress:
    """How far a kiosk's log was taken in, and how far it applied the feed.

    Attributes:
        applied, last_hash: the last entry taken in; `log_end` is that of the log, as it said.
        heard_at: when it last spoke.
        health: canonical JSON as it sent it; None leaves what it sent before.
    """

    kiosk_id: KioskId
    applied: int = 0
    log_end: int = 0
    last_hash: bytes = GENESIS
    feed_cursor: int = 0
    heard_at: datetime | None = None
    health: str | None = None

    @property
    def account(self) -> KioskAccount:
        """The same for the rules; of its grants nothing is stored here."""
        return KioskAccount(
            applied=self.applied,
            last_hash=self.last_hash,
            feed_cursor=self.feed_cursor,
            end=self.log_end,
            heard_at=self.heard_at,
        )


@dataclass(frozen=True, slots=True)
class KioskRecord:
    """An enrolled kiosk; its credential is kept as a hash with its algorithm id."""

    site_id: SiteId
    progress: KioskProgress
    public_key: bytes
    algorithm: str
    credential_hash: str
    enrolled_at: datetime
    revoked_at: datetime | None = None

    @property
    def kiosk_id(self) -> KioskId:
        """Its id within the site; a replaced kiosk gets a new one."""
        return self.progress.kiosk_id


@dataclass(frozen=True, slots=True)
class EnrolmentToken:
    """Lets one kiosk enrol once, until `expires_at`."""

    site_id: SiteId
    kiosk_id: KioskId
    token_hash: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """A platform, or staff in a role; the secret is kept as a hash with its algorithm id.

    Attributes:
        used_step: of the second factor's last code that was good; none before it is taken.
        wrong_codes: so many were wrong since, without a rest; the last one at `wrong_at`.
    """

    site_id: SiteId
    account_id: str
    role: str
    credential_hash: str
    made_at: datetime
    second_factor: str | None = field(default=None, repr=False)
    disabled_at: datetime | None = None
    used_step: int | None = None
    wrong_codes: int = 0
    wrong_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TicketRecord:
    """What the centre knows of a ticket; digest, masked name and proxy go when its day ends.

    `proxy` is the digest of who took it for somebody else.
    """

    business_date: date
    ticket_id: TicketId
    kiosk_id: KioskId
    number: TicketNumber
    service_id: ServiceId
    lane: Lane
    status: TicketStatus
    issued_at: datetime
    digest: IdentityDigest | None = field(default=None, repr=False)
    proxy: IdentityDigest | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class BookingRecord:
    """What is kept of a booking beside the journal; the digest goes when its day ends.

    `platform_id` is the account that made it; only that one may see and cancel it.
    """

    business_date: date
    booking_id: BookingId
    service_id: ServiceId
    slot_start: datetime
    number: TicketNumber
    status: BookingStatus
    channel: str
    platform_id: str | None = None
    digest: IdentityDigest | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a request, given again to the same key; neither holds an ID number.

    `request_hash`, with its algorithm id, tells a repeat from another request with the same key.
    """

    business_date: date
    account_id: str
    key: str
    request_hash: bytes
    answer: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody did at a site, carrying the hash of the entry before; `body` is canonical JSON."""

    business_date: date
    position: int
    at: datetime
    act: str
    body: str
    previous_hash: bytes
    hash: bytes


@dataclass(frozen=True, slots=True)
class HelpCall:
    """A visitor at a kiosk wanted help; nothing of him. `business_date` is for retention alone.

    Attributes:
        raised_at: by the kiosk's clock; the others by the centre's.
        heard_at: when the kiosk last said that he still waits.
        told_at: when somebody of the staff was first shown it.
        answered_by: the role of who said that he comes.
    """

    site_id: SiteId
    business_date: date
    call_id: HelpCallId
    kiosk_id: KioskId
    raised_at: datetime
    heard_at: datetime
    told_at: datetime | None = None
    answered_at: datetime | None = None
    answered_by: str | None = None
    ended_at: datetime | None = None


@dataclass(slots=True)
class Changes:
    """What a transaction writes into the tables that the journal explains.

    `tickets` and `bookings` are new ones; of one that is known the earlier issue counts (rules.md 3,
    point 7). A booking's status changes once, from `booked`: who checked in at a kiosk that was cut
    off stays cancelled if he was before (`hall.sale`). Of `kiosks` only the progress.
    """

    tickets: dict[TicketId, TicketRecord] = field(default_factory=dict)
    ticket_statuses: dict[tuple[date, TicketId], TicketStatus] = field(default_factory=dict)
    bookings: dict[BookingId, BookingRecord] = field(default_factory=dict)
    booking_statuses: dict[tuple[date, BookingId], BookingStatus] = field(default_factory=dict)
    kiosks: dict[KioskId, KioskProgress] = field(default_factory=dict)
    answered: list[Answered] = field(default_factory=list)


Came = Mapping[tuple[ServiceId, KioskId], int]
"""How many took a number of a service at a kiosk."""

Digests = Mapping[BookingId, IdentityDigest]
"""What a feed entry gets put in at sending."""
