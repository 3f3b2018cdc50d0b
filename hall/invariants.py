# SPDX-License-Identifier: Apache-2.0
"""What logs and paper must never show (rules.md 3, I1 to I7); with the centre's book: `hall.conservation`."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hall.booking import Booking
from hall.feed import BookingClosed, BookingMade, CloseReason, FeedEntry
from hall.holding import Holding
from hall.ids import KioskId, ServiceId, TicketId
from hall.log import (
    Cancelled,
    CheckedIn,
    Entry,
    FeedApplied,
    Given,
    Granted,
    Issued,
    PrintStarted,
    Received,
    Returned,
)
from hall.numbering import TicketNumber
from hall.owners import SlotKey
from hall.place import Lane, Place, hops_of
from hall.quota import LaneQuota

Logs = Mapping[KioskId, Sequence[Entry]]
"""The whole log of each kiosk of a site and business day."""

_Number = tuple[date, TicketNumber]


@dataclass(frozen=True, slots=True)
class Paper:
    """One slip that came out of the printer; None where it is not known."""

    business_date: date
    number: TicketNumber
    ticket_id: TicketId | None = None
    printed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Broken:
    """One violation: the invariant as in rules.md 3 (I1 …) and what breaks it."""

    invariant: str
    what: str


def broken_invariants(entries: Sequence[Entry], papers: Sequence[Paper] = ()) -> list[Broken]:
    """Everything that one kiosk's whole log and its paper break by themselves, of I1, I2 and I5."""
    return [*broken_i1(entries, papers), *broken_i2(entries), *broken_i5(entries, papers)]


def broken_i1(entries: Iterable[Entry], papers: Iterable[Paper] = ()) -> list[Broken]:
    """I1: on one business day a number belongs to one ticket."""
    tickets: dict[_Number, set[TicketId]] = defaultdict(set)
    for entry in entries:
        if isinstance(entry.body, Issued | CheckedIn):
            tickets[entry.body.business_date, entry.body.number].add(entry.body.ticket_id)
    for paper in papers:
        if paper.ticket_id is not None:
            tickets[paper.business_date, paper.number].add(paper.ticket_id)
    return [
        Broken("I1", f"{number} on {on}: {len(ticket_ids)} tickets")
        for (on, number), ticket_ids in sorted(tickets.items())
        if len(ticket_ids) > 1
    ]


def broken_i2(entries: Iterable[Entry]) -> list[Broken]:
    """I2: a ticket takes a place the kiosk owns, and nobody else has it until a cancel.

    So a slot never holds more tickets than the capacity that was granted for it. Places of
    bookings are the centre's and not looked at here.
    """
    owned: set[Place] = set()
    taken: set[Place] = set()
    place_of: dict[TicketId, Place] = {}
    broken = []
    for entry in entries:
        match entry.body:
            case Granted(places=runs) | Received(places=runs):
                owned |= hops_of(runs).keys() - taken
            case Returned(places=runs) | Given(places=runs):
                owned.difference_update(hops_of(runs))
            case Issued(place=Place() as place, ticket_id=ticket_id):
                if place not in owned:
                    problem = "taken already" if place in taken else "not owned"
                    broken.append(Broken("I2", f"entry {entry.position}: {place} {problem}"))
                owned.discard(place)
                taken.add(place)
                place_of[ticket_id] = place
            case Cancelled(ticket_id=ticket_id) if ticket_id in place_of:
                place = place_of.pop(ticket_id)
                taken.discard(place)
                owned.add(place)
            case _:
                pass
    return broken


def broken_i5(entries: Iterable[Entry], papers: Iterable[Paper]) -> list[Broken]:
    """I5: for every slip a durable `print_started` of its ticket came before, one for each slip.

    `papers` in the order they came out; an unknown `printed_at` counts as after all entries.
    """
    started = _print_starts(entries)
    slips: Counter[_Number] = Counter()
    broken = []
    for paper in papers:
        key = (paper.business_date, paper.number)
        slips[key] += 1
        until = paper.printed_at
        before = sum(until is None or at <= until for at in started[key])
        if before < slips[key]:
            what = f"{paper.number} on {paper.business_date}: slip {slips[key]}, started {before}"
            broken.append(Broken("I5", what))
    return broken


def _print_starts(entries: Iterable[Entry]) -> defaultdict[_Number, list[datetime]]:
    number_of: dict[TicketId, _Number] = {}
    started: defaultdict[_Number, list[datetime]] = defaultdict(list)
    for entry in entries:
        match entry.body:
            case Issued() | CheckedIn() as body:
                number_of[body.ticket_id] = (body.business_date, body.number)
            case PrintStarted(ticket_id=ticket_id) if ticket_id in number_of:
                started[number_of[ticket_id]].append(entry.at)
            case _:
                pass
    return started


# --- A hall of several kiosks: the union of their logs ------------------------------------------


