# SPDX-License-Identifier: Apache-2.0
"""The centre's book of one site: what it knows, and the orders it carries out (rules.md 3)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from hall.account import Account
from hall.allotment import Forecast
from hall.booking import Booking, Hold, HoldAction
from hall.errors import (
    BadValueError,
    EpochError,
    LogError,
    RecoveringError,
    UnknownBookingError,
    UnknownHoldError,
    UnknownKioskError,
)
from hall.exchange import LeaseRequest, LogPart
from hall.feed import CloseReason
from hall.ids import BookingId, HoldId, KioskId, RequestId, ServiceId
from hall.journal import (
    EVERY_DAY,
    MOST_LOST,
    CentreRestored,
    DayOpened,
    Journal,
    JournalBody,
    KioskAdded,
    KioskGivenUp,
    KioskLogged,
    KioskRecovered,
)
from hall.ledger import Ledger
from hall.log import Entry, FeedApplied, Granted
from hall.place import Lane, Place
from hall.site_fold import SiteFold
from hall.span import utc
from hall.stopping import Stop


class SiteBook(SiteFold):
    """The book of who may write into the journal.

    An order (`grant`, `hold` ...) is checked, written and applied: a HallError has changed nothing
    and written nothing. Every order that has an id may be repeated with it.

    Lifetime: until the journal cannot be stored; then the book is thrown away, since it knows what
    nobody else does. Concurrency: one thread.

    Args:
        journal: takes what is decided.
        today, begins: as in SiteFold.
    """

    def __init__(self, journal: Journal, today: date, begins: datetime) -> None:
        super().__init__(today, begins)
        self._journal = journal

    def _write(self, business_date: date, body: JournalBody) -> None:
        self._apply(self._journal.append(business_date, body), business_date, body)

    # Days and kiosks

    def open_day(self, opened: DayOpened) -> None:
        """Places and numbers of another day; one that is open already stays as it is.

        Raises BadValueError for a day that is over, or places that cannot be.
        """
        on = opened.business_date
        if on < self.days.today or opened.day.start < self.days.begins:
            raise BadValueError(name="business_date", value=on, allowed=f"from {self.days.today}")
        if self.days.on(on) is None:
            self._ledger(opened)
            self._write(on, opened)

    def describe_day(self, opened: DayOpened) -> bool:
        """Other places and services of an open day, as long as nothing was granted, sold or said of it.

        False, and nothing has changed: something was, the day is so already or is not open, or it
        begins or ends at another instant. Raises BadValueError for places that cannot be.
        """
        ledger = self.days.on(opened.business_date)
        if ledger is None or ledger.is_touched:
            return False
        if ledger.opened == opened or ledger.opened.day != opened.day:
            return False
        self._ledger(opened)
        self._write(opened.business_date, opened)
        return True

    def add_kiosk(self, kiosk_id: KioskId) -> None:
        """Its word counts from now on; twice is allowed. Raises UnknownKioskError if it was given up."""
        if kiosk_id in self._given_up:
            raise UnknownKioskError(kiosk_id=kiosk_id)
        if kiosk_id not in self._accounts:
            self._write(EVERY_DAY, KioskAdded(kiosk_id))

    def give_up(self, kiosk_id: KioskId, off_since: datetime, now: datetime) -> None:
        """Staff declare: its disk is destroyed, and it was off since then. Its places are the centre's.

        Only of a kiosk that is silent and whose whole log is here, and that was off since it was
        last heard: after it, it may have given numbers nobody knows of, and its places are lost
        until their slots end; before it, it was on, so another kiosk is meant. `off_since` may be a
        minute early, as people tell the time.

        The places of one that has not been heard whole since the centre was restored are lost in
        any case; it is given up whatever else is known of it. What other processes heard of it must
        have been recalled before.

        Raises UnknownKioskError, StillHeardError, LogNotHereError, BadValueError (`off_since`).
        """
        off_since, now = utc("off_since", off_since), utc("now", now)
        account = self.account(kiosk_id)
        account.check_silent(kiosk_id, now)
        if kiosk_id not in self._missing:
            account.check_off_since(kiosk_id, off_since)
        self._write(EVERY_DAY, KioskGivenUp(kiosk_id, off_since))

    def restore(self, epoch: int, sold_until: date, granted_until: date | None = None) -> None:
        """This is a backup's book, and the centre goes on from it in a later epoch.

        A kiosk is granted something once it has sent its whole log again. Of days up to
        `granted_until`, the last that kiosks may have places of (None: `sold_until`), only what they
        return since then; the rest is frozen until its slot ends, so it can never be sold twice.
        Nothing is sold online of days up to `sold_until`, the last that may have been open. Raises
        EpochError.
        """
        if epoch <= self.epoch:
            raise EpochError(epoch=epoch, known=self.epoch)
        self._journal.skip_to(self.seq + MOST_LOST)
        self._write(EVERY_DAY, CentreRestored(epoch, sold_until, granted_until))

    # Grants

    def grant(self, kiosk_id: KioskId, request: LeaseRequest) -> Granted:
        """Places and numbers for a kiosk, as far as there are any; the same request the same grant.

        Raises:
            RecoveringError: the kiosk's log comes first, or it is not the centre's to grant to.
            UnknownKioskError, UnknownServiceError, UnknownSlotError, NoOpenDayError.
        """
        self.account(kiosk_id)
        if known := self._known_grant(kiosk_id, request.request_no):
            return known
        ledger = self.days.at(request.slot_start)
        self._check_may_be_granted(kiosk_id, ledger)
        made = ledger.grant(kiosk_id, request, self.epoch)
        self._write(ledger.business_date, made)
        return made.granted

    def allot(self, business_date: date, expected: Mapping[ServiceId, Forecast]) -> None:
        """The evening before: all of a day's places and numbers to the kiosks, once.

        `expected` is how many visitors of a service each kiosk will have.

        Raises:
            RecoveringError: as `grant`.
            UnknownDayError, UnknownServiceError, UnknownKioskError, BadValueError.
        """
        kiosks = sorted({kiosk_id for forecast in expected.values() for kiosk_id in forecast})
        for kiosk_id in kiosks:
            self.account(kiosk_id)
        ledger = self.days.opened(business_date)
        for kiosk_id in kiosks:
            self._check_may_be_granted(kiosk_id, ledger)
        for made in ledger.allot(expected, self.epoch):
            self._write(business_date, made)

    def may_be_granted(self, kiosk_id: KioskId, ledger: Ledger) -> bool:
        """Whether the centre is as sure of a kiosk as it must be to grant it something of a day.

        Its whole log must be here since a restore. One that was enrolled since then begins with the
        first day that nobody can have been granted before: of earlier ones the feed tells it of
        bookings whose places somebody else may have.
        """
        is_new = ledger.is_lost and kiosk_id in self._newcomers
        return kiosk_id not in self._missing and not is_new

    def _check_may_be_granted(self, kiosk_id: KioskId, ledger: Ledger) -> None:
        if not self.may_be_granted(kiosk_id, ledger):
            raise RecoveringError(missing=len(self._missing))

    def _known_grant(self, kiosk_id: KioskId, request_no: RequestId) -> Granted | None:
        """A request before the last one that was answered is an old message, and says no wish."""
        grants = (ledger.grant_of(kiosk_id, request_no) for ledger in self.days)
        if known := next((granted for granted in grants if granted), None):
            return known
        last = self._accounts[kiosk_id].last_grant
        is_old = last is not None and request_no <= (last.request_no or 0)
        return last if is_old else None

    # Logs

    def take_log(self, part: LogPart, now: datetime) -> int:
        """The position up to which the kiosk's log counts now; what counted before counts once.

        All of the part or nothing.

        Raises:
            UnknownKioskError: no such kiosk, or it was given up.
            EpochError: the kiosk speaks to the centre as it was before, or never was.
            LogError: entries are missing before or among these (send again from `acknowledged`),
                or were changed.
            UnknownDayError, UnknownPlaceError: an entry names what there never was; a restored
                centre learns of places as long as logs are missing.
            BadValueError: `now` without a time zone, or numbers of no service's letter.
        """
        now = utc("now", now)
        account = self.account(part.kiosk_id)
        if part.epoch != self.epoch:
            raise EpochError(epoch=part.epoch, known=self.epoch)
        entries = self._new_entries(account, part)
        self._check_chain(account.last_hash, entries)
        for entry in entries:
            self.days.check(entry.body)
            self._check_cursor(part.kiosk_id, entry)
        for entry in entries:
            self._take(part.kiosk_id, entry)
        account.hear(part.end, now)
        if part.kiosk_id in self._missing and account.applied >= part.end:
            self._write(EVERY_DAY, KioskRecovered(part.kiosk_id))
        return account.applied

    def _new_entries(self, account: Account, part: LogPart) -> Sequence[Entry]:
        expected = part.after
        for entry in part.entries:
            expected += 1
            if entry.position != expected:
                raise LogError(position=entry.position, problem=f"expected {expected}")
        if part.after > account.applied:
            raise LogError(
                position=part.after, problem=f"entries are missing from {account.applied + 1}"
            )
        return part.entries[account.applied - part.after :]

    def _check_chain(self, last_hash: bytes, entries: Sequence[Entry]) -> None:
        for entry in entries:
            if entry.previous_hash != last_hash:
                problem = "does not follow the entry before it"
                raise LogError(position=entry.position, problem=problem)
            last_hash = entry.hash

    def _check_cursor(self, kiosk_id: KioskId, entry: Entry) -> None:
        """Only a restored centre can have forgotten what it told a kiosk."""
        is_told = not isinstance(entry.body, FeedApplied) or entry.body.cursor <= self.seq
        if not is_told and kiosk_id not in self._missing:
            raise LogError(position=entry.position, problem=f"the feed ends at {self.feed.cursor}")

    def _take(self, kiosk_id: KioskId, entry: Entry) -> None:
        if isinstance(entry.body, FeedApplied) and entry.body.cursor > self.seq:
            self._journal.skip_to(entry.body.cursor)
        self._write(self.days.date_of(entry.body), KioskLogged(kiosk_id, entry))

    # The online sale

    def hold(
        self,
        hold_id: HoldId,
        service_id: ServiceId,
        slot_start: datetime,
        expires_at: datetime,
        by: str | None = None,
    ) -> Hold:
        """One place set aside, for that account; the same id again gets the same hold.

        Raises UnknownServiceError, UnknownSlotError (outside the hours), NoOpenDayError, SoldOutError.
        """
        ledger = self._find_hold(hold_id)
        if ledger is None:
            ledger = self.days.at(slot_start)
            made = ledger.sale.hold(hold_id, service_id, slot_start, expires_at, by)
            self._write(ledger.business_date, made)
        return ledger.sale.holds[hold_id]

    def drop(self, hold_id: HoldId, action: HoldAction, now: datetime) -> None:
        """The hold ends without a booking; after the end of the sale its place follows R1.

        `action` is `release` or `expire`. Raises UnknownHoldError, StatusError.
        """
        ledger = self._day_of_hold(hold_id)
        self._write(ledger.business_date, ledger.sale.drop(hold_id, action, now))

    def book(
        self,
        hold_id: HoldId,
        booking_id: BookingId,
        now: datetime,
        late_after: datetime | None = None,
    ) -> Booking:
        """The hold becomes a booking with its number; every kiosk learns of it by the feed.

        The same id again gets the same booking; after a restore there are no holds to book. Raises
        UnknownHoldError, StatusError, BadValueError (`late_after` before the slot).
        """
        ledger = self._find_booking(booking_id)
        if ledger is None:
            ledger = self._day_of_hold(hold_id)
            made = ledger.sale.book(hold_id, booking_id, now, late_after)
            self._write(ledger.business_date, made)
        return ledger.sale.bookings[booking_id]

    def close(self, booking_id: BookingId, reason: CloseReason) -> None:
        """Its place is wanted back: it was cancelled, or nobody came by S+15 (R2).

        One that is checked in, or closed already, stays as it is; a cancel after the no-show counts.
        Raises UnknownBookingError.
        """
        ledger = self._find_booking(booking_id)
        if ledger is None:
            raise UnknownBookingError(booking_id=booking_id)
        if closed := ledger.sale.close(booking_id, reason):
            self._write(ledger.business_date, closed)

    def end_sale(self, service_id: ServiceId, slot_start: datetime) -> None:
        """R1, at S-L: what is not booked goes to walk-ins, what is held follows; twice is allowed.

        Raises UnknownServiceError, UnknownSlotError, NoOpenDayError.
        """
        ledger = self.days.at(slot_start)
        if ended := ledger.sale.end_sale(service_id, slot_start):
            self._write(ledger.business_date, ended)

    def _find_hold(self, hold_id: HoldId) -> Ledger | None:
        return next((ledger for ledger in self.days if hold_id in ledger.sale.holds), None)

    def _day_of_hold(self, hold_id: HoldId) -> Ledger:
        ledger = self._find_hold(hold_id)
        if ledger is None:
            raise UnknownHoldError(hold_id=hold_id)
        return ledger

    def _find_booking(self, booking_id: BookingId) -> Ledger | None:
        return next((ledger for ledger in self.days if booking_id in ledger.sale.bookings), None)

    # Releases, reductions and requests to the kiosks

    def release_closed(self) -> tuple[Place, ...]:
        """R2: the places of closed bookings that every kiosk's log knows of.

        None of days that a kiosk nobody remembers may have been granted: it knows their bookings.
        """
        places: list[Place] = []
        for ledger in self.days:
            if ledger.is_lost:
                continue
            if released := ledger.sale.release_closed(self._feed_cursors(), self.kiosks):
                self._write(ledger.business_date, released)
                places += [ledger.sale.bookings[one].place for one in released.booking_ids]
        return tuple(places)

    def _feed_cursors(self) -> dict[KioskId, int]:
        return {kiosk_id: account.feed_cursor for kiosk_id, account in self._accounts.items()}

    def reduce(self, service_id: ServiceId, slot_start: datetime, lane: Lane, count: int) -> None:
        """R5: give up so many places of a lane: first what the centre has, then what kiosks return.

        Sold places are never touched, so less may come of it. Raises UnknownServiceError,
        UnknownSlotError, BadValueError for more than the lane has.
        """
        ledger = self.days.at(slot_start)
        if reduced := ledger.reduce(service_id, slot_start, lane, count):
            self._write(ledger.business_date, reduced)

    def ask_return(
        self, kiosk_id: KioskId, service_id: ServiceId, slot_start: datetime, lane: Lane
    ) -> int:
        """Ask a kiosk for half of what it holds of a lane, for another that runs low; how many.

        Raises UnknownKioskError, UnknownServiceError, UnknownSlotError.
        """
        self.account(kiosk_id)
        ledger = self.days.at(slot_start)
        asked = ledger.ask_return(kiosk_id, service_id, slot_start, lane)
        if asked is None:
            return 0
        self._write(ledger.business_date, asked)
        return asked.count

    def stop(self, stop: Stop) -> None:
        """Tell every kiosk that a service stops, is suspended or goes on.

        Raises UnknownServiceError, NoOpenDayError (`stop.at`).
        """
        ledger = self.days.at(stop.at)
        self._write(ledger.business_date, ledger.stop(stop))
