# SPDX-License-Identifier: Apache-2.0
"""Puts into the feed what no journal holds: digests, names, keys and documents, at sending."""

import asyncio
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from types import MappingProxyType
from typing import assert_never

from central.crypto import DayKeys, key_id
from central.services.beside import Beside, Looking
from central.services.notes import (
    About,
    CentreKeyNote,
    KeyNote,
    KioskNote,
    Note,
    SiteNote,
    TicketNote,
)
from central.store.abstract import Units
from central.store.records import TicketRecord
from common.key_files import DayKey
from common.signatures import PublicKey
from hall.booking_code import CENTRE_KEY
from hall.feed import BookingClosed, BookingMade, FeedBody, Reduced, ReturnAsked, Stopped
from hall.ids import BookingId, SiteId, TicketId
from hall.news import (
    CatalogueTold,
    DayKeyTold,
    KioskKeyTold,
    News,
    SiteTicket,
    TicketsTold,
    Told,
)


class Telling:
    """Concurrency: one event loop."""

    def __init__(self, units: Units, keys: DayKeys, centre_key: PublicKey) -> None:
        self._looking = Looking(units)
        self._keys = keys
        self._centre_key = centre_key

    async def told(
        self,
        site_id: SiteId,
        notes: Sequence[Note],
        back_until: Mapping[TicketId, datetime] = MappingProxyType({}),
        known: Mapping[TicketId, TicketRecord] = MappingProxyType({}),
        in_person: frozenset[TicketId] = frozenset(),
        *,
        items: Mapping[TicketId, int] = MappingProxyType({}),
    ) -> tuple[Told, ...]:
        """The notes as a kiosk gets them; tickets that follow each other are told as one.

        `back_until` is of missed tickets: until when their visitors may put themselves back. Tickets
        that are `known` are not looked up. Of those `in_person` staff come to the visitor; `items` are of
        those that stand for several.

        Raises:
            StoreError, KeyFileError.
        """
        keys = {}
        for on in {note.about.business_date for note in notes if isinstance(note.about, KeyNote)}:
            keys[on] = await asyncio.to_thread(self._keys.key, site_id, on)
        beside = await self._looking.beside(
            site_id, [each for each in notes if not _is(each, known)]
        )
        tickets = {**known, **beside.tickets}
        return tuple(
            _Putting(self._centre_key, keys, beside, tickets, back_until, in_person, items).told(
                notes
            )
        )


def _is(note: Note, known: Container[TicketId]) -> bool:
    """Whether it is about one of these tickets."""
    return isinstance(note.about, TicketNote) and note.about.ticket_id in known


@dataclass(frozen=True, slots=True)
class _Putting:
    """Puts keys, digests, names and documents into notes."""

    centre_key: PublicKey
    keys: Mapping[date, DayKey]
    beside: Beside
    tickets: Mapping[TicketId, TicketRecord]
    back_until: Mapping[TicketId, datetime]
    in_person: frozenset[TicketId]
    items: Mapping[TicketId, int]

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
            digest=ticket.digest or self.beside.digests.get(BookingId(ticket.ticket_id)),
            proxy=ticket.proxy,
            back_until=self.back_until.get(ticket.ticket_id),
            is_in_person=ticket.ticket_id in self.in_person,
            items=self.items.get(ticket.ticket_id, 1),
        )

    def _body(self, about: About) -> FeedBody | News | None:
        match about:
            case BookingMade(booking):
                digest = self.beside.digests.get(booking.booking_id)
                return BookingMade(replace(booking, digest=digest))
            case BookingClosed() | Reduced() | ReturnAsked() | Stopped():
                return about
            case SiteNote():
                site = self.beside.site
                return CatalogueTold(site.catalogue, site.edition) if site else None
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
                kiosk = self.beside.kiosks.get(kiosk_id)
                return KioskKeyTold(kiosk_id, kiosk.algorithm, kiosk.public_key) if kiosk else None
            case CentreKeyNote():
                return KioskKeyTold(CENTRE_KEY, self.centre_key.algorithm, self.centre_key.data)
            case _:
                assert_never(about)
