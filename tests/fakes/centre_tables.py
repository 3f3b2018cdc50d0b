# SPDX-License-Identifier: Apache-2.0
"""What a kiosk knows of its centre, in memory; held to the store's interface by tests/contract."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from hall.booking import Booking
from hall.feed import CloseReason
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, ServiceId, TicketId
from hall.news import KioskKeyTold, SiteTicket
from hall.numbering import TicketNumber
from hall.stopping import Stop
from kiosk.store.abstract_centre import (
    Absences,
    Bookings,
    Centre,
    CentreState,
    KnownBooking,
    SiteTickets,
)


@dataclass
class CentreTables:
    """Everything the centre told."""

    state: CentreState = field(default_factory=CentreState)
    documents: dict[str, str] = field(default_factory=dict)
    stops: dict[int, Stop] = field(default_factory=dict)
    kiosk_keys: dict[KioskId, KioskKeyTold] = field(default_factory=dict)
    bookings: dict[BookingId, KnownBooking] = field(default_factory=dict)
    tickets: dict[TicketId, SiteTicket] = field(default_factory=dict)
    copies: dict[TicketId, int] = field(default_factory=dict)
    absences: dict[TicketId, tuple[date, datetime]] = field(default_factory=dict)


class FakeCentre(Centre):
    def __init__(self, tables: CentreTables) -> None:
        self._tables = tables

    def state(self) -> CentreState:
        return self._tables.state

    def put_state(self, state: CentreState) -> None:
        self._tables.state = state

    def document(self, kind: str) -> str | None:
        return self._tables.documents.get(kind)

    def put_document(self, kind: str, text: str) -> None:
        self._tables.documents[kind] = text

    def add_stop(self, cursor: int, stop: Stop) -> None:
        self._tables.stops.setdefault(cursor, stop)

    def stops(self, since: datetime, until: datetime) -> tuple[Stop, ...]:
        return tuple(
            stop for _, stop in sorted(self._tables.stops.items()) if since <= stop.at < until
        )

    def put_kiosk_key(self, key: KioskKeyTold) -> None:
        self._tables.kiosk_keys[key.kiosk_id] = key

    def kiosk_key(self, kiosk_id: KioskId) -> KioskKeyTold | None:
        return self._tables.kiosk_keys.get(kiosk_id)

    def kiosk_keys(self) -> tuple[KioskKeyTold, ...]:
        return tuple(key for _, key in sorted(self._tables.kiosk_keys.items()))


class FakeBookings(Bookings):
    def __init__(self, tables: CentreTables) -> None:
        self._bookings = tables.bookings

    def put(self, booking: Booking) -> None:
        self._bookings.setdefault(booking.booking_id, KnownBooking(booking))

    def close(self, booking_id: BookingId, reason: CloseReason) -> None:
        if known := self._bookings.get(booking_id):
            self._bookings[booking_id] = replace(known, closed=reason)

    def find(self, booking_id: BookingId) -> KnownBooking | None:
        return self._bookings.get(booking_id)

    def ids(self) -> tuple[BookingId, ...]:
        return tuple(self._bookings)

    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[KnownBooking, ...]:
        found = [
            known
            for known in self._bookings.values()
            if (known.booking.digest, known.booking.business_date) == (digest, business_date)
        ]
        return tuple(sorted(found, key=lambda known: known.booking.slot))

    def of_slot(self, service_id: ServiceId, slot_start: datetime) -> tuple[KnownBooking, ...]:
        found = [
            known
            for known in self._bookings.values()
            if (known.booking.service_id, known.booking.slot.start) == (service_id, slot_start)
        ]
        return tuple(sorted(found, key=lambda known: known.booking.number))

    def end_days_before(self, business_date: date) -> None:
        for booking_id, known in list(self._bookings.items()):
            if known.booking.business_date < business_date:
                del self._bookings[booking_id]


class FakeAbsences(Absences):
    def __init__(self, tables: CentreTables) -> None:
        self._absences = tables.absences

    def put(self, ticket_id: TicketId, business_date: date, back_until: datetime | None) -> None:
        if back_until is None:
            self._absences.pop(ticket_id, None)
        else:
            self._absences[ticket_id] = business_date, back_until

    def back_until(self, ticket_id: TicketId) -> datetime | None:
        return self._absences[ticket_id][1] if ticket_id in self._absences else None

    def end_days_before(self, business_date: date) -> None:
        for ticket_id, (on, _) in list(self._absences.items()):
            if on < business_date:
                del self._absences[ticket_id]


class FakeSiteTickets(SiteTickets):
    def __init__(self, tables: CentreTables, own: Collection[TicketId]) -> None:
        self._own = own
        self._tickets = tables.tickets
        self._copies = tables.copies

    def count_copy(self, ticket_id: TicketId) -> int:
        self._copies[ticket_id] = self._copies.get(ticket_id, 0) + 1
        return self._copies[ticket_id]

    def put(self, ticket: SiteTicket) -> None:
        known = self._tickets.get(ticket.ticket_id)
        # Until when a missed one may come back is `absences`'.
        told = replace(known or ticket, status=ticket.status, proxy=ticket.proxy, back_until=None)
        self._tickets[ticket.ticket_id] = told

    def find(self, ticket_id: TicketId) -> SiteTicket | None:
        return self._tickets.get(ticket_id)

    def made_elsewhere(self, business_date: date) -> int:
        return sum(each.ticket_id not in self._own for each in self._of_day(business_date))

    def copies(self, business_date: date) -> int:
        return sum(self._copies.get(each.ticket_id, 0) for each in self._of_day(business_date))

    def of_person(self, digest: IdentityDigest, business_date: date) -> tuple[SiteTicket, ...]:
        found = [
            ticket
            for ticket in self._tickets.values()
            if (ticket.digest, ticket.business_date) == (digest, business_date)
        ]
        return tuple(sorted(found, key=lambda each: (each.issued_at, each.ticket_id), reverse=True))

    def latest(self, business_date: date, most: int) -> tuple[SiteTicket, ...]:
        return self._of_day(business_date)[:most]

    def numbered(
        self, business_date: date, numbers: Collection[TicketNumber]
    ) -> tuple[SiteTicket, ...]:
        return tuple(each for each in self._of_day(business_date) if each.number in numbers)

    def _of_day(self, on: date) -> tuple[SiteTicket, ...]:
        found = [ticket for ticket in self._tickets.values() if ticket.business_date == on]
        return tuple(sorted(found, key=lambda each: (each.issued_at, each.ticket_id), reverse=True))

    def of_proxy(self, proxy: IdentityDigest, business_date: date) -> tuple[SiteTicket, ...]:
        found = [
            ticket
            for ticket in self._tickets.values()
            if (ticket.proxy, ticket.business_date) == (proxy, business_date)
        ]
        return tuple(sorted(found, key=lambda each: (each.issued_at, each.ticket_id), reverse=True))

    def end_days_before(self, business_date: date) -> None:
        for ticket_id, ticket in list(self._tickets.items()):
            if ticket.business_date < business_date:
                del self._tickets[ticket_id]
