# SPDX-License-Identifier: Apache-2.0
"""Bookings as the feed tells them, and a kiosk's file that a centre has filled."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from common.booking_codes import BookingCode, sign_booking
from common.signatures import FIRST_CHOICE, Ed25519
from hall.booking import Booking
from hall.booking_code import CENTRE_KEY, SiteBooking
from hall.identity import IdentityDigest
from hall.ids import BookingId, KioskId, LeaseId, ServiceId, SiteId
from hall.log import Granted
from hall.news import KioskKeyTold, SiteTicket
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.span import Span
from hall.ticket import TicketStatus
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database, open_engine
from kiosk.store.unit_of_work import SqliteUnitOfWork
from tests.kiosk.services.samples import ALICE, ESTATE, MONDAY, at

HALL = SiteId("hall")
SLOT = at(10)
HALF_HOUR = timedelta(minutes=30)
DAY_START = at(4)
EXTRAS = 2
_PRIVATE = bytes(range(32))


def booking(
    number: int = 1,
    start: datetime = SLOT,
    *,
    service_id: ServiceId = ESTATE,
    digest: IdentityDigest | None = ALICE,
    on: date = MONDAY,
    late_after: datetime | None = None,
) -> Booking:
    return Booking(
        booking_id=BookingId(UUID(int=7_000_000 + number)),
        business_date=on,
        service_id=service_id,
        slot=Span(start, start + HALF_HOUR),
        number=TicketNumber("C", number, is_booked=True),
        place=Place(service_id, start, Lane.BOOKED, number),
        digest=digest,
        late_after=late_after,
    )


def granted() -> Granted:
    """Two walk-in places of ten o'clock and of half past, and the day's extra ones."""
    return Granted(
        LeaseId("1-2026-03-02-1"),
        MONDAY,
        (
            PlaceRun(ESTATE, SLOT, Lane.WALK_IN, 0, 2),
            PlaceRun(ESTATE, SLOT + HALF_HOUR, Lane.WALK_IN, 0, 2),
            PlaceRun(ESTATE, DAY_START, Lane.EXTRA, 0, EXTRAS),
        ),
        (NumberRange("A", 1, 20), NumberRange("C", 1, 20)),
    )


def fill(unit: UnitOfWork) -> None:
    """What a kiosk has in the morning: its grant, and what checks booking codes."""
    with unit:
        unit.leases.apply(granted())
        unit.log.append(at(4), granted())
        key = Ed25519().public_key(_PRIVATE)
        unit.centre.put_kiosk_key(KioskKeyTold(CENTRE_KEY, FIRST_CHOICE, key))
        unit.commit()


def filled_file(path: Path) -> Path:
    database = Database.open(path)
    fill(database.unit_of_work())
    database.close()
    return path


@contextmanager
def opened(path: Path, to: Path) -> Iterator[SqliteUnitOfWork]:
    """A copy of a kiosk's file: in that folder, or under that name."""
    database = Database(open_engine(Path(shutil.copy(path, to))), None)
    yield database.unit_of_work()
    database.close()


def tell(unit: UnitOfWork, *bookings: Booking) -> None:
    """The feed brings bookings."""
    with unit:
        for each in bookings:
            unit.bookings.put(each)
        unit.commit()


def told_ticket(of: Booking, status: TicketStatus = TicketStatus.WAITING) -> SiteTicket:
    """As the feed tells a booking's ticket."""
    return SiteTicket(
        ticket_id=of.ticket_id,
        kiosk_id=KioskId("kiosk_2"),
        business_date=of.business_date,
        service_id=of.service_id,
        number=of.number,
        lane=Lane.BOOKED,
        status=status,
        issued_at=of.slot.start,
        digest=of.digest,
    )


def tell_ticket(unit: UnitOfWork, of: Booking, status: TicketStatus = TicketStatus.WAITING) -> None:
    """The feed says that another kiosk has checked it in."""
    with unit:
        unit.site_tickets.put(told_ticket(of, status))
        unit.commit()


def code_of(of: Booking, site_id: SiteId = HALL, private: bytes = _PRIVATE) -> BookingCode:
    """As the confirmation shows it."""
    return sign_booking(SiteBooking(site_id, of), FIRST_CHOICE, private)
