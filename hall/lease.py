# SPDX-License-Identifier: Apache-2.0
"""Grants of places and numbers, and the invariants a log must hold (rules.md 3).

The centre and a stand-alone kiosk call the same grant.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from hall.calendar import DayPlan
from hall.errors import BadValueError, UnknownServiceError
from hall.ids import LeaseId, RequestId, ServiceId, TicketId
from hall.log import (
    Cancelled,
    CheckedIn,
    Entry,
    Given,
    Granted,
    Issued,
    PrintStarted,
    Received,
    Returned,
)
from hall.numbering import LAST_NUMBER, NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.quota import LaneRatio, capacity, split
from hall.service import Catalogue, Service
from hall.span import Span


def stand_alone_lease(on: date) -> LeaseId:
    """The lease a stand-alone kiosk grants to itself: the business day (protocol.md 1)."""
    return LeaseId(on.isoformat())


def grant_day(
    catalogue: Catalogue,
    plans: Mapping[ServiceId, DayPlan],
    ratio: LaneRatio,
    *,
    lease_id: LeaseId,
    business_date: date,
    hop: int = 0,
    request_no: RequestId | None = None,
) -> Granted:
    """All places and walk-in numbers of one business day for one kiosk.

    `plans` holds every service's own day. Capacity is by planned counters; services without quota
    and closed days get no places, but every service gets its numbers. Raises UnknownServiceError
    for a service without a plan, BadValueError for the plan of another day.
    """
    places: list[PlaceRun] = []
    for service in catalogue.services:
        plan = plans.get(service.service_id)
        if plan is None:
            raise UnknownServiceError(service_id=service.service_id)
        if plan.business_date != business_date:
            raise BadValueError(name="plan", value=plan.business_date, allowed=business_date)
        if service.has_quota:
            places.extend(_runs(service, plan, ratio, hop))
    numbers = tuple(NumberRange(service.letter, 1, LAST_NUMBER) for service in catalogue.services)
    return Granted(lease_id, business_date, tuple(places), numbers, request_no)


def _runs(service: Service, plan: DayPlan, ratio: LaneRatio, hop: int) -> list[PlaceRun]:
    return [run for slot in plan.slots for run in slot_runs(service, slot, ratio, hop)]


def slot_runs(service: Service, slot: Span, ratio: LaneRatio, hop: int = 0) -> tuple[PlaceRun, ...]:
    """The places of one slot, a run for each lane that has any."""
    quota = split(capacity(service.counter_minutes(slot), service.mean_minutes), ratio)
    counts = ((Lane.BOOKED, quota.booked), (Lane.WALK_IN, quota.walk_in), (Lane.GREEN, quota.green))
    return tuple(
        PlaceRun(service.service_id, slot.start, lane, 0, count, hop)
        for lane, count in counts
        if count
    )


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
    """Everything that one kiosk's whole log and its paper break, of I1, I2 and I5."""
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
                owned |= _places(runs) - taken
            case Returned(places=runs) | Given(places=runs):
                owned -= _places(runs)
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


def _places(runs: Iterable[PlaceRun]) -> set[Place]:
    return {place for run in runs for place in run.places()}
