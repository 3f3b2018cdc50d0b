# SPDX-License-Identifier: Apache-2.0
"""The centre's store in memory, by the same interface; held to it by tests/contract/centre."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import TracebackType
from typing import Self

from central.store.abstract import (
    Accounts,
    Audit,
    Enrolments,
    Journal,
    Kept,
    Kiosks,
    Retention,
    Sites,
    Tables,
    UnitOfWork,
)
from central.store.audit import next_entry
from central.store.records import (
    Account,
    Answered,
    AuditEntry,
    BookingRecord,
    Came,
    Changes,
    Digests,
    EnrolmentToken,
    JournalRow,
    KioskRecord,
    SiteHead,
    SiteRecord,
    TicketRecord,
)
from hall.booking import BookingStatus
from hall.canonical import Json, to_text
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, SiteId, TicketId
from hall.place import Lane
from hall.span import utc


@dataclass
class Rows:
    """Everything that is kept; copied when a unit is entered, put in place at its commit."""

    sites: dict[SiteId, SiteRecord] = field(default_factory=dict)
    journal: dict[tuple[SiteId, int], JournalRow] = field(default_factory=dict)
    kiosks: dict[tuple[SiteId, KioskId], KioskRecord] = field(default_factory=dict)
    tokens: dict[tuple[SiteId, KioskId], EnrolmentToken] = field(default_factory=dict)
    accounts: dict[tuple[SiteId, str], Account] = field(default_factory=dict)
    tickets: dict[tuple[SiteId, date, TicketId], TicketRecord] = field(default_factory=dict)
    bookings: dict[tuple[SiteId, date, BookingId], BookingRecord] = field(default_factory=dict)
    answered: dict[tuple[SiteId, date, str, str], Answered] = field(default_factory=dict)
    audit: dict[tuple[SiteId, int], AuditEntry] = field(default_factory=dict)


class FakeSites(Sites):
    def __init__(self, rows: Rows) -> None:
        self._sites = rows.sites

    async def add(self, site: SiteRecord) -> bool:
        if site.site_id in self._sites:
            return False
        self._sites[site.site_id] = site
        return True

    async def find(self, site_id: SiteId) -> SiteRecord | None:
        return self._sites.get(site_id)

    async def all(self) -> Sequence[SiteRecord]:
        return [self._sites[site_id] for site_id in sorted(self._sites)]

    async def head(self, site_id: SiteId) -> SiteHead | None:
        site = self._sites.get(site_id)
        return site and SiteHead(site_id, site.seq, site.epoch, site.edition)

    async def lock(self, site_id: SiteId) -> SiteHead | None:
        return await self.head(site_id)

    async def describe(self, site_id: SiteId, name: str, timezone: str, catalogue: str) -> None:
        site = self._sites[site_id]
        self._sites[site_id] = replace(
            site, name=name, timezone=timezone, catalogue=catalogue, edition=site.edition + 1
        )

    async def begin_epoch(self, site_id: SiteId, epoch: int) -> None:
        self._sites[site_id] = replace(self._sites[site_id], epoch=epoch)


class FakeJournal(Journal):
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def append(
        self, site_id: SiteId, rows: Sequence[JournalRow], changes: Changes | None = None
    ) -> None:
        for row in rows:
            site = self._rows.sites[site_id]
            if row.seq <= site.seq:
                raise RuntimeError(f"{site_id} does not end before {row.seq}")
            self._rows.sites[site_id] = replace(site, seq=row.seq)
            self._rows.journal[site_id, row.seq] = replace(row, at=utc("at", row.at))
        if changes:
            await FakeTables(self._rows).write(site_id, changes)

    async def after(self, site_id: SiteId, seq: int) -> Sequence[JournalRow]:
        return [
            row
            for (of_site, at), row in sorted(self._rows.journal.items())
            if of_site == site_id and at > seq
        ]

    async def since(self, site_id: SiteId, business_date: date) -> Sequence[JournalRow]:
        return [row for row in await self.after(site_id, 0) if row.business_date >= business_date]

    async def of_kiosk(
        self, site_id: SiteId, kiosk_id: KioskId, since: date
    ) -> Sequence[JournalRow]:
        return [row for row in await self.since(site_id, since) if row.kiosk_id == kiosk_id]


class FakeKiosks(Kiosks):
    def __init__(self, rows: Rows) -> None:
        self._kiosks = rows.kiosks

    async def add(self, kiosk: KioskRecord) -> bool:
        key = kiosk.site_id, kiosk.kiosk_id
        if key in self._kiosks or kiosk.credential_hash in self._credentials():
            return False
        self._kiosks[key] = kiosk
        return True

    async def find(self, site_id: SiteId, kiosk_id: KioskId) -> KioskRecord | None:
        return self._kiosks.get((site_id, kiosk_id))

    async def by_credential(self, credential_hash: str) -> KioskRecord | None:
        kiosk = self._credentials().get(credential_hash)
        return kiosk if kiosk and kiosk.revoked_at is None else None

    async def of_site(self, site_id: SiteId) -> Sequence[KioskRecord]:
        return [kiosk for key, kiosk in sorted(self._kiosks.items()) if key[0] == site_id]

    async def renew(self, site_id: SiteId, kiosk_id: KioskId, credential_hash: str) -> None:
        kiosk = self._kiosks[site_id, kiosk_id]
        if kiosk.revoked_at is None:
            self._kiosks[site_id, kiosk_id] = replace(kiosk, credential_hash=credential_hash)

    async def revoke(self, site_id: SiteId, kiosk_id: KioskId, now: datetime) -> bool:
        kiosk = self._kiosks.get((site_id, kiosk_id))
        if kiosk is None or kiosk.revoked_at:
            return False
        self._kiosks[site_id, kiosk_id] = replace(kiosk, revoked_at=now)
        return True

    def _credentials(self) -> dict[str, KioskRecord]:
        return {kiosk.credential_hash: kiosk for kiosk in self._kiosks.values()}


class FakeEnrolments(Enrolments):
    def __init__(self, rows: Rows) -> None:
        self._tokens = rows.tokens

    async def put(self, token: EnrolmentToken) -> None:
        self._tokens[token.site_id, token.kiosk_id] = token

    async def use(self, token_hash: str, now: datetime) -> EnrolmentToken | None:
        for key, token in self._tokens.items():
            is_good = token.used_at is None and now < token.expires_at
            if token.token_hash == token_hash and is_good:
                self._tokens[key] = replace(token, used_at=now)
                return self._tokens[key]
        return None

    async def find(self, token_hash: str) -> EnrolmentToken | None:
        return next(
            (token for token in self._tokens.values() if token.token_hash == token_hash), None
        )


class FakeAccounts(Accounts):
    def __init__(self, rows: Rows) -> None:
        self._accounts = rows.accounts

    async def add(self, account: Account) -> bool:
        key = account.site_id, account.account_id
        known = {other.credential_hash for other in self._accounts.values()}
        if key in self._accounts or account.credential_hash in known:
            return False
        self._accounts[key] = account
        return True

    async def by_credential(self, credential_hash: str) -> Account | None:
        for account in self._accounts.values():
            if account.credential_hash == credential_hash and account.disabled_at is None:
                return account
        return None

    async def of_site(self, site_id: SiteId) -> Sequence[Account]:
        return [account for key, account in sorted(self._accounts.items()) if key[0] == site_id]

    async def lock(self, site_id: SiteId, account_id: str) -> Account | None:
        account = self._accounts.get((site_id, account_id))
        return account if account and account.disabled_at is None else None

    async def note_codes(self, account: Account) -> None:
        self._accounts[account.site_id, account.account_id] = account

    async def disable(self, site_id: SiteId, account_id: str, now: datetime) -> bool:
        account = self._accounts.get((site_id, account_id))
        if account is None or account.disabled_at:
            return False
        self._accounts[site_id, account_id] = replace(account, disabled_at=now)
        return True


class FakeTables(Tables):
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def write(self, site_id: SiteId, changes: Changes) -> None:
        for ticket in changes.tickets.values():
            self._add_ticket(site_id, ticket)
        for (on, ticket_id), status in changes.ticket_statuses.items():
            key = site_id, on, ticket_id
            if key in self._rows.tickets:
                self._rows.tickets[key] = replace(self._rows.tickets[key], status=status)
        for booking in changes.bookings.values():
            where = site_id, booking.business_date, booking.booking_id
            self._rows.bookings.setdefault(where, booking)
        for (on, booking_id), booking_status in changes.booking_statuses.items():
            where = site_id, on, booking_id
            known = self._rows.bookings.get(where)
            if known and known.status is BookingStatus.BOOKED:
                self._rows.bookings[where] = replace(known, status=booking_status)
        self._write_progress(site_id, changes)
        for answered in changes.answered:
            at = site_id, answered.business_date, answered.account_id, answered.key
            self._rows.answered[at] = answered

    def _write_progress(self, site_id: SiteId, changes: Changes) -> None:
        for kiosk_id, progress in changes.kiosks.items():
            if kiosk := self._rows.kiosks.get((site_id, kiosk_id)):
                health = kiosk.progress.health if progress.health is None else progress.health
                kept = replace(progress, health=health)
                self._rows.kiosks[site_id, kiosk_id] = replace(kiosk, progress=kept)

    def _add_ticket(self, site_id: SiteId, ticket: TicketRecord) -> None:
        key = site_id, ticket.business_date, ticket.ticket_id
        known = self._rows.tickets.setdefault(key, ticket)
        if ticket.issued_at < known.issued_at:
            self._rows.tickets[key] = replace(
                known,
                kiosk_id=ticket.kiosk_id,
                issued_at=ticket.issued_at,
                proxy=ticket.proxy,
            )

    async def ticket(
        self, site_id: SiteId, business_date: date, ticket_id: TicketId
    ) -> TicketRecord | None:
        return self._rows.tickets.get((site_id, business_date, ticket_id))

    async def tickets_of_person(
        self, site_id: SiteId, business_date: date, digest: IdentityDigest
    ) -> Sequence[TicketRecord]:
        found = [
            ticket
            for key, ticket in self._rows.tickets.items()
            if key[:2] == (site_id, business_date) and ticket.digest == digest
        ]
        return sorted(found, key=lambda ticket: (ticket.issued_at, ticket.ticket_id))

    async def booking(
        self, site_id: SiteId, business_date: date, booking_id: BookingId
    ) -> BookingRecord | None:
        return self._rows.bookings.get((site_id, business_date, booking_id))

    async def tickets(
        self, site_id: SiteId, business_date: date, ticket_ids: Iterable[TicketId]
    ) -> Mapping[TicketId, TicketRecord]:
        found = [await self.ticket(site_id, business_date, wanted) for wanted in ticket_ids]
        return {ticket.ticket_id: ticket for ticket in found if ticket}

    async def came(self, site_id: SiteId, since: date, before: date) -> Came:
        return Counter(
            (ticket.service_id, ticket.kiosk_id)
            for (of_site, on, _), ticket in self._rows.tickets.items()
            if of_site == site_id and since <= on < before and ticket.lane is not Lane.BOOKED
        )

    async def digests(
        self, site_id: SiteId, business_date: date, booking_ids: Iterable[BookingId]
    ) -> Digests:
        found = [await self.booking(site_id, business_date, wanted) for wanted in booking_ids]
        return {
            booking.booking_id: booking.digest for booking in found if booking and booking.digest
        }

    async def answered(
        self, site_id: SiteId, since: date, account_id: str, key: str
    ) -> Answered | None:
        for (of_site, on, of_account, of_key), answered in self._rows.answered.items():
            if (of_site, of_account, of_key) == (site_id, account_id, key) and on >= since:
                return answered
        return None


class FakeAudit(Audit):
    def __init__(self, rows: Rows) -> None:
        self._audit = rows.audit

    async def append(
        self, site_id: SiteId, business_date: date, at: datetime, act: str, body: dict[str, Json]
    ) -> AuditEntry:
        entries = await self.entries(site_id, 0, len(self._audit))
        last = entries[-1] if entries else None
        entry = next_entry(last, business_date, at, act, to_text(body))
        self._audit[site_id, entry.position] = entry
        return entry

    async def entries(self, site_id: SiteId, after: int, most: int) -> Sequence[AuditEntry]:
        return [
            entry
            for (of_site, position), entry in sorted(self._audit.items())
            if of_site == site_id and position > after
        ][:most]


class FakeRetention(Retention):
    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    async def wipe(self, site_id: SiteId, before: date, most: int) -> int:
        tickets = [
            key
            for key, ticket in sorted(self._rows.tickets.items())
            if key[0] == site_id and key[1] < before and ticket.digest
        ][:most]
        for key in tickets:
            bare = replace(self._rows.tickets[key], digest=None, masked_name=None)
            self._rows.tickets[key] = bare
        taken = [
            key
            for key, ticket in sorted(self._rows.tickets.items())
            if key[0] == site_id and key[1] < before and ticket.proxy
        ][:most]
        for key in taken:
            self._rows.tickets[key] = replace(self._rows.tickets[key], proxy=None)
        bookings = [
            key
            for key, booking in sorted(self._rows.bookings.items())
            if key[0] == site_id and key[1] < before and booking.digest
        ][:most]
        for where in bookings:
            self._rows.bookings[where] = replace(self._rows.bookings[where], digest=None)
        return len(tickets) + len(taken) + len(bookings)

    async def delete(self, kept: Kept, site_id: SiteId, before: date, most: int) -> int:
        if kept in (Kept.JOURNAL, Kept.AUDIT):
            dated = self._rows.journal if kept is Kept.JOURNAL else self._rows.audit
            return _drop(
                dated,
                [
                    key
                    for key, row in sorted(dated.items())
                    if key[0] == site_id and row.business_date < before
                ][:most],
            )
        keyed = {
            Kept.TICKET: self._rows.tickets,
            Kept.BOOKING: self._rows.bookings,
            Kept.IDEMPOTENCY: self._rows.answered,
        }[kept]
        old = [key for key in sorted(keyed) if key[0] == site_id and key[1] < before]
        return _drop(keyed, old[:most])


def _drop(rows: dict, keys: list) -> int:
    for key in keys:
        del rows[key]
    return len(keys)


class FakeCentre:
    """Makes units on one store in memory; those that write wait for one another, as on SQLite."""

    def __init__(self) -> None:
        self.rows = Rows()
        self.commits = 0
        self.writing = asyncio.Lock()

    def unit_of_work(self, *, is_read_only: bool = False) -> "FakeCentralUnitOfWork":
        return FakeCentralUnitOfWork(self, is_read_only=is_read_only)


class FakeCentralUnitOfWork(UnitOfWork):
    """What was rolled back is gone."""

    def __init__(self, centre: FakeCentre, *, is_read_only: bool) -> None:
        self._centre = centre
        self._is_read_only = is_read_only
        self._working: Rows | None = None

    async def __aenter__(self) -> Self:
        if self._working is not None:
            raise RuntimeError("entered within itself")
        if not self._is_read_only:
            await self._centre.writing.acquire()
        self._working = rows = deepcopy(self._centre.rows)
        self.sites = FakeSites(rows)
        self.journal = FakeJournal(rows)
        self.kiosks = FakeKiosks(rows)
        self.enrolments = FakeEnrolments(rows)
        self.accounts = FakeAccounts(rows)
        self.tables = FakeTables(rows)
        self.audit = FakeAudit(rows)
        self.retention = FakeRetention(rows)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._working = None
        if not self._is_read_only:
            self._centre.writing.release()

    async def commit(self) -> None:
        if self._working is None:
            raise RuntimeError("not entered")
        self._centre.rows = self._working
        self._centre.commits += 1
