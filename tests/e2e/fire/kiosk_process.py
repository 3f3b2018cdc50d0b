# SPDX-License-Identifier: Apache-2.0
"""A kiosk without panel and devices as a process of its own, to be killed: store, services, sync.

`python -m tests.e2e.fire.kiosk_process FOLDER URL CLOCK CHANGE`. Its paper is a file that outlives it.
"""

import json
import logging
import os
import sys
from contextlib import suppress
from datetime import date, datetime
from multiprocessing.connection import Connection, Listener
from pathlib import Path

from common.settings.site_file import SiteFile, parse_site
from hall.identity import IdentityDigest, digest
from hall.ids import ServiceId, TicketId
from hall.log import PrintProof
from hall.ticket import Ticket
from hall.wire.values import Health
from kiosk.crypto import DayKeys, SigningKey
from kiosk.flow.values import OfferKind
from kiosk.runner.store_thread import StoreThread
from kiosk.services.cancel import cancel
from kiosk.services.check_in import CheckInRequest, check_in
from kiosk.services.close_days import close_days_before
from kiosk.services.errors import CancelRefusedError, CheckInRefusedError, IssueRefusedError
from kiosk.services.give_numbers import StaffRequest, give_numbers
from kiosk.services.issue import IssueRequest, issue
from kiosk.services.offers import list_offers
from kiosk.services.print_ticket import end_print, start_print
from kiosk.services.recover import recover
from kiosk.services.rules import Rules
from kiosk.services.stop_service import StopWish, stop_service
from kiosk.store.abstract import UnitOfWork
from kiosk.store.database import Database
from kiosk.sync import worker
from kiosk.sync.address import CentreAddress
from kiosk.sync.centre_clock import CentreClock
from kiosk.sync.client import CentreClient
from kiosk.sync.enrolment import load_enrolment
from kiosk.sync.incoming import FeedTaker
from kiosk.sync.pause import Pause
from kiosk.sync.stock import SiteNow, Stock
from kiosk.sync.wake_listener import WakeListener
from kiosk.sync.worker import Link, SyncWorker, Work
from tests.e2e.fire.changes import change
from tests.e2e.fire.hall_time import HallClock
from tests.e2e.fire.words import (
    Answer,
    Ask,
    End,
    GiveExtra,
    GiveUp,
    LayCard,
    Order,
    StandHere,
    State,
    WalkIn,
)

MOST_PAUSE_SECONDS = 0.4
"""A hall's hours pass in seconds here."""
STAFF_ID = "7"
PAPERS, REFUSALS, HAND = "papers", "refusals", "hand.socket"


