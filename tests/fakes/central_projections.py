# SPDX-License-Identifier: Apache-2.0
"""What follows from the journal, in memory, and how it is wiped and deleted."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from central.store.abstract import Kept, Retention, Tables
from central.store.records import Answered, BookingRecord, Came, Changes, Digests, TicketRecord
from hall.booking import BookingStatus
from hall.identity import IdentityDigest
from hall.ids import BookingId, SiteId, TicketId
from hall.place import Lane
from tests.fakes.central_rows import Rows


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
            bare = replace(self._rows.tickets[key], digest=None)
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

    async def forget_tokens(self, site_id: SiteId, now: datetime) -> int:
        known = self._rows.tokens
        over = [key for key in known if key[0] == site_id and known[key].expires_at <= now]
        return _drop(known, over)

    async def delete(self, kept: Kept, site_id: SiteId, before: date, most: int) -> int:
        if kept in (Kept.JOURNAL, Kept.AUDIT, Kept.HELP_CALL):
            dated = {
                Kept.JOURNAL: self._rows.journal,
                Kept.AUDIT: self._rows.audit,
                Kept.HELP_CALL: self._rows.help_calls,
            }[kept]
            done = _drop(
                dated,
                [
                    key
                    for key, row in sorted(dated.items())
                    if key[0] == site_id and row.business_date < before
                ][:most],
            )
            if kept is Kept.JOURNAL and site_id in self._rows.sites:
                site = self._rows.sites[site_id]
                self._rows.sites[site_id] = replace(site, forgotten=site.forgotten + done)
            return done
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
