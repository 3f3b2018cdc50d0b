# SPDX-License-Identifier: Apache-2.0
"""How long the centre and a kiosk take to fold a whole day's log of 100,000 entries.

One kiosk gave all numbers of a very big hall: grants, tickets and their prints, check-ins, cancels,
returns and gifts, as it decided them itself. The centre takes the log in in parts of 200 entries, as
they come over the wire, and checks the chain of hashes; a centre that starts again only folds its
journal.
"""

import gc
import random
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from bench.figure import Figure
from bench.plan import Plan
from hall.exchange import LeaseRequest, LogPart
from hall.feed import FeedEntry
from hall.holding import Holding
from hall.ids import BookingId, HoldId, KioskId, RequestId, ServiceId, TicketId, TransferId
from hall.journal import DayOpened, ServiceOfDay, SlotOfDay
from hall.log import Body, Entry, Issued, PrintEnded, PrintProof, PrintStarted, append
from hall.numbering import LETTERS
from hall.place import Lane, Place
from hall.quota import LaneQuota
from hall.site_book import SiteBook
from hall.span import Span
from tests.hall.rows import Rows

ENTRIES = 100_000
GOAL_SECONDS = 2.0
PART = 200
TODAY = date(2026, 3, 2)
OPENS = datetime(2026, 3, 2, 1, tzinfo=UTC)
DAY_START = datetime(2026, 3, 1, 20, tzinfo=UTC)
HALF_HOUR = timedelta(minutes=30)
SLOTS = tuple(Span(OPENS + n * HALF_HOUR, OPENS + (n + 1) * HALF_HOUR) for n in range(16))
SERVICES = {ServiceId(f"service-{letter}"): letter for letter in LETTERS[:12]}
QUOTA = LaneQuota(booked=30, walk_in=150, green=10)
KIOSKS = tuple(KioskId(f"kiosk-{number}") for number in range(8))
BUSY, NEIGHBOUR = KIOSKS[:2]
BOOKED = 20
"""Bookings of each slot."""
GIFT = 4
GRANTED = 25
"""Places asked for at a time."""


def measure(plan: Plan) -> Iterator[Figure]:
    """Of some rounds the best, since other work on the machine only ever adds to it."""
    day = BigDay()
    rounds = plan.count(3, 10)
    yield Figure("tickets of that day", len(day.holding.tickets), "tickets")
    taken = min(_seconds(day.take_in) for _ in range(rounds))
    yield Figure(f"taking in {ENTRIES:,} entries, hashes checked", taken, "s")
    journal = day.take_in()
    yield Figure("rows of the journal with them", len(journal.rows), "rows")
    yield _figure("at the centre", [lambda: day.replayed(journal)] * rounds)
    yield _figure("at the kiosk", [day.fold] * rounds)


def _figure(where: str, folds: list[Callable[[], object]]) -> Figure:
    best = min(map(_seconds, folds))
    return Figure(f"folding {ENTRIES:,} entries {where}", best, "s", GOAL_SECONDS)


def _seconds(fold: Callable[[], object]) -> float:
    gc.collect()
    began = time.perf_counter()
    fold()
    return time.perf_counter() - began


