# SPDX-License-Identifier: Apache-2.0
"""The kiosk's store and services in this process, with a clock that goes on from visit to visit."""

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
from kiosk.app.look import ages_of
from kiosk.app.store import Store, open_store
from kiosk.clock import Clock, SystemClock
from kiosk.flow.effects import IssueTicket
from kiosk.flow.events import TicketIssued
from kiosk.flow.values import Offer, OfferKind
from kiosk.runner.desk import Desk
from kiosk.runner.identifier import Identifier
from kiosk.runner.store_thread import StoreThread
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.rules import rules_of
from kiosk.settings.load import load_settings
from kiosk.settings.model import Settings
from kiosk.store.tables import log_entry, ticket

TICKETS_A_DAY = 400
VISIT_EVERY = timedelta(seconds=25)
"""72 visitors come for the 83 walk-in places of a half-hour."""
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
    """One service's numbers, taken one after another.

    Lifetime: inside `open_bench_store`. The thread is the runner's own.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._database = store.database
        self._clock = VisitClock()
        self._rules = rules_of(settings)
        self._service = settings.services[0]
        self._visits = 0
        identifier = Identifier(
            settings.calendar,
            lambda on: store.keys.key(on).reveal(),
            ages_of(settings),
            self._clock,
        )
        self._desk = Desk(
            new_unit=store.database.unit_of_work,
            rules=self._rules,
            identifier=identifier,
            keep_only_key=store.keys.keep_only,
            tidy=store.database.tidy,
            tidy_away=lambda: store.database.tidy(always=True),
            clock=self._clock,
            language=settings.machine.languages[0],
        )
        self._desk.take_up()
        self.thread = StoreThread()
        self._on = self._rules.calendar.business_day(self._clock.now())

    def issue(self) -> None:
        """The next visitor's number, by the service itself."""
        request = IssueRequest(
            TicketId(self._clock.new_id()),
            self._on,
            self._service.service_id,
            NOW_OFFER,
            self._digest(),
        )
        issue(self._database.unit_of_work(), self._rules, request, self._clock.now())

    def issue_on_store_thread(self) -> None:
        """The same as the runner has it done: handed over, committed, answered."""
        effect = IssueTicket(
            0, self._on, self._service.service_id, NOW_OFFER, self._digest(), is_green=False
        )
        answer = self.thread.ask(lambda: self._desk.issue(effect))
        if not isinstance(answer, TicketIssued):
            raise TypeError(answer)

    def between_visits(self) -> None:
        """Housekeeping, and time goes on."""
        self._desk.tidy()
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
    store = BenchStore(settings, opened)
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
