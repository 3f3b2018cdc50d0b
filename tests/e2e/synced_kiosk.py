# SPDX-License-Identifier: Apache-2.0
"""A kiosk without a screen: a real store, the real sync on its own threads, and a hand to issue."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from hall.identity import IdentityDigest, Secret
from hall.ids import BookingId, KioskId, ServiceId, TicketId
from hall.log import Entry, Issued
from hall.place import Lane, Place
from hall.ticket import Ticket, TicketStatus
from hall.wire.values import Health
from kiosk.clock import SystemClock
from kiosk.flow.values import PutBack
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.put_back import come_back
from kiosk.store.database import Database
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import SyncWorker, Work

SECONDS = 20
"""For what has to come on a loaded machine."""

CLOCK = SystemClock()

_Answer = TypeVar("_Answer")


@dataclass(frozen=True)
class Enrolled:
    kiosk_id: KioskId
    credential: Secret


def eventually(what: Callable[[], bool], seconds: float = SECONDS) -> None:
    """Fails unless that comes to be."""
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until, what
        time.sleep(0.02)


class RealKiosk:
    """Lifetime: `start` to `stop`, any number of times; what it knows is in its file."""

    def __init__(self, folder: Path, enrolled: Enrolled) -> None:
        self.enrolled = enrolled
        self.keys: dict[date, bytes] = {}
        self._lock = threading.Lock()
        self._database = Database.open(folder / f"{enrolled.kiosk_id}.db")
        self._worker: SyncWorker | None = None
        self._listener: WakeListener | None = None

    def start(self, url: str) -> None:
        address = CentreAddress(url, None, self.enrolled.credential)
        worker = SyncWorker(
            Work(
                client=CentreClient(address),
                ask=self.ask,
                new_unit=self._database.unit_of_work,
                taker=FeedTaker(self.enrolled.kiosk_id, self.keys.__setitem__),
                clock=CentreClock(CLOCK),
                health=lambda: Health("1.0", 0),
            )
        )
        self._worker = worker
        self._listener = WakeListener(CentreClient(address), worker.wake, worker.be_deaf)
        worker.start()
        self._listener.start()

    def cut(self) -> None:
        """The link is gone: nothing is sent or heard."""
        assert self._listener
        assert self._worker
        assert self._listener.stop()
        assert self._worker.stop()

    def close(self) -> None:
        self._database.close()

    def ask(self, question: Callable[[], _Answer]) -> _Answer:
        with self._lock:
            return question()

    def in_sync(self) -> bool:
        """The centre has acknowledged all of the log."""
        assert self._worker
        link = self._worker.link
        return link.error is None and link.unsent == 0 and bool(link.heard_at)

    def is_disowned(self) -> bool:
        """The centre has said that it is none of its own."""

        def read() -> bool:
            with self._database.unit_of_work() as unit:
                return unit.centre.state().disowned_at is not None

        return self.ask(read)

    def poke(self) -> None:
        if self._worker:
            self._worker.poke()

    def log(self) -> list[Entry]:
        def read() -> list[Entry]:
            with self._database.unit_of_work() as unit:
                return list(unit.log.entries())

        return self.ask(read)

    def free(self, service_id: ServiceId, start: datetime) -> list[Place]:
        def read() -> list[Place]:
            with self._database.unit_of_work() as unit:
                return sorted(unit.places.free(service_id, start))

        return self.ask(read)

    def numbers(self, on: date, letter: str) -> int:
        def read() -> int:
            with self._database.unit_of_work() as unit:
                return unit.numbers.left(on, letter)

        return self.ask(read)

    def knows(self, ticket_id: TicketId) -> bool:
        """It was told of another kiosk's ticket."""

        def read() -> bool:
            with self._database.unit_of_work() as unit:
                return unit.site_tickets.find(ticket_id) is not None

        return self.ask(read)

    def knows_booking(self, booking_id: BookingId) -> bool:
        """It was told of a booking."""

        def read() -> bool:
            with self._database.unit_of_work() as unit:
                return unit.bookings.find(booking_id) is not None

        return self.ask(read)

    def status(self, ticket_id: TicketId) -> TicketStatus:
        """How one of its own tickets stands."""

        def read() -> TicketStatus:
            with self._database.unit_of_work() as unit:
                ticket = unit.tickets.find(ticket_id)
            assert ticket is not None
            return ticket.status

        return self.ask(read)

    def lay(self, ticket_id: TicketId) -> PutBack | None:
        """The visitor of one of its own tickets comes back."""

        def write() -> PutBack | None:
            with self._database.unit_of_work() as unit:
                ticket = unit.tickets.find(ticket_id)
                assert ticket is not None
                held = come_back(unit, TicketOfPerson(ticket), CLOCK.now())
                unit.commit()
            return held.put_back

        return self.ask(write)

    def issue(
        self, on: date, service_id: ServiceId, letter: str, start: datetime | None = None
    ) -> TicketId:
        """A ticket, with a place of that slot or without any."""

        def write() -> TicketId:
            ticket_id, now = TicketId(CLOCK.new_id()), CLOCK.now()
            with self._database.unit_of_work() as unit:
                free = unit.places.free(service_id, start) if start else {}
                place = min((each for each in free if each.lane is Lane.WALK_IN), default=None)
                number = unit.numbers.take(on, letter)
                ticket = Ticket(
                    ticket_id=ticket_id,
                    business_date=on,
                    service_id=service_id,
                    number=number,
                    lane=Lane.WALK_IN,
                    place=place,
                    status=TicketStatus.WAITING,
                    issued_at=now,
                    digest=IdentityDigest("h1:" + UUID(str(ticket_id)).hex),
                )
                unit.tickets.add(ticket)
                hop = unit.places.take(place, ticket_id) if place else 0
                issued = Issued(ticket_id, on, service_id, number, Lane.WALK_IN, place, hop)
                unit.log.append(now, issued)
                unit.commit()
            return ticket_id

        found = self.ask(write)
        self.poke()
        return found