class FireKiosk:
    """Concurrency: the store's thread writes, the sync has its own, the rest is the main thread's."""

    def __init__(self, folder: Path, url: str, clock: HallClock) -> None:
        self._folder = folder
        enrolled = load_enrolment(folder / "enrolment.json")
        assert enrolled
        self._database = Database.open(folder / "kiosk.db")
        self._store = StoreThread()
        self._keys = DayKeys(folder / "keys")
        self._signing = SigningKey.load_or_make(folder / "keys" / "ticket.key")
        self._clock = CentreClock(clock)
        self._rules: tuple[str, Rules, SiteFile] | None = None
        self._today = date.min
        self._tickets: list[TicketId] = []
        self._heard = 0
        address = CentreAddress(url, None, enrolled.credential)
        self._worker = SyncWorker(
            Work(
                client=CentreClient(address),
                ask=self._store.ask,
                new_unit=self._unit,
                taker=FeedTaker(enrolled.kiosk_id, self._keys.put),
                clock=self._clock,
                stock=Stock(self._site, self._clock.monotonic),
                health=lambda: Health("1.0", 0),
                pause=Pause(MOST_PAUSE_SECONDS),
                listener=worker.Listener(link=self._hear),
            )
        )
        self._ears = WakeListener(
            CentreClient(address),
            self._worker.wake,
            self._worker.be_deaf,
            Pause(MOST_PAUSE_SECONDS),
        )

    def start(self) -> None:
        self._store.ask(self._recover)
        self._worker.start()
        self._ears.start()

    def end(self) -> None:
        assert self._ears.stop()
        assert self._worker.stop()
        self._store.stop()
        self._database.close()

    def obey(self, order: Order) -> Answer:
        if isinstance(order, Ask):
            return self._state()
        answer = self._store.ask(lambda: self._serve(order))
        self._worker.poke()
        return answer

    def _hear(self, _: Link) -> None:
        self._heard += 1

    def _unit(self) -> UnitOfWork:
        return self._database.unit_of_work()

    # On the store's thread

    def _serve(self, order: Order) -> str:
        now = self._clock.now()
        rules = self._rules_of_site(now)
        if rules is None:
            return "no catalogue"
        self._begin_day(rules, now)
        match order:
            case WalkIn():
                return self._walk_in(rules, order, now)
            case LayCard(identity):
                return self._check_in(rules, identity, now)
            case GiveUp():
                return self._give_up(now)
            case GiveExtra() | StandHere():
                return self._by_staff(rules, order, now)
            case _:
                return "?"

    def _begin_day(self, rules: Rules, now: datetime) -> None:
        today = rules.calendar.business_day(now)
        if today > self._today:
            close_days_before(self._unit(), today)
            self._today = today

    def _walk_in(self, rules: Rules, order: WalkIn, now: datetime) -> str:
        service_id, green = order.service_id, order.is_green
        offers = list_offers(self._unit(), rules, service_id, now, is_green=green)
        if not offers or offers[0].kind is not OfferKind.NOW:
            return self._refused(rules, order, now)
        ticket_id, today = TicketId(self._clock.new_id()), rules.calendar.business_day(now)
        wanted = IssueRequest(
            ticket_id, today, service_id, offers[0], self._digest(order.identity, today), green
        )
        try:
            ticket = issue(self._unit(), rules, wanted, now)
        except IssueRefusedError as error:
            self._refused(rules, order, now)
            return error.key
        self._tickets.append(ticket_id)
        self._print(ticket)
        return "issued"

    def _refused(self, rules: Rules, order: WalkIn, now: datetime) -> str:
        """What the visitor was told, for the one who looks whether it was true (I7)."""
        today = rules.calendar.business_day(now)
        day = rules.day(order.service_id, today)
        with self._unit() as unit:
            position = unit.log.end()
        slots = [slot.start for slot in day.plan.slots_from(now)[: rules.slots_ahead + 1]]
        if not order.is_green and day.service.has_quota:
            values = {
                "position": position,
                "business_date": today.isoformat(),
                "service_id": order.service_id,
                "letter": day.service.letter,
                "slots": [start.isoformat() for start in slots],
            }
            self._write(REFUSALS, values)
        return "refused"

    def _check_in(self, rules: Rules, identity: str, now: datetime) -> str:
        today = rules.calendar.business_day(now)
        person = self._digest(identity, today)
        if person is None:
            return "no booking"
        with self._unit() as unit:
            known = unit.bookings.of_person(person, today)
            new = [each for each in known if not unit.tickets.find(each.booking.ticket_id)]
        if not new:
            return "no booking"
        try:
            ticket = check_in(self._unit(), rules, CheckInRequest(new[0].booking, today), now)
        except CheckInRefusedError as error:
            return error.key
        self._print(ticket)
        return "checked in"

    def _give_up(self, now: datetime) -> str:
        if not self._tickets:
            return "nothing"
        with suppress(CancelRefusedError):
            cancel(self._unit(), self._tickets.pop(), now)
        return "cancelled"

    def _by_staff(self, rules: Rules, order: GiveExtra | StandHere, now: datetime) -> str:
        if isinstance(order, GiveExtra):
            return self._give_extra(rules, order.service_id, now)
        wish = StopWish(order.service_id, order.standing, STAFF_ID, reason="fault")
        stop_service(self._unit(), rules, wish, now)
        return "stopped here"

    def _give_extra(self, rules: Rules, service_id: ServiceId, now: datetime) -> str:
        ticket_id = TicketId(self._clock.new_id())
        wanted = StaffRequest((ticket_id,), service_id, STAFF_ID, extra_reason="fault")
        try:
            (ticket,) = give_numbers(self._unit(), rules, wanted, now)
        except IssueRefusedError as error:
            return error.key
        self._tickets.append(ticket_id)
        self._print(ticket)
        return "extra given"

    def _print(self, ticket: Ticket) -> None:
        """`print_started` is durable before the first byte leaves (rules.md 3, point 2)."""
        unit, ticket_id = self._unit(), ticket.ticket_id
        start_print(unit, ticket_id, self._clock.now())
        paper = {
            "business_date": ticket.business_date.isoformat(),
            "number": str(ticket.number),
            "code": self._signing.sign(ticket_id),
        }
        self._write(PAPERS, paper)
        end_print(unit, ticket_id, PrintProof.CONFIRMED, None, self._clock.now())

    def _recover(self) -> None:
        rules = self._rules_of_site(self._clock.now())
        for ticket in recover(self._unit(), rules, self._clock.now()) if rules else ():
            self._print(ticket)

    def _digest(self, identity: str, on: date) -> IdentityDigest | None:
        """None as long as the centre has not told the day's key."""
        return digest(identity, self._keys.told(on).reveal()) if self._keys.has(on) else None

    def _rules_of_site(self, now: datetime) -> Rules | None:
        with self._unit() as unit:
            text = unit.centre.document("catalogue")
        if text is None:
            return None
        if self._rules is None or self._rules[0] != text:
            file = parse_site(text, now.year)
            assert isinstance(file, SiteFile)
            self._rules = text, Rules(file.catalogue, file.calendar, file.ratio), file
        return self._rules[1]

    def _site(self) -> SiteNow | None:
        """Within the exchange's unit of work, so by what was read before."""
        if self._rules is None:
            return None
        now, rules = self._clock.now(), self._rules[1]
        return SiteNow(now, rules.catalogue, rules.plans(rules.calendar.business_day(now)))

    def _write(self, name: str, values: dict[str, object]) -> None:
        file = os.open(self._folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.write(file, f"{json.dumps(values)}\n".encode())
        os.close(file)

    def _state(self) -> State:
        def read() -> tuple[int, int]:
            with self._unit() as unit:
                return unit.log.end(), unit.leases.count(self._clock.now().date())

        end, leases = self._store.ask(read)
        link = self._worker.link
        is_up = link.error is None and link.heard_at is not None
        self._worker.poke()
        return State(end, is_up and link.unsent == 0, leases, self._heard)


def main(folder: str, url: str, clock_file: str, what: str) -> None:
    logging.basicConfig(level=logging.INFO, stream=sys.stderr)
    change(what)
    kiosk = FireKiosk(Path(folder), url, HallClock(Path(clock_file)))
    hand = Path(folder) / HAND
    hand.unlink(missing_ok=True)
    with Listener(str(hand)) as listener:
        kiosk.start()
        sys.stdout.write("kiosk is ready\n")
        sys.stdout.flush()
        with listener.accept() as orders:
            _obey_all(kiosk, orders)


def _obey_all(kiosk: FireKiosk, orders: Connection) -> None:
    while True:
        order = orders.recv()
        if isinstance(order, End):
            kiosk.end()
            orders.send("ended")
            return
        orders.send(kiosk.obey(order))


if __name__ == "__main__":
    main(*sys.argv[1:])
