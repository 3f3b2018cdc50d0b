# SPDX-License-Identifier: Apache-2.0
"""What the centre knows of one site: a fold of its journal (rules.md 3, docs/adr/0020)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import assert_never

from hall.account import Account
from hall.booking import Booking, Hold
from hall.calling import Calling
from hall.calls import CounterAct
from hall.days import Days, OwnersOfDays
from hall.errors import LogError, UnknownKioskError
from hall.feed import FIRST_EPOCH, Feed, FeedEntry
from hall.ids import BookingId, HoldId, KioskId, ServiceId, TicketId
from hall.journal import (
    CentreRestored,
    DayOpened,
    GrantMade,
    JournalBody,
    JournalEntry,
    KioskAdded,
    KioskGivenUp,
    KioskLogged,
    KioskRecovered,
    SiteDescribed,
    feed_body,
)
from hall.ledger import DayBody, Ledger
from hall.log import Entry, FeedApplied, Granted
from hall.owners import CENTRE, FROZEN, Owner


class SiteFold:
    """Kiosks, open days and the feed of one site, as its journal says.

    The same journal always gives the same fold, `end` and `heard_at` of the accounts apart.
    Lifetime: as long as its journal is read. Concurrency: one thread.

    Args:
        today, begins: the business day that goes on, and when it began; what is about an earlier
            one counts no more.

    Attributes:
        seq: of the journal's last entry that counts here.
        epoch: counts how often the centre was restored, from 1.
        days: one ledger for each open business day.
        owners: every place of those days and who has it.
        feed: what the kiosks are told of those days.
        calling: the counters of those days, and who waits for them.
    """

    def __init__(self, today: date, begins: datetime) -> None:
        self.seq = 0
        self.epoch = FIRST_EPOCH
        self.days = Days(today, begins)
        self.owners = OwnersOfDays(self.days)
        self.feed = Feed()
        self.calling = Calling()
        self._accounts: dict[KioskId, Account] = {}
        self._given_up: dict[KioskId, Owner] = {}
        self._missing: set[KioskId] = set()
        self._newcomers: set[KioskId] = set()
        self._restores: list[CentreRestored] = []

    # What the centre knows

    @property
    def kiosks(self) -> tuple[KioskId, ...]:
        """Those whose word counts: all that were not given up."""
        return tuple(kiosk for kiosk in self._accounts if kiosk not in self._given_up)

    @property
    def is_recovering(self) -> bool:
        """Restored, and not every kiosk has sent its whole log since."""
        return bool(self._missing)

    @property
    def missing(self) -> frozenset[KioskId]:
        """The kiosks whose whole log is not here since the centre was restored, or since they came."""
        return frozenset(self._missing)

    @property
    def heard(self) -> tuple[KioskId, ...]:
        """The kiosks whose whole log is here since the centre was restored; all if it never was."""
        return tuple(kiosk for kiosk in self.kiosks if kiosk not in self._missing)

    @property
    def holds(self) -> Mapping[HoldId, Hold]:
        """The holds of the open days, whatever their status; dead ones for a while (`hall.holds`)."""
        return {one: hold for ledger in self.days for one, hold in ledger.sale.holds.items()}

    @property
    def bookings(self) -> Mapping[BookingId, Booking]:
        """All bookings of the open days, whatever their status."""
        return {one: made for ledger in self.days for one, made in ledger.sale.bookings.items()}

    def account(self, kiosk_id: KioskId) -> Account:
        """How far a kiosk's log counts here, for looking only; raises UnknownKioskError."""
        if kiosk_id not in self._accounts or kiosk_id in self._given_up:
            raise UnknownKioskError(kiosk_id=kiosk_id)
        return self._accounts[kiosk_id]

    def is_given_up(self, kiosk_id: KioskId) -> bool:
        """Whether staff declared that it will not come again."""
        return kiosk_id in self._given_up

    def acknowledged(self, kiosk_id: KioskId) -> int:
        """Up to which position a kiosk's log counts here; raises UnknownKioskError."""
        return self.account(kiosk_id).applied

    def grants_of(self, kiosk_id: KioskId) -> tuple[Granted, ...]:
        """All that was granted to a kiosk for the open days."""
        return tuple(granted for ledger in self.days for granted in ledger.grants_of(kiosk_id))

    def knows_ticket(self, ticket_id: TicketId) -> bool:
        """Whether a log has told of it (I5)."""
        return self.days.of_ticket(ticket_id) is not None

    def places_left(self, service_id: ServiceId, slot_start: datetime) -> int:
        """How many places of a slot can be held now.

        Raises UnknownServiceError, UnknownSlotError, NoOpenDayError.
        """
        return self.days.at(slot_start).sale.left(service_id, slot_start)

    # The fold

    def apply(self, entry: JournalEntry) -> None:
        """One entry that another process wrote counts; raises LogError unless it follows."""
        if entry.seq <= self.seq:
            raise LogError(position=entry.seq, problem=f"expected after {self.seq}")
        self._apply(entry.seq, entry.business_date, entry.body)

    def recall(self, kiosk_id: KioskId, known: Account) -> None:
        """What was stored of a kiosk: its log of earlier days, and when it was last heard.

        Raises UnknownKioskError.
        """
        self.account(kiosk_id).recall(known)

    def begin(self, today: date, begins: datetime) -> None:
        """Another business day goes on; what is about those before it is forgotten."""
        self.days.begin(today, begins)
        self.feed.forget_before(today)
        self.calling.forget_before(today)

    def _apply(self, seq: int, business_date: date, body: JournalBody) -> None:
        self.seq = seq
        self.calling.apply(business_date, body)
        match body:
            case KioskLogged():
                self._apply_logged(body.kiosk_id, body.entry)
            case CounterAct() | SiteDescribed():
                pass  # who is called was seen to; days are opened by whoever reads the description
            case KioskAdded() | KioskGivenUp() | KioskRecovered() | CentreRestored():
                self._apply_of_site(body)
            case DayOpened():
                self._apply_opened(body)
            case _:
                self._apply_of_day(seq, business_date, body)

    def _apply_of_day(self, seq: int, business_date: date, body: DayBody) -> None:
        """What the centre decided about places of a day; kiosks are told of some of it."""
        if isinstance(body, GrantMade):
            self._accounts[body.kiosk_id].note(body.granted)
        if ledger := self.days.on(business_date):
            ledger.apply(seq, body)
        told = feed_body(body)
        if told is not None and business_date >= self.days.today:
            self.feed.add(business_date, FeedEntry(seq, told))

    def _apply_of_site(
        self, body: KioskAdded | KioskGivenUp | KioskRecovered | CentreRestored
    ) -> None:
        match body:
            case KioskAdded(kiosk_id):
                self._add_kiosk(kiosk_id)
            case KioskGivenUp(kiosk_id):
                # What one has done since the backup that was not heard of, nobody will ever know.
                has_its_places = FROZEN if kiosk_id in self._missing else CENTRE
                self._missing.discard(kiosk_id)
                self._given_up[kiosk_id] = has_its_places
                for ledger in self.days:
                    ledger.give_up(kiosk_id, has_its_places)
            case KioskRecovered(kiosk_id):
                self._missing.discard(kiosk_id)
            case CentreRestored():
                self._apply_restored(body)
            case _:
                assert_never(body)

    def _add_kiosk(self, kiosk_id: KioskId) -> None:
        self._accounts[kiosk_id] = Account()
        if self._restores:
            # The lost centre may have known it, and its log can be as old as that one.
            self._missing.add(kiosk_id)
            self._newcomers.add(kiosk_id)

    def _apply_logged(self, kiosk_id: KioskId, entry: Entry) -> None:
        account = self._accounts[kiosk_id]
        account.take(entry)
        match entry.body:
            case FeedApplied(cursor):
                account.feed_cursor = max(account.feed_cursor, cursor)
            case Granted():
                account.note(entry.body)
                if self._is_own_grant(kiosk_id, entry.body):
                    return
            case _:
                pass
        self.days.learn(entry.body)
        # What it returned before the restore, the lost centre may have granted to somebody else.
        freed_to = FROZEN if kiosk_id in self._missing else CENTRE
        self.days.apply(kiosk_id, entry.body, freed_to, self._given_up)

    def _is_own_grant(self, kiosk_id: KioskId, granted: Granted) -> bool:
        """As nearly all are: it counts since the centre made it, and the log tells nothing more."""
        ledger = self.days.on(granted.business_date)
        if ledger is None or granted.request_no is None:
            return False
        return ledger.grant_of(kiosk_id, granted.request_no) == granted

    def _apply_opened(self, opened: DayOpened) -> None:
        """It may have been open, sold and granted before a restore."""
        if opened.business_date < self.days.today:
            return
        opening = self._ledger(opened)
        for restored in self._restores:
            _freeze(opening, restored)
        self.days.open(opening)
        self.calling.open(opened)

    def _apply_restored(self, restored: CentreRestored) -> None:
        self.epoch = self.feed.epoch = restored.epoch
        self._missing = set(self.kiosks)
        self._newcomers.clear()
        self._restores.append(restored)
        for ledger in self.days:
            ledger.freeze_sale()
            _freeze(ledger, restored)

    def _ledger(self, opened: DayOpened) -> Ledger:
        return Ledger(opened)


def _freeze(ledger: Ledger, restored: CentreRestored) -> None:
    if restored.may_have_sold(ledger.business_date):
        ledger.freeze_sale()
    if restored.may_have_granted(ledger.business_date):
        ledger.freeze()
