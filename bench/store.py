# SPDX-License-Identifier: Apache-2.0
"""The kiosk's store and its services in this process, with a clock that goes on from visit to visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import insert
from typing_extensions import override

from hall.identity import IdentityDigest
from hall.ids import TicketId
from hall.log import Issued, body_to_text, chain_hash
from hall.numbering import LETTERS, TicketNumber
from hall.place import Lane
from hall.ticket import TicketStatus
from kiosk.app.store import open_store
from kiosk.clock import Clock, SystemClock
from kiosk.flow.staff_values import Sought
from kiosk.flow.values import Offer, OfferKind
from kiosk.runner.printer_worker import PrintOrder, SlipToPrint
from kiosk.runner.store_thread import StoreThread
from kiosk.services.find_tickets import find_tickets
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.open_day import open_day
from kiosk.services.open_tickets import TicketOfPerson
from kiosk.services.print_ticket import reprint, start_print
from kiosk.services.rules import rules_of
from kiosk.services.views import view_ticket
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from kiosk.store.tables import log_entry, ticket

TICKETS_A_DAY = 400
VISIT_EVERY = timedelta(seconds=80)
"""22 visitors come for the 24 walk-in places of a half-hour; from noon on, 495 in a day."""
NOW_OFFER = Offer(OfferKind.NOW)


class VisitClock(Clock):
    """Stands during a visit, and goes on between two."""

    def __init__(self) -> None:
        self._system = SystemClock()
        self._now = self._system.now().replace(minute=0, second=0)

    @override
    def now(self) -> datetime:
        return self._now

    @override
    def monotonic(self) -> float:
        return self._system.monotonic()

    def go_on(self) -> None:
        """The next visitor."""
        self._now += VISIT_EVERY


class BenchStore:
    """One service's numbers, taken one after another. Lifetime: inside `open_bench_store`."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.thread = StoreThread()
        self._database = database
        self._clock = VisitClock()
        assert settings.site
        self._rules = rules_of(settings, settings.site)
        self._service = settings.site.catalogue.services[0]
        self._visits = 0
        self._on = open_day(database.unit_of_work(), self._rules, self._clock.now())
        database.tidy(always=True)

    def issue(self) -> None:
        """The next visitor's number, durable when this returns."""
        request = IssueRequest(
            TicketId(self._clock.new_id()),
            self._on,
            self._service.service_id,
            NOW_OFFER,
            self._digest(),
        )
        issue(self._database.unit_of_work(), self._rules, request, self._clock.now())

    def issue_on_thread(self) -> None:
        """The same on the thread that writes the store, waiting for its answer."""
        self.thread.ask(self.issue)

    def find_latest(self) -> tuple[TicketOfPerson, ...]:
        """The list that staff see first."""
        unit, now = self._database.unit_of_work(), self._clock.now()
        return find_tickets(unit, self._rules, None, Sought(), now)

    def begin_copy(self, ticket_id: TicketId) -> SlipToPrint:
        """One more copy, counted for staff."""
        unit, now = self._database.unit_of_work(), self._clock.now()
        ticket = reprint(unit, self._rules, ticket_id, now, staff_id="7")
        order = PrintOrder(ticket_id, "zh_Hans", is_reprint=True, staff_id="7")
        return SlipToPrint(order, view_ticket(self._rules, ticket), ticket.reprints)

    def start_copy(self, slip: SlipToPrint) -> None:
        """Bytes may leave when this returns."""
        unit, now = self._database.unit_of_work(), self._clock.now()
        start_print(unit, slip.order.ticket_id, now, copy=slip.copy)

    def new_unit(self) -> UnitOfWork:
        """For others that work with this store, on its thread."""
        return self._database.unit_of_work()

    def between_visits(self) -> None:
        """Housekeeping, and time goes on."""
        self._database.tidy()
        self._clock.go_on()

    def fill(self, count: int) -> None:
        """So many tickets of days past, with their entries in the log, straight into the tables."""
        tickets, entries = list[dict[str, object]](), list[dict[str, object]]()
        with self._database.unit_of_work() as unit:
            last = list(unit.log.entries())[-1]
        position, previous = last.position, last.hash
        for body in self._past(count):
            position += 1
            at, text = self._clock.now(), body_to_text(body)
            following = chain_hash(previous, position, at, body.kind, text)
            entries.append(_entry_row(position, at, body.kind, text, (previous, following)))
            tickets.append(_ticket_row(body, at))
            previous = following
        with self._database._engine.begin() as connection:
            connection.execute(insert(ticket), tickets)
            connection.execute(insert(log_entry), entries)
        self._database.tidy(always=True)

    def _past(self, count: int) -> Iterator[Issued]:
        for number in range(count):
            day, of_day = divmod(number, TICKETS_A_DAY)
            letter = LETTERS[of_day % len(LETTERS)]
            yield Issued(
                ticket_id=TicketId(UUID(int=number + 1)),
                business_date=self._on - timedelta(days=day + 1),
                service_id=self._service.service_id,
                number=TicketNumber(letter, of_day + 1),
                lane=Lane.WALK_IN,
            )

    def _digest(self) -> IdentityDigest:
        self._visits += 1
        return IdentityDigest(f"h1:{self._visits:032x}")


@contextmanager
def open_bench_store(config: Path) -> Iterator[BenchStore]:
    """The store of this configuration, opened for today; closed when the block is left."""
    settings = load_settings(config)
    opened = open_store(settings)
    store = BenchStore(settings, opened.database)
    try:
        yield store
    finally:
        store.thread.stop()
        opened.database.close()


def _entry_row(
    position: int, at: datetime, kind: str, text: str, hashes: tuple[bytes, bytes]
) -> dict[str, object]:
    return {
        "position": position,
        "at": at,
        "kind": kind,
        "body": text,
        "previous_hash": hashes[0],
        "hash": hashes[1],
    }


def _ticket_row(body: Issued, at: datetime) -> dict[str, object]:
    return {
        "ticket_id": body.ticket_id,
        "business_date": body.business_date,
        "service_id": body.service_id,
        "number": str(body.number),
        "lane": body.lane,
        "status": TicketStatus.EXPIRED,
        "issued_at": at,
        "digest": None,
        "reprints": 0,
        "is_standby": False,
        "chosen_slot": None,
    }
