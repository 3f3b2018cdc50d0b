# SPDX-License-Identifier: Apache-2.0
"""What the contract of the store is tried with: a day, a lease, tickets."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hall.identity import IdentityDigest
from hall.ids import LeaseId, ServiceId, TicketId
from hall.log import Granted
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, PlaceRun
from hall.ticket import Ticket, TicketStatus
from kiosk.store.abstract import UnitOfWork

TODAY = date(2026, 3, 2)
TOMORROW = date(2026, 3, 3)
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
HALF_PAST = NOW + timedelta(minutes=30)
EVENING = NOW + timedelta(hours=8)
ESTATE = ServiceId("estate")
ALICE = IdentityDigest("h1:" + "a" * 32)
BOB = IdentityDigest("h1:" + "b" * 32)
GRANTED = Granted(
    lease_id=LeaseId("2026-03-02"),
    business_date=TODAY,
    places=(
        PlaceRun(ESTATE, NOW, Lane.WALK_IN, 0, 3),
        PlaceRun(ESTATE, NOW, Lane.GREEN, 0, 1, hop=4),
        PlaceRun(ESTATE, HALF_PAST, Lane.WALK_IN, 0, 2),
    ),
    numbers=(NumberRange("C", 1, 3),),
)


def ticket_id(number: int) -> TicketId:
    return TicketId(UUID(int=number))


def ticket(count: int, **changes: object) -> Ticket:
    values: dict[str, object] = {
        "ticket_id": ticket_id(count),
        "business_date": TODAY,
        "service_id": ESTATE,
        "number": TicketNumber("C", count),
        "lane": Lane.WALK_IN,
        "place": None,
        "status": TicketStatus.WAITING,
        "issued_at": NOW + timedelta(seconds=count),
        **changes,
    }
    return Ticket(**values)


def add(unit: UnitOfWork, *tickets: Ticket) -> None:
    with unit:
        for each in tickets:
            unit.tickets.add(each)
        unit.commit()


def grant(unit: UnitOfWork) -> None:
    with unit:
        unit.leases.apply(GRANTED)
        unit.commit()


def missing_ids(unit: UnitOfWork, on: date = TODAY) -> list[TicketId]:
    with unit:
        return [found.ticket_id for found, _ in unit.slips.missing(on)]


def take_numbers(unit: UnitOfWork, letters: str) -> None:
    for letter in letters:
        unit.numbers.take(TODAY, letter)
