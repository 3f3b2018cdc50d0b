# SPDX-License-Identifier: Apache-2.0
"""What the services ask of the store: one unit of work and its repositories.

Lifetime: a unit of work is entered once, for one transaction; nothing is kept unless `commit`
returned. Concurrency: one task for each unit, as many units as one likes.
All methods may raise StoreError; after one, or when `commit` raised, only another unit knows what
was kept.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from types import TracebackType
from typing import Protocol, Self

from central.store.records import (
    Account,
    Answered,
    AuditEntry,
    BookingRecord,
    Came,
    Changes,
    Digests,
    EnrolmentToken,
    HelpCall,
    JournalRow,
    KioskRecord,
    SiteHead,
    SiteRecord,
    TicketRecord,
)
from hall.canonical import Json
from hall.identity import IdentityDigest
from hall.ids import BookingId, HelpCallId, KioskId, SiteId, TicketId


class Sites(ABC):
    """The sites."""

    @abstractmethod
    async def add(self, site: SiteRecord) -> bool:
        """False and no change if there is one of that id."""

    @abstractmethod
    async def find(self, site_id: SiteId) -> SiteRecord | None:
        """The site of that id."""

    @abstractmethod
    async def all(self) -> Sequence[SiteRecord]:
        """By id."""

    @abstractmethod
    async def head(self, site_id: SiteId) -> SiteHead | None:
        """How far the site of that id has come."""

    @abstractmethod
    async def lock(self, site_id: SiteId) -> SiteHead | None:
        """The site, nobody else's to write until this unit ends; what follows sees all before it."""

    @abstractmethod
    async def describe(self, site_id: SiteId, name: str, timezone: str, catalogue: str) -> None:
        """Put a new description in place of the old one."""

    @abstractmethod
    async def begin_epoch(self, site_id: SiteId, epoch: int) -> None:
        """The site was restored from a backup."""


class Journal(ABC):
    """The journal of each site."""

    @abstractmethod
    async def append(
        self, site_id: SiteId, rows: Sequence[JournalRow], changes: Changes | None = None
    ) -> None:
        """Add what follows the end of a site that this unit has locked; it ends there then.

        `changes` go into the tables with it, in as few statements as the database lets them.
        Raises RuntimeError if it does not follow: two have written without the lock.
        """

    @abstractmethod
    async def after(
        self, site_id: SiteId, seq: int, most: int | None = None
    ) -> Sequence[JournalRow]:
        """The rows past a position, whatever their day, in order; at most so many, or all."""

    @abstractmethod
    async def since(self, site_id: SiteId, business_date: date) -> Sequence[JournalRow]:
        """All rows of that business day and later ones, in order."""

    @abstractmethod
    async def first_day(self, site_id: SiteId) -> date | None:
        """The earliest business day that a row is about; None without rows."""

    @abstractmethod
    async def of_kiosk(
        self, site_id: SiteId, kiosk_id: KioskId, since: date
    ) -> Sequence[JournalRow]:
        """What was taken in of one kiosk's log, of those days, in the log's order."""


class Kiosks(ABC):
    """The enrolled kiosks."""

    @abstractmethod
    async def add(self, kiosk: KioskRecord) -> bool:
        """False and no change if the site has one of that id, now or before."""

    @abstractmethod
    async def find(self, site_id: SiteId, kiosk_id: KioskId) -> KioskRecord | None:
        """One kiosk, also a revoked one."""

    @abstractmethod
    async def by_credential(self, credential_hash: str) -> KioskRecord | None:
        """The kiosk whose credential that is, if it was not revoked."""

    @abstractmethod
    async def of_site(self, site_id: SiteId) -> Sequence[KioskRecord]:
        """All that were ever enrolled, by id."""

    @abstractmethod
    async def renew(self, site_id: SiteId, kiosk_id: KioskId, credential_hash: str) -> None:
        """Another credential in place of the one it had."""

    @abstractmethod
    async def revoke(self, site_id: SiteId, kiosk_id: KioskId, now: datetime) -> bool:
        """Its credential is good no more; False if it was not."""


class Enrolments(ABC):
    """The tokens that let kiosks enrol."""

    @abstractmethod
    async def put(self, token: EnrolmentToken) -> None:
        """A token; it takes the place of one for the same kiosk."""

    @abstractmethod
    async def use(self, token_hash: str, now: datetime) -> EnrolmentToken | None:
        """The token, used from now on; None if it is unknown, too old, or was used."""

    @abstractmethod
    async def find(self, token_hash: str) -> EnrolmentToken | None:
        """The token, also one that is too old or was used: an answer may have been lost."""


class Accounts(ABC):
    """Platforms and staff."""

    @abstractmethod
    async def add(self, account: Account) -> bool:
        """False and no change if the site has one of that id, now or before."""

    @abstractmethod
    async def by_credential(self, credential_hash: str) -> Account | None:
        """The account whose secret that is, if it was not disabled."""

    @abstractmethod
    async def of_site(self, site_id: SiteId) -> Sequence[Account]:
        """All, by id."""

    @abstractmethod
    async def lock(self, site_id: SiteId, account_id: str) -> Account | None:
        """The account, nobody else's to write until this unit ends; None if it was disabled."""

    @abstractmethod
    async def note_codes(self, account: Account) -> None:
        """Keep the `used_step`, `wrong_codes` and `wrong_at` of an account that this unit locked."""

    @abstractmethod
    async def disable(self, site_id: SiteId, account_id: str, now: datetime) -> bool:
        """Nobody enters by it any more; False if nobody could."""


