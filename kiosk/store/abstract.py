# SPDX-License-Identifier: Apache-2.0
"""What the services ask of the store: one unit of work and its repositories.

Lifetime: a unit of work is entered once for each use case and left again; nothing is kept unless
`commit` was called. Concurrency: one thread.
"""

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from types import TracebackType
from typing import Self

from hall.identity import IdentityDigest
from hall.ids import ServiceId, TicketId
from hall.log import FIRST_POSITION, GENESIS, Body, Entry, Granted, PrintProof, StaffActed
from hall.numbering import TicketNumber
from hall.place import Lane, Place
from hall.ticket import Ticket
from hall.visit import Persons
from kiosk.store.abstract_centre import Absences, Bookings, Centre, SiteTickets


@dataclass(frozen=True, slots=True)
class Slip:
    """One paper of a ticket and what is known of it; `copy` 0 is the first.

    `started_at` None: no byte was sent. `proof` None: not known yet, or never because of a crash.
    """

    ticket_id: TicketId
    copy: int
    started_at: datetime | None = None
    ended_at: datetime | None = None
    proof: PrintProof | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class LogStart:
    """The last entry that was forgotten: what the first one that is kept follows."""

    position: int = FIRST_POSITION - 1
    hash: bytes = GENESIS


class Log(ABC):
    """The kiosk's log: position from 1 without gaps, each entry with the hash of the one before."""

    @abstractmethod
    def start(self) -> LogStart:
        """After which entry those that are kept begin."""

    @abstractmethod
    def append(self, at: datetime, body: Body) -> int:
        """The position of the new entry; the order is that of appending, whatever `at` says."""

    @abstractmethod
    def end(self) -> int:
        """The position of the last entry, 0 of an empty log."""

    @abstractmethod
    def entries(self, after: int = 0, most: int | None = None) -> Iterator[Entry]:
        """The entries past a position in order, all of them or at most so many."""

    @abstractmethod
    def acts(self, act: str, since: datetime) -> tuple[StaffActed, ...]:
        """What staff did of that kind from an instant on, in order."""

    @abstractmethod
    def forget(self, before: datetime | None, until: int, most: int) -> int:
        """Delete the oldest entries, those from before an instant (None: whenever); how many.

        Not past the position `until`, and never the last entry of all; at most so many.
        """


class Leases(ABC):
    """What was granted to this kiosk."""

    @abstractmethod
    def apply(self, granted: Granted) -> bool:
        """Own the places and numbers of a lease; False and no change if it was applied before.

        Raises BadValueError when a number of it is this kiosk's already; nothing has changed then.
        """

    @abstractmethod
    def count(self, business_date: date) -> int:
        """How many leases of a day were applied."""

    @abstractmethod
    def granted_days(self, most: int) -> tuple[date, ...]:
        """The last so many days for which anything was granted, the latest first."""


class Numbers(ABC):
    """The number ranges of the day."""

    @abstractmethod
    def letters(self, business_date: date) -> frozenset[str]:
        """The series of walk-ins that have a range on that day."""

    @abstractmethod
    def take(self, business_date: date, letter: str) -> TicketNumber:
        """The next walk-in number of a series; never the same twice. Raises NoNumberLeftError."""

    @abstractmethod
    def left(self, business_date: date, letter: str) -> int:
        """How many walk-in numbers of a series this kiosk has still to give."""


