# SPDX-License-Identifier: Apache-2.0
"""A site's book with what this centre needs beside the rules: the feed, and grants on their way."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from typing_extensions import override

from central.services.fresh import Fresh
from central.services.notes import KeyNote, NewsEnd, Note, Notes, TicketNote, about
from central.services.sold import Sold
from hall.allotment import can_spare, fullest
from hall.booking import Booking, Hold
from hall.counter_book import CounterBook
from hall.errors import UnknownBookingError
from hall.exchange import GRANTED_LANES, LeaseRequest
from hall.feed import BookingMade, ReturnAsked
from hall.ids import BookingId, HoldId, KioskId, LeaseId, RequestId, ServiceId
from hall.journal import GrantMade, HoldMade, Journal, JournalBody, KioskLogged
from hall.ledger import Ledger
from hall.log import Body, Granted, Issued
from hall.owners import OwnerKind
from hall.place import Lane
from hall.stopping import EFFECTS


class CentreBook(CounterBook):
    """As its base, and like it the same for the same journal.

    Attributes:
        notes: what the kiosks are told of the open days.
        news_end: where what a kiosk should fetch ends.
        sold: what the desk knows of the bookings.
        fresh: tickets that need not be looked up to be told.
    """

    def __init__(self, journal: Journal, today: date, begins: datetime) -> None:
        super().__init__(journal, today, begins)
        self.notes = Notes()
        self.news_end = NewsEnd()
        self.sold = Sold()
        self.fresh = Fresh()
        self._due: dict[KioskId, dict[LeaseId, Granted]] = {}
        self._keyed: set[date] = set()
        self._came: Counter[tuple[ServiceId, KioskId]] = Counter()
        self._asked: dict[tuple[KioskId, ServiceId, datetime, Lane], int] = {}
        self._sought: dict[int, ReturnAsked] = {}

    @override
    def begin(self, today: date, begins: datetime) -> None:
        super().begin(today, begins)
        self.notes.forget_before(today)
        self.sold.forget_before(today)
        self.fresh.forget_before(today)
        self._keyed = {on for on in self._keyed if on >= today}
        self._came.clear()
        self._asked = {wish: seq for wish, seq in self._asked.items() if wish[2] >= begins}
        self._sought = {
            seq: asked for seq, asked in self._sought.items() if asked.slot_start >= begins
        }
        self._due = {
            kiosk_id: {one: each for one, each in due.items() if each.business_date >= today}
            for kiosk_id, due in self._due.items()
        }

    @override
    def _apply(self, seq: int, business_date: date, body: JournalBody) -> None:
        super()._apply(seq, business_date, body)
        if business_date < self.days.today:
            return
        self._note(seq, business_date, body)
        match body:
            case GrantMade(kiosk_id, granted):
                if granted.request_no is None:  # one that nobody asked for
                    self.news_end = self.news_end.then(seq, None)
                self._due.setdefault(kiosk_id, {})[granted.lease_id] = granted
            case KioskLogged(kiosk_id, entry):
                self._apply_said(kiosk_id, entry.body)
            case BookingMade(booking):
                self.sold.add(booking)
            case ReturnAsked(kiosk_id, service_id, slot_start, lane):
                self._asked[kiosk_id, service_id, slot_start, lane] = seq
                self._sought[seq] = body
            case _:
                pass

    def _apply_said(self, kiosk_id: KioskId, said: Body) -> None:
        match said:
            case Granted(lease_id=lease_id):
                self._due.get(kiosk_id, {}).pop(lease_id, None)
            case Issued(service_id=service_id):
                self._came[service_id, kiosk_id] += 1
            case _:
                pass

    def is_on_sale(self, service_id: ServiceId, slot_start: datetime, now: datetime) -> bool:
        """Whether a slot is sold online: its sale goes on, and no stop is known to hold when it begins.

        Raises UnknownServiceError, UnknownSlotError, NoOpenDayError.
        """
        ledger = self.days.at(slot_start)
        is_over = ledger.sale.is_over(service_id, slot_start) or now >= slot_start
        standing = self.calling.on(ledger.business_date).standing(service_id, slot_start)
        return not is_over and EFFECTS[standing].gives_numbers

    def open_holds_by(self, account: str) -> int:
        """How many places are set aside for that account now."""
        return sum(ledger.sale.open_holds_by(account) for ledger in self.days)

    def first_end_of_holds(self, account: str) -> datetime | None:
        """When the first of them ends by itself; None when there is none."""
        ends = (ledger.sale.first_end_of_holds(account) for ledger in self.days)
        return min((end for end in ends if end is not None), default=None)

    def has_hold(self, hold_id: HoldId) -> bool:
        """Whether there is such a hold on the open days, or was a while ago."""
        return self._find_hold(hold_id) is not None

    def hold_of(self, hold_id: HoldId) -> tuple[Ledger, Hold]:
        """A hold and its day; raises UnknownHoldError."""
        ledger = self._day_of_hold(hold_id)
        return ledger, ledger.sale.holds[hold_id]

    def has_booking(self, booking_id: BookingId) -> bool:
        """Whether there is such a booking on the open days, whatever its status."""
        return self._find_booking(booking_id) is not None

    def booking_of(self, booking_id: BookingId) -> Booking:
        """A booking of the open days; raises UnknownBookingError."""
        ledger = self._find_booking(booking_id)
        if ledger is None:
            raise UnknownBookingError(booking_id=booking_id)
        return ledger.sale.bookings[booking_id]

    def came(self, kiosks: Iterable[KioskId], service_id: ServiceId) -> dict[KioskId, int]:
        """How many took a number of a service at each of these kiosks, today."""
        return {kiosk_id: self._came[service_id, kiosk_id] for kiosk_id in kiosks}

    def places_held(self, now: datetime) -> Counter[KioskId]:
        """How many places of slots that are not over lie with each kiosk or on their way to it."""
        held: Counter[KioskId] = Counter()
        for ledger in self.days:
            ends = {
                (service.service_id, each.slot.start): each.slot.end
                for service in ledger.opened.services
                for each in service.slots
            }
            for kiosk_id, slot, count in ledger.owners.at_kiosks():
                # An extra place is the whole day's.
                if now < ends.get(slot, ledger.opened.day.end):
                    held[kiosk_id] += count
        return held

    def grants_due(self, kiosk_id: KioskId) -> tuple[Granted, ...]:
        """All that was granted to a kiosk and that its log has not told of."""
        return tuple(self._due.get(kiosk_id, {}).values())

    def serve(self, kiosk_id: KioskId, request: LeaseRequest) -> None:
        """A wish for places and numbers, as far as there are any; another kiosk is asked for more.

        Of a day that was not granted yet there is nothing: after a restore it is certain so that
        nobody has places of it (docs/adr/0015). Raises as `grant`.
        """
        self.account(kiosk_id)
        ledger = self.days.at(request.slot_start)
        if not ledger.is_allotted or self._known_grant(kiosk_id, request.request_no):
            return
        self._check_may_be_granted(kiosk_id, ledger)
        made = ledger.grant(kiosk_id, request, self.epoch).granted
        # Nothing is no grant: else each vain wish of a sold-out day would stand in all logs.
        if made.places or made.numbers:
            self.grant(kiosk_id, request)
        if sum(run.count for run in made.places) < request.places:
            self._ask_another(kiosk_id, request)

    def _ask_another(self, kiosk_id: KioskId, request: LeaseRequest) -> None:
        """The kiosk with the most of those places for its visitors, unless it has been asked."""
        wish = request.service_id, request.slot_start, request.lane
        ledger = self.days.at(request.slot_start)
        held = Counter(
            (owner.of, place.lane)
            for place, owner, _ in ledger.owners
            if owner.kind is OwnerKind.KIOSK and (place.service_id, place.slot_start) == wish[:2]
        )
        lacking = sum(held[kiosk_id, lane] for lane in GRANTED_LANES[request.lane])
        came = self.came(self.kiosks, request.service_id)
        others = {
            other: held[other, request.lane]
            for other in self.heard
            if other != kiosk_id
            and not self._is_asked(other, *wish)
            and can_spare(held[other, request.lane], came[other], lacking, came[kiosk_id])
        }
        giver = fullest(others, {other: came[other] + 1 for other in others})
        if giver and (asked := ledger.ask_return(giver, *wish)):
            self._write(ledger.business_date, replace(asked, for_kiosk=kiosk_id))

    def pass_on(self, asked_at: int, count: int) -> None:
        """What a kiosk returned since it was asked goes to the one that lacked it, at once.

        Else the giver, which has few now, would have it back before the other asks again. Nothing
        happens when nobody had asked, or a kiosk that is gone or was not heard since a restore.
        """
        asked = self._sought.get(asked_at)
        if asked is None or asked.for_kiosk not in self.heard or not count:
            return
        wanted = LeaseRequest(
            RequestId(0), asked.service_id, asked.slot_start, asked.lane, count, numbers=0
        )
        ledger = self.days.at(asked.slot_start)
        made = ledger.grant(asked.for_kiosk, wanted, self.epoch)
        if made.granted.places:
            granted = replace(made.granted, request_no=None)
            self._write(ledger.business_date, replace(made, granted=granted))

    def _is_asked(
        self, kiosk_id: KioskId, service_id: ServiceId, slot_start: datetime, lane: Lane
    ) -> bool:
        """It was, and its log does not tell of that yet."""
        asked_at = self._asked.get((kiosk_id, service_id, slot_start, lane), 0)
        return asked_at > self.account(kiosk_id).feed_cursor

    def _note(self, seq: int, business_date: date, body: JournalBody) -> None:
        told = about(body)
        # A hold and a grant are no part of the feed: their row is free for the day's key.
        if isinstance(body, GrantMade | HoldMade) and business_date not in self._keyed:
            self._keyed.add(business_date)
            told = KeyNote(business_date)
        if told is not None:
            self.notes.add(Note(seq, business_date, told))
            by = told.kiosk_id if isinstance(told, TicketNote) else None
            self.news_end = self.news_end.then(seq, by)
