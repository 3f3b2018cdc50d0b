# SPDX-License-Identifier: Apache-2.0
"""A kiosk of the simulation: the product's holding and log, and the order commit, print, send."""

import random
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from hall.allotment import half
from hall.errors import EpochError, ExtraNeededError, LogError, StatusError, UnknownBookingError
from hall.exchange import LeaseRequest, LogPart
from hall.feed import FIRST_EPOCH, FeedEntry, FeedPart
from hall.holding import Holding
from hall.ids import BookingId, KioskId, TicketId, TransferId
from hall.invariants import Paper, Refusal
from hall.log import Body, CheckedIn, Entry, Granted, Issued, PrintStarted, append
from hall.offer import choose_place
from hall.place import Lane, Place
from tests.simulation.leases.messages import (
    Acknowledged,
    Ask,
    Confirmed,
    GivenUp,
    Grant,
    Pull,
    ToCentre,
    ToKiosk,
    Transfer,
)
from tests.simulation.leases.site import LETTER, SERVICE, day_at, granted_days
from tests.simulation.leases.watch import Watch

Sent = tuple[KioskId | None, ToCentre | ToKiosk]
"""To whom (None: the centre), and what."""

PART = 12
FEW = 3


class CrashError(Exception):
    """The power fails here."""


class Kiosk:
    """`log`, `feed`, `epoch`, `papers` and `is_given_up` survive a crash, nothing else does."""

    holding_class: type[Holding] = Holding

    def __init__(self, kiosk_id: KioskId, watch: Watch, rng: random.Random) -> None:
        self.kiosk_id = kiosk_id
        self.log: list[Entry] = []
        self.feed: list[FeedEntry] = []
        self.epoch = FIRST_EPOCH
        self.papers: list[Paper] = []
        self.refusals: list[Refusal] = []
        self.is_alive = self.is_up = True
        self.is_given_up = False
        self.holding = self.holding_class(kiosk_id)
        self.acknowledged = 0
        self._wish: tuple[int, Lane] | None = None
        self._watch = watch
        self._rng = rng

    # Power

    def crash(self) -> None:
        self.is_up = False
        self._watch.counts["crash"] += 1

    def restart(self, now: datetime) -> None:
        """Be what log and feed say; print what was issued and never begun."""
        self.is_up = True
        self.holding = self.remember()
        self.acknowledged, self._wish = 0, None
        self.ask()  # the grant it may have asked for before comes with the same request number
        begun = {e.body.ticket_id for e in self.log if isinstance(e.body, PrintStarted)}
        for ticket in list(self.holding.tickets.values()):
            if ticket.ticket_id not in begun:
                self._print(ticket, now)

    def remember(self) -> Holding:
        bodies = (entry.body for entry in self.log)
        return self.holding_class.fold(self.kiosk_id, bodies, self.feed, self.epoch)

    def commit(self, body: Body, now: datetime) -> None:
        self._watch.committed(self.kiosk_id, body)
        self.log.append(append(self.log[-1] if self.log else None, now, body))
        self.holding.apply(body, self.feed)

    def _may_crash(self, chance: float) -> None:
        if self._rng.random() < chance:
            raise CrashError

    # Visitors

    def walk_in(self, now: datetime, *, green: bool) -> None:
        self._watch.counts["asked"] += 1
        today = day_at(now).business_date
        place = self.choose(now, green=green)
        if place is None or not self.holding.numbers.has(today, LETTER):
            self._refused(now, green=green)
            return
        ticket_id = TicketId(UUID(int=self._rng.getrandbits(128)))
        lane = Lane.GREEN if green else Lane.WALK_IN
        issued = self.holding.issue(ticket_id, today, SERVICE, LETTER, place, lane=lane)
        self.hand_out(issued, now)
        if len(self.holding.free) < FEW:
            self.ask()

    def choose(self, now: datetime, *, green: bool) -> Place | None:
        free = self.holding.free_of(SERVICE)
        return choose_place(free, day_at(now).slots, now, green=green)

    def hand_out(self, ticket: Issued | CheckedIn, now: datetime) -> None:
        """Commit first, then print (rules.md 3, point 2)."""
        self._may_crash(0.05)
        self.commit(ticket, now)
        self._may_crash(0.05)
        self._print(ticket, now)

    def _print(self, ticket: Issued | CheckedIn, now: datetime) -> None:
        self.commit(PrintStarted(ticket.ticket_id), now)
        self._may_crash(0.02)
        self.put_on_paper(ticket, now)
        self._may_crash(0.02)

    def put_on_paper(self, ticket: Issued | CheckedIn, now: datetime) -> None:
        self._watch.printed(self.kiosk_id, ticket)
        self.papers.append(Paper(ticket.business_date, ticket.number, ticket.ticket_id, now))

    def _refused(self, now: datetime, *, green: bool) -> None:
        self._watch.counts["refused"] += 1
        if not green:
            day = day_at(now)
            slots = frozenset(slot.start for slot in day.slots if slot.end > now)
            position = len(self.log)
            refusal = Refusal(self.kiosk_id, position, day.business_date, SERVICE, LETTER, slots)
            self.refusals.append(refusal)
        self.ask()

    def has_day(self, business_date: date) -> bool:
        """A kiosk serves nobody on a day it was granted nothing of."""
        bodies = (entry.body for entry in self.log)
        return any(
            isinstance(body, Granted) and body.business_date == business_date for body in bodies
        )

    def check_in(self, booking_id: BookingId, now: datetime) -> None:
        if not self.has_day(day_at(now).business_date):
            return
        try:
            checked_in = self.holding.check_in(booking_id)
        except (UnknownBookingError, StatusError, ExtraNeededError):
            self._watch.counts["booking turned away"] += 1
            return
        if checked_in is not None:
            self.hand_out(checked_in, now)

    def cancel(self, now: datetime) -> None:
        tickets = list(self.holding.tickets)
        if not tickets:
            return
        cancelled = self.holding.cancel(self._rng.choice(tickets[-3:]))
        if cancelled is not None:
            self.commit(cancelled, now)

    # Places

    def ask(self) -> None:
        """A wish stands until it is granted; it is sent with every tick."""
        if self._wish is None:
            lane = self._rng.choices((Lane.WALK_IN, Lane.GREEN, Lane.EXTRA), (8, 2, 1))[0]
            self._wish = self._rng.randint(2, 8), lane

    def give_back(self, now: datetime) -> None:
        places = sorted(self.holding.free)
        if places:
            part = self._rng.sample(places, self._rng.randint(1, len(places)))
            self.commit(self.holding.give_back(part), now)

    def answer(self, now: datetime) -> None:
        for asked_at in list(self.holding.returns_asked):
            self.commit(self.holding.answer(asked_at), now)

    def give(self, to_kiosk: KioskId, now: datetime) -> None:
        """Half of the places, those first that have changed hands most: chains are where books err."""
        free = self.holding.free
        places = sorted(free, key=lambda place: (-free[place], place))
        if places and to_kiosk != self.kiosk_id:
            transfer_id = TransferId(f"{self.kiosk_id}-{len(self.log)}")
            given = self.holding.give(transfer_id, to_kiosk, places[: half(len(places))])
            self.commit(given, now)

    # Network

    def tick(self, now: datetime) -> Iterator[Sent]:
        """All that an idle kiosk repeats; one that was given up speaks no more."""
        if self.is_given_up:
            return
        self.answer(now)
        starts = [self.acknowledged]
        if self._rng.random() < 0.4:
            starts.append(self.acknowledged + FEW)  # pipelined: it may overtake the first part
        for start in starts:
            if start < len(self.log) or start == self.acknowledged:
                part = tuple(self.log[start : start + PART])
                yield None, LogPart(self.kiosk_id, self.epoch, start, part, len(self.log))
        if self._wish is not None:
            yield None, Ask(self.kiosk_id, self._request(now))
        yield None, Pull(self.kiosk_id, self.holding.cursor)
        for given in self.holding.unconfirmed.values():
            yield given.to_kiosk, Transfer(self.kiosk_id, given)

    def _request(self, now: datetime) -> LeaseRequest:
        places, lane = self._wish or (0, Lane.WALK_IN)
        slots = [slot for day in granted_days(now) for slot in day.slots]
        coming = [slot.start for slot in slots if slot.end > now] or [slots[-1].start]
        whole = [day.day.start for day in granted_days(now)]
        soon = coming[:2] if self._rng.random() < 0.5 else coming
        start = self._rng.choice(whole if lane is Lane.EXTRA else soon)
        number = self.holding.next_request_no
        return LeaseRequest(number, SERVICE, start, lane, places, places)

    def hear(self, message: ToKiosk, now: datetime) -> Iterator[Sent]:
        match message:
            case Grant(epoch, granted):
                self._accept(epoch, granted, now)
            case Acknowledged(epoch, position):
                self._acknowledge(epoch, position)
            case FeedPart():
                self._take_feed(message, now)
            case Transfer(from_kiosk, given):
                received = self.holding.receive(given, from_kiosk)
                if received is not None:
                    self.commit(received, now)
                yield from_kiosk, Confirmed(self.kiosk_id, given.transfer_id)
            case Confirmed(_, transfer_id):
                self.holding.confirm(transfer_id)
            case GivenUp():
                self.is_given_up = True

    def _accept(self, epoch: int, granted: Granted, now: datetime) -> None:
        try:
            accepted = self.holding.accept(granted, epoch)
        except EpochError:
            return
        if accepted is not None:
            self.commit(accepted, now)
            self._wish = None

    def _acknowledge(self, epoch: int, position: int) -> None:
        """A restored centre may acknowledge less than the one before."""
        if epoch < self.epoch:
            return
        if epoch > self.epoch:
            self.epoch = epoch
            self.holding.meet(epoch)
            self.acknowledged = position
        self.acknowledged = max(self.acknowledged, position)

    def _take_feed(self, part: FeedPart, now: datetime) -> None:
        try:
            applied = self.holding.take_feed(part)
        except (EpochError, LogError):
            return
        if applied is not None:
            self.feed += [e for e in part.entries if e.cursor > self.holding.cursor]
            self.commit(applied, now)
