# SPDX-License-Identifier: Apache-2.0
"""A kiosk with a centre, stepped by the test: no thread, no waiting, a real connection."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from hall.booking import Booking
from hall.identity import IdentityDigest, Secret
from hall.ids import BookingId, KioskId, LeaseId, RequestId, ServiceId, TicketId
from hall.log import Entry, Granted, Issued
from hall.news import QueueFigures
from hall.numbering import NumberRange, TicketNumber
from hall.place import Lane, Place, PlaceRun
from hall.span import Span
from hall.ticket import Ticket, TicketStatus
from kiosk.store.abstract import UnitOfWork
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.pause import Pause
from kiosk.sync.stock import Stock
from kiosk.sync.worker import Link, Listener, SyncWorker, Work
from tests.contract.store_samples import ESTATE, HALF_PAST, NOW, TODAY
from tests.fakes.clock import FakeClock

K1, K2 = KioskId("k1"), KioskId("k2")
ALICE = IdentityDigest("h1:" + "a" * 32)
CREDENTIAL = "a-credential-of-a-test"

_Answer = TypeVar("_Answer")


def at_once(question: Callable[[], _Answer]) -> _Answer:
    """A store whose thread is the one that asks."""
    return question()


def grant(
    number: int,
    *runs: PlaceRun,
    numbers: Iterable[NumberRange] = (),
    request_no: int | None = None,
) -> Granted:
    return Granted(
        LeaseId(f"1-{number}"),
        TODAY,
        runs,
        tuple(numbers),
        None if request_no is None else RequestId(request_no),
    )


def walk_in(first: int, count: int, hop: int = 1, start: datetime = NOW) -> PlaceRun:
    return PlaceRun(ESTATE, start, Lane.WALK_IN, first, count, hop)


def booking(number: int) -> Booking:
    return Booking(
        booking_id=BookingId(UUID(int=9000 + number)),
        business_date=TODAY,
        service_id=ESTATE,
        slot=Span(NOW, HALF_PAST),
        number=TicketNumber("C", number, is_booked=True),
        place=Place(ESTATE, NOW, Lane.BOOKED, number),
        digest=ALICE,
    )


def figures(service_id: ServiceId = ESTATE) -> QueueFigures:
    return QueueFigures(service_id, 3, 5, 15, NOW)


def issue(
    unit: UnitOfWork,
    number: int,
    digest: IdentityDigest | None = None,
    proxy: IdentityDigest | None = None,
) -> Ticket:
    """What the issue of a ticket without a place writes."""
    ticket = Ticket(
        ticket_id=TicketId(UUID(int=number)),
        business_date=TODAY,
        service_id=ESTATE,
        number=TicketNumber("C", number),
        lane=Lane.WALK_IN,
        place=None,
        status=TicketStatus.WAITING,
        issued_at=NOW,
        digest=digest,
        proxy=proxy,
    )
    with unit:
        unit.tickets.add(ticket)
        unit.log.append(
            NOW, Issued(ticket.ticket_id, TODAY, ESTATE, ticket.number, Lane.WALK_IN, None)
        )
        unit.commit()
    return ticket


def log_of(unit: UnitOfWork) -> list[Entry]:
    with unit:
        return list(unit.log.entries())


class SyncedKiosk:
    """A worker over a unit of work, and all it told."""

    def __init__(
        self,
        unit: UnitOfWork,
        url: str,
        *,
        stock: Stock | None = None,
        whole_seconds: float = 20.0,
        ask: Callable[[Callable[[], object]], object] = at_once,
    ) -> None:
        self.unit = unit
        self.clock = FakeClock(NOW)
        self.keys: dict[date, bytes] = {}
        self.links: list[Link] = []
        self.figures: list[tuple[QueueFigures, ...]] = []
        self.documents = 0
        self.news = 0
        self.client = CentreClient(CentreAddress(url, None, Secret(CREDENTIAL)), whole_seconds)
        self.worker = SyncWorker(
            Work(
                client=self.client,
                ask=ask,  # type: ignore[arg-type]  # as narrow as a test needs it
                new_unit=lambda: unit,
                taker=FeedTaker(K1, self.keys.__setitem__),
                clock=CentreClock(self.clock),
                stock=stock,
                listener=Listener(
                    self.links.append, self.figures.append, self._document, self._news
                ),
                pause=Pause(draw=lambda: 1.0),
            )
        )

    def _document(self) -> None:
        self.documents += 1

    def _news(self) -> None:
        self.news += 1

    def settle(self, most: int = 50) -> None:
        """Exchange until there is nothing more to say; a failure ends it, too."""
        for _ in range(most):
            if self.worker.step() > 0:
                return
        raise AssertionError("never settles")

    def end(self) -> None:
        self.client.close()
        self.client.dispose()
