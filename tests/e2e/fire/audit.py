# SPDX-License-Identifier: Apache-2.0
"""Looks at what is on the disks when all is over: the kiosks' files, their papers, the centre's journal."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from central.services.auditing_check import check_audit
from central.services.auditing_findings import Finding
from central.store.database import Database as CentralDatabase
from central.store.records import JournalRow, KioskRecord
from common.signatures import PublicKey
from hall.booking_code import CENTRE_KEY
from hall.calls import Call
from hall.conservation import Hall
from hall.feed import BookingMade, FeedEntry, Stopped
from hall.identity import IdentityDigest
from hall.ids import ActId, BookingId, KioskId, ServiceId, SiteId, TicketId
from hall.invariants import Allowance, Broken, Paper, Refusal
from hall.journal import (
    DayOpened,
    ExtrasAdded,
    JournalEntry,
    KioskLogged,
    body_from_json,
    feed_body,
)
from hall.log import CheckedIn, Entry, FeedApplied, Issued, StaffActed, verify_chain
from hall.numbering import TicketNumber
from hall.place import Place
from hall.site_fold import SiteFold
from hall.span import Span
from hall.stopping import Stop, Stops
from hall.ticket import TicketStatus
from kiosk.crypto import read_ticket_code
from kiosk.store.database import Database
from tests.e2e.fire.kiosk_process import PAPERS, REFUSALS
from tests.healed import broken_when_healed


@dataclass(frozen=True)
class AtKiosk:
    """What one kiosk has left."""

    kiosk_id: KioskId
    log: tuple[Entry, ...]
    cursor: int
    papers: tuple[Paper, ...]
    refusals: tuple[Refusal, ...]
    free: Mapping[Place, int]
    digests: Mapping[TicketId, IdentityDigest]
    centre_key: PublicKey | None


@dataclass(frozen=True)
class AtCentre:
    """What the centre has left; `tickets` and `statuses` are its table.

    `findings` are of the audit's own check: however often who died, nothing may look tampered with.
    """

    entries: tuple[JournalEntry, ...]
    kiosks: tuple[KioskRecord, ...]
    tickets: Mapping[TicketId, IdentityDigest | None]
    statuses: Mapping[TicketId, TicketStatus]
    findings: tuple[Finding, ...]


def read_centre(address: str, site_id: SiteId, today: date) -> AtCentre:
    async def read() -> AtCentre:
        database = await CentralDatabase.open(address, connections=0)
        async with database.unit_of_work(is_read_only=True) as unit:
            rows = await unit.journal.after(site_id, 0)
            kiosks = await unit.kiosks.of_site(site_id)
            entries = tuple(_entry(row) for row in rows)
            wanted = set(_tickets(entries))
            found = await unit.tables.tickets(site_id, today, wanted)
        checked = await check_audit(database.unit_of_work, site_id)
        await database.close()
        tickets = {one: ticket.digest for one, ticket in found.items()}
        statuses = {one: ticket.status for one, ticket in found.items()}
        return AtCentre(entries, tuple(kiosks), tickets, statuses, checked.findings)

    return asyncio.run(read())


def _entry(row: JournalRow) -> JournalEntry:
    body = body_from_json(row.kind, json.loads(row.body))
    return JournalEntry(row.seq, row.business_date, row.at, body)


def _tickets(entries: Iterable[JournalEntry]) -> Iterator[TicketId]:
    """As often as a log told of them."""
    for entry in entries:
        if isinstance(entry.body, KioskLogged):
            said = entry.body.entry.body
            if isinstance(said, Issued | CheckedIn):
                yield said.ticket_id


def read_kiosk(
    kiosk_id: KioskId, folder: Path, key: PublicKey, slots: Iterable[tuple[ServiceId, datetime]]
) -> AtKiosk:
    """Of a kiosk that does not run; raises LogError, CryptoError."""
    database = Database.look(folder / "kiosk.db")
    with database.unit_of_work() as unit:
        log = tuple(unit.log.entries())
        cursor = unit.centre.state().cursor
        told = unit.centre.kiosk_key(CENTRE_KEY)
        free = {place: hop for slot in slots for place, hop in unit.places.free(*slot).items()}
        persons = unit.tickets.persons(
            {each.body.ticket_id for each in log if isinstance(each.body, Issued)}
        )
        digests = {of: known.served for of, known in persons.items() if known.served}
    database.close()
    verify_chain(log)
    papers = tuple(_paper(line, key) for line in _lines(folder / PAPERS))
    refusals = tuple(_refusal(kiosk_id, line) for line in _lines(folder / REFUSALS))
    centre_key = PublicKey(told.algorithm, told.public_key) if told else None
    return AtKiosk(kiosk_id, log, cursor, papers, refusals, free, digests, centre_key)


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.exists() else []


def _paper(line: str, key: PublicKey) -> Paper:
    """The ticket is the one its signed code names.

    When it came out is left open: the kiosk's clock goes by the centre's, and may go back.
    """
    values = json.loads(line)
    return Paper(
        date.fromisoformat(values["business_date"]),
        TicketNumber.parse(values["number"]),
        read_ticket_code(values["code"], key),
    )


def _refusal(kiosk_id: KioskId, line: str) -> Refusal:
    values = json.loads(line)
    return Refusal(
        kiosk_id,
        values["position"],
        date.fromisoformat(values["business_date"]),
        ServiceId(values["service_id"]),
        values["letter"],
        frozenset(datetime.fromisoformat(slot) for slot in values["slots"]),
    )


class Audit:
    """One hall after its fire; `problems` is empty when nothing is wrong.

    Args:
        today, begins: the business day that goes on at the end.
    """

    def __init__(
        self, centre: AtCentre, kiosks: Sequence[AtKiosk], today: date, begins: datetime
    ) -> None:
        self.centre = centre
        self.kiosks = kiosks
        self._today = today
        self._span = Span(begins, begins + timedelta(days=1))
        self.book = SiteFold(today, begins)
        for entry in centre.entries:
            self.book.apply(entry)

    @property
    def papers(self) -> int:
        return sum(len(kiosk.papers) for kiosk in self.kiosks)

    def problems(self, booked: Iterable[BookingId], refusals: int) -> list[str]:
        """`booked` are those a platform was told of; so many `refusals` are looked at."""
        told = [
            FeedEntry(entry.seq, body)
            for entry in self.centre.entries
            if (body := feed_body(entry.body)) is not None
        ]
        hall = Hall(
            self.book,
            {kiosk.kiosk_id: kiosk.log for kiosk in self.kiosks},
            {
                kiosk.kiosk_id: [each for each in told if each.cursor <= kiosk.cursor]
                for kiosk in self.kiosks
            },
            frozenset(kiosk.kiosk_id for kiosk in self.kiosks),
        )
        papers = {kiosk.kiosk_id: kiosk.papers for kiosk in self.kiosks}
        refused = [each for kiosk in self.kiosks for each in kiosk.refusals]
        every_nth = refused[:: max(1, len(refused) // refusals)]
        return [
            *map(_said, broken_when_healed(hall, papers, self._allowance(), told, every_nth)),
            *map(str, self.centre.findings),
            *self._wrong_order(),
            *self._wrong_tickets(),
            *self._wrong_tables(hall),
            *self._wrong_bookings(set(booked)),
        ]

    def _allowance(self) -> Allowance:
        """As the days were opened: the highest there ever was."""
        days = [entry.body for entry in self.centre.entries if isinstance(entry.body, DayOpened)]
        services = [service for day in days for service in day.services]
        extras = Counter[ServiceId]()
        for service in services:
            extras[service.service_id] += service.extras
        for entry in self.centre.entries:
            if isinstance(entry.body, ExtrasAdded):
                extras[entry.body.service_id] += entry.body.count
        return Allowance(
            {
                (service.service_id, each.slot.start): each.quota
                for service in services
                for each in service.slots
            },
            extras,
        )

    def problems_of_staff(self, told: Mapping[UUID, UUID | None]) -> list[str]:
        """`told` are the acts of staff that were answered, with the ticket each was about."""
        return [*self._wrong_acts(told), *self._wrong_statuses(), *self._given_while_stopped()]

    def _wrong_acts(self, told: Mapping[UUID, UUID | None]) -> Iterator[str]:
        """However often one came, it is there once, and was about the ticket that was told."""
        acts = [
            (entry.body.act_id, getattr(entry.body, "ticket_id", None))
            for entry in self.centre.entries
            if isinstance(entry.body, Call | ExtrasAdded)
        ]
        for act_id, count in Counter(act_id for act_id, _ in acts).items():
            if count > 1:
                yield f"the act {act_id} is there {count} times"
        known = dict(acts)
        for act_id, ticket_id in told.items():
            if act_id not in known:
                yield f"the act {act_id} was answered and is not there"
            elif known[ActId(act_id)] != ticket_id:
                yield f"the act {act_id} was about {ticket_id}, and is about {known[ActId(act_id)]}"

    def _wrong_statuses(self) -> Iterator[str]:
        """Each ticket's row says what the counters and the logs come to."""
        for ticket_id, known in self.book.calling.on(self._today).turns.tickets.items():
            row = self.centre.statuses.get(ticket_id)
            if row is not known.status:
                yield f"{known.number} is {row} in the centre's table, and {known.status} by its journal"

    def _given_while_stopped(self) -> Iterator[str]:
        """A kiosk that knows that a service stopped gives none of its numbers, cut off or not.

        It knows what was entered there, and what the feed told up to where its log says.
        """
        stops = {
            entry.seq: entry.body.stop
            for entry in self.centre.entries
            if isinstance(entry.body, Stopped)
        }
        for kiosk in self.kiosks:
            known, own = 0, list[Stop]()
            for entry in kiosk.log:
                body = entry.body
                if isinstance(body, FeedApplied):
                    known = body.cursor
                elif isinstance(body, StaffActed) and body.stop is not None:
                    own.append(body.stop)
                elif isinstance(body, Issued):
                    heard = (stop for seq, stop in stops.items() if seq <= known)
                    said = Stops(self._span, (*own, *heard))
                    if not said.effect(body.service_id, entry.at).gives_numbers:
                        yield f"{kiosk.kiosk_id} gave {body.number} while {body.service_id} was stopped"

    def _wrong_order(self) -> Iterator[str]:
        """The journal has no gap, and of each log every position once, in order."""
        if [entry.seq for entry in self.centre.entries] != list(
            range(1, len(self.centre.entries) + 1)
        ):
            yield "the journal has a gap"
        for kiosk in self.kiosks:
            taken = [
                entry.body.entry
                for entry in self.centre.entries
                if isinstance(entry.body, KioskLogged) and entry.body.kiosk_id == kiosk.kiosk_id
            ]
            if tuple(taken) != kiosk.log:
                yield f"the journal has {len(taken)} of {len(kiosk.log)} entries of {kiosk.kiosk_id}"

    def _wrong_tickets(self) -> Iterator[str]:
        """Every printed ticket is at the centre once; a booking may be checked in twice, cut off."""
        told = Counter(_tickets(self.centre.entries))
        booked = {
            each.body.ticket_id
            for kiosk in self.kiosks
            for each in kiosk.log
            if isinstance(each.body, CheckedIn)
        }
        for kiosk in self.kiosks:
            for paper in kiosk.papers:
                ticket_id = paper.ticket_id
                assert ticket_id
                if told[ticket_id] != 1 and not (ticket_id in booked and told[ticket_id]):
                    yield f"{paper.number} is {told[ticket_id]} times at the centre"
                if ticket_id not in self.centre.tickets:
                    yield f"{paper.number} is not in the centre's table"

    def _wrong_tables(self, hall: Hall) -> Iterator[str]:
        """A kiosk's tables hold what its log comes to; so do the centre's, and whose tickets they are."""
        progress = {one.kiosk_id: one.progress for one in self.centre.kiosks}
        for kiosk in self.kiosks:
            if dict(kiosk.free) != hall.holding(kiosk.kiosk_id).free:
                yield f"the places of {kiosk.kiosk_id} are not those of its log"
            if progress[kiosk.kiosk_id].applied != len(kiosk.log):
                yield f"the centre's row of {kiosk.kiosk_id} ends at {progress[kiosk.kiosk_id].applied}"
            for ticket_id, digest in kiosk.digests.items():
                if self.centre.tickets.get(ticket_id) != digest:
                    yield f"the centre does not know whose {ticket_id} is"

    def _wrong_bookings(self, booked: AbstractSet[BookingId]) -> Iterator[str]:
        """What the platform was told and what is there are the same, however often it asked."""
        made = [
            each.body.booking for each in self.centre.entries if isinstance(each.body, BookingMade)
        ]
        known = [booking.booking_id for booking in made]
        yield from (f"{one} was confirmed and is not there" for one in booked - set(known))
        yield from (f"{one} is there, and nobody knows" for one in set(known) - booked)
        if len(known) != len(set(known)):
            yield "a booking was made twice"


def _said(broken: Broken) -> str:
    return f"{broken.invariant} {broken.what}"