class BigDay:
    """A log that kiosk and centre made together, and that the centre has not heard of yet."""

    def __init__(self) -> None:
        self._random = random.Random(1)  # noqa: S311 - any day does
        slots = tuple(SlotOfDay(slot, QUOTA) for slot in SLOTS)
        services = tuple(ServiceOfDay(one, letter, slots) for one, letter in SERVICES.items())
        self.journal = Rows()
        self.book = SiteBook(self.journal, TODAY, DAY_START)
        self.book.open_day(
            DayOpened(TODAY, Span(DAY_START, DAY_START + timedelta(days=1)), services)
        )
        for kiosk_id in KIOSKS:
            self.book.add_kiosk(kiosk_id)
        self.holding = Holding(BUSY)
        self.log: list[Entry] = []
        self.feed: list[FeedEntry] = []
        for slot in SLOTS:
            for service_id in SERVICES:
                self._serve(service_id, slot)
        self.log = self.log[:ENTRIES]  # somewhere in the last slot

    def take_in(self) -> Rows:
        """The log reaches the centre, which has written all else before; the journal then."""
        journal = Rows(self.journal.rows)
        book = self.replayed(journal)
        for after in range(0, len(self.log), PART):
            entries = tuple(replace(entry) for entry in self.log[after : after + PART])
            book.take_log(LogPart(BUSY, 1, after, entries, len(self.log)), OPENS)
        return journal

    def replayed(self, journal: Rows) -> SiteBook:
        """The centre starts again."""
        book = SiteBook(journal, TODAY, DAY_START)
        for row in journal.rows:
            book.apply(row)
        return book

    def fold(self) -> Holding:
        """The kiosk starts again."""
        return Holding.fold(BUSY, (entry.body for entry in self.log), self.feed)

    # One slot of one service

    def _serve(self, service_id: ServiceId, slot: Span) -> None:
        for booking_id in self._book(service_id, slot):
            checked_in = self.holding.check_in(booking_id)
            if checked_in:
                self._commit(checked_in)
                self._print(checked_in.ticket_id)
        for lane, count in ((Lane.WALK_IN, QUOTA.walk_in), (Lane.GREEN, QUOTA.green)):
            for _ in range(0, count, GRANTED):
                self._sell(service_id, self._ask(service_id, slot, lane), lane)

    def _book(self, service_id: ServiceId, slot: Span) -> list[BookingId]:
        bookings = []
        for _ in range(BOOKED):
            hold_id, booking_id = HoldId(self._id()), BookingId(self._id())
            self.book.hold(hold_id, service_id, slot.start, OPENS + HALF_HOUR)
            self.book.book(hold_id, booking_id, OPENS)
            bookings.append(booking_id)
            self._take_feed()
        return bookings

    def _take_feed(self) -> None:
        part = self.book.feed.after(self.holding.cursor)
        self.feed += part.entries
        applied = self.holding.take_feed(part)
        if applied:
            self._commit(applied)

    def _ask(self, service_id: ServiceId, slot: Span, lane: Lane) -> list[Place]:
        number = RequestId(self.holding.next_request_no)
        request = LeaseRequest(number, service_id, slot.start, lane, GRANTED, GRANTED)
        granted = self.book.grant(BUSY, request)
        self._commit(granted)
        return [place for run in granted.places for place in run.places()]

    def _sell(self, service_id: ServiceId, places: list[Place], lane: Lane) -> None:
        """A few go to a neighbour and a few back, the others are sold; some visitors give up."""
        given, returned, sold = places[:2], places[2:3], places[3:]
        self._commit(self.holding.give(TransferId(f"{len(self.log)}"), NEIGHBOUR, given))
        self._commit(self.holding.give_back(returned))
        for place in sold:
            ticket = self._issue(service_id, place, lane)
            if self._random.random() < 0.1:
                cancelled = self.holding.cancel(ticket.ticket_id)
                if cancelled:
                    self._commit(cancelled)
                    self._issue(service_id, place, lane)

    def _issue(self, service_id: ServiceId, place: Place, lane: Lane) -> Issued:
        ticket_id = TicketId(self._id())
        letter = SERVICES[service_id]
        issued = self.holding.issue(ticket_id, TODAY, service_id, letter, place, lane=lane)
        self._commit(issued)
        self._print(ticket_id)
        return issued

    def _print(self, ticket_id: TicketId) -> None:
        self._commit(PrintStarted(ticket_id))
        self._commit(PrintEnded(ticket_id, PrintProof.CONFIRMED))

    def _commit(self, body: Body) -> None:
        self.holding.apply(body, self.feed)
        self.log.append(append(self.log[-1] if self.log else None, OPENS, body))

    def _id(self) -> UUID:
        return UUID(int=self._random.getrandbits(128))
