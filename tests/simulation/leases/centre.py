# SPDX-License-Identifier: Apache-2.0
"""The centre of the simulation: the product's ledger, a clerk who books and closes, and backups."""

import copy
import random
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from hall.booking import BookingStatus, HoldAction, HoldStatus
from hall.errors import (
    BadValueError,
    EpochError,
    LogError,
    RecoveringError,
    SoldOutError,
    UnknownKioskError,
)
from hall.exchange import LeaseRequest, LogPart
from hall.feed import CloseReason
from hall.ids import BookingId, HoldId, KioskId
from hall.ledger import Ledger
from hall.place import Lane
from tests.simulation.leases.messages import Acknowledged, Ask, Grant, Pull, ToCentre, ToKiosk
from tests.simulation.leases.site import SERVICE, SLOT_LENGTH, SLOTS
from tests.simulation.leases.watch import Watch

FEED_PART = 5
HOLD = timedelta(minutes=10)


class Centre:
    """Every order is one transaction: it is durable, or it never was."""

    def __init__(self, ledger: Ledger, watch: Watch, rng: random.Random) -> None:
        self.ledger = ledger
        self._watch = watch
        self._rng = rng
        self._backup: Ledger | None = None
        self._holds: list[HoldId] = []

    # Network

    def hear(self, message: ToCentre, now: datetime) -> Iterator[tuple[KioskId, ToKiosk]]:
        match message:
            case Ask(kiosk_id, request):
                yield from self._asked(kiosk_id, request)
            case LogPart(kiosk_id=kiosk_id):
                yield from self._sent_log(kiosk_id, message, now)
            case Pull(kiosk_id, cursor):
                part = self.ledger.feed.after(cursor, FEED_PART)
                if part.entries:
                    yield kiosk_id, part

    def _asked(self, kiosk_id: KioskId, request: LeaseRequest) -> Iterator[tuple[KioskId, ToKiosk]]:
        try:
            known = {granted.lease_id for granted in self.ledger.grants_of(kiosk_id)}
            granted = self.ledger.grant(kiosk_id, request)
        except (RecoveringError, UnknownKioskError):
            return
        if granted.lease_id not in known:
            self._watch.granted(kiosk_id, granted)
        yield kiosk_id, Grant(self.ledger.epoch, granted)

    def _sent_log(
        self, kiosk_id: KioskId, part: LogPart, now: datetime
    ) -> Iterator[tuple[KioskId, ToKiosk]]:
        try:
            self.ledger.apply_log(part, now)
        except UnknownKioskError:
            return
        except (LogError, EpochError):
            self._watch.counts["log refused"] += 1
        yield kiosk_id, Acknowledged(self.ledger.epoch, self.ledger.acknowledged(kiosk_id))

    # Booking

    def hold(self, now: datetime) -> None:
        hold_id = HoldId(UUID(int=self._rng.getrandbits(128)))
        try:
            self.ledger.sale.hold(hold_id, SERVICE, self._rng.choice(SLOTS).start, now + HOLD)
        except SoldOutError:
            return
        self._holds.append(hold_id)

    def decide(self, now: datetime) -> None:
        """A held place is booked, let go, or expires."""
        open_ids = {hold.hold_id: hold for hold in self.ledger.sale.holds.values()}
        for hold_id in self._holds:
            hold = open_ids.get(hold_id)
            if hold is None or hold.status is not HoldStatus.HELD:
                continue
            if now >= hold.expires_at:
                self.ledger.sale.drop(hold_id, HoldAction.EXPIRE, now)
            elif self._rng.random() < 0.8:
                self._book(hold_id, now)
            else:
                self.ledger.sale.drop(hold_id, HoldAction.RELEASE, now)
        self._holds.clear()

    def _book(self, hold_id: HoldId, now: datetime) -> None:
        place = self.ledger.sale.holds[hold_id].place
        slot = next(slot for slot in SLOTS if slot.start == place.slot_start)
        booking_id = BookingId(UUID(int=self._rng.getrandbits(128)))
        try:
            self.ledger.sale.book(hold_id, booking_id, slot, now)
        except RecoveringError:
            return

    def close(self) -> None:
        booked = [
            booking.booking_id
            for booking in self.ledger.sale.bookings.values()
            if booking.status is BookingStatus.BOOKED
        ]
        if booked and not self.ledger.is_recovering:
            reason = self._rng.choice((CloseReason.CANCELLED, CloseReason.NO_SHOW))
            self.ledger.sale.close(self._rng.choice(booked), reason)

    # Releases and reductions

    def release(self, now: datetime) -> None:
        for slot in SLOTS:
            if now >= slot.start - SLOT_LENGTH and self._rng.random() < 0.1:
                self.ledger.sale.end_sale(SERVICE, slot.start)
        if not self.ledger.is_recovering:
            self._watch.counts["released"] += len(self.ledger.release_closed())

    def reduce(self) -> None:
        slot = self._rng.choice(SLOTS)
        lane = self._rng.choice((Lane.BOOKED, Lane.WALK_IN, Lane.GREEN))
        try:
            self.ledger.reduce(SERVICE, slot.start, lane, 1)
        except (BadValueError, RecoveringError):
            return
        self._watch.counts["reduced"] += 1

    def ask_return(self, kiosk_id: KioskId) -> None:
        slot = self._rng.choice(SLOTS)
        try:
            self.ledger.ask_return(kiosk_id, SERVICE, slot.start, Lane.WALK_IN)
        except (UnknownKioskError, RecoveringError):
            return

    # Disasters

    def give_up(self, kiosk_id: KioskId, off_since: datetime) -> bool:
        """Whether the declaration was taken."""
        try:
            self.ledger.give_up(kiosk_id, off_since)
        except (BadValueError, RecoveringError, UnknownKioskError):
            return False
        self._watch.given_up(kiosk_id)
        self._watch.counts["given up"] += 1
        return True

    def back_up(self) -> None:
        self._backup = copy.deepcopy(self.ledger)

    def restore(self) -> None:
        if self._backup is None or self._backup.kiosks != self.ledger.kiosks:
            return
        self.ledger = self._backup.restored(self.ledger.epoch + 1)
        self._backup = None
        self._holds.clear()
        self._watch.restored(self.ledger.epoch)
        self._watch.counts["restored"] += 1