class Places(ABC):
    """The places of the day and who has them."""

    @abstractmethod
    def counts(self, since: datetime) -> Mapping[tuple[ServiceId, datetime, Lane], int]:
        """How many places there are, whoever has them, of slots starting at `since` on."""

    @abstractmethod
    def first_free(
        self, service_id: ServiceId, since: datetime, until: datetime
    ) -> tuple[Place, ...]:
        """The free place of lowest index in each slot and lane, of slots starting in [since, until).

        That is all `hall.offer` needs to choose by.
        """

    @abstractmethod
    def free(self, service_id: ServiceId, slot_start: datetime) -> Mapping[Place, int]:
        """All free places of one service and slot, with their hops."""

    @abstractmethod
    def free_counts(
        self, service_id: ServiceId, since: datetime, until: datetime
    ) -> Mapping[tuple[datetime, Lane], int]:
        """How many places are free, of slots starting in [since, until); nothing where none is."""

    @abstractmethod
    def give_back(self, places: Iterable[Place]) -> None:
        """They are the centre's again. Raises LookupError for one that is not free."""

    @abstractmethod
    def take(self, place: Place, ticket_id: TicketId) -> int:
        """Give a free place to a stored ticket; its hop. Raises LookupError if it is not free."""

    @abstractmethod
    def release(self, ticket_id: TicketId) -> None:
        """The place of a cancelled ticket is free again at hop + 1; nothing to do without one."""


class Tickets(ABC):
    """The tickets, kept when their day is over, then without digest."""

    @abstractmethod
    def add(self, ticket: Ticket) -> None:
        """Store a new ticket; its place is taken apart, by `Places.take`."""

    @abstractmethod
    def find(self, ticket_id: TicketId) -> Ticket | None:
        """The ticket of that id."""

    @abstractmethod
    def update(self, ticket: Ticket) -> None:
        """Store status and reprints, the only things that change."""

    @abstractmethod
    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        """That day's tickets of one person, the latest first."""

    @abstractmethod
    def latest(self, business_date: date, most: int) -> tuple[Ticket, ...]:
        """That day's last tickets, the latest first, at most so many."""

    @abstractmethod
    def numbered(
        self, business_date: date, numbers: Collection[TicketNumber]
    ) -> tuple[Ticket, ...]:
        """That day's tickets of these numbers, the latest first."""

    @abstractmethod
    def of_proxy(self, proxy: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        """That day's tickets that one person took for others, the latest first."""

    @abstractmethod
    def persons(self, ticket_ids: Collection[TicketId]) -> Mapping[TicketId, Persons]:
        """Whose these tickets are and who took them, as far as it is still known."""

    @abstractmethod
    def standby_given(self, service_id: ServiceId, since: datetime) -> int:
        """How many standby numbers were issued from an instant on."""

    @abstractmethod
    def waiting_since(
        self, service_id: ServiceId, business_date: date, after: datetime
    ) -> Mapping[Lane, int]:
        """How many of that day's tickets were issued past an instant and wait, in each line."""

    @abstractmethod
    def end_days_before(self, business_date: date) -> None:
        """Expire what is open of earlier days, and wipe all their digests, those of proxies too."""


class Slips(ABC):
    """The papers of the tickets."""

    @abstractmethod
    def put(self, slip: Slip) -> None:
        """Store what is known of a paper in place of what was known before."""

    @abstractmethod
    def find(self, ticket_id: TicketId, copy: int) -> Slip | None:
        """What is known of one paper."""

    @abstractmethod
    def printed(self, business_date: date) -> int:
        """How many tickets of a day have a paper, confirmed or processed."""

    @abstractmethod
    def missing(self, business_date: date) -> tuple[tuple[Ticket, Slip | None], ...]:
        """Open tickets of a day of which no paper is confirmed or processed, with the last slip.

        In the order of issue.
        """


class Retention(ABC):
    """Deletes what was kept long enough, so many rows at a time, that nobody waits for long."""

    @abstractmethod
    def forget(self, day: date, day_start: datetime, most: int) -> int:
        """Delete rows of business days before `day`, which began at `day_start`; how many.

        Tickets with their papers, places, numbers, leases, and what was told of stopped services.
        """


class UnitOfWork(ABC):
    """All or nothing: what was not committed when the block is left never happened."""

    log: Log
    leases: Leases
    numbers: Numbers
    places: Places
    tickets: Tickets
    slips: Slips
    centre: Centre
    bookings: Bookings
    site_tickets: SiteTickets
    absences: Absences
    retention: Retention

    @abstractmethod
    def __enter__(self) -> Self: ...

    @abstractmethod
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    @abstractmethod
    def commit(self) -> None:
        """Make it durable; on return it has reached the disk. Raises StoreError."""
