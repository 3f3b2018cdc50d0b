# SPDX-License-Identifier: Apache-2.0
"""Puts into the feed what no journal holds: digests, names, keys and documents, at sending."""

import asyncio
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby
from typing import assert_never

from central.crypto import DayKeys, key_id
from central.services.notes import (
    About,
    CentreKeyNote,
    KeyNote,
    KioskNote,
    Note,
    SiteNote,
    TicketNote,
)
from central.store.abstract import UnitOfWork, Units
from central.store.records import KioskRecord, TicketRecord
from common.key_files import DayKey
from common.signatures import PublicKey
from hall.booking_code import CENTRE_KEY
from hall.feed import BookingClosed, BookingMade, FeedBody, Reduced, ReturnAsked, Stopped
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, SiteId, TicketId
from hall.news import (
    CatalogueTold,
    DayKeyTold,
    KioskKeyTold,
    News,
    SiteTicket,
    TicketsTold,
    Told,
)


@dataclass(frozen=True)
class Telling:
    """Concurrency: one event loop."""

    units: Units
    keys: DayKeys
    centre_key: PublicKey

    async def told(self, site_id: SiteId, notes: Sequence[Note]) -> tuple[Told, ...]:
        """The notes as a kiosk gets them; tickets that follow each other are told as one.

        Raises:
            StoreError, KeyFileError.
        """
        beside = _Beside(self.centre_key)
        for on in {note.about.business_date for note in notes if isinstance(note.about, KeyNote)}:
            beside.keys[on] = await asyncio.to_thread(self.keys.key, site_id, on)
        if any(isinstance(note.about, _STORED) for note in notes):
            async with self.units(is_read_only=True) as unit:
                await beside.read(unit, site_id, notes)
        return tuple(beside.told(notes))


_STORED = (BookingMade, TicketNote, KioskNote, SiteNote)


@dataclass
class _Beside:
    """What lies beside the journal, as far as these notes need it."""

    centre_key: PublicKey
    keys: dict[date, DayKey] = field(default_factory=dict)
    digests: dict[BookingId, IdentityDigest] = field(default_factory=dict)
    tickets: dict[TicketId, TicketRecord] = field(default_factory=dict)
    kiosks: dict[KioskId, KioskRecord] = field(default_factory=dict)
    document: str | None = None

    async def read(self, unit: UnitOfWork, site_id: SiteId, notes: Sequence[Note]) -> None:
        """Everything of one moment."""
        bookings, tickets = _ids(notes)
        for on, wanted in tickets.items():
            self.tickets |= await unit.tables.tickets(site_id, on, wanted)
            # Of a booking's ticket the digest lies with the booking, whose id it has.
            bookings[on] |= {BookingId(each) for each in wanted}
        for on, booked in bookings.items():
            self.digests |= await unit.tables.digests(site_id, on, booked)
        if any(isinstance(note.about, KioskNote) for note in notes):
            kiosks = await unit.kiosks.of_site(site_id)
            self.kiosks = {kiosk.kiosk_id: kiosk for kiosk in kiosks}
        if any(isinstance(note.about, SiteNote) for note in notes):
            site = await unit.sites.find(site_id)
            self.document = site.catalogue if site else None

    def told(self, notes: Sequence[Note]) -> Iterator[Told]:
        """What could be found of them, in order."""
        for is_ticket, group in groupby(notes, lambda note: isinstance(note.about, TicketNote)):
            if is_ticket:
                yield from self._tickets_told(tuple(group))
                continue
            for note in group:
                if body := self._body(note.about):
                    yield Told(note.cursor, body)

    def _tickets_told(self, notes: Sequence[Note]) -> Iterator[Told]:
        wanted = dict.fromkeys(
            note.about.ticket_id for note in notes if isinstance(note.about, TicketNote)
        )
        found = (self.tickets.get(ticket_id) for ticket_id in wanted)
        tickets = tuple(self._ticket(each) for each in found if each)
        if tickets:
            yield Told(notes[-1].cursor, TicketsTold(tickets))

    def _ticket(self, ticket: TicketRecord) -> SiteTicket:
        return SiteTicket(
            ticket_id=ticket.ticket_id,
            kiosk_id=ticket.kiosk_id,
            business_date=ticket.business_date,
            service_id=ticket.service_id,
            number=ticket.number,
            lane=ticket.lane,
            status=ticket.status,
            issued_at=ticket.issued_at,
            digest=ticket.digest or self.digests.get(BookingId(ticket.ticket_id)),
            masked_name=ticket.masked_name or "",
        )

    def _body(self, about: About) -> FeedBody | News | None:
        match about:
            case BookingMade(booking):
                digest = self.digests.get(booking.booking_id)
                return BookingMade(replace(booking, digest=digest))
            case BookingClosed() | Reduced() | ReturnAsked() | Stopped():
                return about
            case SiteNote():
                return CatalogueTold(self.document) if self.document is not None else None
            case KeyNote() | KioskNote() | CentreKeyNote():
                return self._key(about)
            case TicketNote():
                return None
            case _:
                assert_never(about)

    def _key(self, about: KeyNote | KioskNote | CentreKeyNote) -> News | None:
        match about:
            case KeyNote(on):
                return DayKeyTold(on, key_id(self.keys[on]), self.keys[on].reveal())
            case KioskNote(kiosk_id):
                kiosk = self.kiosks.get(kiosk_id)
                return KioskKeyTold(kiosk_id, kiosk.algorithm, kiosk.public_key) if kiosk else None
            case CentreKeyNote():
                return KioskKeyTold(CENTRE_KEY, self.centre_key.algorithm, self.centre_key.data)
            case _:
                assert_never(about)


def _ids(
    notes: Sequence[Note],
) -> tuple[defaultdict[date, set[BookingId]], defaultdict[date, set[TicketId]]]:
    """The bookings and the tickets the notes are about, by day."""
    bookings: defaultdict[date, set[BookingId]] = defaultdict(set)
    tickets: defaultdict[date, set[TicketId]] = defaultdict(set)
    for note in notes:
        match note.about:
            case BookingMade(booking):
                bookings[note.business_date].add(booking.booking_id)
            case TicketNote(ticket_id=ticket_id):
                tickets[note.business_date].add(ticket_id)
            case _:
                pass
    return bookings, tickets
