# SPDX-License-Identifier: Apache-2.0
"""Repositories of the centre's store in memory: sites, journal, kiosks, people, audit."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from central.store.abstract import (
    Accounts,
    Audit,
    Enrolments,
    HelpCalls,
    Journal,
    Kiosks,
    Sites,
)
from central.store.audit import next_entry
from central.store.records import (
    Account,
    AuditEntry,
    Changes,
    EnrolmentToken,
    HelpCall,
    JournalRow,
    KioskRecord,
    SiteHead,
    SiteRecord,
)
from hall.canonical import Json, to_text
from hall.ids import HelpCallId, KioskId, SiteId
from hall.span import utc
from tests.fakes.central_projections import FakeTables
from tests.fakes.central_rows import Rows


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

    async def after(
        self, site_id: SiteId, seq: int, most: int | None = None
    ) -> Sequence[JournalRow]:
        return [
            row
            for (of_site, at), row in sorted(self._rows.journal.items())
            if of_site == site_id and at > seq
        ][:most]

    async def first_day(self, site_id: SiteId) -> date | None:
        return min((row.business_date for row in await self.after(site_id, 0)), default=None)

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


class FakeHelpCalls(HelpCalls):
    def __init__(self, rows: Rows) -> None:
        self._calls = rows.help_calls

    async def add(self, call: HelpCall) -> bool:
        return self._calls.setdefault((call.site_id, call.call_id), call) is call

    async def find(self, site_id: SiteId, call_id: HelpCallId) -> HelpCall | None:
        return self._calls.get((site_id, call_id))

    async def lock(self, site_id: SiteId, call_id: HelpCallId) -> HelpCall | None:
        return self._calls.get((site_id, call_id))

    async def keep(self, call: HelpCall) -> None:
        self._calls[call.site_id, call.call_id] = call

    async def open(self, site_id: SiteId, since: datetime) -> Sequence[HelpCall]:
        found = [
            call
            for call in self._calls.values()
            if call.site_id == site_id and call.ended_at is None and call.heard_at > since
        ]
        return sorted(found, key=lambda call: (call.raised_at, call.call_id))

    async def tell(self, site_id: SiteId, since: datetime, now: datetime) -> None:
        for call in await self.open(site_id, since):
            await self.keep(replace(call, told_at=call.told_at or now))

    async def end(
        self, site_id: SiteId, kiosk_id: KioskId, now: datetime, raised_by: datetime | None = None
    ) -> None:
        for call in list(self._calls.values()):
            if (call.site_id, call.kiosk_id, call.ended_at) != (site_id, kiosk_id, None):
                continue
            if raised_by is None or call.raised_at <= raised_by:
                await self.keep(replace(call, ended_at=now))


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
