# SPDX-License-Identifier: Apache-2.0
"""The centre of the simulation: the product's book, a clerk who books and closes, and backups."""

import random
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from hall.account import SILENT_AFTER
from hall.booking import BookingStatus, HoldAction, HoldStatus
from hall.errors import (
    BadValueError,
    EpochError,
    LogError,
    LogNotHereError,
    RecoveringError,
    SoldOutError,
    StillHeardError,
    UnknownKioskError,
    UnknownSlotError,
)
from hall.exchange import LeaseRequest, LogPart
from hall.feed import FIRST_EPOCH, CloseReason
from hall.ids import BookingId, HoldId, KioskId
from hall.invariants import Allowance
from hall.journal import JournalEntry
from hall.place import Lane
from hall.site_book import SiteBook
from tests.hall.rows import Rows
from tests.simulation.leases.messages import (
    Acknowledged,
    Ask,
    GivenUp,
    Grant,
    Pull,
    ToCentre,
    ToKiosk,
)
from tests.simulation.leases.site import (
    SERVICE,
    SLOT_LENGTH,
    TODAY,
    day_at,
    granted_days,
    open_days,
    open_slots,
)
from tests.simulation.leases.watch import Watch

FEED_PART = 5
HOLD = timedelta(minutes=10)


class Centre:
    """Every order is one transaction: it is durable, or it never was."""

    def __init__(
        self,
        book_class: type[SiteBook],
        allowance: Allowance,
        kiosks: Iterable[KioskId],
        watch: Watch,
        rng: random.Random,
    ) -> None:
        self._book_class = book_class
        self._allowance = allowance
        self._watch = watch
        self._rng = rng
        self._holds: list[HoldId] = []
        self.given_up = frozenset[KioskId]()
        self.journal = Rows()
        self.book = self._empty(self.journal, TODAY.opens)
        for kiosk_id in kiosks:
            self.book.add_kiosk(kiosk_id)
        self.open_days(TODAY.opens)
        self._backup = len(self.journal.rows)

    def open_days(self, now: datetime) -> None:
        """Also after a restore from before they were opened."""
        for day in open_days(now):
            self.book.open_day(day.opened(self._allowance.quotas, self._allowance.extras[SERVICE]))

    def begin(self, now: datetime) -> None:
        """Another business day goes on."""
        day = day_at(now)
        self.book.begin(day.business_date, day.day.start)

    def _empty(self, journal: Rows, now: datetime) -> SiteBook:
        day = day_at(now)
        return self._book_class(journal, day.business_date, day.day.start)

    def _replayed(self, rows: Iterable[JournalEntry], now: datetime) -> None:
        self.journal = Rows(rows)
        self.book = self._empty(self.journal, now)
        for row in self.journal.rows:
            self.book.apply(row)

    # Network

    def hear(self, message: ToCentre, now: datetime) -> Iterator[tuple[KioskId, ToKiosk]]:
        match message:
            case Ask(kiosk_id, request):
                if any(request.slot_start in day.day for day in granted_days(now)):
                    yield from self._asked(kiosk_id, request)
            case LogPart(kiosk_id=kiosk_id):
                yield from self._sent_log(kiosk_id, message, now)
            case Pull(kiosk_id, cursor):
                part = self.book.feed.after(cursor, FEED_PART)
                if part.entries and kiosk_id in self.book.kiosks:
                    yield kiosk_id, part

    def _asked(self, kiosk_id: KioskId, request: LeaseRequest) -> Iterator[tuple[KioskId, ToKiosk]]:
        try:
            known = len(self.journal.rows)
            granted = self.book.grant(kiosk_id, request)
        except (RecoveringError, UnknownKioskError, UnknownSlotError):
            return
        if len(self.journal.rows) > known:
            self._watch.granted(kiosk_id, granted)
            is_lost = self.book.days.at(request.slot_start).is_lost
            if self.book.epoch > FIRST_EPOCH and granted.places:
                self._watch.counts[f"granted of a {'lost' if is_lost else 'later'} day"] += 1
        yield kiosk_id, Grant(self.book.epoch, granted)

    def _sent_log(
        self, kiosk_id: KioskId, part: LogPart, now: datetime
    ) -> Iterator[tuple[KioskId, ToKiosk]]:
        try:
            self.book.take_log(part, now)
        except UnknownKioskError:
            if self.book.is_given_up(kiosk_id):
                yield kiosk_id, GivenUp()
            return
        except (LogError, EpochError):
            self._watch.counts["log refused"] += 1
        yield kiosk_id, Acknowledged(self.book.epoch, self.book.acknowledged(kiosk_id))

    # Booking

    def hold(self, now: datetime) -> None:
        hold_id = HoldId(UUID(int=self._rng.getrandbits(128)))
        try:
            self.book.hold(hold_id, SERVICE, self._rng.choice(open_slots(now)).start, now + HOLD)
        except SoldOutError:
            return
        self._holds.append(hold_id)

    def decide(self, now: datetime) -> None:
        """A held place is booked, let go, or expires."""
        open_ids = {hold.hold_id: hold for hold in self.book.holds.values()}
        for hold_id in self._holds:
            hold = open_ids.get(hold_id)
            if hold is None or hold.status is not HoldStatus.HELD:
                continue
            if now >= hold.expires_at:
                self.book.drop(hold_id, HoldAction.EXPIRE, now)
            elif self._rng.random() < 0.8:
                self._book(hold_id, now)
            else:
                self.book.drop(hold_id, HoldAction.RELEASE, now)
        self._holds.clear()

    def _book(self, hold_id: HoldId, now: datetime) -> None:
        booking_id = BookingId(UUID(int=self._rng.getrandbits(128)))
        self.book.book(hold_id, booking_id, now)

    def close(self) -> None:
        booked = [
            booking.booking_id
            for booking in self.book.bookings.values()
            if booking.status is BookingStatus.BOOKED
        ]
        if booked:
            reason = self._rng.choice((CloseReason.CANCELLED, CloseReason.NO_SHOW))
            self.book.close(self._rng.choice(booked), reason)

    # Releases and reductions

    def release(self, now: datetime) -> None:
        for slot in open_slots(now):
            if now >= slot.start - SLOT_LENGTH and self._rng.random() < 0.1:
                self.book.end_sale(SERVICE, slot.start)
        self._watch.counts["released"] += len(self.book.release_closed())

    def reduce(self, now: datetime) -> None:
        slot = self._rng.choice(open_slots(now))
        lane = self._rng.choice((Lane.BOOKED, Lane.WALK_IN, Lane.GREEN))
        try:
            self.book.reduce(SERVICE, slot.start, lane, 1)
        except BadValueError:
            return
        self._watch.counts["reduced"] += 1

    def ask_return(self, kiosk_id: KioskId, now: datetime) -> None:
        slot = self._rng.choice(open_slots(now))
        try:
            self.book.ask_return(kiosk_id, SERVICE, slot.start, Lane.WALK_IN)
        except UnknownKioskError:
            return

    # Kiosks

    def enrol(self, kiosk_id: KioskId) -> None:
        """Its word counts, from now on or again."""
        self.book.add_kiosk(kiosk_id)
        self._watch.counts["enrolled"] += 1

    # Disasters

    def give_up(self, kiosk_id: KioskId, now: datetime) -> bool:
        """Whether the declaration was taken: that it was off since it was last heard."""
        try:
            heard_at = self.book.account(kiosk_id).heard_at
            self.book.give_up(kiosk_id, heard_at or now, now + SILENT_AFTER)
        except (LogNotHereError, StillHeardError, UnknownKioskError):
            return False
        self.given_up |= {kiosk_id}
        self._watch.given_up(kiosk_id)
        self._watch.counts["given up"] += 1
        return True

    def restart(self, now: datetime) -> None:
        """Killed: all it knows is the journal, and when it last heard of each kiosk."""
        accounts = {kiosk_id: self.book.account(kiosk_id) for kiosk_id in self.book.kiosks}
        self._replayed(self.journal.rows, now)
        for kiosk_id, account in accounts.items():
            self.book.recall(kiosk_id, account)
        self._watch.counts["centre restarted"] += 1

    def back_up(self) -> None:
        self._backup = len(self.journal.rows)

    def restore(self, now: datetime) -> None:
        epoch = self.book.epoch
        self._replayed(self.journal.rows[: self._backup], now)
        forgotten = self.given_up & frozenset(self.book.kiosks)
        self._watch.counts["given up and forgotten"] += len(forgotten)
        sold, granted = open_days(now), granted_days(now)
        self.book.restore(epoch + 1, sold[-1].business_date, granted[-1].business_date)
        self.open_days(now)
        self.back_up()
        self._holds.clear()
        self._watch.restored(self.book.epoch)
        self._watch.counts["restored"] += 1