class HelpCalls(ABC):
    """Calls for help. One is open until it has ended, or its kiosk was not heard for too long."""

    @abstractmethod
    async def add(self, call: HelpCall) -> bool:
        """False and no change if the site has one of that id."""

    @abstractmethod
    async def find(self, site_id: SiteId, call_id: HelpCallId) -> HelpCall | None:
        """The call of that id."""

    @abstractmethod
    async def lock(self, site_id: SiteId, call_id: HelpCallId) -> HelpCall | None:
        """The same, nobody else's to write until this unit ends."""

    @abstractmethod
    async def keep(self, call: HelpCall) -> None:
        """What became of a call that this unit has locked."""

    @abstractmethod
    async def open(self, site_id: SiteId, since: datetime) -> Sequence[HelpCall]:
        """Those heard since then that have not ended, by when they were raised."""

    @abstractmethod
    async def tell(self, site_id: SiteId, since: datetime, now: datetime) -> None:
        """The open ones of which nobody was told are told now."""

    @abstractmethod
    async def end(
        self, site_id: SiteId, kiosk_id: KioskId, now: datetime, raised_by: datetime | None = None
    ) -> None:
        """Whatever a kiosk called for before is over; by its clock up to `raised_by` where that is given."""


class Tables(ABC):
    """The tables that the journal explains: tickets, bookings, progress, answers."""

    @abstractmethod
    async def write(self, site_id: SiteId, changes: Changes) -> None:
        """All changes of a transaction, each in one statement however many rows it has."""

    @abstractmethod
    async def ticket(
        self, site_id: SiteId, business_date: date, ticket_id: TicketId
    ) -> TicketRecord | None:
        """One ticket."""

    @abstractmethod
    async def tickets(
        self, site_id: SiteId, business_date: date, ticket_ids: Iterable[TicketId]
    ) -> Mapping[TicketId, TicketRecord]:
        """Those of that day among them."""

    @abstractmethod
    async def tickets_of_person(
        self, site_id: SiteId, business_date: date, digest: IdentityDigest
    ) -> Sequence[TicketRecord]:
        """That day's tickets of one person, the earliest first."""

    @abstractmethod
    async def came(self, site_id: SiteId, since: date, before: date) -> Came:
        """Who came without a booking, on the days from `since` on and before `before`."""

    @abstractmethod
    async def booking(
        self, site_id: SiteId, business_date: date, booking_id: BookingId
    ) -> BookingRecord | None:
        """One booking."""

    @abstractmethod
    async def digests(
        self, site_id: SiteId, business_date: date, booking_ids: Iterable[BookingId]
    ) -> Digests:
        """The digests of bookings, as far as they are kept."""

    @abstractmethod
    async def answered(
        self, site_id: SiteId, since: date, account_id: str, key: str
    ) -> Answered | None:
        """What was answered to a key, of that business day or a later one."""


class Audit(ABC):
    """What staff did, one chain for each site; position from 1 without gaps."""

    @abstractmethod
    async def append(
        self, site_id: SiteId, business_date: date, at: datetime, act: str, body: dict[str, Json]
    ) -> AuditEntry:
        """The new entry; locks the site."""

    @abstractmethod
    async def entries(self, site_id: SiteId, after: int, most: int) -> Sequence[AuditEntry]:
        """What is kept past a position, in order."""


class Kept(StrEnum):
    """Tables whose rows go when they are old enough (protocol.md 5)."""

    JOURNAL = "journal"
    TICKET = "ticket"
    BOOKING = "booking"
    IDEMPOTENCY = "idempotency"
    AUDIT = "audit"
    HELP_CALL = "help_call"


class Retention(ABC):
    """Forgets, so many rows at a time, that nobody waits for long."""

    @abstractmethod
    async def wipe(self, site_id: SiteId, before: date, most: int) -> int:
        """Take digests, names and proxies out of tickets and bookings of earlier days; of how many."""

    @abstractmethod
    async def delete(self, kept: Kept, site_id: SiteId, before: date, most: int) -> int:
        """Delete rows of earlier days; how many. A site counts those that go from its journal."""

    @abstractmethod
    async def forget_tokens(self, site_id: SiteId, now: datetime) -> int:
        """Delete enrolment tokens that are good no more, used or not; how many."""


class UnitOfWork(ABC):
    """All or nothing: what was not committed when the block is left never happened."""

    sites: Sites
    journal: Journal
    kiosks: Kiosks
    enrolments: Enrolments
    accounts: Accounts
    help_calls: HelpCalls
    tables: Tables
    audit: Audit
    retention: Retention

    @abstractmethod
    async def __aenter__(self) -> Self: ...

    @abstractmethod
    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    @abstractmethod
    async def commit(self) -> None:
        """Make it durable; on return it has reached the disk. Once for each unit."""


class Units(Protocol):
    """Makes units of work; one that only reads sees one moment, and holds nobody up."""

    def __call__(self, *, is_read_only: bool = False) -> UnitOfWork:
        """A unit, to be entered once."""
        ...
