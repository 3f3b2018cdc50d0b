# SPDX-License-Identifier: Apache-2.0
"""A small invented site and a few entries, for all tests of the rules."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hall.booking import Booking
from hall.calendar import Calendar, OpeningHours, Period
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, LeaseId, RequestId, ServiceId, TicketId, TransferId
from hall.log import (
    Actor,
    Body,
    Cancelled,
    CheckedIn,
    Entry,
    FeedApplied,
    Given,
    Granted,
    HelpAnswered,
    HelpCalled,
    Issued,
    Linked,
    PrintEnded,
    PrintProof,
    PrintStarted,
    Received,
    Reprinted,
    Requeued,
    Returned,
    StaffActed,
    append,
)
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.service import Catalogue, Service
from hall.ticket import Ticket, TicketStatus
from hall.words import Words

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")

MONDAY = date(2026, 3, 2)
SATURDAY = date(2026, 3, 7)

WORK_DAY = (Period(time(9), time(12)), Period(time(13, 30), time(17)))
HOURS = OpeningHours((WORK_DAY,) * 5 + ((), ()))
SITE = Calendar(tz=SHANGHAI, hours=HOURS, issue_from=time(8, 30), stop_at=time(16, 30))

ESTATE_ID = ServiceId("estate")
INSURANCE_ID = ServiceId("insurance")
ESTATE = Service(
    service_id=ESTATE_ID,
    letter="A",
    name=Words.of({"zh_Hans": "不动产登记", "en": "Real estate"}),
    mean_minutes=12.5,
    counters=2,
    has_quota=True,
    standby_per_slot=2,
)
INSURANCE = Service(service_id=INSURANCE_ID, letter="C", name=Words.of({"zh_Hans": "社保"}))
CATALOGUE = Catalogue((ESTATE, INSURANCE))


def at(clock: str, on: date = MONDAY, tz: ZoneInfo = SHANGHAI) -> datetime:
    """The UTC instant of a local time written as 09:30."""
    return datetime.combine(on, time.fromisoformat(clock), tz).astimezone(UTC)


PLAN = SITE.plan(MONDAY)


def place(clock: str, lane: Lane = Lane.WALK_IN, index: int = 0) -> Place:
    """A place of ESTATE in the slot that begins at that local time."""
    return Place(ESTATE_ID, at(clock), lane, index)


def booking(clock: str, number: int = 12) -> Booking:
    """Booking YA012 or another of ESTATE, in the slot of PLAN that begins at that local time."""
    return Booking(
        booking_id=BookingId(UUID(int=900 + number)),
        business_date=MONDAY,
        service_id=ESTATE_ID,
        slot=next(slot for slot in PLAN.slots if slot.start == at(clock)),
        number=TicketNumber("A", number, is_booked=True),
        place=place(clock, Lane.BOOKED, number),
        digest=IdentityDigest(f"h1:b00c{number}"),
    )


def ticket_id(number: int) -> TicketId:
    """The same small number gives the same id."""
    return TicketId(UUID(int=number))


def ticket(number: int, status: TicketStatus = TicketStatus.WAITING) -> Ticket:
    """Ticket A001 or another of ESTATE on MONDAY, without a place."""
    return Ticket(
        ticket_id=ticket_id(number),
        business_date=MONDAY,
        service_id=ESTATE_ID,
        number=TicketNumber("A", number),
        lane=Lane.WALK_IN,
        place=None,
        status=status,
        issued_at=at("08:55"),
    )


def issued(number: int, taken: Place | None = None, *, ticket: int | None = None) -> Issued:
    """An `issued` body: number A001 … of MONDAY, for the ticket of that number or another."""
    return Issued(
        ticket_id(number if ticket is None else ticket),
        MONDAY,
        ESTATE_ID,
        TicketNumber("A", number),
        Lane.WALK_IN,
        taken,
    )


def granted(*runs: PlaceRun) -> Granted:
    """A grant of those places and the numbers A001 to A999."""
    return Granted(LeaseId("2026-03-02"), MONDAY, runs, (NumberRange("A", 1, 999),))


def log(*bodies: Body, begins: datetime | None = None) -> list[Entry]:
    """A log of those bodies, a second apart."""
    entries: list[Entry] = []
    for seconds, body in enumerate(bodies):
        instant = (begins or at("09:00")) + timedelta(seconds=seconds)
        entries.append(append(entries[-1] if entries else None, instant, body))
    return entries


RUN = PlaceRun(ESTATE_ID, at("09:00"), Lane.WALK_IN, 0, 3)

BODIES: tuple[Body, ...] = (
    Granted(LeaseId("2026-03-02"), MONDAY, (RUN,), (NumberRange("A", 1, 9),), RequestId(7)),
    issued(23, place("09:30", Lane.GREEN, 2)),
    Issued(
        ticket_id(1),
        MONDAY,
        INSURANCE_ID,
        TicketNumber("C", 1),
        Lane.GREEN,
        is_standby=True,
        chosen_slot=at("10:00"),
    ),
    CheckedIn(
        ticket_id(2),
        BookingId(UUID(int=9)),
        MONDAY,
        ESTATE_ID,
        TicketNumber("A", 12, is_booked=True),
        place("10:00", Lane.BOOKED),
    ),
    PrintStarted(ticket_id(1)),
    PrintEnded(ticket_id(1), PrintProof.NOT_PRINTED, copy=1, reason="paper_out"),
    Reprinted(ticket_id(1), 1, Actor.STAFF),
    Cancelled(ticket_id(1), Actor.STAFF, "取错了"),
    Requeued(ticket_id(1)),
    Returned((RUN,), asked_at=12),
    Given(TransferId("k1-7"), KioskId("k2"), (RUN,)),
    Received(TransferId("k2-3"), KioskId("k2"), (RUN,)),
    FeedApplied(44),
    StaffActed("paper_changed", "desk"),
    HelpCalled("services", was_delivered=True),
    HelpAnswered(15),
    replace(issued(4), is_in_person=True),
    replace(issued(5), items=3),
    CheckedIn(
        ticket_id(3),
        BookingId(UUID(int=10)),
        MONDAY,
        ESTATE_ID,
        TicketNumber("A", 13, is_booked=True),
        is_in_person=True,
    ),
    Linked(ticket_id(2), MONDAY, ticket_id(1)),
)


def sample_number(first17: str) -> str:
    """An invented ID number with its check digit, made another way than the product does."""
    remainder = 0
    for digit in first17:
        remainder = (remainder + int(digit)) * 2 % 11
    return first17 + "0123456789X"[(12 - remainder) % 11]


def texts(values: Iterable[object]) -> str:
    """All that `repr` and `str` show of some values."""
    return " ".join(f"{value!r} {value}" for value in values)