_NOTHING = LaneQuota(0, 0, 0)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may be given out: the highest quota each slot ever had, and places beyond it each day."""

    quotas: Mapping[SlotKey, LaneQuota]
    extras: Mapping[ServiceId, int]

    def quota(self, slot: SlotKey) -> LaneQuota:
        """Of a slot that was never made, nothing."""
        return self.quotas.get(slot, _NOTHING)


@dataclass(frozen=True, slots=True)
class Refusal:
    """A kiosk gave no number: after so many entries of its log, for these slots (I7)."""

    kiosk_id: KioskId
    position: int
    business_date: date
    service_id: ServiceId
    letter: str
    slots: frozenset[datetime]


def tickets_of(logs: Logs) -> dict[TicketId, list[Issued | CheckedIn]]:
    """Every ticket not cancelled, with all entries that made it; a booking may have several."""
    bodies = [entry.body for log in logs.values() for entry in log]
    cancelled = {body.ticket_id for body in bodies if isinstance(body, Cancelled)}
    found: dict[TicketId, list[Issued | CheckedIn]] = defaultdict(list)
    for body in bodies:
        if isinstance(body, Issued | CheckedIn) and body.ticket_id not in cancelled:
            found[body.ticket_id].append(body)
    return found


def broken_i2_of_hall(logs: Logs, allowance: Allowance) -> list[Broken]:
    """I2: a place has one ticket at most, a slot no more tickets than its highest capacity.

    Two kiosks that were cut off may both have checked in one booking; that is one ticket. Extras
    are at most the manager's number.
    """
    takers: dict[Place, set[TicketId]] = defaultdict(set)
    for ticket_id, bodies in tickets_of(logs).items():
        for body in bodies:
            if body.place is not None:
                takers[body.place].add(ticket_id)
    broken = [
        Broken("I2", f"{place}: {len(tickets)} tickets")
        for place, tickets in sorted(takers.items())
        if len(tickets) > 1
    ]
    quota = Counter(_slot(place) for place in takers if place.lane is not Lane.EXTRA)
    broken += [
        Broken("I2", f"{slot}: {count} tickets, capacity {allowance.quota(slot).total}")
        for slot, count in sorted(quota.items())
        if count > allowance.quota(slot).total
    ]
    extra = Counter(_slot(place) for place in takers if place.lane is Lane.EXTRA)
    return broken + [
        Broken("I2", f"{service_id}: {count} extras, allowed {allowance.extras.get(service_id, 0)}")
        for (service_id, _), count in sorted(extra.items())
        if count > allowance.extras.get(service_id, 0)
    ]


def broken_i3(logs: Logs, allowance: Allowance) -> list[Broken]:
    """I3: bookings never have more than the booked quota, and never a walk-in's or green place."""
    booked: dict[SlotKey, set[Place]] = defaultdict(set)
    broken = []
    for bodies in tickets_of(logs).values():
        for body in bodies:
            if not isinstance(body, CheckedIn) or body.place is None:
                continue
            if body.place.lane is Lane.BOOKED:
                booked[_slot(body.place)].add(body.place)
            elif body.place.lane is not Lane.EXTRA:
                broken.append(Broken("I3", f"{body.number} has {body.place}"))
    return broken + [
        Broken("I3", f"{slot}: {len(places)} booked, quota {allowance.quota(slot).booked}")
        for slot, places in sorted(booked.items())
        if len(places) > allowance.quota(slot).booked
    ]


def broken_i6(logs: Logs, feed: Sequence[FeedEntry]) -> list[Broken]:
    """I6: a booking has one ticket with its own number, on its own place or on an extra one.

    On its own place only where the kiosk did not know yet that it was closed, and nowhere when it
    knew that it was cancelled. A copy of another kiosk's ticket may have no place.
    """
    bookings = {
        entry.body.booking.booking_id: entry.body.booking
        for entry in feed
        if isinstance(entry.body, BookingMade)
    }
    closed = {
        entry.body.booking_id: (entry.cursor, entry.body.reason)
        for entry in feed
        if isinstance(entry.body, BookingClosed)
    }
    check_ins = (
        entry.body for log in logs.values() for entry in log if isinstance(entry.body, CheckedIn)
    )
    placed = {body.ticket_id for body in check_ins if body.place is not None}
    broken = []
    for log in logs.values():
        known = 0
        for body in (entry.body for entry in log):
            match body:
                case FeedApplied(cursor=cursor):
                    known = cursor
                case CheckedIn(booking_id=booking_id):
                    cursor, reason = closed.get(booking_id, (known + 1, None))
                    reason = reason if cursor <= known else None
                    is_copy = body.place is None and body.ticket_id in placed
                    what = _wrong_check_in(body, bookings.get(booking_id), reason, is_copy=is_copy)
                    broken += [Broken("I6", what)] if what else []
                case _:
                    pass
    return broken


def _wrong_check_in(
    body: CheckedIn, booking: Booking | None, closed: CloseReason | None, *, is_copy: bool
) -> str:
    """What is wrong with it, empty when nothing is.

    `booking` None: a restored centre has lost it. `closed`: why it was, as far as the kiosk knew.
    """
    number = booking.number if booking else body.number
    if body.ticket_id != body.booking_id or body.number != number:
        return f"{number}: another ticket, {body.number}"
    if closed is CloseReason.CANCELLED:
        return f"{number} came after it was cancelled"
    is_extra = body.place is not None and body.place.lane is Lane.EXTRA
    if booking is None or is_extra or is_copy or (body.place == booking.place and closed is None):
        return ""
    return f"{number} took {body.place}{' after it was closed' if closed else ''}"


def broken_i7(
    logs: Logs, feeds: Mapping[KioskId, Sequence[FeedEntry]], refusals: Iterable[Refusal]
) -> list[Broken]:
    """I7: a kiosk that has a walk-in place of a slot asked for, and a number, gives one out.

    `feeds` are the entries each kiosk has applied.
    """
    broken = []
    for refusal in refusals:
        log = logs[refusal.kiosk_id][: refusal.position]
        holding = Holding.fold(
            refusal.kiosk_id, (entry.body for entry in log), feeds[refusal.kiosk_id]
        )
        usable = [
            place
            for place in holding.free_of(refusal.service_id)
            if place.lane in (Lane.WALK_IN, Lane.BOOKED) and place.slot_start in refusal.slots
        ]
        if usable and holding.numbers.has(refusal.business_date, refusal.letter):
            what = f"{refusal.kiosk_id} after entry {refusal.position} refused {usable[0]}"
            broken.append(Broken("I7", what))
    return broken


def _slot(place: Place) -> SlotKey:
    return place.service_id, place.slot_start
