# SPDX-License-Identifier: Apache-2.0
"""What lies beside the journal, looked up at once for all who ask at once."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from central.services.notes import KioskNote, Note, SiteNote, TicketNote
from central.store.abstract import UnitOfWork, Units
from central.store.records import KioskRecord, SiteRecord, TicketRecord
from hall.feed import BookingMade
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, SiteId, TicketId
from hall.place import Lane

_STORED = (BookingMade, TicketNote, KioskNote, SiteNote)


@dataclass
class Beside:
    """As far as some notes of one site need it.

    Attributes:
        digests: of bookings.
        site: with its description; None when it was not asked for, or there is none.
    """

    digests: dict[BookingId, IdentityDigest] = field(default_factory=dict)
    tickets: dict[TicketId, TicketRecord] = field(default_factory=dict)
    kiosks: dict[KioskId, KioskRecord] = field(default_factory=dict)
    site: SiteRecord | None = None

    async def read(self, unit: UnitOfWork, site_id: SiteId, notes: Sequence[Note]) -> None:
        """Everything of one moment."""
        bookings, tickets = _ids(notes)
        for on, wanted in tickets.items():
            found = await unit.tables.tickets(site_id, on, wanted)
            self.tickets |= found
            # Of a booking's ticket the digest lies with the booking, whose id it has.
            booked = (ticket_id for ticket_id, each in found.items() if each.lane is Lane.BOOKED)
            bookings[on] |= set(map(BookingId, booked))
        for on, wanted_of in bookings.items():
            if wanted_of:
                self.digests |= await unit.tables.digests(site_id, on, wanted_of)
        if any(isinstance(note.about, KioskNote) for note in notes):
            kiosks = await unit.kiosks.of_site(site_id)
            self.kiosks = {kiosk.kiosk_id: kiosk for kiosk in kiosks}
        if any(isinstance(note.about, SiteNote) for note in notes):
            self.site = await unit.sites.find(site_id)


@dataclass(frozen=True, slots=True)
class _Asked:
    site_id: SiteId
    notes: Sequence[Note]
    answer: asyncio.Future[Beside]


class Looking:
    """Kiosks whose exchanges shared a commit ask in the same turn, and mostly for the same.

    Concurrency: one event loop.
    """

    def __init__(self, units: Units) -> None:
        self._units = units
        self._asked: list[_Asked] = []
        self._looks: set[asyncio.Task[None]] = set()

    async def beside(self, site_id: SiteId, notes: Sequence[Note]) -> Beside:
        """What these notes need, and perhaps more; raises StoreError."""
        wanted = [note for note in notes if isinstance(note.about, _STORED)]
        if not wanted:
            return Beside()
        asked = _Asked(site_id, wanted, asyncio.get_running_loop().create_future())
        self._asked.append(asked)
        if len(self._asked) == 1:
            look = asyncio.create_task(self._look())
            self._looks.add(look)
            look.add_done_callback(self._looks.discard)
        return await asked.answer

    async def _look(self) -> None:
        asked = [each for each in self._asked if not each.answer.done()]
        self._asked.clear()
        try:
            found = await self._find(asked)
        except Exception as error:  # noqa: BLE001 - whoever asked gets it
            for each in asked:
                if not each.answer.done():
                    each.answer.set_exception(error)
        else:
            for each in asked:
                if not each.answer.done():
                    each.answer.set_result(found[each.site_id])

    async def _find(self, asked: Sequence[_Asked]) -> dict[SiteId, Beside]:
        wanted = defaultdict[SiteId, list[Note]](list)
        for each in asked:
            wanted[each.site_id] += each.notes
        found = defaultdict[SiteId, Beside](Beside)
        async with self._units(is_read_only=True) as unit:
            for site_id, notes in wanted.items():
                await found[site_id].read(unit, site_id, notes)
        return found


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
