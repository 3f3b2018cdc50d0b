# SPDX-License-Identifier: Apache-2.0
"""The store in memory, by the same interface; held to it by tests/contract."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice, takewhile
from typing import Any, Self

from hall.errors import BadValueError, NoNumberLeftError, StatusError
from hall.identity import IdentityDigest
from hall.ids import LeaseId, ServiceId, TicketId
from hall.log import Body, Entry, Granted, PrintProof, StaffActed, append
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place
from hall.ticket import Ticket, TicketAction, TicketStatus
from hall.visit import Persons
from kiosk.store.abstract import (
    Leases,
    Log,
    LogStart,
    Numbers,
    Places,
    Retention,
    Slip,
    Slips,
    Tickets,
    UnitOfWork,
)
from tests.fakes.centre_tables import (
    CentreTables,
    FakeAbsences,
    FakeBookings,
    FakeCentre,
    FakeSiteTickets,
)

HAS_PAPER = (PrintProof.CONFIRMED, PrintProof.PROCESSED)


@dataclass
class Tables:
    """Everything that is kept; copied at the begin of a unit, put in place at its commit."""

    log: list[Entry] = field(default_factory=list)
    log_start: LogStart = field(default_factory=LogStart)
    leases: dict[LeaseId, date] = field(default_factory=dict)
    numbers: dict[tuple[date, str], list[NumberRange]] = field(default_factory=dict)
    hops: dict[Place, int] = field(default_factory=dict)
    takers: dict[Place, TicketId] = field(default_factory=dict)
    elsewhere: set[Place] = field(default_factory=set)
    tickets: dict[TicketId, Ticket] = field(default_factory=dict)
    slips: dict[tuple[TicketId, int], Slip] = field(default_factory=dict)
    centre: CentreTables = field(default_factory=CentreTables)


class FakeLog(Log):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._log = tables.log

    def start(self) -> LogStart:
        return self._tables.log_start

    def forget(self, before: datetime | None, until: int, most: int) -> int:
        may_go = [entry for entry in self._log[:-1][:most] if entry.position <= until]
        old = list(takewhile(lambda entry: before is None or entry.at < before, may_go))
        if old:
            self._tables.log_start = LogStart(old[-1].position, old[-1].hash)
            del self._log[: len(old)]
        return len(old)

    def acts(self, act: str, since: datetime) -> tuple[StaffActed, ...]:
        bodies = [entry.body for entry in self._log if entry.at >= since]
        return tuple(each for each in bodies if isinstance(each, StaffActed) and each.act == act)

    def append(self, at: datetime, body: Body) -> int:
        entry = append(self._log[-1] if self._log else None, at, body)
        self._log.append(entry)
        return entry.position

    def end(self) -> int:
        return self._log[-1].position if self._log else 0

    def entries(self, after: int = 0, most: int | None = None) -> Iterator[Entry]:
        return islice((entry for entry in self._log if entry.position > after), most)


class FakeLeases(Leases):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def apply(self, granted: Granted) -> bool:
        if granted.lease_id in self._tables.leases:
            return False
        for numbers in granted.numbers:
            known = self._tables.numbers.get((granted.business_date, numbers.letter), ())
            if any(numbers.first <= each.last and numbers.last >= each.first for each in known):
                raise BadValueError(name="numbers")
        self._tables.leases[granted.lease_id] = granted.business_date
        for run in granted.places:
            free = (place for place in run.places() if place not in self._tables.takers)
            self._tables.hops.update(dict.fromkeys(free, run.hop))
            self._tables.elsewhere.difference_update(run.places())
        for numbers in granted.numbers:
            series = granted.business_date, numbers.letter
            self._tables.numbers.setdefault(series, []).append(numbers)
        return True

    def count(self, business_date: date) -> int:
        return list(self._tables.leases.values()).count(business_date)

    def granted_days(self, most: int) -> tuple[date, ...]:
        return tuple(sorted(set(self._tables.leases.values()), reverse=True)[:most])


class FakeNumbers(Numbers):
    def __init__(self, tables: Tables) -> None:
        self._numbers = tables.numbers

    def letters(self, business_date: date) -> frozenset[str]:
        return frozenset(letter for on, letter in self._numbers if on == business_date)

    def take(self, business_date: date, letter: str) -> TicketNumber:
        ranges = sorted(self._numbers.get((business_date, letter), ()))
        found = next((numbers for numbers in ranges if numbers), None)
        if found is None:
            raise NoNumberLeftError(series=letter)
        number, rest = found.take()
        ranges[ranges.index(found)] = rest
        self._numbers[business_date, letter] = ranges
        return number

    def left(self, business_date: date, letter: str) -> int:
        return sum(map(len, self._numbers.get((business_date, letter), ())))


class FakePlaces(Places):
    def __init__(self, tables: Tables) -> None:
        self._hops = tables.hops
        self._takers = tables.takers
        self._elsewhere = tables.elsewhere

    def _free(self) -> list[Place]:
        return sorted(self._hops.keys() - self._takers.keys() - self._elsewhere)

    def counts(self, since: datetime) -> Mapping[tuple[ServiceId, datetime, Lane], int]:
        counts: dict[tuple[ServiceId, datetime, Lane], int] = {}
        for place in self._hops:
            if place.slot_start >= since:
                key = (place.service_id, place.slot_start, place.lane)
                counts[key] = counts.get(key, 0) + 1
        return counts

    def first_free(
        self, service_id: ServiceId, since: datetime, until: datetime
    ) -> tuple[Place, ...]:
        first: dict[tuple[datetime, Lane], Place] = {}
        for place in self._free():
            if place.service_id == service_id and since <= place.slot_start < until:
                first.setdefault((place.slot_start, place.lane), place)
        return tuple(first.values())

    def free(self, service_id: ServiceId, slot_start: datetime) -> Mapping[Place, int]:
        wanted = service_id, slot_start
        return {
            place: self._hops[place]
            for place in self._free()
            if (place.service_id, place.slot_start) == wanted
        }

    def free_counts(
        self, service_id: ServiceId, since: datetime, until: datetime
    ) -> Mapping[tuple[datetime, Lane], int]:
        return Counter(
            (place.slot_start, place.lane)
            for place in self._free()
            if place.service_id == service_id and since <= place.slot_start < until
        )

    def give_back(self, places: Iterable[Place]) -> None:
        for place in places:
            if place not in self._free():
                raise LookupError(f"not free: {place}")
            self._elsewhere.add(place)

    def take(self, place: Place, ticket_id: TicketId) -> int:
        if place not in self._free():
            raise LookupError(f"not free: {place}")
        self._takers[place] = ticket_id
        return self._hops[place]

    def release(self, ticket_id: TicketId) -> None:
        for place, taker in list(self._takers.items()):
            if taker == ticket_id:
                del self._takers[place]
                self._hops[place] += 1


class FakeTickets(Tickets):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def add(self, ticket: Ticket) -> None:
        self._tables.tickets[ticket.ticket_id] = ticket

    def find(self, ticket_id: TicketId) -> Ticket | None:
        ticket = self._tables.tickets.get(ticket_id)
        return with_place(self._tables, ticket) if ticket else None

    def update(self, ticket: Ticket) -> None:
        known = self._tables.tickets[ticket.ticket_id]
        self._tables.tickets[ticket.ticket_id] = replace(
            known, status=ticket.status, reprints=ticket.reprints
        )

    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        found = [
            with_place(self._tables, ticket)
            for ticket in self._tables.tickets.values()
            if (ticket.digest, ticket.business_date) == (digest, business_date)
        ]
        return tuple(sorted(found, key=in_order, reverse=True))

    def latest(self, business_date: date, most: int) -> tuple[Ticket, ...]:
        return self._of_day(business_date)[:most]

    def numbered(
        self, business_date: date, numbers: Collection[TicketNumber]
    ) -> tuple[Ticket, ...]:
        return tuple(each for each in self._of_day(business_date) if each.number in numbers)

    def _of_day(self, on: date) -> tuple[Ticket, ...]:
        found = [
            with_place(self._tables, ticket)
            for ticket in self._tables.tickets.values()
            if ticket.business_date == on
        ]
        return tuple(sorted(found, key=in_order, reverse=True))

    def of_proxy(self, proxy: IdentityDigest, business_date: date) -> tuple[Ticket, ...]:
        found = [
            with_place(self._tables, ticket)
            for ticket in self._tables.tickets.values()
            if (ticket.proxy, ticket.business_date) == (proxy, business_date)
        ]
        return tuple(sorted(found, key=in_order, reverse=True))

    def persons(self, ticket_ids: Collection[TicketId]) -> Mapping[TicketId, Persons]:
        found = (self._tables.tickets[each] for each in ticket_ids if each in self._tables.tickets)
        return {
            ticket.ticket_id: Persons(ticket.digest, ticket.proxy)
            for ticket in found
            if ticket.digest or ticket.proxy
        }

    def standby_given(self, service_id: ServiceId, since: datetime) -> int:
        return sum(
            ticket.is_standby and ticket.service_id == service_id and ticket.issued_at >= since
            for ticket in self._tables.tickets.values()
        )

    def waiting_since(
        self, service_id: ServiceId, business_date: date, after: datetime
    ) -> Mapping[Lane, int]:
        return Counter(
            ticket.lane
            for ticket in self._tables.tickets.values()
            if ticket.status in (TicketStatus.EARLY, TicketStatus.WAITING)
            and (ticket.service_id, ticket.business_date) == (service_id, business_date)
            and ticket.issued_at > after
        )

    def end_days_before(self, business_date: date) -> None:
        for ticket in self._tables.tickets.values():
            if ticket.business_date < business_date:
                self._tables.tickets[ticket.ticket_id] = replace(
                    expired(ticket), digest=None, proxy=None
                )


class FakeSlips(Slips):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def put(self, slip: Slip) -> None:
        self._tables.slips[slip.ticket_id, slip.copy] = slip

    def find(self, ticket_id: TicketId, copy: int) -> Slip | None:
        return self._tables.slips.get((ticket_id, copy))

    def printed(self, business_date: date) -> int:
        proven = {each.ticket_id for each in self._tables.slips.values() if each.proof in HAS_PAPER}
        return sum(self._tables.tickets[each].business_date == business_date for each in proven)

    def missing(self, business_date: date) -> tuple[tuple[Ticket, Slip | None], ...]:
        found = []
        for ticket in sorted(self._tables.tickets.values(), key=in_order):
            slips = [
                slip
                for key, slip in sorted(self._tables.slips.items())
                if key[0] == ticket.ticket_id
            ]
            has_paper = any(slip.proof in HAS_PAPER for slip in slips)
            if ticket.business_date == business_date and ticket.status.is_open and not has_paper:
                found.append((with_place(self._tables, ticket), slips[-1] if slips else None))
        return tuple(found)


class FakeRetention(Retention):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    def forget(self, day: date, day_start: datetime, most: int) -> int:
        found = [*self._old(day, day_start)][:most]
        for kept, key in found:
            del kept[key]
            self._without_ticket(key)
        return len(found)

    def _old(self, day: date, day_start: datetime) -> Iterator[tuple[dict[Any, Any], object]]:
        kept = self._tables
        free = kept.hops.keys() - kept.takers.keys()
        days = (
            (kept.tickets, {key: each.business_date for key, each in kept.tickets.items()}, day),
            (kept.hops, {place: place.slot_start for place in free}, day_start),
            (kept.numbers, {key: key[0] for key in kept.numbers}, day),
            (kept.leases, kept.leases, day),
            (
                kept.centre.stops,
                {key: each.at for key, each in kept.centre.stops.items()},
                day_start,
            ),
        )
        for rows, dated, before in days:
            yield from ((rows, key) for key, on in dated.items() if on < before)

    def _without_ticket(self, ticket_id: object) -> None:
        """Papers and place of a ticket go with it."""
        for of_slip in [each for each in self._tables.slips if each[0] == ticket_id]:
            del self._tables.slips[of_slip]
        for place, taker in list(self._tables.takers.items()):
            if taker == ticket_id:
                del self._tables.takers[place], self._tables.hops[place]


class FakeUnitOfWork(UnitOfWork):
    """Counts its commits; what was rolled back is gone."""

    def __init__(self) -> None:
        self._kept = Tables()
        self._working: Tables | None = None
        self.commits = 0

    def __enter__(self) -> Self:
        if self._working is not None:
            raise RuntimeError("entered within itself")
        self._working = tables = deepcopy(self._kept)
        self.log = FakeLog(tables)
        self.leases = FakeLeases(tables)
        self.numbers = FakeNumbers(tables)
        self.places = FakePlaces(tables)
        self.tickets = FakeTickets(tables)
        self.slips = FakeSlips(tables)
        self.centre = FakeCentre(tables.centre)
        self.bookings = FakeBookings(tables.centre)
        self.site_tickets = FakeSiteTickets(tables.centre, tables.tickets)
        self.absences = FakeAbsences(tables.centre)
        self.retention = FakeRetention(tables)
        return self

    def __exit__(self, *_: object) -> None:
        self._working = None

    def commit(self) -> None:
        if self._working is None:
            raise RuntimeError("not entered")
        self._kept = deepcopy(self._working)
        self.commits += 1


def with_place(tables: Tables, ticket: Ticket) -> Ticket:
    """A ticket has the place that it holds now: none any more after a cancel."""
    held = [place for place, taker in tables.takers.items() if taker == ticket.ticket_id]
    return replace(ticket, place=held[0] if held else None)


def expired(ticket: Ticket) -> Ticket:
    """The ticket when its day is over; one that is being served stays so."""
    try:
        return ticket.after(TicketAction.EXPIRE)
    except StatusError:
        return ticket


def in_order(ticket: Ticket) -> tuple[datetime, TicketId]:
    """The order of issue."""
    return ticket.issued_at, ticket.ticket_id
